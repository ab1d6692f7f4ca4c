import { execFileSync, spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { file, folder } from './file';
import { vmo } from './run-vmo';
import { ACROSS_RULES } from '../../src/admission/across/across';
import { INVENTORY_SCHEMA } from '../../src/admission/inventory';
import { FIELDS } from '../../src/cli/cluster-file';
import { skippedTexts } from '../../src/cli/lint-report';
import { ROOT } from '../support/run-app';

/** A VM nobody has anything against. */
const VM = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: db-0
  namespace: vms
spec:
  runStrategy: Always
  template:
    spec:
      architecture: amd64
      domain:
        memory:
          guest: 2Gi
        devices:
          disks:
          - name: root
            disk: {bus: virtio}
          interfaces:
          - name: default
            masquerade: {}
      networks:
      - name: default
        pod: {}
      volumes:
      - name: root
        containerDisk: {image: "quay.io/containerdisks/fedora:42"}
`;

/** The same with some text replaced. */
const vmWith = (...changes: [string, string][]): string => changes.reduce((text, [from, to]) => {
  expect(text).toContain(from);
  return text.replace(from, to);
}, VM);

/** What is said in JSON. */
const findings = (...args: string[]): any[] => JSON.parse(vmo('lint', '--format', 'json', ...args).out);

test('a sound VM passes', () => {
  expect(vmo('lint', file('sound.yaml', VM))).toEqual({ code: 0, out: '1 document, 1 virtual machine, 0 errors, 0 warnings\n', err: '' });
});

test('as text: what is wrong with each object, with file and line, and what there was in all', () => {
  const bad = file('bad.yaml', [
    vmWith(['guest: 2Gi', 'guest: 4GB'], ['masquerade: {}', 'bridge: {}']), VM.replace('db-0', 'db-1'),
    'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n', 'apiVersion: v1\nkind: Service\nmetadata: {name: no}\n',
    'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a}\n',
  ].join('---\n'));
  const { code, out, err } = vmo('lint', bad);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out.replaceAll(`${folder}/`, '')).toBe(`VirtualMachine vms/db-0
  bad.yaml:13: spec.template.spec.domain.memory.guest: got "4GB", expected a quantity: a number, with Ki, Mi, Gi, Ti (powers of 1024) or k, M, G, T (powers of 1000) behind it if need be → write "4Gi" [SCH-5]
  bad.yaml:20: spec.template.spec.domain.devices.interfaces[0].bridge: got bridge on the pod network, with which a VM cannot migrate → use masquerade [R-10, warning]

Service
  bad.yaml:61: metadata.name: got no without quotes, which kubectl reads as false → write false, or "no" where text is meant [YML-2, warning]

5 documents, 2 virtual machines, 1 error, 2 warnings
not looked at: 2 Service
`);
});

test('as JSON: the findings alone', () => {
  const { code, out } = vmo('lint', '--format', 'json', file('one.yaml', `---\n${vmWith(['guest: 2Gi', 'guest: 4GB'])}`));
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual([{
    ruleId: 'SCH-5',
    severity: 'error',
    phase: 'schema',
    file: join(folder, 'one.yaml'),
    document: 1,
    path: 'spec.template.spec.domain.memory.guest',
    line: 14,
    column: 11,
    message: expect.stringContaining('got "4GB"'),
    remedy: 'write "4Gi"',
  }]);
  expect(vmo('lint', '--format', 'json', file('sound.yaml', VM)).out).toBe('[]\n');
});

test.each<[string, string, string, string, number, number]>([
  ['a value', vmWith(['bus: virtio', 'bus: virtoi']), 'DK-5', 'spec.template.spec.domain.devices.disks[0].disk.bus', 17, 20],
  ['a field that there is none of', vmWith(['memory:', 'memori:']), 'SCH-1', 'spec.template.spec.domain.memori', 12, 9],
  ['a field that is missing: what is above it', vmWith(['containerDisk: {image:', 'containerDisk: {path:']), 'SCH-3', 'spec.template.spec.volumes[0].containerDisk.image', 26, 9],
  ['a key that stands twice', vmWith(['runStrategy: Always', 'runStrategy: Always\n  runStrategy: Halted']), 'YML-1', 'spec.runStrategy', 8, 3],
  ['an object of a list', `apiVersion: v1\nkind: List\nitems:\n- ${vmWith(['Always', 'Allways']).trimEnd().replaceAll('\n', '\n  ')}\n`, 'VM-4', 'items[0].spec.runStrategy', 10, 5],
  ['an object of a typed list', JSON.stringify({
    apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineList', items: [{ metadata: { name: 'a' }, spec: { runStrategy: 'x', template: {} } }],
  }, null, 1), 'VM-4', 'items[0].spec.runStrategy', 10, 5],
  ['JSON', '{"apiVersion": "kubevirt.io/v1",\n "kind": "VirtualMachine",\n "metadata": {"name": "a"},\n "spec": {"runStrategy":\n  "x", "template": {}}}', 'VM-4', 'spec.runStrategy', 4, 11],
])('the line of %s', (_, text, ruleId, path, line, column) => {
  expect(findings(file('line.yaml', text))).toContainEqual(expect.objectContaining({ ruleId, path, line, column }));
});

test.each<[string, [string, string, string][]]>([
  ['{tier: on}', [['YML-2', 'error', 'write "on"']]],
  ['{tier: 010}', [['YML-2', 'error', 'write "010"']]],
  ['{tier: true}', [['SCH-2', 'error', 'write "true"']]],
  ['{on: "a"}', [['YML-2', 'warning', 'write "on"']]],
  ['{on: 1}', [['SCH-2', 'error', 'write "1"'], ['YML-2', 'warning', 'write "on"']]],
])('labels %s: missing quotes are one mistake', (labels, said) => {
  const found = findings(file('quotes.yaml', vmWith(['  namespace: vms', `  namespace: vms\n  labels: ${labels}`])));
  expect(found.map(({ ruleId, severity, remedy }) => [ruleId, severity, remedy])).toEqual(said);
});

test('a word for a truth value where one is expected is a warning', () => {
  expect(findings(file('truth.yaml', vmWith(['runStrategy: Always', 'running: yes'])))).toContainEqual(
    expect.objectContaining({ ruleId: 'YML-2', severity: 'warning', remedy: 'write true, or "yes" where text is meant' }));
});

test.each<[string, boolean]>([
  ['{labels: {a: b}}', true], ['{name: ""}', true], ['', true], ['{name: a}', false], ['{generateName: a-}', false],
])('an object with the metadata %j, of any kind, has no name: %s', (metadata, said) => {
  const found = findings(file('name.yaml', `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\n`));
  expect(found).toEqual(said ? [expect.objectContaining({ ruleId: 'OBJ-1', path: 'metadata.name', line: 3 })] : []);
});

test('documents count from 1, in the order of the files', () => {
  const bad = vmWith(['guest: 2Gi', 'guest: 4GB']);
  const second = file('a-second.yaml', bad);
  const first = file('b-first.yaml', `---\n---\n${VM}---\n# nothing\n---\n${bad}`);
  const found = findings(first, second, first).filter(({ ruleId }) => !ACROSS_RULES.some(({ id }) => id === ruleId)); // they have one name
  expect(found.map((finding) => [finding.file, finding.document, finding.line])).toEqual([[first, 2, 44], [second, 1, 13]]);
});

