import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt/version';
import { Allowed, Changes, Refused, T } from '../manifests';

const MODES = 'spec.dataVolumeTemplates[0].spec.storage.accessModes';
const MIGRATE: Changes = { [`${T}.evictionStrategy`]: 'LiveMigrate' };
const TCP: Changes = { [`${T}.readinessProbe`]: { tcpSocket: { port: 22 } } };
const NO_NETWORK: Changes = {
  [`${T}.domain.devices.interfaces`]: undefined, [`${T}.networks`]: undefined, [`${T}.domain.devices.autoattachPodInterface`]: false,
};

export const REFUSED: Refused[] = [
  ['LC-1', { [`${T}.evictionStrategy`]: 'Migrate' }, `${T}.evictionStrategy`, '"Migrate"'],
  ['LC-1', { [`${T}.evictionStrategy`]: '' }, `${T}.evictionStrategy`, '""'],
  ['LC-2', { [`${T}.startStrategy`]: 'paused' }, `${T}.startStrategy`, '"paused"'],
  ['LC-2', { [`${T}.startStrategy`]: 'Paused', [`${T}.livenessProbe`]: { guestAgentPing: {} } }, `${T}.startStrategy`, 'livenessProbe'],
  ['LC-3', { [`${T}.livenessProbe`]: { periodSeconds: 10 } }, `${T}.livenessProbe`, 'no kind of probe'],
  ['LC-3', { [`${T}.readinessProbe`]: { tcpSocket: { port: 22 }, guestAgentPing: {} } }, `${T}.readinessProbe`, 'tcpSocket and guestAgentPing'],
  ['LC-4', { ...NO_NETWORK, ...TCP }, `${T}.readinessProbe.tcpSocket`, 'tcpSocket'],
  ['LC-4', { ...TCP, [`${T}.networks[0]`]: { name: 'default', multus: { networkName: 'x', default: true } }, [`${T}.domain.devices.interfaces[0]`]: { name: 'default', bridge: {} } },
    `${T}.readinessProbe.tcpSocket`, 'tcpSocket'],
  ['LC-5', { [`${T}.domain.rebootPolicy`]: 'Terminate' }, `${T}.domain.rebootPolicy`, 'RebootPolicy'],
  ['R-9', { ...MIGRATE, [MODES]: ['ReadWriteOnce'] }, MODES, '["ReadWriteOnce"]'],
  ['R-9', { ...MIGRATE, [`${T}.domain.devices.interfaces[0]`]: { name: 'default', bridge: {} } }, `${T}.domain.devices.interfaces[0].bridge`, 'bridge'],
  ['R-9', { ...MIGRATE, [`${T}.volumes[2]`]: { name: 'host', hostDisk: { path: '/d.img', type: 'Disk' } } }, `${T}.volumes[2].hostDisk`, 'host disk', { featureGates: new Set(['HostDisk']) }],
  ['R-9', { ...MIGRATE, [`${T}.nodeSelector`]: { 'kubernetes.io/hostname': 'node1' } }, `${T}.nodeSelector.kubernetes.io/hostname`, 'the one node "node1"'],
  ['R-9', { ...MIGRATE, [`${T}.domain.devices.disks[0]`]: { name: 'root', lun: { bus: 'scsi', reservation: true } } }, `${T}.domain.devices.disks[0].lun.reservation`, 'a SCSI reservation', { featureGates: new Set(['PersistentReservation']) }],
  ['R-9', { ...MIGRATE, [`${T}.domain.devices.gpus`]: [{ name: 'gpu', deviceName: 'x/y' }] }, `${T}.domain.devices.gpus`, 'GPUs', { featureGates: new Set(['VGPULiveMigration']), kubevirtVersion: KubevirtVersion.V1_9_0, pciDevices: { 'x/y': '10DE:2342' } }],
  ['R-9', { ...MIGRATE, [`${T}.domain.devices.hostDevices`]: [{ name: 'nvme', deviceName: 'x/y' }] }, `${T}.domain.devices.hostDevices`, 'host devices', { featureGates: new Set(['HostDevices']) }],
  ['R-9', { ...MIGRATE, [`${T}.domain.devices.gpus`]: [{ name: 'gpu', deviceName: 'x/y' }] }, `${T}.domain.devices.gpus`, 'GPUs'],
  ['R-9', { ...MIGRATE, [`${T}.domain.launchSecurity`]: { sev: {} }, [`${T}.domain.firmware.bootloader`]: { efi: { secureBoot: false } } }, `${T}.domain.launchSecurity`, 'confidential', { featureGates: new Set(['WorkloadEncryptionSEV']) }],
  ['R-9', { ...MIGRATE, [`${T}.domain.features`]: { hypervPassthrough: { enabled: true } } }, `${T}.domain.features.hypervPassthrough`, 'Hyper-V'],
  ['R-9', { [MODES]: ['ReadWriteOnce'] }, MODES, '["ReadWriteOnce"]', { evictionStrategy: 'LiveMigrate' }],
  ['R-28', { [`${T}.terminationGracePeriodSeconds`]: -1 }, `${T}.terminationGracePeriodSeconds`, 'got -1'],
  ['R-9', { ...MIGRATE, [MODES]: undefined }, MODES, '["ReadWriteOnce"]', { storageClasses: new Map([['local', { accessModes: ['ReadWriteOnce'], isDefault: true }]]) }],
  ['R-9', MIGRATE, `${T}.volumes[0]`, 'a claim of access mode ["ReadWriteOnce"]', { claims: new Map([['vms/web-0-root', { accessModes: ['ReadWriteOnce'] }]]) }],
  ['R-9', { ...MIGRATE, [`${T}.domain.devices.tpm`]: { persistent: true } }, `${T}.domain.devices.tpm.persistent`, 'can do ReadWriteOnce',
    { storageClasses: new Map([['local', { accessModes: ['ReadWriteOnce'] }]]), vmStateStorageClass: 'local' }],
];

