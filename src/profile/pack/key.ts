import { SchemaNode } from '../../kubevirt/facts';
import { isMap } from '../../kubevirt/maps';

/** What is said of a value while it is read; paths are of the pack. */
export interface Says {
  /** Where the value stands. */
  readonly path: string;
  /** Something is otherwise here than in the pack, or worth a look. */
  remark(message: string, remedy: string, below?: string): void;
  /** Something is wrong. */
  mistake(message: string, remedy: string, below?: string): void;
  /** A part of the value does nothing here. */
  drop(value: unknown, reason: string, below?: string): void;
}

/** What becomes of a value: what is set in its prop, or nothing. */
export type Conversion = (value: any, says: Says) => unknown;

/** A documented key of a pack, and what becomes of it. */
export interface PackKey {
  /** Path in the values. What ends in `.*` is all that is below and has no key of its own. */
  readonly path: string;
  readonly kind: SchemaNode;
  /** The pack's own value; nothing where there is none. */
  readonly default: unknown;
  /** Whether another value than `default` is one of the pack's own, too. */
  readonly isDefault?: (value: unknown) => boolean;
  /** The one layout that has it; nothing where both have. */
  readonly layout?: '1.0' | '2.0';
  /** The prop that it comes to; `*` is what `*` of the path is. */
  readonly prop?: string;
  /** What is set in the prop, where it is not the value as it stands; of a key that does nothing, what there is to say. */
  readonly as?: Conversion;
  /** The prop for values that the first one has no room for. */
  readonly orElse?: string;
  /** Of a path that ends in `.*`: what may stand there, where that is known. */
  readonly fields?: () => readonly string[];
  /** Whether it comes to its prop together with others, by `finish` of its part. */
  readonly together?: boolean;
  /** Whether Palette's macros in it are looked after by its conversion. */
  readonly macros?: boolean;
  /** Why it does nothing here. */
  readonly reason?: string;
  /** Whether it is none of the pack's keys, and somebody may take it for one. */
  readonly undocumented?: boolean;
  /** Whether nobody should read its value. */
  readonly secret?: boolean;
}

/** The values of a pack as far as they have the right kind. */
export interface PackValues {
  get(path: string): any;
  /** Sets a prop that comes from a path. */
  set(prop: string, value: unknown, path: string): void;
  says(path: string): Says;
}

/** What the props are made of. Parts that are made by a class are their options until `finish` makes them. */
export class Draft {
  public readonly props: Record<string, any> = {};
  /** Which path of the pack a prop comes from. */
  public readonly sources = new Map<string, string>();

  /** Sets a prop, below another one if need be. */
  public set(prop: string, value: unknown, source: string): void {
    this.sources.set(prop, source);
    const way = segments(prop);
    const last = way.pop()!;
    const above = way.reduce((map, step) => map[step] ??= {}, this.props);
    above[last] = value;
  }
}

/** Keys that belong together. */
export interface PackPart {
  readonly keys: readonly PackKey[];
  /** Keys below these do nothing where their switch is off. */
  readonly switches?: readonly Switch[];
  /** Values at these paths whose lists are read as maps. */
  readonly reshape?: Readonly<Record<string, (value: unknown) => unknown>>;
  /** How these lists are written, by their path. */
  readonly lists?: Readonly<Record<string, string>>;
  /** Props that several keys make together. */
  readonly finish?: (pack: PackValues, draft: Draft) => void;
}

/** What turns a part of the pack off. */
export interface Switch {
  readonly key: string;
  /** What it turns off. */
  readonly of: string;
  /** Whether it is on where nothing is said. */
  readonly default: boolean;
}

/** The names of the fields at a path of a resource. */
export function fieldsAt(resource: SchemaNode, ...way: string[]): readonly string[] {
  const node = way.reduce<any>((above, step) => above.fields[step], resource);
  return Object.keys(node.fields);
}

