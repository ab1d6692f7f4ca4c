import { LintFinding, OpenQuestion, Reported } from './lint-report';
import { nameless } from './nameless';
import { PolicyFile } from './policy-file';
import { joined, Places, Source, SourceFinding, SourceObject, whyUnchecked } from './source';
import { admitTogether } from '../admission/admit-all';
import { Finding, Suppression } from '../admission/finding';
import { Manifest, withManifests } from '../admission/given';
import { Judge } from '../admission/policy/judge';
import { surroundingsOf } from '../admission/policy/surroundings';
import { ClusterFacts } from '../admission/rule';
import { Position, Unreadable } from '../yaml/unreadable';

/** What there is to say of a source. */
export interface Linted {
  readonly file: string;
  /** In the order in which they stand there. */
  readonly findings: readonly Reported[];
  readonly unreadable: readonly Unreadable[];
  readonly open: readonly OpenQuestion[];
}

/** Who weighs the findings on manifests that go to one cluster together. */
export function judgeOf(sources: readonly Source[], facts: ClusterFacts, file?: PolicyFile, today?: string): Judge {
  const manifests = manifestsOf(sources);
  return new Judge(file?.policy ?? {}, surroundingsOf(manifests, withManifests(facts, manifests)), today);
}

/** Lints what goes to one cluster together, one source after the other. */
export function* lintTogether(sources: readonly Source[], facts: ClusterFacts, judge: Judge): Iterable<Linted> {
  const admitOne = admitTogether(manifestsOf(sources), facts);
  let index = 0;
  for (const source of sources) {
    const unreadable: Unreadable[] = [];
    const open: OpenQuestion[] = [];
    const place = placing(source.places(), unreadable);
    const found = source.objects.map((object): Reported[] => {
      index += 1;
      try {
        const own = judge.own(object.manifest);
        open.push(...own.undecided.map((undecided) => ({ ...undecided, object })));
        const all = [...nameless(object.manifest), ...admitOne(index - 1), ...own.findings];
        return all.map((finding) => ({ finding: placed(object, finding, place), object }));
      } catch (error) {
        unreadable.push(new Unreadable(whyUnchecked(error), place(object.document, object.at)));
        return [];
      }
    });
    const byObject = new Map<SourceObject | undefined, LintFinding[]>([undefined, ...source.objects].map((object) => [object, []]));
    for (const { finding, object } of quoted(source, found.flat())) byObject.get(object)!.push(finding);
    const findings = [...byObject].flatMap(([object, all]) => judged(object, all, judge)).sort((one, other) => inOrder(one.finding, other.finding));
    yield { file: source.file, findings, unreadable, open };
  }
}

/**
 * What is left of the findings on an object when they are weighed. One without any is judged, too: then, nothing needs to be accepted of it.
 * What the construct accepts that made it is this one finding, and not others of the rule.
 */
function judged(object: SourceObject | undefined, all: readonly LintFinding[], judge: Judge): Reported[] {
  const accepted = new Map(all.flatMap((finding) => {
    const own = object?.accepting?.(finding);
    return own ? [[finding, own] as const] : [];
  }));
  const judgements = [
    judge.judge(object?.manifest, all.filter((finding) => !accepted.has(finding))),
    ...[...accepted].map(([finding, own]) => judge.judge(object?.manifest, [finding], [own])),
  ];
  const own = new Set<Suppression>(accepted.values());
  return judgements.flatMap(({ findings, suppressed }): Reported[] => [
    ...findings.map((finding) => ({ finding, object })),
    ...suppressed.map(({ finding, suppression }) => ({
      finding, object, accepted: { reason: suppression.reason, by: own.has(suppression) ? 'construct' as const : 'policy' as const },
    })),
  ]);
}

/** What there is to say of the policy itself, when all is judged: a suppression that covers nothing covers nothing on any cluster. */
export function policyNotes({ file, position }: PolicyFile, judges: readonly Judge[]): Reported[] {
  const [first = [], ...others] = judges.map((judge) => judge.notes());
  return first.filter(({ ruleId, path }) => others.every((notes) => notes.some((note) => note.ruleId === ruleId && note.path === path)))
    .map((finding) => ({ finding: { phase: 'runtime', ...finding, file, document: 1, ...position(finding.path) } }));
}

export function manifestsOf(sources: readonly Source[]): Manifest[] {
  return sources.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
}

/** Where values stand; where that cannot be found out any more, that is said once. */
function placing(places: Places, unreadable: Unreadable[]): Places {
  let failed: Unreadable | undefined;
  return (document, path): Position => {
    if (!failed) {
      try {
        return places(document, path);
      } catch (error) {
        failed = new Unreadable((error as Error).message);
        unreadable.push(failed);
      }
    }
    return { line: 1, column: 1 };
  };
}

function placed({ file, document, at }: SourceObject, finding: Finding, place: Places): LintFinding {
  const path = joined(at, finding.path);
  return { phase: 'runtime', ...finding, path, file, document, ...place(document, path) };
}

/** Where text is expected and the quotes are missing, one finding says both: what the server refuses, and how it comes about. */
function quoted(source: Source, ofObjects: readonly Reported[]): Reported[] {
  const wrong = new Map(ofObjects.filter(({ finding }) => isNoText(finding)).map(({ finding }) => [placeOf(finding), finding]));
  const said = new Set<LintFinding>();
  const byPlace = new Map(source.objects.map((object) => [`${object.document} ${object.at}`, object]));
  const ofTexts = source.findings.map((finding: SourceFinding): Reported => {
    const object = [...above(finding.path)].map((at) => byPlace.get(`${finding.document} ${at}`)).find((one) => one !== undefined);
    const refused = finding.asText === undefined ? undefined : wrong.get(placeOf(finding));
    if (!refused) return { finding, object };
    said.add(refused);
    return { finding: { ...finding, severity: refused.severity, phase: refused.phase, remedy: `write ${finding.asText}` }, object };
  });
  return [...ofTexts, ...ofObjects.filter(({ finding }) => !said.has(finding))];
}

/** Where the object may stand that has something at a path: `items[3].items[0]`, `items[3]`, or all of the document. */
function* above(path: string): Iterable<string> {
  let [at] = /^(items\[\d+\]\.?)*/.exec(path)!;
  for (; at !== ''; at = at.replace(/(^|\.)items\[\d+\]\.?$/, '')) yield at.replace(/\.$/, '');
  yield '';
}

function isNoText({ ruleId, message }: LintFinding): boolean {
  return ruleId === 'SCH-2' && message.endsWith(', expected text');
}

function placeOf({ document, path }: LintFinding): string {
  return `${document} ${path}`;
}

function inOrder(one: LintFinding, other: LintFinding): number {
  return one.document - other.document || one.line - other.line || one.column - other.column
    || alphabetically(one.ruleId, other.ruleId) || alphabetically(one.path, other.path);
}

function alphabetically(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
