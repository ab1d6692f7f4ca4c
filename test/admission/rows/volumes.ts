import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Changes, Refused, T } from '../manifests';

const ROOT = `${T}.volumes[0]`;
const EXTRA = `${T}.volumes[2]`;

const FILESYSTEMS = `${T}.domain.devices.filesystems`;
const shared = (volume: object) => ({ [EXTRA]: { name: 'dir', ...volume }, [FILESYSTEMS]: [{ name: 'dir', virtiofs: {} }] });
const memoryDump = (name: string) => ({ name, memoryDump: { claimName: name, hotpluggable: true } });
const path = (containerPath: object) => shared({ containerPath });
const CONTAINER_PATHS = { featureGates: new Set(['ContainerPathVolumes']) };

/** The claim of the first volume, in another. */
const again = (disk: object): Changes => ({ [EXTRA]: { name: 'again', dataVolume: { name: 'web-0-root' } }, [`${T}.domain.devices.disks[2]`]: { name: 'again', disk: { bus: 'virtio' }, ...disk } });

export const REFUSED: Refused[] = [
  ['VO-1', { [EXTRA]: { name: 'root', emptyDisk: { capacity: '1Gi' } } }, `${EXTRA}.name`, '"root"'],
  ['VO-1', { [`${ROOT}.containerDisk`]: { image: 'quay.io/x/y' } }, ROOT, 'containerDisk and dataVolume'],
  ['VO-1', { [EXTRA]: { name: 'scratch' } }, EXTRA, 'no source'],
  ['VO-2', { [ROOT]: { name: 'root', dataVolume: {} } }, `${ROOT}.dataVolume.name`, 'nothing'],
  ['VO-2', { [EXTRA]: { name: 'cm', configMap: { name: '' } } }, `${EXTRA}.configMap.name`, '""'],
  ['VO-2', { [EXTRA]: { name: 'sec', secret: {} } }, `${EXTRA}.secret.secretName`, 'nothing'],
  ['VO-2', { [EXTRA]: { name: 'sa', serviceAccount: {} } }, `${EXTRA}.serviceAccount.serviceAccountName`, 'nothing'],
  ['VO-3', {
    [EXTRA]: { name: 'sa', serviceAccount: { serviceAccountName: 'a' } },
    [`${T}.volumes[3]`]: { name: 'sb', serviceAccount: { serviceAccountName: 'b' } },
  }, `${T}.volumes[3].serviceAccount`, 'serviceAccount'],
  ['VO-7', { [EXTRA]: { name: 'host', hostDisk: { path: '/d.img', type: 'Disk' } } }, `${EXTRA}.hostDisk`, 'HostDisk'],
  ['VO-7', { [EXTRA]: { name: 'host', hostDisk: { path: '/d.img', type: 'File' } } }, `${EXTRA}.hostDisk.type`, '"File"', { featureGates: new Set(['HostDisk']) }],
  ['VO-8', { [EXTRA]: { name: 'cd', containerDisk: { image: 'x', path: '/' } } }, `${EXTRA}.containerDisk.path`, '"/"'],
  ['VO-8', { [EXTRA]: { name: 'cd', containerDisk: { image: 'x', path: '/disk/../x.img' } } }, `${EXTRA}.containerDisk.path`, '"/disk/../x.img"'],
  ['VO-8', { [EXTRA]: { name: 'cd', containerDisk: { image: 'x', path: 'disk/x.img' } } }, `${EXTRA}.containerDisk.path`, '"disk/x.img"'],
  ['R-24', { [EXTRA]: { name: 'cd', containerDisk: { image: '' } } }, `${EXTRA}.containerDisk.image`, '""'],
  ['R-24', { [EXTRA]: { name: 'pvc', persistentVolumeClaim: { claimName: '' } } }, `${EXTRA}.persistentVolumeClaim.claimName`, '""'],
  ['R-26', { [EXTRA]: { name: 'scratch', emptyDisk: { capacity: '10' } } }, `${EXTRA}.emptyDisk.capacity`, '"10"'],
  ['R-26', { [EXTRA]: { name: 'scratch', emptyDisk: { capacity: '-1Gi' } } }, `${EXTRA}.emptyDisk.capacity`, '"-1Gi"'],
  ['R-29', { [EXTRA]: { name: 'cd', containerDisk: { image: 'quay.io/x/y:1 ' } } }, `${EXTRA}.containerDisk.image`, '"quay.io/x/y:1 "'],
  ['R-29', { [EXTRA]: { name: 'cd', containerDisk: { image: 'docker://quay.io/x/y:1' } } }, `${EXTRA}.containerDisk.image`, '"docker://quay.io/x/y:1"'],
  ['R-116', again({}), EXTRA, '"web-0-root" a second time, as in the volume "root"'],
  ['R-116', { ...again({}), [EXTRA]: { name: 'again', persistentVolumeClaim: { claimName: 'web-0-root' } } }, EXTRA, '"web-0-root"'],
  ['R-116', again({ shareable: true }), EXTRA, '"web-0-root"'],
  ['R-29', { [EXTRA]: { name: 'cd', containerDisk: { image: 'quay.io/x y\n' } } }, `${EXTRA}.containerDisk.image`, '"quay.io/x y'],
  ['VO-7', { [EXTRA]: { name: 'host', hostDisk: { path: '/d.img', type: 'Disk', capacity: '1Gi' } } }, `${EXTRA}.hostDisk.capacity`, '"1Gi"', { featureGates: new Set(['HostDisk']) }],
  ['VO-10', path({ path: '/run/token' }), `${EXTRA}.containerPath`, 'ContainerPathVolumes'],
  ['VO-10', path({ path: 'run/token' }), `${EXTRA}.containerPath.path`, '"run/token"', CONTAINER_PATHS],
  ['VO-10', path({ path: '/run/../token' }), `${EXTRA}.containerPath.path`, '"/run/../token"', CONTAINER_PATHS],
  ['VO-10', path({ path: '/var/run/libvirt/x' }), `${EXTRA}.containerPath.path`, 'KubeVirt', CONTAINER_PATHS],
  ['VO-10', path({ path: '/run/token', readOnly: false }), `${EXTRA}.containerPath.readOnly`, 'false', CONTAINER_PATHS],
  ['VO-10', { [ROOT]: { name: 'root', containerPath: { path: '/run/token' } }, 'spec.dataVolumeTemplates': undefined }, ROOT, 'as a disk', CONTAINER_PATHS],
  ['VO-10', { [EXTRA]: { name: 'dir', containerPath: { path: '/run/token' } } }, EXTRA, 'as a disk', CONTAINER_PATHS],
  ['VO-12', { [EXTRA]: { name: 'metrics', downwardMetrics: {} } }, `${EXTRA}.downwardMetrics`, 'DownwardMetrics'],
  ['VO-13', shared({ persistentVolumeClaim: { claimName: 'x' } }), `${FILESYSTEMS}[0]`, 'EnableVirtioFsStorageVolumes'],
  ['VO-13', { [FILESYSTEMS]: [{ name: 'root', virtiofs: {} }] }, `${FILESYSTEMS}[0]`, 'EnableVirtioFsStorageVolumes'],
  ['R-41', { 'spec.updateVolumesStrategy': 'Migrate' }, 'spec.updateVolumesStrategy', '"Migrate"'],
  ['R-43', { [EXTRA]: { name: 'pod', downwardAPI: { fields: [{ path: 'a' }] } } }, `${EXTRA}.downwardAPI.fields[0]`, 'no content'],
  ['R-43', {
    [EXTRA]: { name: 'pod', downwardAPI: { fields: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' }, resourceFieldRef: { resource: 'limits.cpu' } }] } },
  }, `${EXTRA}.downwardAPI.fields[0]`, 'fieldRef and resourceFieldRef'],
  ['R-45', { [EXTRA]: { name: 'cd', containerDisk: { image: 'x', imagePullPolicy: 'Sometimes' } } }, `${EXTRA}.containerDisk.imagePullPolicy`, '"Sometimes"'],
  ['R-47', { [FILESYSTEMS]: [{ name: 'nope', virtiofs: {} }] }, `${FILESYSTEMS}[0].name`, '"nope"'],
  ['R-47', shared({ emptyDisk: { capacity: '1Gi' } }), `${FILESYSTEMS}[0]`, 'emptyDisk'],
  ['R-47', { [FILESYSTEMS]: [{ name: 'root', virtiofs: {} }, { name: 'root', virtiofs: {} }] }, `${FILESYSTEMS}[1].name`, '"root"',
    { featureGates: new Set(['EnableVirtioFsStorageVolumes']) }],
  ['VO-3', { [EXTRA]: { name: 'a', downwardMetrics: {} }, [`${T}.volumes[3]`]: { name: 'b', downwardMetrics: {} } }, `${T}.volumes[3].downwardMetrics`, 'downwardMetrics',
    { featureGates: new Set(['DownwardMetrics']) }],
  ['VO-3', { [EXTRA]: memoryDump('a'), [`${T}.volumes[3]`]: memoryDump('b') }, `${T}.volumes[3].memoryDump`, 'memoryDump'],
  ['VO-7', { [EXTRA]: { name: 'host', hostDisk: { path: '', type: 'Disk' } } }, `${EXTRA}.hostDisk.path`, '""', { featureGates: new Set(['HostDisk']) }],
  ['VO-9', { [`${T}.utilityVolumes`]: [{ name: 'backup', claimName: 'x' }] }, `${T}.utilityVolumes`, 'utility volumes'],
];

export const ALLOWED: Allowed[] = [
  ['VO-1', 'one of two sources is only known at apply', { [`${ROOT}.containerDisk`]: UNKNOWN }],
  ['VO-1', 'its only source is only known at apply', { [`${ROOT}.dataVolume`]: UNKNOWN }],
  ['VO-2', 'the name is only known at apply', { [`${ROOT}.dataVolume.name`]: UNKNOWN }],
  ['VO-7', 'the gate is on', { [EXTRA]: { name: 'host', hostDisk: { path: '/d.img', type: 'DiskOrCreate' } } }, { featureGates: new Set(['HostDisk']) }],
  ['VO-8', 'a slash may follow', { [EXTRA]: { name: 'cd', containerDisk: { image: 'x', path: '/disk/x.img/' } } }],
  ['VO-8', 'there is a default path', { [EXTRA]: { name: 'cd', containerDisk: { image: 'x' } } }],
  ['R-26', 'it is exactly 1Mi', { [EXTRA]: { name: 'scratch', emptyDisk: { capacity: '1Mi' } } }],
  ['R-26', 'it is only known at apply', { [EXTRA]: { name: 'scratch', emptyDisk: { capacity: UNKNOWN } } }],
  ['R-116', 'both disks share it', { ...again({ shareable: true }), [`${T}.domain.devices.disks[0]`]: { name: 'root', disk: { bus: 'virtio' }, shareable: true } }],
  ['R-116', 'one of them reads', again({ disk: undefined, cdrom: { bus: 'sata' } })],
  ['R-116', 'the claims differ', { ...again({}), [EXTRA]: { name: 'again', persistentVolumeClaim: { claimName: 'other' } } }],
  ['R-116', 'they are only known at apply', { [`${T}.volumes[0].dataVolume.name`]: UNKNOWN, [EXTRA]: { name: 'again', dataVolume: { name: UNKNOWN } } }],
  ['R-29', 'it has a port', { [EXTRA]: { name: 'cd', containerDisk: { image: 'registry:5000/x/y:1' } } }],
  ['R-29', 'it is an image', { [EXTRA]: { name: 'cd', containerDisk: { image: 'quay.io/x/y@sha256:0123' } } }],
  ['R-29', 'it is only known at apply', { [EXTRA]: { name: 'cd', containerDisk: { image: UNKNOWN } } }],
  ['VO-7', 'the file is made', { [EXTRA]: { name: 'host', hostDisk: { path: '/d.img', type: 'DiskOrCreate', capacity: '1Gi' } } }, { featureGates: new Set(['HostDisk']) }],
  ['VO-7', 'the server writes a capacity of 0', { [EXTRA]: { name: 'host', hostDisk: { path: '/d.img', type: 'Disk', capacity: '0' } } }, { featureGates: new Set(['HostDisk']) }],
  ['VO-10', 'the gate is on', path({ path: '/run/token', readOnly: true }), CONTAINER_PATHS],
  ['VO-13', 'a ConfigMap needs no gate', shared({ configMap: { name: 'x' } })],
  ['VO-13', 'a disk is no file system', {}],
  ['R-43', 'it shows a field', { [EXTRA]: { name: 'pod', downwardAPI: { fields: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } } }],
  ['R-47', 'a claim has a directory', shared({ persistentVolumeClaim: { claimName: 'x' } })],
  ['R-47', 'the volumes are only known at apply', { [`${T}.volumes`]: UNKNOWN, [FILESYSTEMS]: [{ name: 'nope', virtiofs: {} }] }],
  ['VO-3', 'each is of another kind', { [EXTRA]: { name: 'sa', serviceAccount: { serviceAccountName: 'a' } }, [`${T}.volumes[3]`]: memoryDump('b') }],
  ['VO-9', 'they are only known at apply', { [`${T}.utilityVolumes`]: UNKNOWN }],
];
