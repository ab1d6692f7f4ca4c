import { spawn } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster, eventually } from './support/cluster';
import { actions } from './support/engine';
import { Platform, startPlatform } from './support/platform';
import { run } from '../../testbed/apply/command';

/*
 * What goes wrong in the middle of an apply. After each: what Terraform says, what it says to do, and then an apply that
 * makes everything as the blueprint says. No VM is lost, and none is made anew.
 */
let platform: Platform;
let cluster: Cluster;
let uids: Record<string, string>;
let memory = 1;

beforeAll(async () => {
  platform = await startPlatform('faults');
  cluster = platform.cluster;
  uids = await cluster.uids();
});

afterAll(async () => platform?.bed.stop());

/** Changes the memory of one VM in the blueprint. */
function changeMemory(): string {
  platform.blueprint.edit([`memory: '${memory}Gi'`, `memory: '${++memory}Gi'`]);
  return `${memory}Gi`;
}

/** Applies; where that is refused with a remedy, does as told and applies again. */
async function converge(expected: string): Promise<void> {
  await eventually(async () => {
    try {
      await platform.engine.apply(platform.blueprint);
    } catch (error) {
      const [, remedy] = /→ .*(helm (?:rollback|uninstall) [^,]*), then apply again/.exec((error as Error).message) ?? [];
      if (!remedy) throw error;
      await helm(...remedy.replace(/^helm /, '').split(' '));
      await platform.engine.apply(platform.blueprint);
    }
  });
  expect(actions(await platform.engine.plan(platform.blueprint))).toEqual([]);
  const vms = await cluster.vms();
  expect(vms.gateway.spec.template.spec.domain.memory.guest).toBe(expected);
  expect(await cluster.uids()).toEqual(uids);
}

async function helm(...args: string[]): Promise<void> {
  await run([...platform.bed.helm, ...args], { KUBECONFIG: platform.bed.kubeconfig });
}

/** While a program of the bed is paused or away, however the work ends. */
async function without(op: 'kill' | 'pause', program: string, work: () => Promise<void>): Promise<void> {
  await platform.bed.control(op, program);
  try {
    await work();
  } finally {
    await platform.bed.control(op === 'kill' ? 'start' : 'resume', program);
  }
}

/** Until Helm has noted that it works on the release. */
async function underWay(release: string): Promise<void> {
  const label = `owner=helm,name=${release},status=pending-upgrade`;
  await eventually(async () => expect(await cluster.kubectl('get', 'secret', '-n', 'default', '-l', label, '-o', 'name')).not.toBe(''));
}

test('the API server is killed in the middle of an apply, and comes back', async () => {
  const wanted = changeMemory();
  await without('pause', 'virt-api', async () => { // holds the apply up in the middle: the API server waits for the webhook
    const apply = platform.engine.apply(platform.blueprint).catch((error: Error) => error);
    await underWay('vm-gateway');
    await without('kill', 'kube-apiserver', async () => expect(await apply).toBeInstanceOf(Error));
  });
  await converge(wanted);
});

test('a webhook is down', async () => {
  const wanted = changeMemory();
  await without('kill', 'virt-api', async () => {
    await expect(platform.engine.apply(platform.blueprint)).rejects.toThrow(/vm-gateway.*failed calling webhook/s);
    expect((await cluster.vms()).gateway.spec.template.spec.domain.memory.guest).not.toBe(wanted);
  });
  await converge(wanted);
});

test('a release is left pending-upgrade', async () => {
  const { chart, values } = releaseOf('vm-gateway');
  const file = join(platform.blueprint.folder, 'values.json');
  writeFileSync(file, values[0].replace(`${memory}Gi`, '100Gi'));
  await without('pause', 'virt-api', async () => {
    const args = ['upgrade', 'vm-gateway', join(platform.blueprint.stack('quickstart'), chart), '-n', 'default', '-f', file];
    const [program, ...first] = platform.bed.helm;
    const child = spawn(program, [...first, ...args], { env: { ...process.env, KUBECONFIG: platform.bed.kubeconfig }, stdio: 'ignore' });
    await underWay('vm-gateway');
    child.kill('SIGKILL');
  });
  const wanted = changeMemory();
  await expect(platform.engine.apply(platform.blueprint))
    .rejects.toThrow(/another operation \(install\/upgrade\/rollback\) is in progress.*→ .*helm rollback vm-gateway/s);
  await converge(wanted);
});

test('two applies at once: one goes on, the other one is told who holds the lock', async () => {
  const wanted = changeMemory();
  const results = await Promise.allSettled([platform.engine.apply(platform.blueprint), platform.engine.apply(platform.blueprint)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [refused] = results.filter((result): result is PromiseRejectedResult => result.status === 'rejected');
  expect(refused.reason.message).toMatch(/Error acquiring the state lock/);
  await converge(wanted);
});

test('a namespace is being deleted', async () => {
  await cluster.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'holds', namespace: 'virtual-machines', finalizers: ['example.com/hold'] } });
  await cluster.kubectl('delete', 'namespace', 'virtual-machines', '--wait=false');
  const gateway = "new VirtualMachine(stack, 'gateway', {";
  platform.blueprint.edit([gateway, `new VirtualMachine(stack, 'late', {
  cluster, namespace: 'virtual-machines', size: Size.of({ cpu: 1, memory: '3Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
});
${gateway}`]);
  await expect(platform.engine.apply(platform.blueprint)).rejects.toThrow(/vm-late.*being terminated/s);
  await cluster.kubectl('patch', 'configmap', 'holds', '-n', 'virtual-machines', '--type=merge', '-p', '{"metadata":{"finalizers":null}}');
  await eventually(async () => expect(await cluster.kubectl('get', 'namespace', 'virtual-machines', '--ignore-not-found')).toBe(''));
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'virtual-machines' } });
  await converge(`${memory}Gi`);
  expect(Object.keys(await cluster.uids('virtual-machines'))).toEqual(['late']);
});

function releaseOf(name: string): { chart: string; values: string[] } {
  const { resource } = JSON.parse(readFileSync(join(platform.blueprint.stack('quickstart'), 'cdk.tf.json'), 'utf8'));
  return Object.values<any>(resource.helm_release).find((release) => release.name === name);
}
