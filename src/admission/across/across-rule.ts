import { ManifestSet } from './manifest-set';
import { ClusterFacts } from '../cluster-facts';
import { Finding } from '../finding';
import { Problem, Rule } from '../rule';

/** A finding about one of several manifests. */
export interface FindingAcross extends Finding {
  /** Which manifest it is about: its place in the list. */
  readonly index: number;
  /** The one that it is about as well, where there is one. */
  readonly other?: number;
}

/** What a rule says of one of several manifests. */
export type ProblemAcross = Problem & Pick<FindingAcross, 'index' | 'other'>;

/** A rule over several manifests together. */
export interface AcrossRule extends Omit<Rule<never>, 'check'> {
  readonly check: (set: ManifestSet, facts: ClusterFacts) => Iterable<ProblemAcross>;
}
