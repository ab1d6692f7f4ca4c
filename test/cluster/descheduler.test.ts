import { ChildProcess, spawn } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster, eventually } from './support/cluster';
import { installPlainKubevirt } from './support/plain-kubevirt';
import { BootSource, Descheduler, DeschedulerMetrics, DeschedulerMode, DeschedulerOptions, Size, VirtualMachine, VmoClusterProfile } from '../../src';
import { gateLists } from '../../src/kubevirt/feature-gates';
import { KubevirtVersion } from '../../src/kubevirt/version';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { upstreamFolder, upstreamProgram } from '../../testbed/upstream';
import { KUBEVIRT } from '../../testbed/versions';
import { DESCHEDULER } from '../components/descheduler';
import { existingCluster, manifests, releases, synth, temporaryFolder } from '../support/synth';

/*
 * The descheduler itself, as its chart starts it with our values: its own flags, policy and ServiceAccount. What it decides reaches the
 * real eviction webhook of KubeVirt.
 */
const NAMESPACE = 'vmo-system';
const HANDLER = 'system:serviceaccount:kubevirt:kubevirt-handler';
const VMS = ['a', 'b', 'c', 'd'];

let bed: Bed;
let cluster: Cluster;
let program: string;
let chart: string;
let running: ChildProcess | undefined;
let ended: Promise<unknown> | undefined;
const folder = temporaryFolder();

beforeAll(async () => {
  program = await upstreamProgram('descheduler', 'sigs.k8s.io/descheduler/cmd/descheduler');
  bed = await Bed.start({ name: 'descheduler' });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  const { name, resource } = release({});
  // The chart in the module is the one that is published, under the number of the release before.
  await run([...bed.helm, 'package', join(upstreamFolder('descheduler', 'sigs.k8s.io/descheduler'), 'charts', name.replace('vmo-', '')),
    '--version', resource.version, '--app-version', resource.version, '-d', folder], {});
  chart = join(folder, `descheduler-${resource.version}.tgz`);
  const { featureGates } = gateLists(KubevirtVersion.V1_8_4);
  await installPlainKubevirt(bed, KUBEVIRT, { developerConfiguration: { featureGates }, evictionStrategy: 'LiveMigrate' });
  await cluster.kubectl('create', 'namespace', NAMESPACE);
}, 900_000);

afterEach(async () => {
  running?.kill('SIGKILL');
  await ended;
});

afterAll(async () => bed?.stop());

function release(options: DeschedulerOptions) {
  const { stack } = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', descheduler: Descheduler.install(options) }));
  return releases(stack)['vmo-descheduler'];
}

