import { createHash } from 'crypto';
import { isAbsolute, relative, sep } from 'path';
import { pathToFileURL } from 'url';
import { explanation, pageOf, RULES_PAGE } from './explain';
import { Failure, LintFinding, Report, Reported, sentence, Totals } from './lint-report';
import { oneLine } from './one-line';
import { SourceObject } from './source';
import { version } from './version';
import { RuleInfo } from '../admission/admit';

/**
 * For code scanning. Says of each rule that found something what it is; the same input makes the same bytes, wherever it is read.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(rules: readonly RuleInfo[]): Report {
  const used = new Map<string, number>();
  const repeated = new Map<string, number>();
  let separator = '';
  return {
    head: `{
"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
"version": "2.1.0",
"runs": [{
"columnKind": "utf16CodeUnits",
"originalUriBaseIds": ${JSON.stringify({ [ROOT]: { description: { text: 'The folder that vmo lint runs in.' } } })},
"results": [`,
    found: (findings) => findings.map((reported) => {
      const { ruleId } = reported.finding;
      if (!used.has(ruleId)) used.set(ruleId, used.size);
      const item = `${separator}\n${JSON.stringify(resultOf(reported, used.get(ruleId)!, repeated))}`;
      separator = ',';
      return item;
    }).join(''),
    end: (totals) => `
],
"tool": ${JSON.stringify({ driver: driverOf([...used.keys()], rules) })},
"invocations": ${JSON.stringify([invocationOf(totals)])}
}]
}
`,
  };
}

/** What relative paths are relative to; whoever reads it knows where that is. */
const ROOT = '%SRCROOT%';

function driverOf(used: readonly string[], rules: readonly RuleInfo[]): object {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    name: 'vmo lint',
    informationUri: RULES_PAGE.replace(/#.*/, ''),
    semanticVersion: version(),
    rules: used.map((id) => ruleOf(known.get(id)) ?? { id }),
  };
}

function ruleOf(rule: RuleInfo | undefined): object | undefined {
  return rule && {
    id: rule.id,
    shortDescription: { text: rule.title },
    help: { text: explanation(rule) },
    helpUri: pageOf(rule),
    defaultConfiguration: { level: rule.severity },
    properties: { phase: rule.phase, tags: ['kubevirt', rule.phase] },
  };
}

function resultOf({ finding, object, accepted }: Reported, ruleIndex: number, repeated: Map<string, number>): object {
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: finding.severity,
    message: { text: oneLine(sentence(finding)) },
    locations: [{ physicalLocation: placeOf(finding), logicalLocations: [logicalOf(finding, object)] }],
    partialFingerprints: { 'vmoFinding/v1': fingerprint(finding, object, repeated) },
    ...(accepted !== undefined && { suppressions: [{ kind: accepted.by === 'construct' ? 'inSource' : 'external', status: 'accepted', justification: accepted.reason }] }),
    properties: { phase: finding.phase, ...(object?.origin !== undefined && { origin: object.origin }) },
  };
}

function placeOf({ file, line, column }: Omit<Failure, 'message'>): object {
  return {
    artifactLocation: artifactOf(file),
    ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
  };
}

/** With a path that is below the folder the command runs in, where that can be. */
function artifactOf(file: string): object {
  const path = isAbsolute(file) ? relative(process.cwd(), file) : file;
  if (isAbsolute(path) || path.split(sep).includes('..')) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).filter((step) => step !== '.').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

function logicalOf({ path }: LintFinding, object: SourceObject | undefined): object {
  return { fullyQualifiedName: [object ? nameOf(object) : 'text', path].filter((part) => part !== '').join(' ') };
}

function nameOf({ manifest: { kind, metadata } }: SourceObject): string {
  return [kind, metadata?.namespace, metadata?.name ?? metadata?.generateName].filter((part) => typeof part === 'string').join('/');
}

/** Stays the same when lines move: what is said of which object, and the how many-th time. */
function fingerprint({ ruleId, file, path }: LintFinding, object: SourceObject | undefined, repeated: Map<string, number>): string {
  const about = JSON.stringify([ruleId, artifactOf(file), object ? nameOf(object) : '', path]);
  const times = (repeated.get(about) ?? 0) + 1;
  repeated.set(about, times);
  return `${createHash('sha256').update(about).digest('hex').slice(0, 32)}:${times}`;
}

function invocationOf({ failures, skipped, code }: Totals): object {
  return {
    executionSuccessful: code !== 2,
    exitCode: code,
    toolExecutionNotifications: failures.map(({ message, ...place }) =>
      ({ level: 'error', message: { text: oneLine(message) }, locations: [{ physicalLocation: placeOf(place) }] })),
    toolConfigurationNotifications: skipped.map((text) => ({ level: 'note', message: { text } })),
  };
}
