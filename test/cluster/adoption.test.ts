import { join } from 'path';
import { Cluster, eventually } from './support/cluster';
import { actions, Engine, harness, Synthesized } from './support/engine';
import { declared, leftovers } from './support/footprint';
import { installPlainCdi } from './support/plain-cdi';
import { installPlainKubevirt } from './support/plain-kubevirt';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { KUBEVIRT } from '../../testbed/versions';
import { ROOT } from '../support/run-app';
import { temporaryFolder } from '../support/synth';

/*
 * A cluster that has an older KubeVirt, CDI, Multus and the CRDs of snapshots by their own manifests, with a VM that runs, becomes a platform of this
 * library.
 */
/** The version that is there: it is adopted and upgraded at once. */
const OLDER = '1.8.0';

let bed: Bed;
let cluster: Cluster;
let engine: Engine<Synthesized>;
let blueprint: Blueprint;
let empty: Record<string, any>;
let before: Record<string, any>;

const helm = (...args: string[]) => run([...bed.helm, ...args], { KUBECONFIG: bed.kubeconfig });

/** What a rollout makes anew, and what runs once. */
const PASSING = /^(Pod|ReplicaSet|Job|Secret) (kubevirt|cdi|kube-system)\/|^Secret default\/sh\.helm|^ConfigMap kubevirt\/kubevirt-install-strategy/;

/** The UIDs of what was installed by hand, and of the VM with all that runs for it. */
const uids = (objects: Record<string, any>, of = before) => Object.fromEntries(
  Object.keys(of).filter((name) => !PASSING.test(name)).map((name) => [name, objects[name]?.metadata.uid]));

beforeAll(async () => {
  bed = await Bed.start({ name: 'adoption', kubevirt: [OLDER, KUBEVIRT], neighbours: ['multus', 'cdi', 'snapshot'] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  engine = harness(bed);
  blueprint = Blueprint.example('quickstart', temporaryFolder());
  empty = await cluster.everything();
  await helm('install', 'theirs', join(ROOT, 'charts', 'vmo-manifests'), '-n', 'default', '--set-json',
    'objects=[{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"vmo-golden-images"}}]');
  await installPlainCdi(cluster, '1.66.0');
  await installPlainKubevirt(bed, OLDER, { developerConfiguration: { featureGates: ['HotplugVolumes'], logVerbosity: { virtAPI: 3 } } });
  await cluster.create({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-multus-ds', namespace: 'kube-system', labels: { app: 'multus' } },
    spec: {
      selector: { matchLabels: { name: 'multus' } },
      template: { metadata: { labels: { name: 'multus' } }, spec: { containers: [{ name: 'kube-multus', image: 'ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.0-thick' }] } },
    },
  });
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

test('without a word nothing is taken: the apply stops at what is there, and says whose it is not', async () => {
  await expect(engine.apply(blueprint)).rejects.toThrow(/exists and cannot be imported into the current release: invalid ownership metadata/);
  expect(uids(await cluster.everything())).toEqual(uids(before));
  expect((await cluster.get('deployment', 'virt-operator', '-n', 'kubevirt')).metadata.labels).not.toHaveProperty(['app.kubernetes.io/managed-by']);
});

test('with adoptExisting it is all there is, under the UIDs that it had; the VM runs on', async () => {
  blueprint.edit(["{ clusterName: 'prod-east' }", "{ clusterName: 'prod-east', adoptExisting: true }"]);
  await engine.apply(blueprint);
  const now = await cluster.everything();
  expect(uids(now)).toEqual(uids(before));
  expect(Object.keys(uids(before))).toEqual(expect.arrayContaining([
    'KubeVirt kubevirt/kubevirt', 'CDI cdi', 'Namespace kubevirt', 'Namespace cdi', 'Deployment kubevirt/virt-operator', 'Deployment cdi/cdi-operator',
    'DaemonSet kube-system/kube-multus-ds', 'DaemonSet kubevirt/virt-handler', 'CustomResourceDefinition kubevirts.kubevirt.io',
    'CustomResourceDefinition virtualmachines.kubevirt.io', 'CustomResourceDefinition volumesnapshots.snapshot.storage.k8s.io',
    'VirtualMachine default/by-hand', 'VirtualMachineInstance default/by-hand', expect.stringMatching(/^Pod default\/virt-launcher-by-hand/),
  ]));
  expect(now['VirtualMachineInstance default/by-hand'].status.phase).toBe('Running');
  expect(actions(await engine.plan(blueprint))).toEqual([]);
});

test('it has become what the profile says, and keeps what the profile is silent about', async () => {
  const { metadata, spec, status } = await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt');
  expect(metadata.annotations).toMatchObject({ 'meta.helm.sh/release-name': 'vmo-kubevirt' });
  expect(spec.uninstallStrategy).toBe('BlockUninstallIfWorkloadsExist');
  expect(spec.configuration.developerConfiguration.featureGates).not.toContain('HotplugVolumes');
  expect(spec.configuration.developerConfiguration.featureGates).toContain('DeclarativeHotplugVolumes');
  expect(spec.configuration.developerConfiguration.logVerbosity).toEqual({ virtAPI: 3 });
  expect(status).toMatchObject({ phase: 'Deployed', observedKubeVirtVersion: `v${KUBEVIRT}` });
  const operator = await cluster.get('deployment', 'virt-operator', '-n', 'kubevirt');
  expect(operator.spec.template.spec.containers).toHaveLength(1);
  expect(operator.spec.template.spec.containers[0].resources.requests).toEqual({ cpu: '10m', memory: '450Mi' });
  const multus = await cluster.get('daemonset', 'kube-multus-ds', '-n', 'kube-system');
  expect(multus.spec.template.spec.containers.map(({ image }: any) => image)).toEqual([expect.stringContaining('@sha256:')]);
  expect((await cluster.get('crd', 'cdis.cdi.kubevirt.io')).metadata.annotations).toMatchObject({ 'helm.sh/resource-policy': 'keep' });
});

test('what another Helm release has brought is no longer its own once its record is gone', async () => {
  const { metadata: { annotations, uid } } = await cluster.get('ns', 'vmo-golden-images');
  expect(annotations).toMatchObject({ 'meta.helm.sh/release-name': 'vmo-namespaces', 'helm.sh/resource-policy': 'keep' });
  await cluster.kubectl('delete', 'secret', '-n', 'default', '-l', 'owner=helm,name=theirs');
  expect(await helm('list', '-A', '-q')).not.toContain('theirs');
  expect((await cluster.get('ns', 'vmo-golden-images')).metadata.uid).toBe(uid);
  expect(actions(await engine.plan(blueprint))).toEqual([]);
});

test('adoptExisting may be taken out afterwards: nothing on the cluster changes', async () => {
  const objects = await declared(cluster);
  blueprint.edit(["{ clusterName: 'prod-east', adoptExisting: true }", "{ clusterName: 'prod-east' }"]);
  await engine.apply(blueprint);
  expect(await declared(cluster)).toEqual(objects);
  expect(actions(await engine.plan(blueprint))).toEqual([]);
});

test('it goes like any other, and comes again on what it has left, which is known as its own', async () => {
  await expect(engine.destroy(blueprint)).rejects.toThrow(/virtual machine default\/by-hand still exists/);
  await cluster.kubectl('delete', 'vm', 'by-hand');
  await engine.destroy(blueprint);
  await eventually(async () => expect(await leftovers(cluster, empty)).toEqual([]));
  await engine.apply(blueprint);
  expect((await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt')).status.phase).toBe('Deployed');
  await engine.destroy(blueprint);
});
