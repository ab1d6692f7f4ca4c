import { UNKNOWN } from '../../../src/admission/finding';
import { AllowedObject, RefusedObject } from '../objects';

const object = (kind: string, spec: object) => () => ({ apiVersion: 'cdi.kubevirt.io/v1beta1', kind, metadata: { name: 'ubuntu', namespace: 'golden' }, spec: structuredClone(spec) });

const SIZE = { resources: { requests: { storage: '30Gi' } } };
const SOURCE = { http: { url: 'https://example.com/ubuntu.qcow2' } };
const volume = object('DataVolume', { source: SOURCE, storage: SIZE });
const claim = object('DataVolume', { source: SOURCE, pvc: { accessModes: ['ReadWriteOnce'], ...SIZE } });
const cron = object('DataImportCron', {
  schedule: '0 4 * * *',
  managedDataSource: 'ubuntu',
  template: { spec: { source: { registry: { url: 'docker://quay.io/containerdisks/ubuntu:24.04' } }, storage: SIZE } },
});
const TEMPLATE = 'spec.template.spec';
const dataSource = object('DataSource', { source: { pvc: { name: 'ubuntu', namespace: 'golden' } } });
const profile = object('StorageProfile', { claimPropertySets: [{ accessModes: ['ReadWriteMany'], volumeMode: 'Block' }] });
const importSource = object('VolumeImportSource', { source: SOURCE });
const uploadSource = object('VolumeUploadSource', { contentType: 'kubevirt' });
const cloneSource = object('VolumeCloneSource', { source: { kind: 'PersistentVolumeClaim', name: 'ubuntu' } });

const registry = (fields: object) => ({ 'spec.source': { registry: fields } });
const vddk = { url: 'https://vcenter.example.com', uuid: 'a', backingFile: 'b', thumbprint: 'c', secretRef: 'd' };
const staged = { 'spec.source': { vddk }, 'spec.checkpoints': [{ current: 'a', previous: '' }] };
const checksum = (text: unknown) => ({ 'spec.source.http.checksum': text });
const populator = (fields: object) => ({ 'spec.source': undefined, 'spec.storage.dataSourceRef': { apiGroup: 'cdi.kubevirt.io', kind: 'VolumeImportSource', name: 'ubuntu', ...fields } });
const schedule = (text: unknown) => ({ 'spec.schedule': text });

const CLASSES = { storageClasses: new Map([['ceph', { accessModes: ['ReadWriteMany'], isDefault: true }]]) };
const KNOWN = { claims: new Map([['golden/old', { size: '40Gi' }]]), dataSources: new Map([['golden/fedora', { size: '40Gi' }]]) };
const clone = { 'spec.source': { pvc: { name: 'old', namespace: 'golden' } } };
const image = (name: string) => ({ 'spec.source': undefined, 'spec.sourceRef': { kind: 'DataSource', name } });

