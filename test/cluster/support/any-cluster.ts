import { join } from 'path';
import { Cluster, eventually } from './cluster';
import { actions } from './engine';
import { synthesizedVms } from './synthesized';
import { Applier } from '../../../testbed/apply/apply';
import { readStacks } from '../../../testbed/apply/stack';
import { Blueprint } from '../../../testbed/blueprint';
import { temporaryFolder } from '../../support/synth';

/** How to reach a cluster. */
export interface Access {
  readonly kubeconfig: string;
  readonly helm: readonly string[];
  readonly kubectl: readonly string[];
}

/** What can be shown in anybody's cluster: it is read, and things are created in a namespace of their own. Who made the cluster removes it. */
export function testsForAnyCluster(namespace: string, access: () => Access): void {
  let cluster: Cluster;
  let applier: Applier;
  let blueprint: Blueprint;
  const stacks = () => readStacks(blueprint.cdktfOut);

  beforeAll(async () => {
    const { kubeconfig, kubectl } = access();
    cluster = new Cluster(kubeconfig, kubectl);
    const [kubevirt] = await cluster.get('kubevirt', '-A').catch((error: Error) => {
      throw new Error(`the cluster of KUBECONFIG=${kubeconfig} cannot be asked for its KubeVirt: ${error.message}`);
    });
    const version = /^v1\.[89]\./.exec(kubevirt?.status?.observedKubeVirtVersion ?? '');
    if (!version) throw new Error(`VMs are written for KubeVirt 1.8 and 1.9; this cluster has ${kubevirt ? JSON.stringify(kubevirt.status) : 'none'}`);
    blueprint = new Blueprint(source(namespace, version[0] === 'v1.9.' ? 'V1_9_0' : 'V1_8_4'), temporaryFolder());
    applier = new Applier({ ...access(), state: join(blueprint.folder, 'state') });
    await cluster.kubectl('create', 'namespace', namespace);
  });

  test('the VM is accepted by the cluster, field by field', async () => {
    const { web } = synthesizedVms(blueprint.stack('vms'));
    const answer = await cluster.dryRun(web);
    expect(answer.spec.template.spec).toMatchObject(web.spec.template.spec);
  });

  test('it is created, not changed by a second apply, changed in place, and removed', async () => {
    expect(actions(await applier.apply(stacks()))).toEqual(['create vm-web']);
    const { web: uid } = await cluster.uids(namespace);
    expect(actions(await applier.plan(stacks()))).toEqual([]);
    await applier.apply(stacks(), { reapply: true });
    blueprint.edit(["'1Gi'", "'2Gi'"]);
    expect(actions(await applier.apply(stacks()))).toEqual(['update vm-web']);
    const { web } = await cluster.vms(namespace);
    expect([web.metadata.uid, web.spec.template.spec.domain.memory.guest]).toEqual([uid, '2Gi']);
    await applier.destroy();
    await eventually(async () => expect(await cluster.uids(namespace)).toEqual({}));
  });
}

const source = (namespace: string, version: string) => `
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { BootSource, CloudInit, KubevirtVersion, Nic, RunStrategy, Size, VirtualMachine, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'vms');
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
const cluster = VmoClusterProfile.fromExisting(stack, 'cluster', { clusterName: 'existing', kubevirtVersion: KubevirtVersion.${version}, vmEnabledNamespaces: ['${namespace}'] });
new VirtualMachine(stack, 'web', {
  cluster, namespace: '${namespace}', size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  nics: [Nic.pod()], cloudInit: CloudInit.of({ files: [{ path: '/etc/motd', content: 'Home is \${HOME}, load is 100%.' }] }), runStrategy: RunStrategy.HALTED,
});
app.synth();
`;
