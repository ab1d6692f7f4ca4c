import { Around } from './around';
import { Blueprint } from '../../../testbed/blueprint';
import { temporaryFolder } from '../../support/synth';
import { eventually } from '../support/cluster';
import { actions, Engine, harness } from '../support/engine';

const NAMESPACE = 'pool';

const SOURCE = `
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { BootSource, CloudInit, Disk, KubevirtVersion, PoolScaleInStrategy, PoolSortPolicy, Size, VirtualMachinePool, VmoClusterProfile } from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'pool');
new HelmProvider(stack, 'helm', {});
new VirtualMachinePool(stack, 'web', {
  cluster: VmoClusterProfile.fromExisting(stack, 'lab', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4 }),
  namespace: '${NAMESPACE}',
  autoscaling: { min: 2, max: 4 },
  maxUnavailable: 1,
  scaleInStrategy: PoolScaleInStrategy.proactive({ sortPolicy: PoolSortPolicy.DESCENDING_ORDER }),
  vm: {
    size: Size.of({ cpu: 1, memory: '128Mi' }),
    boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    disks: [Disk.blank('data', '1Gi')],
    cloudInit: CloudInit.of({ files: [{ path: '/etc/long', content: 'x'.repeat(3000) }] }),
    terminationGracePeriodSeconds: 0,
  },
});
app.synth();
`;

/** VMs of one description: made, scaled and changed by Kubernetes and KubeVirt. */
export function describePool(around: () => Around): void {
  describe('a pool of VMs', () => {
    let engine: Engine;
    let blueprint: Blueprint;
    const kubectl = (...args: string[]) => around().cluster.kubectl('-n', NAMESPACE, ...args);
    const get = (kind: string, ...args: string[]): Promise<any> => around().cluster.get(kind, '-n', NAMESPACE, ...args);
    const running = (names: string[]) => eventually(async () => {
      const instances: any[] = await get('vmi');
      expect(instances.map(({ metadata, status }) => [metadata.name, status.phase]).sort()).toEqual(names.map((name) => [name, 'Running']));
    });

    beforeAll(async () => {
      await around().cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
      engine = harness(around().bed);
      blueprint = new Blueprint(SOURCE, temporaryFolder());
    });

    test('the autoscaler makes as many VMs as there are at least, each with a disk and an identity of its own', async () => {
      expect(actions(await engine.apply(blueprint))).toEqual(['create pool-web']);
      await running(['web-0', 'web-1']);
      const vms: any[] = Object.values(await around().cluster.vms(NAMESPACE));
      expect(vms.flatMap(({ spec }) => spec.dataVolumeTemplates).map(({ metadata }) => metadata.name)).toEqual(['web-data-0', 'web-data-1']);
      expect(new Set(vms.map(({ spec }) => spec.template.spec.domain.firmware.uuid)).size).toBe(2);
      const [autoscaler] = await get('hpa');
      expect(autoscaler.status.conditions).toContainEqual(expect.objectContaining({ type: 'AbleToScale', status: 'True' }));
    }, 90_000);

    test('a Service would find the pods by the labels of the pool, and so does the autoscaler', async () => {
      expect(await get('pods', '-l', 'kubevirt.io/vmpool=web')).toHaveLength(2);
      const scale = JSON.parse(await kubectl('get', '--raw', `/apis/pool.kubevirt.io/v1beta1/namespaces/${NAMESPACE}/virtualmachinepools/web/scale`));
      expect(scale).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 2, selector: 'kubevirt.io/vmpool=web' } });
    });

    test('a change of the VMs reaches all of them, by a restart, and leaves the number that the autoscaler has found', async () => {
      await kubectl('scale', 'vmpool', 'web', '--replicas=3');
      await running(['web-0', 'web-1', 'web-2']);
      const before: any[] = await get('vmi');
      expect(actions(await engine.apply(blueprint.edit(["memory: '128Mi'", "memory: '256Mi'"])))).toEqual(['update pool-web']);
      await eventually(async () => {
        const after: any[] = await get('vmi');
        expect(after.map(({ status, spec }) => [status.phase, spec.domain.memory.guest])).toEqual(Array(3).fill(['Running', '256Mi']));
        const uids = before.map(({ metadata }) => metadata.uid);
        expect(after.filter(({ metadata }) => uids.includes(metadata.uid))).toEqual([]);
        const uuids = (instances: any[]) => instances.map(({ spec }) => spec.domain.firmware.uuid);
        expect(uuids(after)).toEqual(uuids(before));
      }, 90);
    }, 120_000);

    test('of fewer VMs, the first stay', async () => {
      await kubectl('scale', 'vmpool', 'web', '--replicas=2');
      await running(['web-0', 'web-1']);
    }, 90_000);

    test('other limits of the autoscaler do not scale the pool', async () => {
      await kubectl('scale', 'vmpool', 'web', '--replicas=3');
      expect(actions(await engine.apply(blueprint.edit(['max: 4', 'max: 5'])))).toEqual(['update pool-web']);
      expect((await get('vmpool'))[0].spec.replicas).toBe(3);
    }, 60_000);

    test('a pool whose number is not said has no scale for an autoscaler to read: therefore it is', async () => {
      const [pool] = await get('vmpool');
      const { metadata, spec: { replicas: _, ...spec } } = pool;
      await around().cluster.create({ ...pool, status: undefined, metadata: { name: 'unsaid', namespace: metadata.namespace }, spec: { ...spec, paused: true } });
      await expect(kubectl('get', '--raw', `/apis/pool.kubevirt.io/v1beta1/namespaces/${NAMESPACE}/virtualmachinepools/unsaid/scale`)).rejects.toThrow('replicas');
      await kubectl('delete', 'vmpool', 'unsaid', '--wait=false');
    });

    test('a destroy leaves no VM and no disk', async () => {
      await engine.destroy(blueprint);
      await eventually(async () => expect(await get('vmpool,vm,vmi,dv,hpa,secret')).toEqual([]));
    }, 90_000);
  });
}
