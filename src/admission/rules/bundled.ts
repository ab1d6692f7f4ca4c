import { InstancetypeSpec, kubevirtFacts, PreferenceSpec } from '../../kubevirt/facts';
import { ClusterFacts } from '../rule';
import { Part, VmView } from '../vm-view';

/** Kinds that a reference may name, as the server compares them: lower case, singular or plural. The first is the one to type. */
export const KINDS = {
  instancetype: { cluster: 'VirtualMachineClusterInstancetype', namespaced: 'VirtualMachineInstancetype' },
  preference: { cluster: 'VirtualMachineClusterPreference', namespaced: 'VirtualMachinePreference' },
} as const;

/** Whether a reference means a cluster-wide object; without a kind it does. */
export function isClusterWide(reference: Part, kinds: { cluster: string }): boolean {
  return !reference.has('kind') || namesKind(reference.text('kind'), ['', kinds.cluster]);
}

/** Whether a text names one of the kinds. */
export function namesKind(text: string | undefined, kinds: readonly string[]): boolean {
  const given = text?.toLowerCase();
  return kinds.some((kind) => given === kind.toLowerCase() || (kind !== '' && given === `${kind.toLowerCase()}s`));
}

/** What the VM's instancetype gives, where it is one that KubeVirt brings along. */
export function bundledInstancetype(vm: VmView, facts: ClusterFacts): InstancetypeSpec | undefined {
  return bundled(vm.spec.at('instancetype'), KINDS.instancetype, () => kubevirtFacts(facts.kubevirtVersion).instancetypes);
}

/** What the VM's preference sets and asks for, where it is one that KubeVirt brings along. */
export function bundledPreference(vm: VmView, facts: ClusterFacts): PreferenceSpec | undefined {
  return bundled(vm.spec.at('preference'), KINDS.preference, () => kubevirtFacts(facts.kubevirtVersion).preferences);
}

function bundled<Spec>(reference: Part, kinds: { cluster: string }, specs: () => Record<string, Spec>): Spec | undefined {
  const name = reference.text('name');
  return name !== undefined && isClusterWide(reference, kinds) && Object.hasOwn(specs(), name) ? specs()[name] : undefined;
}
