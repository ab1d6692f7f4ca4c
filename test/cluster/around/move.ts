import { writeFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import { Around } from './around';
import { Affinity, BootSource, EvictionStrategy, MigrationPolicy, NodeMaintenance, Size, VirtualMachine } from '../../../src';
import { existingCluster, manifests, synth, temporaryFolder } from '../../support/synth';
import { eventually } from '../support/cluster';

const NAMESPACE = 'move';
const LABEL = { 'cdktf-vmo/maintenance': 'true' };
const HANDLER = 'system:serviceaccount:kubevirt:kubevirt-handler';

/** How VMs move: by which policy, off which nodes. */
export function describeMove(around: () => Around): void {
  describe('moving VMs', () => {
    const { kubectl, get, apply } = {
      kubectl: (...args: string[]) => around().cluster.kubectl('-n', NAMESPACE, ...args),
      get: (...args: string[]): Promise<any> => around().cluster.get('-n', NAMESPACE, ...args),
      apply: (build: (scope: TerraformStack) => void) => around().cluster.apply(manifests(synth(build).stack), NAMESPACE),
    };
    /** What Terraform's `kubernetes_labels` sends. */
    const label = (node: string, labels: object) => around().cluster.apply([{ apiVersion: 'v1', kind: 'Node', metadata: { name: node, labels } }]);
    const running = (name: string) => eventually(async () => {
      const vmi = await get('vmi', name);
      expect(vmi.status.phase).toBe('Running');
      return vmi;
    });
    /** Played, as virt-handler is: that a VM can move, virt-handler says. */
    const saidToMove = async (name: string) => {
      const vmi = await get('vmi', name);
      vmi.status.conditions.push({ type: 'LiveMigratable', status: 'True', lastProbeTime: null, lastTransitionTime: null });
      vmi.status.selinuxContext = 'none';
      const file = join(temporaryFolder(), 'vmi.json');
      writeFileSync(file, JSON.stringify(vmi));
      await kubectl('replace', '--as', HANDLER, '--raw', `/apis/kubevirt.io/v1/namespaces/${NAMESPACE}/virtualmachineinstances/${name}`, '-f', file);
      return vmi;
    };
    let [spare, other] = ['', ''];
    let maintenance: { drainCommand: string; uncordonCommand: string };

    beforeAll(async () => around().cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }));

    test('a policy is taken as it is sent, and a VM that names it has its label on the running instance', async () => {
      // No CPU model of the node and no image: nobody says here what they are, and without that KubeVirt moves no VM that has them.
      const size = Size.of({ cpu: 1, memory: '128Mi', cpuModel: 'host-passthrough' });
      const vm = { namespace: NAMESPACE, size, boot: BootSource.network() };
      // The label is for the test: other VMs of this bed are not to be drained.
      const drained = { ...vm, labels: { tests: NAMESPACE } };
      await apply((scope) => {
        const cluster = existingCluster(scope);
        const migrationPolicy = new MigrationPolicy(scope, 'gentle', {
          cluster, bandwidthPerMigration: '64Mi', completionTimeoutPerGiB: 300, allowAutoConverge: true, allowPostCopy: false, allowWorkloadDisruption: false,
        });
        new VirtualMachine(scope, 'moves', {
          ...drained, cluster, migrationPolicy, affinity: [Affinity.outsideMaintenance()], evictionStrategy: EvictionStrategy.LIVE_MIGRATE,
        });
      });
      expect((await running('moves')).metadata.labels).toMatchObject({ 'cdktf-vmo/migration-policy': 'gentle' });
      await apply((scope) => new VirtualMachine(scope, 'stops', {
        ...drained,
        cluster: existingCluster(scope),
        affinity: [Affinity.togetherWithPods({ labels: { tests: NAMESPACE } })],
        evictionStrategy: EvictionStrategy.NONE,
      }));
      await running('stops');
      const policy = await around().cluster.get('migrationpolicy', 'gentle');
      expect(policy.spec).toEqual({
        selectors: { virtualMachineInstanceSelector: { 'cdktf-vmo/migration-policy': 'gentle' } },
        bandwidthPerMigration: '64Mi',
        completionTimeoutPerGiB: 300,
        allowAutoConverge: true,
        allowPostCopy: false,
        allowWorkloadDisruption: false,
      });
    }, 90_000);

    test('a node in maintenance gets one label more', async () => {
      const { status: { nodeName } } = await get('vmi', 'moves');
      [spare, other] = ['node1', 'node2', 'node3'].filter((node) => node !== nodeName);
      synth((scope) => {
        maintenance = new NodeMaintenance(scope, 'rack', { cluster: existingCluster(scope), nodes: [nodeName] });
      });
      const before = (await around().cluster.get('node', nodeName)).metadata.labels;
      await label(nodeName, LABEL);
      await label(other, LABEL);
      expect((await around().cluster.get('node', nodeName)).metadata.labels).toEqual({ ...before, ...LABEL });
    });

    test('a drain by the command that it gives moves a VM to a node without the label, by its policy, and shuts down one that is not to move', async () => {
      const vmi = await eventually(() => saidToMove('moves'));
      const stopped = (await get('vmi', 'stops')).metadata.uid;
      const [, ...drain] = maintenance.drainCommand.replace('virt-launcher', `virt-launcher,tests=${NAMESPACE}`).split(' ');
      // Nobody plays the move itself, so the drain would wait for it.
      await around().cluster.kubectl(...drain, '--timeout=10s').catch((error) => expect(String(error)).toContain('Eviction triggered evacuation'));
      const [migration] = await eventually(async () => {
        const migrations: any[] = await get('vmim');
        expect(migrations.map(({ spec, status }) => [spec.vmiName, status?.phase])).toEqual([['moves', expect.stringMatching(/Scheduled|PreparingTarget|TargetReady|Running/)]]);
        return migrations;
      });
      expect(migration.metadata.annotations).toHaveProperty(['kubevirt.io/evacuationMigration'], vmi.status.nodeName);
      const pods: any[] = await get('pods', '-l', 'vmi.kubevirt.io/id=moves');
      expect(pods.map(({ spec }) => spec.nodeName).sort()).toEqual([vmi.status.nodeName, spare].sort());
      await eventually(async () => expect((await get('vmi', 'moves')).status.migrationState).toMatchObject({ migrationPolicyName: 'gentle' }));
      await eventually(async () => expect((await get('vmi', '--ignore-not-found')).filter(({ metadata }: any) => metadata.uid === stopped)).toEqual([]));
    }, 90_000);

    test('when it is over, the label goes, and nothing else', async () => {
      const { status: { nodeName } } = await get('vmi', 'moves');
      const before = (await around().cluster.get('node', nodeName)).metadata.labels;
      await label(nodeName, {});
      await label(other, {});
      const { 'cdktf-vmo/maintenance': _, ...others } = before;
      expect((await around().cluster.get('node', nodeName)).metadata.labels).toEqual(others);
      const [, ...uncordon] = maintenance.uncordonCommand.split(' ');
      await around().cluster.kubectl(...uncordon);
      expect((await around().cluster.get('node', nodeName)).spec.unschedulable).toBeUndefined();
    });

    test('the taints of a node have one owner, which is why there is a label in their place', async () => {
      const taint = (key: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node3' }, spec: { taints: [{ key, effect: 'PreferNoSchedule' }] } });
      try {
        await around().cluster.kubectl('taint', 'node', 'node3', 'of/others=x:PreferNoSchedule');
        await expect(around().cluster.apply([taint('of/terraform')])).rejects.toThrow('.spec.taints');
      } finally {
        await around().cluster.kubectl('taint', 'node', 'node3', 'of/others-');
      }
    });
  });
}
