import { ComponentCase } from './component';
import { PodSecurityLevel, RemovalPolicy, Subject } from '../../src';

export const NAMESPACES: ComponentCase = {
  defaults: {},
  full: {
    vmEnabledNamespaces: ['default', 'team-b'],
    goldenImagesNamespace: 'images',
    vmNamespaces: [{
      name: 'team-a',
      podSecurity: { enforce: PodSecurityLevel.PRIVILEGED, audit: PodSecurityLevel.BASELINE, warn: PodSecurityLevel.RESTRICTED, version: 'latest' },
      labels: { tier: 'gold' },
      annotations: { owner: 'team-a@example.com' },
      memoryLimitsRatio: 1.2,
      quotas: [
        {
          requests: { cpu: '16', memory: '256Gi', storage: '10Ti' },
          limits: { cpu: '64', memory: '512Gi' },
          headroom: { vms: 40, largestCpu: '4', largestMemory: '32Gi' },
          virtualMachines: 60,
          pods: 200,
        },
        { name: 'disks', claims: 120, storageOfClasses: { 'ceph-block': '5Ti' }, others: { 'requests.nvidia.com/A10': '4', 'secrets': '200' } },
      ],
      limitRange: {
        name: 'bounds',
        containers: {
          defaultRequests: { cpu: '100m' }, defaultLimits: { 'ephemeral-storage': '10Gi' }, min: { cpu: '1m' }, max: { 'memory': '64Gi', 'ephemeral-storage': '20Gi' },
        },
        smallestClaim: '1Mi',
        largestClaim: '2Ti',
      },
      admins: [Subject.group('team-a-admins')],
      powerUsers: [Subject.group('team-a')],
      users: [Subject.user('jane@example.com')],
      viewers: [Subject.serviceAccount('dashboard', 'vmo-system')],
      custom: [{ role: 'edit', subjects: [Subject.group('team-a')] }],
    }],
    namespaces: {
      podSecurity: { enforce: PodSecurityLevel.BASELINE, version: 'v1.35' },
      labels: { 'example.com/platform': 'vmo' },
      annotations: { 'example.com/owner': 'platform' },
      listNamespaces: false,
      rolePrefix: 'ours-',
    },
  },
  also: { 'which go with the platform': { removalPolicy: RemovalPolicy.DESTROY, adoptExisting: true } },
};