/** Installs the release and starts what it would start. Gives the file with what the program says. */
async function descheduler(options: DeschedulerOptions, ...more: string[]): Promise<string> {
  const { name, values } = release(options);
  const file = join(folder, 'values.json');
  writeFileSync(file, JSON.stringify(values));
  await run([...bed.helm, 'upgrade', '--install', name, chart, '-n', NAMESPACE, '-f', file], { KUBECONFIG: bed.kubeconfig });
  const { spec, kind } = values.kind === 'CronJob' ? await cluster.get('cronjob', name, '-n', NAMESPACE) : await cluster.get('deployment', name, '-n', NAMESPACE);
  const pod = (kind === 'CronJob' ? spec.jobTemplate.spec : spec).template.spec;
  const policy = await cluster.get('configmap', pod.volumes[0].configMap.name, '-n', NAMESPACE);
  writeFileSync(join(folder, 'policy.yaml'), policy.data['policy.yaml']);
  const [container] = pod.containers;
  const log = join(temporaryFolder(), 'log');
  writeFileSync(log, '');
  const args = container.args.map((arg: string) => arg.replace(container.volumeMounts[0].mountPath, folder));
  running = spawn(program, [...args, `--kubeconfig=${await kubeconfig(pod.serviceAccountName)}`, '--secure-port=0', ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  ended = new Promise((resolve) => running!.once('close', resolve));
  for (const stream of [running.stdout!, running.stderr!]) stream.setEncoding('utf8').on('data', (text) => writeFileSync(log, text, { flag: 'a' }));
  return log;
}

/** What a ServiceAccount has in its pod: its token, and no more rights than that gives. */
async function kubeconfig(account: string): Promise<string> {
  const token = await cluster.kubectl('create', 'token', account, '-n', NAMESPACE);
  const config = JSON.parse(await cluster.kubectl('config', 'view', '--raw', '-o', 'json'));
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, JSON.stringify({ ...config, users: config.users.map(({ name }: any) => ({ name, user: { token } })) }));
  return file;
}

/** Waits until the program has said something. */
const said = (log: string, what: RegExp) => eventually(async () => expect(readFileSync(log, 'utf8')).toMatch(what));
/** The end of a look at all nodes. */
const LOOKED = /"Number of evictions\/requests" totalEvicted=(\d+) evictionRequests=(\d+)/;
const migrations = async () => (await cluster.get('vmim')).map(({ spec }: any) => spec.vmiName).sort();

/** Played, as virt-handler is: that a VM can move, virt-handler says. */
async function saidToMove(name: string): Promise<void> {
  const vmi = await cluster.get('vmi', name);
  expect(vmi.status.phase).toBe('Running');
  vmi.status.conditions.push({ type: 'LiveMigratable', status: 'True', lastProbeTime: null, lastTransitionTime: null });
  vmi.status.selinuxContext = 'none';
  const file = join(folder, 'vmi.json');
  writeFileSync(file, JSON.stringify(vmi));
  await cluster.kubectl('replace', '--as', HANDLER, '--raw', `/apis/kubevirt.io/v1/namespaces/default/virtualmachineinstances/${name}`, '-f', file);
}

test('four VMs crowd one of three nodes', async () => {
  await cluster.kubectl('cordon', 'node2', 'node3');
  // No CPU model of the node and no image: nobody says here what they are, and without that KubeVirt moves no VM that has them.
  const size = Size.of({ cpu: 1, memory: '50Gi', cpuModel: 'host-passthrough' });
  const { stack } = synth((scope) => {
    const existing = existingCluster(scope);
    for (const name of VMS) new VirtualMachine(scope, name, { cluster: existing, namespace: 'default', size, boot: BootSource.network() });
  });
  await cluster.apply(manifests(stack));
  for (const name of VMS) await eventually(() => saidToMove(name), 60);
  await cluster.kubectl('uncordon', 'node2', 'node3');
  expect((await cluster.get('vmi')).map(({ status }: any) => status.nodeName)).toEqual(['node1', 'node1', 'node1', 'node1']);
}, 180_000);

test.each<[string, DeschedulerOptions]>([
  ['every option set', DESCHEDULER.full.descheduler!._options],
  ['Prometheus', { metricsSource: DeschedulerMetrics.prometheus({ url: 'http://127.0.0.1:9', query: 'up{{a="b"}} > 0 {{' }) }],
  ['a CronJob', { mode: DeschedulerMode.CRON_JOB }],
])('the descheduler understands its policy with %s', async (_, options) => {
  const log = await descheduler(options, '--dry-run', '--leader-elect=false');
  await said(log, /plugin="RemovePodsViolatingNodeTaints"|"Skipping descheduling cycle: requires >=2 nodes" found=0/); // the bed has no zone a
  expect(readFileSync(log, 'utf8')).not.toMatch(/strict decoding|unknown field|unmarshal/i);
});

test('under Palette\'s own policy it moves nothing', async () => {
  const log = await descheduler({ ignorePvcPods: true, ignorePodsWithoutPdb: true }, '--v=4');
  await said(log, LOOKED);
  expect(readFileSync(log, 'utf8')).toContain('pod does not have a PodDisruptionBudget and is protected against eviction');
  expect(await migrations()).toEqual([]);
}, 60_000);

test('under our policy KubeVirt is asked to move VMs, as many as may move at once, and begins', async () => {
  const log = await descheduler({ targetThresholds: { memory: 30 } });
  await said(log, LOOKED);
  expect(readFileSync(log, 'utf8')).toContain('"Eviction in background assumed"');
  await eventually(async () => expect((await migrations()).length).toBeGreaterThan(1), 30);
  const moving: string[] = await migrations();
  expect(moving.length).toBeLessThan(VMS.length);
  for (const vmi of await cluster.get('vmi')) {
    expect([vmi.metadata.name, Boolean(vmi.status.evacuationNodeName)]).toEqual([vmi.metadata.name, moving.includes(vmi.metadata.name)]);
  }
}, 60_000);
