import { Phase, Severity } from './finding';
import { VmView } from './vm-view';
import { InstancetypeSpec, PreferenceSpec } from '../kubevirt/facts';
import { KubevirtVersion } from '../kubevirt/version';

/** What the rules may know of the cluster; what is not said is not checked. */
export interface ClusterFacts {
  readonly kubevirtVersion: KubevirtVersion;
  /** Feature gates that are on. */
  readonly featureGates: ReadonlySet<string>;
  /** Eviction strategy of VMs that name none. */
  readonly evictionStrategy?: string;
  /** Resources of devices that the cluster permits; where it says nothing of devices, it permits all. */
  readonly permittedDevices?: readonly string[];
  /** Of those, the PCI devices: vendor and product, such as `10DE:2342`, by resource. */
  readonly pciDevices?: Readonly<Record<string, string>>;
  /** How a changed VM reaches its running guest: `LiveUpdate` or `Stage`. */
  readonly vmRolloutStrategy?: string;
  /** Whether NICs may be bridged to the pod network. */
  readonly bridgeOnPodNetwork?: boolean;
  /** Namespaces that VMs may live in. */
  readonly namespaces?: readonly string[];
  /** Beside those that KubeVirt brings along. */
  readonly own?: OwnInstancetypes;
}

/** Instancetypes and preferences of somebody's own: by name those of the cluster, by `namespace/name` the others. Of some, only the name is known. */
export interface OwnInstancetypes {
  readonly instancetypes: ReadonlyMap<string, InstancetypeSpec | undefined>;
  readonly preferences: ReadonlyMap<string, PreferenceSpec | undefined>;
}

/** What a rule says of a manifest. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
  /** Where it is another than that of the rule. */
  readonly phase?: Phase;
}

/** A fact that one may know of a cluster or not. */
export type Fact = Exclude<keyof ClusterFacts, 'kubevirtVersion' | 'featureGates'>;

/** A rule over manifests of one kind. Its level and explanation stand beside it, so that the table of rules is the rules. */
export interface Rule<Subject> {
  readonly id: string;
  readonly severity: Severity;
  readonly phase: Phase;
  /** One line for the table of rules. */
  readonly title: string;
  /** The versions of KubeVirt that it holds for, where not for all. */
  readonly versions?: readonly KubevirtVersion[];
  /** Feature gates that it asks for, or that decide whether it holds. */
  readonly gates?: readonly string[];
  /** Other ids that it stands for: what has an id of its own upstream may be part of a rule here. */
  readonly covers?: readonly string[];
  /** The function upstream that it mirrors. Absent where nobody checks this upstream. */
  readonly mirrors?: string;
  /** What must be known of the cluster. Where any of it is not, the rule says nothing. */
  readonly needs?: readonly Fact[];
  /** What must be there for it to say anything. Rules that stand together share one, which is then asked once for all: most VMs have little of what they could. */
  readonly about?: (subject: Subject) => boolean;
  readonly check: (subject: Subject, facts: ClusterFacts) => Iterable<Problem>;
}

/** Rules that have nothing to say where something is not there. */
export function about<Subject>(isThere: (subject: Subject) => boolean, rules: readonly Rule<Subject>[]): Rule<Subject>[] {
  return rules.map((rule) => ({ ...rule, about: isThere }));
}

/** A rule over `VirtualMachine` manifests. */
export type VmRule = Rule<VmView>;
