import { ComponentCase } from './component';
import { Descheduler, DeschedulerMetrics } from '../../src';

export const DESCHEDULER: ComponentCase = {
  defaults: { descheduler: Descheduler.install() },
  full: {
    descheduler: Descheduler.install({
      repository: 'https://charts.example.com',
      chartVersion: '0.36.0',
      interval: 600,
      suspended: false,
      thresholds: { cpu: 30, memory: 35, pods: 40 },
      targetThresholds: { cpu: 70, memory: 80, pods: 90 },
      metricsSource: DeschedulerMetrics.kubernetesMetrics(),
      evictionLimits: { perNode: 1, perNamespace: 3, total: 4 },
      excludedNamespaces: ['databases'],
      nodeSelector: 'kubevirt.io/schedulable=true,zone=a',
      optIn: true,
      ignorePvcPods: true,
      ignorePodsWithoutPdb: true,
      policyOverride: { profiles: [{ name: 'vmo', pluginConfig: [{ name: 'DefaultEvictor', args: { minPodAge: '10m' } }] }] },
      replicas: 2,
      pods: {
        resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
        nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
        tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{
              weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'descheduler' } } },
            }],
          },
        },
        priorityClassName: 'system-node-critical',
      },
      image: 'registry.example.com/descheduler/descheduler:v0.36.0',
      overrides: { commonLabels: { team: 'platform' } },
    }),
  },
};
