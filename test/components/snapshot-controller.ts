import { ComponentCase } from './component';
import { SnapshotController, SnapshotDeletionPolicy } from '../../src';

export const SNAPSHOT_CONTROLLER: ComponentCase = {
  defaults: { snapshotController: SnapshotController.install() },
  full: {
    snapshotController: SnapshotController.install({ replicas: 3, repository: 'https://charts.example.com', chartVersion: '5.1.0' }),
    volumeSnapshotClasses: [{
      name: 'ceph-block',
      driver: 'rook-ceph.rbd.csi.ceph.com',
      deletionPolicy: SnapshotDeletionPolicy.RETAIN,
      isDefault: true,
      parameters: { clusterID: 'rook-ceph' },
      labels: { 'velero.io/csi-volumesnapshot-class': 'true' },
    }],
  },
};
