import { SnapshotDeletionPolicy, VmoClusterProfile, VolumeSnapshotClass } from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

const driver = 'rook-ceph.rbd.csi.ceph.com';

test('a class has the driver, and deletes what is behind a snapshot with it', () => {
  const { stack } = synth((scope) => void new VolumeSnapshotClass(scope, 'ceph', { cluster: existingCluster(scope), driver }));
  expect(objects(stack, 'VolumeSnapshotClass').ceph).toEqual({
    apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshotClass', metadata: { name: 'ceph' }, driver, deletionPolicy: 'Delete',
  });
  expect(Object.keys(releases(stack))).toEqual(['cluster-vsc-ceph']);
});

test('it is the same as a class of the profile', () => {
  const options = { driver, deletionPolicy: SnapshotDeletionPolicy.RETAIN, parameters: { pool: 'a' }, labels: { team: 'a' }, isDefault: true };
  const { stack } = synth((scope) => {
    new VmoClusterProfile(scope, 'vmo', { clusterName: 'east', volumeSnapshotClasses: [{ name: 'ceph', ...options }] });
    new VolumeSnapshotClass(scope, 'ceph', { cluster: existingCluster(scope), ...options });
  });
  const all = releases(stack);
  expect(all['cluster-vsc-ceph'].values.objects).toEqual(all['vmo-volume-snapshot-classes'].values.objects);
  expect(all['cluster-vsc-ceph'].values.objects[0].metadata.annotations).toEqual({ 'snapshot.storage.kubernetes.io/is-default-class': 'true' });
});

test('a name that the profile has is taken', () => {
  expect(refusalOf((stack) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'east', volumeSnapshotClasses: [{ name: 'ceph', driver }] });
    return new VolumeSnapshotClass(stack, 'ceph', { cluster, driver });
  })).toContain('name: "ceph" on cluster "east" is "test/vmo" already');
});

test('mistakes are told at once', () => {
  const refusal = refusalOf((stack) => new VolumeSnapshotClass(stack, 'ceph', {
    cluster: existingCluster(stack), driver: 'Rook Ceph', deletionPolicy: 'Keep' as SnapshotDeletionPolicy,
  }));
  expect(refusal).toContain('driver: got "Rook Ceph"');
  expect(refusal).toContain('deletionPolicy: got "Keep", expected one of Delete, Retain');
});
