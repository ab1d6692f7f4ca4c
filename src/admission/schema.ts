import { closest, Finding, show, UNKNOWN } from './finding';
import { SchemaNode } from '../kubevirt/facts';
import { isMap } from '../kubevirt/maps';
import { isQuantity } from '../kubevirt/quantity';

/** The rules the schema check stands for, for the table of rules. */
export const SCHEMA_RULES = [
  { id: 'SCH-1', severity: 'error', phase: 'schema', title: 'A field that this KubeVirt version does not have; the server would drop it in silence' },
  { id: 'SCH-2', severity: 'error', phase: 'schema', title: 'A value of the wrong type' },
  { id: 'SCH-3', severity: 'error', phase: 'schema', title: 'A required field is missing' },
  { id: 'SCH-4', severity: 'error', phase: 'schema', title: 'A value outside the allowed ones' },
  { id: 'SCH-5', severity: 'error', phase: 'schema', title: 'A quantity that Kubernetes cannot read' },
  { id: 'SCH-6', severity: 'error', phase: 'schema', title: 'An API version that this KubeVirt version does not serve' },
  { id: 'SCH-7', severity: 'error', phase: 'schema', title: 'Two items of a list with the same key' },
] as const;

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** The fields of any object's metadata; the schemas do not say them. */
export const OBJECT_META = Object.fromEntries([
  'annotations', 'creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'finalizers', 'generateName', 'generation',
  'labels', 'managedFields', 'name', 'namespace', 'ownerReferences', 'resourceVersion', 'selfLink', 'uid',
].map((field) => [field, true]));
const TEXT_MAP: SchemaNode = { type: 'map', values: { type: 'string' } };

/** Holds a manifest against the field schema of a KubeVirt version. `path` is where in the whole manifest `value` stands. */
export function checkSchema(value: unknown, schema: SchemaNode, path: string): Finding[] {
  const findings: Finding[] = [];
  walk(value, schema, path, findings);
  return findings;
}

function walk(value: unknown, schema: SchemaNode, path: string, findings: Finding[]): void {
  if (value === UNKNOWN || value === undefined || schema.type === 'any') return;
  if (value === null) return; // the server drops nulls before it checks types
  const add = (ruleId: string, message: string, remedy: string, at = path): void => {
    findings.push({ ruleId, severity: 'error', phase: 'schema', path: at, message, remedy });
  };
  const wrongType = (expected: string) => add('SCH-2', `got ${show(value)}, expected ${expected}`, `write ${expected}`);

  switch (schema.type) {
    case 'object':
      if (!isMap(value)) return wrongType('an object');
      unknownFields(value, schema.fields, path, findings);
      for (const name of schema.required ?? []) {
        if (value[name] === undefined || value[name] === null) {
          add('SCH-3', `"${name}" is missing`, `set "${name}"`, join(path, name));
        }
      }
      for (const [name, child] of Object.entries(value)) {
        if (Object.hasOwn(schema.fields, name)) walk(child, schema.fields[name], join(path, name), findings);
      }
      return;
    case 'objectMeta':
      if (!isMap(value)) return wrongType('an object');
      unknownFields(value, OBJECT_META, path, findings);
      for (const field of ['labels', 'annotations']) {
        walk(value[field], TEXT_MAP, join(path, field), findings);
      }
      return;
    case 'map':
      if (!isMap(value)) return wrongType('a map');
      for (const [name, child] of Object.entries(value)) walk(child, schema.values, join(path, name), findings);
      return;
    case 'array':
      if (!Array.isArray(value)) return wrongType('a list');
      if (schema.maxItems !== undefined && value.length > schema.maxItems) {
        add('SCH-4', `got ${value.length} items, at most ${schema.maxItems} are allowed`, 'take some out');
      }
      if ((schema.keys || schema.set) && value.length > 1) twice(value, schema.keys, path, findings);
      value.forEach((item, index) => walk(item, schema.items, `${path}[${index}]`, findings));
      return;
    case 'quantity':
      if (isQuantity(value)) return;
      add('SCH-5', `got ${show(value)}, expected a quantity: a number, with Ki, Mi, Gi, Ti (powers of 1024) or k, M, G, T (powers of 1000) behind it if need be`,
        quantityRemedy(value));
      return;
    case 'intOrString':
      if (typeof value !== 'string' && !Number.isInteger(value)) wrongType('a whole number or text');
      return;
    case 'integer':
      if (!Number.isInteger(value)) return wrongType('a whole number');
      return range(value as number, schema, add);
    case 'number':
      if (typeof value !== 'number') return wrongType('a number');
      return range(value, schema, add);
    case 'boolean':
      if (typeof value !== 'boolean') wrongType('true or false');
      return;
    case 'string':
      if (typeof value !== 'string') return wrongType('text');
      if (LONE_SURROGATE.test(value)) add('SCH-2', 'got text with half a character (a lone UTF-16 surrogate), which YAML cannot hold', 'cut the text between characters');
      if (schema.enum && !schema.enum.includes(value)) {
        const meant = closest(value, schema.enum);
        // Of all that the schemas enumerate, only this is about the whole object.
        add(path === 'apiVersion' ? 'SCH-6' : 'SCH-4', `got ${show(value)}, expected one of ${schema.enum.join(', ')}`, meant ? `did you mean "${meant}"?` : 'use one of these');
      }
  }
}

function unknownFields(value: Record<string, unknown>, known: object, path: string, findings: Finding[]): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(known, name)) continue;
    const fields = Object.keys(known);
    const meant = closest(name, fields);
    findings.push({
      ruleId: 'SCH-1',
      severity: 'error',
      phase: 'schema',
      path: join(path, name),
      message: `there is no field "${name}" here; the server would drop it in silence`,
      remedy: meant ? `did you mean "${meant}"?` : `the fields here are ${fields.sort().join(', ')}`,
    });
  }
}

/** Items are merged by their keys, so the server refuses two with the same; of a set, the item is its own key. */
function twice(list: unknown[], keys: string[] | undefined, path: string, findings: Finding[]): void {
  const first = new Map<string, number>();
  list.forEach((item, index) => {
    const values = keys && isMap(item) ? keys.map((key) => item[key]) : [item];
    if (!values.every((value) => typeof value === 'string')) return;
    const key = JSON.stringify(values);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, index);
      return;
    }
    const same = keys ? keys.map((name, at) => `${name} ${show(values[at])}`).join(' and ') : show(item);
    findings.push({
      ruleId: 'SCH-7',
      severity: 'error',
      phase: 'schema',
      path: `${path}[${index}]`,
      message: `got ${same} again, as in item ${other}`,
      remedy: keys ? `give each item its own ${keys.join(' and ')}` : 'write each item once',
    });
  });
}

function range(value: number, schema: { minimum?: number; maximum?: number }, add: (id: string, message: string, remedy: string) => void): void {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value < minimum || value > maximum) add('SCH-4', `got ${value}, expected ${minimum} to ${maximum}`, 'use a number in this range');
}

/** `4GB` is what most people type first. */
function quantityRemedy(value: unknown): string {
  const match = typeof value === 'string' ? /^\s*([\d.]+)\s*([KMGTkmgt])i?[bB]?\s*$/.exec(value) : null;
  return match ? `write "${match[1]}${match[2].toUpperCase()}i"` : 'write it like "4Gi", "512Mi" or "500m"';
}

function join(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
