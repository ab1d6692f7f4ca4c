import { readFileSync } from 'fs';
import { join } from 'path';
import { withCapabilities } from '../../tools/capabilities';
import { CAPABILITIES, SUBJECTS } from '../capabilities';
import { partLike } from '../capabilities/fragment';
import { readSurface } from '../capabilities/surface';
import { synthesized, vmName } from '../capabilities/synthesized';

/** What no capability shows, and why. */
const NOT_SHOWN: Record<string, string> = {
  'VmPlacement.name': 'given by the test',
  'VmPlacement.standbyOf': 'a VM of another cluster: test/vm/virtual-machine.test.ts',
  'VirtualMachineOptions.delivery': 'about the way to the cluster: test/delivery',
  'VirtualMachineOptions.dependsOn': 'about Terraform: test/construct/dependencies.test.ts',
};

test.each(CAPABILITIES.map((capability) => [capability.title, capability] as const))('%s', (_, capability) => {
  const { vm, warnings } = synthesized(capability);
  const { spec, metadata = {} } = capability;
  expect(partLike(vm, { spec, metadata })).toEqual({ spec, metadata });
  expect(warnings).toEqual([]);
});

test('what needs a feature gate is refused without it, by its name', () => {
  for (const capability of CAPABILITIES) {
    for (const gate of capability.gates ?? []) {
      expect(() => synthesized(capability, capability.gates!.filter((other) => other !== gate))).toThrow(gate);
    }
  }
});

test('each capability has a title of its own, from which its VM is named', () => {
  const names = CAPABILITIES.map(vmName);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  expect(names.filter((name) => name.length > 50)).toEqual([]); // the names of its disks are longer
});

test('every option and every factory that describes a VM is shown by a capability', () => {
  const folder = join(__dirname, '../capabilities');
  const { offered, used } = readSurface(SUBJECTS.map(({ file }) => join(folder, `${file}.ts`)));
  const missing = [...offered].filter(([name]) => !used.has(name) && !(name in NOT_SHOWN)).map(([name, file]) => `  ${name} of ${file}`);
  if (missing.length > 0) {
    throw new Error(`No capability shows\n${missing.join('\n')}\nAdd an entry that uses it to the file of its subject in test/capabilities (see capability.ts there), then run \`npm run docs\`.`);
  }
  expect(Object.keys(NOT_SHOWN).filter((name) => !offered.has(name) || used.has(name))).toEqual([]);
}, 60_000);

test('the table in docs/virtual-machine.md is current', () => {
  const guide = readFileSync(join(__dirname, '../../docs/virtual-machine.md'), 'utf8');
  if (withCapabilities(guide) !== guide) throw new Error('docs/virtual-machine.md does not say what test/capabilities says: run `npm run docs`');
});
