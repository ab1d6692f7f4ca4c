/*
 * How the Kubernetes provider types `kubernetes_manifest.object`, and what Terraform makes of a server that returns something
 * else. Facts from terraform-provider-kubernetes (manifest/openapi/schema.go, morph/scaffold.go, provider/plan.go and
 * apply.go) and from Terraform's check of a planned value against the new one:
 *
 * - A field that the schema describes has that type. Where it is not written, it is unknown in the plan: the server may fill it.
 * - A node of `type: object` with neither `properties` nor `additionalProperties`, or with no type at all, has no type but
 *   that of what is written. If the server returns a field more or less there, the whole object has another type, and apply
 *   fails, whatever `computed_fields` says: an unknown value keeps its type.
 * - What is written must come back as it was: "1024Mi" for which the server says "1Gi" fails. `computed_fields` are exempt.
 * - On an update, what the server filled in before is sent along, and so is expected back.
 */

import { child, isObject, keys } from './difference';

/** A JSON schema of Kubernetes, without references. */
export interface Schema {
  readonly 'type'?: string;
  readonly 'format'?: string;
  readonly 'properties'?: { readonly [field: string]: Schema };
  readonly 'additionalProperties'?: Schema | boolean;
  readonly 'items'?: Schema;
  readonly 'oneOf'?: readonly Schema[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

/** The type that the provider makes of a schema. */
type Type =
  | { readonly is: 'string' | 'number' | 'bool' | 'dynamic' }
  | { readonly is: 'object'; readonly fields: { readonly [field: string]: Type } }
  | { readonly is: 'map' | 'list' | 'tuple'; readonly of: Type };

const DYNAMIC: Type = { is: 'dynamic' };

/**
 * The errors with which Terraform would end after the server has returned an object; none if it would be content. In
 * Terraform's words, with the path of each.
 *
 * @param object what was sent
 * @param computedFields paths whose values the server may change
 */
export function inconsistencies(object: object, returned: object, schema: Schema, computedFields: readonly string[]): string[] {
  return deviations(object, returned, schema, computedFields).map(({ path, message }) => `.object${path && `.${path}`}: ${message}`);
}

/** Where, and how, what the server has differs from what is written. */
export interface Deviation { readonly path: string; readonly message: string }

/** As `inconsistencies`, apart. Where a type differs, Terraform looks no further, and only such are listed. */
export function deviations(object: object, returned: object, schema: Schema, computedFields: readonly string[]): Deviation[] {
  const type = objectType(schema);
  const wrongTypes = typeDeviations(object, withoutServerFields(returned), type, '');
  return wrongTypes.length > 0 ? wrongTypes : valueDeviations(object, withoutServerFields(returned), type, '', new Set(computedFields));
}

/** What of an object has no place in the schema; the provider refuses to plan it. */
export function misfits(object: object, schema: Schema): string[] {
  return untyped(object, objectType(schema), '');
}

/** What was applied last, and what the server has now. */
export interface Prior { readonly manifest: object; readonly object: object }

/**
 * What the provider sends for an object that exists: what is written, and where nothing is, and nothing was, what the server
 * has filled in. Computed fields are sent as the server has them until what is written changes.
 */
export function updated(object: object, prior: Prior, schema: Schema, computedFields: readonly string[]): object {
  return merged(object, prior.manifest, withoutServerFields(prior.object), objectType(schema), '', new Set(computedFields)) as object;
}

/** An object without what the server alone keeps: status, and the metadata that change by themselves. */
export function withoutServerFields(object: object): Record<string, unknown> {
  const { status, ...rest } = object as Record<string, unknown>;
  const { uid, creationTimestamp, resourceVersion, generation, selfLink, managedFields, ...metadata } = rest.metadata as Record<string, unknown>;
  return { ...rest, metadata };
}

function objectType(schema: Schema): Type {
  const { status, ...properties } = schema.properties ?? {};
  return typeOf({ type: 'object', properties });
}

function typeOf(schema: Schema): Type {
  const { additionalProperties, items, properties } = schema;
  if (schema['x-kubernetes-int-or-string'] || schema.oneOf?.some(({ type }) => type === 'string')) return { is: 'string' };
  switch (schema.type) {
    case 'string': return { is: 'string' };
    case 'boolean': return { is: 'bool' };
    case 'integer': case 'number': return { is: 'number' };
    case 'array': {
      const of = typeOf(items ?? {});
      return { is: isKnown(of) ? 'list' : 'tuple', of };
    }
    case 'object':
      if (properties) return { is: 'object', fields: Object.fromEntries(Object.entries(properties).map(([field, node]) => [field, typeOf(node)])) };
      return additionalProperties ? { is: 'map', of: typeOf(additionalProperties === true ? {} : additionalProperties) } : DYNAMIC;
    default: return DYNAMIC;
  }
}

function isKnown(type: Type): boolean {
  if (type.is === 'object') return Object.values(type.fields).every(isKnown);
  return 'of' in type ? isKnown(type.of) : type.is !== 'dynamic';
}

function typeDeviations(planned: unknown, actual: unknown, type: Type, path: string): Deviation[] {
  if (unset(planned) && type.is !== 'object') return [];
  switch (type.is) {
    case 'dynamic': return shapeDeviations(planned, actual, path);
    case 'object': return Object.entries(type.fields)
      .flatMap(([field, of]) => typeDeviations(get(planned, field), get(actual, field), of, child(path, field)));
    case 'map': return Object.keys(planned as object)
      .flatMap((key) => typeDeviations(get(planned, key), get(actual, key), type.of, child(path, key)));
    case 'tuple': {
      const [wanted, got] = [planned as unknown[], actual as unknown[] | undefined];
      if (wanted.length !== got?.length) return [wrongType(path, `tuple required: ${wanted.length} planned, ${got?.length ?? 'none'} returned`)];
      return wanted.flatMap((item, index) => typeDeviations(item, got[index], type.of, `${path}[${index}]`));
    }
    default: return [];
  }
}

/** Deviations of an untyped node: its type is what is written. */
function shapeDeviations(planned: unknown, actual: unknown, path: string): Deviation[] {
  if (isObject(planned) && isObject(actual)) {
    const odd = keys(planned, actual).filter((key) => !(key in planned && key in actual));
    if (odd.length > 0) {
      const each = odd.map((key) => `"${key}" ${key in planned ? 'has vanished' : 'has appeared'}`).join(', ');
      return [wrongType(path, `incorrect object attributes (${each})`)];
    }
    return Object.keys(planned).flatMap((key) => shapeDeviations(planned[key], actual[key], child(path, key)));
  }
  if (Array.isArray(planned) && Array.isArray(actual) && planned.length === actual.length) {
    return planned.flatMap((item, index) => shapeDeviations(item, actual[index], `${path}[${index}]`));
  }
  if (planned === null || kind(planned) === kind(actual) && !Array.isArray(planned)) return [];
  return [wrongType(path, `${kind(planned)} required`)];
}

function wrongType(path: string, message: string): Deviation {
  return { path, message: `wrong final value type: ${message}` };
}

function valueDeviations(planned: unknown, actual: unknown, type: Type, path: string, computed: ReadonlySet<string>): Deviation[] {
  if (computed.has(path) || unset(planned) && type.is !== 'object') return [];
  if (type.is === 'object') {
    return Object.entries(type.fields)
      .flatMap(([field, of]) => valueDeviations(get(planned, field), get(actual, field), of, child(path, field), computed));
  }
  if (unset(actual)) return type.is === 'dynamic' ? [] : [{ path, message: `was ${words(planned)}, but now null` }];
  if (isObject(planned) && isObject(actual)) {
    return keys(planned, actual).flatMap((key) => {
      if (!(key in actual)) return [{ path, message: `element ${JSON.stringify(key)} has vanished` }];
      if (!(key in planned)) return [{ path, message: `new element ${JSON.stringify(key)} has appeared` }];
      return valueDeviations(planned[key], actual[key], 'of' in type ? type.of : DYNAMIC, child(path, key), computed);
    });
  }
  if (Array.isArray(planned) && Array.isArray(actual)) {
    return Array.from({ length: Math.max(planned.length, actual.length) }).flatMap((_, index) => {
      if (index >= actual.length) return [{ path, message: `element ${index} has vanished` }];
      if (index >= planned.length) return [{ path, message: `new element ${index} has appeared` }];
      return valueDeviations(planned[index], actual[index], 'of' in type ? type.of : DYNAMIC, `${path}[${index}]`, computed);
    });
  }
  // A number where the schema says string is an IntOrString: the provider keeps it as text.
  const same = type.is === 'string' ? String(planned) === String(actual) : planned === actual;
  return same ? [] : [{ path, message: `was ${words(planned)}, but now ${words(actual)}` }];
}

/** What the provider takes where a type is wanted: of scalars, it makes text. */
const FITTING = {
  string: ['string', 'number', 'bool'], number: ['number'], bool: ['bool'], object: ['object'], map: ['object'], list: ['list'], tuple: ['list'],
};

function untyped(written: unknown, type: Type, path: string): string[] {
  if (type.is === 'dynamic' || unset(written)) return [];
  if (!FITTING[type.is].includes(kind(written))) return [`${path}: a ${kind(written)}, where the schema has a ${type.is}`];
  if (Array.isArray(written)) return written.flatMap((item, index) => untyped(item, (type as { of: Type }).of, `${path}[${index}]`));
  if (!isObject(written)) return [];
  return Object.entries(written).flatMap(([field, value]) => {
    const of = type.is === 'object' ? type.fields[field] : (type as { of: Type }).of;
    return of ? untyped(value, of, child(path, field)) : [`${child(path, field)}: Attribute not found in schema`];
  });
}

function merged(now: unknown, was: unknown, had: unknown, type: Type, path: string, computed: ReadonlySet<string>): unknown {
  if (computed.has(path) && !unset(now) && JSON.stringify(now) === JSON.stringify(was)) return had;
  if (type.is === 'object') {
    const fields = Object.entries(type.fields)
      .map(([field, of]) => [field, merged(get(now, field), get(was, field), get(had, field), of, child(path, field), computed)] as const)
      .filter(([, value]) => value !== undefined);
    return fields.length > 0 || !unset(now) ? Object.fromEntries(fields) : undefined;
  }
  if (unset(now)) return unset(was) ? had ?? undefined : undefined;
  if (Array.isArray(now) && 'of' in type) {
    return now.map((item, index) => merged(item, at(was, index), at(had, index), type.of, `${path}[${index}]`, computed));
  }
  if (isObject(now) && type.is === 'map') {
    return Object.fromEntries(Object.entries(now)
      .map(([key, value]) => [key, merged(value, get(was, key), get(had, key), type.of, child(path, key), computed)]));
  }
  return now;
}

function unset(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function get(value: unknown, field: string): unknown {
  return isObject(value) ? value[field] : undefined;
}

function at(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] as unknown : undefined;
}

function kind(value: unknown): string {
  if (unset(value)) return 'nothing';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** A value as Terraform writes it in this message. */
function words(value: unknown): string {
  switch (typeof value) {
    case 'string': return `cty.StringVal(${JSON.stringify(value)})`;
    case 'number': return `cty.NumberIntVal(${value})`;
    case 'boolean': return value ? 'cty.True' : 'cty.False';
    default: return JSON.stringify(value);
  }
}