export const ALLOWED: Allowed[] = [
  ['LC-1', 'it is only known at apply', { [`${T}.evictionStrategy`]: UNKNOWN }],
  ['LC-2', 'a readiness probe may wait', { [`${T}.startStrategy`]: 'Paused', ...TCP }],
  ['LC-3', 'the probe is only known at apply', { [`${T}.livenessProbe`]: UNKNOWN }],
  ['LC-4', 'the pod network is there', TCP],
  ['LC-4', 'no networks at all means the pod network', { ...NO_NETWORK, ...TCP, [`${T}.domain.devices.autoattachPodInterface`]: undefined }],
  ['LC-4', 'the guest agent needs no network', { ...NO_NETWORK, [`${T}.livenessProbe`]: { guestAgentPing: {} } }],
  ['R-9', 'everything can migrate', MIGRATE],
  ['R-9', 'every node has the file of the host disk', { ...MIGRATE, [`${T}.volumes[2]`]: { name: 'host', hostDisk: { path: '/d.img', type: 'Disk', shared: true } } }, { featureGates: new Set(['HostDisk']) }],
  ['R-9', 'a slice of a GPU moves from 1.9 on', { ...MIGRATE, [`${T}.domain.devices.gpus`]: [{ name: 'gpu', deviceName: 'x/y' }] }, { featureGates: new Set(['VGPULiveMigration']), kubevirtVersion: KubevirtVersion.V1_9_0 }],
  ['R-9', 'it migrates only if possible', { [`${T}.evictionStrategy`]: 'LiveMigrateIfPossible', [MODES]: ['ReadWriteOnce'] }],
  ['R-9', 'the VM overrides the cluster', { [`${T}.evictionStrategy`]: 'None', [MODES]: ['ReadWriteOnce'] }, { evictionStrategy: 'LiveMigrate' }],
  ['R-9', 'the strategy is only known at apply', { [`${T}.evictionStrategy`]: UNKNOWN, [MODES]: ['ReadWriteOnce'] }, { evictionStrategy: 'LiveMigrate' }],
  ['R-9', 'the access modes come from the storage profile', { ...MIGRATE, [MODES]: undefined }],
  ['R-28', 'the VM may be stopped at once', { [`${T}.terminationGracePeriodSeconds`]: 0 }],
  ['R-28', 'it is only known at apply', { [`${T}.terminationGracePeriodSeconds`]: UNKNOWN }],
  ['R-9', 'the best that the storage class can do is enough', { ...MIGRATE, [MODES]: undefined },
    { storageClasses: new Map([['ceph', { accessModes: ['ReadWriteMany', 'ReadWriteOnce'], isDefault: true }]]) }],
  ['R-9', 'nobody knows what the storage class can do', { ...MIGRATE, [MODES]: undefined }, { storageClasses: new Map([['ceph', { isDefault: true }]]) }],
  ['R-9', 'the claim can be written to from many nodes', MIGRATE, { claims: new Map([['vms/web-0-root', { accessModes: ['ReadWriteMany'] }]]) }],
];
