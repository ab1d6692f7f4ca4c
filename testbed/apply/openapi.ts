import { Schema } from './typing';

interface Node extends Omit<Schema, 'properties' | 'additionalProperties' | 'items' | 'oneOf'> {
  readonly '$ref'?: string;
  readonly 'allOf'?: readonly Node[];
  readonly 'oneOf'?: readonly Node[];
  readonly 'properties'?: { readonly [field: string]: Node };
  readonly 'additionalProperties'?: Node | boolean;
  readonly 'items'?: Node;
  readonly 'x-kubernetes-group-version-kind'?: ReadonlyArray<{ readonly group: string; readonly version: string; readonly kind: string }>;
}

/** What an API server answers at `/openapi/v3/…`. */
export interface OpenApi { readonly components: { readonly schemas: { readonly [name: string]: Node } } }

/** Where an API server describes the kinds of an `apiVersion`: its own and those of CRDs alike. */
export function openApiPath(apiVersion: string): string {
  return `/openapi/v3/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
}

/** The schema of a kind, references resolved; nothing if the document does not have the kind. */
export function schemaOf(document: OpenApi, apiVersion: string, kind: string): Schema | undefined {
  const { schemas } = document.components;
  const node = Object.values(schemas).find((schema) => schema['x-kubernetes-group-version-kind']
    ?.some((gvk) => gvk.kind === kind && [gvk.group, gvk.version].filter(Boolean).join('/') === apiVersion));
  return node && resolve(node, schemas);
}

function resolve(node: Node, schemas: OpenApi['components']['schemas']): Schema {
  const name = node.$ref?.split('/').pop();
  if (name?.endsWith('.JSONSchemaProps')) return {}; // holds itself; the provider leaves it untyped as well
  if (name) return resolve(schemas[name], schemas);
  if (node.allOf?.length === 1) return resolve(node.allOf[0], schemas); // a reference with a default beside it
  const { properties, additionalProperties, items, oneOf } = node;
  return {
    'type': node.type,
    'x-kubernetes-int-or-string': node['x-kubernetes-int-or-string'],
    'properties': properties && Object.fromEntries(Object.entries(properties).map(([field, of]) => [field, resolve(of, schemas)])),
    'additionalProperties': typeof additionalProperties === 'object' ? resolve(additionalProperties, schemas) : additionalProperties,
    'items': items && resolve(items, schemas),
    'oneOf': oneOf?.map((of) => resolve(of, schemas)),
  };
}
