import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { enabledGates, gateLists } from '../../../src/kubevirt/feature-gates';
import { Allowed, Changes, Refused, T } from '../manifests';

const DISKS = `${T}.domain.devices.disks`;
export const ROOT = `${DISKS}[0]`;
const VIRTIO = { name: 'root', disk: { bus: 'virtio' } };
const blocks = (logical: unknown, physical: unknown, more = {}, disk: object = VIRTIO): Changes =>
  ({ [ROOT]: { ...disk, blockSize: { custom: { logical, physical, ...more } } } });
const SATA = { name: 'root', disk: { bus: 'sata' } };
const METRICS: Changes = { [`${T}.volumes[2]`]: { name: 'metrics', downwardMetrics: {} } };
const METRICS_GATE = { featureGates: new Set(['DownwardMetrics']) };
const EMPTY_DISK: Changes = { [`${T}.volumes[2]`]: { name: 'scratch', emptyDisk: { capacity: '1Gi' } } };
const EMPTY_CDROM: Changes = { [`${DISKS}[2]`]: { name: 'iso', cdrom: { bus: 'sata' } } };

const PLUGGED = { [`${T}.volumes[0].dataVolume.hotpluggable`]: true };

export const REFUSED: Refused[] = [
  ['DK-1', { [`${DISKS}[2]`]: { name: 'root' } }, `${DISKS}[2].name`, '"root"'],
  ['DK-1', { [`${ROOT}.name`]: 'Root_Disk', [`${T}.volumes[0].name`]: 'Root_Disk' }, `${ROOT}.name`, '"Root_Disk"'],
  ['DK-1', { [`${T}.volumes[2]`]: { name: 'Scratch', emptyDisk: { capacity: '1Gi' } } }, `${T}.volumes[2].name`, '"Scratch"'],
  ['DK-2', { [`${ROOT}.cdrom`]: { bus: 'sata' } }, ROOT, 'disk and cdrom'],
  ['DK-3', { [`${ROOT}.disk`]: { bus: 'virtio', pciAddress: '81:01.0' } }, `${ROOT}.disk.pciAddress`, '"81:01.0"'],
  ['DK-3', { [`${ROOT}.disk`]: { pciAddress: '0000:81:01.0' }, [`${T}.architecture`]: 'arm64' }, `${ROOT}.disk.pciAddress`, 'no bus'],
  ['DK-3', { [`${ROOT}.disk`]: { bus: 'scsi', pciAddress: '0000:81:01.0' } }, `${ROOT}.disk.pciAddress`, 'scsi'],
  ['DK-4', { [`${ROOT}.bootOrder`]: 0 }, `${ROOT}.bootOrder`, '0'],
  ['DK-4', { [`${ROOT}.bootOrder`]: 1, [`${DISKS}[1].bootOrder`]: 1 }, `${DISKS}[1].bootOrder`, '1'],
  ['DK-4', { [`${ROOT}.bootOrder`]: 1, [`${T}.domain.devices.interfaces[0].bootOrder`]: 1 }, `${T}.domain.devices.interfaces[0].bootOrder`, '1'],
  ['DK-5', { [`${ROOT}.disk.bus`]: 'kvm' }, `${ROOT}.disk.bus`, '"kvm", expected virtio, scsi, sata or usb'],
  ['DK-5', { [`${ROOT}.disk.bus`]: 'ide' }, `${ROOT}.disk.bus`, '"ide"'],
  ['DK-6', { [`${ROOT}`]: { name: 'root', cdrom: { bus: 'virtio' } } }, `${ROOT}.cdrom.bus`, '"virtio"'],
  ['DK-6', { [`${ROOT}`]: { name: 'root', cdrom: {} }, [`${T}.architecture`]: 'arm64' }, `${ROOT}.cdrom.bus`, '"virtio"'],
  ['DK-7', { [`${ROOT}.disk`]: { bus: 'sata', readonly: true } }, `${ROOT}.disk.readonly`, 'true on the sata bus'],
  ['DK-7', { [`${ROOT}.disk`]: { readonly: true } }, `${ROOT}.disk.readonly`, 'true on the sata bus'],
  ['DK-8', { [`${ROOT}.disk.bus`]: 'scsi', [`${ROOT}.dedicatedIOThread`]: true }, `${ROOT}.dedicatedIOThread`, 'scsi'],
  ['DK-9', { [`${ROOT}.serial`]: 'A B' }, `${ROOT}.serial`, '"A B"'],
  ['DK-9', { [`${ROOT}.serial`]: 'a'.repeat(257) }, `${ROOT}.serial`, 'aaa'],
  ['DK-10', { [`${ROOT}.cache`]: 'unsafe' }, `${ROOT}.cache`, '"unsafe"'],
  ['DK-11', { [`${ROOT}.io`]: 'default' }, `${ROOT}.io`, '"default"'],
  ['DK-12', { [`${ROOT}.errorPolicy`]: 'retry' }, `${ROOT}.errorPolicy`, '"retry"'],
  ['DK-12', { [`${ROOT}.errorPolicy`]: '' }, `${ROOT}.errorPolicy`, '""'],
  ['DK-14', { [`${DISKS}[2]`]: { name: 'rot' } }, `${DISKS}[2].name`, '"rot"'],
  ['DK-14', EMPTY_CDROM, `${DISKS}[2].name`, 'DeclarativeHotplugVolumes'],
  ['DK-15', { ...EMPTY_DISK, [`${DISKS}[2]`]: { name: 'scratch', lun: { bus: 'scsi' } } }, `${DISKS}[2].lun`, 'emptyDisk'],
  ['VO-11', EMPTY_DISK, `${T}.volumes[2]`, '"scratch"'],
  ['DK-13', blocks(512, 4_194_304), `${ROOT}.blockSize.custom.physical`, '4194304, expected a power of 2'],
  ['DK-13', blocks(1000, 4096), `${ROOT}.blockSize.custom.logical`, '1000'],
  ['DK-13', blocks(256, 512), `${ROOT}.blockSize.custom.logical`, '256'],
  ['DK-13', blocks(512, undefined), `${ROOT}.blockSize.custom.physical`, 'nothing'],
  ['DK-13', blocks(4096, 512), `${ROOT}.blockSize.custom.logical`, '4096, more than the physical size 512'],
  ['DK-13', blocks(512, 512, { discardGranularity: 700 }), `${ROOT}.blockSize.custom.discardGranularity`, '700'],
  ['DK-13', blocks(4096, 4096, {}, SATA), `${ROOT}.blockSize.custom.logical`, '4096 on the sata bus'],
  ['DK-13', blocks(4096, 4096, {}, { name: 'root', disk: {} }), `${ROOT}.blockSize.custom.logical`, '4096 on the sata bus'],
  ['DK-13', { ...blocks(512, 512), [`${ROOT}.blockSize.matchVolume`]: {} }, `${ROOT}.blockSize`, 'custom and matchVolume'],
  ['DK-16', { ...METRICS, [`${DISKS}[2]`]: { name: 'metrics', cdrom: { bus: 'sata' } } }, `${DISKS}[2]`, 'cdrom', METRICS_GATE],
  ['DK-16', { ...METRICS, [`${DISKS}[2]`]: { name: 'metrics', disk: { bus: 'sata' } } }, `${DISKS}[2].disk.bus`, '"sata"', METRICS_GATE],
  ['DK-16', { ...METRICS, [`${DISKS}[2]`]: { name: 'metrics', disk: {} } }, `${DISKS}[2].disk.bus`, '"sata"', METRICS_GATE],
  ['DK-16', METRICS, `${T}.volumes[2]`, 'no disk', METRICS_GATE],
  ['DV-9', { [ROOT]: { name: 'root', lun: { bus: 'scsi', reservation: true } } }, `${ROOT}.lun.reservation`, 'PersistentReservation'],
  ['DV-9', { [ROOT]: { name: 'root', lun: { bus: 'scsi', reservation: true } } }, `${ROOT}.lun.reservation`, 'PersistentReservation',
    { kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: enabledGates(KubevirtVersion.V1_9_0, gateLists(KubevirtVersion.V1_9_0)) }],
  ['R-92', { [`${ROOT}.serial`]: 'data', [`${T}.domain.devices.disks[1].serial`]: 'data' }, `${T}.domain.devices.disks[1].serial`, '"data"'],
  ['R-92', { [`${ROOT}.serial`]: `${'x'.repeat(20)}1`, [`${T}.domain.devices.disks[1].serial`]: `${'x'.repeat(20)}2` }, `${T}.domain.devices.disks[1].serial`, `"${'x'.repeat(20)}"`],
  ['R-117', { ...PLUGGED, [`${ROOT}.disk.bus`]: 'sata' }, `${ROOT}.disk.bus`, '"sata" on a disk that is hotpluggable, expected virtio or scsi'],
  ['R-117', { ...PLUGGED, [`${ROOT}.disk`]: {} }, `${ROOT}.disk.bus`, '"sata"'],
  ['R-40', { [`${ROOT}.shareable`]: true, [`${ROOT}.cache`]: 'writeback' }, `${ROOT}.cache`, '"writeback"'],
  ['R-42', { [ROOT]: { name: 'root', cdrom: { bus: 'sata', tray: 'ajar' } } }, `${ROOT}.cdrom.tray`, '"ajar"'],
  ['R-44', { [`${ROOT}.changedBlockTracking`]: true }, `${ROOT}.changedBlockTracking`, 'IncrementalBackup'],
  ['R-48', { [DISKS]: undefined, [`${T}.volumes`]: undefined, 'spec.dataVolumeTemplates': undefined }, `${T}.domain.devices`, 'no disk'],
  ['DK-8', { [`${ROOT}.disk`]: {}, [`${ROOT}.dedicatedIOThread`]: true }, `${ROOT}.dedicatedIOThread`, 'sata'],
];

