import { readFileSync } from 'fs';
import { join } from 'path';
import { FACTS, T, vmWith } from './manifests';
import { SAID } from './oracle';
import { ROWS } from './rows';
import { admit, ALL_RULES } from '../../src/admission/admit';
import { admitAll } from '../../src/admission/admit-all';
import { UNKNOWN } from '../../src/admission/finding';
import { KINDS } from '../../src/admission/kinds';
import { VM_RULES } from '../../src/admission/rules/virtual-machine';
import { VmView } from '../../src/admission/vm-view';
import { KubevirtVersion } from '../../src/kubevirt';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { withRules } from '../../tools/rules';

/** The path of every node of a manifest. */
function paths(node: unknown, path = ''): string[] {
  if (node === null || typeof node !== 'object') return [path];
  const below = Object.entries(node).flatMap(([key, child]) => paths(child, path === '' ? key : `${path}.${key}`));
  return path === '' ? below : [path, ...below];
}

const PATHS = paths(vmWith({})).filter((path) => path !== 'kind');

test('a sound VM passes every rule', () => {
  expect(admit(vmWith({}), { ...FACTS, namespaces: ['vms'], evictionStrategy: 'LiveMigrate' })).toEqual([]);
});

test('kinds without rules pass', () => {
  expect(admit({ kind: 'ConfigMap' }, FACTS)).toEqual([]);
});

test.each(PATHS)('nothing is said where %s is only known at apply', (path) => {
  expect(admit(vmWith({ [path]: UNKNOWN }), { ...FACTS, evictionStrategy: 'LiveMigrate', namespaces: ['vms'] })).toEqual([]);
});

test.each(PATHS)('no rule throws, whatever stands at %s', (path) => {
  for (const value of [null, '', 'text', -1, NaN, true, [], {}, [null], ['text'], [[]], { name: [] }, [UNKNOWN]]) {
    expect(() => admit(vmWith({ [path]: value }), FACTS)).not.toThrow();
  }
});

test.each([
  ['digits', `${T}.domain.memory.guest`, '1'.repeat(200_000)],
  ['base64', `${T}.volumes[1].cloudInitNoCloud`, { userDataBase64: 'I2Nsb3VkLWNvbmZpZwo='.repeat(500_000) }],
  ['network data', `${T}.volumes[1].cloudInitNoCloud.networkData`, `version: 2${' '.repeat(200_000)}`],
  ['a word', `${T}.domain.devices.disks[0].disk.bus`, 'a'.repeat(1_000_000)],
])('a long text takes no longer to read than it is long: %s', (_, path, value) => {
  const start = performance.now();
  expect(() => admitAll([vmWith({ [path]: value })], FACTS)).not.toThrow();
  expect(performance.now() - start).toBeLessThan(5000); // of the square of it, minutes
});

test.each([undefined, null, 'text', []])('no rule throws where the spec is %j', (spec) => {
  expect(() => admit({ kind: 'VirtualMachine', spec } as object, FACTS)).not.toThrow();
});

test('what a rule is about is there wherever it has something to say', () => {
  const vms = ROWS.map(({ changes, facts }) => ({ vm: VmView.ofVirtualMachine(vmWith(changes)), facts: { ...FACTS, ...facts } }));
  const silenced = vms.flatMap(({ vm, facts }) => VM_RULES.filter((rule) => rule.about?.(vm) === false && [...rule.check(vm, facts)].length > 0));
  expect(silenced.map(({ id }) => id)).toEqual([]);
});

test('the tables of rules in docs/admission.md are current', () => {
  const guide = readFileSync(join(__dirname, '../../docs/admission.md'), 'utf8');
  expect({ hint: 'npm run docs', guide }).toEqual({ hint: 'npm run docs', guide: withRules(guide) });
});

test('every rule has an id of its own and a title of one line', () => {
  const ids = ALL_RULES.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const rule of ALL_RULES) expect(rule.title).toMatch(/^\S.{10,160}[^.]$/);
});

test('an id means one thing, whatever the kinds that it is held against', () => {
  const meanings = new Map(ALL_RULES.map(({ id, severity, title }) => [id, `${severity}: ${title}`]));
  const other = KINDS.flatMap(({ rules }) => rules).filter(({ id, severity, title }) => `${severity}: ${title}` !== meanings.get(id));
  expect(other.map(({ id, title }) => `${id}: ${title}`)).toEqual([]);
});

test('a rule on guests says which function upstream it mirrors, where somebody refuses what it does', () => {
  const refusing = VM_RULES.filter(({ phase, severity }) => ['admission', 'start', 'import'].includes(phase) && severity === 'error');
  expect(refusing.filter(({ mirrors }) => !mirrors).map(({ id }) => id)).toEqual([]);
});

test('feature gates of rules are ones that some KubeVirt has', () => {
  const known = new Set(Object.values(KubevirtVersion).flatMap((version) => Object.keys(kubevirtFacts(version).gates)));
  expect(ALL_RULES.flatMap(({ id, gates = [] }) => gates.filter((gate) => !known.has(gate)).map((gate) => `${id}: ${gate}`))).toEqual([]);
});

test('what a server says is known of rules that there are', () => {
  expect(Object.keys(SAID).filter((id) => !ALL_RULES.some((rule) => rule.id === id))).toEqual([]);
});
