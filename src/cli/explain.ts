import { keyOfFact } from './cluster-file';
import { LINT_RULES } from './rules';
import { RuleInfo } from '../admission/admit';
import { closest, Phase } from '../admission/finding';
import { mistakeCalled } from '../admission/policy/mistakes';
import { KubevirtVersion } from '../kubevirt/version';

/** Where the rules are told of. */
export const RULES_PAGE = 'https://github.com/cdktf-vmo/cdktf-vmo/blob/main/docs/admission.md#all-rules';

/** Where it is told how rules of one's own are written. */
const POLICIES_PAGE = 'https://github.com/cdktf-vmo/cdktf-vmo/blob/main/docs/policies.md#rules';

/**
 * A rule, by its id or one that it covers, in whatever letters.
 * @throws where there is none
 */
export function ruleOf(id: string, rules: readonly RuleInfo[] = LINT_RULES): RuleInfo {
  const wanted = id.trim().toUpperCase();
  const isIt = (one: string) => one.toUpperCase() === wanted;
  const found = rules.find((rule) => isIt(rule.id)) ?? rules.find(({ covers = [] }) => covers.some(isIt));
  if (found) return found;
  const mistaken = mistakeCalled(wanted);
  if (mistaken !== undefined) throw new Error(`there is no rule "${id}": ${mistaken}`);
  const meant = closest(id, rules.map((rule) => rule.id));
  const policy = id.includes('/') && !rules.some((rule) => isOwn(rule)) ? '; rules of your own need --policy FILE' : '';
  throw new Error(`there is no rule "${id}"${meant ? `; did you mean "${meant}"?` : ''}; vmo lint --rules lists them${policy}`);
}

/** Whether it is one of a policy: no other id has a slash. */
function isOwn({ id }: RuleInfo): boolean {
  return id.includes('/');
}

/** Where there is more to read of a rule. */
export function pageOf(rule: RuleInfo): string {
  return isOwn(rule) ? POLICIES_PAGE : RULES_PAGE;
}

/** All that is known of a rule, for people. */
export function explanation(rule: RuleInfo): string {
  const width = Math.max(...facts(rule).map(([name]) => name.length)) + 2;
  return [`${rule.id}: ${rule.title}`, '', ...facts(rule).map(([name, value]) => `  ${name.padEnd(width)}${value}`), ''].join('\n');
}

const WHEN: Record<Phase, string> = {
  schema: 'when it is applied, by the schema',
  admission: 'when it is applied, by a webhook',
  start: 'when the VM is started',
  import: 'when its disk is imported',
  runtime: 'when it runs; the cluster takes it',
};

/** What there is to say of a rule beside its title. */
function facts(rule: RuleInfo): [name: string, value: string][] {
  const { id, severity, phase, subjects, versions, gates = [], covers = [], mirrors, needs = [] } = rule;
  const all: [string, string | undefined][] = [
    ['level', severity === 'error' ? 'error: vmo lint fails' : 'warning: it may be meant'],
    ['fails', WHEN[phase]],
    ['looks at', id.startsWith('YML-') ? 'the text of a document' : subjects.length > 0 ? subjects.join(', ') : id === 'OBJ-1' ? 'every object' : 'several objects together'],
    ['KubeVirt', (versions ?? Object.values(KubevirtVersion)).join(', ')],
    ['gates', listed(gates)],
    ['covers', listed(covers)],
    ['upstream', isOwn(rule) ? undefined : mirrors === undefined ? 'nobody checks this' : mirrors === 'schema' ? 'the schema of the CRD' : `${mirrors} refuses the same`],
    ['needs', needs.length === 0 ? undefined : `${needs.map(keyOfFact).join(', ')} in the cluster file; without, it says nothing`],
    ['accept', `suppress: [{ rule: '${id}', reason: '…' }] in a construct, or suppressions in a file for --policy`],
    ['more', pageOf(rule)],
  ];
  return all.flatMap(([name, value]) => value === undefined ? [] : [[name, value] as [string, string]]);
}

function listed(words: readonly string[]): string | undefined {
  return words.length > 0 ? words.join(', ') : undefined;
}
