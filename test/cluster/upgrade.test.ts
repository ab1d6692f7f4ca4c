import { Cluster, eventually } from './support/cluster';
import { actions, Engine, harness } from './support/engine';
import { BundledChart, chartFolder } from '../../src/delivery/chart';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { KUBEVIRT, UPGRADED_KUBEVIRT } from '../../testbed/versions';
import { temporaryFolder } from '../support/synth';

/*
 * An upgrade of KubeVirt by one prop: from a release that this library does not support, by the way out for those, to the one that it does.
 */
const UNSUPPORTED = `unsupportedVersion: '${UPGRADED_KUBEVIRT}', `;

const SOURCE = `
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { BootSource, Cdi, Descheduler, Multus, Nic, RunStrategy, Size, SnapshotController, VirtualMachine, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'upgrade');
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
const cluster = new VmoClusterProfile(stack, 'vmo', {
  clusterName: 'prod-east',
  kubevirt: { ${UNSUPPORTED}featureGates: ['DownwardMetrics'] },
  snapshotController: SnapshotController.none(), cdi: Cdi.none(), multus: Multus.none(), descheduler: Descheduler.none(),
});
for (const [name, runStrategy] of [['web', RunStrategy.ALWAYS], ['db', RunStrategy.ALWAYS], ['spare', RunStrategy.HALTED]] as const) {
  new VirtualMachine(stack, name, {
    cluster, runStrategy, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'), nics: [Nic.pod()],
  });
}
app.synth();
`;

let bed: Bed;
let cluster: Cluster;
let engine: Engine;
let blueprint: Blueprint;
/** Before the upgrade. */
let vms: Record<string, string>;
let instances: Record<string, string>;
let gates: string[];

