import { METADATA, Place, places, Step, text } from './places';
import { Random } from './random';
import { show } from '../../../src/admission/finding';
import { SchemaNode } from '../../../src/kubevirt/facts';
import { isMap } from '../../../src/kubevirt/maps';

/** Writes a value, or takes one out. */
interface Edit { readonly path: readonly Step[]; readonly value?: unknown }

/** One thing done to a manifest. */
export interface Mutation {
  readonly operator: Operator;
  /** What was done, in words. */
  readonly words: string;
  readonly edits: readonly Edit[];
}

/** A manifest to which one to four things were done. */
export interface Mutant {
  readonly number: number;
  /** Which of the seeds it is made from. */
  readonly seed: number;
  readonly mutations: readonly Mutation[];
}

const OPERATORS = {
  drop, add, misspell, retype, swap, graft, device, row, number: numbers, word, nothing, empty, duplicate, quantity,
};
export type Operator = keyof typeof OPERATORS;

/** What the schema refuses hides what rules would say, so most mutations are of the kinds that it may let pass. */
export const CHOICE: Operator[] = [
  'row', 'row', 'row', 'row', 'row', 'row', 'device', 'device', 'device', 'add', 'add', 'add', 'add', 'graft', 'graft', 'graft',
  'drop', 'drop', 'word', 'word', 'number', 'quantity', 'swap', 'empty', 'duplicate', 'nothing', 'retype', 'misspell',
];

/** Fields that say which object is meant and not how it is. */
const IDENTITY = /^(apiVersion|kind|metadata|metadata\.(name|namespace))?$/;

const NUMBERS = [
  -1, 0, 1, 2, 3, 5, 7, 16, 100, 101, 223, 254, 255, 256, 512, 1000, 4096, 65_535, 65_536, 65_537, 2_097_152,
  2_147_483_647, 2_147_483_648, -2_147_483_649, 4_294_967_295, 4_294_967_296, 9_007_199_254_740_992, 1e18, 2e19, 1e30, 0.5, 1.5, -0.5,
];
const WORDS = [
  '', ' ', 'x', 'X', 'none', 'None', 'default', 'true', '0', '1', '-1', '1.5', 'a b', 'a_b', 'a.b', 'a/b', 'a-', '-a', '.a', 'a..b', 'ä', 'UPPER', '/', '/a', '/a/../b',
  'a/b/c', 'example.com/a', '10.0.0.1', '10.0.0.256', 'fd00::1', '10.0.0.0/24', '02:00:00:00:00:00', '02-12-34-56-78-9a', '0212.3456.789a', '0000:81:01.0', '2026-01-01T00:00:00Z',
  '1Gi', '2Gi', '100%', 'https://example.com/a', 'docker://a', 'Li4u', 'line\nline', 'a'.repeat(16), 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(253), 'a'.repeat(254), 'a'.repeat(2049),
];
const QUANTITIES = [
  '0', '1', '-1', '+1', '512', '1024', '999999', '1000000', '1048576', '1.5', '0.5', '.5', '1.', '1e3', '1E3', '1e-3', '12e6', '1m', '1500m', '1u', '1n', '1k', '1K', '1M', '1Mi', '3Mi',
  '2Mi', '4Mi', '512Mi', '1025Mi', '1536Mi', '1023Mi', '1G', '1Gi', '2Gi', '4Gi', '8Gi', '100Gi', '1Ti', '1Ei', '8Ei', '1GB', '1gi', '1 Gi', ' 1Gi', '1Gi ', 'Gi', '', '-', '1e', '1e999', '99999999999999999999', '1_000',
  1, 0, -1, 2, 1.5, 1024, 1073741824,
];

/** Values by path; `undefined` to take one out. */
type Changes = Readonly<Record<string, unknown>>;

/** Makes mutants of seed manifests: the same ones from the same random seed. */
export class Mutator {
  private readonly trees: Place[][];
  /** In how many seeds a place is. */
  private readonly counts = new Map<string, number>();
  /** Values of the seeds, by place and by the name of their field. */
  private readonly pool = new Map<string, unknown[]>();

  /** `donors` lend their values and are not mutated themselves; `rows` are changes that somebody has thought of, values by path. */
  constructor(
    private readonly seeds: readonly object[],
    private readonly donors: readonly object[],
    public readonly rows: readonly Changes[],
    public readonly schema: SchemaNode,
  ) {
    this.trees = [...seeds, ...donors].map((seed) => places(seed, schema));
    for (const [index, tree] of this.trees.entries()) {
      const patterns = index < seeds.length ? new Set(tree.map(({ pattern }) => pattern)) : [];
      for (const pattern of patterns) this.counts.set(pattern, (this.counts.get(pattern) ?? 0) + 1);
      for (const { pattern, path, value } of tree) {
        const field = [...path].reverse().find((step) => typeof step === 'string');
        for (const key of new Set([pattern, `${field}`])) {
          const values = this.pool.get(key) ?? [];
          this.pool.set(key, values);
          values.push(value);
        }
      }
    }
  }

