import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster, eventually } from './support/cluster';
import { actions, Engine, harness, Synthesized } from './support/engine';
import { installPlainKubevirt } from './support/plain-kubevirt';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { KUBEVIRT } from '../../testbed/versions';
import { temporaryFolder } from '../support/synth';

/*
 * Leaving Palette on the cluster that it has set up, as the README of the example says: KubeVirt belongs to a Helm release that brought all of the pack,
 * and a VM runs.
 */
const PACK = { release: 'virtual-machine-orche-virtual-machine-orche', namespace: 'vm-dashboard' };

let bed: Bed;
let cluster: Cluster;
let engine: Engine<Synthesized>;
let before: Record<string, any>;

/** What is the pack's, and what runs by it. */
const KEPT = [
  'KubeVirt kubevirt/kubevirt', 'Deployment kubevirt/virt-operator', 'Namespace kubevirt', 'CustomResourceDefinition kubevirts.kubevirt.io',
  'VirtualMachine default/by-hand', 'VirtualMachineInstance default/by-hand',
];

const uids = (objects: Record<string, any>) => KEPT.map((name) => [name, objects[name]?.metadata.uid]);

const helm = (...args: string[]) => run([...bed.helm, ...args], { KUBECONFIG: bed.kubeconfig });

beforeAll(async () => {
  bed = await Bed.start({ name: 'from-palette', neighbours: ['multus', 'cdi', 'snapshot'] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  engine = harness(bed);
  await installPlainKubevirt(bed, KUBEVIRT);
  await cluster.kubectl('create', 'namespace', PACK.namespace);
  await helm('install', PACK.release, chartOf([
    await cluster.get('deployment', 'virt-operator', '-n', 'kubevirt'), await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt'),
  ]), '--namespace', PACK.namespace, '--take-ownership');
  await cluster.create({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'by-hand', namespace: 'default' },
    spec: { runStrategy: 'Always', template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } } } } },
  });
  await eventually(async () => expect((await cluster.get('vmi', 'by-hand')).status.phase).toBe('Running'));
  before = await cluster.everything();
});

afterAll(async () => bed?.stop());

/** A chart with these objects. */
function chartOf(objects: any[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'virtual-machine-orchestrator', version: '1.0.0' }));
  writeFileSync(join(folder, 'templates', 'all.yaml'), objects.map(({ apiVersion, kind, metadata: { name, namespace, labels }, spec }) =>
    `---\n${JSON.stringify({ apiVersion, kind, metadata: { name, namespace, labels }, spec })}\n`).join(''));
  return folder;
}

test('once Helm has forgotten the release of the pack, the platform of its values takes over KubeVirt, and the VM runs on', async () => {
  const records = ['-n', PACK.namespace, '-l', `owner=helm,name=${PACK.release}`];
  expect(await cluster.kubectl('get', 'secret', ...records, '-o', 'name')).toMatch(/sh\.helm\.release\.v1\.virtual-machine-orche/);
  await cluster.kubectl('delete', 'secret', ...records);
  expect(await helm('list', '-A', '-q')).toBe('');

  const blueprint = Blueprint.example('from-palette', temporaryFolder()).edit(
    ['import { BootSource,', 'import { Access, BootSource,'],
    ["clusterName: 'prod-east',", "clusterName: 'prod-east', adoptExisting: true, access: Access.none(),"], // there is nothing here that gives a load balancer its address
  );
  await engine.apply(blueprint);

  const now = await cluster.everything();
  expect(uids(now)).toEqual(uids(before));
  expect(now['VirtualMachineInstance default/by-hand'].status.phase).toBe('Running');
  expect(now['KubeVirt kubevirt/kubevirt'].metadata.annotations).toMatchObject({ 'meta.helm.sh/release-name': 'vmo-kubevirt', 'meta.helm.sh/release-namespace': 'kubevirt' });
  expect(now['KubeVirt kubevirt/kubevirt'].spec.configuration).toMatchObject({
    vmStateStorageClass: 'ceph-filesystem', migrations: { completionTimeoutPerGiB: 800 }, developerConfiguration: { memoryOvercommit: 150 },
  });
  expect(actions(await engine.plan(blueprint))).toEqual([]);
});

test('a VM of the program runs beside it', async () => {
  await eventually(async () => expect((await cluster.get('vmi', 'web-0', '-n', 'team-a')).status.phase).toBe('Running'));
});
