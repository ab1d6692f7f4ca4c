import { join } from 'path';
import { Applier } from '../../testbed/apply/apply';
import { readStacks } from '../../testbed/apply/stack';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { KUBEVIRT } from '../../testbed/versions';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';
import { actions } from './support/engine';
import { installPlainKubevirt } from './support/plain-kubevirt';
import { synthesizedVms } from './support/synthesized';

/*
 * What can be shown in anybody's cluster: it is read, and things are created in a namespace of their own, which is removed
 * afterwards. With --existing in the cluster of KUBECONFIG, where helm and kubectl are those of the PATH; else in a bed.
 */
const NAMESPACE = process.env.TEST_EXISTING || 'cdktf-vmo-test'; // run.ts chooses it, and removes it

let bed: Bed | undefined;
let cluster: Cluster;
let applier: Applier;
let blueprint: Blueprint;

beforeAll(async () => {
  if (!process.env.TEST_EXISTING) {
    bed = await Bed.start({ name: 'existing' });
    await installPlainKubevirt(bed, KUBEVIRT);
  }
  const [kubeconfig, helm, kubectl] = bed ? [bed.kubeconfig, bed.helm, bed.kubectl] : [process.env.KUBECONFIG!, ['helm'], ['kubectl']];
  cluster = new Cluster(kubeconfig, kubectl);
  const [kubevirt] = await cluster.get('kubevirt', '-A').catch((error: Error) => {
    throw new Error(`the cluster of KUBECONFIG=${kubeconfig} cannot be asked for its KubeVirt: ${error.message}`);
  });
  const version = /^v1\.[89]\./.exec(kubevirt?.status?.observedKubeVirtVersion ?? '');
  if (!version) throw new Error(`VMs are written for KubeVirt 1.8 and 1.9; this cluster has ${kubevirt ? JSON.stringify(kubevirt.status) : 'none'}`);
  blueprint = new Blueprint(source(version[0] === 'v1.9.' ? 'V1_9_0' : 'V1_8_4'), temporaryFolder());
  applier = new Applier({ kubeconfig, helm, kubectl, state: join(blueprint.folder, 'state') });
  await cluster.kubectl('create', 'namespace', NAMESPACE);
});

afterAll(async () => {
  await bed?.stop();
});

const source = (version: string) => `
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { BootSource, CloudInit, KubevirtVersion, Nic, RunStrategy, Size, VirtualMachine, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'vms');
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
const cluster = VmoClusterProfile.fromExisting(stack, 'cluster', { clusterName: 'existing', kubevirtVersion: KubevirtVersion.${version}, vmEnabledNamespaces: ['${NAMESPACE}'] });
new VirtualMachine(stack, 'web', {
  cluster, namespace: '${NAMESPACE}', size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  nics: [Nic.pod()], cloudInit: CloudInit.of({ files: [{ path: '/etc/motd', content: 'Home is \${HOME}, load is 100%.' }] }), runStrategy: RunStrategy.HALTED,
});
app.synth();
`;

const stacks = () => readStacks(blueprint.cdktfOut);

test('the VM is accepted by the cluster, field by field', async () => {
  const { web } = synthesizedVms(blueprint.stack('vms'));
  const answer = await cluster.dryRun(web);
  expect(answer.spec.template.spec).toMatchObject(web.spec.template.spec);
});

test('it is created, not changed by a second apply, changed in place, and removed', async () => {
  expect(actions(await applier.apply(stacks()))).toEqual(['create vm-web']);
  const { web: uid } = await cluster.uids(NAMESPACE);
  expect(actions(await applier.plan(stacks()))).toEqual([]);
  await applier.apply(stacks(), { reapply: true });
  blueprint.edit(["'1Gi'", "'2Gi'"]);
  expect(actions(await applier.apply(stacks()))).toEqual(['update vm-web']);
  const { web } = await cluster.vms(NAMESPACE);
  expect([web.metadata.uid, web.spec.template.spec.domain.memory.guest]).toEqual([uid, '2Gi']);
  await applier.destroy();
  await eventually(async () => expect(await cluster.uids(NAMESPACE)).toEqual({}));
});
