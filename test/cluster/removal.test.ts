import { readFileSync } from 'fs';
import { join } from 'path';
import { Cluster, eventually } from './support/cluster';
import { actions, Engine, harness, Synthesized } from './support/engine';
import { leftovers } from './support/footprint';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { ROOT } from '../support/run-app';
import { temporaryFolder } from '../support/synth';

/*
 * The end of a platform whose removalPolicy is DESTROY, with VMs and disks on it that Terraform knows nothing of.
 */
const PROFILE = "{ clusterName: 'prod-east' }";
const destroying = (more = '') => [[PROFILE, `{ clusterName: 'prod-east', removalPolicy: RemovalPolicy.DESTROY${more} }`], ['  BootSource,', '  RemovalPolicy, BootSource,']] as const;

let bed: Bed;
let cluster: Cluster;
let engine: Engine<Synthesized>;
let empty: Record<string, any>;

beforeAll(async () => {
  bed = await Bed.start({ name: 'removal', neighbours: [] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  engine = harness(bed);
  empty = await cluster.everything();
});

afterAll(async () => bed?.stop());

test('a platform that was to stay is told to go, and takes all with it: running VMs, disks, CRDs and namespaces', async () => {
  const blueprint = Blueprint.example('quickstart', temporaryFolder());
  await engine.apply(blueprint);
  const uids = await cluster.uids();

  blueprint.edit(...destroying());
  expect(actions(await engine.apply(blueprint)).sort()).toEqual([
    'update vmo-cdi', 'update vmo-cdi-operator', 'update vmo-kubevirt', 'update vmo-kubevirt-operator', 'update vmo-multus', 'update vmo-namespaces',
    'update vmo-snapshot-crds',
  ]);
  expect(await cluster.uids()).toEqual(uids);
  expect(actions(await engine.plan(blueprint))).toEqual([]);

  await cluster.create({
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataVolume',
    metadata: { name: 'by-hand', namespace: 'default' },
    spec: { source: { blank: {} }, storage: { resources: { requests: { storage: '1Gi' } } } },
  });
  for (const namespace of ['default', 'virtual-machines', 'kube-public']) {
    await cluster.create({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: { name: 'by-hand', namespace },
      spec: { runStrategy: 'Always', template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } } } } },
    });
  }
  await eventually(async () => expect((await cluster.get('vmi', '-A')).map(({ status }: any) => status?.phase)).toEqual(Array(6).fill('Running')));

  await engine.destroy(blueprint);
  await eventually(async () => expect(await leftovers(cluster, empty, [])).toEqual([]));
});

test('a namespace that others have made is not taken, unless that is said', async () => {
  await cluster.kubectl('create', 'namespace', 'virtual-machines');
  const blueprint = Blueprint.example('quickstart', temporaryFolder()).edit(...destroying());
  await expect(engine.apply(blueprint)).rejects.toThrow(/namespace virtual-machines was on the cluster already.*adoptExisting: true/);
  expect((await cluster.get('ns')).map(({ metadata }: any) => metadata.name)).not.toContain('kubevirt');

  const adopting = Blueprint.example('quickstart', temporaryFolder()).edit(...destroying(', adoptExisting: true'));
  await engine.apply(adopting);
  await engine.destroy(adopting);
  await eventually(async () => expect(await leftovers(cluster, empty, [])).toEqual([]));
});

test('what others have made stays theirs where the platform was to stay first: the namespace stops it, the CRD stays', async () => {
  await cluster.kubectl('create', 'namespace', 'virtual-machines');
  const crd = JSON.parse(readFileSync(join(ROOT, 'charts/multus/files/network-attachment-definitions.json'), 'utf8'));
  await cluster.create({ apiVersion: crd.apiVersion, kind: crd.kind, metadata: { name: crd.metadata.name }, spec: crd.spec });
  const blueprint = Blueprint.example('quickstart', temporaryFolder());
  await engine.apply(blueprint);
  blueprint.edit(...destroying());
  await expect(engine.apply(blueprint)).rejects.toThrow(/namespace virtual-machines was on the cluster already.*adoptExisting: true/);

  await cluster.kubectl('annotate', 'namespace', 'virtual-machines', 'cdktf-vmo/made-by-others-'); // somebody says that it may go
  await engine.apply(blueprint);
  await engine.destroy(blueprint);
  const theirs = `CustomResourceDefinition ${crd.metadata.name}`;
  await eventually(async () => expect(await leftovers(cluster, empty, [])).toEqual([theirs]));
});