describe('what kubectl reads', () => {
  const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
  const POD_YAML = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

  test.each<[string, string | Buffer, number]>([
    ['JSON', JSON.stringify(POD), 1],
    ['objects of JSON, one behind the other', `${JSON.stringify(POD)}\n${JSON.stringify(POD).replace('"a"', '"b"')}`, 2],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${POD_YAML}`), 1],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${POD_YAML.replaceAll('\n', '\r\n')}`, 'utf16le'), 1],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${POD_YAML}`, 'utf16le').swap16(), 1],
    ['line ends of Windows', `${POD_YAML}---\n${POD_YAML.replace('name: a', 'name: b')}`.replaceAll('\n', '\r\n'), 2],
    ['an empty list', 'apiVersion: v1\nkind: List\nitems: []\n', 1],
    ['a list of nothing', 'apiVersion: v1\nkind: List\nitems:\n', 1],
  ])('%s', (_, content, documents) => {
    expect(vmo('lint', file('read', content))).toMatchObject({ code: 0, err: '', out: expect.stringMatching(`^${documents} document`) });
  });

  test.each<[string, string | Buffer, string]>([
    ['broken YAML', `${VM}---\na: [1\n`, ':28: this is no YAML: '],
    ['text behind a separator', `${VM}--- {a: 1}\n`, ':27: got "{a: 1}" behind "---"'],
    ['a binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff]), ':1: got the control character U+007F; this is no text'],
    ['Latin-1', Buffer.from(`${VM}# Zürich\n`, 'latin1'), ': this is not UTF-8: see line 27; save it as UTF-8'],
    ['no text at all', '', ':1: there is no Kubernetes object in it'],
    ['comments alone', '# later\n---\n', ':1: there is no Kubernetes object in it'],
    ['a word', 'hello\n', ':1: got "hello", expected a Kubernetes object'],
    ['a list', `- ${VM.trimEnd().replaceAll('\n', '\n  ')}`, ':1: got [{"apiVersion"'],
    ['no kind', 'apiVersion: v1\nmetadata: {name: a}\n', ':1: this is no Kubernetes object: it has no kind'],
    ['values of Helm', '# values\nreplicas: 3\n', ':2: this is no Kubernetes object: it has no apiVersion and no kind'],
    ['a kind that is no text', 'apiVersion: v1\nkind: y\n', ':1: this is no Kubernetes object: it has no kind'],
    ['nothing in a list', 'apiVersion: v1\nkind: List\nitems:\n- null\n', ':4: got null, expected a Kubernetes object'],
  ])('it is told where there is %s, and all else is linted', (_, content, message) => {
    const bad = file('bad', content);
    const { code, out, err } = vmo('lint', bad, file('mistake.yaml', vmWith(['guest: 2Gi', 'guest: 4GB'])));
    expect(err).toMatch(/^[^\n]*\n$/);
    expect(err).toContain(`${bad}${message}`);
    expect(out).toContain('[SCH-5]');
    expect(code).toBe(2);
  });

  test.each([['no/such/file.yaml', 'there is no such file'], [`${__filename}/a`, 'there is no such file']])('%s', (name, message) => {
    expect(vmo('lint', name, file('sound.yaml', VM))).toEqual({
      code: 2, out: '1 document, 1 virtual machine, 0 errors, 0 warnings\n', err: `${name}: ${message}\n`,
    });
  });
});

