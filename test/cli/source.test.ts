import { spawnSync } from 'child_process';
import { truncateSync } from 'fs';
import { file } from './file';
import { vmo } from './run-vmo';
import { readSource } from '../../src/cli/source';
import { ROOT } from '../support/run-app';

const vm = (name: string, metadata = '') => `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: ${name}
${metadata}spec:
  runStrategy: Allways
  template: {spec: {domain: {memory: {guest: 2Gi}}}}
`;

const findings = (path: string): any[] => JSON.parse(vmo('lint', '--format', 'json', path).out);

describe('what helm template prints', () => {
  const PRINTED = [
    '---\n# Source: my-vms/templates/vm.yaml\n', vm('a'), '---\n# Source: my-vms/templates/empty.yaml\n', '---\n# Source: my-vms/charts/web/templates/vm.yaml\n', vm('b'),
    '---\n# Source: my-vms/templates/hook.yaml\n', vm('c', '  annotations: {"helm.sh/hook": post-install}\n'),
  ].join('');

  test('names the template of each object; templates that made nothing are nothing', () => {
    const path = file('helm.yaml', PRINTED);
    const found = findings(path).filter(({ ruleId }) => ruleId === 'VM-4');
    expect(found.map(({ document, origin, line }) => [document, origin, line])).toEqual([
      [1, 'my-vms/templates/vm.yaml', 8], [2, 'my-vms/charts/web/templates/vm.yaml', 19], [3, 'my-vms/templates/hook.yaml', 29],
    ]);
    expect(vmo('lint', path).out).toContain('VirtualMachine b (my-vms/charts/web/templates/vm.yaml)\n');
  });

  test('is not what helm install prints, which is told', () => {
    const path = file('install.yaml', 'NAME: a\nLAST DEPLOYED: Mon Jan  1 00:00:00 2026\nSTATUS: pending-install\nHOOKS:\n---\n' + vm('a'));
    expect(vmo('lint', path)).toMatchObject({ code: 2, err: `${path}:1: this is what helm says of a release, no manifest; lint what \`helm template\` or \`helm get manifest\` prints\n` });
  });
});

test('what Kustomize builds names the file of each object where it is asked to', () => {
  const path = file('kustomize.yaml', vm('a', '  annotations:\n    config.kubernetes.io/origin: |\n      path: base/vm.yaml\n'));
  expect(findings(path)).toContainEqual(expect.objectContaining({ ruleId: 'VM-4', origin: 'base/vm.yaml' }));
});

test('places that were not foreseen are looked up once more, behind documents that cannot be read or hold nothing', () => {
  const path = file('places.yaml', `---\n# nothing\n---\na: [\n---\n${vm('a')}---\nvalues: 1\n---\n${vm('b')}`);
  const source = readSource(path, false, () => []);
  const place = source.places();
  expect(source.objects.map(({ document, manifest }) => [manifest.metadata.name, place(document, 'spec.runStrategy').line])).toEqual([['a', 11], ['b', 21]]);
});

test('an object holds on to nothing of its text, and is what kubectl reads', () => {
  const [{ manifest }] = readSource(file('copy.yaml', `${vm('a')}x: &x {f: 1}\nz: *x\n`), true, () => []).objects;
  expect(manifest).toMatchObject({ x: { f: 1 }, z: { f: 1 } });
  expect(manifest.x).not.toBe(manifest.z);
});

describe('what is too much', () => {
  test.each<[string, string, string]>([
    ['a document of many values', `a:\n${'- 1\n'.repeat(2_100_000)}`, ':1: this document is too large to be read at once'],
    ['a document of hardly any values', `a: ${'}'.repeat(17 * 2 ** 20)}`, ':1: this document is too large to be read at once'],
    ['a document of many tags', `a: ${'!x '.repeat(2_100_000)}`, ':1: this document is too large to be read at once'],
    ['a document of many lists in lists', `a:\n${'- - - - - 1\n'.repeat(500_000)}`, ':1: this document is too large to be read at once'],
    ['a bomb of aliases', `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]\n`).join('')}`, 'the aliases unfold to'],
    ['brackets in brackets', '['.repeat(100_000), ':1: lists and maps stand in each other too deeply to be read'],
    ['lines that are not indented', `a: [\n${'1,\n'.repeat(50_000)}]\n`, 'this is no YAML: '],
    ['fields in fields', `${vm('a')}deep: ${'{a: '.repeat(1500)}1${'}'.repeat(1500)}\n`, ': lists and maps stand in each other too deeply to be read'],
  ])('%s is told in one line', (_, content, message) => {
    const path = file('much.yaml', content);
    const { code, err } = vmo('lint', path);
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([expect.stringContaining(message), '']);
    expect(err).toContain(path);
  });

  test.each<[string, string]>([
    ['values', `a:\n${'- 1\n'.repeat(250_000)}`],
    ['text', `a: "${'x'.repeat(8 * 2 ** 20)}"`],
    ['JSON that does not end', `{"a": "${'x'.repeat(8 * 2 ** 20)}`],
  ])('where Node has little memory, less of %s is too much, and how to give it more is told', (_, content) => {
    const { status, stderr } = spawnSync(process.execPath, ['--max-old-space-size=256', 'bin/vmo', 'lint', file('much.yaml', content)], { cwd: ROOT, encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/:1: this document is too large to be read at once: .* \(NODE_OPTIONS=--max-old-space-size=8192 gives it more\).*; take it apart: .* \| npx vmo lint\n$/);
  }, 30_000);

  test('a list of thousands of VMs is not', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: Array.from({ length: 4000 }, (_, n) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${n}`, finalizers: Array(80).fill('x') } })) };
    expect(vmo('lint', file('list.json', JSON.stringify(list, null, 4)))).toMatchObject({ code: 0, err: '' });
  }, 60_000);

  test('a file beyond 100 MiB is not read', () => {
    const path = file('large.yaml', '');
    truncateSync(path, 101 * 2 ** 20);
    expect(vmo('lint', path).err).toBe(`${path}: this file has 101 MiB, and at most 100 are read; take it apart\n`);
  });

  test('a map of many fields that are unknown takes no longer for each of them', () => {
    const path = file('fields.yaml', `${vm('a')}${Array.from({ length: 20_000 }, (_, n) => `zz${n}: 1\n`).join('')}`);
    const found = findings(path).filter(({ ruleId }) => ruleId === 'SCH-1');
    expect(found).toHaveLength(20_000);
    expect(found.at(-1)).toMatchObject({ path: 'zz19999', line: 20_007 });
  });
});