export const REFUSED: RefusedObject[] = [
  ...[volume, cron, dataSource, profile, importSource, uploadSource, cloneSource].map((base): RefusedObject =>
    [base, 'R-118', {}, 'kind', 'the cluster has no CDI', 'runtime', { cdi: false }]),
  [volume, 'R-101', { 'spec.storage.storageClassName': 'nfs' }, 'spec.storage.storageClassName', '"nfs"', 'runtime', CLASSES],
  [volume, 'R-102', { 'spec.storage.accessModes': ['ReadWriteOnce'] }, 'spec.storage.accessModes[0]', '"ceph" can do ReadWriteMany', 'runtime', CLASSES],
  [volume, 'R-103', clone, 'spec.storage.resources.requests.storage', 'the claim "old" has 40Gi', 'runtime', KNOWN],
  [volume, 'R-14', image('fedora'), 'spec.storage.resources.requests.storage', 'the golden image "fedora" has 40Gi', 'runtime', KNOWN],
  [volume, 'R-14', image('debian'), 'spec.sourceRef.name', 'in the namespace "golden"', 'runtime', KNOWN],
  [cron, 'R-101', { [`${TEMPLATE}.storage.storageClassName`]: 'nfs' }, `${TEMPLATE}.storage.storageClassName`, '"nfs"', 'runtime', CLASSES],
  [volume, 'CD-1', { 'spec.storage.storageClassName': 'x'.repeat(254) }, 'spec.storage.storageClassName', '254 characters', 'admission'],
  [volume, 'CD-2', { 'spec.storage': undefined }, 'spec', 'no size and class', 'admission'],
  [volume, 'CD-2', { 'spec.pvc': {} }, 'spec', 'storage and pvc', 'admission'],
  [volume, 'CD-2', { 'spec.source': undefined }, 'spec', 'no source', 'admission'],
  [volume, 'CD-2', { 'spec.source': {} }, 'spec.source', 'no source', 'admission'],
  [volume, 'CD-2', { 'spec.source.blank': {} }, 'spec.source', 'http and blank', 'admission'],
  [volume, 'CD-2', { ...populator({}), 'spec.source': SOURCE }, 'spec.source', 'source beside dataSourceRef', 'admission'],
  [claim, 'CD-3', { 'spec.pvc.accessModes': undefined }, 'spec.pvc.accessModes', 'got []', 'admission'],
  [volume, 'CD-3', { 'spec.storage.accessModes': ['ReadWriteOnce', 'RWX'] }, 'spec.storage.accessModes[1]', '"RWX"', 'admission'],
  [volume, 'SCH-5', { 'spec.storage.resources.requests.storage': 'Gi' }, 'spec.storage.resources.requests.storage', '"Gi"', 'schema'],
  [volume, 'CD-4', { 'spec.storage.resources': null }, 'spec.storage.resources.requests.storage', 'nothing', 'admission'],
  [volume, 'CD-4', { 'spec.storage.resources.requests.storage': '1048575' }, 'spec.storage.resources.requests.storage', '"1048575"', 'admission'],
  [volume, 'CD-4', { ...populator({}), 'spec.storage.resources': undefined }, 'spec.storage.resources.requests.storage', 'nothing', 'admission'],
  [claim, 'CD-4', { 'spec.source': { pvc: { name: 'a', namespace: 'b' } }, 'spec.pvc.resources': undefined }, 'spec.pvc.resources.requests.storage', 'nothing', 'admission'],
  [volume, 'CD-5', { 'spec.source': undefined, 'spec.sourceRef': { kind: 'DataSource', name: '' } }, 'spec.sourceRef.name', '""', 'admission'],
  [volume, 'CD-6', { 'spec.source': { blank: {} }, 'spec.contentType': 'archive' }, 'spec.contentType', '"archive"', 'admission'],
  [volume, 'CD-7', registry({ url: 'https://quay.io/x/y' }), 'spec.source.registry.url', '"https://quay.io/x/y"', 'admission'],
  [volume, 'CD-7', registry({ url: 'docker:quay.io/x/y' }), 'spec.source.registry.url', '"docker:quay.io/x/y"', 'runtime'],
  [volume, 'CD-7', registry({ url: 'DOCKER://quay.io/x/y' }), 'spec.source.registry.url', '"DOCKER://quay.io/x/y"', 'runtime'],
  [volume, 'CD-7', registry({ imageStream: '', pullMethod: 'node' }), 'spec.source.registry.imageStream', '""', 'admission'],
  [volume, 'CD-7', registry({ url: 'docker://quay.io/x/y', pullMethod: '' }), 'spec.source.registry.pullMethod', '""', 'admission'],
  [volume, 'CD-8', { 'spec.source.http.url': undefined }, 'spec.source.http.url', 'got nothing', 'admission'],
  [volume, 'CD-8', { 'spec.source.http.url': 'ftp://example.com/x' }, 'spec.source.http.url', '"ftp://example.com/x"', 'admission'],
  [volume, 'CD-8', { 'spec.source.http.url': 'http://example.com:port/x' }, 'spec.source.http.url', 'port', 'admission'],
  [volume, 'CD-8', { 'spec.source.http.url': 'http://example.com/%zz' }, 'spec.source.http.url', '%zz', 'admission'],
  [volume, 'CD-8', { 'spec.source.http.url': 'gs://bucket/x' }, 'spec.source.http.url', '"gs://bucket/x"', 'runtime'],
  [volume, 'CD-8', { 'spec.source.http.url': 'http:/example.com/x' }, 'spec.source.http.url', '"http:/example.com/x"', 'runtime'],
  [volume, 'CD-8', { 'spec.source': { vddk: { ...vddk, url: undefined } } }, 'spec.source.vddk.url', 'nothing', 'admission'],
  [volume, 'CD-9', { 'spec.source': { vddk: { ...vddk, uuid: '' } } }, 'spec.source.vddk.uuid', '""', 'admission'],
  [volume, 'CD-10', { 'spec.source': { snapshot: { name: '', namespace: 'golden' } } }, 'spec.source.snapshot.name', '""', 'admission'],
  [volume, 'CD-11', populator({ apiGroup: undefined }), 'spec.storage.dataSourceRef.apiGroup', 'nothing', 'admission'],
  [volume, 'CD-11', populator({ namespace: 'golden' }), 'spec.storage.dataSourceRef.namespace', '"golden"', 'admission'],
  [volume, 'CD-11', { ...populator({}), 'spec.storage.dataSource': { apiGroup: 'cdi.kubevirt.io', kind: 'VolumeImportSource', name: 'ubuntu' } }, 'spec.storage', 'dataSource and dataSourceRef', 'admission'],
  [volume, 'CD-15', checksum('sha256:abc'), 'spec.source.http.checksum', '64 hexadecimal digits', 'admission'],
  [volume, 'CD-15', checksum('crc32:00000000'), 'spec.source.http.checksum', 'md5, sha1, sha256 or sha512', 'admission'],
  [volume, 'R-46', { 'spec.storage.volumeMode': 'Raw' }, 'spec.storage.volumeMode', '"Raw"', 'runtime'],
  [volume, 'SCH-1', { 'spec.storge': {} }, 'spec.storge', 'storge', 'schema'],
  [volume, 'SCH-6', { apiVersion: 'cdi.kubevirt.io/v1alpha1' }, 'apiVersion', 'v1alpha1', 'schema'],

  [cron, 'CD-1', { 'metadata.name': 'x'.repeat(64) }, 'metadata.name', '64 characters', 'admission'],
  [cron, 'CD-1', { 'spec.managedDataSource': 'x'.repeat(64) }, 'spec.managedDataSource', '64 characters', 'admission'],
  [cron, 'CD-2', { [`${TEMPLATE}.storage`]: undefined }, TEMPLATE, 'no size and class', 'admission'],
  [cron, 'CD-4', { [`${TEMPLATE}.storage.resources`]: undefined }, `${TEMPLATE}.storage.resources.requests.storage`, 'nothing', 'admission'],
  [cron, 'CD-7', { [`${TEMPLATE}.source.registry.url`]: 'quay.io/x/y' }, `${TEMPLATE}.source.registry.url`, '"quay.io/x/y"', 'admission'],
  [cron, 'CD-14', { [`${TEMPLATE}.source`]: SOURCE }, `${TEMPLATE}.source`, '"http"', 'admission'],
  [cron, 'CD-14', { [`${TEMPLATE}.contentType`]: 'kubevirt' }, `${TEMPLATE}.contentType`, '"kubevirt"', 'admission'],
  [cron, 'CD-14', { [`${TEMPLATE}.finalCheckpoint`]: true }, `${TEMPLATE}.finalCheckpoint`, 'true', 'admission'],
  [cron, 'CD-14', schedule('0 4 * *'), 'spec.schedule', '5 fields', 'admission'],
  [cron, 'CD-14', schedule('0 4 * * 7'), 'spec.schedule', 'day of the week', 'admission'],
  [cron, 'CD-14', schedule('60 4 * * *'), 'spec.schedule', '"60" is no minute', 'admission'],
  [cron, 'CD-14', schedule('*/0 * * * *'), 'spec.schedule', '"*/0" is no minute', 'admission'],
  [cron, 'CD-14', schedule('0 18-6 * * *'), 'spec.schedule', '"18-6" is no hour', 'admission'],
  [cron, 'CD-14', schedule('@nightly'), 'spec.schedule', '@midnight', 'admission'],
  [cron, 'CD-14', schedule('@every day'), 'spec.schedule', '@every 12h', 'admission'],
  [cron, 'CD-14', schedule('TZ=UTC 0 4 * * *'), 'spec.schedule', 'no time zone', 'runtime'],
  [cron, 'CD-14', { 'spec.importsToKeep': -1 }, 'spec.importsToKeep', '-1', 'admission'],
  [cron, 'CD-14', { 'spec.garbageCollect': 'Always' }, 'spec.garbageCollect', '"Always"', 'admission'],
  [cron, 'CD-14', { 'spec.managedDataSource': '' }, 'spec.managedDataSource', '""', 'admission'],
  [cron, 'DIC-1', { 'spec.retentionPolicy': 'Retain' }, 'spec.retentionPolicy', '"Retain"', 'runtime'],
  [cron, 'SCH-1', { 'spec.template.metadata': { labels: {} } }, 'spec.template.metadata.labels', 'labels', 'schema'],

  [dataSource, 'DS-1', { 'spec.source.snapshot': { name: 'a', namespace: 'golden' } }, 'spec.source', 'pvc and snapshot', 'runtime'],
  [dataSource, 'DS-1', { 'spec.source.pvc.name': '' }, 'spec.source.pvc.name', '""', 'runtime'],
  [dataSource, 'DS-2', { 'spec.source': { dataSource: { name: 'debian', namespace: 'vms' } } }, 'spec.source.dataSource.namespace', '"vms"', 'runtime'],
  [dataSource, 'DS-2', { 'spec.source': { dataSource: { name: 'ubuntu', namespace: 'golden' } } }, 'spec.source.dataSource.name', 'itself', 'runtime'],
  [profile, 'SP-1', { 'spec.cloneStrategy': 'csi' }, 'spec.cloneStrategy', '"csi"', 'runtime'],
  [profile, 'SP-1', { 'spec.dataImportCronSourceFormat': 'volume' }, 'spec.dataImportCronSourceFormat', '"volume"', 'runtime'],
  [profile, 'SP-2', { 'spec.claimPropertySets[0].accessModes[0]': 'RWX' }, 'spec.claimPropertySets[0].accessModes[0]', '"RWX"', 'schema'],
  [profile, 'SCH-4', { 'spec.claimPropertySets[0].volumeMode': 'Raw' }, 'spec.claimPropertySets[0].volumeMode', '"Raw"', 'schema'],
  [importSource, 'CD-1', { 'metadata.name': 'x'.repeat(64) }, 'metadata.name', '64 characters', 'admission'],
  [importSource, 'CD-6', { 'spec.contentType': 'qcow2' }, 'spec.contentType', '"qcow2"', 'admission'],
  [importSource, 'CD-8', { 'spec.source.http.url': 'x' }, 'spec.source.http.url', '"x"', 'admission'],
  [importSource, 'VIS-1', { 'spec.source': undefined }, 'spec.source', 'no source', 'admission'],
  [importSource, 'VIS-1', { 'spec.source.blank': {} }, 'spec.source', 'http and blank', 'admission'],
  [importSource, 'VIS-1', staged, 'spec.targetClaim', 'none with checkpoints', 'admission'],
  [uploadSource, 'CD-6', { 'spec.contentType': 'qcow2' }, 'spec.contentType', '"qcow2"', 'admission'],
  [cloneSource, 'VCS-1', { 'spec.source.kind': 'DataVolume' }, 'spec.source.kind', '"DataVolume"', 'runtime'],
];

