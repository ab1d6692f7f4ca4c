import { TerraformStack } from 'cdktf';
import {
  BootSource, IVmoCluster, KubevirtVersion, MigrationCompression, MigrationPolicy, MigrationPolicyProps, Size, VirtualMachine, VirtualMachinePool,
  VmoClusterProfile,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth, vms } from '../support/synth';

type Given = Partial<MigrationPolicyProps>;

const SMALL = { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };
const latest = (scope: TerraformStack) => VmoClusterProfile.fromExisting(scope, 'lab', {
  clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: ['MigrationStallDetection'],
});

const gentle = (scope: TerraformStack, given: Given = {}, cluster: IVmoCluster = existingCluster(scope)) =>
  new MigrationPolicy(scope, 'gentle', { cluster, bandwidthPerMigration: '64Mi', ...given });
const policy = (given: Given = {}, on = existingCluster) => objects(synth((scope) => void gentle(scope, given, on(scope))).stack, 'MigrationPolicy').gentle;
const refused = (given: Given) => refusalOf((scope) => gentle(scope, given));

test('a policy for the VMs that name it, by a label of its own', () => {
  expect(policy()).toEqual({
    apiVersion: 'migrations.kubevirt.io/v1alpha1',
    kind: 'MigrationPolicy',
    metadata: { name: 'gentle' },
    spec: { selectors: { virtualMachineInstanceSelector: { 'cdktf-vmo/migration-policy': 'gentle' } }, bandwidthPerMigration: '64Mi' },
  });
});

test('a VM that names it has the label on its instance, beside its own, and waits for it', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    new VirtualMachine(scope, 'db-0', { cluster, ...SMALL, labels: { app: 'db' }, migrationPolicy: gentle(scope, {}, cluster) });
  });
  const { metadata, spec } = vms(stack)['db-0'];
  expect(metadata.labels).toEqual({ app: 'db' });
  expect(spec.template.metadata.labels).toEqual({ 'app': 'db', 'cdktf-vmo/migration-policy': 'gentle' });
  expect(releases(stack)['vm-db-0'].dependsOn).toEqual(['cluster-policy-gentle']);
});

test('so has a pool', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    new VirtualMachinePool(scope, 'web', { cluster, vm: { ...SMALL, migrationPolicy: gentle(scope, {}, cluster) } });
  });
  expect(objects(stack, 'VirtualMachinePool').web.spec.virtualMachineTemplate.spec.template.metadata.labels)
    .toEqual({ 'kubevirt.io/vmpool': 'web', 'cdktf-vmo/migration-policy': 'gentle' });
});

test('or one for VMs and namespaces by their labels', () => {
  expect(policy({ namespaceSelector: { team: 'db' } }).spec.selectors).toEqual({ namespaceSelector: { team: 'db' } });
  expect(policy({ namespaceSelector: { team: 'db' }, virtualMachineInstanceSelector: { tier: 'back' } }).spec.selectors)
    .toEqual({ namespaceSelector: { team: 'db' }, virtualMachineInstanceSelector: { tier: 'back' } });
  expect(policy({ virtualMachineInstanceSelector: {} }).spec.selectors).toEqual({}); // every VM
});

test('all that a policy can set', () => {
  expect(policy({ allowAutoConverge: true, allowPostCopy: false, allowWorkloadDisruption: true, bandwidthPerMigration: '1024Mi', completionTimeoutPerGiB: 300 }).spec)
    .toMatchObject({ allowAutoConverge: true, allowPostCopy: false, allowWorkloadDisruption: true, bandwidthPerMigration: '1Gi', completionTimeoutPerGiB: 300 });
  expect(policy({
    maxDowntimeMs: 500,
    compression: MigrationCompression.ZSTD,
    stallDetector: {
      ewmaAlpha: 0.25,
      precopyPossibleFactor: 1.5,
      patienceWindowDecayFactor: 0.5,
      completionTimeoutFactor: 2,
      stallMargin: 5,
      stallProgressTimeout: 60,
      switchoverTimeout: 30,
      searchLocalMinima: true,
    },
  }, latest).spec).toMatchObject({
    maxDowntimeMs: 500,
    experimental: {
      compression: 'zstd',
      stallDetector: {
        ewmaAlpha: '0.25',
        precopyPossibleFactor: '1.5',
        patienceWindowDecayFactor: '0.5',
        completionTimeoutFactor: '2',
        stallMargin: 5,
        stallProgressTimeout: 60,
        switchoverTimeout: 30,
        searchLocalMinima: true,
      },
    },
  });
});

test('refused: what the cluster would refuse, and what has no effect', () => {
  expect(refused({ bandwidthPerMigration: '-1' })).toContain('[MP-1]');
  expect(refused({ maxDowntimeMs: 500 })).toContain('spec.maxDowntimeMs'); // KubeVirt 1.8.4 has no such field
  expect(refused({ bandwidthPerMigration: undefined })).toContain('the policy sets nothing');
  expect(refused({ name: 'Gentle Move' })).toContain('name: got "Gentle Move"');
  expect(refused({ namespaceSelector: 'db' as any, virtualMachineInstanceSelector: [] as any })).toMatch(/virtualMachineInstanceSelector: [^]*namespaceSelector: /);
  expect(refusalOf((scope) => new MigrationPolicy(scope, 'gentle', {} as any))).toContain('cluster: ');
});

test('refused: a VM that names a policy that is elsewhere, looks for no VM, or is none', () => {
  const named = (make: (scope: TerraformStack, cluster: IVmoCluster) => any) => refusalOf((scope) => {
    const cluster = existingCluster(scope);
    new VirtualMachine(scope, 'db-0', { cluster, ...SMALL, migrationPolicy: make(scope, cluster) });
  });
  expect(named((scope) => gentle(scope, {}, existingCluster(scope, 'other')))).toContain('migrationPolicy: "test/gentle" is on cluster "other"');
  expect(named((scope, cluster) => gentle(scope, { namespaceSelector: { team: 'db' } }, cluster))).toContain('looks for no label of VMs');
  expect(named(() => 'gentle')).toContain('migrationPolicy: got "gentle"');
});

test('two policies that fit a VM alike: it is said which KubeVirt takes', () => {
  const warnings = (mine: Given, theirs: Given, elsewhere = false) => synth((scope) => {
    const cluster = existingCluster(scope);
    gentle(scope, mine, cluster);
    new MigrationPolicy(scope, 'fast', { cluster: elsewhere ? existingCluster(scope, 'other') : cluster, bandwidthPerMigration: '1Gi', ...theirs });
  }).stack.warnings.join();
  expect(warnings({ virtualMachineInstanceSelector: { team: 'db' } }, { virtualMachineInstanceSelector: { tier: 'back' } })).toMatch(/KubeVirt takes "fast", the first by name.*\[MP-3\]/);
  expect(warnings({ virtualMachineInstanceSelector: {} }, { virtualMachineInstanceSelector: {} }, true)).toBe('');
  expect(warnings({}, {})).toBe('');
});
