import { LintOptions, lintOptions } from './lint-options';
import { jsonReport, LintFinding, LintReport, skippedText, textReport } from './lint-report';
import { nameless } from './nameless';
import { Outcome } from './outcome';
import { LINT_RULES, rulesTable } from './rules';
import { readSource, Source, SourceFinding, SourceObject } from './source';
import { admitAll, skippedRules } from '../admission/admit-all';
import { Finding } from '../admission/finding';
import { isKnownByOthers } from '../admission/given';
import { kindOf } from '../admission/kinds';
import { ClusterFacts } from '../admission/rule';

/** `vmo lint FILE…`: what the cluster would say of manifests, and what would only show when the VMs start. */
export function lint(args: string[]): Outcome {
  let options: LintOptions;
  try {
    options = lintOptions(args);
  } catch (error) {
    return { code: 2, out: '', err: `${(error as Error).message}\n` };
  }
  return options.rules ? { code: 0, out: rulesTable(LINT_RULES, options.format), err: '' } : run(options);
}

function run({ files, format, facts, strict }: LintOptions): Outcome {
  const sources = files.map(readSource);
  const report = reportOf(sources, facts);
  const unreadable = sources.flatMap(({ file, unreadable: texts }) => texts.map(({ position, message }) =>
    `${file}${position ? `:${position.line}` : ''}: ${message}\n`));
  return {
    code: unreadable.length > 0 ? 2 : report.findings.some(({ finding }) => finding.severity === 'error') ? 1 : 0,
    out: format === 'json' ? jsonReport(report) : textReport(report),
    err: [...unreadable, strict ? skippedText(skippedRules(report.objects.map(({ manifest }) => manifest), facts)) : ''].join(''),
  };
}

/** All that is read goes to one cluster, together. */
function reportOf(sources: readonly Source[], facts: ClusterFacts): LintReport {
  const objects = sources.flatMap((source) => source.objects);
  const admitted = admitAll(objects.map(({ manifest }) => manifest), facts);
  const findingsOf = new Map(objects.map((object, index) =>
    [object, [...nameless(object.manifest), ...admitted[index]].map((finding) => placed(object, finding))]));
  return {
    documents: sources.reduce((sum, { documents }) => sum + documents, 0),
    objects,
    ignored: objects.filter(({ manifest }) => !kindOf(manifest) && !isKnownByOthers(manifest)),
    findings: sources.flatMap((source) => quoted(
      source.findings.map((finding) => ({ finding, object: source.objects.find((object) => isIn(object, finding)) })),
      source.objects.flatMap((object) => findingsOf.get(object)!.map((finding) => ({ finding, object }))),
    ).sort((one, other) => inOrder(one.finding, other.finding))),
  };
}

/** Where text is expected and the quotes are missing, one finding says both: what the server refuses, and how it comes about. */
function quoted(ofTexts: readonly Placed<SourceFinding>[], ofObjects: readonly Placed[]): Placed[] {
  const wrong = new Map(ofObjects.filter(({ finding }) => isNoText(finding)).map(({ finding }) => [placeOf(finding), finding]));
  const missing = ofTexts.map(({ finding, object }) => {
    const refused = finding.asText === undefined ? undefined : wrong.get(placeOf(finding));
    return { object, refused, finding: refused ? { ...finding, severity: refused.severity, phase: refused.phase, remedy: `write ${finding.asText}` } : finding };
  });
  const said = new Set<LintFinding | undefined>(missing.map(({ refused }) => refused));
  return [...missing, ...ofObjects.filter(({ finding }) => !said.has(finding))];
}

type Placed<F extends LintFinding = LintFinding> = { readonly finding: F; readonly object?: SourceObject };

function isNoText({ ruleId, message }: LintFinding): boolean {
  return ruleId === 'SCH-2' && message.endsWith(', expected text');
}

function placeOf({ document, path }: LintFinding): string {
  return `${document} ${path}`;
}

function placed({ file, document, at, position }: SourceObject, finding: Finding): LintFinding {
  const path = at === '' || finding.path === '' ? `${at}${finding.path}` : `${at}.${finding.path}`;
  return { phase: 'runtime', ...finding, path, file, document, ...position(path) };
}

function isIn({ document, at }: SourceObject, finding: LintFinding): boolean {
  return document === finding.document && (at === '' || finding.path.startsWith(`${at}.`));
}

function inOrder(one: LintFinding, other: LintFinding): number {
  return one.document - other.document || one.line - other.line || one.column - other.column
    || alphabetically(one.ruleId, other.ruleId) || alphabetically(one.path, other.path);
}

function alphabetically(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
