import { execFileSync } from 'child_process';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { readApp, releases, SynthesizedApp, temporaryFolder, vms } from '../support/synth';

const ROOT = join(__dirname, '..', '..');
const MINUTES = 60_000;

/** Runs a command; its output goes into the error where it fails. */
function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 });
}

/** An empty project in which the tarball is installed beside its peers. */
function project(tarball: string, manifest: { dependencies: Record<string, string>; overrides?: Record<string, string> }): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({
    name: 'user',
    private: true,
    ...manifest,
    dependencies: { ...manifest.dependencies, 'cdktf-vmo': `file:${tarball}`, '@cdktf/provider-helm': '^12.1.0', '@cdktf/provider-kubernetes': '^12.1.0' },
  }));
  run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund');
  copyFileSync(join(__dirname, 'user-app.js'), join(folder, 'main.js'));
  return folder;
}

function installedVersion(folder: string, name: string): string {
  const { name: actual, version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
  return `${actual}@${version}`;
}

function synthesized(folder: string): SynthesizedApp {
  run(folder, process.execPath, 'main.js');
  return readApp(join(folder, 'cdktf.out'));
}

let tarball: string;
let user: string;

beforeAll(() => {
  // What an earlier compilation left behind must not get into the package.
  ['lib', '.jsii', 'tsconfig.tsbuildinfo'].forEach((stale) => rmSync(join(ROOT, stale), { recursive: true, force: true }));
  run(ROOT, 'npx', 'jsii', '--silence-warnings=reserved-word');
  const folder = temporaryFolder();
  const [{ filename }] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--pack-destination', folder));
  tarball = join(folder, filename);
  user = project(tarball, { dependencies: { cdktf: '0.21.0', constructs: '^10.4.2' } });
}, 10 * MINUTES);

test('the package is under 3 MB', () => {
  expect(statSync(tarball).size).toBeLessThan(3_000_000);
});

test('the package has what users need and nothing else', () => {
  const files = run(ROOT, 'tar', '-tzf', tarball).trim().split('\n').map((file) => file.replace(/^package\//, ''));
  expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual([
    '.jsii', 'API.md', 'CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'charts', 'data', 'lib', 'node_modules', 'package.json',
  ]);
  expect(files).toEqual(expect.arrayContaining(['bin/vmo', 'lib/index.js', 'lib/index.d.ts', 'lib/cli/vmo.js', 'charts/vmo-manifests/Chart.yaml']));
  expect([...new Set(files.filter((file) => file.startsWith('node_modules/')).map((file) => file.split('/')[1]))]).toEqual(['yaml']);
  expect(files.filter((file) => file.startsWith('lib/') && file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
});

test('a blueprint in plain JavaScript synthesizes', () => {
  const { stack } = synthesized(user);
  expect(installedVersion(user, 'cdktf')).toBe('cdktf@0.21.0');
  expect(Object.keys(releases(stack)).sort()).toEqual([
    'net-vlan25', 'vm-db-0', 'vm-web-0', 'vmo-cdi', 'vmo-cdi-operator', 'vmo-descheduler', 'vmo-kubevirt',
    'vmo-kubevirt-operator', 'vmo-multus', 'vmo-namespaces', 'vmo-snapshot-controller', 'vmo-snapshot-crds',
  ]);
  expect(vms(stack)['db-0'].spec.template.spec.domain.devices.interfaces[0].macAddress).toBe('0e:01:8e:29:74:33');
});

test('charts come along as assets', () => {
  const { outdir, stack } = synthesized(user);
  const { chart } = releases(stack)['vm-db-0'].resource;
  expect(readFileSync(join(outdir, 'stacks', 'test', chart, 'Chart.yaml'), 'utf8')).toMatch(/^name: vmo-manifests$/m);
});

test('the command is installed', () => {
  synthesized(user);
  expect(run(user, 'npx', 'vmo', 'mac', '--scope', 'prod-east', '--namespace', 'default', '--vm', 'db-0', '--nic', 'default')).toBe('0e:01:8e:29:74:33\n');
  expect(run(user, 'npx', 'vmo', 'show')).toContain('default/db-0: instancetype u1.large (2 CPU, 8Gi memory), preference fedora');
});

test('loading the library costs less than 300 ms and 60 MB on top of cdktf', () => {
  const script = `require('cdktf');
    const [time, memory] = [performance.now(), process.memoryUsage().rss];
    require('cdktf-vmo');
    console.log(JSON.stringify([performance.now() - time, (process.memoryUsage().rss - memory) / 1e6]));`;
  const runs: [number, number][] = Array.from({ length: 5 }, () => JSON.parse(run(user, process.execPath, '-e', script)));
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[2];
  expect(median(runs.map(([milliseconds]) => milliseconds))).toBeLessThan(300);
  expect(median(runs.map(([, megabytes]) => megabytes))).toBeLessThan(60);
});

test("cdktf's successor cdktn makes the same of the same blueprint, through one line of overrides", () => {
  const successor = project(tarball, {
    dependencies: { cdktf: 'npm:cdktn@0.24.0', constructs: '>=10.6.0 <10.8.0' }, overrides: { cdktf: 'npm:cdktn@0.24.0' },
  });
  expect(installedVersion(successor, 'cdktf')).toBe('cdktn@0.24.0');
  expect(synthesized(successor).stack.json.resource).toEqual(synthesized(user).stack.json.resource);
}, 5 * MINUTES);
