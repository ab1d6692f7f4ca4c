import { UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, Refused } from '../manifests';

/** A kind of object that goes with VMs: a manifest nobody has anything against, and what may be changed in it or not. */
export interface Companion {
  readonly base: () => object;
  /** The cluster of the rows that say nothing of it. */
  readonly facts: Partial<ClusterFacts>;
  readonly REFUSED: readonly Refused[];
  readonly ALLOWED: readonly Allowed[];
}

const gates = (...names: string[]) => ({ featureGates: new Set(names) });
const on = (version: KubevirtVersion, ...names: string[]) => ({ kubevirtVersion: version, featureGates: new Set(names) });
const { V1_9_0 } = KubevirtVersion;
const OFF = gates();

const metadata = { name: 'one', namespace: 'companions' };
const vm = (name = 'web-0') => ({ apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name });
const guest = {
  domain: {
    memory: { guest: '1Gi' },
    devices: { disks: [{ name: 'root', disk: { bus: 'virtio' } }], interfaces: [{ name: 'default', masquerade: {} }] },
  },
  networks: [{ name: 'default', pod: {} }],
  volumes: [{ name: 'root', containerDisk: { image: 'quay.io/containerdisks/fedora:42' } }],
};

const VM = 'spec.virtualMachineTemplate.spec';
const GUEST = `${VM}.template.spec`;
const several = (changes: object) => ({ 'spec.replicas': 2, ...changes });
const secretOf = (name: string) => ({ sshPublicKey: { source: { secret: { secretName: name } }, propagationMethod: { noCloud: {} } } });

