import { Changes, expectRefused, FACTS, findings, Refused, T, vmWith, withChanges } from './manifests';
import { REFUSED } from './rows/schema';
import { admit } from '../../src/admission/admit';
import { UNKNOWN } from '../../src/admission/finding';
import { KubevirtVersion } from '../../src/kubevirt';
import { kubevirtFacts, SchemaNode } from '../../src/kubevirt/facts';

const USERS = 'sshPublicKey.propagationMethod.qemuGuestAgent.users';

const claim = (name: unknown) => ({ name, resourceClaimName: 'gpu' });
const spread = (changes: object) => ({ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', ...changes });
const users = (...names: string[]) => withChanges({ sshPublicKey: { source: { secret: { secretName: 'keys' } } } }, { [USERS]: names });

test.each<Refused>([
  ...REFUSED,
  ['SCH-1', { [`${T}.domain.devices.disks[0].disk`]: { buss: 'virtio' } }, `${T}.domain.devices.disks[0].disk.buss`, '"buss"'],
  ['SCH-1', { 'metadata.label': {} }, 'metadata.label', '"label"'],
  ['SCH-2', { [`${T}.domain.cpu.cores`]: 'two' }, `${T}.domain.cpu.cores`, '"two"'],
  ['SCH-2', { [`${T}.volumes`]: 'root' }, `${T}.volumes`, '"root"'],
  ['SCH-2', { [`${T}.networks`]: [null] }, `${T}.networks[0]`, 'null'],
  ['SCH-2', { 'spec.template.metadata': null }, 'spec.template.metadata', 'null'],
  ['SCH-2', { 'spec.template.metadata.labels': { app: null } }, 'spec.template.metadata.labels.app', 'null'],
  ['SCH-2', { 'metadata.name': { of: 'web' } }, 'metadata.name', 'an object'],
  ['SCH-2', { [`${T}.terminationGracePeriodSeconds`]: 2 ** 53 }, `${T}.terminationGracePeriodSeconds`, '9007199254740992'],
  ['SCH-2', { [`${T}.readinessProbe`]: { tcpSocket: { port: 2 ** 31 } } }, `${T}.readinessProbe.tcpSocket.port`, '2147483648'],
  ['SCH-2', { [`${T}.networks`]: [null, 'default'] }, `${T}.networks[1]`, '"default"'],
  ['SCH-3', { [`${T}.networks[0].name`]: undefined }, `${T}.networks[0].name`, '"name"'],
  ['SCH-4', { [`${T}.domain.memory.reservedOverhead.memLock`]: 'required' }, `${T}.domain.memory.reservedOverhead.memLock`, '"required"'],
  ['SCH-3', { 'spec.dataVolumeTemplates[0].spec.storage.dataSourceRef': { kind: 'A', name: 'b' } }, 'spec.dataVolumeTemplates[0].spec.storage.dataSourceRef.apiGroup', '"apiGroup"'],
  ['SCH-4', { [`${T}.domain.cpu.cores`]: -1 }, `${T}.domain.cpu.cores`, '-1'],
  ['SCH-4', { [`${T}.readinessProbe`]: { guestAgentPing: {}, timeoutSeconds: 2 ** 31 } }, `${T}.readinessProbe.timeoutSeconds`, '2147483648'],
  ['SCH-5', { [`${T}.domain.memory.guest`]: '4GB' }, `${T}.domain.memory.guest`, '"4GB"'],
])('%s refuses %j', expectRefused);

test.each<[string, Changes, string]>([
  ['SCH-1', { [`${T}.domain.devices.disks[0].disk`]: { buss: 'virtio' } }, 'did you mean "bus"?'],
  ['SCH-4', { [`${T}.domain.memory.reservedOverhead.memLock`]: 'required' }, 'did you mean "Required"?'],
  ['SCH-5', { [`${T}.domain.memory.guest`]: '4GB' }, 'write "4Gi"'],
  ['SCH-2', { [`${T}.domain.cpu.cores`]: '2' }, 'write 2, without quotes'],
  ['SCH-2', { [`${T}.domain.cpu.cores`]: 'two' }, 'write a whole number'],
  ['SCH-2', { [`${T}.domain.devices.autoattachVSOCK`]: 'true' }, 'write true, without quotes'],
  ['SCH-2', { 'spec.template.metadata.labels': { tier: 2 } }, 'write "2"'],
  ['SCH-2', { [`${T}.volumes[1].cloudInitNoCloud.userData`]: 2 }, 'put it in quotes'],
  ['SCH-2', { [`${T}.volumes`]: 'root' }, 'write a list'],
])('%s of %j comes with what to type', (ruleId, changes, remedy) => {
  expect(findings(ruleId, changes)[0].remedy).toBe(remedy);
});

test('the configuration of a network is JSON as text', () => {
  const network = { apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name: 'lan' }, spec: { config: { type: 'bridge' } } };
  expect(admit(network, FACTS)).toContainEqual(expect.objectContaining({ ruleId: 'SCH-2', message: 'got an object, expected text', remedy: 'write JSON as text' }));
});

test.each<Changes>([
  { [`${T}.volumes`]: { cloudInitNoCloud: { userData: 'hunter2' } } },
  { [`${T}.volumes[1]`]: ['hunter2'] },
  { [`${T}.volumes[1].cloudInitNoCloud`]: 'hunter2' },
  { [`${T}.volumes[1].cloudInitNoCloud.userData`]: { password: 'hunter2' } },
  { [`${T}.volumes[1].cloudInitNoCloud.userData`]: ['hunter2'] },
  { [`${T}.volumes[1]`]: { name: 'cloudinit', cloudInitConfigDrive: { secretRef: 'hunter2' } } },
  { [`${T}.volumes[1]`]: { name: 'cloudinit', sysprep: { secret: 'hunter2' } } },
  { [`${T}.accessCredentials`]: [{ sshPublicKey: 'hunter2' }] },
])('what may be secret stays out of what is said of %j', (changes) => {
  const found = admit(vmWith(changes), FACTS);
  expect(found.map(({ ruleId }) => ruleId)).toContain('SCH-2');
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test('what may be secret stays out of what is said of a Secret', () => {
  const found = ['data', 'stringData'].flatMap((field) => [{ userdata: { a: 'hunter2' } }, { userdata: 'hunter2' }, 'hunter2', ['hunter2']]
    .flatMap((value) => admit({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, [field]: value } as any, FACTS)));
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test.each<Changes>([
  { [`${T}.domain.memory.guest`]: UNKNOWN },
  { [`${T}.domain.memory.guest`]: 4294967296 },
  { [`${T}.domain.memory.guest`]: ' 4Gi ' },
  { [`${T}.domain.memory.guest`]: '1e40' },
  { [`${T}.domain.cpu`]: null },
  { [`${T}.nodeSelector`]: { zone: null } },
  { [`${T}.domain.cpu.sockets`]: 4_294_967_295 },
  { 'spec.template.metadata.creationTimestamp': null },
  { 'spec.dataVolumeTemplates[0].spec.contentType': '' },
  { [`${T}.volumes`]: UNKNOWN },
  { apiVersion: 'kubevirt.io/v1alpha3' },
  { status: { printableStatus: 'Running' } },
  { [`${T}.resourceClaims`]: [claim('a'), claim('b'), claim(UNKNOWN), claim(UNKNOWN), {}, {}] },
  { [`${T}.topologySpreadConstraints`]: [spread({}), spread({ topologyKey: 'host' }), spread({ whenUnsatisfiable: 'ScheduleAnyway' })] },
  { [`${T}.accessCredentials`]: [users('root', 'fedora')] },
])('the schema has nothing against %j', (changes) => {
  for (const ruleId of ['SCH-1', 'SCH-2', 'SCH-4', 'SCH-5', 'SCH-6', 'SCH-7']) expect(findings(ruleId, changes)).toEqual([]);
});

test.each<[string, Changes, string]>([
  ['an image that is missing', { [`${T}.volumes[0]`]: { name: 'root', containerDisk: {} } }, 'runtime'],
  ['a claim that is missing', { [`${T}.volumes[0]`]: { name: 'root', persistentVolumeClaim: { claimName: null } } }, 'runtime'],
  ['the name of a disk that is missing', { [`${T}.domain.devices.disks[0].name`]: undefined }, 'schema'],
])('virt-api makes empty text of required text and may take it: %s', (_, changes, phase) => {
  expect(findings('SCH-3', changes)).toEqual([expect.objectContaining({ phase })]);
});

test('the server takes a quantity without digits for zero', () => {
  expect(findings('SCH-5', { [`${T}.domain.memory.guest`]: 'Gi' })).toEqual([expect.objectContaining({ phase: 'runtime' })]);
  expect(findings('SCH-5', { [`${T}.domain.memory.guest`]: 'four' })).toEqual([expect.objectContaining({ phase: 'schema' })]);
});

/** A manifest of each kind that the schemas say, and the API versions that the server of KubeVirt 1.8.4 serves. */
test.each([
  ['VirtualMachineInstance', 'kubevirt.io/v1', 'kubevirt.io/v1alpha3'],
  ['VirtualMachinePool', 'pool.kubevirt.io/v1beta1', 'pool.kubevirt.io/v1alpha1'],
  ['VirtualMachineSnapshot', 'snapshot.kubevirt.io/v1beta1', 'snapshot.kubevirt.io/v1alpha1'],
  ['VirtualMachineClone', 'clone.kubevirt.io/v1beta1', 'clone.kubevirt.io/v1alpha1'],
  ['VirtualMachineExport', 'export.kubevirt.io/v1beta1', 'export.kubevirt.io/v1alpha1'],
  ['VirtualMachineInstancetype', 'instancetype.kubevirt.io/v1beta1'],
  ['VirtualMachineBackup', 'backup.kubevirt.io/v1alpha1'],
  ['VirtualMachineTemplate', 'template.kubevirt.io/v1alpha1'],
  ['MigrationPolicy', 'migrations.kubevirt.io/v1alpha1'],
])('%s is served as %s', (kind, ...served) => {
  const { fields } = kubevirtFacts(KubevirtVersion.V1_8_4).kinds[kind] as Extract<SchemaNode, { type: 'object' }>;
  expect(fields.apiVersion).toEqual({ type: 'string', enum: expect.arrayContaining(served) });
  expect((fields.apiVersion as { enum: string[] }).enum).toHaveLength(served.length);
});

test('what an API version is comes with the versions that are served, and the nearest of them', () => {
  expect(findings('SCH-6', { apiVersion: 'kubevirt.io/v2' })[0]).toMatchObject({
    message: 'got "kubevirt.io/v2", expected one of kubevirt.io/v1, kubevirt.io/v1alpha3', remedy: 'did you mean "kubevirt.io/v1"?',
  });
});

test('a VM of a pool and a guest of its own have the schema of a VM and of its guest', () => {
  for (const version of Object.values(KubevirtVersion)) {
    const { kinds } = kubevirtFacts(version);
    const field = (kind: string, ...steps: string[]) => steps.reduce((node: any, step) => node.fields[step], kinds[kind]);
    expect(field('VirtualMachinePool', 'spec', 'virtualMachineTemplate', 'spec')).toBe(field('VirtualMachine', 'spec'));
    expect(field('VirtualMachineInstance', 'spec')).toBe(field('VirtualMachine', 'spec', 'template', 'spec'));
    expect(field('VirtualMachineInstanceReplicaSet', 'spec', 'template')).toBe(field('VirtualMachine', 'spec', 'template'));
  }
});

test('where a rule refuses the same, it alone says so', () => {
  const changes = { [`${T}.tolerations`]: [{ operator: 'exists' }], [`${T}.volumes[2]`]: { name: 'sec', secret: {} }, [`${T}.domain.devices.disks[2]`]: { name: 'sec' } };
  expect(admit(vmWith(changes), FACTS).map(({ ruleId }) => ruleId)).toEqual(['VO-2', 'SC-3']);
});
