import { NAME_RULE } from './nameless';
import { ALL_RULES, RuleInfo } from '../admission/admit';
import { YAML_RULES } from '../yaml/rules';

/** Every rule there is: those at synth, and those of `vmo lint` alone. */
export const LINT_RULES: readonly RuleInfo[] = [...ALL_RULES, ...YAML_RULES, NAME_RULE];

/** How a table is printed. */
export type TableFormat = 'text' | 'json';

export const TABLE_FORMATS: readonly TableFormat[] = ['text', 'json'];

/** The table of rules. */
export function rulesTable(rules: readonly RuleInfo[], format: TableFormat): string {
  if (format === 'json') return `${JSON.stringify(rules, null, 2)}\n`;
  const width = Math.max(8, ...rules.map(({ id }) => id.length + 1)); // those of a policy may be long
  return rules.map(({ id, severity, title }) => `${id.padEnd(width)}${severity.padEnd(9)}${title}\n`).join('');
}
