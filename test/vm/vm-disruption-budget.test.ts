import { TerraformStack } from 'cdktf';
import {
  BootSource, Delivery, EvictionStrategy, Size, UnhealthyPodEvictionPolicy, VirtualMachine, VmDisruptionBudget, VmDisruptionBudgetProps,
  VmoClusterProfile,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

type Options = Partial<Omit<VmDisruptionBudgetProps, 'vms'>>;

function three(scope: TerraformStack, evictionStrategy?: EvictionStrategy, cluster = existingCluster(scope)): VirtualMachine[] {
  return [0, 1, 2].map((n) => new VirtualMachine(scope, `db-${n}`, {
    cluster, evictionStrategy, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  }));
}

const budget = (options: Options = {}) =>
  objects(synth((scope) => void new VmDisruptionBudget(scope, 'db', { vms: three(scope), ...options })).stack, 'PodDisruptionBudget').db;
const refused = (options: Options) => refusalOf((scope) => new VmDisruptionBudget(scope, 'db', { vms: three(scope), ...options }));

test('one VM of several may be down, and they are known by the name on their pods', () => {
  expect(budget()).toEqual({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'db', namespace: 'default' },
    spec: { minAvailable: 2, selector: { matchExpressions: [{ key: 'vmi.kubevirt.io/id', operator: 'In', values: ['db-0', 'db-1', 'db-2'] }] } },
  });
});

test('a number is always one of VMs that stay up: maxUnavailable blocks every eviction of pods that a VM owns', () => {
  expect(budget({ maxUnavailable: 2 }).spec).toMatchObject({ minAvailable: 1 });
  expect(budget({ minAvailable: 1 }).spec).toMatchObject({ minAvailable: 1 });
  expect(budget({ unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicy.ALWAYS_ALLOW }).spec.unhealthyPodEvictionPolicy).toBe('AlwaysAllow');
});

test('refused: budgets that allow nothing or everything, and both numbers', () => {
  expect(refused({ maxUnavailable: 3 })).toContain('maxUnavailable: got 3, expected a whole number from 1 to 2');
  expect(refused({ minAvailable: 3 })).toContain('minAvailable: got 3');
  expect(refused({ maxUnavailable: 1, minAvailable: 2 })).toContain('got maxUnavailable and minAvailable');
  expect(refused({ name: 'My DB' })).toContain('name: got "My DB"');
  expect(refused({ unhealthyPodEvictionPolicy: 'Never' as any })).toContain('unhealthyPodEvictionPolicy');
});

test('refused: VMs that no budget can be about', () => {
  const small = { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };
  expect(refusalOf((scope) => new VmDisruptionBudget(scope, 'db', { vms: three(scope).slice(1, 2) }))).toContain('vms: got 1 VM, expected at least 2');
  expect(refusalOf((scope) => new VmDisruptionBudget(scope, 'db', { vms: ['db-0', 'db-1'] as any }))).toContain('something else than a list of VMs');
  expect(refusalOf((scope) => {
    const vms = three(scope);
    new VmDisruptionBudget(scope, 'db', { vms: [...vms, vms[0]] });
  })).toContain('vms[3]: "db-0" is named twice');
  expect(refusalOf((scope) => {
    const elsewhere = new VirtualMachine(scope, 'other', { ...small, cluster: existingCluster(scope, 'west'), namespace: 'team-a' });
    new VmDisruptionBudget(scope, 'db', { vms: [...three(scope), elsewhere] });
  })).toMatch(/vms\[3\]: "other" is in cluster "west"[^]*vms\[3\]: "other" is in namespace "team-a"/);
  expect(refusalOf((scope) => {
    const vms = three(scope);
    new VmDisruptionBudget(scope, 'a', { vms, name: 'db' });
    new VmDisruptionBudget(scope, 'b', { vms, name: 'db' });
  })).toContain('"default/db" on cluster "lab" is "test/a" already');
});

test('a budget over VMs that a drain moves has no effect, and is told so', () => {
  const warnings = (strategy?: EvictionStrategy, suppress: Options['suppress'] = []) => synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'lab' });
    new VmDisruptionBudget(scope, 'db', { vms: three(scope, strategy, cluster), suppress });
  }).stack.warnings;
  expect(warnings()).toEqual([expect.stringMatching(/^vms: a drain shuts none of them down: their eviction strategy is LiveMigrate.*\[PDB-1\]$/)]);
  expect(warnings(EvictionStrategy.EXTERNAL)).toHaveLength(1);
  expect(warnings(EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE)).toEqual([]);
  expect(warnings(undefined, [{ rule: 'PDB-1', reason: 'the cluster is about to change' }])).toEqual([]);
});

test('a budget waits for the platform, not for the VMs', () => {
  const { stack } = synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'lab' });
    new VmDisruptionBudget(scope, 'db', { vms: three(scope, EvictionStrategy.NONE, cluster) });
  });
  expect(releases(stack)['pdb-db']).toMatchObject({ namespace: 'default', dependsOn: ['vmo-kubevirt'] });
});

test('a budget can be a kubernetes_manifest', () => {
  expect(budget({ delivery: Delivery.manifest() }).kind).toBe('PodDisruptionBudget');
});