describe('standard input', () => {
  const lint = (input: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/vmo'), 'lint', ...args], { encoding: 'utf8', input });
    return { status, stdout, stderr };
  };

  test.each([[[]], [['-']]])('is read with the arguments %j', (args) => {
    expect(lint(vmWith(['guest: 2Gi', 'guest: 4GB']), ...args)).toEqual({ status: 1, stdout: expect.stringContaining('  -:13: spec.template'), stderr: '' });
  });

  test('may hold nothing', () => {
    expect(lint('')).toMatchObject({ status: 2, stderr: '-:1: there is no Kubernetes object in it\n' });
  });
});

describe('the cluster', () => {
  const hostDisk = () => file('host-disk.yaml', vmWith(['containerDisk: {image: "quay.io/containerdisks/fedora:42"}', 'hostDisk: {path: /data/a.img, type: Disk}']));
  const inNamespace = () => file('sound.yaml', VM);

  test('has the feature gates that the profile sets, or those that are said', () => {
    expect(findings(hostDisk()).map(({ ruleId }) => ruleId)).toContain('VO-7');
    expect(findings(hostDisk(), '--gates', 'HostDisk,Snapshot').map(({ ruleId }) => ruleId)).not.toContain('VO-7');
    expect(findings(hostDisk(), '--gates', 'Snapshot', '--gates', 'HostDisk').map(({ ruleId }) => ruleId)).not.toContain('VO-7');
  });

  test('has the KubeVirt that is said', () => {
    const since19 = file('since-1.9.yaml', vmWith(['masquerade: {}', 'passt: {}']));
    for (const version of ['1.8.4', '1.9.0']) expect(vmo('lint', since19, '--kubevirt', version).code).not.toBe(2);
    expect(vmo('lint', since19, '--kubevirt', '1.7.0')).toEqual({ code: 2, out: '', err: 'got --kubevirt 1.7.0, expected 1.8.4 or 1.9.0\n' });
  });

  test('is what a file says of it; options outweigh the file', () => {
    const cluster = file('cluster.yaml', 'kubevirtVersion: 1.8.4\nfeatureGates: [HostDisk]\nvmEnabledNamespaces: [elsewhere]\n');
    expect(findings('--cluster', cluster, inNamespace())).toContainEqual(expect.objectContaining({ path: 'metadata.namespace', line: 5 }));
    expect(findings('--cluster', cluster, hostDisk()).map(({ ruleId }) => ruleId)).not.toContain('VO-7');
    expect(findings('--cluster', cluster, '--gates', '', hostDisk()).map(({ ruleId }) => ruleId)).toContain('VO-7');
  });

  test.each<[string, string[]]>([
    ['kubevirtVersion: 1.8\n', [':1: kubevirtVersion: got 1.8, expected 1.8.4 or 1.9.0\n']],
    ['kubevirtVersion: 1.8.3\n', [':1: kubevirtVersion: got "1.8.3", expected one of 1.8.4, 1.9.0; did you mean "1.8.4"?']],
    ['# c\npermittedDevices: gpu\nfeatureGate: []\nx: 1\n', [
      ':2: permittedDevices: got "gpu", expected a list of text\n', ':3: featureGate: nothing is called so here; did you mean "featureGates"?', ':4: x: nothing is called so here; the fields here are',
    ]],
    ['permittedPciDevices: [a]\nbridgeOnPodNetwork: maybe\n', [':1: permittedPciDevices: got a list, expected a map of text by name\n', ':2: bridgeOnPodNetwork: got "maybe", expected true or false']],
    ['permittedDevices:\n- gpu\n- 1\n', [':3: permittedDevices[1]: got 1, expected text']],
    ['inventory:\n  networks:\n    vlan25: {vlan: 25}\n', [':2: inventory.networks: got an object, expected a list of maps of name, namespace, vlan, physicalNetwork\n']],
    ['inventory:\n  networks: [vlan25]\n', [':2: inventory.networks[0]: got "vlan25", expected a map of name, namespace, vlan, physicalNetwork\n']],
    ['inventory:\n  quotas:\n  - namespace: a\n    hard: {request.memory: 1Gi, vms: 3, requests.nvidia.com/A10: 1, limits.cpu: 3}\n', [
      ':4: inventory.quotas[0].hard.request.memory: no quota has this resource; did you mean "requests.memory"?', ':4: inventory.quotas[0].hard.vms: no quota has this resource; of',
    ]],
    ['inventory:\n  quotas:\n    a: {hard: {cpu: 3}}\n', [':2: inventory.quotas: got an object, expected a list of maps of namespace, name, hard\n']],
    ['- a\n', [': expected one map with what is known of the cluster: kubevirtVersion, ']],
    ['', [': expected one map']],
    ['a: [\n', [':1: this is no YAML']],
  ])('a file that says %j is refused', (content, messages) => {
    const cluster = file('cluster.yaml', content);
    const { code, out, err } = vmo('lint', '--cluster', cluster, inNamespace());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const lines = err.trimEnd().split('\n').map((line) => `${line}\n`);
    expect(lines).toEqual(messages.map((message) => expect.stringContaining(`${cluster}${message}`)));
  });

  test('instancetypes and preferences among the files are known', () => {
    const vm = vmWith(['  runStrategy: Always', '  runStrategy: Always\n  instancetype: {name: small}'], ['        memory:\n          guest: 2Gi\n', '        cpu: {cores: 1}\n']);
    const instancetype = (spec: string) => `apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineClusterInstancetype\nmetadata: {name: small}\nspec: ${spec}\n`;
    const ids = (...texts: string[]) => findings(...texts.map((text, index) => file(`of-${index}.yaml`, text))).map(({ ruleId }) => ruleId);
    expect(ids(vm)).toContain('R-19');
    expect(ids(vm, instancetype('{cpu: {guest: 1}, memory: {guest: 2Gi}}'))).not.toContain('R-19');
    expect(ids(`${vm}---\n${instancetype('{cpu: {}}')}`)).toContain('SCH-3');
    expect(vmo('lint', '--cluster', file('cluster.yaml', 'instancetypes: [small]\n'), file('of-0.yaml', vm)).out).not.toContain('R-19');
  });

  test('may have an inventory', () => {
    const cluster = file('inventory.yaml', 'inventory:\n  architectures: [arm64]\n  storageClasses: [{name: ceph, accessModes: [ReadWriteOnce]}]\n');
    expect(vmo('lint', '--cluster', cluster, inNamespace()).out).toContain('[R-104]');
    expect(vmo('lint', '--cluster', file('misspelt.yaml', 'inventory:\n  storageClases: []\n'), inNamespace()).err).toContain('misspelt.yaml:2: inventory.storageClases');
    expect(vmo('lint', '--cluster', file('wrong.yaml', 'inventory:\n  vlans: ["25-20"]\n'), inNamespace()).err).toContain('wrong.yaml:2: inventory.vlans[0]');
  });

  test('may not be known: --strict lists the rules that say nothing then', () => {
    const { code, out, err } = vmo('lint', '--strict', inNamespace());
    for (const [key, id] of [['vmEnabledNamespaces', 'R-21'], ['inventory.quotas', 'R-113'], ['inventory.goldenImages', 'R-14'], ['defaultEvictionStrategy', 'R-9']]) {
      expect(err).toContain(`not checked without ${key} in the cluster file: ${id}\n`);
    }
    expect({ code, out }).toEqual({ code: 0, out: '1 document, 1 virtual machine, 0 errors, 0 warnings\n' });
    const title = 'What is';
    expect(skippedTexts([{ id: 'A-1', title, missing: ['namespaces', 'own'] }, { id: 'A-2', title, missing: ['namespaces'] }])).toEqual([
      'not checked without vmEnabledNamespaces in the cluster file: A-1, A-2', 'not checked without instancetypes in the cluster file: A-1',
    ]);
  });
});

