import { CHOICE, Mutator, Operator } from './mutate';
import { patterns, Step } from './places';
import { donors, rows, seeds } from './seeds';
import { KubevirtVersion } from '../../../src/kubevirt';
import { kubevirtFacts } from '../../../src/kubevirt/facts';

const SCHEMA = kubevirtFacts(KubevirtVersion.V1_8_4).kinds.VirtualMachine;
const COUNT = 2000;

const vms = seeds().map(({ vm }) => vm);
const mutator = new Mutator(vms, donors(), rows(), SCHEMA);
const mutants = Array.from({ length: COUNT }, (_, number) => mutator.mutant(number, 1));

test('the same random seed makes the same mutants, in whatever order, and another one others', () => {
  const again = new Mutator(vms, donors(), rows(), SCHEMA);
  for (const number of [7, 3, 1999]) expect(again.mutant(number, 1)).toEqual(mutants[number]);
  expect(again.mutant(3, 2)).not.toEqual(mutants[3]);
});

test('each has one to four mutations, and is another VM than its seed', () => {
  for (const mutant of mutants) {
    expect([1, 2, 3, 4]).toContain(mutant.mutations.length);
    expect(mutator.manifest(mutant)).toMatchObject({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { namespace: vms[mutant.seed].metadata.namespace } });
  }
  const unchanged = mutants.filter((mutant) => JSON.stringify(mutator.manifest(mutant)) === JSON.stringify(vms[mutant.seed]));
  expect(unchanged.length / COUNT).toBeLessThan(0.1); // a row of a rule may say what is so already
});

test('a mutation may be left out, and the rest is as it was', () => {
  const edit = (path: string, value: unknown) => ({ operator: 'word' as const, words: path, edits: [{ path: ['metadata', 'labels', path], value }] });
  const seed = { ...vms[0], metadata: { ...vms[0].metadata, labels: { a: '1' } } };
  const one = new Mutator([seed], [], [], SCHEMA);
  expect(one.manifest({ seed: 0, mutations: [edit('a', '2'), edit('b', '3')] }).metadata.labels).toEqual({ a: '2', b: '3' });
  expect(one.manifest({ seed: 0, mutations: [edit('b', '3')] }).metadata.labels).toEqual({ a: '1', b: '3' });
  expect(one.manifest({ seed: 0, mutations: [] })).toEqual(seed);
});

test('every operator has its part', () => {
  const counts = new Map<Operator, number>();
  for (const { operator } of mutants.flatMap(({ mutations }) => mutations)) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  for (const operator of new Set(CHOICE)) expect([operator, counts.get(operator)]).toEqual([operator, expect.any(Number)]);
  expect(Math.min(...counts.values())).toBeGreaterThan(COUNT / 50);
});

test('most of what a VM can say is touched, by itself or with what it stands in', () => {
  const edits = mutants.flatMap(({ mutations }) => mutations.flatMap((mutation) => mutation.edits));
  const touched = new Set(edits.flatMap(({ path, value }) => [pattern(path), ...within(value, pattern(path))]));
  const all = patterns(SCHEMA);
  const missed = all.filter((one) => !touched.has(one));
  expect(missed.length / all.length).toBeLessThan(0.33);
});

function pattern(path: readonly Step[]): string {
  return path.map((step) => typeof step === 'number' ? '[]' : `.${step}`).join('').replace(/^\./, '');
}

function within(value: unknown, above: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => [`${above}[]`, ...within(item, `${above}[]`)]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, child]) => [`${above}.${field}`, ...within(child, `${above}.${field}`)]);
}
