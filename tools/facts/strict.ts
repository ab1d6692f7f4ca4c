import { GoModule } from './go-module';

const API = 'api/openapi-spec/swagger.json';

/** Kinds that virt-api holds against its own API document before anything else looks at them. */
const STRICT = ['VirtualMachine', 'VirtualMachineInstance', 'VirtualMachineInstanceReplicaSet', 'VirtualMachinePool'];

/** Fields of Go's `uint`, which both documents take for an `int`. */
const UNSIGNED = ['bootOrder', 'logical', 'physical', 'discardGranularity'];

/** References whose `apiGroup` virt-api writes as null where it is not given, which the CRD refuses. */
const REFERENCES = ['dataSource', 'dataSourceRef'];

const INT32 = { minimum: -2_147_483_648, maximum: 2_147_483_647 };
const UINT32 = { minimum: 0, maximum: 4_294_967_295 };

/** Adds to the schema of a CRD what virt-api asks for beyond it: words that Kubernetes' own types enumerate, and numbers that fit into Go's. */
export function strict(schema: any, kind: string, kubevirt: Pick<GoModule, 'read'>): any {
  if (!STRICT.includes(kind)) return schema;
  const { definitions } = JSON.parse(kubevirt.read(API));
  const [definition] = Object.keys(definitions).filter((name) => name.endsWith(`.${kind}`)).slice(-1);
  return merged(schema, definitions[definition], definitions, kind);
}

function merged(schema: any, given: any, definitions: any, name: string): any {
  const api = given?.$ref ? definitions[given.$ref.split('/').pop()] : given ?? {};
  const result = { ...schema, ...api.enum && { enum: api.enum }, ...bounds(schema, api, name) };
  if (name === 'contentType') result.enum = [...schema.enum, '']; // which virt-api drops
  if (REFERENCES.includes(name)) result.required = [...schema.required, 'apiGroup'];
  if (schema.items) result.items = merged(schema.items, api.items, definitions, name);
  if (schema.additionalProperties) result.additionalProperties = merged(schema.additionalProperties, api.additionalProperties, definitions, name);
  if (schema.properties) {
    result.properties = Object.fromEntries(Object.entries(schema.properties).map(([field, child]) =>
      [field, merged(child, api.properties?.[field], definitions, field)]));
  }
  return result;
}

/** A `uint32` is an int32 in a CRD and an int64 in the API document, as each has no other word for it. */
function bounds(schema: any, api: any, name: string): object {
  if (schema.type !== 'integer' || api.type !== 'integer') return {};
  if (schema.format === 'int32') return api.format === 'int64' ? UINT32 : INT32;
  return UNSIGNED.includes(name) ? { minimum: 0 } : {};
}