test.each<[string, string]>([
  ['R-9', 'evictionStrategy: LiveMigrate\n      architecture'],
  ['R-113', 'architecture'],
])('--strict does not list %s where the manifests say what it asks for', (id, architecture) => {
  const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: a, namespace: vms}\nspec: {hard: {pods: 3}}\n';
  const { err } = vmo('lint', '--strict', file('said.yaml', `${vmWith(['architecture', architecture])}---\n${quota}`));
  expect(err).toContain('R-21');
  expect(err).not.toMatch(new RegExp(`${id}\\b`));
});

test.each<[string[], string]>([
  [['--gates', 'HostDsk', 'x.yaml'], 'KubeVirt 1.8.4 has no feature gate "HostDsk"; did you mean "HostDisk"?\n'],
  [['--gates', 'A_B', 'x.yaml'], 'KubeVirt 1.8.4 has no feature gate "A_B"\n'],
  [['--format', 'yaml', 'x.yaml'], 'got --format yaml, expected text, json, sarif or github\n'],
  [['--cluster', 'no/file.yaml', 'x.yaml'], 'no/file.yaml: there is no such file\n'],
  [['--colour', 'x.yaml'], "Unknown option '--colour'"],
])('%j is told, and nothing is read', (args, message) => {
  expect(vmo('lint', ...args)).toEqual({ code: 2, out: '', err: expect.stringContaining(message) });
});