const pool: Companion = {
  base: () => ({
    apiVersion: 'pool.kubevirt.io/v1beta1',
    kind: 'VirtualMachinePool',
    metadata: { ...metadata },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      virtualMachineTemplate: { metadata: { labels: { app: 'web', tier: 'front' } }, spec: { runStrategy: 'Halted', template: { spec: structuredClone(guest) } } },
    },
  }),
  facts: {},
  REFUSED: [
    ['SCH-3', { 'spec.virtualMachineTemplate': undefined }, 'spec.virtualMachineTemplate', '"virtualMachineTemplate"'],
    ['SCH-3', { [`${VM}.template`]: undefined }, `${VM}.template`, '"template"'],
    ['PL-2', { 'spec.selector.matchLabels.app': 'db' }, 'spec.selector.matchLabels.app', '"db"'],
    ['PL-2', { 'spec.selector.matchLabels.zone': 'a' }, 'spec.selector.matchLabels.zone', '"a"'],
    ['PL-2', { 'spec.virtualMachineTemplate.metadata': undefined }, 'spec.selector.matchLabels.app', '"web"'],
    ['PL-2', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'In', values: ['db'] }] } }, 'spec.selector.matchExpressions[0]', '"db"'],
    ['PL-2', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } }, 'spec.selector.matchExpressions[0]', '"NotIn"'],
    ['PL-2', { 'spec.selector': { matchExpressions: [{ key: 'zone', operator: 'Exists' }] } }, 'spec.selector.matchExpressions[0]', '"zone"'],
    ['PL-2', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }, 'spec.selector.matchExpressions[0]', '"app"'],
    ['PL-2', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'In', values: [] }] } }, 'spec.selector.matchExpressions[0].values', 'at least one'],
    ['PL-2', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Is', values: ['web'] }] } }, 'spec.selector.matchExpressions[0].operator', '"Is"'],
    ['PL-2', { 'spec.selector': { matchLabels: { app: 'a b' } }, 'spec.virtualMachineTemplate.metadata.labels': { app: 'a b' } }, 'spec.selector.matchLabels["app"]', '"a b"'],
    ...['25', '0%', '101%', 'a%', '1.5%', '-5%', ' 5%', '%', 0, -1].map((given): Refused =>
      ['PL-3', { 'spec.maxUnavailable': given }, 'spec.maxUnavailable', JSON.stringify(given)]),
    ['PL-4', { 'spec.updateStrategy': { unmanaged: {}, opportunistic: {} } }, 'spec.updateStrategy', 'unmanaged and opportunistic'],
    ['PL-4', { 'spec.scaleInStrategy': { opportunistic: {}, proactive: {} } }, 'spec.scaleInStrategy', 'opportunistic and proactive'],
    ['PL-6', several({ [`${GUEST}.domain.devices.interfaces[0].macAddress`]: '02:12:34:56:78:9a' }),
      `${GUEST}.domain.devices.interfaces[0].macAddress`, 'all 2 replicas'],
    ['PL-6', several({ [`${GUEST}.hostname`]: 'web' }), `${GUEST}.hostname`, '"web"'],
    ['PL-6', several({ [`${GUEST}.domain.firmware`]: { uuid: '5d307ca9-b3ef-428c-8861-06e72d69f223' } }), `${GUEST}.domain.firmware.uuid`, '"5d307ca9'],
    ['PL-6', several({ [`${GUEST}.domain.firmware`]: { serial: 'A1' } }), `${GUEST}.domain.firmware.serial`, '"A1"'],
    ['PL-7', { 'spec.nameGeneration': { appendIndexToSecretRefs: true }, [`${GUEST}.volumes[1]`]: { name: 'a', sysprep: { secret: { name: 'answers' } } } },
      `${GUEST}.volumes[1].sysprep.secret`, '"answers"'],
    ['PL-7', { 'spec.nameGeneration': { appendIndexToConfigMapRefs: true }, [`${GUEST}.volumes[1]`]: { name: 'a', sysprep: { configMap: { name: 'answers' } } } },
      `${GUEST}.volumes[1].sysprep.configMap`, '"answers"'],
    ['PL-7', { 'spec.nameGeneration': { appendIndexToSecretRefs: true }, [`${GUEST}.accessCredentials`]: [secretOf('keys')] },
      `${GUEST}.accessCredentials[0].sshPublicKey.source.secret`, '"keys"'],
    ['PL-8', { 'spec.autohealing': { minFailingToStartDuration: '5 minutes' } }, 'spec.autohealing.minFailingToStartDuration', '"5 minutes"'],
    ['PL-9', { [`${GUEST}.domain.cpu`]: { dedicatedCpuPlacement: true } }, `${GUEST}.domain.cpu.cores`, 'dedicatedCpuPlacement'],
    ['PL-9', { [`${GUEST}.domain.memory`]: { hugepages: { pageSize: '2Mi' } } }, `${GUEST}.domain.memory.guest`, 'webhook'],
    ['PL-9', { [`${GUEST}.domain.memory`]: { hugepages: { pageSize: '2Mi' } }, [`${GUEST}.domain.resources`]: { limits: { memory: '1Gi' } } }, `${GUEST}.domain.memory.guest`, 'webhook'],
    ['PL-9', { [`${GUEST}.networks`]: undefined, [`${GUEST}.domain.devices.interfaces`]: undefined, [`${GUEST}.readinessProbe`]: { tcpSocket: { port: 22 } } },
      `${GUEST}.networks`, 'tcpSocket of readinessProbe'],
    ['PL-9', { [`${GUEST}.domain.memory.maxGuest`]: '4Gi' }, `${GUEST}.architecture`, 'maxGuest'],
    ['PL-9', { [`${GUEST}.architecture`]: 'amd64', [`${GUEST}.domain.memory`]: { maxGuest: '4Gi' }, [`${GUEST}.domain.resources`]: { requests: { memory: '1Gi' } } },
      `${GUEST}.domain.memory.guest`, 'maxGuest'],
    ['FW-2', { [`${VM}.preference`]: { name: 'rhel.9' }, [`${GUEST}.domain.firmware`]: { bootloader: { efi: {} } } }, `${GUEST}.domain.firmware.bootloader.efi`, 'secure boot'],
    ['IT-10', { [`${VM}.instancetype`]: { name: 'u1.medium' } }, `${GUEST}.domain.memory.guest`, '"1Gi"'],
    ['NW-10', { [`${GUEST}.domain.devices.interfaces[0]`]: { name: 'default', slirp: {} } }, `${GUEST}.domain.devices.interfaces[0].slirp`, 'slirp'],
    ['MEM-6', { [`${GUEST}.domain.memory`]: undefined }, `${GUEST}.domain.memory.guest`, 'no memory'],
    ['VM-3', { [`${VM}.runStrategy`]: undefined }, `${VM}.runStrategy`, 'no runStrategy'],
    ['R-18', { [`${VM}.preference`]: { name: 'fedora', kind: 'Preference' } }, `${VM}.preference.kind`, 'expected VirtualMachineClusterPreference'],
    ['R-19', { [`${VM}.preference`]: { name: 'fedorra' } }, `${VM}.preference.name`, 'no preference'],
    ['IT-18', { [`${VM}.instancetype`]: { name: 'u1.nano' }, [`${VM}.preference`]: { name: 'fedora' } }, `${VM}.instancetype`, '512Mi'],
  ],
  ALLOWED: [
    ['PL-2', 'labels meet every expression', {
      'spec.selector': {
        matchExpressions: [
          { key: 'app', operator: 'In', values: ['db', 'web'] }, { key: 'zone', operator: 'NotIn', values: ['a'] }, { key: 'tier', operator: 'Exists' }, { key: 'zone', operator: 'DoesNotExist' },
        ],
      },
    }],
    ['PL-2', 'the selector takes everything', { 'spec.selector': {} }],
    ['PL-2', 'a label is only known at apply', { 'spec.virtualMachineTemplate.metadata.labels': { app: UNKNOWN } }],
    ['PL-2', 'the selector is only known at apply', { 'spec.selector': UNKNOWN }],
    ...['1%', '100%', '+5%', '007%', 1, 1000, UNKNOWN].map((given): Allowed => ['PL-3', 'it is some', { 'spec.maxUnavailable': given }]),
    ['PL-4', 'each has one', { 'spec.updateStrategy': { opportunistic: {} }, 'spec.scaleInStrategy': { proactive: {} } }],
    ['PL-4', 'it has none', { 'spec.updateStrategy': {} }],
    ['PL-6', 'there is only one', { [`${GUEST}.hostname`]: 'web' }],
    ['PL-6', 'how many there are is only known at apply', { 'spec.replicas': UNKNOWN, [`${GUEST}.hostname`]: 'web' }],
    ['R-18', 'it is a preference', { [`${VM}.preference`]: { name: 'fedora', kind: 'VirtualMachineClusterPreference' } }],
    ['R-19', 'KubeVirt brings the preference along', { [`${VM}.preference`]: { name: 'fedora' } }],
    ['PL-9', 'it is said', {
      [`${GUEST}.architecture`]: 'amd64',
      [`${GUEST}.domain.cpu`]: { dedicatedCpuPlacement: true, sockets: 2 },
      [`${GUEST}.domain.memory.maxGuest`]: '4Gi',
      [`${GUEST}.readinessProbe`]: { tcpSocket: { port: 22 } },
    }],
    ['PL-9', 'a request is memory for huge pages', { [`${GUEST}.domain.memory`]: { hugepages: { pageSize: '2Mi' } }, [`${GUEST}.domain.resources`]: { requests: { memory: '1Gi' } } }],
    ['PL-7', 'nothing is numbered', { [`${GUEST}.volumes[1]`]: { name: 'a', sysprep: { secret: { name: 'answers' } } } }],
    ['PL-7', 'Secrets of cloud-init are numbered', { 'spec.nameGeneration': { appendIndexToSecretRefs: true }, [`${GUEST}.volumes[1]`]: { name: 'a', cloudInitNoCloud: { secretRef: { name: 'data' } } } }],
    ...['5m', '1h30m', '1.5s', '0', '-1s', '.5h', '1µs'].map((given): Allowed => ['PL-8', 'it is a duration', { 'spec.autohealing': { minFailingToStartDuration: given } }]),
  ],
};

