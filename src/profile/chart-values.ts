import { readFileSync } from 'fs';
import { join } from 'path';
import { fieldFindings } from './schema-check';
import { Finding } from '../admission/finding';
import { BundledChart, chartFolder } from '../delivery/chart';
import { SchemaNode } from '../kubevirt/facts';

/** What is wrong with values of a chart of this package, by its `values.schema.json`; `path` is the prop that brings them. */
export function valuesFindings(path: string, chart: BundledChart, values: object): Finding[] {
  return fieldFindings(path, values, schemaOf(chart));
}

const SCHEMAS = new Map<BundledChart, SchemaNode>();

function schemaOf(chart: BundledChart): SchemaNode {
  const known = SCHEMAS.get(chart);
  if (known) return known;
  const json = JSON.parse(readFileSync(join(chartFolder(chart), 'values.schema.json'), 'utf8'));
  const schema = node(json, json.definitions ?? {});
  SCHEMAS.set(chart, schema);
  return schema;
}

/** JSON Schema as our charts write it. What an object may have beside its `properties` is not looked at; Helm does. */
function node(schema: any, definitions: Record<string, any>): SchemaNode {
  const { $ref, type, properties, additionalProperties, items, enum: values, pattern, minimum, maximum, required } = schema;
  if ($ref) return node(definitions[$ref.replace('#/definitions/', '')], definitions);
  switch (type) {
    case 'object':
      if (properties && additionalProperties === false) {
        const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, node(field, definitions)]));
        return { type, fields, ...(required && { required }) };
      }
      return { type: 'map', values: typeof additionalProperties === 'object' ? node(additionalProperties, definitions) : { type: 'any' } };
    case 'array': return { type, items: items ? node(items, definitions) : { type: 'any' } };
    case 'string': return { type, ...(values && { enum: values }), ...(pattern && { pattern }) };
    case 'integer': case 'number': return { type, ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
    case 'boolean': return { type };
    default: return { type: 'any' };
  }
}
