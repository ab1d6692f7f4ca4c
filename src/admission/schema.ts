import { closest, Finding, show, UNKNOWN } from './finding';
import { Part } from './part';
import { SchemaNode } from '../kubevirt/facts';
import { isMap, isPlainMap } from '../kubevirt/maps';
import { isQuantity, nanos } from '../kubevirt/quantity';

/** The rules the schema check stands for, for the table of rules. */
export const SCHEMA_RULES = [
  { id: 'SCH-1', severity: 'error', phase: 'schema', title: 'A field that this KubeVirt version does not have; the server would drop it in silence', covers: ['R-17'] },
  { id: 'SCH-2', severity: 'error', phase: 'schema', title: 'A value of the wrong type' },
  { id: 'SCH-3', severity: 'error', phase: 'schema', title: 'A required field is missing', covers: ['VM-1', 'PL-1'] },
  { id: 'SCH-4', severity: 'error', phase: 'schema', title: 'A value outside the allowed ones' },
  { id: 'SCH-5', severity: 'error', phase: 'schema', title: 'A quantity that Kubernetes cannot read' },
  { id: 'SCH-6', severity: 'error', phase: 'schema', title: 'An API version that this KubeVirt version does not serve' },
  { id: 'SCH-7', severity: 'error', phase: 'schema', title: 'Two items of a list with the same key' },
  { id: 'SCH-8', severity: 'error', phase: 'schema', title: 'A kind that there is none of in its API group, where one of nearly the same name was meant' },
] as const;

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Required fields that virt-api fills with empty text or zero, and then takes: the VM fails later. The others are refused when they are empty, too. */
const FORGIVEN = new RegExp(`(${[
  'containerDisk.image', 'cpu.features[].name', 'ersistentVolumeClaim.claimName', 'memoryDump.claimName',
  'http.url', 's3.url', 'gcs.url', 'imageio.url', 'imageio.diskId', 'pvc.name', 'pvc.namespace', 'snapshot.name', 'snapshot.namespace', 'sourceRef.kind', 'sourceRef.name',
  'dataSource.kind', 'dataSource.name', 'dataSourceRef.kind', 'dataSourceRef.name',
  'fields[].path', 'fieldRef.fieldPath', 'resourceFieldRef.resource', 'filesystems[].name',
  'binding.name', 'ports[].port', 'privateOptions[].value', 'secret.secretName', 'httpHeaders[].name', 'httpHeaders[].value',
  'inputs[].name', 'inputs[].type', 'watchdog.name', 'gpus[].name', 'hostDevices[].name', 'resourceClaims[].name', 'checkpoints[].current', 'checkpoints[].previous',
].map((end) => end.replace('[]', '\\[\\d+\\]').replace('.', '\\.')).join('|')})$`);

/**
 * Where null is no way to say nothing: items of lists, and the metadata of templates, in which the server has no schema by which to
 * drop nulls before it looks at types.
 */
const KEEPS_NULL = /\]$|[tT]emplates?(\[\d+\])?\.metadata(?!\.creationTimestamp$)/;

const TEXT: SchemaNode = { type: 'string' };
const TEXT_MAP: SchemaNode = { type: 'map', values: TEXT };

/** The fields of any object's metadata; the schemas do not say them. */
export const OBJECT_META: Record<string, SchemaNode> = {
  ...Object.fromEntries(['managedFields', 'ownerReferences'].map((field) => [field, { type: 'any' }])),
  ...Object.fromEntries(['deletionGracePeriodSeconds', 'generation'].map((field) => [field, { type: 'integer' }])),
  ...Object.fromEntries(['creationTimestamp', 'deletionTimestamp', 'generateName', 'name', 'namespace', 'resourceVersion', 'selfLink', 'uid'].map((field) => [field, TEXT])),
  annotations: TEXT_MAP,
  finalizers: { type: 'array', items: TEXT },
  labels: TEXT_MAP,
};

/** Holds a manifest against the field schema of a KubeVirt version. `path` is where in the whole manifest `value` stands. */
export function checkSchema(value: unknown, schema: SchemaNode, path: string): Finding[] {
  const findings: Finding[] = [];
  walk(new Part(value, path), schema, findings);
  return findings;
}

