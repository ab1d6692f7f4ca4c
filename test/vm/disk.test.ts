import {
  Architecture, BootSource, Disk, DiskBus, DiskDevice, Filesystem, KubevirtVersion, Nic, Preference, Size, VirtualMachine, VirtualMachineProps,
  VmoClusterProfile, VmTemplate,
} from '../../src';
import { existingCluster, refusalOf, synth, vms } from '../support/synth';

const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');
const defaults = { size: Size.of({ cpu: 1, memory: '1Gi' }), boot };

const specOf = (props: Partial<VirtualMachineProps>) => vms(synth((stack) => {
  new VirtualMachine(stack, 'db-0', { ...defaults, ...props, cluster: existingCluster(stack) });
}).stack)['db-0'].spec;
const disksOf = (props: Partial<VirtualMachineProps>) => specOf(props).template.spec.domain.devices.disks;
const volumesOf = (props: Partial<VirtualMachineProps>) => specOf(props).template.spec.volumes;
const refusal = (props: Partial<VirtualMachineProps>) =>
  refusalOf((stack) => new VirtualMachine(stack, 'db-0', { ...defaults, ...props, cluster: existingCluster(stack) }));

describe('the serial of a disk', () => {
  const serials = (...disks: Disk[]) => disksOf({ disks }).map(({ name, serial }: any) => [name, serial]).slice(1);

  test('depends on its name and VM, not on what is behind it', () => {
    const made = [Disk.blank('data', '1Gi'), Disk.existingPvc('data', 'x'), Disk.of('data', BootSource.ephemeral('x')), Disk.emptyDisk('data', '1Gi')];
    expect(made.map((disk) => serials(disk)[0][1])).toEqual(Array(4).fill('e5ab1d1742c0eeb782fd'));
  });

  test('is for what the guest keeps data on: not for CD-ROMs, LUNs and configuration', () => {
    expect(serials(
      Disk.existingPvc('iso', 'iso', { device: DiskDevice.CDROM }), Disk.existingPvc('lun', 'lun', { device: DiskDevice.LUN }), Disk.secret('keys', 'keys'),
    )).toEqual([['iso', undefined], ['lun', undefined], ['keys', undefined]]);
  });

  test('can be given, to the boot disk too', () => {
    expect(serials(Disk.blank('data', '1Gi', { serial: 'data-01' }))).toEqual([['data', 'data-01']]);
    expect(disksOf({ bootDisk: { serial: 'root-01' } })[0]).toEqual({ name: 'boot', disk: { bus: 'virtio' }, serial: 'root-01' });
  });
});

describe('the bus of what names none', () => {
  const all = [
    Disk.emptyDisk('scratch', '1Gi'), Disk.existingPvc('iso', 'iso', { device: DiskDevice.CDROM }), Disk.existingPvc('lun', 'lun', { device: DiskDevice.LUN }),
  ];
  const buses = (props: Partial<VirtualMachineProps>) =>
    disksOf({ disks: all, ...props }).map(({ disk, cdrom, lun }: any) => (disk ?? cdrom ?? lun).bus);

  test('is virtio for disks, sata for CD-ROMs and scsi for LUNs', () => expect(buses({})).toEqual(['virtio', 'virtio', 'sata', 'scsi']));
  test('is scsi for CD-ROMs where there is no sata', () => expect(buses({ architecture: Architecture.ARM64 })).toEqual(['virtio', 'virtio', 'scsi', 'scsi']));
  test('is left to a preference', () => expect(buses({ preference: Preference.cluster('alpine') })).toEqual([undefined, undefined, undefined, 'scsi']));
  test('can be said for all disks', () => expect(buses({ diskBus: DiskBus.SATA })).toEqual(['sata', 'sata', 'sata', 'scsi']));
  test('can be said for one', () => expect(buses({ bootDisk: { bus: DiskBus.SCSI } })[0]).toBe('scsi'));
});

