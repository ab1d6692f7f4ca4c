import { readFileSync } from 'fs';
import { join } from 'path';
import { KubevirtVersion } from './version';

/** A node of a field schema in `data/`. */
export type SchemaNode =
  | { type: 'object'; fields: Record<string, SchemaNode>; required?: string[]; nullable?: boolean }
  | { type: 'map'; values: SchemaNode; nullable?: boolean }
  | { type: 'array'; items: SchemaNode; keys?: string[]; set?: boolean; maxItems?: number; nullable?: boolean }
  | { type: 'string'; enum?: string[]; pattern?: string; nullable?: boolean }
  | { type: 'integer' | 'number'; enum?: number[]; minimum?: number; maximum?: number; nullable?: boolean }
  | { type: 'boolean' | 'quantity' | 'intOrString' | 'objectMeta' | 'any'; nullable?: boolean };

/** How far a feature gate has come in one KubeVirt version. */
export type GateState = 'Alpha' | 'Beta' | 'GA' | 'Deprecated' | 'Discontinued';

/** What an instancetype gives a VM; the parts the checks look at. */
export interface InstancetypeSpec {
  cpu: { guest: number; [field: string]: unknown };
  memory: { guest: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** What a preference asks of a VM; the parts the checks look at. */
export interface PreferenceSpec {
  requirements?: { cpu?: { guest?: number }; memory?: { guest?: string }; architecture?: string };
  [field: string]: unknown;
}

/** The machine-made facts of one KubeVirt version. */
export interface KubevirtFacts {
  readonly kinds: Record<string, SchemaNode>;
  readonly gates: Record<string, GateState>;
  readonly instancetypes: Record<string, InstancetypeSpec>;
  readonly preferences: Record<string, PreferenceSpec>;
}

const DATA = join(__dirname, '..', '..', 'data');
const loaded = new Map<KubevirtVersion, KubevirtFacts>();

/** The facts of a KubeVirt version. Files are read when first asked for, and kept: a plan without gates never loads them. */
export function kubevirtFacts(version: KubevirtVersion): KubevirtFacts {
  const known = loaded.get(version);
  if (known) return known;
  const facts = Object.defineProperties({}, Object.fromEntries(Object.entries(FILES).map(([key, read]) => [key, lazy(key, join('kubevirt', version, read[0]), read[1])])));
  loaded.set(version, facts as KubevirtFacts);
  return facts as KubevirtFacts;
}

type Take = (content: any) => unknown;

const FILES: Record<keyof KubevirtFacts, [file: string, take: Take]> = {
  kinds: ['schema.json', assembled],
  gates: ['gates.json', ({ gates }) => gates],
  instancetypes: ['instancetypes.json', ({ instancetypes }) => instancetypes],
  preferences: ['preferences.json', ({ preferences }) => preferences],
};

/** A property that is read from its file when first asked for. */
function lazy(key: string, file: string, take: Take): PropertyDescriptor {
  return {
    configurable: true,
    get(this: object) {
      const value = take(JSON.parse(readFileSync(join(DATA, file), 'utf8')));
      Object.defineProperty(this, key, { value });
      return value;
    },
  };
}

/** Kinds with what they have in common put in its places: the file holds it once. */
function assembled({ kinds, same }: { kinds: Record<string, any>; same: Record<string, string> }): Record<string, SchemaNode> {
  const at = ([kind, ...fields]: string[]) => fields.reduce((node, field) => node.fields[field], kinds[kind]);
  for (const [place, other] of Object.entries(same)) {
    const above = place.split('.');
    const field = above.pop()!;
    at(above).fields[field] = at(other.split('.'));
  }
  return kinds;
}

/** The kinds of projects that KubeVirt works with, by API group: CDI fills disks, Multus attaches networks. */
export const NEIGHBOURS: Readonly<Record<string, Pick<KubevirtFacts, 'kinds'>>> = {
  'cdi.kubevirt.io': neighbour('cdi'),
  'k8s.cni.cncf.io': neighbour('multus'),
};

function neighbour(name: string): KubevirtFacts {
  return Object.defineProperty({} as KubevirtFacts, 'kinds', lazy('kinds', join('neighbours', `${name}.json`), ({ kinds }) => kinds));
}
