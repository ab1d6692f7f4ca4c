import { join } from 'path';
import { Applier } from '../../testbed/apply/apply';
import { run } from '../../testbed/apply/command';
import { readStacks } from '../../testbed/apply/stack';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';
import { actions } from './support/engine';
import { leftovers, RETAINED } from './support/footprint';
import { synthesizedVms } from './support/synthesized';

/*
 * A platform in one stack and its VMs in another, as examples/platform-blueprint has them: one environment of it, on a cluster of its own.
 */
let bed: Bed;
let cluster: Cluster;
let applier: Applier;
let blueprint: Blueprint;
let empty: Record<string, any>;

const stacks = (...names: string[]) => readStacks(blueprint.cdktfOut).filter(({ name }) => names.includes(name));

beforeAll(async () => {
  bed = await Bed.start({ name: 'stacks', neighbours: ['multus', 'snapshot'] }); // RKE2 brings those of snapshots
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  blueprint = Blueprint.example('platform-blueprint', temporaryFolder());
  applier = new Applier({
    kubeconfig: bed.kubeconfig, helm: bed.helm, kubectl: bed.kubectl, state: join(blueprint.folder, 'state'), charts: process.env.TESTBED_CHARTS,
  });
  empty = await cluster.everything();
});

afterAll(async () => bed?.stop());

test('the platform comes first, then its VMs, from an empty cluster', async () => {
  expect(stacks('prod-shop', 'prod-platform').map(({ name }) => name)).toEqual(['prod-platform', 'prod-shop']);
  await applier.apply(stacks('prod-platform', 'prod-shop'));
  const wanted = synthesizedVms(blueprint.stack('prod-shop'));
  expect(Object.keys(wanted)).toEqual(['web-0', 'web-1', 'web-2']);
  await eventually(async () => {
    const instances: any[] = await cluster.get('vmi', '-n', 'shop');
    expect(Object.fromEntries(instances.map(({ metadata, spec, status }) => [metadata.name, [status.phase, ...macs(spec)]])))
      .toEqual(Object.fromEntries(Object.entries(wanted).map(([name, { spec }]) => [name, ['Running', ...macs(spec.template.spec)]])));
  });
  expect(actions(await applier.plan(stacks('prod-platform', 'prod-shop')))).toEqual([]);
});

test('the platform does not go while the other stack has a VM, and says which; all go on', async () => {
  const uids = await cluster.uids('shop');
  await expect(applier.destroy(stacks('prod-platform'))).rejects.toThrow(/virtual machine shop\/web-\d still exists; delete it/);
  expect(await cluster.uids('shop')).toEqual(uids);
  expect((await cluster.get('kubevirt', 'kubevirt', '-n', 'kubevirt')).status.phase).toBe('Deployed');
});

test('what was gone of the platform by then comes again with the next apply, once Helm is told that KubeVirt stays', async () => {
  const uids = await cluster.uids('shop');
  await run([...bed.helm, 'rollback', 'vmo-kubevirt', '1', '-n', 'kubevirt'], { KUBECONFIG: bed.kubeconfig });
  await applier.apply(stacks('prod-platform', 'prod-shop'));
  expect(await cluster.uids('shop')).toEqual(uids);
  expect(actions(await applier.plan(stacks('prod-platform', 'prod-shop')))).toEqual([]);
});

test('both stacks go in one destroy, the VMs first', async () => {
  await applier.destroy(stacks('prod-platform', 'prod-shop'));
  await eventually(async () => expect(await leftovers(cluster, empty, [...RETAINED, /^Namespace shop$/])).toEqual([]));
});

function macs(instance: any): string[] {
  return instance.domain.devices.interfaces.map((nic: any) => nic.macAddress);
}
