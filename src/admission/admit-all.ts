import { across, ACROSS_RULES } from './across/across';
import { admit } from './admit';
import { Finding } from './finding';
import { Manifest, withManifests } from './given';
import { kindOf } from './kinds';
import { ClusterFacts, Fact, isOfVersion, missingFacts, Rule } from './rule';
import { VmView } from './vm-view';

/** What is said of each of several manifests that go to one cluster together: by itself, with what the others say, and of all together. */
export function admitAll(manifests: readonly Manifest[], facts: ClusterFacts): Finding[][] {
  const admitOne = admitTogether(manifests, facts);
  return manifests.map((_, index) => admitOne(index));
}

/** The same, for one after the other: what is said of each, by its place in the list. */
export function admitTogether(manifests: readonly Manifest[], facts: ClusterFacts): (index: number) => Finding[] {
  const known = withManifests(facts, manifests);
  const together = new Map<number, Finding[]>();
  for (const { index, other, ...finding } of across(manifests, known)) together.set(index, [...together.get(index) ?? [], finding]);
  return (index) => [...admit(manifests[index], known), ...together.get(index) ?? []];
}

/** A rule that says nothing, because something is not known of the cluster. */
export interface SkippedRule {
  readonly id: string;
  readonly title: string;
  readonly missing: readonly Fact[];
}

/** The rules that say nothing of these manifests, or of some of them, whatever is in them, as long as no more is known of the cluster. */
export function skippedRules(manifests: readonly Manifest[], facts: ClusterFacts): SkippedRule[] {
  const known = withManifests(facts, manifests);
  const kinds = new Set(manifests.map((manifest) => kindOf(manifest)));
  const rules = [...[...kinds].flatMap((kind) => kind?.rules ?? []), ...ACROSS_RULES].filter((rule) => isOfVersion(rule, facts));
  const missing = (rule: Pick<Rule<never>, 'id' | 'needs'>) => [...missingFacts(rule, known), ...missingDefault(rule.id, manifests, known)];
  const byId = new Map(rules.map((rule) => [rule.id, { id: rule.id, title: rule.title, missing: missing(rule) }]));
  return [...byId.values()].filter((rule) => rule.missing.length > 0);
}

/** What a rule asks the cluster for where a manifest leaves it out. */
function missingDefault(id: string, manifests: readonly Manifest[], { evictionStrategy }: ClusterFacts): Fact[] {
  if (id !== 'R-9' || evictionStrategy !== undefined) return [];
  return manifests.some((manifest) => VmView.of(manifest)?.template.has('evictionStrategy') === false) ? ['evictionStrategy'] : [];
}