const replicaSet: Companion = {
  base: () => ({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstanceReplicaSet',
    metadata: { ...metadata },
    spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: structuredClone(guest) } },
  }),
  facts: {},
  REFUSED: [
    ['SCH-3', { 'spec.template': undefined }, 'spec.template', '"template"'],
    ['RSR-1', { 'spec.selector.matchLabels.app': 'db' }, 'spec.selector.matchLabels.app', '"db"'],
    ['RSR-1', { 'spec.selector': { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['a'] }] } }, 'spec.selector.matchExpressions[0].values', 'expected none'],
    ['PL-6', several({ 'spec.template.spec.hostname': 'web' }), 'spec.template.spec.hostname', '"web"'],
    ['PL-9', { 'spec.template.spec.domain.cpu': { dedicatedCpuPlacement: true } }, 'spec.template.spec.domain.cpu.cores', 'dedicatedCpuPlacement'],
    ['ID-9', { 'spec.template.metadata.labels': { 'app': 'web', 'kubevirt.io/nodeName': 'a' } }, 'spec.template.metadata.labels["kubevirt.io/nodeName"]', 'nodeName'],
  ],
  ALLOWED: [
    ['RSR-1', 'there are more labels than are asked for', { 'spec.template.metadata.labels.tier': 'front' }],
    ['PL-9', 'the memory of an instance is not looked at', { 'spec.template.spec.domain.memory.maxGuest': '4Gi' }],
    ['PL-6', 'there is only one', { 'spec.replicas': 1, 'spec.template.spec.hostname': 'web' }],
  ],
};