/** The steps of a path; a name with dots in it stands in `["…"]`. */
export function segments(path: string): string[] {
  return [...path.matchAll(/\["([^"]+)"\]|([^.[]+(?:\[\d+\])?)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

/** A path with one step more. */
export function below(path: string, name: string): string {
  return path === '' ? name : `${path}${name.includes('.') ? `["${name}"]` : `.${name}`}`;
}

export const TEXT: SchemaNode = { type: 'string' };
export const FLAG: SchemaNode = { type: 'boolean' };
export const ANY: SchemaNode = { type: 'any' };
export const TEXTS: SchemaNode = { type: 'array', items: TEXT };
export const LIST: SchemaNode = { type: 'array', items: ANY };
export const MAP: SchemaNode = { type: 'map', values: ANY };
export const TEXT_MAP: SchemaNode = { type: 'map', values: TEXT };
export const TEXT_OR_NUMBER: SchemaNode = { type: 'intOrString' };
export const COUNT: SchemaNode = { type: 'integer', minimum: 0 };
const QUANTITIES: SchemaNode = { type: 'map', values: { type: 'quantity' } };
export const RESOURCES: SchemaNode = { type: 'object', fields: { requests: QUANTITIES, limits: QUANTITIES } };

/** One of several words, or nothing. */
export function oneOf(...words: string[]): SchemaNode {
  return { type: 'string', enum: [...words, ''] };
}

/** Of what kind a value is that stands where this default does. */
function kindOf(value: unknown): SchemaNode {
  if (Array.isArray(value)) return LIST;
  if (typeof value === 'boolean') return FLAG;
  if (typeof value === 'number') return COUNT;
  if (typeof value === 'string') return TEXT;
  return typeof value === 'object' && value !== null ? MAP : ANY;
}

/** A key that comes to a prop. */
export function to(path: string, fallback: unknown, prop: string, more: Partial<PackKey> = {}): PackKey {
  return { path, kind: kindOf(fallback), default: fallback, prop, ...more };
}

/** A key that comes to a prop together with others. */
export function partOf(path: string, fallback: unknown, prop: string, more: Partial<PackKey> = {}): PackKey {
  return to(path, fallback, prop, { together: true, ...more });
}

/** Keys below a path that do nothing here for the same reason, with their defaults. */
export function dropped(prefix: string, reason: string, defaults: Record<string, unknown>, more: Partial<PackKey> = {}): PackKey[] {
  return Object.entries(defaults).map(([name, fallback]) =>
    ({ path: prefix === '' ? name : `${prefix}.${name}`, kind: kindOf(fallback), default: fallback, reason, ...more }));
}

/** Keys of an image. Its version is this library's, whatever the pack's was. */
export function imageKeys(prefix: string, repository: string, tag: string, pullPolicy?: string): PackKey[] {
  const policy = pullPolicy ?? 'an image of a fixed version need not be pulled again';
  return [
    { path: `${prefix}.repository`, kind: TEXT, default: repository, isDefault: isPublished, reason: 'images come from where they are published, or from a mirror: `imageRegistry`, `imageOverrides`' },
    { path: `${prefix}.tag`, kind: TEXT_OR_NUMBER, default: tag, isDefault: () => true, reason: 'versions are those of this library' },
    ...dropped(prefix, policy, { pullPolicy: 'IfNotPresent' }),
  ];
}

/** Whether an image is one that Spectro Cloud or its makers publish, of any version of the pack. */
export function isPublished(repository: unknown): boolean {
  return /^(us-docker\.pkg\.dev\/palette-images|gcr\.io\/spectro-images-public|registry\.k8s\.io|quay\.io\/kubevirt|ghcr\.io\/k8snetworkplumbingwg)\//.test(String(repository));
}

/** Quantities as text: YAML reads `cpu: 1` as a number. */
export function resources(value: Record<string, Record<string, unknown>>): object | undefined {
  const kinds = Object.entries(value).flatMap(([kind, quantities]) => {
    const given = texts(quantities);
    return given ? [[kind, given]] : [];
  });
  return unlessEmpty(Object.fromEntries(kinds));
}

/** Values as text; nothing where there are none. */
export function texts(values: unknown): { [name: string]: string } | undefined {
  return isMap(values) ? unlessEmpty(Object.fromEntries(Object.entries(values).map(([name, one]) => [name, String(one)]))) : undefined;
}

/** What is empty says nothing. */
export function unlessEmpty<T>(value: T): T | undefined {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ? undefined : value;
}
