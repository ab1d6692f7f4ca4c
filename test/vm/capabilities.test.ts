import { readFileSync } from 'fs';
import { join } from 'path';
import { withCapabilities } from '../../tools/capabilities';
import { CAPABILITIES, SUBJECTS } from '../capabilities';
import { unsaid } from '../capabilities/consequences';
import { partLike } from '../capabilities/fragment';
import { readSurface, Surface } from '../capabilities/surface';
import { synthesized, synthesizedDefaults, vmName } from '../capabilities/synthesized';

/** What no capability shows, and why. */
const NOT_SHOWN: Record<string, string> = {
  'VmPlacement.name': 'given by the test',
  'VmPlacement.standbyOf': 'a VM of another cluster: test/vm/virtual-machine.test.ts',
  'VirtualMachineOptions.delivery': 'about the way to the cluster: test/delivery',
  'VirtualMachineOptions.dependsOn': 'about Terraform: test/construct/dependencies.test.ts',
};

let defaults: { [vm: string]: any };
beforeAll(() => {
  defaults = synthesizedDefaults(CAPABILITIES);
}, 30_000);

test.each(CAPABILITIES.map((capability) => [capability.title, capability] as const))('%s', (_, capability) => {
  const { vm, warnings } = synthesized(capability);
  const { spec, metadata = {} } = capability;
  expect(partLike(vm, { spec, metadata })).toEqual({ spec, metadata });
  // Completes the fragment, or is a consequence of it that goes without saying: test/capabilities/consequences.ts.
  expect(unsaid(capability, vm, defaults[vmName(capability)])).toEqual([]);
  expect(warnings.map((warning) => /\[(\S+)\]$/.exec(warning)?.[1] ?? warning)).toEqual(capability.warns ?? []);
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

describe('what a VM can be told', () => {
  const guide = readFileSync(join(__dirname, '../../docs/virtual-machine.md'), 'utf8');
  let surface: Surface;
  beforeAll(() => {
    surface = readSurface(SUBJECTS.map(({ file }) => join(__dirname, '../capabilities', `${file}.ts`)));
  }, 60_000);

  test('each option and each factory is shown by a capability', () => {
    const { offered, used } = surface;
    const missing = [...offered].filter(([name]) => !used.has(name) && !(name in NOT_SHOWN)).map(([name, file]) => `  ${name} of ${file}`);
    if (missing.length > 0) {
      throw new Error(`No capability shows\n${missing.join('\n')}\nAdd an entry that uses it to the file of its subject in test/capabilities (see capability.ts there), then run \`npm run docs\`.`);
    }
    expect(Object.keys(NOT_SHOWN).filter((name) => !offered.has(name) || used.has(name))).toEqual([]);
  });

  test('the tables of options in docs/virtual-machine.md name every option once', () => {
    const tables = /^## Options\n(.*?)^## /ms.exec(guide)![1];
    const named = [...tables.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell]) => cell.split(', ').map((name) => name.replace(/`/g, '')));
    expect(named.sort()).toEqual([...surface.props].sort());
  });

  test('the table of capabilities in docs/virtual-machine.md is current', () => {
    if (withCapabilities(guide) !== guide) throw new Error('docs/virtual-machine.md does not say what test/capabilities says: run `npm run docs`');
  });
});
