import { Finding } from './finding';
import { ClusterFacts, holds, Rule } from './rule';
import { checkSchema } from './schema';
import { kubevirtFacts, NEIGHBOURS, SchemaNode } from '../kubevirt/facts';
import { KubevirtVersion } from '../kubevirt/version';

/** What there is to say of a manifest. */
export type Check = (manifest: object, facts: ClusterFacts) => Finding[];

/** The schema of a kind, where there is one. */
export type FieldsOf = (version: KubevirtVersion) => SchemaNode | undefined;

/** The schema of a kind, by its API group and its name in the facts. */
export function fieldsOf(group: string, schema: string): FieldsOf {
  return (version) => (NEIGHBOURS[group] ?? kubevirtFacts(version)).kinds[schema];
}

/** Holds a manifest against the schema of its kind, where there is one, and against rules. */
export function checkOf<Subject>(group: string, fieldsFor: FieldsOf, view: (manifest: object) => Subject, rules: readonly Rule<Subject>[]): Check {
  const neighbour = NEIGHBOURS[group];
  return (manifest, facts) => {
    const fields = fieldsFor(facts.kubevirtVersion);
    const found = apply(rules, view(manifest), facts);
    const misfits = fields ? checkSchema(manifest, fields, '').filter((finding) => !isSaidBetter(finding, found)) : [];
    // What virt-api fills in before the schema looks, nobody does for others.
    return [...(neighbour ? misfits.map((finding): Finding => ({ ...finding, phase: 'schema' })) : misfits), ...found];
  };
}

function apply<Subject>(rules: readonly Rule<Subject>[], subject: Subject, facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  let asked: Rule<Subject>['about'];
  let isThere = true;
  for (const rule of rules) {
    if (rule.about !== asked) {
      asked = rule.about;
      isThere = asked === undefined || asked(subject);
    }
    if (!isThere || !holds(rule, facts)) continue;
    for (const problem of rule.check(subject, facts)) findings.push({ ruleId: rule.id, severity: rule.severity, phase: rule.phase, ...problem });
  }
  return findings;
}

/** Of a field that is missing, and of a word that is not allowed, a rule that refuses it says more than the schema. */
function isSaidBetter({ ruleId, path }: Finding, found: readonly Finding[]): boolean {
  return (ruleId === 'SCH-3' || ruleId === 'SCH-4')
    && found.some((other) => other.path === path && other.severity === 'error' && (other.phase === 'schema' || other.phase === 'admission'));
}
