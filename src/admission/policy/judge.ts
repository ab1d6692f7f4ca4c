import { IPolicyRule, Policy, PolicySeverity, PolicySuppression, PolicyViolation } from './policy';
import { STALE, UNDATED } from './rules';
import { selects } from './selector';
import { PolicySubject } from './subject';
import { isMap } from '../../kubevirt/maps';
import { Finding, show, Suppression } from '../finding';
import { Manifest } from '../given';
import { Surroundings } from './surroundings';
import { VmView } from '../vm-view';

/** A finding that somebody accepts. */
export interface Suppressed<F extends Finding = Finding> {
  readonly finding: F;
  readonly suppression: PolicySuppression;
}

/** What a rule of somebody's own could not look at, because it is not known before apply, or not in the run. */
export interface Undecided {
  readonly ruleId: string;
  /** Where it stands. */
  readonly path: string;
}

/** What rules of somebody's own say of an object. */
export interface OwnFindings {
  readonly findings: Finding[];
  readonly undecided: Undecided[];
}

/** What there is to say of an object when all is weighed. */
export interface Judgement<F extends Finding = Finding> {
  /** What holds. */
  readonly findings: F[];
  readonly suppressed: Suppressed<F>[];
  /** Suppressions that would have covered a finding, and are over. */
  readonly expired: Suppressed<F>[];
}

/** What became of suppressions. */
export class Encounters {
  /** Those whose objects were here. */
  public readonly met = new Set<Suppression>();
  /** Those that have covered something. */
  public readonly used = new Set<Suppression>();

  /** Adds what became of them elsewhere. */
  public add({ met, used }: Encounters): void {
    met.forEach((suppression) => this.met.add(suppression));
    used.forEach((suppression) => this.used.add(suppression));
  }
}

/** Holds objects against a policy that is without mistakes. The day, `YYYY-MM-DD`, is given: the clock is not asked. */
export class Judge {
  public readonly encounters = new Encounters();

  constructor(private readonly policy: Policy, private readonly surroundings?: Surroundings, private readonly today?: string) {}

  /** What the policy's own rules say of an object; as they weigh it themselves. */
  public own(manifest: Manifest): OwnFindings {
    const rules = (this.policy.rules ?? []).filter((rule) => this.severityOf(rule) !== PolicySeverity.OFF && appliesTo(rule, manifest));
    if (rules.length === 0 || !this.surroundings) return { findings: [], undecided: [] };
    const subject = PolicySubject._of(manifest, this.surroundings);
    const answers = rules.map((rule) => answer(rule, subject));
    return { findings: answers.flatMap(({ findings }) => findings), undecided: answers.flatMap(({ undecided }) => undecided) };
  }

  /** Weighs the findings on an object: severities, then suppressions, first those given for the object itself. */
  public judge<F extends Finding>(manifest: Manifest | undefined, findings: readonly F[], own: readonly Suppression[] = []): Judgement<F> {
    const { severities = {}, suppressions = [] } = this.policy;
    const judgement = { findings: [] as F[], suppressed: [] as Suppressed<F>[], expired: [] as Suppressed<F>[] };
    if (findings.length === 0 && suppressions.length === 0) return judgement;
    const here: PolicySuppression[] = [...own, ...suppressions.filter(({ objects }) => selects(objects, manifest))];
    if (manifest) here.forEach((one) => this.encounters.met.add(one));
    for (const given of findings) {
      const severity = Object.hasOwn(severities, given.ruleId) ? severities[given.ruleId] : undefined;
      if (severity === PolicySeverity.OFF) continue;
      const finding = severity === undefined || severity === given.severity ? given : { ...given, severity };
      const matching = here.filter(({ rule }) => rule === finding.ruleId);
      const suppression = matching.find((one) => !this.isOver(one));
      const [over] = matching;
      matching.forEach((one) => this.encounters.used.add(one));
      if (suppression) {
        judgement.suppressed.push({ finding, suppression });
      } else if (over) {
        judgement.expired.push({ finding, suppression: over });
        judgement.findings.push({ ...finding, message: `${finding.message}; it was accepted until ${over.expires} (${over.reason})` });
      } else {
        judgement.findings.push(finding);
      }
    }
    return judgement;
  }

