import { ClusterFacts, Fact } from './cluster-facts';
import { Phase, Severity } from './finding';
import { VmView } from './vm-view';
import { KubevirtVersion } from '../kubevirt/version';

export type { ClusterFacts, Fact } from './cluster-facts';

/** What a rule says of a manifest. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
  /** Where it is another than that of the rule. */
  readonly phase?: Phase;
  /** Where it is another than that of the rule. */
  readonly severity?: Severity;
}

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

/** Whether a rule is one of the cluster's KubeVirt. */
export function isOfVersion({ versions }: Pick<Rule<never>, 'versions'>, { kubevirtVersion }: ClusterFacts): boolean {
  return versions === undefined || versions.includes(kubevirtVersion);
}

/** What a rule needs to know and nobody does. */
export function missingFacts({ needs = [] }: Pick<Rule<never>, 'needs'>, facts: ClusterFacts): Fact[] {
  return needs.filter((fact) => facts[fact] === undefined);
}

/** Whether a rule has something to say on a cluster. */
export function holds(rule: Pick<Rule<never>, 'versions' | 'needs'>, facts: ClusterFacts): boolean {
  return isOfVersion(rule, facts) && (rule.needs === undefined || rule.needs.every((fact) => facts[fact] !== undefined));
}
