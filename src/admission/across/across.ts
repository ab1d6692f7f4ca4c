import { AcrossRule, FindingAcross } from './across-rule';
import { ADDRESS_RULES } from './addresses';
import { AMOUNTS_ACROSS } from './amounts';
import { ManifestSet } from './manifest-set';
import { MIGRATION_POLICIES_ACROSS } from './migration-policies';
import { OBJECT_RULES } from './objects';
import { ClusterFacts } from '../cluster-facts';
import { Manifest } from '../given';
import { holds } from '../rule';

export type { FindingAcross };

/** Rules over several manifests together. */
export const ACROSS_RULES: readonly AcrossRule[] = [...ADDRESS_RULES, ...OBJECT_RULES, ...AMOUNTS_ACROSS, ...MIGRATION_POLICIES_ACROSS];

/**
 * What goes wrong between manifests that go to one cluster, of which the rest is not known; `facts` are with what they say, see
 * `withManifests`. Takes time in proportion to their number.
 */
export function across(manifests: readonly Manifest[], facts: ClusterFacts): FindingAcross[] {
  const set = new ManifestSet(manifests);
  return ACROSS_RULES.filter((rule) => holds(rule, facts)).flatMap(({ id, severity, phase, check }) =>
    [...check(set, facts)].map((problem) => ({ ruleId: id, severity, phase, ...problem })));
}
