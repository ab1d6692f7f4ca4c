import * as path from 'path';
import * as ts from 'typescript';
import { OBJECT_META } from '../../src/admission/schema';
import { kubevirtFacts, SchemaNode } from '../../src/kubevirt/facts';
import { KubevirtVersion } from '../../src/kubevirt/version';

const FILE = path.join(__dirname, '../../src/kubevirt/spec.ts');
const program = ts.createProgram([FILE], { strict: true, target: ts.ScriptTarget.ES2022, types: [] });
const checker = program.getTypeChecker();
const { kinds } = kubevirtFacts(KubevirtVersion.V1_9_0);

/** No type has these fields of metadata: only the API server writes them. */
const SERVER_WRITTEN = [
  'creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid',
];

function exported(name: string): ts.Type {
  const symbol = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(FILE)!)!).find((one) => one.name === name)!;
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/** Where a type and the schema of what it stands for differ. `merged`: no field is required but the names that lists are merged by. */
function differences(type: ts.Type, schema: SchemaNode, where: string, merged: boolean): string[] {
  const is = (expected: string) => {
    const got = checker.typeToString(type);
    return got === expected ? [] : [`${where}: is ${got}, the schema says ${schema.type}`];
  };
  switch (schema.type) {
    case 'string': case 'quantity': return is('string');
    case 'integer': case 'number': return is('number');
    case 'boolean': return is('boolean');
    case 'intOrString': return is('string | number');
    case 'objectMeta': return is('ObjectMeta');
    case 'any': return [`${where}: the schema says any`];
    case 'array': {
      const [item] = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [];
      return item ? differences(item, schema.items, `${where}[]`, merged) : [`${where}: is no list`];
    }
    case 'map': {
      const value = type.getStringIndexType();
      return value ? differences(value, schema.values, `${where}{}`, merged) : [`${where}: is no map`];
    }
    case 'object': {
      if (checker.getIndexInfosOfType(type).length > 0 || !type.isClassOrInterface()) return [`${where}: is no interface`];
      const typed = new Map(type.getProperties().map((property) => [property.name, property]));
      return [...new Set([...typed.keys(), ...Object.keys(schema.fields)])].flatMap((name) => {
        const at = `${where}.${name}`;
        const property = typed.get(name);
        if (!property) return [`${at}: no type reaches it`];
        if (!Object.hasOwn(schema.fields, name)) return [`${at}: the schema does not know it`];
        const optional = (property.flags & ts.SymbolFlags.Optional) !== 0; // eslint-disable-line no-bitwise
        const needed = !merged || (name === 'name' && where.endsWith('[]'));
        return [
          ...optional !== (needed && schema.required?.includes(name) === true) ? [] : [`${at}: is ${optional ? 'optional' : 'required'}`],
          ...differences(checker.getNonNullableType(checker.getTypeOfSymbol(property)), schema.fields[name], at, merged),
        ];
      });
    }
  }
}

function spec(kind: string): SchemaNode {
  const schema = kinds[kind];
  if (schema.type !== 'object') throw new Error(`${kind} is no object`);
  return schema.fields.spec;
}

test('every field of a VM\'s spec is reached by a type that fits, and no type has a field that the schema does not know', () => {
  expect(differences(exported('VirtualMachineSpec'), spec('VirtualMachine'), 'spec', true)).toEqual([]);
});

test.each(['VirtualMachineInstancetype', 'VirtualMachinePreference'])('so is every field of the spec of a %s', (kind) => {
  expect(differences(exported(`${kind}Spec`), spec(kind), 'spec', false)).toEqual([]);
});

test('metadata has every field but those that only the API server writes', () => {
  const typed = exported('ObjectMeta').getProperties().map(({ name }) => name);
  expect([...typed, ...SERVER_WRITTEN].sort()).toEqual(Object.keys(OBJECT_META).sort());
});
