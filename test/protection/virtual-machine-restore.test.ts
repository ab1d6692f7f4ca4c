import { TerraformStack } from 'cdktf';
import { db, MANIFEST_DELIVERY, vm } from './vms';
import { Mac, VirtualMachine, VirtualMachineRestore, VirtualMachineRestoreProps, VirtualMachineSnapshot, VolumeRestorePolicy } from '../../src';
import { existingCluster, objects, refusalOf, releases, synth, vms } from '../support/synth';

type Options = Partial<VirtualMachineRestoreProps>;

const restore = (options: Options = {}) => {
  const { stack } = synth((scope) => void new VirtualMachineRestore(scope, 'back', { snapshot: db(scope).snapshot('before'), ...options }));
  return objects(stack, 'VirtualMachineRestore').back.spec;
};
const refused = (options: Options, snapshot = (scope: TerraformStack) => db(scope).snapshot('before') as any) =>
  refusalOf((scope) => new VirtualMachineRestore(scope, 'back', { snapshot: snapshot(scope), ...options }));

test('the VM of a snapshot goes back to it, and its claims keep the names that the blueprint knows', () => {
  expect(restore()).toEqual({
    target: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'db' }, virtualMachineSnapshotName: 'db-before', volumeRestorePolicy: 'InPlace',
  });
});

test('a new VM has the addresses that a VM of that name would have, in patches without a colon in their values', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const source = db(scope, { cluster });
    const { nics } = new VirtualMachineRestore(scope, 'back', { snapshot: source.snapshot('before'), targetName: 'copy' }).vm;
    expect(nics.map(({ name }) => name)).toEqual(['default', 'vlan25']);
  });
  const { stack: other } = synth((scope) => void db(scope, { name: 'copy' }));
  const { interfaces } = vms(other).copy.spec.template.spec.domain.devices;
  const { firmware } = vms(other).copy.spec.template.spec.domain;
  const { patches, target, volumeRestorePolicy } = objects(stack, 'VirtualMachineRestore').back.spec;
  expect([target.name, volumeRestorePolicy]).toEqual(['copy', 'PrefixTargetName']);
  expect(patches.map((patch: string) => JSON.parse(patch))).toEqual([
    { op: 'test', path: '/spec/template/spec/domain/devices/interfaces/0/name', value: 'default' },
    { op: 'add', path: '/spec/template/spec/domain/devices/interfaces/0/macAddress', value: interfaces[0].macAddress },
    { op: 'test', path: '/spec/template/spec/domain/devices/interfaces/1/name', value: 'vlan25' },
    { op: 'add', path: '/spec/template/spec/domain/devices/interfaces/1/macAddress', value: interfaces[1].macAddress },
    { op: 'add', path: '/spec/template/spec/domain/firmware/uuid', value: firmware.uuid },
    { op: 'add', path: '/spec/template/spec/domain/firmware/serial', value: firmware.serial },
  ]);
  for (const patch of patches) expect(patch.split(':')).toHaveLength(4);
});

test('the new VM is one that others can refer to, and that Helm removes with the restore', () => {
  const { stack } = synth((scope) => {
    const made = new VirtualMachineRestore(scope, 'back', { snapshot: db(scope).snapshot('before'), targetName: 'copy' });
    expect([made.vm.vmName, made.nic('vlan25').macAddress]).toEqual(['copy', expect.stringMatching(/^0[26ae](:[0-9a-f]{2}){5}$/)]);
    expect(() => made.nic('eth7')).toThrow('has no NIC "eth7": it has default, vlan25');
    new VirtualMachineSnapshot(scope, 'of-copy', { vm: made.vm });
  });
  expect(releases(stack)['snapshot-of-copy'].dependsOn).toEqual(['restore-back.copy']);
  expect(objects(stack, 'VirtualMachine').copy.metadata.annotations).toEqual({
    'helm.sh/hook': 'post-delete', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
  });
  const { stack: kept } = synth((scope) => void new VirtualMachineRestore(scope, 'back', { snapshot: db(scope).snapshot('before'), targetName: 'copy', retain: true }));
  expect(Object.keys(objects(kept, 'VirtualMachine'))).toEqual(['db']);
});

test('addresses can be given, made behind a prefix, or left to the cluster', () => {
  const macs = (options: Options) => restore({ targetName: 'copy', ...options }).patches.map((patch: string) => JSON.parse(patch))
    .filter(({ path }: any) => path.endsWith('macAddress')).map(({ value }: any) => value);
  expect(macs({ newMacAddresses: { default: '02-00-5E-10-00-01' } })[0]).toBe('02:00:5e:10:00:01');
  expect(macs({ mac: Mac.prefix('06:ab') })).toEqual([expect.stringMatching(/^06:ab:/), expect.stringMatching(/^06:ab:/)]);
  expect(macs({ mac: Mac.fromCluster() })).toEqual(['', '']);
});

test('refused: a new VM with the addresses or the name of another', () => {
  expect(refused({ targetName: 'copy', identity: 'db' })).toContain('is the address of NIC "vlan25" of "test/db" too');
  expect(refused({ targetName: 'other' }, (scope) => {
    const cluster = existingCluster(scope);
    vm(scope, 'other', { cluster });
    return db(scope, { cluster }).snapshot('before');
  })).toContain('targetName: "other" in namespace "default" of cluster "lab" is "test/other" already');
  expect(refused({ targetName: 'db' })).toContain('"db" is the VM of the snapshot');
  expect(refused({ targetName: 'My VM' })).toContain('targetName: got "My VM"');
});

test('refused: patches, by their place in the props', () => {
  expect(refused({ targetName: 'copy', patches: ['nope'] })).toContain('- patches[0] (spec.patches[6]): got "nope"');
});

test('refused: addresses that are none', () => {
  expect(refused({ targetName: 'copy', mac: Mac.of('02:00:5e:10:00:01') })).toContain('mac: got one address');
  expect(refused({ targetName: 'copy', mac: Mac.prefix('07') })).toContain('mac: got "07"');
  expect(refused({ targetName: 'copy', newMacAddresses: { eth7: '02' } })).toMatch(/"db" has no NIC of that name, it has default, vlan25[^]*got "02", expected a MAC address/);
});

test('refused: a new VM of one whose NICs are not known, as it would keep their addresses', () => {
  expect(refused({ targetName: 'copy' }, (scope) => {
    const cluster = existingCluster(scope);
    return VirtualMachineSnapshot.fromSnapshotName(scope, 'old', { name: 'old', vm: VirtualMachine.fromVirtualMachineName(scope, 'vm', { cluster, name: 'vm' }) });
  })).toContain('the NICs of "vm" are not known');
});

test('refused: what does nothing, or takes the disks of the other VM', () => {
  expect(refused({ identity: 'x', retain: true })).toMatch(/identity: is for a new VM[^]*retain: is for a new VM/);
  expect(refused({ targetName: 'copy', targetReadinessPolicy: 'StopTarget' as any })).toContain('targetReadinessPolicy: is for a VM that goes back');
  expect(refused({ targetName: 'copy', volumeRestorePolicy: VolumeRestorePolicy.IN_PLACE })).toContain('takes the disks of "db"');
  expect(refused({ targetName: 'copy', delivery: MANIFEST_DELIVERY })).toContain('the new VM stays on the cluster');
  expect(refused({ targetReadinessPolicy: 'Now' as any })).toContain('[RS-5]');
});
