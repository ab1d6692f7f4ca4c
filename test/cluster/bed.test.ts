import { spawn, spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'fs';
import { join } from 'path';
import { Bed } from '../../testbed/bed';
import { bedFolder, status } from '../../testbed/control';
import { KUBEVIRT } from '../../testbed/versions';
import { ROOT } from '../support/run-app';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';
import { installPlainKubevirt } from './support/plain-kubevirt';

/** The command behind `npm run testbed`. */
const COMMAND = [process.execPath, '--import', 'tsx', 'testbed/main.ts'];

function cli(...args: string[]) {
  return spawnSync(COMMAND[0], [...COMMAND.slice(1), ...args], { cwd: ROOT, encoding: 'utf8' });
}

/** The processes that run in the folder of a bed, and the bed itself. */
function processesOf(bed: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && (readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '') === bedFolder(bed) || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`-dir\0${bedFolder(bed)}\0`));
    } catch {
      return false; // gone while we looked
    }
  });
}

test('starts in seconds, says how to use it, shows what runs, gives logs; --down ends it all', async () => {
  const child = spawn(COMMAND[0], [...COMMAND.slice(1), '--name', 'cli'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => { said += chunk; });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await eventually(async () => expect(said).toContain('Ctrl-C ends it'), 90);
  expect(said).toContain(`export KUBECONFIG=${bedFolder('cli')}/admin.kubeconfig`);

  expect(cli('--status').stdout).toMatch(/^bed cli: ready at 127\.8\.\d+\.1 since .*\n(.*\n)* +\d+ {2}kube-apiserver$/m);
  expect(cli('--logs', 'kube-sched', '--name', 'cli').stdout).toContain('Serving securely');
  const wrong = cli('--logs', 'kubelet', '--name', 'cli');
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toMatch(/^testbed: bed cli has no log of "kubelet"; there are etcd, kube-apiserver, /m);
  expect(cli('--name', 'cli')).toMatchObject({ status: 1, stderr: expect.stringContaining('a bed called cli runs already') });

  expect(processesOf('cli').length).toBeGreaterThanOrEqual(6);
  expect(cli('--down', '--name', 'cli').stdout).toBe('bed cli: stopped\n');
  await ended;
  expect(processesOf('cli')).toEqual([]);
  expect(existsSync(bedFolder('cli'))).toBe(false);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('no process is left after %s', async (signal) => {
  const child = spawn(COMMAND[0], [...COMMAND.slice(1), '--name', 'killed'], { cwd: ROOT, stdio: 'ignore' });
  await eventually(async () => expect((await status('killed'))?.ready).toBe(true), 90);
  expect(processesOf('killed').length).toBeGreaterThanOrEqual(6);
  child.kill(signal);
  await eventually(async () => expect(processesOf('killed')).toEqual([]), 10);
  await eventually(async () => expect(existsSync(bedFolder('killed'))).toBe(false), 10);
});

test('no process is left when npm is killed while the bed starts', async () => {
  const parent = spawn('sh', ['-c', '"$@" & wait', 'sh', ...COMMAND, '--name', 'orphan'], { cwd: ROOT, stdio: 'ignore' });
  await eventually(async () => expect(processesOf('orphan').length).toBeGreaterThan(0), 30);
  parent.kill('SIGKILL');
  await eventually(async () => expect(processesOf('orphan')).toEqual([]), 10);
});

test('no process is left when the bed itself is killed', async () => {
  const bed = await Bed.start({ name: 'killed' });
  process.kill((await bed.status()).pid, 'SIGKILL');
  await eventually(async () => expect(processesOf('killed')).toEqual([]), 10);
  await expect(bed.ended).resolves.toBe('the bed was killed');
  await bed.stop();
});

test('a part that ends by itself takes the bed with it, and its last words are said', async () => {
  const bed = await Bed.start({ name: 'broken' });
  const { processes } = await bed.status();
  process.kill(processes.find(({ name }) => name === 'etcd')!.pid, 'SIGKILL');
  await expect(bed.ended).resolves.toMatch(/^etcd \(exit code 137\) ended by itself, and the bed with it; its last words:\n.+\nthe whole log: \/.*\/etcd\.log$/s);
  expect(processesOf('broken')).toEqual([]);
  await bed.stop();
});

test('two beds side by side listen on loopback addresses of their own, and on nothing else', async () => {
  const beds = await Promise.all([Bed.start({ name: 'one' }), Bed.start({ name: 'two' })]);
  try {
    await installPlainKubevirt(beds[0], KUBEVIRT); // its programs would listen everywhere if they were not told otherwise
    const states = await Promise.all(beds.map((bed) => bed.status()));
    expect(states[0].processes.map(({ name }) => name)).toEqual(expect.arrayContaining(['virt-operator', 'virt-api', 'virt-controller']));
    expect(new Set(states.map(({ address }) => address)).size).toBe(2);
    for (const state of states) {
      const listening = state.processes.flatMap(({ pid }) => listeners(pid)).concat(listeners(state.pid));
      const own = state.address.replace(/\d+$/, '');
      expect(listening.filter((address) => !address.startsWith(own))).toEqual([]);
      expect(listening).toContain(state.address);
    }
    await new Cluster(beds[0].kubeconfig, beds[0].kubectl).kubectl('create', 'namespace', 'only-in-one');
    const names = (await new Cluster(beds[1].kubeconfig, beds[1].kubectl).get('namespace')).map((namespace: any) => namespace.metadata.name);
    expect(names).not.toContain('only-in-one');
  } finally {
    await Promise.all(beds.map((bed) => bed.stop()));
  }
});

/** The addresses on which a process listens. */
function listeners(pid: number): string[] {
  const sockets = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
  return ['tcp', 'tcp6'].flatMap((kind) => readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.includes(`socket:[${inode}]`))
    .map(([, local]) => kind === 'tcp6' ? local : local.split(':')[0].match(/../g)!.reverse().map((byte) => parseInt(byte, 16)).join('.')));
}

test.each([
  ['missing', '', /^testbed: `go` is not on the PATH\. The testbed is built from Go modules: install Go 1\.26 or newer/],
  ['too old', '#!/bin/sh\necho go1.20.3\n', /^testbed: Go is too old: go1\.20\.3 is on the PATH\. .*install Go 1\.26 or newer/],
])('where Go is %s, it says what to install', (_, go, message) => {
  const folder = temporaryFolder();
  if (go) spawnSync('sh', ['-c', 'cat > go && chmod +x go'], { cwd: folder, input: go });
  const { status: code, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'testbed/main.ts'], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, PATH: folder, TESTBED_HOME: join(folder, 'home') },
  });
  expect(stderr).toMatch(message);
  expect(code).toBe(1);
});

test('wrong options are told, with the usage', () => {
  expect(cli('--nmae', 'x')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^testbed: Unknown option '--nmae'.*npm run testbed -- --status/s) });
  for (const args of [['--name', '../x'], ['--down', '--name', '../x'], ['--down', '--name', '']]) {
    expect(cli(...args)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^testbed: a bed's name has lower-case letters/) });
  }
  expect(cli('--kubevirt', 'new')).toMatchObject({ status: 1, stderr: expect.stringContaining('known to build are') });
  expect(cli('--all')).toMatchObject({ status: 1, stderr: 'testbed: --all goes with --down\n' });
  expect(cli('--neighbours', 'cdi,mutlus')).toMatchObject({ status: 1, stderr: 'testbed: no CRDs are known for mutlus; there are cdi, multus, snapshot\n' });
});
