import { db, MANIFEST_DELIVERY } from './vms';
import { VirtualMachine, VirtualMachineSnapshot } from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

test('a snapshot names its VM, and comes after it', () => {
  const { stack } = synth((scope) => void new VirtualMachineSnapshot(scope, 'before-upgrade', { vm: db(scope), failureDeadline: '10m' }));
  expect(objects(stack, 'VirtualMachineSnapshot')['before-upgrade']).toEqual({
    apiVersion: 'snapshot.kubevirt.io/v1beta1',
    kind: 'VirtualMachineSnapshot',
    metadata: { name: 'before-upgrade', namespace: 'default' },
    spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'db' }, failureDeadline: '10m' },
  });
  expect(releases(stack)['snapshot-before-upgrade'].dependsOn).toEqual(['vm-db']);
});

test('the shortcut puts the name of the VM in front, so that two VMs can have a snapshot of one name', () => {
  const { stack } = synth((scope) => {
    const vm = db(scope);
    expect(vm.snapshot('before').snapshotName).toBe('db-before');
    expect(vm.snapshot('other', { name: 'mine' }).snapshotName).toBe('mine');
    expect(vm.snapshot('after', { name: undefined }).snapshotName).toBe('db-after');
  });
  expect(Object.keys(objects(stack, 'VirtualMachineSnapshot'))).toEqual(['db-after', 'db-before', 'mine']);
});

test('what is retained stays when Helm removes the rest', () => {
  const { stack } = synth((scope) => void db(scope).snapshot('before', { retain: true }));
  expect(objects(stack, 'VirtualMachineSnapshot')['db-before'].metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
});

test('refused: retaining what Terraform deletes', () => {
  expect(refusalOf((scope) => db(scope).snapshot('before', { retain: true, delivery: MANIFEST_DELIVERY }))).toContain('retain: got Delivery.manifest()');
});

test('refused: deadlines and policies that KubeVirt does not know', () => {
  expect(refusalOf((scope) => db(scope).snapshot('before', { failureDeadline: 'soon' }))).toContain('spec.failureDeadline: got "soon"');
  expect(refusalOf((scope) => db(scope).snapshot('before', { deletionPolicy: 'Keep' as any }))).toContain('spec.deletionPolicy: got "Keep"');
});

test('a snapshot and a VM that are there already can be referred to', () => {
  synth((scope) => {
    const vm = VirtualMachine.fromVirtualMachineName(scope, 'old', { cluster: existingCluster(scope), name: 'old', namespace: 'team-a' });
    const snapshot = VirtualMachineSnapshot.fromSnapshotName(scope, 'nightly', { vm, name: 'old-nightly-29406720' });
    expect([snapshot.snapshotName, snapshot.namespace, snapshot.cluster]).toEqual(['old-nightly-29406720', 'team-a', vm.cluster]);
  });
  expect(refusalOf((scope) => VirtualMachineSnapshot.fromSnapshotName(scope, 'nightly', { vm: db(scope), name: 'My Snapshot' }))).toContain('name: got "My Snapshot"');
});