test('--rules prints the table of rules, as vmo rules does', () => {
  const { code, out } = vmo('lint', '--rules');
  expect({ code, out }).toEqual({ code: 0, out: vmo('rules').out });
  expect(out).toMatch(/^YML-1 +error +A key stands once in its map/m);
  const rules = JSON.parse(vmo('lint', '--rules', '--format', 'json').out);
  expect(rules).toContainEqual(expect.objectContaining({ id: 'SCH-1', severity: 'error', phase: 'schema', title: expect.any(String) }));
  expect(rules).toHaveLength(out.trimEnd().split('\n').length);
});

test('the command loads no Terraform, no constructs, and few modules', () => {
  const script = `require('tsx/cjs'); const code = require('./src/cli/vmo').main(['lint', ${JSON.stringify(file('sound.yaml', VM))}]);
    console.log(Object.keys(require.cache).join('\\n')); process.exitCode = code;`;
  const loaded = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n').slice(1);
  expect(loaded).toContain(join(ROOT, 'src', 'cli', 'lint.ts'));
  const packages = new Set(loaded.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'cdktf-vmo'));
  expect([...packages].filter((name) => !['tsx', 'esbuild', 'get-tsconfig', 'resolve-pkg-maps'].includes(name)).sort()).toEqual(['cdktf-vmo', 'yaml']);
  expect(loaded.length).toBeLessThan(210);
});

test('the cluster file in the guide can be read, and has every key there is', () => {
  const [, [, text]] = [...readFileSync(join(ROOT, 'docs/lint.md'), 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)];
  expect(vmo('lint', '--cluster', file('cluster.yaml', text), file('sound.yaml', VM))).toEqual({
    code: 0, out: '1 document, 1 virtual machine, 0 errors, 0 warnings\n', err: '',
  });
  const { inventory, ...others } = parse(text);
  expect(Object.keys({ ...others, inventory })).toEqual(expect.arrayContaining(Object.keys(FIELDS)));
  for (const [key, node] of Object.entries((INVENTORY_SCHEMA as any).fields as Record<string, any>)) {
    expect(inventory).toHaveProperty(key);
    const fields = (node.items ?? node).fields ?? {};
    const given = Array.isArray(inventory[key]) ? inventory[key][0] : inventory[key];
    for (const field of Object.keys(fields)) expect(given).toHaveProperty(field);
  }
});

test('the first example of the guide is what the command says', () => {
  const guide = readFileSync(join(ROOT, 'docs/lint.md'), 'utf8');
  const [, manifest] = /^```yaml\n(.*?)^```/ms.exec(guide)!;
  const [, said] = /^```text\n(.*?)^```/ms.exec(guide)!;
  expect(vmo('lint', file('vm.yaml', manifest)).out.replaceAll(`${folder}/`, '')).toBe(said);
});
