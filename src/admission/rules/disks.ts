import { DNS_LABEL_FORM, isDnsLabel } from '../../kubevirt/dns';
import { Phase, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { ClusterFacts, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { knownPreference } from './bundled';
import { atMostOne, either, isPciAddress, names, needsGate, notFound, oneOf, repeated, strictlyOneOf } from './checks';

const TARGETS = ['disk', 'lun', 'cdrom'] as const;
const BUSES = ['virtio', 'scsi', 'sata', 'usb'];
const SERIAL = /^[A-Za-z0-9_.+-]+$/;
const SERIAL_LENGTH = 256;

/** The guest sees no more of the serial of a virtio disk. */
const VIRTIO_SERIAL_LENGTH = 20;

/** The least and the most bytes of a block. */
const BLOCK_SIZE = [512, 2_097_152] as const;

/** Where a preference keeps the bus of each kind of disk. */
const PREFERRED_BUS = { disk: 'preferredDiskBus', lun: 'preferredLunBus', cdrom: 'preferredCdromBus' } as const;

/** Rules on disks. */
export const DISK_RULES: VmRule[] = [
  {
    id: 'DK-1',
    severity: 'error',
    phase: 'admission',
    title: 'Disk names are unique DNS labels; volumes without a disk become disks of the same name',
    mirrors: 'validateDiskName, validateDiskNameAsContainerName',
    * check(vm) {
      yield* repeated(vm.disks);
      for (const named of [...vm.disks, ...unmappedVolumes(vm)]) {
        const name = named.text('name');
        if (name === undefined || isDnsLabel(name)) continue;
        yield { path: `${named.path}.name`, message: `got ${show(name)}, expected ${DNS_LABEL_FORM}`, remedy: 'use a name like "root-disk"' };
      }
    },
  },
  {
    id: 'DK-2',
    severity: 'error',
    phase: 'admission',
    title: 'A disk is a disk, a LUN or a CD-ROM',
    mirrors: 'validateDeviceTarget',
    check: ({ disks }) => disks.flatMap((disk) => atMostOne(disk, TARGETS, 'of them')),
  },
  {
    id: 'DK-3',
    severity: 'error',
    phase: 'admission',
    title: 'A PCI address is well-formed and stands only on a virtio disk',
    mirrors: 'validatePciAddress',
    * check(vm, facts) {
      for (const disk of vm.disks) {
        const address = disk.at('disk').text('pciAddress');
        if (!address) continue;
        const path = `${disk.path}.disk.pciAddress`;
        const bus = effectiveBus(vm, disk, facts);
        if (!isPciAddress(address)) yield { path, message: `got ${show(address)}, expected a PCI address`, remedy: 'write it like "0000:81:01.0"' };
        // Of a VM, the server looks at it before it fills in a bus.
        const isSaid = vm.isInstance || chosenBus(vm, disk, facts) !== '';
        if (bus !== undefined && (bus !== 'virtio' || !isSaid)) yield { path, message: `got a PCI address on ${isSaid ? `the ${bus} bus` : 'no bus'}`, remedy: 'use bus "virtio"' };
      }
    },
  },
  {
    id: 'DK-4',
    severity: 'error',
    phase: 'admission',
    title: 'Boot orders begin at 1 and are given once, over disks and NICs',
    covers: ['NW-19'],
    mirrors: 'validateBootOrderValue, validateBootOrder, validateInterfaceBootOrder',
    * check({ disks, interfaces }) {
      const taken = new Map<number, Part>();
      for (const device of [...disks, ...interfaces]) {
        const order = device.get('bootOrder');
        if (typeof order !== 'number') continue;
        const other = taken.get(order);
        taken.set(order, other ?? device);
        if (order >= 1 && !other) continue;
        const { path } = device.at('bootOrder');
        if (order < 1) yield { path, message: `got ${order}, expected 1 or more`, remedy: 'count from 1' };
        else yield { path, message: `got ${order}, which ${other!.path} has already`, remedy: 'give each device its own number' };
      }
    },
  },
  {
    id: 'DK-5',
    severity: 'error',
    phase: 'admission',
    title: 'The bus of a disk is one that KubeVirt has',
    mirrors: 'validateBusSupport',
    check: ({ disks }) => disks.flatMap((disk) => TARGETS.flatMap((target) => oneOf(disk.at(target), 'bus', BUSES))),
  },
  {
    id: 'DK-6',
    severity: 'error',
    phase: 'admission',
    title: 'A CD-ROM is not on the virtio bus; on arm64 it says which other bus it is on',
    mirrors: 'validateBusSupport',
    * check(vm, facts) {
      for (const disk of vm.disks) {
        if (targetOf(disk) !== 'cdrom' || effectiveBus(vm, disk, facts) !== 'virtio') continue;
        yield { path: `${disk.path}.cdrom.bus`, message: 'got "virtio" for a CD-ROM, expected scsi, sata or usb', remedy: sataOrScsi(vm), phase: busPhase(vm, disk, facts) };
      }
    },
  },
  {
    id: 'DK-7',
    severity: 'error',
    phase: 'admission',
    title: 'A disk on the sata bus, which is the default on amd64, is not read-only',
    mirrors: 'validateBusSupport',
    * check(vm, facts) {
      for (const disk of vm.disks) {
        if (targetOf(disk) !== 'disk' || disk.at('disk').get('readonly') !== true || effectiveBus(vm, disk, facts) !== 'sata') continue;
        yield { path: `${disk.path}.disk.readonly`, message: 'got true on the sata bus, which has no read-only disks', remedy: 'use bus "virtio"', phase: busPhase(vm, disk, facts) };
      }
    },
  },
  {
    id: 'DK-8',
    severity: 'error',
    phase: 'admission',
    title: 'Only a virtio disk has an I/O thread of its own',
    mirrors: 'validateBusSupport',
    * check(vm, facts) {
      for (const disk of vm.disks) {
        const bus = effectiveBus(vm, disk, facts);
        if (disk.get('dedicatedIOThread') !== true || bus === undefined || bus === 'virtio') continue;
        yield { path: `${disk.path}.dedicatedIOThread`, message: `got true on the ${bus} bus, expected virtio`, remedy: 'use bus "virtio"', phase: busPhase(vm, disk, facts) };
      }
    },
  },
  {
    id: 'DK-9',
    severity: 'error',
    phase: 'admission',
    title: 'A disk serial has at most 256 letters, digits, "_", ".", "+" and "-"',
    mirrors: 'validateSerialNumValue, validateSerialNumLength',
    * check({ disks }) {
      for (const disk of disks) {
        const serial = disk.text('serial');
        if (!serial || (SERIAL.test(serial) && serial.length <= SERIAL_LENGTH)) continue;
        yield {
          path: `${disk.path}.serial`,
          message: `got ${show(serial)}, expected at most ${SERIAL_LENGTH} letters, digits, "_", ".", "+" and "-"`,
          remedy: 'write it like "data-01"',
        };
      }
    },
  },
  {
    id: 'R-92',
    severity: 'error',
    phase: 'runtime',
    title: 'Virtio disks of one VM have serials that differ in what the guest sees of them, the first 20 characters',
    * check(vm, facts) {
      const taken = new Map<string, Part>();
      for (const disk of vm.disks) {
        const seen = disk.text('serial')?.slice(0, VIRTIO_SERIAL_LENGTH);
        if (!seen || effectiveBus(vm, disk, facts) !== 'virtio') continue;
        const other = taken.get(seen);
        if (!other) taken.set(seen, disk);
        else yield { path: disk.at('serial').path, message: `got ${show(disk.text('serial'))}, of which the guest sees ${show(seen)}, as of ${other.path}`, remedy: 'give each disk its own serial' };
      }
    },
  },
  {
    id: 'DK-10',
    severity: 'error',
    phase: 'admission',
    title: 'The cache mode is one that KubeVirt knows',
    mirrors: 'validateCacheMode',
    check: ({ disks }) => disks.flatMap((disk) => oneOf(disk, 'cache', ['none', 'writethrough', 'writeback'])),
  },
  {
    id: 'DK-11',
    severity: 'error',
    phase: 'admission',
    title: 'The I/O mode is one that KubeVirt knows',
    mirrors: 'validateIOMode',
    check: ({ disks }) => disks.flatMap((disk) => oneOf(disk, 'io', ['native', 'threads'])),
  },
  {
    id: 'DK-12',
    severity: 'error',
    phase: 'admission',
    title: 'The error policy is one that KubeVirt knows',
    mirrors: 'validateErrorPolicy',
    check: ({ disks }) => disks.flatMap((disk) => strictlyOneOf(disk, 'errorPolicy', ['stop', 'ignore', 'report', 'enospace'])),
  },
  {
    id: 'DK-13',
    severity: 'error',
    phase: 'admission',
    title: 'Block sizes are powers of 2 from 512 to 2097152, logical at most physical, on the sata bus logical 512; or those of the volume',
    mirrors: 'validateBlockSize',
    * check(vm, facts) {
      for (const disk of vm.disks.filter(({ value }) => value.blockSize?.custom)) {
        const sizes = disk.at('blockSize');
        const custom = sizes.at('custom');
        // What is no number is no more than anything: the schema, or the time of apply, decides on it.
        const [logical, physical, discard] = ['logical', 'physical', 'discardGranularity'].map((field) => custom.at(field));
        const [least, most, step] = [logical, physical, discard].map(({ value }) => typeof value === 'number' ? value : NaN);
        if (sizes.has('matchVolume') && ![false, UNKNOWN].includes(sizes.at('matchVolume').get('enabled'))) {
          yield { path: sizes.path, message: 'got custom and matchVolume, expected one of them', remedy: 'take one out' };
        }
        for (const { value, path } of [logical, physical]) {
          if (value === UNKNOWN || isBlockSize(value)) continue;
          yield { path, message: `got ${show(value)}, expected a power of 2 from ${BLOCK_SIZE.join(' to ')}`, remedy: 'use 512 or 4096' };
        }
        if (least > most) {
          yield { path: logical.path, message: `got ${least}, more than the physical size ${most}`, remedy: `use ${most}, or a larger physical size` };
        }
        if (least > BLOCK_SIZE[0] && effectiveBus(vm, disk, facts) === 'sata') {
          yield { path: logical.path, message: `got ${least} on the sata bus, expected 512`, remedy: 'use bus "virtio" or "scsi"', phase: busPhase(vm, disk, facts) };
        }
        if (step % least > 0) {
          yield { path: discard.path, message: `got ${step}, expected a multiple of the logical size ${least}`, remedy: `use ${least}` };
        }
      }
    },
  },
  {
    id: 'DK-14',
    severity: 'error',
    phase: 'admission',
    title: 'Every disk has a volume; an empty CD-ROM needs a feature gate',
    gates: ['DeclarativeHotplugVolumes'],
    mirrors: 'validateBootOrder',
    * check({ template, disks }, { featureGates }) {
      const volumes = names(template.at('volumes'));
      for (const disk of disks) {
        const name = disk.text('name');
        if (!volumes || name === undefined || volumes.has(name)) continue;
        if (targetOf(disk) !== 'cdrom') {
          yield notFound(`${disk.path}.name`, name, 'volume', volumes);
        } else if (!featureGates.has('DeclarativeHotplugVolumes')) {
          yield {
            path: `${disk.path}.name`,
            message: `got the empty CD-ROM ${show(name)}, which needs the feature gate DeclarativeHotplugVolumes; it is off in this cluster`,
            remedy: 'turn on the feature gate "DeclarativeHotplugVolumes" in the KubeVirt object, or give it a volume',
          };
        }
      }
    },
  },
  {
    id: 'DK-15',
    severity: 'error',
    phase: 'admission',
    title: 'A LUN has a data volume or a persistent volume claim behind it',
    mirrors: 'validateBootOrder',
    * check({ disks, volumes }) {
      for (const lun of disks.filter((disk) => targetOf(disk) === 'lun')) {
        const volume = volumes.find((candidate) => candidate.text('name') !== undefined && candidate.text('name') === lun.text('name'));
        if (!volume || volume.which(['dataVolume', 'persistentVolumeClaim']).length > 0) continue;
        const source = Object.keys(volume.value).filter((field) => field !== 'name').join(', ') || 'no source';
        yield { path: `${lun.path}.lun`, message: `got a LUN on ${source}, expected dataVolume or persistentVolumeClaim`, remedy: 'make it a disk' };
      }
    },
  },
  {
    id: 'DK-16',
    severity: 'error',
    phase: 'admission',
    title: 'Downward metrics are a disk on the virtio bus',
    mirrors: 'validateBootOrder',
    * check(vm, facts) {
      if (!vm.volumes.some((volume) => volume.has('downwardMetrics'))) return;
      for (const volume of unmappedVolumes(vm).filter((one) => one.certain(['downwardMetrics']).length > 0)) {
        yield { path: volume.path, message: 'got metrics with no disk for them', remedy: `add the disk { "name": ${show(volume.text('name'))}, "disk": { "bus": "virtio" } }` };
      }
      for (const disk of diskOf(vm, 'downwardMetrics')) {
        const target = targetOf(disk);
        const bus = effectiveBus(vm, disk, facts);
        if (target !== 'disk') yield { path: disk.path, message: `got ${target ?? 'no target'}, expected disk`, remedy: 'use disk { "bus": "virtio" }' };
        else if (bus !== undefined && bus !== 'virtio') yield { path: `${disk.path}.disk.bus`, message: `got ${show(bus)}, expected virtio`, remedy: 'use bus "virtio"', phase: busPhase(vm, disk, facts) };
      }
    },
  },
  {
    id: 'DV-9',
    severity: 'error',
    phase: 'admission',
    title: 'SCSI persistent reservations need a feature gate',
    gates: ['PersistentReservation'],
    mirrors: 'validatePersistentReservation',
    * check({ disks }, { featureGates }) {
      for (const reservation of disks.map((disk) => disk.at('lun').at('reservation'))) {
        if (reservation.value === true) yield* needsGate(reservation, 'PersistentReservation', featureGates);
      }
    },
  },
  {
    id: 'R-40',
    severity: 'error',
    phase: 'runtime',
    title: 'A shareable disk is not cached; the server takes it, and the VM never starts',
    * check({ disks }) {
      for (const disk of disks.filter((one) => targetOf(one) === 'disk' && one.get('shareable') === true)) {
        const cache = disk.text('cache');
        if (!cache || cache === 'none') continue;
        yield { path: `${disk.path}.cache`, message: `got ${show(cache)} on a shareable disk, expected none`, remedy: 'take it out' };
      }
    },
  },
  {
    id: 'R-117',
    severity: 'warning',
    phase: 'runtime',
    title: 'A disk that is plugged into a running VM is on the virtio or scsi bus, a LUN on scsi; KubeVirt takes no other into a VM that runs',
    * check(vm, facts) {
      const plugged = new Set(vm.volumes.filter((volume) => ['dataVolume', 'persistentVolumeClaim'].some((source) => volume.at(source).get('hotpluggable') === true))
        .map((volume) => volume.text('name')));
      for (const disk of plugged.size > 0 ? vm.disks : []) {
        const target = targetOf(disk);
        if (!plugged.has(disk.text('name')) || (target !== 'disk' && target !== 'lun')) continue;
        const [bus, fitting] = [effectiveBus(vm, disk, facts), target === 'lun' ? ['scsi'] : ['virtio', 'scsi']];
        if (typeof bus !== 'string' || fitting.includes(bus)) continue;
        yield {
          path: `${disk.path}.${target}.bus`,
          message: `got ${show(bus)} on a disk that is hotpluggable, expected ${either(fitting)}`,
          remedy: `use bus "${fitting[0]}", or take out hotpluggable`,
        };
      }
    },
  },
  {
    id: 'R-42',
    severity: 'error',
    phase: 'runtime',
    title: 'The tray of a CD-ROM drive is open or closed; the server takes any word, and the VM never starts',
    check: ({ disks }) => disks.flatMap((disk) => oneOf(disk.at('cdrom'), 'tray', ['open', 'closed'])),
  },
  {
    id: 'R-44',
    severity: 'error',
    phase: 'runtime',
    title: 'Changed block tracking needs a feature gate; without it, the server takes it and does nothing',
    gates: ['IncrementalBackup'],
    * check({ disks }, { featureGates }) {
      for (const tracking of disks.map((disk) => disk.at('changedBlockTracking'))) {
        if (tracking.value === true) yield* needsGate(tracking, 'IncrementalBackup', featureGates);
      }
    },
  },
  {
    id: 'R-48',
    severity: 'warning',
    phase: 'runtime',
    title: 'A VM has something to boot from: a disk, a NIC with a boot order, or a kernel',
    * check({ devices, template, domain, interfaces }) {
      const isEmpty = (list: Part) => list.value === undefined || list.value === null || (Array.isArray(list.value) && list.value.length === 0);
      const hasDisk = !isEmpty(devices.at('disks')) || !isEmpty(template.at('volumes'));
      const hasOther = interfaces.some((nic) => nic.has('bootOrder')) || devices.get('interfaces') === UNKNOWN || domain.at('firmware').has('kernelBoot');
      if (hasDisk || hasOther) return;
      yield { path: devices.path, message: 'got no disk, and no NIC has a boot order', remedy: 'give the NIC to boot from a bootOrder, or add a disk' };
    },
  },
  {
    id: 'VO-11',
    severity: 'warning',
    phase: 'start',
    title: 'A volume without a disk becomes one in silence, on the default bus: sata on amd64',
    mirrors: 'SetDefaultVolumeDisk',
    * check(vm) {
      // Of these two kinds, DK-16 and VO-10 say more; of one without a source, VO-1.
      for (const volume of unmappedVolumes(vm).filter((one) => Object.keys(one.value).length > 1 && one.which(['downwardMetrics', 'containerPath']).length === 0)) {
        const name = volume.text('name');
        yield {
          path: volume.path,
          message: `got the volume ${show(name)} without a disk or file system, it would become a disk on the default bus`,
          remedy: `add the disk { "name": ${show(name)}, "disk": { "bus": "virtio" } }`,
        };
      }
    },
  },
];

/** Volumes that surely have neither a disk nor a file system. Memory dumps need none. */
function unmappedVolumes(vm: VmView): Part[] {
  const disks = names(vm.devices.at('disks'));
  const filesystems = names(vm.devices.at('filesystems'));
  if (!disks || !filesystems) return [];
  return vm.volumes.filter((volume) => {
    const name = volume.text('name');
    return name !== undefined && !disks.has(name) && !filesystems.has(name) && !volume.has('memoryDump');
  });
}

/** Disks on volumes of a kind. */
function diskOf({ disks, volumes }: VmView, source: string): Part[] {
  const wanted = new Set(volumes.filter((volume) => volume.certain([source]).length > 0).map((volume) => volume.text('name')));
  return disks.filter((disk) => disk.has('name') && wanted.has(disk.text('name')));
}

function isBlockSize(value: unknown): boolean {
  return typeof value === 'number' && value >= BLOCK_SIZE[0] && value <= BLOCK_SIZE[1] && Number.isInteger(Math.log2(value));
}

function targetOf(disk: Part): typeof TARGETS[number] | undefined {
  return TARGETS.find((target) => disk.has(target));
}

/** The bus a disk ends up on, or `undefined` where that cannot be told. */
function effectiveBus(vm: VmView, disk: Part, facts: ClusterFacts): unknown {
  const chosen = chosenBus(vm, disk, facts);
  if (chosen !== '') return chosen;
  // Without an architecture the cluster's own is taken; amd64 is the common one.
  const architecture = vm.template.get('architecture');
  if (typeof architecture === 'symbol') return undefined;
  return architecture === undefined || architecture === 'amd64' ? 'sata' : 'virtio';
}

/** The bus that the disk itself or a preference says, empty where neither does, or `undefined` where that cannot be told. */
function chosenBus(vm: VmView, disk: Part, facts: ClusterFacts): string | undefined {
  const target = targetOf(disk) ?? 'disk';
  const own = disk.at(target).at('bus').value;
  if (own) return typeof own === 'string' ? own : undefined;
  if (!vm.spec.has('preference')) return '';
  const preference = knownPreference(vm, facts);
  return preference && (new Part(preference, '').at('devices').text(PREFERRED_BUS[target]) ?? '');
}

/** When the server looks at the bus of a disk: the default is only filled in when the VM starts. */
function busPhase(vm: VmView, disk: Part, facts: ClusterFacts): Phase {
  return chosenBus(vm, disk, facts) === '' ? 'start' : 'admission';
}

function sataOrScsi(vm: VmView): string {
  return `use bus "${vm.template.text('architecture') === 'arm64' ? 'scsi' : 'sata'}"`;
}
