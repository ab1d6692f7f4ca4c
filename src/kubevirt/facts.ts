import { readFileSync } from 'fs';
import { join } from 'path';
import { KubevirtVersion } from './version';

/** A node of the field schema in `data/kubevirt/<version>/schema.json`. */
export type SchemaNode =
  | { type: 'object'; fields: Record<string, SchemaNode>; required?: string[]; nullable?: boolean }
  | { type: 'map'; values: SchemaNode; nullable?: boolean }
  | { type: 'array'; items: SchemaNode; keys?: string[]; maxItems?: number; nullable?: boolean }
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

const DATA = join(__dirname, '..', '..', 'data', 'kubevirt');
const loaded = new Map<string, unknown>();

/** Reads one key of one facts file, once per process, when first asked for: a plan without gates never loads them. */
function read(version: KubevirtVersion, file: string, key: string): any {
  const path = join(DATA, version, file);
  if (!loaded.has(path)) loaded.set(path, JSON.parse(readFileSync(path, 'utf8'))[key]);
  return loaded.get(path);
}

/** The facts of a KubeVirt version. Files are read lazily and kept. */
export function kubevirtFacts(version: KubevirtVersion): KubevirtFacts {
  return {
    get kinds() { return read(version, 'schema.json', 'kinds'); },
    get gates() { return read(version, 'gates.json', 'gates'); },
    get instancetypes() { return read(version, 'instancetypes.json', 'instancetypes'); },
    get preferences() { return read(version, 'preferences.json', 'preferences'); },
  };
}
