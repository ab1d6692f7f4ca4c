import { TerraformVariable } from 'cdktf';
import { Affinity, BootSource, LabelOperator, Size, Spread, VirtualMachine, VirtualMachineProps } from '../../src';
import { existingCluster, refusalOf, synth, vms } from '../support/synth';

const SMALL = { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };

/** What is sent for a VM that may name two others, the second in a namespace of its own. */
function placed(options: (others: VirtualMachine[]) => Partial<VirtualMachineProps>): any {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const others = ['default', 'team-a'].map((namespace, index) => new VirtualMachine(scope, `other-${index}`, { ...SMALL, cluster, namespace }));
    new VirtualMachine(scope, 'vm', { ...SMALL, cluster, ...options(others) });
  });
  return vms(stack).vm.spec.template;
}

const refused = (options: Partial<VirtualMachineProps>) => refusalOf((scope) => new VirtualMachine(scope, 'vm', { ...SMALL, cluster: existingCluster(scope), ...options }));

test('nothing is said of where a VM runs unless it is told', () => {
  expect(Object.keys(placed(() => ({})).spec)).not.toContain('affinity');
  expect(Object.keys(placed(() => ({})).spec)).not.toContain('topologySpreadConstraints');
});

test('VMs of other namespaces are named with their namespace', () => {
  const { podAntiAffinity } = placed((others) => ({ keepApartFrom: others })).spec.affinity;
  const terms: any[] = podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  expect(terms.map(({ namespaces, labelSelector }) => [namespaces, labelSelector.matchExpressions[0].values]))
    .toEqual([[undefined, ['other-0']], [['team-a'], ['other-1']]]);
});

test('what nodes must be like holds together, however it is listed: terms of a list would be alternatives', () => {
  const must = (key: string) => Affinity.nodes([{ key, operator: LabelOperator.EXISTS }]);
  const { nodeAffinity } = placed(() => ({ affinity: [must('a'), must('b')] })).spec.affinity;
  expect(nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([
    { matchExpressions: [{ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'Exists' }] },
  ]);
});

test('props that are about the same are put together', () => {
  const { podAntiAffinity, podAffinity } = placed(([a, b]) => ({
    keepApartFrom: [a], keepTogetherWith: [b], affinity: [Affinity.apartFromPods({ labels: { app: 'noisy' } }, { weight: 1 })],
  })).spec.affinity;
  expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
  expect(podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution).toHaveLength(1);
  expect(podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaces).toEqual(['team-a']);
});

test('a VM does not wait for those it keeps apart from', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const other = new VirtualMachine(scope, 'other', { ...SMALL, cluster });
    new VirtualMachine(scope, 'vm', { ...SMALL, cluster, keepApartFrom: [other] });
  });
  expect(stack.text).not.toContain('depends_on');
});

test('VMs are spread with those of their labels, and without labels there are none', () => {
  expect(placed(() => ({ labels: { app: 'db' }, spreadAcross: [Spread.zones()] })).spec.topologySpreadConstraints[0].labelSelector).toEqual({ matchLabels: { app: 'db' } });
  expect(placed(() => ({ spreadAcross: [Spread.zones({ labels: { app: 'web' } })] })).spec.topologySpreadConstraints[0].labelSelector)
    .toEqual({ matchLabels: { app: 'web' } });
  expect(refused({ spreadAcross: [Spread.zones()] })).toContain('spreadAcross[0]: the VM has no labels');
});

test('a taint without a value is tolerated whatever its value; Kubernetes alone would take it for an empty one', () => {
  expect(placed(() => ({ tolerations: [{ key: 'dedicated' }, { key: 'dedicated', value: 'vms' }, {}] })).spec.tolerations).toEqual([
    { key: 'dedicated', operator: 'Exists' }, { key: 'dedicated', operator: 'Equal', value: 'vms' }, { operator: 'Exists' },
  ]);
});

test('refused: VMs of another cluster, empty lists, values of another kind', () => {
  expect(refusalOf((scope) => {
    const other = new VirtualMachine(scope, 'other', { ...SMALL, cluster: existingCluster(scope, 'west') });
    new VirtualMachine(scope, 'vm', { ...SMALL, cluster: existingCluster(scope, 'east'), keepApartFrom: [other] });
  })).toContain('keepApartFrom: "test/other" is on cluster "west", and this VM on "east"');
  expect(refused({ affinity: [Affinity.apartFrom([])] })).toContain('affinity[0]: got an empty list');
  expect(refused({ affinity: ['db-0'] as any, spreadAcross: ['zone'] as any, keepApartFrom: ['db-0'] as any })).toMatch(/affinity\[0\][^]*spreadAcross\[0\]|keepApartFrom\[0\]/);
  expect(refused({ descheduling: 'never' as any })).toContain('descheduling');
});

test('a refusal names the prop', () => {
  expect(refused({ affinity: [Affinity.nodes([{ key: 'zone', operator: LabelOperator.IN }], { weight: 5 })] })).toContain('affinity[0] (spec.template.spec.affinity.nodeAffinity');
  expect(refused({ labels: { app: 'db' }, spreadAcross: [Spread.zones({ maxSkew: 0 })] })).toContain('spreadAcross[0] (spec.template.spec.topologySpreadConstraints[0].maxSkew)');
});

test('what is only known at apply passes', () => {
  const { stack } = synth((scope) => {
    const zone = new TerraformVariable(scope, 'zone', { type: 'string' });
    new VirtualMachine(scope, 'vm', {
      ...SMALL,
      cluster: existingCluster(scope),
      nodeSelector: { 'topology.kubernetes.io/zone': zone.stringValue },
      affinity: [Affinity.nodes([{ key: 'zone', operator: LabelOperator.IN, values: [zone.stringValue] }])],
    });
  });
  expect(stack.text).toContain('var.zone');
});
