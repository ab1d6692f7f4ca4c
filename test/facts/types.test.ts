import { specTypes } from '../../tools/facts/types';

const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const object = (properties: object, required: string[] = []) => ({ type: 'object', description: 'prose', properties, required });

const OLD = {
  'v1.VirtualMachineSpec': object({
    running: { type: 'boolean', description: 'prose\n\nDeprecated: prose' },
    disks: { type: 'array', items: ref('v1.Thing') },
    cpu: ref('v1.CPU'),
    size: ref('k8s.io.apimachinery.pkg.api.resource.Quantity'),
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    port: { type: ['string', 'number'] },
  }, ['cpu']),
  'v1.Thing': object({ name: { type: 'string' }, bus: { type: 'string', enum: ['sata', 'scsi'] } }, ['name', 'bus']),
  'v1.CPU': object({ other: ref('k8s.io.api.core.v1.Thing') }),
  'k8s.io.api.core.v1.Thing': object({}),
  'k8s.io.apimachinery.pkg.api.resource.Quantity': { type: ['string', 'integer', 'number'] },
  'v1beta1.VirtualMachineInstancetypeSpec': object({ guest: { type: 'integer' }, cpu: ref('v1.CPU') }, ['guest']),
  'v1beta1.VirtualMachinePreferenceSpec': object({}),
  'v1.Unreached': object({}),
};
const NEW = { ...OLD, 'v1.CPU': object({ ...OLD['v1.CPU'].properties, model: { type: 'string' } }) };

const source = (version: string, definitions: object) => ({ name: 'kubevirt.io/kubevirt', version, read: () => JSON.stringify({ definitions }) });
const text = specTypes([source('v1.8.4', OLD), source('v1.9.0', NEW)]);
const fields = (name: string) => new RegExp(`export interface ${name} \\{\n?(.*?)\\}`, 's').exec(text)?.[1];

test('a field has the type of its schema, and says what the type cannot', () => {
  expect(fields('VirtualMachineSpec')).toBe([
    '  readonly cpu?: Cpu;',
    '  readonly disks?: Thing[];',
    '  readonly labels?: { readonly [key: string]: string ',
  ].join('\n'));
  expect(text).toContain('  readonly port?: string | number;');
  expect(text).toContain('  /** A quantity, such as `4Gi` or `500m`. */\n  readonly size?: string;');
  expect(text).toContain('  /** @deprecated KubeVirt has deprecated it. */\n  readonly running?: boolean;');
});

test('of what is merged, only the names that lists are merged by are required; of the rest, what KubeVirt requires', () => {
  expect(fields('Thing')).toBe('  /** One of `sata`, `scsi`. */\n  readonly bus?: string;\n  readonly name: string;\n');
  expect(fields('VirtualMachineInstancetypeSpec')).toBe('  readonly cpu?: Cpu;\n  readonly guest: number;\n');
});

test('of two definitions with the same last name, KubeVirt\'s own has it', () => {
  expect(fields('Cpu')).toContain('readonly other?: CoreThing;');
});

test('a field that only the newer version has says so', () => {
  expect(fields('Cpu')).toContain('  /** KubeVirt 1.9 and newer. */\n  readonly model?: string;');
});

test('no prose is taken over, and nothing that no field leads to', () => {
  expect(text).not.toMatch(/prose|Unreached/);
  expect(text).toContain('/**\n * As in `spec.disks[]` of a VirtualMachine.\n * @see https://kubevirt.io/api-reference/v1.9.0/definitions.html#_v1_thing\n */');
});

test('a schema of a kind unknown so far stops the generator', () => {
  const odd = { ...NEW, 'v1.CPU': object({ odd: { type: 'object' } }) };
  expect(() => specTypes([source('v1.9.0', odd)])).toThrow('adapt tools/facts/types.ts');
});