test('a host disk is made where it has a capacity; else it is there, and the server writes a capacity of 0', () => {
  const volume = (source: BootSource) => Disk.of('host', source)._source._backing({ namespace: 'a', goldenImagesNamespace: 'b' });
  expect(volume(BootSource.hostDisk('/data/a.img', { capacity: '1Gi' }))).toMatchObject({ source: { hostDisk: { type: 'DiskOrCreate', capacity: '1Gi' } } });
  expect(volume(BootSource.hostDisk('/data/a.img'))).toEqual({ kind: 'volume', source: { hostDisk: { path: '/data/a.img', type: 'Disk', capacity: '0' } } });
});

test('a `false` that the server drops is not sent', () => {
  const off = { readOnly: false, hotpluggable: false, reservation: false };
  expect(disksOf({ disks: [Disk.existingPvc('a', 'a', off)] })[1].disk).toEqual({ bus: 'virtio' });
  expect(disksOf({ disks: [Disk.existingPvc('a', 'a', { ...off, device: DiskDevice.CDROM })] })[1].cdrom).toEqual({ bus: 'sata', readonly: false });
  expect(volumesOf({ disks: [Disk.existingPvc('a', 'a', off)] })[1]).toEqual({ name: 'a', persistentVolumeClaim: { claimName: 'a' } });
  expect(specOf({ disableHotplug: false }).template.spec.domain.devices).not.toHaveProperty('disableHotplug');
});

test('a clone comes from the VM\'s own namespace', () => {
  expect(specOf({ boot: BootSource.clonePvc('root') }).dataVolumeTemplates[0].spec.source).toEqual({ pvc: { name: 'root', namespace: 'default' } });
});

test('a claim can be added and taken out while the VM runs', () => {
  expect(volumesOf({ disks: [Disk.existingPvc('a', 'a', { hotpluggable: true })] })[1]).toEqual({ name: 'a', persistentVolumeClaim: { claimName: 'a', hotpluggable: true } });
});

test('a VM that boots from the network has no boot disk', () => {
  const nics = { spec: { template: { spec: { domain: { devices: { interfaces: [{ name: 'default', bootOrder: 1 }] } } } } } };
  const { template } = specOf({ boot: BootSource.network(), overrides: nics });
  expect(template.spec).not.toHaveProperty('volumes');
  expect(template.spec.domain.devices).not.toHaveProperty('disks');
});

