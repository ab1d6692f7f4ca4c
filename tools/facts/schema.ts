import { parse } from 'yaml';
import { apiVersions, templateCrds } from './api-versions';
import { GoModule } from './go-module';
import { sorted } from './json';
import { strict } from './strict';
import { SchemaNode } from '../../src/kubevirt/facts';

const SCHEMAS = 'pkg/virt-operator/resource/generate/components/validations_generated.go';

/** The kinds whose manifests are checked. The cluster-wide kinds have the schema of the namespaced ones. */
const KINDS = [
  'KubeVirt', 'MigrationPolicy', 'Plugin', 'VirtualMachine', 'VirtualMachineBackup', 'VirtualMachineBackupTracker', 'VirtualMachineClone', 'VirtualMachineExport',
  'VirtualMachineInstance', 'VirtualMachineInstanceMigration', 'VirtualMachineInstanceReplicaSet', 'VirtualMachineInstancetype', 'VirtualMachinePool',
  'VirtualMachinePreference', 'VirtualMachineRestore', 'VirtualMachineSnapshot', 'VirtualMachineTemplate', 'VirtualMachineTemplateRequest',
];

/** Below this many characters, what two kinds have in common is written twice. */
const WORTH_SHARING = 10_000;

type Kinds = Record<string, SchemaNode>;

/**
 * The field schemas of the kinds, without descriptions, and without what status holds: the server drops a status that comes with a manifest.
 * `same` names what another kind has word for word, and where it stands there: `VirtualMachineInstance.spec` is `VirtualMachine.spec.template.spec`.
 */
export function schemas(kubevirt: GoModule, api: GoModule): { kinds: Kinds; same: Record<string, string> } {
  const source = kubevirt.read(SCHEMAS);
  const templates = templateCrds(kubevirt);
  const versions = { ...apiVersions(kubevirt, api), ...mapped(templates, ({ group, versions }) => versions.map(({ name }: any) => `${group}/${name}`)) };
  const own = (key: string) => {
    const text = new RegExp(`^\\t"${key}": \`([^\`]*)\`,$`, 'm').exec(source);
    if (!text) throw new Error(`${SCHEMAS} of ${kubevirt.version} has no schema "${key}": its layout changed, adapt tools/facts/schema.ts`);
    return parse(text[1]).openAPIV3Schema;
  };
  const all = KINDS.filter((kind) => versions[kind.toLowerCase()]).map((kind): [string, SchemaNode] => {
    const key = kind.toLowerCase();
    const schema = templates[key]?.versions.at(-1).schema.openAPIV3Schema ?? strict(own(key), kind, kubevirt);
    return [kind, kindNode(schema, kind, versions[key])];
  });
  return shared(Object.fromEntries(all));
}

/** Takes out of the kinds what an earlier one has. */
function shared(all: Kinds): { kinds: Kinds; same: Record<string, string> } {
  const known = new Map<string, string>();
  const same: Record<string, string> = {};
  const without = (schema: SchemaNode, path: string): SchemaNode => {
    if (schema.type !== 'object') return schema;
    const text = JSON.stringify(schema);
    if (text.length < WORTH_SHARING) return schema;
    known.set(text, path);
    const fields = Object.entries(schema.fields).filter(([name, field]) => {
      const other = known.get(JSON.stringify(field));
      if (other) same[`${path}.${name}`] = other;
      return !other;
    });
    return { ...schema, fields: Object.fromEntries(fields.map(([name, field]) => [name, without(field, `${path}.${name}`)])) };
  };
  return { kinds: mapped(all, without), same };
}

function mapped<T, U>(table: Record<string, T>, change: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, change(value, name)]));
}

/** Translates the schema of a whole kind. A CRD need not say what every object has, and the server keeps all of its metadata. */
export function kindNode(schema: any, kind: string, apiVersions: string[]): SchemaNode {
  const { status, ...properties } = schema.properties;
  return node({
    ...schema,
    properties: {
      ...properties,
      apiVersion: { type: 'string', enum: apiVersions },
      kind: { type: 'string' },
      metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      ...status && { status: {} },
    },
  }, kind);
}

/** Translates one OpenAPI v3 schema. `name` is the field it describes. */
export function node(schema: any, name: string): SchemaNode {
  return schema.nullable ? { ...typed(schema, name), nullable: true } : typed(schema, name);
}

function typed(schema: any, name: string): SchemaNode {
  if (schema['x-kubernetes-int-or-string']) {
    // Quantities are the int-or-strings that come with a pattern; ports and percentages come without.
    return { type: schema.pattern ? 'quantity' : 'intOrString' };
  }
  switch (schema.type) {
    case 'object': return object(schema, name);
    case 'array': return {
      type: 'array',
      items: node(schema.items, name),
      ...present({ keys: schema['x-kubernetes-list-map-keys'], set: schema['x-kubernetes-list-type'] === 'set' || undefined, maxItems: schema.maxItems }),
    };
    case 'string': case 'integer': case 'number': case 'boolean': return {
      type: schema.type,
      ...present({ enum: schema.enum, pattern: schema.pattern, minimum: schema.minimum, maximum: schema.maximum }),
    };
    default: return { type: 'any' };
  }
}

function object(schema: any, name: string): SchemaNode {
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(([field, value]) => [field, node(value, field)]);
    return { type: 'object', fields: sorted(Object.fromEntries(fields)), ...present({ required: schema.required }) };
  }
  if (schema.additionalProperties) {
    return { type: 'map', values: node(schema.additionalProperties, name) };
  }
  if (schema['x-kubernetes-preserve-unknown-fields']) {
    return { type: name === 'metadata' ? 'objectMeta' : 'any' };
  }
  return { type: 'object', fields: {} };
}

function present<T extends object>(properties: T): Partial<T> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Partial<T>;
}