export const ALLOWED: Allowed[] = [
  ['DK-1', 'a name is only known at apply', { [`${ROOT}.name`]: UNKNOWN }],
  ['DK-2', 'no target is a disk', { [`${ROOT}.disk`]: undefined }],
  ['DK-3', 'the bus of a preference is not known here', { 'spec.preference': { name: 'mine' }, [`${ROOT}.disk`]: { pciAddress: '0000:81:01.0' } }],
  ['DK-4', 'the orders differ', { [`${ROOT}.bootOrder`]: 2, [`${DISKS}[1].bootOrder`]: 1 }],
  ['DK-5', 'there is a default bus', { [`${ROOT}.disk`]: {} }],
  ['DK-5', 'the bus is only known at apply', { [`${ROOT}.disk.bus`]: UNKNOWN }],
  ['DK-6', 'on amd64 the default is sata', { [`${ROOT}`]: { name: 'root', cdrom: {} } }],
  ['DK-7', 'a CD-ROM is read-only', { [`${ROOT}`]: { name: 'root', cdrom: { bus: 'sata', readonly: true } } }],
  ['DK-7', 'the preference puts it on virtio', { [`${ROOT}.disk`]: { readonly: true }, 'spec.preference': { name: 'fedora' } }],
  ['DK-7', 'the bus is only known at apply', { [`${ROOT}.disk`]: { readonly: true, bus: UNKNOWN } }],
  ['DK-9', 'it has 256 characters', { [`${ROOT}.serial`]: 'a'.repeat(256) }],
  ['DK-14', 'the gate for empty CD-ROMs is on', EMPTY_CDROM, { featureGates: new Set(['DeclarativeHotplugVolumes']) }],
  ['DK-14', 'a volume name is only known at apply', { [`${T}.volumes[0].name`]: UNKNOWN }],
  ['DK-14', 'the volumes are only known at apply', { [`${T}.volumes`]: UNKNOWN }],
  ['DK-15', 'a claim is behind it', { [`${DISKS}[0]`]: { name: 'root', lun: { bus: 'scsi' } } }],
  ['VO-11', 'a file system is enough', { ...EMPTY_DISK, [`${T}.domain.devices.filesystems`]: [{ name: 'scratch', virtiofs: {} }] }],
  ['VO-11', 'a disk name is only known at apply', { ...EMPTY_DISK, [`${DISKS}[1].name`]: UNKNOWN }],
  ['DK-13', 'the sizes fit', blocks(512, 4096, { discardGranularity: 1024 })],
  ['DK-13', 'the guest discards nothing', blocks(512, 512, { discardGranularity: 0 })],
  ['DK-13', 'they are only known at apply', blocks(UNKNOWN, 512, { discardGranularity: UNKNOWN })],
  ['DK-13', 'the volume is not asked', { ...blocks(512, 512), [`${ROOT}.blockSize.matchVolume`]: { enabled: false } }],
  ['DK-13', 'sata has blocks of 512', blocks(512, 4096, {}, SATA)],
  ['DK-16', 'it is on virtio', { ...METRICS, [`${DISKS}[2]`]: { name: 'metrics', disk: { bus: 'virtio' } } }, METRICS_GATE],
  ['DV-9', 'the gate is on', { [ROOT]: { name: 'root', lun: { bus: 'scsi', reservation: true } } }, { featureGates: new Set(['PersistentReservation']) }],
  ['DV-9', 'the gate is listed on 1.9.0', { [ROOT]: { name: 'root', lun: { bus: 'scsi', reservation: true } } },
    { kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: enabledGates(KubevirtVersion.V1_9_0, gateLists(KubevirtVersion.V1_9_0, { featureGates: ['PersistentReservation'] })) }],
  ['R-92', 'they differ in the 20th character', { [`${ROOT}.serial`]: `${'x'.repeat(19)}1`, [`${T}.domain.devices.disks[1].serial`]: `${'x'.repeat(19)}2` }],
  ['R-92', 'the other is not on the virtio bus', { [`${ROOT}.serial`]: 'data', [`${T}.domain.devices.disks[1]`]: { name: 'cloudinit', cdrom: { bus: 'sata' }, serial: 'data' } }],
  ['R-92', 'they have none', { [`${ROOT}.serial`]: '', [`${T}.domain.devices.disks[1].serial`]: '' }],
  ['R-92', 'it is only known at apply', { [`${ROOT}.serial`]: UNKNOWN, [`${T}.domain.devices.disks[1].serial`]: UNKNOWN }],
  ['R-117', 'it is on the SCSI bus', { ...PLUGGED, [`${ROOT}.disk.bus`]: 'scsi' }],
  ['R-117', 'it stays where it is', { [`${ROOT}.disk.bus`]: 'sata' }],
  ['R-117', 'it is a CD, which is put into its drive', { ...PLUGGED, [`${ROOT}.disk`]: undefined, [`${ROOT}.cdrom`]: { bus: 'sata' } }],
  ['R-117', 'the preference decides', { ...PLUGGED, [`${ROOT}.disk`]: {}, 'spec.preference': { kind: 'VirtualMachinePreference', name: 'mine' } }],
  ['R-40', 'the cache is off', { [`${ROOT}.shareable`]: true, [`${ROOT}.cache`]: 'none' }],
  ['R-40', 'nobody shares it', { [`${ROOT}.shareable`]: false, [`${ROOT}.cache`]: 'writeback' }],
  ['R-44', 'the gate is on', { [`${ROOT}.changedBlockTracking`]: true }, { featureGates: new Set(['IncrementalBackup']) }],
  ['R-48', 'a NIC is booted from', { [DISKS]: undefined, [`${T}.volumes`]: undefined, [`${T}.domain.devices.interfaces[0].bootOrder`]: 1 }],
  ['R-48', 'a kernel is booted from', { [DISKS]: undefined, [`${T}.volumes`]: undefined, [`${T}.domain.firmware`]: { kernelBoot: {} } }],
  ['R-48', 'the volumes become disks', { [DISKS]: undefined }],
];
