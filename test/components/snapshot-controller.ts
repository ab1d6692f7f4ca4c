import { ComponentCase } from './component';
import { SnapshotController, SnapshotDeletionPolicy } from '../../src';

export const SNAPSHOT_CONTROLLER: ComponentCase = {
  defaults: { snapshotController: SnapshotController.install() },
  full: {
    snapshotController: SnapshotController.install({
      replicas: 3,
      repository: 'https://charts.example.com',
      chartVersion: '5.2.0',
      installCrds: true,
      groupSnapshots: false,
      args: { retryIntervalMax: '10m' },
      image: 'registry.example.com/sig-storage/snapshot-controller:v8.6.0',
      pods: {
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ key: 'storage', operator: 'Exists', effect: 'NoSchedule' }],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{
              weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'snapshot-controller' } } },
            }],
          },
        },
        priorityClassName: 'system-cluster-critical',
      },
      podDisruptionBudget: true,
      serviceMonitor: true,
      overrides: { controller: { revisionHistoryLimit: 3 } },
    }),
    volumeSnapshotClasses: [{
      name: 'ceph-block',
      driver: 'rook-ceph.rbd.csi.ceph.com',
      deletionPolicy: SnapshotDeletionPolicy.RETAIN,
      isDefault: true,
      parameters: { clusterID: 'rook-ceph' },
      labels: { team: 'storage' },
      velero: true,
    }],
  },
};