const snapshot: Companion = {
  base: () => ({ apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineSnapshot', metadata: { ...metadata }, spec: { source: vm() } }),
  facts: gates('Snapshot'),
  REFUSED: [
    ['SN-1', {}, 'kind', 'Snapshot', OFF],
    ['SN-1', { 'spec.source.apiGroup': undefined }, 'spec.source.apiGroup', 'nothing'],
    ['SN-1', { 'spec.source.apiGroup': '' }, 'spec.source.apiGroup', '""'],
    ['SN-1', { 'spec.source.apiGroup': 'kubevirt.io/v1' }, 'spec.source.apiGroup', '"kubevirt.io/v1"'],
    ['SN-1', { 'spec.source.kind': 'VirtualMachineInstance' }, 'spec.source.kind', '"VirtualMachineInstance"'],
    ['SN-1', { 'spec.failureDeadline': '5' }, 'spec.failureDeadline', '"5"'],
    ['SN-2', { 'spec.deletionPolicy': 'Keep' }, 'spec.deletionPolicy', '"Keep"'],
    ['SCH-3', { 'spec.source.name': undefined }, 'spec.source.name', '"name"'],
  ],
  ALLOWED: [
    ['SN-1', 'its deadline is a duration', { 'spec.failureDeadline': '10m' }],
    ['SN-1', 'it is only known at apply', { 'spec.source': { apiGroup: UNKNOWN, kind: UNKNOWN, name: UNKNOWN } }],
    ['SN-2', 'it is kept', { 'spec.deletionPolicy': 'Retain' }],
  ],
};

const patch = (path: string, value: string) => `{"op": "replace", "path": "${path}", "value": "${value}"}`;
const MAC_PATH = '/spec/template/spec/domain/devices/interfaces/0/macAddress';

const restore: Companion = {
  base: () => ({
    apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineRestore', metadata: { ...metadata }, spec: { target: vm(), virtualMachineSnapshotName: 'snap' },
  }),
  facts: gates('Snapshot'),
  REFUSED: [
    ['RS-1', {}, 'kind', 'Snapshot', OFF],
    ['RS-1', { 'spec.target.apiGroup': undefined }, 'spec.target.apiGroup', 'nothing'],
    ['RS-1', { 'spec.target.apiGroup': 'snapshot.kubevirt.io' }, 'spec.target.apiGroup', '"snapshot.kubevirt.io"'],
    ['RS-1', { 'spec.target.kind': 'Pod' }, 'spec.target.kind', '"Pod"'],
    ['RS-3', { 'spec.patches': [patch('/metadata/name', 'b')] }, 'spec.patches[0]', '"/metadata/name"'],
    ['RS-3', { 'spec.patches': [patch('/spec', 'b')] }, 'spec.patches[0]', '"/spec"'],
    ['RS-3', { 'spec.patches': [patch('/spec/running', 'a'), patch(MAC_PATH, '02:12:34:56:78:9a')] }, 'spec.patches[1]', '02:12'],
    ['RS-3', { 'spec.patches': [patch('/metadata/labels/app', 'a,b')] }, 'spec.patches[0]', 'one ":"'],
    ['RS-3', { 'spec.patches': [''] }, 'spec.patches[0]', '""'],
    ['RS-4', { 'spec.volumeRestoreOverrides': [{ restoreName: 'b' }] }, 'spec.volumeRestoreOverrides[0].volumeName', 'nothing'],
    ['RS-4', { 'spec.volumeRestoreOverrides': [{ volumeName: 'a' }] }, 'spec.volumeRestoreOverrides[0]', 'nothing that is overridden'],
    ['RS-4', { 'spec.volumeRestorePolicy': 'InPlaces' }, 'spec.volumeRestorePolicy', '"InPlaces"'],
    ['RS-4', { 'spec.volumeRestorePolicy': '' }, 'spec.volumeRestorePolicy', '""'],
    ['RS-4', { 'spec.volumeOwnershipPolicy': 'VM' }, 'spec.volumeOwnershipPolicy', '"VM"'],
    ['RS-5', { 'spec.targetReadinessPolicy': 'Stop' }, 'spec.targetReadinessPolicy', '"Stop"'],
    ['SCH-4', { 'spec.targetReadinessPolicy': 'Stop' }, 'spec.targetReadinessPolicy', '"Stop"', on(V1_9_0, 'Snapshot')],
  ],
  ALLOWED: [
    ['RS-1', 'the target is a VM of another name', { 'spec.target.name': 'b' }],
    ['RS-3', 'a MAC address has dashes', { 'spec.patches': [patch(MAC_PATH, '02-12-34-56-78-9a')] }],
    ['RS-3', 'labels and annotations may be changed', { 'spec.patches': [patch('/metadata/labels/app', 'a'), patch('/metadata/annotations/app', 'a')] }],
    ['RS-3', 'nothing is put in place of what is removed', { 'spec.patches': ['{"op":"remove","path":"/spec/template/spec/hostname"}'] }],
    ['RS-4', 'one thing is overridden', { 'spec.volumeRestoreOverrides': [{ volumeName: 'a', labels: { app: 'a' } }] }],
    ['RS-4', 'the policies are known', { 'spec.volumeRestorePolicy': 'InPlace', 'spec.volumeOwnershipPolicy': 'None' }],
    ['RS-5', 'the policy is known', { 'spec.targetReadinessPolicy': 'StopTarget' }],
  ],
};

const clone: Companion = {
  base: () => ({ apiVersion: 'clone.kubevirt.io/v1beta1', kind: 'VirtualMachineClone', metadata: { ...metadata }, spec: { source: vm(), target: vm('web-1') } }),
  facts: gates('Snapshot'),
  REFUSED: [
    ['CL-1', {}, 'kind', 'Snapshot', OFF],
    ['CL-1', { 'spec.source.kind': 'VirtualMachineInstance' }, 'spec.source.kind', '"VirtualMachineInstance"'],
    ['CL-1', { 'spec.target.kind': 'VirtualMachineInstance' }, 'spec.target.kind', '"VirtualMachineInstance"'],
    ['CL-1', { 'spec.source.apiGroup': undefined }, 'spec.source.apiGroup', 'nothing'],
    ['CL-1', { 'spec.source.apiGroup': '' }, 'spec.source.apiGroup', '""'],
    ['CL-1', { 'spec.source.name': '' }, 'spec.source.name', '""'],
    ['CL-1', { 'spec.target.name': 'web-0' }, 'spec.target.name', '"web-0"'],
    ['CL-2', { 'spec.labelFilters': ['a', 'a!b'] }, 'spec.labelFilters[1]', '"a!b"'],
    ['CL-2', { 'spec.annotationFilters': ['*a'] }, 'spec.annotationFilters[0]', '"*a"'],
    ['CL-2', { 'spec.template': { labelFilters: ['!'] } }, 'spec.template.labelFilters[0]', '"!"'],
    ['CL-2', { 'spec.template': { annotationFilters: ['!!a'] } }, 'spec.template.annotationFilters[0]', '"!!a"'],
    ['CL-3', { 'spec.newMacAddresses': { default: '02-12-34' } }, 'spec.newMacAddresses.default', '"02-12-34"'],
    ['CL-3', { 'spec.patches': ['{op: remove}'] }, 'spec.patches[0]', '{op: remove}'],
    ['CL-4', { 'spec.target.apiGroup': undefined }, 'spec.target.apiGroup', 'nothing'],
    ['CL-4', { 'spec.newMacAddresses': { default: '02:12:34:56:78:9a' } }, 'spec.newMacAddresses.default', '"02:12:34:56:78:9a"'],
    ['CL-4', { 'spec.newSMBiosSerial': 'a:b' }, 'spec.newSMBiosSerial', '"a:b"'],
    ['CL-4', { 'spec.patches': [patch(MAC_PATH, '02:12:34:56:78:9a')] }, 'spec.patches[0]', '02:12'],
    ['CL-4', { 'spec.patches': [patch('/metadata/name', 'b')] }, 'spec.patches[0]', '"/metadata/name"'],
  ],
  ALLOWED: [
    ['CL-1', 'the clone gets a name of its own', { 'spec.target': undefined }],
    ['CL-1', 'it comes from a snapshot of the same name', { 'spec.source': { apiGroup: 'snapshot.kubevirt.io', kind: 'VirtualMachineSnapshot', name: 'web-1' } }],
    ['CL-2', 'they are in their places', { 'spec.labelFilters': ['*', 'app', '!app', 'app*', '!app.kubernetes.io/*', ''].slice(0, 5) }],
    ['CL-3', 'the address is well-formed', { 'spec.newMacAddresses': { default: '02-12-34-56-78-9a', other: '' }, 'spec.patches': ['{}', '[1]'] }],
    ['CL-4', 'the address has dashes', { 'spec.newMacAddresses': { default: '02-12-34-56-78-9a' }, 'spec.newSMBiosSerial': 'A1' }],
    ['CL-4', 'there is no target', { 'spec.target': undefined }],
  ],
};

const source = (kind: string, apiGroup?: string, name = 'a') => ({ 'spec.source': { ...apiGroup === undefined ? {} : { apiGroup }, kind, name } });

const vmExport: Companion = {
  base: () => ({ apiVersion: 'export.kubevirt.io/v1beta1', kind: 'VirtualMachineExport', metadata: { ...metadata }, spec: { source: vm() } }),
  facts: gates('VMExport'),
  REFUSED: [
    ['EX-1', {}, 'kind', 'VMExport', OFF],
    ['EX-1', source('PersistentVolumeClaim', 'kubevirt.io'), 'spec.source.apiGroup', '"kubevirt.io"'],
    ['EX-1', source('VirtualMachine'), 'spec.source.apiGroup', 'nothing'],
    ['EX-1', source('VirtualMachineSnapshot', 'kubevirt.io'), 'spec.source.apiGroup', '"kubevirt.io"'],
    ['EX-1', source('VirtualMachineBackup', 'kubevirt.io'), 'spec.source.apiGroup', '"kubevirt.io"'],
    ['EX-1', source('DataVolume', 'cdi.kubevirt.io'), 'spec.source.kind', '"DataVolume"'],
    ['EX-1', source('VirtualMachine', 'kubevirt.io', ''), 'spec.source.name', '""'],
    ['EX-1', source('VirtualMachineTemplate', 'template.kubevirt.io'), 'spec.source.kind', '"VirtualMachineTemplate"'],
    ['EX-1', source('VirtualMachineTemplate', 'template.kubevirt.io'), 'spec.source.kind', 'OCIExport', on(V1_9_0, 'VMExport', 'Template')],
    ['EX-1', { 'spec.ttlDuration': '2d' }, 'spec.ttlDuration', '"2d"'],
    ['SCH-6', { apiVersion: 'export.kubevirt.io/v1' }, 'apiVersion', '"export.kubevirt.io/v1"'],
    ['SCH-6', { apiVersion: 'export.kubevirt.io/v1alpha1' }, 'apiVersion', '"export.kubevirt.io/v1alpha1"', on(V1_9_0, 'VMExport')],
  ],
  ALLOWED: [
    ['EX-1', 'a claim has no group', source('PersistentVolumeClaim')],
    ['EX-1', 'a claim has an empty group', source('PersistentVolumeClaim', '')],
    ['EX-1', 'it is of a snapshot', source('VirtualMachineSnapshot', 'snapshot.kubevirt.io')],
    ['EX-1', 'it is of a backup', source('VirtualMachineBackup', 'backup.kubevirt.io')],
    ['EX-1', 'it is of a template, with all gates', { apiVersion: 'export.kubevirt.io/v1', ...source('VirtualMachineTemplate', 'template.kubevirt.io') }, on(V1_9_0, 'VMExport', 'OCIExport', 'Template')],
    ['EX-1', 'it is kept for a while', { 'spec.ttlDuration': '48h' }],
    ['SCH-6', 'it is the first version', { apiVersion: 'export.kubevirt.io/v1alpha1' }],
  ],
};

const stalling = (detector: object) => ({ 'spec.experimental': { stallDetector: detector } });
const STALLING = 'spec.experimental.stallDetector';
const DETECTION = on(V1_9_0, 'MigrationStallDetection');

const migrationPolicy: Companion = {
  base: () => ({ apiVersion: 'migrations.kubevirt.io/v1alpha1', kind: 'MigrationPolicy', metadata: { name: 'one' }, spec: { selectors: {} } }),
  facts: {},
  REFUSED: [
    ['MP-1', { 'spec.completionTimeoutPerGiB': -1 }, 'spec.completionTimeoutPerGiB', 'got -1'],
    ['MP-1', { 'spec.bandwidthPerMigration': '-1Mi' }, 'spec.bandwidthPerMigration', '"-1Mi"'],
    ['MP-1', { 'spec.bandwidthPerMigration': '-0.5' }, 'spec.bandwidthPerMigration', '"-0.5"'],
    ['SCH-3', { 'spec.selectors': undefined }, 'spec.selectors', '"selectors"'],
    ['SCH-1', { 'spec.maxDowntimeMs': 300 }, 'spec.maxDowntimeMs', '"maxDowntimeMs"'],
    ['MP-2', { 'spec.maxDowntimeMs': 300 }, 'spec.maxDowntimeMs', 'MigrationStallDetection', on(V1_9_0)],
    ['MP-2', stalling({}), STALLING, 'MigrationStallDetection', on(V1_9_0)],
    ['MP-2', stalling({ ewmaAlpha: '0' }), `${STALLING}.ewmaAlpha`, '"0"', DETECTION],
    ['MP-2', stalling({ ewmaAlpha: '1.001' }), `${STALLING}.ewmaAlpha`, '"1.001"', DETECTION],
    ['MP-2', stalling({ ewmaAlpha: '0.1234' }), `${STALLING}.ewmaAlpha`, 'three decimals', DETECTION],
    ['MP-2', stalling({ precopyPossibleFactor: '0.9' }), `${STALLING}.precopyPossibleFactor`, '"0.9"', DETECTION],
    ['MP-2', stalling({ patienceWindowDecayFactor: '2' }), `${STALLING}.patienceWindowDecayFactor`, '"2"', DETECTION],
    ['MP-2', stalling({ completionTimeoutFactor: 'twice' }), `${STALLING}.completionTimeoutFactor`, '"twice"', DETECTION],
  ],
  ALLOWED: [
    ['MP-1', 'there is no limit', { 'spec.completionTimeoutPerGiB': 0, 'spec.bandwidthPerMigration': '0' }],
    ['MP-2', 'its gate is on', { 'spec.maxDowntimeMs': 300, ...stalling({ ewmaAlpha: '0.5', precopyPossibleFactor: '1.5', patienceWindowDecayFactor: '0', completionTimeoutFactor: ' 2 ' }) }, DETECTION],
    ['MP-2', 'only compression is chosen', { 'spec.experimental': { compression: 'zstd' } }, on(V1_9_0)],
  ],
};

const migration: Companion = {
  base: () => ({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstanceMigration', metadata: { ...metadata }, spec: { vmiName: 'moving' } }),
  facts: gates('DecentralizedLiveMigration'),
  REFUSED: [
    ['MG-1', { 'spec.vmiName': undefined }, 'spec.vmiName', 'nothing'],
    ['MG-1', { 'spec.vmiName': '' }, 'spec.vmiName', '""'],
    ['MG-1', { 'spec.priority': 'system-critical' }, 'spec.priority', '"system-critical"'],
    ['MG-1', { 'spec.receive': { migrationID: 'a' } }, 'spec.receive', 'DecentralizedLiveMigration', OFF],
    ['MG-1', { 'spec.receive': { migrationID: 'a' }, 'spec.sendTo': { migrationID: 'b', connectURL: 'x' } }, 'spec.receive.migrationID', '"b"'],
  ],
  ALLOWED: [
    ['MG-1', 'both ends have one id', { 'spec.receive': { migrationID: 'a' }, 'spec.sendTo': { migrationID: 'a', connectURL: 'x' } }],
    ['MG-1', 'the VM is only known at apply', { 'spec.vmiName': UNKNOWN }],
  ],
};

const tracker = { apiGroup: 'backup.kubevirt.io', kind: 'VirtualMachineBackupTracker', name: 'web-0' };

const backup: Companion = {
  base: () => ({ apiVersion: 'backup.kubevirt.io/v1alpha1', kind: 'VirtualMachineBackup', metadata: { ...metadata }, spec: { source: vm(), pvcName: 'backups' } }),
  facts: gates('IncrementalBackup'),
  REFUSED: [
    ['BK-1', {}, 'kind', 'IncrementalBackup', OFF],
    ['BK-1', { 'spec.source.apiGroup': undefined }, 'spec.source.apiGroup', 'nothing'],
    ['BK-1', { 'spec.source.kind': 'VirtualMachineInstance' }, 'spec.source.kind', '"VirtualMachineInstance"'],
    ['BK-1', { 'spec.source': { ...tracker, apiGroup: 'kubevirt.io' } }, 'spec.source.apiGroup', '"kubevirt.io"'],
    ['BK-1', { 'spec.source.name': '' }, 'spec.source.name', '""'],
    ['BK-1', { 'spec.pvcName': undefined }, 'spec.pvcName', 'nothing'],
    ['BK-1', { 'spec.pvcName': '' }, 'spec.pvcName', '""'],
    ['BK-1', { 'spec.mode': 'Pull' }, 'spec.tokenSecretRef', 'nothing'],
    ['BK-1', { 'spec.ttlDuration': 'long' }, 'spec.ttlDuration', '"long"'],
    ['SCH-4', { 'spec.mode': 'Fetch' }, 'spec.mode', '"Fetch"'],
  ],
  ALLOWED: [
    ['BK-1', 'it goes on from a tracker', { 'spec.source': tracker }],
    ['BK-1', 'it is fetched with a token', { 'spec.mode': 'Pull', 'spec.tokenSecretRef': 'token' }],
    ['BK-1', 'it is brought', { 'spec.mode': 'Push' }],
  ],
};

const backupTracker: Companion = {
  base: () => ({ apiVersion: 'backup.kubevirt.io/v1alpha1', kind: 'VirtualMachineBackupTracker', metadata: { ...metadata }, spec: { source: vm() } }),
  facts: gates('IncrementalBackup'),
  REFUSED: [
    ['BK-2', {}, 'kind', 'IncrementalBackup', OFF],
    ['BK-2', { 'spec.source.apiGroup': 'backup.kubevirt.io' }, 'spec.source.apiGroup', '"backup.kubevirt.io"'],
    ['BK-2', { 'spec.source.kind': 'Pod' }, 'spec.source.kind', '"Pod"'],
    ['BK-2', { 'spec.source.name': '' }, 'spec.source.name', '""'],
  ],
  ALLOWED: [['BK-2', 'the VM has another name', { 'spec.source.name': 'b' }]],
};

const P = 'spec.parameters';
const INSIDE = 'spec.virtualMachine';
const made = (changes: object) => ({ [P]: [{ name: 'NAME', generate: 'expression', from: 'vm-[a-z0-9]{6}', ...changes }] });

const template: Companion = {
  base: () => ({
    apiVersion: 'template.kubevirt.io/v1alpha1',
    kind: 'VirtualMachineTemplate',
    metadata: { ...metadata },
    spec: {
      parameters: [{ name: 'NAME', required: true, value: 'web-0' }, { name: 'CORES', value: '2' }],
      virtualMachine: {
        metadata: { name: '${NAME}' },
        spec: { runStrategy: 'Halted', template: { spec: { ...guest, domain: { cpu: { cores: '${{CORES}}' }, ...structuredClone(guest.domain) } } } },
      },
      message: 'This is ${NAME}.',
    },
  }),
  facts: gates('Template'),
  REFUSED: [
    ['VT-1', {}, 'kind', 'Template', OFF],
    ['VT-1', { [`${INSIDE}.metadata.name`]: 'a-${NAMES}' }, `${INSIDE}.metadata.name`, '"NAMES"'],
    ['VT-1', { [`${INSIDE}.spec.template.spec.domain.cpu.cores`]: '${{CORE}}' }, `${INSIDE}.spec.template.spec.domain.cpu.cores`, '"CORE"'],
    ['VT-1', { 'spec.message': '${WHO}' }, 'spec.message', '"WHO"'],
    ['VT-1', { [`${P}[2]`]: { name: 'NAME', value: 'b' } }, `${P}[2].name`, '"NAME" again'],
    ['VT-1', { [`${P}[2]`]: { name: '', value: 'b' } }, `${P}[2].name`, '""'],
    ['VT-1', { [`${P}[1].value`]: 'null' }, `${P}[1].value`, '"null"'],
    ['VT-1', { [`${P}[0]`]: { name: 'NAME', generate: 'expression', value: '', from: '' } }, `${P}[0].from`, 'nothing to make'],
    ['VT-1', { [`${P}[0]`]: { name: 'NAME', generate: 'expression' } }, `${P}[0].from`, 'nothing to make'],
    ['VT-1', { [`${P}[0]`]: { name: 'NAME', generate: 'expression', from: '[a-z]{256}' } }, `${P}[0].from`, '1 to 255'],
    ['VT-1', { [`${P}[0]`]: { name: 'NAME', generate: 'expression', from: '[z-a]{5}' } }, `${P}[0].from`, '"z-a"'],
    ['SCH-4', { [`${P}[0]`]: { name: 'NAME', generate: 'expression', from: 'abc' } }, `${P}[0].from`, '"abc"'],
    ['SCH-4', { [`${P}[0]`]: { name: 'NAME', generate: 'uuid', from: '[a-z]{5}' } }, `${P}[0].generate`, '"uuid"'],
    ['VT-3', { [`${P}[2]`]: { name: 'ZONE' } }, `${P}[2].name`, '"ZONE"'],
    ['SCH-1', { [`${INSIDE}.spec.template.spec.domian`]: {} }, `${INSIDE}.spec.template.spec.domian`, '"domian"'],
    ['SCH-2', { [`${INSIDE}.spec.template.spec.domain.cpu.cores`]: '${CORES}' }, `${INSIDE}.spec.template.spec.domain.cpu.cores`, '"2"'],
    ['SCH-2', { [`${INSIDE}.metadata.labels`]: { cores: '${{CORES}}' } }, `${INSIDE}.metadata.labels.cores`, 'got 2'],
    ['SCH-3', { [`${INSIDE}.spec.template.spec.domain.devices`]: undefined }, `${INSIDE}.spec.template.spec.domain.devices`, '"devices"'],
    ['VM-4', { [`${INSIDE}.spec.runStrategy`]: 'Sometimes' }, `${INSIDE}.spec.runStrategy`, '"Sometimes"'],
  ],
  ALLOWED: [
    ['VT-1', 'a value is made up', { ...made({}), [`${INSIDE}.spec.template.spec.domain.cpu`]: undefined }],
    ['VT-1', 'a value is given where one could be made up', { ...made({ value: 'a', from: undefined }), [`${INSIDE}.spec.template.spec.domain.cpu`]: undefined }],
    ['VT-1', 'it is no reference', { [`${INSIDE}.metadata.annotations`]: { a: '$NAMES ${NA-ME} a${{NAMES}}' } }],
    ['SCH-2', 'the number of cores is asked for', { [`${P}[1]`]: { name: 'CORES', required: true } }],
    ['R-21', 'the namespace in a template is taken out', { [`${INSIDE}.metadata.namespace`]: 'other' }, { namespaces: ['companions'] }],
    ['VT-3', 'only the message refers to it', { [`${P}[2]`]: { name: 'ZONE' }, 'spec.message': '${ZONE}' }],
  ],
};

const templateRequest: Companion = {
  base: () => ({
    apiVersion: 'template.kubevirt.io/v1alpha1', kind: 'VirtualMachineTemplateRequest', metadata: { ...metadata }, spec: { virtualMachineRef: { name: 'src', namespace: 'companions' } },
  }),
  facts: gates('Template'),
  REFUSED: [
    ['VT-2', {}, 'kind', 'Template', OFF],
    ['VT-2', { 'spec.templateLabels': { 'template.kubevirt.io/a': 'b' } }, 'spec.templateLabels["template.kubevirt.io/a"]', 'template.kubevirt.io/a', on(V1_9_0, 'Template')],
    ['SCH-1', { 'spec.templateLabels': {} }, 'spec.templateLabels', '"templateLabels"'],
  ],
  ALLOWED: [['VT-2', 'the label is of another prefix', { 'spec.templateLabels': { 'example.com/a': 'b' } }, on(V1_9_0, 'Template')]],
};

const plugin: Companion = {
  base: () => ({ apiVersion: 'plugin.kubevirt.io/v1alpha1', kind: 'Plugin', metadata: { name: 'one' }, spec: { domainHooks: [{ sidecar: { socketPath: '/var/run/a.sock' } }] } }),
  facts: on(V1_9_0, 'Plugins'),
  REFUSED: [
    ['PG-1', {}, 'kind', 'Plugins', on(V1_9_0)],
    ['PG-1', { 'spec.domainHooks[0].sidecar.socketPath': '/var/../a.sock' }, 'spec.domainHooks[0].sidecar.socketPath', '"/var/../a.sock"'],
    ['PG-1', { 'spec.domainHooks[0].sidecar.socketPath': '/var/run/' }, 'spec.domainHooks[0].sidecar.socketPath', '"/var/run/"'],
  ],
  ALLOWED: [['PG-1', 'it is only a name', { 'spec.domainHooks[0].sidecar.socketPath': 'a.sock' }]],
};

/** The kinds that go with VMs, and the rows of each. */
export const COMPANIONS: readonly Companion[] = [
  pool, replicaSet, snapshot, restore, clone, vmExport, migrationPolicy, migration, backup, backupTracker, template, templateRequest, plugin,
];
