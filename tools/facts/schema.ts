import { parse } from 'yaml';
import { GoModule } from './go-module';
import { sorted } from './json';
import { SchemaNode } from '../../src/kubevirt/facts';

const SCHEMAS = 'pkg/virt-operator/resource/generate/components/validations_generated.go';

/** The kinds whose manifests are checked, by their key in KubeVirt's table of schemas. The cluster-wide kinds have the spec of the namespaced ones. */
const KINDS = {
  KubeVirt: 'kubevirt',
  VirtualMachine: 'virtualmachine',
  VirtualMachineInstancetype: 'virtualmachineinstancetype',
  VirtualMachinePreference: 'virtualmachinepreference',
};

/** The field schemas of the kinds we write, without status and without descriptions. */
export function kinds(kubevirt: GoModule): Record<string, SchemaNode> {
  const source = kubevirt.read(SCHEMAS);
  return Object.fromEntries(Object.entries(KINDS).map(([kind, key]) => {
    const text = new RegExp(`^\\t"${key}": \`([^\`]*)\`,$`, 'm').exec(source);
    if (!text) {
      throw new Error(`${SCHEMAS} of ${kubevirt.version} has no schema "${key}": its layout changed, adapt tools/facts/schema.ts`);
    }
    const schema = parse(text[1]).openAPIV3Schema;
    const { status: _, ...properties } = schema.properties;
    return [kind, node({ ...schema, properties }, kind)];
  }));
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
      ...present({ keys: schema['x-kubernetes-list-map-keys'], maxItems: schema.maxItems }),
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
  if (name === 'metadata') {
    return { type: 'objectMeta' };
  }
  return schema['x-kubernetes-preserve-unknown-fields'] ? { type: 'any' } : { type: 'object', fields: {} };
}

function present<T extends object>(properties: T): Partial<T> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Partial<T>;
}