describe('refused, in terms of the props', () => {
  test.each<[string, Partial<VirtualMachineProps>, RegExp]>([
    ['a tray of what is no CD-ROM', { disks: [Disk.emptyDisk('a', '1Gi', { tray: 'open' as any })] }, /disks\[0\]\.tray \(.*: there is no field "tray"/],
    ['a reservation of what is no LUN', { bootDisk: { reservation: true } }, /bootDisk\.reservation \(.*: there is no field "reservation"/],
    ['hotplug of what lives on the node', { disks: [Disk.emptyDisk('a', '1Gi', { hotpluggable: true })] }, /disks\[0\]\.hotpluggable \(.*: there is no field/],
    ['a wrong cache', { disks: [Disk.emptyDisk('a', '1Gi', { cache: 'on' as any })] }, /disks\[0\]\.cache \(.*got "on".*\[DK-10\]/s],
    ['a disk that is not there', { disks: [Disk.of('a', BootSource.network())] }, /disks\[0\] \(.*there is no volume of this name/],
    ['options of a boot disk that is not there', { boot: BootSource.network(), bootDisk: { bootOrder: 1 } }, /bootDisk: got options of the boot disk/],
    ['a size that is none', { boot: BootSource.blank('much') }, /boot \(.*"much"/],
    ['no disk at all', { disks: [{} as any] }, /disks\[0\]: got {}\n.*a Disk/],
    ['no file system at all', { filesystems: [{} as any] }, /filesystems\[0\]: got {}\n.*a Filesystem/],
    ['a directory on a claim without the gate', { filesystems: [Filesystem.existingPvc('a', 'a')] }, /filesystems\[0\] \(.*EnableVirtioFsStorageVolumes/],
    ['the options of a download left out', { boot: (BootSource.http as any)('https://example.com/x.img') }, /\[CD-4\]/],
  ])('%s', (_, props, message) => expect(refusal(props)).toMatch(message));
});

describe('one claim on two VMs', () => {
  const warnings = (a: Partial<VirtualMachineProps>, b: Partial<VirtualMachineProps>) => synth((stack) => {
    const cluster = VmoClusterProfile.fromExisting(stack, 'lab', {
      clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: ['PersistentReservation'],
    });
    [a, b].forEach((props, index) => new VirtualMachine(stack, `vm-${index}`, { ...defaults, ...props, cluster }));
  }).stack.warnings;
  const disk = (options = {}): Partial<VirtualMachineProps> => ({ disks: [Disk.existingPvc('data', 'shared', options)] });

  test.each([
    ['both share it', disk({ shareable: true }), disk({ shareable: true })],
    ['both reserve it', disk({ device: DiskDevice.LUN, reservation: true }), disk({ device: DiskDevice.LUN, reservation: true })],
    ['one only reads it', disk({ readOnly: true }), disk()],
    ['it is a CD', disk({ device: DiskDevice.CDROM }), disk({ device: DiskDevice.CDROM })],
    ['nothing is written to it', { boot: BootSource.ephemeral('shared') }, { boot: BootSource.ephemeral('shared') }],
  ])('is fine where %s', (_, a, b) => expect(warnings(a, b)).toEqual([]));

  test.each([
    ['neither shares it', disk(), disk()],
    ['the first does not share it', disk(), disk({ shareable: true })],
    ['the second does not share it', disk({ shareable: true }), disk()],
    ['it is the first one\'s own disk', { disks: [Disk.blank('data', '1Gi')] }, { disks: [Disk.existingPvc('data', 'vm-0-data')] }],
    ['it comes from a DataVolume', { boot: BootSource.existingDataVolume('shared') }, disk()],
  ])('is warned of where %s', (_, a, b) => {
    expect(warnings(a, b)).toEqual([expect.stringMatching(/is a disk of "test\/vm-0" too.*\[PVC-1\]/)]);
  });
});

describe('in a template', () => {
  const template = (vm: Partial<VirtualMachineProps>) => refusalOf((stack) => {
    new VmTemplate(stack, 'template', { displayName: 'T', vm: { ...defaults, ...vm } });
    throw new Error('fine');
  });

  test.each<[string, Partial<VirtualMachineProps>]>([
    ['a claim that all may write to', { disks: [Disk.existingPvc('data', 'x', { shareable: true })] }],
    ['a CD', { disks: [Disk.existingPvc('iso', 'x', { device: DiskDevice.CDROM })] }],
    ['a claim that is only read', { boot: BootSource.existingPvc('x', { readOnly: true }) }],
    ['a claim with a scratch copy for each', { boot: BootSource.ephemeral('x') }],
    ['a directory', { filesystems: [Filesystem.existingPvc('data', 'x')] }],
  ])('%s is fine', (_, vm) => expect(template(vm)).toBe('fine'));

  test.each<[string, Partial<VirtualMachineProps>, string]>([
    ['a DataVolume', { boot: BootSource.existingDataVolume('x') }, 'vm.boot: got the existing DataVolume "x"'],
    ['a host disk', { disks: [Disk.of('data', BootSource.hostDisk('/d.img'))] }, 'vm.disks[0]: got the existing host disk "/d.img"'],
  ])('%s is refused', (_, vm, message) => expect(template(vm)).toContain(message));

  test('directories are replaced by name', () => {
    const { stack } = synth((scope) => {
      const vm = { ...defaults, nics: [Nic.pod()], filesystems: [Filesystem.configMap('config', 'a'), Filesystem.secret('keys', 'a')] };
      new VmTemplate(scope, 'template', { displayName: 'T', vm })
        .instantiate(scope, 'db-0', { cluster: existingCluster(scope), filesystems: [Filesystem.configMap('config', 'b')] });
    });
    expect(vms(stack)['db-0'].spec.template.spec.volumes.slice(1)).toEqual([{ name: 'config', configMap: { name: 'b' } }, { name: 'keys', secret: { secretName: 'a' } }]);
  });
});