  public mutant(number: number, randomSeed: number): Mutant {
    const random = new Random(randomSeed * 1_000_003 + number);
    const seed = random.below(this.seeds.length);
    const mutations: Mutation[] = [];
    // One alone says most of a rule; several find rules that look at two fields.
    const wanted = random.pick([1, 1, 1, 2, 2, 2, 3, 3, 4]);
    for (let tries = 0; mutations.length < wanted && tries < 50; tries++) {
      const operator = random.pick(CHOICE);
      const manifest = this.manifest({ seed, mutations });
      const done = OPERATORS[operator](new Ground(manifest, this, random));
      if (done) mutations.push({ operator, ...done });
    }
    return { number, seed, mutations };
  }

  /** The manifest with the mutations; what one of them cannot reach without another is left out. */
  public manifest({ seed, mutations }: Pick<Mutant, 'seed' | 'mutations'>): any {
    const manifest = structuredClone(this.seeds[seed]);
    for (const { path, value } of mutations.flatMap(({ edits }) => edits)) {
      const last = path[path.length - 1];
      const parent = path.slice(0, -1).reduce<any>((node, step, index) => {
        // A row brings along what is not there above it.
        if (value !== undefined && isMap(node) && node[step] === undefined) node[step] = typeof path[index + 1] === 'number' ? [] : {};
        return node?.[step];
      }, manifest);
      if (parent === null || typeof parent !== 'object') continue;
      if (Array.isArray(parent) && (last as number) > parent.length) continue;
      if (value !== undefined) parent[last] = structuredClone(value);
      else if (Array.isArray(parent)) parent.splice(last as number, 1);
      else delete parent[last];
    }
    return manifest;
  }

  public count(pattern: string): number {
    return this.counts.get(pattern) ?? 0;
  }

  public values(key: string): readonly unknown[] {
    return this.pool.get(key) ?? [];
  }

  public anyTree(random: Random): readonly Place[] {
    return random.pick(this.trees);
  }

  public anyManifest(random: Random): any {
    return random.pick(random.oneIn(2) ? this.seeds : this.donors);
  }
}

/** A manifest in which something is about to be changed. */
class Ground {
  public readonly tree: readonly Place[];

  constructor(public readonly manifest: object, public readonly mutator: Mutator, public readonly random: Random) {
    this.tree = places(manifest, mutator.schema).filter(({ pattern }) => !IDENTITY.test(pattern));
  }

  /** One of the places: rather one that few of the seeds have, as all have the same few fields beside. */
  public place(suits: (place: Place) => boolean = () => true): Place | undefined {
    // A name that is changed alone belongs to nothing any more, which is all that the server then says.
    const withNames = this.random.oneIn(4);
    const suitable = this.tree.filter((place) => (withNames || !place.pattern.endsWith('.name')) && suits(place));
    if (suitable.length === 0) return undefined;
    const candidates = Array.from({ length: this.random.below(4) + 1 }, () => this.random.pick(suitable));
    return candidates.sort((a, b) => this.mutator.count(a.pattern) - this.mutator.count(b.pattern))[0];
  }

  /** A value that could stand there: one of a seed, or one made up. */
  public good({ pattern, path, schema }: Pick<Place, 'pattern' | 'path' | 'schema'>): unknown {
    const seen = this.mutator.values(pattern);
    const named = this.mutator.values(`${path[path.length - 1]}`);
    if (seen.length > 0 && !this.random.oneIn(3)) return this.random.pick(seen);
    if (named.length > 0 && this.random.oneIn(2)) return this.random.pick(named);
    return this.made(schema, pattern, 4);
  }

  private made(schema: SchemaNode, pattern: string, depth: number): unknown {
    const { random } = this;
    const below = (field: string, child: SchemaNode): unknown => {
      const at = `${pattern}.${field}`;
      const values = [...this.mutator.values(at), ...this.mutator.values(field)];
      return values.length > 0 && !random.oneIn(3) ? random.pick(values) : this.made(child, at, depth - 1);
    };
    const object = (fields: Record<string, SchemaNode>, required: readonly string[] = []) => Object.fromEntries(Object.entries(fields)
      .filter(([field]) => required.includes(field) || (depth > 0 && random.below(Object.keys(fields).length) < 2))
      .map(([field, child]) => [field, below(field, child)]));
    switch (schema.type) {
      case 'object': return object(schema.fields, schema.required);
      case 'objectMeta': return object(METADATA);
      case 'map': return Object.fromEntries(Array.from({ length: random.below(3) }, () => [random.pick(WORDS), this.made(schema.values, `${pattern}.*`, depth - 1)]));
      case 'array': return Array.from({ length: random.below(3) }, () => this.made(schema.items, `${pattern}[]`, depth - 1));
      case 'string': return schema.enum && !random.oneIn(4) ? random.pick(schema.enum) : random.pick(WORDS);
      case 'integer': case 'number': return random.pick(NUMBERS);
      case 'boolean': return random.oneIn(2);
      case 'quantity': return random.pick(QUANTITIES);
      case 'intOrString': return random.oneIn(2) ? random.pick(NUMBERS) : random.pick(WORDS);
      case 'any': return random.pick([{}, [], 'x', 1]);
    }
  }
}

