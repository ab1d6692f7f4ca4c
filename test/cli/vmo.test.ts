import { spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { vmo } from './run-vmo';
import { temporaryFolder } from '../support/synth';

const MAC = ['mac', '--scope', 'prod-east', '--namespace', 'default', '--vm', 'db-0', '--nic', 'default'];

test('the command prints one address, nothing else, and succeeds', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, '../../bin/vmo'), ...MAC], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '0e:01:8e:29:74:33\n', stderr: '' });
});

test('mac takes a style', () => {
  const { code, out } = vmo(...MAC, '--style', 'aai');
  expect(code).toBe(0);
  expect(out).toMatch(/^[0-9a-f]2(:[0-9a-f]{2}){5}\n$/);
  expect(vmo(...MAC, '--style', 'palette').out).toBe('0e:01:8e:29:74:33\n');
});

test.each([
  [['mac', '--vm', 'db-0'], 'vmo: vmo mac needs --scope, --namespace, --nic: vmo mac --scope prod-east'],
  [[...MAC, '--style', 'random'], 'vmo: got --style random, expected palette, aai or laa'],
  [[...MAC, '--cluster', 'x'], "Unknown option '--cluster'"],
  [['frobnicate'], 'vmo: there is no command "frobnicate"; the commands are show, images, from-pack, mac, lint, rules, help'],
  [[...MAC, '--vm', 'Web 0'], 'vmo: got --vm "Web 0", expected at most 63 lower-case letters, digits and dashes'],
  [[...MAC, '--namespace', 'a.b'], 'vmo: got --namespace "a.b", expected at most 63 lower-case letters'],
  [[...MAC, '--nic', 'vlan 25'], 'vmo: got --nic "vlan 25", expected letters, digits, "-" and "_"'],
  [[...MAC, 'db-1', 'db-2'], 'vmo: got "db-1", "db-2" too, expected options only: vmo mac --scope'],
  [['show', 'a', 'b', 'c'], 'vmo: got "b", "c" too, expected one folder: vmo show [folder]'],
  [['rules', 'R-25'], 'vmo: got "R-25" too, expected none: vmo rules'],
  [['rules', '--json'], "Unknown option '--json'"],
  [['rules', '--format', 'yaml'], 'vmo: got --format yaml, expected text or json'],
  [['show', 'no/such/folder'], 'vmo: there is no synthesized app in "no/such/folder"; run your app first'],
])('%j fails with one line on stderr', (argv, message) => {
  const { code, out, err } = vmo(...argv);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
  '{', 'null', '{}', '{"stacks":[]}', '{"stacks":{"a":{"name":"a"}}}',
  '{"stacks":{"a":{"name":"a","synthesizedStackPath":"no.json","dependencies":[],"annotations":[]}}}',
])('show says of a folder with the manifest %s that there is no app', (manifest) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'manifest.json'), manifest);
  expect(vmo('show', folder)).toEqual({ code: 1, out: '', err: expect.stringMatching(/^vmo: there is no synthesized app in .*vmo show <folder>, vmo images <folder>\n$/) });
});

const HELP = [[], ['help'], ['--help'], ['-h'], ['help', 'mac']];

test.each(HELP.map((argv) => [argv]))('%j shows the commands', (argv) => {
  const { code, out } = vmo(...argv);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: vmo <command>\n/);
});

test('rules prints one line for each rule, with its level', () => {
  const { code, out } = vmo('rules');
  const lines = out.trimEnd().split('\n');
  expect(code).toBe(0);
  expect(lines[0]).toBe('SCH-1   error    A field that this KubeVirt version does not have; the server would drop it in silence');
  expect(lines.filter((line) => !/^[A-Z]+-\d+\w* +(error|warning) +\S/.test(line))).toEqual([]);
  const ids = lines.map((line) => line.split(' ')[0]);
  expect(ids).toEqual([...new Set(ids)]);
});

test('--help behind a command is about that command', () => {
  const { code, out, err } = vmo('lint', '--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const option of ['--kubevirt', '--gates', '--cluster', '--format', '--strict', '--rules']) expect(out).toContain(`    ${option} `);
  expect(out).not.toContain('vmo show');
  for (const argv of [['mac', '--help'], ['mac', '--vm', 'x', '-h'], ['show', '--help'], ['rules', '--help']]) expect(vmo(...argv).out).toMatch(`Usage:\n  vmo ${argv[0]} `);
  expect(vmo('help').out).toContain(out.replace('Usage:\n', ''));
  expect(vmo('nothing', '--help')).toEqual(vmo('help'));
});

test('--version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  expect(vmo('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
});
