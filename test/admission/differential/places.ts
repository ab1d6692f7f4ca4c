import { SchemaNode } from '../../../src/kubevirt/facts';
import { isMap } from '../../../src/kubevirt/maps';

/** A step into a manifest: the name of a field or the index of an item. */
export type Step = string | number;

/** Somewhere in a manifest, with what the schema says of it. */
export interface Place {
  readonly path: readonly Step[];
  /** The same for all items of a list and all keys of a map: `spec.template.spec.volumes[].name`. */
  readonly pattern: string;
  readonly value: unknown;
  readonly schema: SchemaNode;
}

/** Everything that is in a manifest, the fields before what is in them. */
export function places(value: unknown, schema: SchemaNode, path: readonly Step[] = [], pattern = ''): Place[] {
  const here: Place = { path, pattern, value, schema };
  if (Array.isArray(value)) {
    const items = schema.type === 'array' ? schema.items : ANYTHING;
    return [here, ...value.flatMap((item, index) => places(item, items, [...path, index], `${pattern}[]`))];
  }
  if (!isMap(value)) return [here];
  return [here, ...Object.entries(value).flatMap(([field, child]) => {
    const [below, name] = schema.type === 'object' ? [schema.fields[field] ?? ANYTHING, field]
      : schema.type === 'objectMeta' ? [METADATA[field] ?? ANYTHING, field]
        : [schema.type === 'map' ? schema.values : ANYTHING, '*'];
    return places(child, below, [...path, field], pattern === '' ? name : `${pattern}.${name}`);
  })];
}

const ANYTHING: SchemaNode = { type: 'any' };
const TEXTS: SchemaNode = { type: 'map', values: { type: 'string' } };

/** The metadata that people write. */
export const METADATA: Record<string, SchemaNode> = {
  name: { type: 'string' },
  labels: TEXTS,
  annotations: TEXTS,
  finalizers: { type: 'array', items: { type: 'string' } },
};

/** The patterns of all that a schema has. */
export function patterns(schema: SchemaNode, pattern = ''): string[] {
  const below = (field: string, child: SchemaNode): string[] => patterns(child, pattern === '' ? field : `${pattern}.${field}`);
  switch (schema.type) {
    case 'object': return [pattern, ...Object.entries(schema.fields).flatMap(([field, child]) => below(field, child))];
    case 'objectMeta': return [pattern, ...Object.entries(METADATA).flatMap(([field, child]) => below(field, child))];
    case 'map': return [pattern, ...below('*', schema.values)];
    case 'array': return [pattern, ...patterns(schema.items, `${pattern}[]`)];
    default: return [pattern];
  }
}

/** `spec.template.spec.volumes[0].name`. */
export function text(path: readonly Step[]): string {
  return path.map((step) => typeof step === 'number' ? `[${step}]` : `.${step}`).join('').replace(/^\./, '');
}