export const ALLOWED: AllowedObject[] = [
  [volume, 'the class is the default one', { 'spec.storage.accessModes': ['ReadWriteMany'] }, CLASSES],
  [volume, 'the clone is as large', { ...clone, 'spec.storage.resources.requests.storage': '40Gi' }, KNOWN],
  [volume, 'the image is as large', { ...image('fedora'), 'spec.storage.resources.requests.storage': '40Gi' }, KNOWN],
  [cron, 'the class is one of the cluster', { [`${TEMPLATE}.storage.storageClassName`]: 'ceph' }, CLASSES],
  [volume, 'it is one', {}],
  [claim, 'it is described by pvc', {}],
  [volume, 'a class of 253 characters', { 'spec.storage.storageClassName': 'x'.repeat(253) }],
  [volume, 'part of a byte is rounded up', { 'spec.storage.resources.requests.storage': '1048575500m' }],
  [volume, 'a clone has the size of its origin', { 'spec.storage.resources': undefined, 'spec.source': { snapshot: { name: 'a', namespace: 'b' } } }],
  [volume, 'something else fills it', populator({})],
  [volume, 'a claim needs no API group', populator({ kind: 'PersistentVolumeClaim', apiGroup: undefined })],
  [volume, 'the source is only known at apply', { 'spec.source': UNKNOWN }],
  [volume, 'the URL is only known at apply', { 'spec.source.http.url': UNKNOWN }],
  [volume, 'the node pulls an image stream', registry({ imageStream: 'ubuntu', pullMethod: 'node' })],
  [volume, 'an archive of an image', registry({ url: 'oci-archive://images/ubuntu.tar' })],
  [volume, 'a port, a user and a query', { 'spec.source.http.url': 'HTTPS://me:secret@example.com:8443/a%20b?c=%zz' }],
  [volume, 'Google has a scheme of its own', { 'spec.source': { gcs: { url: 'gs://bucket/x' } } }],
  [volume, 'all that VMware needs', { 'spec.source': { vddk } }],
  [volume, 'a checksum', checksum(`sha256:${'0a'.repeat(32)}`)],
  [volume, 'a checksum with spaces and capitals', checksum(` SHA1: ${'0A'.repeat(20)} `)],
  [volume, 'no checksum', checksum('')],
  [cron, 'it is one', {}],
  [cron, 'it clones', { [`${TEMPLATE}.source`]: { pvc: { name: 'a', namespace: 'b' } } }],
  [cron, 'what is not set', { [`${TEMPLATE}.checkpoints`]: [], [`${TEMPLATE}.finalCheckpoint`]: false }],
  ...['', '@daily', '@every 1h30m', '*/15 0-6,18-23 1 jan-mar MON', '? ? ? ? ?', '5/10 * * * *', ',, * * * *'].map((text): AllowedObject => [cron, text, schedule(text)]),
  [cron, 'what clones has a time zone', { ...schedule('TZ=Europe/Berlin 0 4 * * *'), [`${TEMPLATE}.source`]: { pvc: { name: 'a', namespace: 'b' } } }],
  [cron, 'the schedule is only known at apply', schedule(UNKNOWN)],
  [cron, 'how many are kept is only known at apply', { 'spec.importsToKeep': UNKNOWN }],
  [dataSource, 'it is one', {}],
  [dataSource, 'a DataImportCron fills it', { 'spec.source': {} }],
  [dataSource, 'it points to another', { 'spec.source': { dataSource: { name: 'debian', namespace: 'golden' } } }],
  [profile, 'it is one', { 'spec.cloneStrategy': 'csi-clone', 'spec.dataImportCronSourceFormat': 'snapshot' }],
  [importSource, 'it is one', {}],
  [importSource, 'an import in stages', { ...staged, 'spec.targetClaim': 'ubuntu' }],
  [uploadSource, 'it is one', {}],
  [uploadSource, 'an empty one', { spec: {} }],
  [cloneSource, 'it is one', {}],
];
