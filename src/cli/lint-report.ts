import { keyOfFact } from './cluster-file';
import { SourceObject } from './source';
import { SkippedRule } from '../admission/admit-all';
import { Finding, Phase } from '../admission/finding';
import { Fact } from '../admission/rule';
import { VmView } from '../admission/vm-view';

/** A finding, and where it stands; line and column count from 1. */
export interface LintFinding extends Finding {
  readonly phase: Phase;
  readonly file: string;
  /** Which of the documents of the file that hold something, from 1. */
  readonly document: number;
  readonly line: number;
  readonly column: number;
}

/** What a run found. */
export interface LintReport {
  readonly documents: number;
  readonly objects: readonly SourceObject[];
  /** Those of them that no rule looks at. */
  readonly ignored: readonly SourceObject[];
  /** In the order of the files, each with the object that it is about. */
  readonly findings: readonly { readonly finding: LintFinding; readonly object?: SourceObject }[];
}

/** For programs: the findings alone. */
export function jsonReport({ findings }: LintReport): string {
  return `${JSON.stringify(findings.map(({ finding: { ruleId, severity, phase, file, document, path, line, column, message, remedy } }) =>
    ({ ruleId, severity, phase, file, document, path, line, column, message, remedy })), null, 2)}\n`;
}

/** For people: a paragraph for each object that something is wrong with, and what there was in all. */
export function textReport(report: LintReport): string {
  let above: SourceObject | undefined;
  const lines = report.findings.flatMap(({ finding, object }, index) => {
    const heading = index > 0 && object === above ? [] : [...(index > 0 ? [''] : []), object ? titleOf(object) : 'Text'];
    above = object;
    return [...heading, `  ${findingText(finding)}`];
  });
  return [...lines, ...(lines.length > 0 ? [''] : []), ...summary(report), ''].join('\n');
}

function titleOf({ manifest: { kind, metadata } }: SourceObject): string {
  return [kind, [metadata?.namespace, metadata?.name ?? metadata?.generateName].filter((name) => typeof name === 'string').join('/')].join(' ').trim();
}

function findingText({ file, line, path, message, remedy, ruleId, severity }: LintFinding): string {
  return `${file}:${line}: ${path === '' ? '' : `${path}: `}${message} → ${remedy} [${ruleId}${severity === 'warning' ? ', warning' : ''}]`;
}

function summary({ documents, objects, ignored, findings }: LintReport): string[] {
  const of = (wanted: string) => findings.filter(({ finding: { severity } }) => severity === wanted).length;
  const guests = objects.filter(({ manifest }) => VmView.of(manifest));
  const kinds = new Map<string, number>();
  ignored.forEach(({ manifest: { kind } }) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  return [
    [count(documents, 'document'), count(guests.length, 'virtual machine'), count(of('error'), 'error'), count(of('warning'), 'warning')].join(', '),
    ...(kinds.size > 0 ? [`not looked at: ${[...kinds].map(([kind, times]) => times === 1 ? kind : `${times} ${kind}`).join(', ')}`] : []),
  ];
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** Which rules say nothing as long as a fact is not known. */
export function skippedText(rules: readonly SkippedRule[]): string {
  const byFact = new Map<Fact, string[]>();
  for (const { id, missing } of rules) {
    for (const fact of missing) byFact.set(fact, [...byFact.get(fact) ?? [], id]);
  }
  return [...byFact].map(([fact, ids]) => `not checked without ${keyOfFact(fact)} in the cluster file: ${ids.join(', ')}\n`).join('');
}
