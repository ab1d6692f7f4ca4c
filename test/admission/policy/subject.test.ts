import { UNKNOWN } from '../../../src/admission/finding';
import { Manifest, withManifests } from '../../../src/admission/given';
import { PolicySubject } from '../../../src/admission/policy/subject';
import { surroundingsOf } from '../../../src/admission/policy/surroundings';
import { ClusterFacts } from '../../../src/admission/rule';
import { Changes, FACTS, T, vmWith } from '../manifests';

const GIB = 2 ** 30;
const USER_DATA = `${T}.volumes[1].cloudInitNoCloud`;

/** What a rule sees of a manifest, beside others. */
function subjectOf(manifest: Manifest, others: Manifest[] = [], facts: Partial<ClusterFacts> = {}): PolicySubject {
  const all = [manifest, ...others];
  return PolicySubject._of(manifest, surroundingsOf(all, withManifests({ ...FACTS, ...facts }, all)));
}

const vm = (changes: Changes = {}, others: Manifest[] = [], facts: Partial<ClusterFacts> = {}) => subjectOf(vmWith(changes), others, facts);

/** What is asked, and where it asked for something that is not known. */
function asking<T>(subject: PolicySubject, question: (subject: PolicySubject) => T): [answer: T, asked: string | undefined] {
  subject._begin();
  return [question(subject), subject._asked];
}

const POOL = {
  apiVersion: 'pool.kubevirt.io/v1beta1',
  kind: 'VirtualMachinePool',
  metadata: { name: 'pool', namespace: 'vms', labels: { of: 'pool' } },
  spec: { replicas: 2, virtualMachineTemplate: { metadata: { labels: { of: 'vm' } }, spec: (vmWith({}) as any).spec } },
};
const INSTANCE = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { name: 'web', namespace: 'vms', labels: { of: 'vmi' } }, spec: (vmWith({}) as any).spec.template.spec };
const REPLICA_SET = {
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachineInstanceReplicaSet',
  metadata: { name: 'web', namespace: 'vms', labels: { of: 'set' } },
  spec: { template: { metadata: { labels: { of: 'vmi' } }, spec: INSTANCE.spec } },
};