beforeAll(async () => {
  bed = await Bed.start({ name: 'upgrade', kubevirt: [UPGRADED_KUBEVIRT, KUBEVIRT] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  engine = harness(bed);
  blueprint = new Blueprint(SOURCE, temporaryFolder());
});

afterAll(async () => bed?.stop());

async function kubevirt(): Promise<any> {
  const [one] = await cluster.get('kubevirt', '-A');
  return one;
}

/** The UIDs of the instances that run, by name. */
async function running(): Promise<Record<string, string>> {
  const all: any[] = await cluster.get('vmi', '-n', 'default');
  return Object.fromEntries(all.filter(({ status }) => status?.phase === 'Running').map(({ metadata }) => [metadata.name, metadata.uid]));
}

/** Images of the components that virt-operator installs, and its own. */
async function images(): Promise<string[]> {
  const workloads: any[] = await cluster.get('deployments,daemonsets', '-n', 'kubevirt');
  return [...new Set(workloads.flatMap(({ spec }) => spec.template.spec.containers.map(({ image }: any) => image)))];
}

async function revisions(release: string): Promise<any[]> {
  const secrets: any[] = await cluster.get('secret', '-n', 'kubevirt', '-l', `owner=helm,name=${release}`);
  return secrets.sort((one, other) => Number(one.metadata.labels.version) - Number(other.metadata.labels.version));
}

/** When the release of the operator was through, and when that of the resource began. */
async function times(): Promise<[operator: string, resource: string]> {
  const [operator] = (await revisions('vmo-kubevirt-operator')).slice(-1);
  const [resource] = (await revisions('vmo-kubevirt')).slice(-1);
  return [operator.metadata.labels.modifiedAt, resource.metadata.creationTimestamp];
}

test('a release that is not supported is installed with what is known of its minor version', async () => {
  await engine.apply(blueprint);
  const { spec, status } = await kubevirt();
  expect(status).toMatchObject({ phase: 'Deployed', observedKubeVirtVersion: `v${UPGRADED_KUBEVIRT}` });
  expect((await images()).filter((image) => !image.endsWith(`:v${UPGRADED_KUBEVIRT}`))).toEqual([]);
  gates = spec.configuration.developerConfiguration.featureGates;
  expect(gates).toContain('DownwardMetrics');
  await eventually(async () => expect(Object.keys(await running()).sort()).toEqual(['db', 'web']));
  vms = await cluster.uids();
  instances = await running();
  expect(Object.keys(vms).sort()).toEqual(['db', 'spare', 'web']);
});

test('the charts refuse a Kubernetes that is too old, whatever comes behind its version', async () => {
  const template = (chart: BundledChart, version: string) => run([...bed.helm, 'template', 'one', chartFolder(chart), '--kube-version', version], {});
  for (const chart of ['kubevirt-operator', 'kubevirt'] as const) {
    await expect(template(chart, '1.29.15')).rejects.toThrow(/chart requires kubeVersion: >=1\.30\.0-0 which is incompatible with Kubernetes v1\.29\.15/);
    for (const version of ['1.30.0', 'v1.33.5-gke.1000', 'v1.34.2+rke2r1']) expect(await template(chart, version)).toContain('metadata:');
  }
});

test('taking the prop out updates the operator, and after it the resource, and nothing else', async () => {
  blueprint.edit([UNSUPPORTED, '']);
  expect(actions(await engine.plan(blueprint))).toEqual(['update vmo-kubevirt-operator', 'update vmo-kubevirt']);
  expect(actions(await engine.apply(blueprint))).toEqual(['update vmo-kubevirt-operator', 'update vmo-kubevirt']);
  const [operatorDone, resourceBegun] = await times();
  expect(Number(operatorDone)).toBeLessThanOrEqual(Date.parse(resourceBegun) / 1000);
});

test('the apply ends when the new release runs, with the gates as they were', async () => {
  const { spec, status } = await kubevirt();
  expect(status).toMatchObject({ phase: 'Deployed', observedKubeVirtVersion: `v${KUBEVIRT}`, targetKubeVirtVersion: `v${KUBEVIRT}` });
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
  expect(spec.configuration.developerConfiguration.featureGates).toEqual(gates);
  expect((await images()).filter((image) => !image.endsWith(`:v${KUBEVIRT}`))).toEqual([]);
});

test('every VM is the one that it was, and those that ran were not stopped', async () => {
  expect(await cluster.uids()).toEqual(vms);
  expect(await running()).toEqual(instances);
  const statuses = Object.values(await cluster.vms()).map(({ metadata, status }: any) => [metadata.name, status.printableStatus]);
  expect(Object.fromEntries(statuses)).toEqual({ db: expect.stringMatching(/^(Running|Migrating)$/), web: expect.stringMatching(/^(Running|Migrating)$/), spare: 'Stopped' });
});

test('another apply changes nothing', async () => {
  expect(actions(await engine.plan(blueprint))).toEqual([]);
  expect(actions(await engine.apply(blueprint))).toEqual([]);
});

test('an upgrade whose operator finds no node fails with its name, KubeVirt and the VMs stay, and the next apply mends it', async () => {
  const broken = "unsupportedVersion: '1.8.9', operator: { nodeSelector: { 'kubernetes.io/os': 'none' } }, timeout: 20, featureGates";
  blueprint.edit(['featureGates', broken]);
  await expect(engine.apply(blueprint)).rejects.toThrow(/vmo-kubevirt-operator.*UPGRADE FAILED: context deadline exceeded/s);
  const { status } = await kubevirt();
  expect(status).toMatchObject({ phase: 'Deployed', observedKubeVirtVersion: `v${KUBEVIRT}` });
  blueprint.edit([broken, 'featureGates']);
  expect(actions(await engine.apply(blueprint))).toEqual(['update vmo-kubevirt-operator']);
  expect(actions(await engine.plan(blueprint))).toEqual([]);
  expect((await images()).filter((image) => !image.endsWith(`:v${KUBEVIRT}`))).toEqual([]);
  expect(await cluster.uids()).toEqual(vms);
  expect(await running()).toEqual(instances);
});
