import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { file, folder } from './file';
import { vmo } from './run-vmo';
import { VmoClusterProfile } from '../../src';
import { ROOT } from '../support/run-app';
import { refusalOf } from '../support/synth';

const TEXT = `
pack:
  namespace: vm-dashboard
charts:
  virtual-machine-orchestrator:
    vmEnabledNamespaces: [default, team-a]
    snapshot-controller:
      hooksleepTime: 12
      enabled: false
    multus:
      dpdkCompatibility: true
`;

const VALUES = file('values.yaml', TEXT);

test('the program goes to standard output, and what of the values is not in it to standard error', () => {
  const { code, out, err } = vmo('from-pack', VALUES, '--cluster-name', 'prod-east');
  expect(code).toBe(0);
  expect(out).toMatch(/^\/\/ A platform as Palette's VMO pack was set up to make it \(1\.0 layout of its values\), by `npx vmo from-pack`\.\n\/\/\n\/\/ Worth a look:\n\/\/   - .+\n\/\/ Not taken over:\n\/\/   - .*dpdkCompatibility: /);
  expect(out).not.toContain('hooksleepTime');
  expect(out).toContain(`
const cluster = new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east',
`);
  expect(out).toContain("  vmEnabledNamespaces: ['default', 'team-a'],\n");
  expect(out).toContain('  snapshotController: SnapshotController.existing(),\n');
  expect(out).toMatch(/app\.synth\(\);\n$/);
  expect(err).toMatch(/^Not taken over, and as the pack has it by itself: .*hooksleepTime.*\nWorth a look:\n {2}- .*snapshot-controller\.enabled: .+; .+\nNot taken over:\n {2}- .*dpdkCompatibility: .+\n$/);
});

test('a program without a name for the cluster says that it is to be filled in, and fails until it is', () => {
  const { out } = vmo('from-pack', VALUES);
  expect(out).toContain("  // To fill in. MAC addresses come of it, so that it differs between your clusters and never changes: prod-east.\n  clusterName: '',\n");
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: '' }))).toMatch(/clusterName: got "".*\n.*write a name such as "prod-east"/);
});

test('--json is the program and what is not in it, and nothing on standard error', () => {
  const { out, err } = vmo('from-pack', VALUES, '--json');
  const { layout, typescript, notHonoured, remarks, ...others } = JSON.parse(out);
  expect(others).toEqual({});
  expect(err).toBe('');
  expect(layout).toBe('1.0');
  expect(typescript).toBe(vmo('from-pack', VALUES).out);
  expect(notHonoured).toContainEqual({ path: expect.stringMatching(/hooksleepTime$/), value: 12, reason: expect.any(String), isDefault: true });
  expect(remarks).toContainEqual(expect.objectContaining({ path: expect.stringMatching(/snapshot-controller\.enabled$/), severity: 'warning' }));
});

test('--out writes the program to a file, and over another one only with --force', () => {
  const out = join(folder, 'main.ts');
  expect(vmo('from-pack', VALUES, '--out', out)).toEqual({ code: 0, out: '', err: expect.stringContaining('Not taken over:') });
  expect(readFileSync(out, 'utf8')).toBe(vmo('from-pack', VALUES).out);
  expect(vmo('from-pack', VALUES, '--out', out, '--cluster-name', 'lab')).toMatchObject({ code: 1, out: '', err: expect.stringContaining(`vmo: there is a file ${out} already; --force writes over it\n`) });
  expect(readFileSync(out, 'utf8')).toContain("clusterName: ''");
  expect(vmo('from-pack', VALUES, '--out', out, '--cluster-name', 'lab', '--force').code).toBe(0);
  expect(readFileSync(out, 'utf8')).toContain("clusterName: 'lab'");
  expect(vmo('from-pack', VALUES, '--out', folder, '--force').err).toContain(`vmo: ${folder}: this is a folder, expected a file\n`);
});

test.each([[['-']], [[]]])('values come through a pipe, too: vmo from-pack %j; nothing is left in the folder', (args) => {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'bin', 'vmo'), 'from-pack', ...args], { cwd: folder, encoding: 'utf8', input: TEXT });
  expect({ status, stdout }).toEqual({ status: 0, stdout: vmo('from-pack', VALUES).out });
  expect(existsSync(join(folder, 'cdktf.out'))).toBe(false);
});

test('values as PowerShell writes them, in UTF-16, are read', () => {
  expect(vmo('from-pack', file('utf-16.yaml', Buffer.from(`\ufeff${TEXT}`, 'utf16le')))).toEqual(vmo('from-pack', VALUES));
});

const HCL = 'resource "spectrocloud_cluster_profile" "vmo" {\n  pack {\n    values = <<-EOT\n      charts: {}\n    EOT\n  }\n}\n';

test.each<[what: string, name: string, message: RegExp]>([
  ['no file', join(folder, 'none.yaml'), /^vmo: .*none\.yaml: there is no such file\n$/],
  ['a folder', folder, /^vmo: .*: this is a folder, expected a file\n$/],
  ['bytes that are no text', file('bytes.yaml', Buffer.from([1, 0, 2, 255])), /^vmo: values ".*bytes\.yaml" has a mistake:\n.*control character/],
  ['another encoding', file('latin-1.yaml', Buffer.from('a: \xe4', 'latin1')), /^vmo: .*latin-1\.yaml: this is not UTF-8: see line 1; save it as UTF-8\n$/],
  ['nothing', file('empty.yaml', ''), /^vmo: values ".*empty\.yaml" has a mistake:\n/],
  ['several documents', file('two.yaml', 'a: 1\n---\nb: 2\n'), /^vmo: values ".*two\.yaml" has a mistake:\n/],
  ['a list', file('list.yaml', '- 1\n'), /^vmo: values ".*list\.yaml" has a mistake:\n/],
  ['no YAML', file('broken.yaml', 'charts: [\n'), /^vmo: values ".*broken\.yaml" has a mistake:\n.*line/],
  ['Terraform', file('main.tf', HCL), /^vmo: .*main\.tf: this is Terraform; give the text alone that "values" of the pack is set to, between its <<-EOT and EOT\n$/],
  ['misspelt and wrongly typed keys', file('mistakes.yaml', TEXT.replace('vmEnabledNamespaces', 'vmEnabledNamespace').replace('enabled: false', 'enabled: maybe')),
    /^vmo: values ".*mistakes\.yaml" has 2 mistakes:\n[^]*did you mean "vmEnabledNamespaces"\?[^]*snapshot-controller\.enabled: got "maybe"/],
  ['what no cluster takes', file('refused.yaml', TEXT.replace('team-a', 'Team A')), /^vmo: values ".*refused\.yaml" has a mistake:\n.*vmEnabledNamespaces\[1\]: got "Team A"/],
])('%s: an error that says so, and nothing on standard output', (_, name, message) => {
  const { code, out, err } = vmo('from-pack', name, '--cluster-name', 'lab');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(message);
  expect(err).not.toMatch(/^ +at /m);
});

test.each([
  [['a.yaml', 'b.yaml'], 'got "b.yaml" too, expected one file: vmo from-pack values.yaml'],
  [[VALUES, '--cluster-name', 'Prod East'], '--cluster-name: got "Prod East", expected at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends; write a name such as "prod-east"'],
  [[VALUES, '--yaml'], "Unknown option '--yaml'"],
])('%j is refused', (args, message) => {
  expect(vmo('from-pack', ...args)).toEqual({ code: 1, out: '', err: expect.stringContaining(`vmo: ${message}`) });
});
