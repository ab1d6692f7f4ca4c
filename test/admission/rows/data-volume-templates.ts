import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Changes, Refused, T } from '../manifests';

const TEMPLATE = 'spec.dataVolumeTemplates[0]';
export const SPEC = `${TEMPLATE}.spec`;
const SIZE = `${SPEC}.storage.resources.requests.storage`;
const NO_SIZE: Changes = { [`${SPEC}.storage.resources`]: undefined };
const claim = (accessModes: unknown): Changes => ({ [SPEC]: { source: { blank: {} }, pvc: { accessModes, resources: { requests: { storage: '1Gi' } } } } });

export const REFUSED: Refused[] = [
  ['DT-1', { [`${TEMPLATE}.metadata`]: {} }, `${TEMPLATE}.metadata.name`, 'nothing'],
  ['DT-1', { [`${SPEC}.storage`]: undefined }, SPEC, 'no size and class'],
  ['DT-1', { [`${SPEC}.pvc`]: {} }, SPEC, 'storage and pvc'],
  ['DT-2', { [`${SPEC}.source`]: {} }, `${SPEC}.source`, 'no source'],
  ['DT-2', { [`${SPEC}.source.blank`]: {} }, `${SPEC}.source`, 'http and blank'],
  ['DT-2', { [`${SPEC}.source`]: undefined }, SPEC, 'no source'],
  ['DT-2', { [`${SPEC}.storage.dataSourceRef`]: { kind: 'VolumeImportSource', name: 'x', apiGroup: 'cdi.kubevirt.io' } }, `${SPEC}.source`, 'source beside dataSourceRef'],
  ['DT-3', { [`${TEMPLATE}.metadata.name`]: 'web-1-root' }, TEMPLATE, '"web-1-root"'],
  ['DT-4', { [`${TEMPLATE}.metadata.namespace`]: 'golden' }, `${TEMPLATE}.metadata.namespace`, '"golden"'],
  ['CD-3', { [`${SPEC}.storage.accessModes`]: ['RWX'] }, `${SPEC}.storage.accessModes[0]`, '"RWX"'],
  ['CD-3', claim([]), `${SPEC}.pvc.accessModes`, '[]'],
  ['CD-3', claim(['ReadWriteOnce', 'ReadWriteMany']), `${SPEC}.pvc.accessModes`, '["ReadWriteOnce","ReadWriteMany"]'],
  ['CD-4', NO_SIZE, SIZE, 'nothing'],
  ['CD-4', { [SIZE]: '512Ki' }, SIZE, '"512Ki"'],
  ['CD-4', { [SIZE]: '0' }, SIZE, '"0"'],
  ['CD-5', { [`${SPEC}.sourceRef`]: { kind: 'DataSource', name: 'ubuntu' } }, SPEC, 'source and sourceRef'],
  ['CD-5', { [`${SPEC}.source`]: undefined, [`${SPEC}.sourceRef`]: { kind: 'PersistentVolumeClaim', name: 'ubuntu' } }, `${SPEC}.sourceRef.kind`, '"PersistentVolumeClaim"'],
  ['CD-6', { [`${SPEC}.source`]: { blank: {} }, [`${SPEC}.contentType`]: 'archive' }, `${SPEC}.contentType`, '"archive"'],
  ['CD-7', { [`${SPEC}.source`]: { registry: { url: 'quay.io/x/y:1' } } }, `${SPEC}.source.registry.url`, '"quay.io/x/y:1"'],
  ['CD-7', { [`${SPEC}.source`]: { registry: { url: 'docker://x/y', imageStream: 'z' } } }, `${SPEC}.source.registry`, 'url and imageStream'],
  ['CD-8', { [`${SPEC}.source.http.url`]: 'example.com/disk.img' }, `${SPEC}.source.http.url`, '"example.com/disk.img"'],
  ['CD-7', { [`${SPEC}.source`]: { registry: { url: 'docker://x/y', pullMethod: 'kubelet' } } }, `${SPEC}.source.registry.pullMethod`, '"kubelet"'],
  ['CD-7', { [`${SPEC}.source`]: { registry: { imageStream: 'x' } } }, `${SPEC}.source.registry.pullMethod`, 'nothing with an image stream'],
  ['CD-8', { [`${SPEC}.source`]: { s3: { url: 's3://bucket/x' } } }, `${SPEC}.source.s3.url`, '"s3://bucket/x"'],
  ['CD-8', { [`${SPEC}.source`]: { gcs: { url: 'bucket/x' } } }, `${SPEC}.source.gcs.url`, '"bucket/x"'],
  ['CD-8', { [`${SPEC}.source`]: { vddk: { url: 'vcenter.example.com' } } }, `${SPEC}.source.vddk.url`, '"vcenter.example.com"'],
  ['CD-9', { [`${SPEC}.source`]: { vddk: { secretRef: 'a', uuid: 'b', backingFile: 'c' } } }, `${SPEC}.source.vddk.thumbprint`, 'nothing'],
  ['CD-9', { [`${SPEC}.source`]: { imageio: { url: 'https://x', diskId: 'a', secretRef: '', certConfigMap: 'c' } } }, `${SPEC}.source.imageio.secretRef`, '""'],
  ['CD-9', { [`${SPEC}.source`]: { imageio: { url: 'https://x', diskId: 'a', secretRef: 'b' } } }, `${SPEC}.source.imageio`, 'neither certConfigMap nor insecureSkipVerify'],
  ['R-46', { [`${SPEC}.storage.volumeMode`]: 'Raw' }, `${SPEC}.storage.volumeMode`, '"Raw"'],
  ['CD-8', { [`${SPEC}.source.http.url`]: '' }, `${SPEC}.source.http.url`, '""'],
  ['CD-10', { [`${SPEC}.source`]: { pvc: { name: 'ubuntu', namespace: '' } } }, `${SPEC}.source.pvc.namespace`, '""'],
];