function walk(part: Part, schema: SchemaNode, findings: Finding[]): void {
  const { value } = part;
  if (value === UNKNOWN || value === undefined) return;
  if (value === null) {
    if (KEEPS_NULL.test(part.path)) findings.push(finding('SCH-2', part, 'got null', 'take it out'));
    return;
  }

  switch (schema.type) {
    case 'any':
      return;
    case 'object':
      if (!isMap(value)) return wrongType(part, 'an object', findings);
      for (const name of schema.required ?? []) {
        if (value[name] !== undefined && value[name] !== null) continue;
        const missing = finding('SCH-3', part.at(name), `"${name}" is missing`, `set "${name}"`);
        findings.push(FORGIVEN.test(missing.path) ? { ...missing, phase: 'runtime' } : missing);
      }
      return fields(part, value, schema.fields, findings);
    case 'objectMeta':
      if (!isMap(value)) return wrongType(part, 'an object', findings);
      return fields(part, value, OBJECT_META, findings);
    case 'map':
      if (!isMap(value)) return wrongType(part, 'a map', findings);
      for (const name of Object.keys(value)) below(part, name, schema.values, findings);
      return;
    case 'array':
      if (!Array.isArray(value)) return wrongType(part, 'a list', findings);
      if (schema.maxItems !== undefined && value.length > schema.maxItems) {
        findings.push(finding('SCH-4', part, `got ${value.length} items, at most ${schema.maxItems} are allowed`, 'take some out'));
      }
      if ((schema.keys || schema.set) && value.length > 1) twice(part, schema.keys, findings);
      value.forEach((item, index) => walk(new Part(item, index, part), schema.items, findings));
      return;
    case 'quantity':
      if (isQuantity(value)) return;
      findings.push({
        ...finding('SCH-5', part,
          `got ${show(value)}, expected a quantity: a number, with Ki, Mi, Gi, Ti (powers of 1024) or k, M, G, T (powers of 1000) behind it if need be`, quantityRemedy(value)),
        // Without a digit, the server takes it for zero.
        phase: nanos(value) === undefined ? 'schema' : 'runtime',
      });
      return;
    case 'intOrString':
      if (typeof value !== 'string' && !isInt32(value)) wrongType(part, 'a whole number or text', findings);
      return;
    case 'integer':
      // From 2⁵³ on, the server takes a number for one with a fraction.
      if (!Number.isSafeInteger(value)) return wrongType(part, 'a whole number', findings);
      return range(part, schema, findings);
    case 'number':
      if (typeof value !== 'number') return wrongType(part, 'a number', findings);
      return range(part, schema, findings);
    case 'boolean':
      if (typeof value !== 'boolean') wrongType(part, 'true or false', findings);
      return;
    case 'string':
      if (typeof value !== 'string') return wrongType(part, 'text', findings);
      if (LONE_SURROGATE.test(value)) {
        findings.push(finding('SCH-2', part, 'got text with half a character (a lone UTF-16 surrogate), which YAML cannot hold', 'cut the text between characters'));
      }
      if (schema.enum && !schema.enum.includes(value)) {
        const words = schema.enum.filter((word) => word !== '');
        const meant = closest(value, words);
        // Of all that the schemas enumerate, only this is about the whole object.
        findings.push(finding(part.path === 'apiVersion' ? 'SCH-6' : 'SCH-4', part, `got ${show(value)}, expected one of ${words.join(', ')}`,
          meant ? `did you mean "${meant}"?` : 'use one of these'));
      }
      if (schema.pattern && !new RegExp(schema.pattern).test(value)) {
        findings.push(finding('SCH-4', part, `got ${show(value)}, expected something with ${schema.pattern}`, 'write it in this form'));
      }
  }
}

function fields(part: Part, value: Record<string, unknown>, known: Record<string, SchemaNode>, findings: Finding[]): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(known, name)) below(part, name, known[name], findings);
    else findings.push(unknownField(part, name, Object.keys(known)));
  }
}

