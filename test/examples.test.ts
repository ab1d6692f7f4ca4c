import { execFileSync, spawnSync } from 'child_process';
import { readdirSync } from 'fs';
import { join } from 'path';
import { ROOT, runApp, typeErrors } from './support/run-app';
import { objects, releases, SynthesizedStack, vms } from './support/synth';
import { pulledBy } from '../src/cli/images';

const EXAMPLES = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

const main = (example: string) => `examples/${example}/main.ts`;

/** The MAC addresses of a stack, by `VM/NIC`. */
function macs(stack: SynthesizedStack): { [nic: string]: string } {
  return Object.fromEntries(Object.entries(vms(stack)).flatMap(([name, vm]) =>
    vm.spec.template.spec.domain.devices.interfaces.map((nic: any) => [`${name}/${nic.name}`, nic.macAddress])));
}

test('examples type-check', () => {
  expect(typeErrors('examples/tsconfig.json')).toBe('');
}, 60_000);

/** What an example warns of, where that is what it shows. */
const WARNINGS: { [example: string]: RegExp[] } = {
  'from-palette': [
    /image\.tag: the pack has KubeVirt v1\.4\.0, and this platform has 1\.8\.4/,
    /additionalFeatureGates: .* has for good what these gates stood for/,
    /additionalFeatureGates: DeclarativeHotplugVolumes takes the place of HotplugVolumes/,
  ],
};

test.each(EXAMPLES)('%s makes VMs, and warns of nothing that it is not about', (example) => {
  const stacks = Object.values(runApp(main(example)).stacks);
  expect(stacks.flatMap((stack) => Object.keys(vms(stack)))).not.toEqual([]);
  expect(stacks.flatMap(({ warnings }) => warnings)).toEqual((WARNINGS[example] ?? []).map((text) => expect.stringMatching(text)));
}, 30_000);

test('the quickstart has three VMs, and `vmo mac` knows their addresses', () => {
  const { quickstart } = runApp(main('quickstart')).stacks;
  expect(Object.keys(vms(quickstart)).sort()).toEqual(['db-0', 'gateway', 'web-0']);
  expect(macs(quickstart)).toEqual({
    'db-0/vlan25': '06:a2:e3:7b:43:49',
    'gateway/default': '0e:fa:49:13:1a:37',
    'gateway/vlan25': '06:35:16:95:6f:23',
    'web-0/default': '02:0f:b7:bf:a6:0d',
    'web-0/vlan25': '06:04:43:36:5e:48',
  });
  expect(quickstart.json.output.web_0_mac.value).toBe('06:04:43:36:5e:48');
  for (const [nic, address] of Object.entries(macs(quickstart))) {
    const [vm, name] = nic.split('/');
    const args = ['bin/vmo', 'mac', '--scope', 'prod-east', '--namespace', 'default', '--vm', vm, '--nic', name];
    expect(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).toBe(`${address}\n`);
  }
}, 30_000);

test('two clusters have the same VMs and no MAC address twice', () => {
  const { 'prod-east': east, 'prod-west': west } = runApp(main('two-clusters')).stacks;
  expect(Object.keys(macs(east)).sort()).toEqual([
    'node-0/default', 'node-0/vlan25', 'node-1/default', 'node-1/vlan25', 'node-2/default', 'node-2/vlan25',
  ]);
  expect(Object.keys(macs(west)).sort()).toEqual(Object.keys(macs(east)).sort());
  expect(new Set([...Object.values(macs(east)), ...Object.values(macs(west))]).size).toBe(12);
}, 30_000);

test('three environments are one blueprint: a platform and its VMs each, and nobody shares an address', () => {
  const { stacks } = runApp(main('platform-blueprint'));
  expect(Object.keys(stacks).sort()).toEqual(['dev-platform', 'dev-shop', 'prod-platform', 'prod-shop', 'stage-platform', 'stage-shop']);
  const all = ['dev', 'stage', 'prod'].flatMap((name) => {
    expect(stacks[`${name}-shop`].dependencies).toEqual([`${name}-platform`]);
    // No reference crosses from one state to the other.
    expect(stacks[`${name}-shop`].text).not.toContain('remote_state');
    expect(stacks[`${name}-platform`].json.output).toBeUndefined();
    return Object.values(macs(stacks[`${name}-shop`]));
  });
  expect(all).toHaveLength(12);
  expect(new Set(all).size).toBe(12);
  const [stage, prod] = ['stage', 'prod'].map((name) => Object.keys(releases(stacks[`${name}-platform`])).sort());
  expect(stage).toEqual(prod);
}, 30_000);

test('behind a mirror, nothing comes from elsewhere, and what fills it is known', () => {
  const { outdir } = runApp(main('air-gap'));
  const { images, charts } = pulledBy(outdir);
  expect(images.filter(({ image }) => !image.startsWith('registry.example.com/mirror/'))).toEqual([]);
  expect(charts.map(({ repository }) => repository)).toEqual(Array(3).fill('oci://registry.example.com/mirror/hauler'));
  const source = 'registry.example.com/mirror/containerdisks=quay.io/containerdisks';
  const vmo = ['bin/vmo', 'images', outdir, '--format', 'crane', '--source', source];
  const { stdout, stderr } = spawnSync(process.execPath, vmo, { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.match(/^crane copy /gm)).toHaveLength(images.length);
}, 30_000);

test('a night is brought back for as long as somebody names its snapshot', () => {
  const example = (env: NodeJS.ProcessEnv) => runApp(main('backup-and-restore'), env).stack;
  expect(objects(example({}), 'VirtualMachineRestore')).toEqual({});
  expect(objects(example({ RESTORE_FROM: 'db-nightly-29406720' }), 'VirtualMachineRestore')['look-back'].spec).toMatchObject({
    virtualMachineSnapshotName: 'db-nightly-29406720', target: { name: 'db-look-back' },
  });
}, 30_000);