export const ALLOWED: Allowed[] = [
  ['DT-2', 'a source reference is a source', { [`${SPEC}.source`]: undefined, [`${SPEC}.sourceRef`]: { kind: 'DataSource', name: 'ubuntu' } }],
  ['DT-2', 'a populator is a source',
    { [`${SPEC}.source`]: undefined, [`${SPEC}.storage.dataSourceRef`]: { kind: 'VolumeImportSource', name: 'x', apiGroup: 'cdi.kubevirt.io' } }],
  ['DT-2', 'the source is only known at apply', { [`${SPEC}.source`]: UNKNOWN }],
  ['DT-3', 'a claim volume uses it', { [`${T}.volumes[0]`]: { name: 'root', persistentVolumeClaim: { claimName: 'web-0-root' } } }],
  ['DT-3', 'what a volume uses is only known at apply', { [`${T}.volumes[0].dataVolume.name`]: UNKNOWN }],
  ['DT-4', 'it is the namespace of the VM', { [`${TEMPLATE}.metadata.namespace`]: 'vms' }],
  ['DT-4', 'the namespace of the VM is only known at apply', { [`${TEMPLATE}.metadata.namespace`]: 'golden', 'metadata.namespace': UNKNOWN }],
  ['CD-3', 'storage takes them from its profile', { [`${SPEC}.storage.accessModes`]: undefined }],
  ['CD-3', 'pvc has one', claim(['ReadWriteOnce'])],
  ['CD-3', 'they are only known at apply', claim(UNKNOWN)],
  ['CD-4', 'it is exactly 1Mi', { [SIZE]: '1Mi' }],
  ['CD-4', 'the size is only known at apply', { [SIZE]: UNKNOWN }],
  ['CD-4', 'a clone takes the size of its origin', { ...NO_SIZE, [`${SPEC}.source`]: { pvc: { name: 'ubuntu', namespace: 'golden' } } }],
  ['CD-4', 'a data source has a size', { ...NO_SIZE, [`${SPEC}.source`]: undefined, [`${SPEC}.sourceRef`]: { kind: 'DataSource', name: 'ubuntu' } }],
  ['CD-7', 'an archive is an image', { [`${SPEC}.source`]: { registry: { url: 'oci-archive://images/x.tar' } } }],
  ['CD-7', 'the node pulls the image stream', { [`${SPEC}.source`]: { registry: { imageStream: 'x', pullMethod: 'node' } } }],
  ['CD-7', 'who pulls is only known at apply', { [`${SPEC}.source`]: { registry: { imageStream: 'x', pullMethod: UNKNOWN } } }],
  ['CD-8', 'Google has a scheme of its own', { [`${SPEC}.source`]: { gcs: { url: 'gs://bucket/x' } } }],
  ['CD-9', 'the certificate is not checked', { [`${SPEC}.source`]: { imageio: { url: 'https://x', diskId: 'a', secretRef: 'b', insecureSkipVerify: true } } }],
  ['R-46', 'the profile says it', { [`${SPEC}.storage.volumeMode`]: 'FromStorageProfile' }],
  ['CD-8', 'the URL is only known at apply', { [`${SPEC}.source.http.url`]: UNKNOWN }],
];