/** Most of what is below needs no second look, and so no part of its own. */
function below(part: Part, name: string, schema: SchemaNode, findings: Finding[]): void {
  if (!plainlyFits(part.value[name], schema)) walk(part.at(name), schema, findings);
}

function plainlyFits(value: unknown, schema: SchemaNode): boolean {
  switch (schema.type) {
    case 'boolean': return typeof value === 'boolean';
    case 'string': return typeof value === 'string' && schema.enum === undefined && schema.pattern === undefined && !LONE_SURROGATE.test(value);
    default: return false;
  }
}

function isInt32(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= -2_147_483_648 && (value as number) <= 2_147_483_647;
}

function finding(ruleId: string, { path }: Part, message: string, remedy: string): Finding {
  return { ruleId, severity: 'error', phase: 'schema', path, message, remedy };
}

/** Where passwords and keys stand. */
const SECRET = /(^|\.)(cloudInitNoCloud|cloudInitConfigDrive|sysprep|accessCredentials)\b|^(data|stringData)\b/;

function wrongType(part: Part, expected: string, findings: Finding[]): void {
  const { value, path } = part;
  const isSecret = SECRET.test(path);
  // What is in an object may be secret, wherever that stands.
  const got = Array.isArray(value) ? 'a list' : isPlainMap(value) ? 'an object' : isSecret ? KIND[typeof value] ?? show(value) : show(value);
  findings.push(finding('SCH-2', part, `got ${got}, expected ${expected}`, typeRemedy(value, expected, path, isSecret)));
}

const KIND: Partial<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false' };

/** Mostly it is quotes that are there or are not. */
function typeRemedy(value: unknown, expected: string, path: string, isSecret: boolean): string {
  if (path === 'spec.config' && isMap(value)) return 'write JSON as text';
  if (expected === 'text' && ['number', 'boolean'].includes(typeof value)) return isSecret ? 'put it in quotes' : `write "${String(value)}"`;
  if (typeof value === 'string' && !isSecret && UNQUOTED[expected]?.test(value)) return `write ${value}, without quotes`;
  return `write ${expected}`;
}

const UNQUOTED: Partial<Record<string, RegExp>> = {
  'a whole number': /^-?\d{1,15}$/, 'a number': /^-?\d{1,15}(\.\d+)?$/, 'true or false': /^(true|false)$/,
};

function unknownField(part: Part, name: string, known: string[]): Finding {
  const meant = closest(name, known);
  return finding('SCH-1', part.at(name), `there is no field "${name}" here; the server would drop it in silence`,
    meant ? `did you mean "${meant}"?` : `the fields here are ${known.sort().join(', ')}`);
}

/** Items are merged by their keys, so the server refuses two with the same; of a set, the item is its own key. */
function twice(list: Part, keys: string[] | undefined, findings: Finding[]): void {
  const first = new Map<string, number>();
  list.value.forEach((item: unknown, index: number) => {
    const values = keys && isMap(item) ? keys.map((key) => item[key]) : [item];
    if (!values.every((value) => typeof value === 'string')) return;
    const key = values.length === 1 ? values[0] : JSON.stringify(values);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, index);
      return;
    }
    const same = keys ? keys.map((name, at) => `${name} ${show(values[at])}`).join(' and ') : show(item);
    findings.push(finding('SCH-7', new Part(item, index, list), `got ${same} again, as in item ${other}`,
      keys ? `give each item its own ${keys.join(' and ')}` : 'write each item once'));
  });
}

function range(part: Part, schema: { minimum?: number; maximum?: number }, findings: Finding[]): void {
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (part.value >= minimum && part.value <= maximum) return;
  findings.push(finding('SCH-4', part, `got ${part.value}, expected ${maximum === Infinity ? `${minimum} or more` : `${minimum} to ${maximum}`}`, 'use a number in this range'));
}

/** `4GB` is what most people type first. */
function quantityRemedy(value: unknown): string {
  const match = typeof value === 'string' ? /^\s*([\d.]+)\s*([KMGTkmgt])i?[bB]?\s*$/.exec(value) : null;
  return match ? `write "${match[1]}${match[2].toUpperCase()}i"` : 'write it like "4Gi", "512Mi" or "500m"';
}
