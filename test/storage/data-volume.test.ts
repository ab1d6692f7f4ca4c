import { TerraformStack } from 'cdktf';
import {
  AccessMode, BootSource, DataVolume, DataVolumeProps, Delivery, Disk, IVmoCluster, Size, VirtualMachine, VirtualMachineInstancetype,
  VirtualMachinePreference, VolumeMode,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth, userStack } from '../support/synth';

const source = BootSource.http('https://images.example.com/fedora.qcow2', { size: '10240Mi', storageClass: 'ceph', secretRef: 'login' });
const volume = (stack: TerraformStack, props: Partial<DataVolumeProps> = {}) =>
  new DataVolume(stack, 'fedora', { cluster: props.cluster ?? existingCluster(stack), source, ...props });
const manifestOf = (props: Partial<DataVolumeProps>) => objects(synth((stack) => void volume(stack, props)).stack, 'DataVolume').fedora;
const vm = (stack: TerraformStack, name: string, cluster: IVmoCluster, boot: BootSource, disks: Disk[] = []) =>
  new VirtualMachine(stack, name, { cluster, size: Size.of({ cpu: 1, memory: '1Gi' }), boot, disks });

test('a DataVolume has the source of a boot source, and is named after the construct', () => {
  expect(manifestOf({})).toEqual({
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataVolume',
    metadata: { name: 'fedora', namespace: 'default' },
    spec: {
      source: { http: { url: 'https://images.example.com/fedora.qcow2', secretRef: 'login' } },
      storage: { resources: { requests: { storage: '10Gi' } }, storageClassName: 'ceph' },
    },
  });
});

test('it is described as the disk of a VM is that has the same boot source', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const same = BootSource.clonePvc('origin', { size: '5Gi', accessModes: [AccessMode.READ_WRITE_MANY], preallocation: true });
    new DataVolume(scope, 'copy', { cluster, source: same });
    vm(scope, 'web', cluster, same);
  });
  const [template] = objects(stack, 'VirtualMachine').web.spec.dataVolumeTemplates;
  expect(objects(stack, 'DataVolume').copy.spec).toEqual(template.spec);
  expect(template.spec.source.pvc).toEqual({ name: 'origin', namespace: 'default' });
});

test('a clone is from its own namespace, a golden image from that of golden images', () => {
  expect(manifestOf({ namespace: 'vms', source: BootSource.snapshot('old') }).spec.source.snapshot).toEqual({ name: 'old', namespace: 'vms' });
  expect(manifestOf({ namespace: 'vms', source: BootSource.dataSource('ubuntu') }).spec.sourceRef)
    .toEqual({ kind: 'DataSource', name: 'ubuntu', namespace: 'vmo-golden-images' });
});

test('every prop has its field', () => {
  const made = manifestOf({
    bindImmediately: true,
    retain: true,
    labels: { team: 'a' },
    annotations: { note: 'b' },
    checkpoints: [{ previous: '', current: 'first' }],
    finalCheckpoint: false,
  });
  expect(made.metadata).toEqual({
    name: 'fedora',
    namespace: 'default',
    labels: { team: 'a' },
    annotations: { 'cdi.kubevirt.io/storage.bind.immediate.requested': 'true', 'helm.sh/resource-policy': 'keep', 'note': 'b' },
  });
  expect(made.spec).toMatchObject({ checkpoints: [{ previous: '', current: 'first' }], finalCheckpoint: false });
});

test('it says which instancetype and preference VMs of it get that ask their disk', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    volume(scope, {
      cluster,
      defaultInstancetype: new VirtualMachineInstancetype(scope, 'gold', { cluster, namespace: 'default', cpu: 1, memory: '1Gi' }),
      defaultPreference: VirtualMachinePreference.fromPreferenceName(scope, 'tidy', { cluster, name: 'tidy' }),
    });
  });
  expect(objects(stack, 'DataVolume').fedora.metadata.labels).toEqual({
    'instancetype.kubevirt.io/default-instancetype': 'gold',
    'instancetype.kubevirt.io/default-instancetype-kind': 'VirtualMachineInstancetype',
    'instancetype.kubevirt.io/default-preference': 'tidy',
  });
});

test('a VM that has it as a disk waits for it', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const data = new DataVolume(scope, 'data', { cluster, source: BootSource.blank('1Gi') });
    vm(scope, 'web', cluster, BootSource.fromDataVolume(volume(scope, { cluster })), [Disk.fromDataVolume('data', data)]);
  });
  expect(releases(stack)['vm-web'].dependsOn).toEqual(['dv-fedora', 'dv-data']);
  expect(objects(stack, 'VirtualMachine').web.spec.template.spec.volumes).toEqual([
    { name: 'boot', dataVolume: { name: 'fedora' } },
    { name: 'data', dataVolume: { name: 'data' } },
  ]);
  expect(stack.warnings).toEqual([]);
});

