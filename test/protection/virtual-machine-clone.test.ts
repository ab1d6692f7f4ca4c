import { db, MANIFEST_DELIVERY } from './vms';
import { CloneSource, Tpm, VirtualMachineClone, VirtualMachineCloneProps, VirtualMachineRestore, VirtualMachineSnapshot } from '../../src';
import { objects, refusalOf, releases, synth, vms } from '../support/synth';

type Options = Partial<VirtualMachineCloneProps>;

const cloned = (options: Options = {}) =>
  objects(synth((scope) => void new VirtualMachineClone(scope, 'staging', { source: CloneSource.vm(db(scope)), ...options })).stack, 'VirtualMachineClone').staging.spec;

test('a clone has the addresses, serial and UUID that a VM of that name would have, with dashes', () => {
  const { devices: { interfaces }, firmware } = vms(synth((scope) => void db(scope, { name: 'staging' })).stack).staging.spec.template.spec.domain;
  expect(cloned()).toEqual({
    source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'db' },
    target: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'staging' },
    newMacAddresses: Object.fromEntries(interfaces.map(({ name, macAddress }: any) => [name, macAddress.replace(/:/g, '-')])),
    newSMBiosSerial: firmware.serial,
    volumeNamePolicy: 'PrefixTargetName',
    patches: [`{"op": "add", "path": "/spec/template/spec/domain/firmware/uuid", "value": "${firmware.uuid}"}`],
  });
});

test('filters and patches are handed on', () => {
  const patch = '{"op": "remove", "path": "/spec/template/spec/hostname"}';
  expect(cloned({ labelFilters: ['!app'], templateAnnotationFilters: ['*'], patches: [patch] })).toMatchObject({
    labelFilters: ['!app'], template: { annotationFilters: ['*'] }, patches: [expect.anything(), patch],
  });
});

test('a clone of a snapshot waits for it, and is a VM that others can refer to', () => {
  const { stack } = synth((scope) => {
    const clone = new VirtualMachineClone(scope, 'clone', { source: CloneSource.snapshot(db(scope).snapshot('before')), targetName: 'staging' });
    expect([clone.vm.vmName, clone.nic('default')]).toEqual(['staging', clone.vm.nics[0]]);
    new VirtualMachineSnapshot(scope, 'of-staging', { vm: clone.vm });
  });
  expect(objects(stack, 'VirtualMachineClone').clone.spec.source).toEqual({ apiGroup: 'snapshot.kubevirt.io', kind: 'VirtualMachineSnapshot', name: 'db-before' });
  expect(releases(stack)['clone-clone.staging'].dependsOn).toEqual(['snapshot-db-before']);
  expect(releases(stack)['snapshot-of-staging'].dependsOn).toEqual(['clone-clone.staging']);
});

test('refused: addresses that two VMs would have, filters that KubeVirt refuses, and a VM that nobody would remove', () => {
  const refused = (options: Options) => refusalOf((scope) => new VirtualMachineClone(scope, 'staging', { source: CloneSource.vm(db(scope)), ...options }));
  expect(refused({ identity: 'db' })).toContain('is the address of NIC "vlan25" of "test/db" too');
  expect(refused({ labelFilters: ['a!'] })).toContain('[CL-2]');
  expect(refused({ patches: ['{"op": "add", "path": "/spec/template/spec/hostname", "value": "a:b"}'] })).toMatch(/patches\[0\] \(spec.patches\[1\]\): .*\n.*\[CL-4\]/);
  expect(refused({ targetName: 'db' })).toMatch(/is "test\/db" already/);
  expect(refused({ delivery: MANIFEST_DELIVERY })).toContain('retain: got Delivery.manifest()');
  expect(refusalOf((scope) => {
    const source = CloneSource.vm(db(scope));
    new VirtualMachineClone(scope, 'one', { source, targetName: 'x' });
    new VirtualMachineClone(scope, 'two', { source, targetName: 'x' });
  })).toContain('is "test/one" already');
});

test('refused: a VM whose TPM keeps its state, of which KubeVirt makes no second one', () => {
  const tpm = { tpm: Tpm.persistent() };
  expect(refusalOf((scope) => new VirtualMachineClone(scope, 'staging', { source: CloneSource.vm(db(scope, tpm)) }))).toContain('source: the TPM or EFI of "db" keeps its state');
  expect(refusalOf((scope) => new VirtualMachineRestore(scope, 'back', { snapshot: db(scope, tpm).snapshot('before'), targetName: 'copy' }))).toContain('[RS-2]');
});