  /** What there is to say of the policy's suppressions, when all objects are judged. */
  public notes(): Finding[] {
    const suppressions = this.policy.suppressions ?? [];
    const pathOf = (suppression: PolicySuppression) => `suppressions[${suppressions.indexOf(suppression)}]`;
    return this.judge(undefined, [
      ...undatedFindings(suppressions, this.today, (index) => `suppressions[${index}]`),
      ...suppressions.filter((one) => isStale(one, this.encounters)).map((one) => staleFinding(one, pathOf(one))),
    ]).findings;
  }

  private severityOf({ id, severity = PolicySeverity.ERROR }: IPolicyRule): PolicySeverity {
    return this.policy.severities?.[id] ?? severity;
  }

  /** Without a day, nothing is over. The last day is one on which it holds. */
  private isOver({ expires }: Suppression): boolean {
    return expires !== undefined && this.today !== undefined && this.today > expires;
  }
}

/** Suppressions whose end nobody can tell. */
export function undatedFindings(suppressions: readonly Suppression[], today: string | undefined, pathOf: (index: number) => string): Finding[] {
  if (today !== undefined) return [];
  const { id: ruleId, severity, phase } = UNDATED;
  return suppressions.flatMap(({ rule, expires }, index) => expires === undefined ? [] : [{
    ruleId,
    severity,
    phase,
    path: `${pathOf(index)}.expires`,
    message: `"${rule}" is accepted until ${expires}, and nobody says what day it is: it holds without an end`,
    remedy: 'say the day: Admission.of(app).on(\'2026-01-31\') in an app, --today 2026-01-31 for vmo lint',
  }]);
}

/** Whether the objects that a suppression names are here, and have nothing to accept. What is about others may be needed where they are. */
export function isStale(suppression: PolicySuppression, { met, used }: Encounters): boolean {
  return suppression.objects !== undefined && met.has(suppression) && !used.has(suppression);
}

export function staleFinding({ rule }: PolicySuppression, path: string): Finding {
  const { id: ruleId, severity, phase } = STALE;
  return { ruleId, severity, phase, path, message: `"${rule}" is accepted of objects that are here, and they have nothing of the kind`, remedy: 'take it out' };
}

function appliesTo({ appliesTo: kinds }: IPolicyRule, manifest: Manifest): boolean {
  if (!kinds) return VmView.of(manifest) !== undefined;
  return kinds.some((kind) => kind === '*' || kind === manifest.kind);
}

function answer(rule: IPolicyRule, subject: PolicySubject): OwnFindings {
  const { violations, asked, mistake } = asking(rule, subject);
  if (mistake !== undefined) return { findings: [mistakeOf(rule, mistake)], undecided: [] };
  // What hangs on something that is not known is held against nobody.
  if (asked !== undefined) return { findings: [], undecided: [{ ruleId: rule.id, path: asked }] };
  const { id: ruleId, severity = PolicySeverity.ERROR } = rule;
  return {
    undecided: [],
    findings: violations.map(({ path, message, remedy }) => ({
      ruleId,
      severity: severity === PolicySeverity.WARNING ? 'warning' : 'error',
      phase: 'runtime',
      path: path ?? 'metadata.name',
      message,
      remedy: remedy ?? rule.remedy ?? `do as "${rule.title}" says`,
    })),
  };
}

interface Answer {
  readonly violations: readonly PolicyViolation[];
  /** The first thing that the rule asked for and that is not known. */
  readonly asked?: string;
  readonly mistake?: string;
}

function asking(rule: IPolicyRule, subject: PolicySubject): Answer {
  let violations: PolicyViolation[];
  subject._begin();
  try {
    violations = rule.check(subject);
  } catch (error) {
    // What is not known reads as nothing, and a rule may stumble over that.
    if (subject._asked !== undefined) return { violations: [], asked: subject._asked };
    return { violations: [], mistake: error instanceof Error ? error.message : show(error) };
  }
  const isSound = Array.isArray(violations) && violations.every(isViolation);
  return { violations, asked: subject._asked, mistake: isSound ? undefined : `it gave ${show(violations)}, expected a list of violations, each with a message` };
}

function isViolation(value: unknown): value is PolicyViolation {
  return isMap(value) && typeof value.message === 'string' && value.message !== ''
    && [value.path, value.remedy].every((text) => text === undefined || text === null || typeof text === 'string');
}

/** Has an id of its own, which nobody can suppress: a rule that fails must not pass for one that has nothing to say. */
function mistakeOf({ id }: IPolicyRule, mistake: string): Finding {
  return { ruleId: 'POL-1', severity: 'error', path: '', message: `the check of rule "${id}" failed: ${mistake}`, remedy: `correct the check of "${id}"` };
}
