import { join, relative } from 'path';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv';
import draft04 from 'ajv/lib/refs/json-schema-draft-04.json';
import { file, folder } from './file';
import { vmo } from './run-vmo';

const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: 'ignore', allErrors: true });
ajv.addMetaSchema(draft04);
const isSarif = ajv.compile(schema);

const VM = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: db-0
  namespace: vms
spec:
  runStrategi: Always
  template:
    spec:
      domain:
        memory: {guest: 2Gi}
`;

/** The one run of a report, which is valid. */
function sarif(...args: string[]): any {
  const { out } = vmo('lint', '--format', 'sarif', ...args);
  const report = JSON.parse(out);
  isSarif(report);
  expect(isSarif.errors ?? []).toEqual([]);
  expect(report.runs).toHaveLength(1);
  return report.runs[0];
}

test('a report is valid by the schema, whatever is found', () => {
  const bad = file('a b.yaml', VM);
  for (const args of [[bad], [file('sound.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n')], [bad, 'no/such.yaml'], ['--strict', bad, file('broken.yaml', 'a: [')]]) sarif(...args);
});

test('a result says which rule, where, and how much it weighs', () => {
  const { results, tool: { driver } } = sarif(file('a b.yaml', VM));
  const index = results.findIndex(({ ruleId }: any) => ruleId === 'SCH-1');
  expect(results[index]).toMatchObject({
    level: 'error',
    message: { text: 'spec.runStrategi: there is no field "runStrategi" here; the server would drop it in silence → did you mean "runStrategy"?' },
    locations: [{
      physicalLocation: { region: { startLine: 7, startColumn: 3 } },
      logicalLocations: [{ fullyQualifiedName: 'VirtualMachine/vms/db-0 spec.runStrategi' }],
    }],
  });
  for (const { ruleId, ruleIndex, level } of results) {
    expect(driver.rules[ruleIndex]).toMatchObject({ id: ruleId, helpUri: expect.stringContaining('docs/admission.md'), shortDescription: { text: expect.any(String) } });
    expect(['error', 'warning']).toContain(level);
  }
  expect(new Set(driver.rules.map(({ id }: any) => id)).size).toBe(driver.rules.length);
});

test('a path is below the folder of the command where it can be, with what an URI cannot have in it escaped', () => {
  const uri = (path: string) => sarif(path).results[0].locations[0].physicalLocation.artifactLocation;
  const bad = file('a b#ü.yaml', VM);
  expect(uri(bad)).toEqual({ uri: `file://${join(folder, 'a%20b%23%C3%BC.yaml')}` });
  const before = process.cwd();
  try {
    process.chdir(folder);
    for (const path of [bad, './a b#ü.yaml', relative(process.cwd(), bad)]) expect(uri(path)).toEqual({ uri: 'a%20b%23%C3%BC.yaml', uriBaseId: '%SRCROOT%' });
    expect(sarif(bad).originalUriBaseIds).toHaveProperty('%SRCROOT%');
  } finally {
    process.chdir(before);
  }
});

test('a fingerprint stays when lines move, and no two are the same', () => {
  const prints = (text: string) => sarif(file('moved.yaml', text)).results.map(({ partialFingerprints }: any) => partialFingerprints['vmoFinding/v1']);
  const before = prints(`${VM}---\n${VM}`);
  expect(prints(`# a\n# b\n${VM}---\n# c\n${VM}`)).toEqual(before);
  expect(new Set(before).size).toBe(before.length);
  expect(prints(VM.replace('db-0', 'db-1'))).not.toEqual(prints(VM));
});

test('what cannot be read is a notification, and the run no success', () => {
  const broken = file('broken.yaml', 'apiVersion: v1\nkind: [\n');
  expect(sarif(broken, 'no/such.yaml', file('bad.yaml', VM)).invocations).toEqual([expect.objectContaining({
    executionSuccessful: false,
    exitCode: 2,
    toolExecutionNotifications: [
      expect.objectContaining({ level: 'error', message: { text: expect.stringContaining('this is no YAML') } }),
      expect.objectContaining({ message: { text: 'there is no such file' }, locations: [{ physicalLocation: { artifactLocation: { uri: 'no/such.yaml', uriBaseId: '%SRCROOT%' } } }] }),
    ],
  })]);
  expect(sarif(file('bad.yaml', VM)).invocations).toEqual([expect.objectContaining({ executionSuccessful: true, exitCode: 1, toolExecutionNotifications: [] })]);
});

test('with --strict, what is not checked is a note', () => {
  const [{ toolConfigurationNotifications: notes }] = sarif('--strict', file('bad.yaml', VM)).invocations;
  expect(notes).toContainEqual({ level: 'note', message: { text: expect.stringContaining('not checked without inventory.quotas') } });
});

test('the same input makes the same bytes', () => {
  const bad = file('bad.yaml', VM);
  expect(vmo('lint', '--format', 'sarif', bad)).toEqual(vmo('lint', '--format', 'sarif', bad));
});
