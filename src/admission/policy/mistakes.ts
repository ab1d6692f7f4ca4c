import { PolicySeverity } from './policy';
import { isMap } from '../../kubevirt/maps';
import { ALL_RULES } from '../admit';
import { closest, Finding, show } from '../finding';
import { kindMeant } from '../misnamed';

/** Parts before and behind a slash, so that no id of this library is ever the same. */
const OWN_ID = /^[A-Za-z][\w.-]*(\/[\w.-]+)+$/;

const SEVERITIES: readonly unknown[] = Object.values(PolicySeverity);

/** Ids of the rules there are, to the table of rules at synth. */
export const RULE_IDS: ReadonlySet<string> = new Set(ALL_RULES.map(({ id }) => id));

/** What stands in place of the id of a rule where something is wrong that nobody can accept, or weigh. */
const MISTAKES: Record<string, string> = {
  'PROP': 'a mistake in a prop', 'POL-1': 'a mistake in a policy, or in the check of one of its rules', 'SUP-1': 'a mistake in a suppression',
};

/** What an id says that is none of a rule. */
export function mistakeCalled(id: string): string | undefined {
  return Object.hasOwn(MISTAKES, id) ? `${id} is ${MISTAKES[id]}, which can only be corrected` : undefined;
}

/** What is wrong with a policy, wherever it comes from. `ids` are those of the rules there are without it. */
export function policyFindings(policy: unknown, ids: ReadonlySet<string> = RULE_IDS): Finding[] {
  if (!isMap(policy)) return [mistake('', `got ${show(policy)}, expected a policy`, 'give { rules, severities, suppressions }')];
  const { rules, severities, suppressions } = policy;
  const all = new Set([...ids, ...listOf(rules).flatMap((rule) => typeof rule?.id === 'string' ? rule.id : [])]);
  return [
    ...fieldFindings(policy, ['rules', 'severities', 'suppressions'], ''),
    ...eachOf(rules, 'rules', 'a list of rules', (rule, path) => ruleFindings(rule, path)),
    ...repeatedFindings(listOf(rules), ids),
    ...severitiesFindings(severities, all),
    ...eachOf(suppressions, 'suppressions', 'a list of suppressions', (suppression, path) => [
      ...suppressionFindings(suppression, path, all), ...selectorFindings(suppression?.objects, `${path}.objects`),
    ]),
  ];
}

/** What is wrong with a rule by itself. */
export function ruleFindings(rule: unknown, path: string): Finding[] {
  if (!isMap(rule)) return [mistake(path, `got ${show(rule)}, expected a rule`, 'give { id, title, check }')];
  const { id, title, severity, remedy, appliesTo, check } = rule;
  const kinds = listOf(appliesTo);
  const isSound = typeof id === 'string' && OWN_ID.test(id);
  return [
    ...(isSound ? [] : [mistake(`${path}.id`, `got ${show(id)}, expected a name of yours, "/" and a name, of letters, digits, ".", "_" and "-"`, 'write an id such as "acme/owner-label"')]),
    ...textFindings(`${path}.title`, title, 'say in one line what the rule asks for'),
    ...(severity === undefined || severity === null ? [] : severityFindings(severity, `${path}.severity`)),
    ...(remedy === undefined || remedy === null ? [] : textFindings(`${path}.remedy`, remedy, 'say what to do, or leave it to the violations')),
    ...(appliesTo === undefined || appliesTo === null || (kinds.length > 0 && kinds.every((kind) => typeof kind === 'string' && kind !== '')) ? []
      : [mistake(`${path}.appliesTo`, `got ${show(appliesTo)}, expected a list of kinds`, 'write ["VirtualMachine"], or leave it out for all that runs guests')]),
    ...kinds.flatMap((kind, index) => kindFindings(kind, `${path}.appliesTo[${index}]`)),
    ...(typeof check === 'function' ? [] : [mistake(`${path}.check`, `got ${show(check)}, expected a function`, 'write check: (vm) => [] as a start; a file without code can set severities and suppressions only')]),
  ];
}

/** What is wrong with the weight that is given to rules. */
export function severitiesFindings(severities: unknown, ids: ReadonlySet<string>): Finding[] {
  if (severities === undefined || severities === null) return [];
  if (!isMap(severities)) return [mistake('severities', `got ${show(severities)}, expected severities by the id of the rule`, 'write { "R-9": "error" }')];
  return Object.entries(severities).flatMap(([id, severity]) => [
    ...(ids.has(id) ? [] : [mistake(`severities["${id}"]`, ...unknownRule(id, ids))]),
    ...severityFindings(severity, `severities["${id}"]`),
  ]);
}

