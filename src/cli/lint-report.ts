import { keyOfFact } from './cluster-file';
import { oneLine } from './one-line';
import { SourceObject } from './source';
import { SkippedRule } from '../admission/admit-all';
import { Finding, Phase } from '../admission/finding';
import { Fact } from '../admission/rule';

/** A finding, and where it stands; line and column count from 1. */
export interface LintFinding extends Finding {
  readonly phase: Phase;
  readonly file: string;
  /** Which of the documents of the file that hold something, from 1. */
  readonly document: number;
  readonly line: number;
  readonly column: number;
}

/** A finding, the object that it is about, and why somebody accepts it, if so. */
export interface Reported<F extends LintFinding = LintFinding> {
  readonly finding: F;
  readonly object?: SourceObject;
  readonly accepted?: Acceptance;
}

/** Why a finding is accepted, and whether its own construct does, or a policy. */
export interface Acceptance {
  readonly reason: string;
  readonly by: 'construct' | 'policy';
}

/** What rules of somebody's own could not decide. */
export interface OpenQuestion {
  readonly ruleId: string;
  readonly object: SourceObject;
  /** What of it is not known. */
  readonly path: string;
}

/** What could not be read or checked. */
export interface Failure {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** What there was in all. */
export interface Totals {
  readonly documents: number;
  readonly guests: number;
  readonly errors: number;
  readonly warnings: number;
  readonly suppressed: number;
  /** Objects that no rule looks at, by kind. */
  readonly ignored: ReadonlyMap<string, number>;
  /** Files of folders with nothing in them that is a Kubernetes object. */
  readonly passedOver: number;
  readonly failures: readonly Failure[];
  /** What is not checked as long as no more is known. */
  readonly skipped: readonly string[];
  readonly code: number;
}

/** What is printed of a run, piece by piece: what is found in a file is not kept. */
export interface Report {
  /** What stands before all. */
  readonly head: string;
  /** What is found in a file, in order. */
  found(findings: readonly Reported[]): string;
  /** What stands behind all. */
  end(totals: Totals): string;
}

/** For programs: the findings alone. */
export function jsonReport(): Report {
  let separator = '';
  return {
    head: '[',
    found: (findings) => holding(findings).map(({ finding, object }) => {
      const { ruleId, severity, phase, file, document, path, line, column, message, remedy } = finding;
      const text = JSON.stringify({ ruleId, severity, phase, file, origin: object?.origin, document, path, line, column, message, remedy }, null, 2);
      const item = `${separator}\n  ${text.replaceAll('\n', '\n  ')}`;
      separator = ',';
      return item;
    }).join(''),
    end: () => separator === '' ? ']\n' : '\n]\n',
  };
}

/** For people: a paragraph for each object that something is wrong with, and what there was in all. */
export function textReport(): Report {
  let above: { readonly object?: SourceObject } | undefined;
  return {
    head: '',
    found: (findings) => holding(findings).flatMap(({ finding, object }) => {
      const heading = above && object === above.object ? [] : [...(above ? [''] : []), object ? titleOf(object) : 'Text'];
      above = { object };
      return [...heading, `  ${findingText(finding)}`];
    }).map((line) => `${oneLine(line)}\n`).join(''),
    end: (totals) => [...(above ? [''] : []), ...summary(totals)].map((line) => `${oneLine(line)}\n`).join(''),
  };
}

/** Those that nobody has accepted. */
export function holding(findings: readonly Reported[]): readonly Reported[] {
  return findings.filter(({ accepted }) => accepted === undefined);
}

function titleOf({ manifest: { kind, metadata }, origin }: SourceObject): string {
  const name = [metadata?.namespace, metadata?.name ?? metadata?.generateName].filter((part) => typeof part === 'string').join('/');
  return [kind, name, origin === undefined ? '' : `(${origin})`].filter((part) => part !== '').join(' ');
}

function findingText({ file, line, ruleId, severity, ...finding }: LintFinding): string {
  return `${file}:${line}: ${sentence(finding)} [${ruleId}${severity === 'warning' ? ', warning' : ''}]`;
}

/** Where in the object, what is wrong, and what to do. */
export function sentence({ path, message, remedy }: Pick<Finding, 'path' | 'message' | 'remedy'>): string {
  return `${path === '' ? '' : `${path}: `}${message} → ${remedy}`;
}

export function failureText({ file, line, message }: Failure): string {
  return `${oneLine(`${file}${line === undefined ? '' : `:${line}`}: ${message}`)}\n`;
}

/** What there was in all, for people. */
export function summary({ documents, guests, errors, warnings, suppressed, ignored, passedOver }: Totals): string[] {
  return [
    [
      count(documents, 'document'), count(guests, 'virtual machine'), count(errors, 'error'), count(warnings, 'warning'),
      ...(suppressed > 0 ? [`${suppressed} accepted`] : []),
    ].join(', '),
    ...(ignored.size > 0 ? [`not looked at: ${[...ignored].map(([kind, times]) => times === 1 ? kind : `${times} ${kind}`).join(', ')}`] : []),
    ...(passedOver > 0 ? [`passed over: ${count(passedOver, 'file')} without a Kubernetes object`] : []),
  ];
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** Which of somebody's own rules could not decide on which object. */
export function openTexts(questions: readonly OpenQuestion[]): string[] {
  return questions.map(({ ruleId, object, path }) => oneLine(`not checked by ${ruleId}, as ${path} is not known: ${titleOf(object)}`));
}

/** Which rules say nothing as long as a fact is not known. */
export function skippedTexts(rules: readonly SkippedRule[]): string[] {
  const byFact = new Map<Fact, Set<string>>();
  for (const { id, missing } of rules) {
    for (const fact of missing) byFact.set(fact, (byFact.get(fact) ?? new Set()).add(id));
  }
  return [...byFact].map(([fact, ids]) => `not checked without ${keyOfFact(fact)} in the cluster file: ${[...ids].join(', ')}`);
}