type Done = Omit<Mutation, 'operator'> | undefined;

function write({ path, value: before }: Pick<Place, 'path' | 'value'>, value: unknown): Done {
  if (value === undefined || JSON.stringify(before) === JSON.stringify(value)) return undefined;
  return { words: `${text(path)}: ${show(before)} → ${show(value)}`, edits: [{ path, value }] };
}

function drop(ground: Ground): Done {
  const place = ground.place();
  return place && { words: `${text(place.path)} (${show(place.value)}) taken out`, edits: [{ path: place.path }] };
}

function add(ground: Ground): Done {
  const { random } = ground;
  const parent = ground.place(({ schema, value }) => (schema.type === 'object' || schema.type === 'objectMeta') && isMap(value));
  if (!parent) return undefined;
  const fields = parent.schema.type === 'object' ? parent.schema.fields : METADATA;
  const absent = Object.keys(fields).filter((field) => (parent.value as any)[field] === undefined);
  if (absent.length === 0) return undefined;
  const field = random.pick(absent);
  const place = { path: [...parent.path, field], pattern: `${parent.pattern}.${field}`, schema: fields[field], value: undefined };
  return write(place, random.oneIn(6) ? anything(ground) : ground.good(place));
}

/** Of any type, fitting or not. */
function anything({ random, mutator }: Ground): unknown {
  return random.pick<() => unknown>([
    () => random.pick(WORDS), () => random.pick(NUMBERS), () => random.pick(QUANTITIES), () => random.pick([true, false, {}, []]),
    () => random.pick(mutator.anyTree(random)).value,
  ])();
}

function misspell(ground: Ground): Done {
  const { random } = ground;
  const place = ground.place(({ path }) => typeof path[path.length - 1] === 'string');
  if (!place) return undefined;
  const key = place.path[place.path.length - 1] as string;
  const at = random.below(key.length);
  const wrong = random.pick([
    key.slice(0, at) + key.slice(at + 1),
    key.slice(0, at) + key[at] + key.slice(at),
    key[0].toUpperCase() + key.slice(1),
    key.toLowerCase(),
    `${key}s`,
  ]);
  if (wrong === key) return undefined;
  return { words: `${text(place.path)} written "${wrong}"`, edits: [{ path: place.path }, { path: [...place.path.slice(0, -1), wrong], value: place.value }] };
}

function retype(ground: Ground): Done {
  const place = ground.place();
  if (!place) return undefined;
  const { value } = place;
  const forms: unknown[] = [[value], { name: value }, `${isMap(value) ? 'x' : value}`, ground.random.oneIn(2), 1];
  if (typeof value === 'string') forms.push(Number(value) || 0, value === 'true');
  if (typeof value === 'number') forms.push(`${value}`, `${value}`, value + 0.5);
  if (typeof value === 'boolean') forms.push(!value, !value, `${value}`, Number(value));
  if (Array.isArray(value)) forms.push(value[0], value[0], Object.fromEntries(value.entries()));
  if (isMap(value)) forms.push(Object.values(value), Object.keys(value)[0]);
  return write(place, ground.random.pick(forms));
}

/** Two values of one type in each other's place. */
function swap(ground: Ground): Done {
  const place = ground.place(({ value }) => !isMap(value) || ground.random.oneIn(3));
  const other = place && ground.place(({ value, path }) =>
    kind(value) === kind(place.value) && !within(path, place.path) && !within(place.path, path));
  if (!other || JSON.stringify(other.value) === JSON.stringify(place.value)) return undefined;
  return {
    words: `${text(place.path)} (${show(place.value)}) and ${text(other.path)} (${show(other.value)}) changed places`,
    edits: [{ path: place.path, value: other.value }, { path: other.path, value: place.value }],
  };
}