/** What is wrong with a suppression. */
export function suppressionFindings(suppression: unknown, path: string, ids: ReadonlySet<string> = RULE_IDS): Finding[] {
  const complain = (field: string, message: string, remedy: string): Finding => ({ ...mistake(`${path}${field}`, message, remedy), ruleId: 'SUP-1' });
  if (!isMap(suppression)) return [complain('', `got ${show(suppression)}, expected a suppression`, 'write { rule, reason }')];
  const { rule, reason, expires } = suppression;
  if (typeof rule !== 'string' || !ids.has(rule)) return [complain('.rule', ...unknownRule(rule, ids))];
  return [
    ...(typeof reason === 'string' && reason.trim() !== '' ? [] : [complain('.reason', 'a suppression needs its reason', 'say why the finding is accepted')]),
    ...(expires === undefined || expires === null || isDay(expires) ? [] : [complain('.expires', `got ${show(expires)}, expected a day as YYYY-MM-DD`, 'write the last day on which it holds, such as "2026-12-31"')]),
  ];
}

/** What is wrong with the day that is given. */
export function todayFindings(path: string, today: unknown): Finding[] {
  return today === undefined || isDay(today) ? [] : [mistake(path, `got ${show(today)}, expected a day as YYYY-MM-DD`, 'write it such as "2026-01-31"')];
}

/** What is wrong with rules whose ids are others' already. */
export function repeatedFindings(rules: readonly any[], taken: ReadonlySet<string>): Finding[] {
  const seen = new Set(taken);
  return rules.flatMap((rule, index) => {
    const id = rule?.id;
    if (typeof id !== 'string') return [];
    const isTaken = seen.has(id);
    seen.add(id);
    return isTaken ? [mistake(`rules[${index}].id`, `got "${id}", which is the id of another rule`, 'give each rule an id of its own')] : [];
  });
}

function selectorFindings(objects: unknown, path: string): Finding[] {
  if (objects === undefined || objects === null) return [];
  if (!isMap(objects)) return [mistake(path, `got ${show(objects)}, expected kind, namespace and name`, 'write { namespace: "team-a", name: "web-*" }')];
  return [
    ...fieldFindings(objects, ['kind', 'namespace', 'name'], `${path}.`),
    ...kindFindings(objects.kind, `${path}.kind`),
    ...Object.entries(objects).filter(([, text]) => typeof text !== 'string').map(([field, text]) => mistake(`${path}.${field}`, `got ${show(text)}, expected text`, 'write a name; "*" stands for any characters')),
  ];
}

/** A rule for a kind that there is none of would hold nobody to anything. Kinds of others are theirs to name. */
function kindFindings(kind: unknown, path: string): Finding[] {
  const meant = typeof kind === 'string' && !kind.includes('*') ? kindMeant(kind) : undefined;
  return meant === undefined ? [] : [mistake(path, `got "${kind}", which is no kind of object`, `did you mean "${meant}"?`)];
}

function severityFindings(severity: unknown, path: string): Finding[] {
  if (SEVERITIES.includes(severity)) return [];
  return [mistake(path, `got ${show(severity)}, expected one of ${SEVERITIES.join(', ')}`, severity === false ? 'write "off" in quotes' : 'write "error", "warning" or "off"')];
}

function textFindings(path: string, text: unknown, remedy: string): Finding[] {
  return typeof text === 'string' && text.trim() !== '' ? [] : [mistake(path, `got ${show(text)}, expected text`, remedy)];
}

function fieldFindings(map: Record<string, unknown>, fields: readonly string[], path: string): Finding[] {
  return Object.keys(map).filter((field) => !fields.includes(field)).map((field) => {
    const meant = closest(field, fields);
    return mistake(`${path}${field}`, `got ${show(field)}, expected one of ${fields.join(', ')}`, meant ? `did you mean "${meant}"?` : 'take it out');
  });
}

function unknownRule(id: unknown, ids: ReadonlySet<string>): [message: string, remedy: string] {
  const mistaken = typeof id === 'string' ? mistakeCalled(id) : undefined;
  if (mistaken !== undefined) return [`there is no rule "${String(id)}"`, `take it out: ${mistaken}`];
  const meant = typeof id === 'string' ? closest(id, ids) : undefined;
  const where = 'see `npx vmo rules` for the ids; a rule of your own comes first';
  return [typeof id === 'string' ? `there is no rule "${id}"` : `got ${show(id)}, expected the id of a rule`, meant ? `did you mean "${meant}"? ${where}` : where];
}

function eachOf(value: unknown, path: string, expected: string, check: (item: any, path: string) => Finding[]): Finding[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [mistake(path, `got ${show(value)}, expected ${expected}`, 'write a list')];
  return value.flatMap((item, index) => check(item, `${path}[${index}]`));
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function mistake(path: string, message: string, remedy: string): Finding {
  return { ruleId: 'POL-1', severity: 'error', path, message, remedy };
}

function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}
