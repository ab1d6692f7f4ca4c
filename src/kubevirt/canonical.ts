import { SchemaNode } from './facts';
import { isPlainMap } from './maps';
import { canonicalQuantity, isQuantity } from './quantity';

/** A copy of `value` in which every field that the schema calls a quantity has the canonical form. What is no quantity stays for the checks. */
export function canonicalQuantities(value: unknown, schema: SchemaNode): unknown {
  if (schema.type === 'quantity') return isQuantity(value) ? canonicalQuantity(value) : value;
  if (Array.isArray(value)) {
    return schema.type === 'array' ? value.map((item) => canonicalQuantities(item, schema.items)) : value;
  }
  if (!isPlainMap(value)) return value;
  if (schema.type !== 'object' && schema.type !== 'map') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const node = schema.type === 'map' ? schema.values : schema.fields[key];
    copy[key] = node ? canonicalQuantities(child, node) : child;
  }
  return copy;
}