function kind(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function within(path: readonly Step[], other: readonly Step[]): boolean {
  return other.every((step, index) => path[index] === step);
}

/** What another seed has in the same place, or an item of its list beside the others. */
function graft(ground: Ground): Done {
  const { random, mutator } = ground;
  const origin = random.pick(mutator.anyTree(random).filter(({ pattern }) => !IDENTITY.test(pattern) && !/^(spec|spec\.template|spec\.template\.spec)$/.test(pattern)));
  const [last, parentPattern] = [origin.path[origin.path.length - 1], origin.pattern.replace(/(\[\]|\.?[^.[\]]+)$/, '')];
  const parent = ground.tree.find(({ pattern, value }) => pattern === parentPattern && (typeof last === 'number' ? Array.isArray(value) : isMap(value)));
  if (!parent) return undefined;
  const step = Array.isArray(parent.value) ? parent.value.length : last;
  return write({ path: [...parent.path, step], value: (parent.value as any)[step] }, origin.value);
}

/** A disk or NIC of another manifest, with its volume, network and template. */
function device(ground: Ground): Done {
  const other = ground.mutator.anyManifest(ground.random);
  const named = [...listAt(other, LISTS.volumes), ...listAt(other, LISTS.networks)].filter((item) => typeof item?.name === 'string');
  if (named.length === 0) return undefined;
  const item = ground.random.pick(named);
  const template = item.dataVolume?.name ?? NaN; // which nothing is called
  const belongs = (one: any, path: readonly string[]) => path === LISTS.templates ? one?.metadata?.name === template : one?.name === item.name;
  const moved = Object.values(LISTS)
    .map((path) => ({ path, items: listAt(other, path).filter((one) => belongs(one, path)) }))
    .filter(({ items }) => items.length > 0);
  return {
    words: `with ${show(item)} of another VM, in ${moved.map(({ path }) => path[path.length - 1]).join(', ')}`,
    edits: moved.map(({ path, items }) => ({ path, value: [...listAt(ground.manifest, path), ...items] })),
  };
}

const LISTS = {
  volumes: ['spec', 'template', 'spec', 'volumes'],
  networks: ['spec', 'template', 'spec', 'networks'],
  disks: ['spec', 'template', 'spec', 'domain', 'devices', 'disks'],
  filesystems: ['spec', 'template', 'spec', 'domain', 'devices', 'filesystems'],
  interfaces: ['spec', 'template', 'spec', 'domain', 'devices', 'interfaces'],
  templates: ['spec', 'dataVolumeTemplates'],
};

function listAt(manifest: any, path: readonly string[]): any[] {
  const list = path.reduce((node, step) => node?.[step], manifest);
  return Array.isArray(list) ? list : [];
}

/** What a test of a rule does to its VM. */
function row({ random, mutator }: Ground): Done {
  if (mutator.rows.length === 0) return undefined;
  const changes = random.pick(mutator.rows);
  return {
    words: `as in a test of the rules: ${Object.entries(changes).map(([path, value]) => `${path} = ${show(value)}`).join(', ')}`,
    edits: Object.entries(changes).map(([path, value]) => ({ path: steps(path), value })),
  };
}

function steps(path: string): Step[] {
  return path.split(/[.[\]]+/).filter((step) => step !== '').map((step) => /^\d+$/.test(step) ? Number(step) : step);
}

function numbers(ground: Ground): Done {
  const place = ground.place(({ value, schema }) => typeof value === 'number' || schema.type === 'intOrString');
  return place && write(place, ground.random.pick(NUMBERS));
}

function word(ground: Ground): Done {
  const { random, mutator } = ground;
  const place = ground.place(({ value }) => typeof value === 'string');
  if (!place) return undefined;
  const value = place.value as string;
  const named = mutator.values(`${place.path[place.path.length - 1]}`);
  return write(place, random.pick<() => unknown>([
    () => value.toUpperCase(), () => value.toLowerCase(), () => value[0]?.toUpperCase() + value.slice(1), () => `${value} `, () => `${value}x`, () => value.slice(1),
    () => random.pick(WORDS), () => random.pick(WORDS), () => random.pick(WORDS), () => random.pick(named), () => ground.good(place),
  ])());
}

function nothing(ground: Ground): Done {
  const place = ground.place();
  return place && write(place, null);
}

function empty(ground: Ground): Done {
  const place = ground.place(({ value }) => typeof value === 'object' || typeof value === 'string');
  return place && write(place, Array.isArray(place.value) ? [] : isMap(place.value) ? {} : '');
}

function duplicate(ground: Ground): Done {
  const place = ground.place(({ value }) => Array.isArray(value) && value.length > 0);
  if (!place) return undefined;
  const list = place.value as unknown[];
  const item = ground.random.pick(list);
  return { words: `${text(place.path)}: item ${show(item)} a second time`, edits: [{ path: [...place.path, list.length], value: item }] };
}

function quantity(ground: Ground): Done {
  const place = ground.place(({ schema }) => schema.type === 'quantity');
  return place && write(place, ground.random.pick(QUANTITIES));
}
