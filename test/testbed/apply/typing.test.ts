import { schemaOf } from '../../../testbed/apply/openapi';
import { deviations, inconsistencies, misfits, Schema, updated } from '../../../testbed/apply/typing';

const STRING: Schema = { type: 'string' };
const QUANTITY: Schema = { 'x-kubernetes-int-or-string': true };
const UNTYPED: Schema = { type: 'object' };
const object = (properties: { [field: string]: Schema }): Schema => ({ type: 'object', properties });
const list = (items: Schema): Schema => ({ type: 'array', items });
const mapOf = (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties });

/** The parts of a VirtualMachine's schema in which the rules differ. */
const VM = object({
  apiVersion: STRING,
  kind: STRING,
  metadata: object({ name: STRING, labels: mapOf(STRING), annotations: mapOf(STRING), finalizers: list(STRING), uid: STRING }),
  spec: object({
    runStrategy: STRING,
    template: object({
      metadata: UNTYPED,
      spec: object({
        domain: object({
          cpu: object({ cores: { type: 'integer' } }),
          memory: object({ guest: QUANTITY }),
          machine: object({ type: STRING }),
          devices: object({ interfaces: list(object({ name: STRING, macAddress: STRING, masquerade: UNTYPED, bridge: UNTYPED })) }),
        }),
        nodeSelector: mapOf(STRING),
        tolerations: list(object({ key: STRING, effect: STRING })),
      }),
    }),
  }),
  status: object({ ready: { type: 'boolean' } }),
});
const COMPUTED = ['metadata.labels', 'metadata.annotations'];

const vm = (spec: object, metadata: object = {}) => ({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'a', ...metadata }, spec });
const template = (spec: object, metadata?: object) => vm({ template: { ...(metadata && { metadata }), spec } });
const found = (written: object, returned: object, computed = COMPUTED) => inconsistencies(written, returned, VM, computed);

describe('what the server may do', () => {
  test.each<[string, object, object]>([
    ['return what was written', template({ domain: { cpu: { cores: 1 } } }, { labels: { a: 'b' } }), template({ domain: { cpu: { cores: 1 } } }, { labels: { a: 'b' } })],
    ['fill in typed fields', template({ domain: { cpu: { cores: 1 } } }), template({ domain: { cpu: { cores: 1 }, machine: { type: 'q35' } } })],
    ['fill in lists, maps and untyped nodes that are not written', template({}), template({ nodeSelector: { a: 'b' }, tolerations: [{ key: 'k' }] }, { annotations: {} })],
    ['fill in fields of list items', template({ tolerations: [{ key: 'k' }] }), template({ tolerations: [{ key: 'k', effect: 'NoSchedule' }] })],
    ['leave out a typed object that is written empty', template({ domain: { machine: {} } }), template({ domain: {} })],
    ['return a number for an IntOrString', template({ domain: { memory: { guest: '1' } } }), template({ domain: { memory: { guest: 1 } } })],
    ['change status and what changes by itself', vm({}), { ...vm({}, { uid: 'u', creationTimestamp: 'now' }), status: { ready: true } }],
    ['change computed fields', vm({}, { labels: { a: 'b' } }), vm({}, { labels: { a: 'c', d: 'e' } })],
    ['add fields the schema does not have', vm({}), vm({ unheardOf: 1 })],
  ])('%s', (_, written, returned) => expect(found(written, returned)).toEqual([]));
});