describe('what runs guests', () => {
  test.each<[kind: string, manifest: Manifest, labels: object, metadataPath: string, guestPath: string]>([
    ['VirtualMachine', vmWith({}), { app: 'web' }, 'metadata', 'spec.template.spec'],
    ['VirtualMachinePool', POOL, { of: 'vm' }, 'spec.virtualMachineTemplate.metadata', 'spec.virtualMachineTemplate.spec.template.spec'],
    ['VirtualMachineInstance', INSTANCE, { of: 'vmi' }, 'metadata', 'spec'],
    ['VirtualMachineInstanceReplicaSet', REPLICA_SET, { of: 'vmi' }, 'spec.template.metadata', 'spec.template.spec'],
  ])('a %s: labels of the VMs, and where things stand', (kind, manifest, labels, metadataPath, guestPath) => {
    const subject = subjectOf(manifest);
    expect(subject).toMatchObject({ kind, labels, metadataPath, guestPath, namespace: 'vms', memory: 2 * GIB, cpus: 2 });
    expect(subject.get(`${guestPath}.domain.memory.guest`)).toBe('2Gi');
    expect(subject.nics.map(({ name }) => name)).toEqual(['default']);
  });

  test('other objects have no guest', () => {
    const subject = subjectOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', labels: { of: 'secret' } } });
    expect(subject).toMatchObject({ kind: 'Secret', apiVersion: 'v1', labels: { of: 'secret' }, metadataPath: 'metadata', guestPath: '', nics: [], disks: [], userData: [] });
    const { memory, cpus, namespace, runStrategy } = subject;
    expect([memory, cpus, namespace, runStrategy, subject._asked]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  test.each([{}, { kind: 'VirtualMachine' }, { kind: 'VirtualMachine', metadata: null, spec: 'text' }, { kind: 'VirtualMachine', spec: { template: { spec: { domain: [], volumes: {} } } } }])(
    'nothing throws where %j is given', (manifest) => {
      const subject = subjectOf(manifest as Manifest);
      const { labels, annotations, nics, disks, userData, cloudConfigs, usersWithPassword } = subject;
      expect({ labels, annotations, nics, disks, userData, cloudConfigs, usersWithPassword })
        .toEqual({ labels: {}, annotations: {}, nics: [], disks: [], userData: [], cloudConfigs: [], usersWithPassword: [] });
      expect([subject.name, subject.runStrategy, subject.evictionStrategy, subject.get('spec.template.spec.volumes[0].name')]).toEqual([undefined, undefined, undefined, undefined]);
    });

  test('a namespace that is left to the command line is not known, where there is a guest', () => {
    expect(asking(vm({ 'metadata.namespace': undefined }), ({ namespace }) => namespace)).toEqual([undefined, 'metadata.namespace']);
  });
});

describe('paths', () => {
  test.each([
    ['spec.template.spec.volumes[1].name', 'cloudinit'], ['metadata.labels.app', 'web'], ['metadata.annotations["example.com/team"]', 'a'],
    ['spec.nothing.here', undefined], ['spec.template.spec.volumes[9].name', undefined], ['metadata.name.first', undefined], ['spec.runStrategy[0]', undefined],
  ])('%s', (path, value) => {
    expect(vm({ 'metadata.annotations': { 'example.com/team': 'a' } }).get(path)).toEqual(value);
  });

  test('what is handed out cannot be changed, and is no part of the manifest', () => {
    const manifest: any = vmWith({});
    const subject = subjectOf(manifest);
    expect(() => { subject.get('spec.template').spec.domain.memory.guest = '1Gi'; }).toThrow(TypeError);
    expect(() => subject.manifest.spec.dataVolumeTemplates.push({})).toThrow(TypeError);
    expect(manifest).toEqual(vmWith({}));
  });

  test('below a value that is only known at apply, nothing is known; beside it, all', () => {
    const subject = vm({ [`${T}.domain`]: UNKNOWN });
    expect(asking(subject, (one) => one.get(`${T}.domain.memory.guest`))).toEqual([undefined, `${T}.domain.memory.guest`]);
    expect(asking(subject, (one) => one.get(`${T}.volumes[0].name`))).toEqual(['root', undefined]);
    expect(asking(subject, (one) => one.manifest.spec.runStrategy)).toEqual(['Always', undefined]);
    expect(asking(subject, (one) => one.manifest.spec.template.spec.domain)).toEqual([undefined, `${T}.domain`]);
    expect(asking(subject, (one) => JSON.stringify(one.manifest))).toEqual([expect.any(String), `${T}.domain`]);
    expect(asking(subject, ({ memory, cpus }) => [memory, cpus])).toEqual([[undefined, undefined], `${T}.domain.memory.guest`]);
    expect(asking(subject, ({ nics }) => nics)).toEqual([[], `${T}.domain.devices.interfaces`]);
    expect(asking(subject, ({ disks }) => disks)).toEqual([[], `${T}.domain.devices.disks`]);
  });

  test('an item of a list that is only known at apply is noticed', () => {
    expect(asking(vm({ [`${T}.domain.devices.interfaces[1]`]: UNKNOWN }), ({ nics }) => nics.length)).toEqual([1, `${T}.domain.devices.interfaces`]);
    expect(asking(vm({ [`${T}.volumes[2]`]: UNKNOWN }), ({ userData }) => userData.length)).toEqual([1, `${T}.volumes`]);
  });
});

describe('CPU and memory', () => {
  const OWN = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { name: 'own', namespace: 'vms' }, spec: { cpu: { guest: 6 }, memory: { guest: '12Gi' } } };
  const sized = (instancetype: object) => ({ 'spec.instancetype': instancetype, [`${T}.domain.cpu`]: undefined, [`${T}.domain.memory`]: undefined });

  test.each<[what: string, changes: Changes, memory: number | undefined, cpus: number | undefined]>([
    ['the VM\'s own', {}, 2 * GIB, 2],
    ['a topology', { [`${T}.domain.cpu`]: { sockets: 2, cores: 3, threads: 2 } }, 2 * GIB, 12],
    ['requests alone', { [`${T}.domain.memory`]: undefined, [`${T}.domain.cpu`]: undefined, [`${T}.domain.resources`]: { requests: { memory: '3G', cpu: '1500m' } } }, 3e9, 2],
    ['limits alone', { [`${T}.domain.memory`]: undefined, [`${T}.domain.cpu`]: undefined, [`${T}.domain.resources`]: { limits: { memory: '1Gi', cpu: 4 } } }, GIB, 4],
    ['nothing', { [`${T}.domain.memory`]: undefined, [`${T}.domain.cpu`]: undefined }, undefined, 1],
    ['no quantity', { [`${T}.domain.memory.guest`]: '4GB' }, undefined, 2],
    ['an instancetype of KubeVirt', sized({ name: 'u1.xlarge' }), 16 * GIB, 4],
    ['an instancetype of the same run', sized({ kind: 'VirtualMachineInstancetype', name: 'own' }), 12 * GIB, 6],
  ])('%s', (_, changes, memory, cpus) => {
    const [answer, asked] = asking(vm(changes, [OWN]), (subject) => [subject.memory, subject.cpus]);
    expect(answer).toEqual([memory, cpus]);
    expect(asked).toBeUndefined();
  });

  test.each<[what: string, changes: Changes]>([
    ['an instancetype that is on the cluster alone', sized({ name: 'theirs' })],
    ['an instancetype that a disk names', sized({ inferFromVolume: 'root' })],
    ['a revision', sized({ name: 'u1.xlarge', revisionName: 'web-0-u1.xlarge' })],
  ])('%s is not known', (_, changes) => {
    expect(asking(vm(changes), ({ memory }) => memory)).toEqual([undefined, 'spec.instancetype']);
    expect(asking(vm(changes), ({ cpus }) => cpus)).toEqual([undefined, 'spec.instancetype']);
  });
});

describe('NICs', () => {
  const nad = (name: string, config: object, namespace: string | undefined = 'vms') =>
    ({ apiVersion: 'k8s.cni.cncf.io/v1', kind: 'NetworkAttachmentDefinition', metadata: { name, namespace }, spec: { config: JSON.stringify(config) } });
  const on = (networkName: unknown) => ({ [`${T}.domain.devices.interfaces[1]`]: { name: 'lan', bridge: {}, macAddress: '02:00:00:00:00:01' }, [`${T}.networks[1]`]: { name: 'lan', multus: { networkName } } });
  const NETWORKS = [nad('lan', { type: 'bridge', bridge: 'br0', vlan: 100 }), nad('flat', { type: 'bridge', bridge: 'br0' }), nad('macvlan', { type: 'macvlan' })];

  test('one on the pod network has none of its own', () => {
    expect(asking(vm(), ({ nics: [{ name, network, vlan, macAddress, path }] }) => ({ name, network, vlan, macAddress, path }))).toEqual([
      { name: 'default', network: undefined, vlan: undefined, macAddress: '02:12:34:56:78:9a', path: `${T}.networks[0]` }, undefined,
    ]);
  });

  test.each<[networkName: unknown, network: string | undefined, vlan: number | undefined, asked: string | undefined]>([
    ['lan', 'vms/lan', 100, undefined],
    ['vms/lan', 'vms/lan', 100, undefined],
    ['flat', 'vms/flat', undefined, undefined],
    ['macvlan', 'vms/macvlan', undefined, `${T}.networks[1]`],
    ['default/theirs', 'default/theirs', undefined, `${T}.networks[1]`],
    [UNKNOWN, undefined, undefined, `${T}.networks[1].multus.networkName`],
  ])('on the network %p', (networkName, network, vlan, asked) => {
    expect(asking(vm(on(networkName), NETWORKS), ({ nics }) => [nics[1].network, nics[1].vlan])).toEqual([[network, vlan], asked]);
  });

  test('its VLAN may be known of the cluster', () => {
    const l2Domains = new Map([['default/lan', 'physical network lab, VLAN 7']]);
    expect(vm(on('default/lan'), [], { l2Domains }).nics[1].vlan).toBe(7);
  });

  test('in a namespace that is left to the command line, too', () => {
    const { nics } = vm({ ...on('lan'), 'metadata.namespace': undefined }, [nad('lan', { type: 'bridge', bridge: 'br0', vlan: 100 }, '')]);
    expect(nics[1].vlan).toBe(100);
  });
});

describe('disks', () => {
  test('what they are filled from, how large they are, and their claim', () => {
    const { disks } = vm();
    expect(disks.map(({ name, source, claim, size, path }) => ({ name, source, claim, size, path }))).toEqual([
      { name: 'root', source: 'https://example.com/ubuntu.qcow2', claim: 'web-0-root', size: 30 * GIB, path: `${T}.domain.devices.disks[0]` },
      { name: 'cloudinit', source: undefined, claim: undefined, size: undefined, path: `${T}.domain.devices.disks[1]` },
    ]);
  });

  test.each<[what: string, changes: Changes, source: string | undefined, asked: string | undefined]>([
    ['a container disk', { [`${T}.volumes[0]`]: { name: 'root', containerDisk: { image: 'quay.io/a:1' } } }, 'quay.io/a:1', undefined],
    ['a registry', { 'spec.dataVolumeTemplates[0].spec.source': { registry: { url: 'docker://quay.io/a:1' } } }, 'docker://quay.io/a:1', undefined],
    ['an empty disk', { 'spec.dataVolumeTemplates[0].spec.source': { blank: {} } }, undefined, undefined],
    ['a clone', { 'spec.dataVolumeTemplates[0].spec.source': { pvc: { name: 'golden' } } }, 'PersistentVolumeClaim vms/golden', undefined],
    ['a DataSource', { 'spec.dataVolumeTemplates[0].spec': { sourceRef: { kind: 'DataSource', namespace: 'images', name: 'ubuntu' } } }, 'DataSource images/ubuntu', undefined],
    ['a claim', { [`${T}.volumes[0]`]: { name: 'root', persistentVolumeClaim: { claimName: 'old' } } }, undefined, undefined],
    ['a DataVolume of somebody else', { [`${T}.volumes[0].dataVolume.name`]: 'theirs' }, undefined, `${T}.volumes[0].dataVolume`],
    ['a disk of which nothing is said', { 'spec.dataVolumeTemplates[0].spec': undefined }, undefined, undefined],
    ['a URL known at apply', { 'spec.dataVolumeTemplates[0].spec.source.http.url': UNKNOWN }, undefined, 'spec.dataVolumeTemplates[0].spec.source.http.url'],
  ])('%s', (_, changes, source, asked) => {
    expect(asking(vm(changes), ({ disks }) => disks[0].source)).toEqual([source, asked]);
  });
});

describe('what the guest is told', () => {
  const secretOf = (data: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'boot', namespace: 'vms' }, ...data });
  const text = (userData: string): Changes => ({ [USER_DATA]: { userData } });
  const config = (yaml: string) => text(`#cloud-config\n${yaml}\n`);
  const base64 = (userData: string) => Buffer.from(userData).toString('base64');
  const IN_SECRET = { [USER_DATA]: { secretRef: { name: 'boot' } } };
  const credentials = (secretName: string): Changes => ({ [`${T}.accessCredentials`]: [{ userPassword: { source: { secret: { secretName } }, propagationMethod: { qemuGuestAgent: {} } } }] });
  const ROOT = '#cloud-config\nchpasswd: { list: "root:secret" }\n';

  test.each<[what: string, changes: Changes, users: string[]]>([
    ['nobody', {}, []],
    ['chpasswd as a text', config('chpasswd:\n  list: |\n    root:secret\n    admin:R'), ['admin', 'root']],
    ['chpasswd as a list', config('chpasswd: { list: ["root:$6$x"] }'), ['root']],
    ['chpasswd by users', config('chpasswd: { users: [{ name: root, password: a, type: text }, { name: b, type: RANDOM }] }'), ['b', 'root']],
    ['a password of the default user', config('password: secret'), ['default']],
    ['a password, and another default user', config('user: root\npassword: secret'), ['root']],
    ['a password of the user of the system', config('system_info: { default_user: { name: root } }\npassword: secret'), ['root']],
    ['users', config('users: [default, { name: root, hashed_passwd: $6$x }, { name: a, plain_text_passwd: b }, { name: c, ssh_authorized_keys: [d] }]'), ['a', 'root']],
    ['users as a map', config('users: { root: { passwd: $6$x } }'), ['root']],
    ['a lock, which is no password', config('users: [{ name: root, passwd: "!" }, { name: a, hashed_passwd: "*" }]'), []],
    ['a command', config('runcmd: ["echo root:secret | chpasswd", [sh, -c, "usermod -p x admin"]]'), ['admin', 'root']],
    ['a command that has nothing to do with it', config('runcmd: ["chown root:root /etc/a", "curl https://example.com", [passwd, -l, root]]'), []],
    ['commands in quotes', text("#!/bin/sh\nsh -c 'usermod --password=x root' && sudo /usr/sbin/usermod -p '$6$x' admin; usermod -aG wheel -p x\t b\n"), ['admin', 'b', 'root']],
    ['usermod for something else', text('#!/bin/sh\nusermod -aG wheel admin; cp -p a b\n'), []],
    ['a script', text('#!/bin/sh\nchpasswd <<EOF\nroot:secret\nEOF\n'), ['root']],
    ['Jinja', text('## template: jinja\n#cloud-config\nchpasswd: { list: "root:{{ ds.meta_data.password }}" }\n'), ['root']],
    ['Ignition', text('{"ignition":{"version":"3.4.0"},"passwd":{"users":[{"name":"root","passwordHash":"$y$x"},{"name":"core"}]}}'), ['root']],
    ['base64', { [USER_DATA]: { userDataBase64: base64(ROOT) } }, ['root']],
    ['a Secret beside it', IN_SECRET, ['root']],
    ['a Secret of the guest agent', credentials('users'), ['root']],
  ])('users with a password: %s', (_, changes, users) => {
    const others = [secretOf({ data: { userdata: base64(ROOT) } }), { ...secretOf({ stringData: { root: 'secret' } }), metadata: { name: 'users', namespace: 'vms' } }];
    expect(asking(vm(changes, others), ({ usersWithPassword }) => usersWithPassword)).toEqual([users, undefined]);
  });

  test.each<[what: string, changes: Changes, asked: string]>([
    ['text known at apply', { [USER_DATA]: { userData: UNKNOWN } }, `${USER_DATA}.userData`],
    ['a source known at apply', { [USER_DATA]: UNKNOWN }, USER_DATA],
    ['a Secret that nobody knows', { [USER_DATA]: { secretRef: { name: 'theirs' } } }, `${USER_DATA}.secretRef`],
    ['a Secret known at apply', { [USER_DATA]: { secretRef: UNKNOWN } }, `${USER_DATA}.secretRef`],
    ['a Secret whose text is', IN_SECRET, `${USER_DATA}.secretRef`],
    ['compressed text', { [USER_DATA]: { userDataBase64: 'H4sIAAAAAAAAA1NOzskvTdFNzs9Ly0znAgDe0qUNDgAAAA==' } }, `${USER_DATA}.userDataBase64`],
    ['text from elsewhere', text('#include\nhttps://example.com/user-data\n'), `${USER_DATA}.userData`],
    ['several parts', text('Content-Type: multipart/mixed; boundary=a\nMIME-Version: 1.0\n\n--a\n'), `${USER_DATA}.userData`],
    ['no YAML', config('users: [\n'), `${USER_DATA}.userData`],
    ['passwords of a Secret that nobody knows', credentials('theirs'), `${T}.accessCredentials[0].userPassword.source.secret`],
    ['passwords of a Secret known at apply', credentials('users'), `${T}.accessCredentials[0].userPassword.source.secret`],
    ['credentials known at apply', { [`${T}.accessCredentials`]: UNKNOWN }, `${T}.accessCredentials`],
    ['one of the credentials', { [`${T}.accessCredentials`]: [UNKNOWN] }, `${T}.accessCredentials`],
  ])('users with a password are not known: %s', (_, changes, asked) => {
    const users = { ...secretOf({ data: UNKNOWN }), metadata: { name: 'users', namespace: 'vms' } };
    const subject = vm(changes, [secretOf({ stringData: { userdata: UNKNOWN } }), users]);
    expect(asking(subject, ({ usersWithPassword }) => usersWithPassword)).toEqual([[], asked]);
  });

  test('a long line without an end does not keep a rule waiting', () => {
    const start = process.cpuUsage().user;
    expect(vm(text(`#!/bin/sh\nusermod -p x ${'a'.repeat(100_000)}!\n${'usermod '.repeat(20_000)}\n`)).usersWithPassword).toEqual([]);
    expect(process.cpuUsage().user - start).toBeLessThan(2e6); // microseconds; it took 30 s
  });

  test('texts, and what of them is a cloud-config', () => {
    const subject = vm(config('ssh_pwauth: true'));
    expect(subject.userData).toEqual(['#cloud-config\nssh_pwauth: true\n']);
    expect(subject.cloudConfigs).toEqual([{ ssh_pwauth: true }]);
    expect(() => { subject.cloudConfigs[0].ssh_pwauth = false; }).toThrow(TypeError);
    expect(vm(text('#!/bin/sh\n')).cloudConfigs).toEqual([]);
  });
});

describe('what happens to it', () => {
  test.each<[changes: Changes, runStrategy: string | undefined]>([
    [{}, 'Always'], [{ 'spec.runStrategy': undefined, 'spec.running': true }, 'Always'], [{ 'spec.runStrategy': undefined, 'spec.running': false }, 'Halted'],
    [{ 'spec.runStrategy': undefined }, undefined],
  ])('run strategy of %j', (changes, runStrategy) => {
    expect(vm(changes).runStrategy).toBe(runStrategy);
  });

  test('the eviction strategy is the VM\'s, or the cluster\'s', () => {
    expect(vm({}, [], { evictionStrategy: 'LiveMigrate' }).evictionStrategy).toBe('LiveMigrate');
    expect(vm({ [`${T}.evictionStrategy`]: 'None' }, [], { evictionStrategy: 'LiveMigrate' }).evictionStrategy).toBe('None');
    expect(vm().evictionStrategy).toBeUndefined();
  });
});
