import { ComponentCase } from './component';
import { Cdi, CloneStrategy, ImagePullPolicy, TlsProfile, UninstallStrategy } from '../../src';

const tolerations = [{ key: 'infra', operator: 'Exists' }];
const nodeSelector = { 'node-role.kubernetes.io/infra': '' };
const affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disktype', operator: 'In', values: ['ssd'] }] }] },
  },
};

export const CDI: ComponentCase = {
  defaults: { cdi: Cdi.install() },
  full: {
    imageRegistry: 'registry.example.com/mirror',
    imagePullSecrets: ['registry-login'],
    cdi: Cdi.install({
      featureGates: ['DataVolumeClaimAdoption'],
      filesystemOverhead: { global: '0.1', storageClass: { 'ceph-filesystem': '0.055' } },
      podResourceRequirements: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      insecureRegistries: ['registry.example.com:5000'],
      importProxy: {
        httpProxy: 'http://proxy.example.com:3128', httpsProxy: 'http://proxy.example.com:3129', noProxy: ['.example.com'], clusterNetworks: ['10.0.0.0/8'],
      },
      scratchSpaceStorageClass: 'local-path',
      preallocation: true,
      uploadProxyUrlOverride: 'https://upload.example.com',
      cloneStrategyOverride: CloneStrategy.COPY,
      infra: { nodeSelector, tolerations, affinity, deploymentReplicas: 2, apiServerReplicas: 3, uploadProxyReplicas: 2 },
      workload: { nodeSelector: { storage: 'fast' }, tolerations, affinity },
      certConfig: {
        ca: { duration: '168h', renewBefore: '24h' }, server: { duration: '72h', renewBefore: '12h' }, client: { duration: '71h', renewBefore: '11h' },
      },
      tlsSecurityProfile: { type: TlsProfile.CUSTOM, ciphers: ['ECDHE-RSA-AES128-GCM-SHA256'], minTlsVersion: 'VersionTLS12' },
      logVerbosity: 3,
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      priorityClassName: 'system-cluster-critical',
      uninstallStrategy: UninstallStrategy.REMOVE_WORKLOADS,
      operator: {
        replicas: 2,
        logVerbosity: 2,
        monitoringNamespace: 'monitoring',
        networkPolicy: true,
        resources: { requests: { cpu: '200m', memory: '300Mi' }, limits: { memory: '600Mi' } },
        nodeSelector,
        tolerations,
        affinity,
        priorityClassName: 'system-cluster-critical',
      },
      timeout: 1200,
      overrides: { config: { webhookPvcRendering: 'Enabled' } },
    }),
  },
};