test('a VM in another stack comes after that of its disk', () => {
  const { stacks } = synth((scope, app) => {
    const cluster = existingCluster(scope);
    vm(userStack(app, 'vms'), 'web', cluster, BootSource.fromDataVolume(volume(scope, { cluster })));
  });
  expect(stacks.vms.dependencies).toEqual(['test']);
});

test('a VM has no disk of another namespace or cluster', () => {
  const refusal = refusalOf((stack) => {
    const cluster = existingCluster(stack);
    const elsewhere = volume(stack, { cluster: existingCluster(stack, 'west') });
    const hidden = new DataVolume(stack, 'hidden', { cluster, namespace: 'vms', source });
    vm(stack, 'web', cluster, BootSource.fromDataVolume(elsewhere), [Disk.fromDataVolume('data', hidden)]);
  });
  expect(refusal).toContain('boot: "test/fedora" is on cluster "west", and the VM is on "lab"');
  expect(refusal).toContain('disks[0]: "test/hidden" is a DataVolume of the namespace "vms", and the VM is in "default"');
  expect(refusal).toContain('BootSource.clonePvc("hidden", { namespace: "vms" })');
});

test('one that is there already is a disk as well', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    vm(scope, 'web', cluster, BootSource.fromDataVolume(DataVolume.fromDataVolumeName(scope, 'old', { cluster, name: 'old-data' })));
  });
  expect(objects(stack, 'VirtualMachine').web.spec.template.spec.volumes[0]).toEqual({ name: 'boot', dataVolume: { name: 'old-data' } });
});

test('two VMs that write to one are told, unless both share it and many nodes can mount it', () => {
  const warnings = (shareable: boolean, mode: AccessMode) => synth((scope) => {
    const cluster = existingCluster(scope);
    const shared = new DataVolume(scope, 'shared', { cluster, source: BootSource.blank('1Gi', { accessModes: [mode], volumeMode: VolumeMode.BLOCK }) });
    const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');
    vm(scope, 'a', cluster, boot, [Disk.fromDataVolume('shared', shared, { shareable: true })]);
    vm(scope, 'b', cluster, boot, [Disk.fromDataVolume('shared', shared, { shareable })]);
  }).stack.warnings;
  expect(warnings(true, AccessMode.READ_WRITE_MANY)).toEqual([]);
  expect(warnings(false, AccessMode.READ_WRITE_MANY)).toEqual([expect.stringMatching(/the claim "shared" is a disk of "test\/a" too.*\[PVC-1\]/)]);
  expect(warnings(true, AccessMode.READ_WRITE_ONCE)).toEqual([expect.stringMatching(/is a disk of "test\/a" too, and of access mode.*\[PVC-2\]/)]);
  expect(() => warnings(true, AccessMode.READ_WRITE_ONCE_POD)).toThrow(/the second of the two never starts.*\[PVC-2\]/s);
});

test('a clone that is smaller than a DataVolume of this app is refused', () => {
  expect(refusalOf((stack) => {
    const cluster = existingCluster(stack);
    volume(stack, { cluster });
    vm(stack, 'web', cluster, BootSource.clonePvc('fedora', { size: '5Gi' }));
  })).toMatch(/boot \(.*\): got "5Gi", the claim "fedora" has 10Gi/);
});

test('a VM and a DataVolume of one name are told apart', () => {
  expect(refusalOf((stack) => {
    const cluster = existingCluster(stack);
    vm(stack, 'web', cluster, BootSource.blank('1Gi'));
    new DataVolume(stack, 'web-boot', { cluster, source });
  })).toContain('name: "default/web-boot" on cluster "lab" is "test/web" already');
});

test('all mistakes are told at once, by the prop that makes them', () => {
  const refusal = refusalOf((stack) => volume(stack, {
    source: BootSource.registry('quay.io/containerdisks/fedora:42', { size: '1Ki', accessModes: ['Often' as AccessMode] }),
    retain: true,
    delivery: Delivery.manifest(),
  }));
  expect(refusal).toContain('DataVolume "test/fedora" has 4 mistakes');
  expect(refusal).toContain('retain: got Delivery.manifest(), with which Terraform deletes what is taken out of the blueprint');
  expect(refusal).toMatch(/source \(spec\.source\.registry\.url\): .*\[CD-7\]/s);
  expect(refusal).toMatch(/source\.size \(spec\.storage\.resources\.requests\.storage\): .*\[CD-4\]/s);
  expect(refusal).toMatch(/source\.accessModes \(spec\.storage\.accessModes\[0\]\): .*\[CD-3\]/s);
});

test.each([
  ['a container disk', BootSource.containerDisk('quay.io/containerdisks/fedora:42'), 'got a source that is no disk of its own'],
  ['no disk', BootSource.network(), 'got a source that is no disk of its own'],
  ['an existing claim', BootSource.existingPvc('old'), 'got a source that is no disk of its own'],
  ['something else', 'https://…' as any, 'write a BootSource'],
])('%s is no source', (_, given, message) => {
  expect(refusalOf((stack) => volume(stack, { source: given }))).toContain(message);
});
