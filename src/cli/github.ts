import { holding, Report, sentence, summary } from './lint-report';
import { oneLine } from './one-line';

/**
 * For a step of GitHub Actions: a workflow command for each finding, which is shown beside its line.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubReport(): Report {
  return {
    head: '',
    found: (findings) => holding(findings).map(({ finding: { severity, file, line, column, ruleId, ...finding } }) =>
      command(severity, { file, line, col: column, title: ruleId }, sentence(finding))).join(''),
    end: (totals) => [
      ...totals.failures.map(({ file, line, column, message }) => command('error', { file, line, col: column, title: 'vmo lint' }, message)),
      ...summary(totals).map((text) => `${oneLine(text)}\n`),
    ].join(''),
  };
}

function command(name: string, properties: Record<string, string | number | undefined>, message: string): string {
  const list = Object.entries(properties).flatMap(([key, value]) => value === undefined ? [] : `${key}=${escaped(String(value), /[%\r\n:,]/g)}`);
  return `::${name} ${list.join(',')}::${escaped(message, /[%\r\n]/g)}\n`;
}

function escaped(text: string, signs: RegExp): string {
  return text.replace(signs, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