describe('what ends an apply', () => {
  test.each<[string, object, object, string]>([
    ['another spelling of a quantity', template({ domain: { memory: { guest: '1024Mi' } } }), template({ domain: { memory: { guest: '1Gi' } } }),
      '.object.spec.template.spec.domain.memory.guest: was cty.StringVal("1024Mi"), but now cty.StringVal("1Gi")'],
    ['a field that is gone', vm({ runStrategy: 'Always' }), vm({}), '.object.spec.runStrategy: was cty.StringVal("Always"), but now null'],
    ['an item more', template({ tolerations: [] }), template({ tolerations: [{ key: 'k' }] }), '.object.spec.template.spec.tolerations: new element 0 has appeared'],
    ['an item less', template({ tolerations: [{ key: 'k' }] }), template({ tolerations: [] }), '.object.spec.template.spec.tolerations: element 0 has vanished'],
    ['a key more in a map', template({ nodeSelector: { a: 'b' } }), template({ nodeSelector: { 'a': 'b', 'c/d': 'e' } }),
      '.object.spec.template.spec.nodeSelector: new element "c/d" has appeared'],
    ['a field more in an untyped node', template({}, { annotations: { a: 'b' } }), template({}, { annotations: { a: 'b' }, creationTimestamp: null }),
      '.object.spec.template.metadata: wrong final value type: incorrect object attributes ("creationTimestamp" has appeared)'],
    ['a field more below an untyped node', template({}, { annotations: { a: 'b' } }), template({}, { annotations: { a: 'b', c: 'd' } }),
      '.object.spec.template.metadata.annotations: wrong final value type: incorrect object attributes ("c" has appeared)'],
    ['an untyped node that is gone', template({}, { labels: {} }), template({}), '.object.spec.template.metadata: wrong final value type: object required'],
    ['an item more in a list of partly untyped objects', template({ domain: { devices: { interfaces: [] } } }),
      template({ domain: { devices: { interfaces: [{ name: 'a', masquerade: {} }] } } }),
      '.object.spec.template.spec.domain.devices.interfaces: wrong final value type: tuple required: 0 planned, 1 returned'],
    ['a field more in an untyped part of a list item', template({ domain: { devices: { interfaces: [{ name: 'a', masquerade: {} }] } } }),
      template({ domain: { devices: { interfaces: [{ name: 'a', masquerade: { x: 1 } }] } } }),
      '.object.spec.template.spec.domain.devices.interfaces[0].masquerade: wrong final value type: incorrect object attributes ("x" has appeared)'],
  ])('%s', (_, written, returned, message) => expect(found(written, returned)).toEqual([message]));

  test('computed_fields exempt a value, but not the type of an untyped node', () => {
    const written = template({}, { annotations: { a: 'b' } });
    expect(found(written, template({}, { annotations: { a: 'c' } }), ['spec'])).toEqual([]);
    expect(found(written, template({}, { annotations: { a: 'b', c: 'd' } }), ['spec'])).toHaveLength(1);
    expect(found(written, template({}, { annotations: { a: 'b', c: 'd' } }), ['spec.template.metadata'])).toHaveLength(1);
  });

  test('where a type differs, Terraform looks no further', () => {
    const written = template({ domain: { memory: { guest: '1024Mi' } } }, { labels: {} });
    expect(found(written, template({ domain: { memory: { guest: '1Gi' } } }, { labels: { a: 'b' } }))).toEqual([expect.stringContaining('wrong final value type')]);
  });
});

test('deviations name the paths of a change made in the cluster', () => {
  expect(deviations(vm({ runStrategy: 'Always' }), vm({ runStrategy: 'Halted' }), VM, COMPUTED)).toMatchObject([{ path: 'spec.runStrategy' }]);
});

test('what the schema does not have is not planned', () => {
  expect(misfits(template({ domian: {}, nodeSelector: { any: 'key' }, tolerations: [{ kee: 'x' }] }, { any: 'thing' }), VM)).toEqual([
    'spec.template.spec.domian: Attribute not found in schema',
    'spec.template.spec.tolerations[0].kee: Attribute not found in schema',
  ]);
  expect(misfits(template({ tolerations: {} }), VM)).toEqual(['spec.template.spec.tolerations: a object, where the schema has a list']);
});

describe('an update sends', () => {
  const filledIn = { ...template({ domain: { cpu: { cores: 1 }, machine: { type: 'q35' } } }), metadata: { name: 'a', uid: 'u', finalizers: ['f'], labels: { by: 'server' } } };
  const send = (now: object, was: object, had: object = filledIn): any => updated(now, { manifest: was, object: had }, VM, COMPUTED);

  test('what the server has filled in, as the provider does', () => {
    const was = template({ domain: { cpu: { cores: 1 } } });
    expect(send(template({ domain: { cpu: { cores: 2 } } }), was)).toEqual({
      ...template({ domain: { cpu: { cores: 2 }, machine: { type: 'q35' } } }), metadata: { name: 'a', finalizers: ['f'], labels: { by: 'server' } },
    });
  });

  test('not what is no longer written', () => {
    expect(send(template({ domain: {} }), template({ domain: { cpu: { cores: 1 } } })).spec.template.spec.domain).toEqual({ machine: { type: 'q35' } });
  });

  test('computed fields as the server has them, until what is written changes', () => {
    const was = vm({}, { labels: { a: 'b' } });
    const had = vm({}, { labels: { a: 'b', by: 'server' } });
    expect(send(was, was, had).metadata.labels).toEqual({ a: 'b', by: 'server' });
    expect(send(vm({}, { labels: { a: 'c' } }), was, had).metadata.labels).toEqual({ a: 'c' });
  });
});

test('the schema of a kind comes with its references resolved', () => {
  const document = {
    components: {
      schemas: {
        'v1.Thing': {
          'type': 'object',
          'properties': { metadata: { allOf: [{ $ref: '#/components/schemas/v1.ObjectMeta' }] }, size: { oneOf: [{ type: 'string' }, { type: 'number' }] } },
          'x-kubernetes-group-version-kind': [{ group: 'things.io', version: 'v1', kind: 'Thing' }],
        },
        'v1.ObjectMeta': { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
  };
  expect(schemaOf(document, 'things.io/v1', 'Thing')).toMatchObject({ properties: { metadata: { properties: { name: { type: 'string' } } } } });
  expect(schemaOf(document, 'v1', 'Thing')).toBeUndefined();
});
