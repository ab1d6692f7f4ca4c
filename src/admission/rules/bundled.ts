import { InstancetypeSpec, kubevirtFacts, PreferenceSpec } from '../../kubevirt/facts';
import { Part } from '../part';
import { ClusterFacts } from '../rule';
import { VmView } from '../vm-view';

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

/** What the VM's instancetype gives, where it is known: KubeVirt brings it along, or this app makes it. */
export function knownInstancetype(vm: VmView, facts: ClusterFacts): InstancetypeSpec | undefined {
  return known(vm, 'instancetype', facts.own?.instancetypes, () => kubevirtFacts(facts.kubevirtVersion).instancetypes);
}

/** What the VM's preference sets and asks for, where it is known. */
export function knownPreference(vm: VmView, facts: ClusterFacts): PreferenceSpec | undefined {
  return known(vm, 'preference', facts.own?.preferences, () => kubevirtFacts(facts.kubevirtVersion).preferences);
}

function known<Spec>(
  vm: VmView, kind: keyof typeof KINDS, own: ReadonlyMap<string, Spec | undefined> | undefined, bundled: () => Record<string, Spec>,
): Spec | undefined {
  const reference = vm.spec.at(kind);
  const name = reference.text('name');
  // A revision has what was in it then.
  if (name === undefined || reference.get('revisionName')) return undefined;
  if (isClusterWide(reference, KINDS[kind])) return own?.get(name) ?? (Object.hasOwn(bundled(), name) ? bundled()[name] : undefined);
  return namesKind(reference.text('kind'), [KINDS[kind].namespaced]) ? own?.get(`${vm.metadata.text('namespace') ?? ''}/${name}`) : undefined;
}
