import { Annotations } from 'cdktf';
import { IConstruct } from 'constructs';
import { Admission } from './admission';
import { AdmissionOutcome, AdmissionRecord } from './record';
import { Finding, Suppression, UNKNOWN } from '../admission/finding';
import { Manifest } from '../admission/given';
import { Judge, Judgement, Suppressed, undatedFindings } from '../admission/policy/judge';
import { suppressionFindings, RULE_IDS } from '../admission/policy/mistakes';
import { Surroundings } from '../admission/policy/surroundings';

/** What a construct makes, and what is found in it. */
export interface Case {
  /** What is only known at apply stands in them as `UNKNOWN`. The last one is what the construct is. */
  readonly manifests: readonly Manifest[];
  /** What is found in one of them, with what rules of somebody's own have found. */
  readonly findingsOf: (index: number, own: readonly Finding[]) => Finding[];
  /** What is found beside that. */
  readonly findings: readonly Finding[];
  /** What is accepted of this construct alone. */
  readonly suppress: readonly Suppression[];
  readonly surroundings: () => Surroundings;
}

/** What of all that is found in a construct holds, after the policies of its scopes and what is accepted of it. The rest goes into the report. */
export function judged(construct: IConstruct, { manifests, findingsOf, findings, suppress, surroundings }: Case): Finding[] {
  const inForce = Admission._at(construct);
  if (!inForce && suppress.length === 0) return [...findings, ...manifests.flatMap((_, index) => findingsOf(index, []))];
  const { policy = {}, today, ids = RULE_IDS, admissions = [] } = inForce ?? {};
  const judge = new Judge(policy, surroundings(), today);
  const unsound = suppress.map((suppression, index) => suppressionFindings(suppression, `suppress[${index}]`, ids));
  const own = suppress.filter((_, index) => unsound[index].length === 0);
  const judgements = manifests.map((manifest, index) => {
    const { findings: found, undecided } = judge.own(manifest);
    record(construct, undecided.map(({ ruleId, path }) => ({ outcome: AdmissionOutcome.UNDECIDED, rule: ruleId, object: nameOf(manifest), path })));
    const all = findingsOf(index, found);
    const judgement = judge.judge(manifest, index === manifests.length - 1 ? [...findings, ...all] : all, own);
    recordJudgement(construct, manifest, judgement);
    return judgement;
  });
  admissions.forEach((admission) => admission._met(judge.encounters));
  record(construct, own.filter((one) => !judge.encounters.used.has(one)).map(({ rule, reason, expires }) =>
    ({ outcome: AdmissionOutcome.UNUSED, rule, reason, expires })));
  return [
    ...judgements.flatMap((judgement) => judgement.findings),
    ...unsound.flat(),
    ...judge.judge(undefined, undatedFindings(own, today, (index) => `suppress[${suppress.indexOf(own[index])}]`)).findings,
  ];
}

function recordJudgement(construct: IConstruct, manifest: Manifest, { suppressed, expired }: Judgement): void {
  const object = nameOf(manifest);
  const row = (outcome: AdmissionOutcome) => ({ finding: { ruleId: rule, path, message }, suppression: { reason, expires } }: Suppressed) =>
    ({ outcome, rule, object, path, message, reason, expires });
  record(construct, [...suppressed.map(row(AdmissionOutcome.SUPPRESSED)), ...expired.map(row(AdmissionOutcome.EXPIRED))]);
  for (const { finding: { path, message, ruleId }, suppression: { reason, expires } } of suppressed) {
    Annotations.of(construct).addInfo(`suppressed${expires === undefined ? '' : ` until ${expires}`}: ${path}: ${message}: ${reason} [${ruleId}]`);
  }
}

function record(construct: IConstruct, rows: readonly Omit<AdmissionRecord, 'construct'>[]): void {
  if (rows.length === 0) return;
  Admission._record(construct, rows.map(({ outcome, rule, ...row }) => ({ outcome, rule, construct: construct.node.path, ...row })));
}

function nameOf({ kind, metadata }: Manifest): string {
  const name = [metadata?.namespace, metadata?.name ?? metadata?.generateName].filter((part) => part !== undefined)
    .map((part) => part === UNKNOWN ? '(known after apply)' : String(part));
  return `${String(kind)} ${name.join('/')}`;
}
