import { UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { Allowed, Refused, T } from '../manifests';

const SPEC = 'spec.dataVolumeTemplates[0].spec';
const CLASS = `${SPEC}.storage.storageClassName`;
const MODES = `${SPEC}.storage.accessModes`;
const SIZE = `${SPEC}.storage.resources.requests.storage`;
const GOLDEN = { kind: 'DataSource', name: 'ubuntu', namespace: 'golden' };
const CLONE = { pvc: { name: 'old', namespace: 'vms' } };
const TPM = `${T}.domain.devices.tpm`;

const classes = (...entries: [string, object][]): Partial<ClusterFacts> => ({ storageClasses: new Map(entries) });
const CLASSES = classes(['ceph', { accessModes: ['ReadWriteMany', 'ReadWriteOnce'], volumeModes: ['Block'], isDefault: true }], ['local', { accessModes: ['ReadWriteOnce'] }]);
const IMAGES: Partial<ClusterFacts> = { dataSources: new Map([['golden/ubuntu', { size: '20Gi', volumeMode: 'Block' }], ['golden/fedora', {}]]) };
const CLAIMS: Partial<ClusterFacts> = { claims: new Map([['vms/old', { size: '20Gi' }]]) };
const from = (sourceRef: object) => ({ [`${SPEC}.source`]: undefined, [`${SPEC}.sourceRef`]: sourceRef });

export const REFUSED: Refused[] = [
  ['R-118', {}, 'spec.dataVolumeTemplates[0]', 'the cluster has no CDI', { cdi: false }],
  ['R-118', { 'spec.dataVolumeTemplates': undefined, [`${T}.volumes[0].dataVolume.name`]: 'made-before' }, `${T}.volumes[0].dataVolume`, 'the cluster has no CDI', { cdi: false }],
  ['R-101', { [CLASS]: 'cehp' }, CLASS, '"cehp"', CLASSES],
  ['R-101', {}, CLASS, 'no storage class', classes(['ceph', {}])],
  ['R-101', { [CLASS]: 'ceph' }, CLASS, 'the cluster has no storage class', classes()],
  ['R-102', { [CLASS]: 'local' }, `${MODES}[0]`, '"ReadWriteMany", the storage class "local" can do ReadWriteOnce', CLASSES],
  ['R-102', { [MODES]: ['ReadWriteOnce', 'ReadOnlyMany'] }, `${MODES}[1]`, '"ReadOnlyMany"', CLASSES],
  ['R-102', { [`${SPEC}.storage.volumeMode`]: 'Filesystem' }, `${SPEC}.storage.volumeMode`, '"Filesystem", the storage class "ceph" can do Block', CLASSES],
  ['R-13', { [TPM]: { persistent: true } }, `${TPM}.persistent`, 'neither a vmStateStorageClass nor a default', classes(['ceph', {}])],
  ['R-13', { [TPM]: { persistent: true } }, `${TPM}.persistent`, '"nfs" is none', { ...CLASSES, vmStateStorageClass: 'nfs' }],
  ['R-13', { [`${T}.domain.firmware.bootloader.efi`]: { secureBoot: false, persistent: true } }, `${T}.domain.firmware.bootloader.efi.persistent`, 'got true', classes()],
  ['R-14', from({ ...GOLDEN, name: 'ubunut' }), `${SPEC}.sourceRef.name`, '"ubunut"', IMAGES],
  ['R-14', from({ kind: 'DataSource', name: 'ubuntu' }), `${SPEC}.sourceRef.name`, 'in the namespace "vms"', IMAGES],
  ['R-14', { ...from(GOLDEN), [SIZE]: '10Gi' }, SIZE, '"10Gi", the golden image "ubuntu" has 20Gi', IMAGES],
  ['R-14', { ...from(GOLDEN), [`${SPEC}.storage.volumeMode`]: 'Filesystem' }, `${SPEC}.storage.volumeMode`, 'is Block', IMAGES],
  ['R-103', { [`${SPEC}.source`]: CLONE, [SIZE]: '19Gi' }, SIZE, '"19Gi", the claim "old" has 20Gi', CLAIMS],
];

export const ALLOWED: Allowed[] = [
  ['R-118', 'the cluster has CDI', {}, { cdi: true }],
  ['R-118', 'nobody knows whether the cluster has CDI', {}],
  ['R-101', 'nobody knows the classes', { [CLASS]: 'cehp' }],
  ['R-101', 'it is the default one', {}, CLASSES],
  ['R-101', 'it is one of the cluster', { [CLASS]: 'local' }, CLASSES],
  ['R-101', 'no class is wanted', { [CLASS]: '' }, CLASSES],
  ['R-101', 'it is only known at apply', { [CLASS]: UNKNOWN }, CLASSES],
  ['R-102', 'nobody knows what the class can do', { [CLASS]: 'ceph' }, classes(['ceph', {}])],
  ['R-102', 'the class is none of the cluster, which is another finding', { [CLASS]: 'nfs' }, CLASSES],
  ['R-102', 'the class decides', { [MODES]: undefined, [`${SPEC}.storage.volumeMode`]: 'FromStorageProfile' }, CLASSES],
  ['R-102', 'one pod is one node', { [CLASS]: 'local', [MODES]: ['ReadWriteOncePod'] }, CLASSES],
  ['R-102', 'the modes are only known at apply', { [CLASS]: 'local', [MODES]: UNKNOWN }, CLASSES],
  ['R-13', 'the default class has it', { [TPM]: { persistent: true } }, CLASSES],
  ['R-13', 'a class is named', { [TPM]: { persistent: true } }, { ...classes(['nfs', {}]), vmStateStorageClass: 'nfs' }],
  ['R-13', 'the class is only known at apply', { [TPM]: { persistent: true } }, { ...classes(), vmStateStorageClass: UNKNOWN }],
  ['R-13', 'nothing is kept', { [TPM]: {} }, classes()],
  ['R-13', 'the TPM is off', { [TPM]: { enabled: false, persistent: true } }, classes()],
  ['R-13', 'nobody knows the classes', { [TPM]: { persistent: true } }],
  ['R-14', 'nobody knows the images', from({ ...GOLDEN, name: 'ubunut' })],
  ['R-14', 'the disk is as large', { ...from(GOLDEN), [SIZE]: '20Gi' }, IMAGES],
  ['R-14', 'the disk takes the size of the image', { ...from(GOLDEN), [`${SPEC}.storage.resources`]: undefined }, IMAGES],
  ['R-14', 'nobody knows its size', { ...from({ ...GOLDEN, name: 'fedora' }), [SIZE]: '1Gi' }, IMAGES],
  ['R-14', 'the namespace is left to the command line', { ...from({ kind: 'DataSource', name: 'ubuntu' }), 'metadata.namespace': undefined }, IMAGES],
  ['R-14', 'its name is only known at apply', from({ ...GOLDEN, name: UNKNOWN }), IMAGES],
  ['R-103', 'the disk is larger', { [`${SPEC}.source`]: CLONE, [SIZE]: '30Gi' }, CLAIMS],
  ['R-103', 'the claim is not known', { [`${SPEC}.source`]: { pvc: { name: 'older', namespace: 'vms' } }, [SIZE]: '1Gi' }, CLAIMS],
];
