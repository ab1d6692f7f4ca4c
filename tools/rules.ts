/**
 * Writes the tables of rules in docs/admission.md: every rule there is, whether a live server agrees (test/admission/oracle.ts, which
 * the cluster tests hold), and what cannot be decided before a manifest is applied.
 */
import * as fs from 'fs';
import * as path from 'path';
import { ALL_RULES, RuleInfo } from '../src/admission/admit';
import { Phase } from '../src/admission/finding';
import { KINDS } from '../src/admission/kinds';
import { LINT_RULES } from '../src/cli/rules';
import { KubevirtVersion } from '../src/kubevirt';
import { NOT_DECIDABLE } from '../test/admission/not-decidable';
import { SAID, UNHEARD, WEBHOOKS_ELSEWHERE } from '../test/admission/oracle';

const GUIDE = path.join(__dirname, '../docs/admission.md');
const SECTION = /(<!-- rules: written by `npm run docs` -->\n).*(<!-- end of rules -->)/s;

const WHEN: Record<Phase, string> = {
  schema: 'applied',
  admission: 'applied',
  start: 'started',
  import: 'disk imported',
  runtime: 'running',
};

/** The guide with the tables that are true now. */
export function withRules(guide: string): string {
  if (!SECTION.test(guide)) throw new Error(`no markers like ${SECTION}`);
  return guide.replace(SECTION, (_, begin, end) => `${begin}\n${summary()}\n\n${rules()}\n${undecided()}\n${end}`);
}

function summary(): string {
  const mirrored = LINT_RULES.filter(isMirrored);
  const agreed = mirrored.filter(({ id }) => id in SAID);
  return `${LINT_RULES.length} rules: ${mirrored.length} mirror what a server says, of which a live KubeVirt agrees with ${agreed.length} in the cluster tests, `
    + `message for message; ${LINT_RULES.length - mirrored.length} are ours alone.`;
}

function rules(): string {
  return table(['id', 'rule', 'fails when', 'level', 'holds for', 'upstream', 'oracle'], LINT_RULES.map((rule) => [
    [rule.id, ...rule.covers ?? []].join(', '), rule.title, WHEN[rule.phase], rule.severity, holdsFor(rule), isMirrored(rule) ? code(rule.mirrors ?? 'schema') : '', oracle(rule),
  ]));
}

/** Of `vmo lint` alone, these are about whatever stands in a file. */
function isOfFiles(rule: RuleInfo): boolean {
  return !ALL_RULES.includes(rule);
}

function holdsFor(rule: RuleInfo): string {
  const { subjects, versions, gates } = rule;
  return [
    isOfFiles(rule) ? 'all objects, in `vmo lint`' : abbreviated(subjects),
    ...(versions ? [`KubeVirt ${versions.join(', ')}`] : []),
    ...(gates ? [`gate ${gates.map(code).join(', ')}`] : []),
  ].join('; ');
}

/** Rules on guests hold for all that have one. */
function abbreviated(subjects: readonly string[]): string {
  if (subjects.length === 0) return 'several objects';
  return subjects.includes('VirtualMachine') && subjects.length > 3 ? 'all guests' : subjects.join(', ');
}

function oracle(rule: RuleInfo): string {
  if (rule.id in SAID) return 'agrees';
  return isMirrored(rule) ? `not asked: ${notAsked(rule)}` : 'ours';
}

/** Why no server is asked about a rule that mirrors one. */
function notAsked(rule: RuleInfo): string {
  const { versions, subjects, phase, severity } = rule;
  if (isOfFiles(rule)) return 'every API server';
  if (versions && !versions.includes(KubevirtVersion.V1_8_4)) return `KubeVirt ${versions.join(', ')}`;
  if (phase === 'import') return 'the webhook of CDI';
  const webhooks = KINDS.filter(({ kind }) => subjects.includes(kind)).map(({ group }) => WEBHOOKS_ELSEWHERE[group]?.of);
  if (webhooks.length > 0 && webhooks.every((one) => one === webhooks[0] && one !== undefined)) return `the webhook of ${webhooks[0]}`;
  if (subjects.length === 0) return 'several objects';
  if (phase === 'runtime') return 'no webhook';
  return severity === 'warning' ? 'done in silence' : 'no row';
}

function isMirrored({ phase, mirrors }: RuleInfo): boolean {
  return mirrors !== undefined || phase === 'schema';
}

function undecided(): string {
  return [
    'What is left to the cluster:\n',
    table(['id', 'what is checked', 'why not here'], NOT_DECIDABLE.map(({ id, title, reason }) => [id, title, reason])),
    'What KubeVirt 1.8.4 could say of a VM and no manifest alone makes it say:\n',
    table(['message', 'why'], UNHEARD.map(({ message, why }) => [message, why])),
  ].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: string[], rows: string[][]): string {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`).join('');
}

if (require.main === module) fs.writeFileSync(GUIDE, withRules(fs.readFileSync(GUIDE, 'utf8')));
