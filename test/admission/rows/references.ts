import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Refused, T } from '../manifests';

export const EXTRA = `${T}.volumes[2]`;
const SPEC = 'spec.dataVolumeTemplates[0].spec';
const CLOUD_INIT = `${T}.volumes[1]`;

export const REFUSED: Refused[] = [
  ['R-27', { [EXTRA]: { name: 'old', persistentVolumeClaim: { claimName: 'My Claim' } } }, `${EXTRA}.persistentVolumeClaim.claimName`, '"My Claim"'],
  ['R-27', { [EXTRA]: { name: 'old', ephemeral: { persistentVolumeClaim: { claimName: 'a_b' } } } }, `${EXTRA}.ephemeral.persistentVolumeClaim.claimName`, '"a_b"'],
  ['R-27', { [EXTRA]: { name: 'old', dataVolume: { name: 'Data' } } }, `${EXTRA}.dataVolume.name`, '"Data"'],
  ['R-27', { [EXTRA]: { name: 'cm', configMap: { name: 'a/b' } } }, `${EXTRA}.configMap.name`, '"a/b"'],
  ['R-27', { [CLOUD_INIT]: { name: 'cloudinit', cloudInitNoCloud: { secretRef: { name: 'Web Data' } } } }, `${CLOUD_INIT}.cloudInitNoCloud.secretRef.name`, '"Web Data"'],
  ['R-27', { [CLOUD_INIT]: { name: 'cloudinit', cloudInitConfigDrive: { networkDataSecretRef: { name: 'net_1' } } } },
    `${CLOUD_INIT}.cloudInitConfigDrive.networkDataSecretRef.name`, '"net_1"'],
  ['R-27', { [`${SPEC}.sourceRef`]: { kind: 'DataSource', name: 'Ubuntu', namespace: 'golden' } }, `${SPEC}.sourceRef.name`, '"Ubuntu"'],
  ['R-27', { [`${SPEC}.sourceRef`]: { kind: 'DataSource', name: 'ubuntu', namespace: 'golden.images' } }, `${SPEC}.sourceRef.namespace`, '"golden.images"'],
  ['R-27', { [`${SPEC}.source`]: { pvc: { name: 'ubuntu', namespace: 'Golden' } } }, `${SPEC}.source.pvc.namespace`, '"Golden"'],
  ['R-27', { [`${SPEC}.storage.storageClassName`]: 'Ceph Block' }, `${SPEC}.storage.storageClassName`, '"Ceph Block"'],
  ['R-27', { 'metadata.namespace': 'My VMs' }, 'metadata.namespace', '"My VMs"'],
  ['R-27', { 'metadata.namespace': 'a.b' }, 'metadata.namespace', '"a.b"', { namespaces: ['a.b'] }],
];

export const ALLOWED: Allowed[] = [
  ['R-27', 'the name has dots', { [EXTRA]: { name: 'old', persistentVolumeClaim: { claimName: 'db-0.data' } } }],
  ['R-27', 'the name is only known at apply', { [EXTRA]: { name: 'old', persistentVolumeClaim: { claimName: UNKNOWN } }, 'metadata.namespace': UNKNOWN }],
  ['R-27', 'what it is made from is only known at apply', { [SPEC]: UNKNOWN }],
  ['R-27', 'no class at all is written as empty text', { [`${SPEC}.storage.storageClassName`]: '' }],
  ['R-27', 'there is no namespace', { 'metadata.namespace': undefined }],
  ['R-27', 'the namespace is none of the cluster, which is another finding', { 'metadata.namespace': 'My VMs' }, { namespaces: ['vms'] }],
  ['R-27', 'the name comes from that of the VM, which is another finding', { 'metadata.name': 'Web 0', [`${T}.volumes[0].dataVolume.name`]: 'Web 0-root' }],
  ['R-27', 'the name comes from that of a disk, which is another finding', { [EXTRA]: { name: 'Data_1', dataVolume: { name: 'web-0-Data_1' } } }],
];
