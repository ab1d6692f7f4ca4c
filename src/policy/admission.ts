import { Aspects, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { AdmissionOutcome, AdmissionRecord } from './record';
import { Finding } from '../admission/finding';
import { Encounters, isStale, Judge, staleFinding, undatedFindings } from '../admission/policy/judge';
import { policyFindings, RULE_IDS, todayFindings } from '../admission/policy/mistakes';
import { IPolicyRule, Policy, PolicySeverity, PolicySuppression, withoutNulls } from '../admission/policy/policy';
import { annotate, propFinding, report } from '../construct/report';

/** What holds at a construct: the policies of all scopes that it is in. @internal */
export interface InForce {
  readonly policy: Policy;
  readonly today?: string;
  /** Ids of all rules, one's own included. */
  readonly ids: ReadonlySet<string>;
  /** From the nearest to the outermost. */
  readonly admissions: readonly Admission[];
}

/**
 * What a platform team asks of all that is in a scope, beside what the cluster does: rules of its own, how much findings weigh, and findings
 * that are accepted.
 *
 * Rules of several scopes add up, as do suppressions; of severities and days, the nearest scope's count. Set it before the constructs are made
 * that it is about: everything here throws where one of them was looked at already.
 */
export class Admission {
  /** Of a scope and everything below it: an app, a stack, or any other construct. */
  public static of(scope: IConstruct): Admission {
    const admissions = admissionsOf(scope);
    const known = admissions.get(scope) ?? new Admission(scope);
    admissions.set(scope, known);
    return known;
  }

  /** What holds at a construct, which is looked at now: nothing of it changes any more. @internal */
  public static _at(construct: IConstruct): InForce | undefined {
    const scopes: IConstruct[] = construct.node.scopes;
    for (const one of [...scopes].reverse()) {
      if (FIRST.has(one)) break; // and so have those above
      FIRST.set(one, construct.node.path);
    }
    const admissions = ADMISSIONS.get(construct.node.root);
    if (!admissions) return undefined;
    const chain = scopes.flatMap((one) => admissions.get(one) ?? []).reverse();
    return chain[0]?.enforced(chain, construct);
  }

  /** Writes down what became of a finding. @internal */
  public static _record(construct: IConstruct, records: readonly AdmissionRecord[]): void {
    const { root } = construct.node;
    const known = RECORDS.get(root) ?? [];
    known.push(...records.map((record) => ({ construct, record })));
    RECORDS.set(root, known);
  }

  private readonly rules: IPolicyRule[] = [];
  private readonly severities: Record<string, PolicySeverity> = {};
  private readonly suppressions: PolicySuppression[] = [];
  private readonly encounters = new Encounters();
  private today?: string;
  private inForce?: InForce;

  private constructor(private readonly scope: IConstruct) {}

  /** Adds a rule. Throws where it is not sound, or another one has its id. */
  public add(rule: IPolicyRule): void {
    this.take('add()', { rules: [rule] });
  }

  /** Sets how much the findings of a rule weigh. Throws where there is no such rule; one of your own comes first. */
  public severity(ruleId: string, severity: PolicySeverity): void {
    this.take('severity()', { severities: { [ruleId]: severity } });
  }

  /** Accepts the findings of a rule, with the reason. Throws where there is no such rule, and where the reason is missing. */
  public suppress(suppression: PolicySuppression): void {
    this.take('suppress()', { suppressions: [suppression] });
  }

  /** Adds all of a policy: one that `vmo lint --policy` reads, too. Throws with every mistake in it. */
  public use(policy: Policy): void {
    this.take('use()', policy);
  }

  /** Says what day it is, as `YYYY-MM-DD`: suppressions with an end are over after it. The clock is not asked, so that a blueprint gives the same on every day. */
  public on(today: string): void {
    this.refuse('on()', todayFindings('today', today));
    this.today = today;
  }

  /** What has been accepted so far, was accepted and is not any more, or could not be decided, in this scope: call it last. */
  public report(): AdmissionRecord[] {
    const { root } = this.scope.node;
    const isBelow = (construct: IConstruct) => construct.node.scopes.includes(this.scope);
    const unused = [...ADMISSIONS.get(root)?.values() ?? []].filter(({ scope }) => isBelow(scope)).flatMap((admission) =>
      admission.unused.map(({ rule, reason, expires }) =>
        ({ outcome: AdmissionOutcome.UNUSED, rule, construct: admission.scope.node.path, reason, expires })));
    return [...(RECORDS.get(root) ?? []).filter(({ construct }) => isBelow(construct)).map(({ record }) => record), ...unused];
  }

  /** Notes which suppressions a construct has met with. @internal */
  public _met(encounters: Encounters): void {
    this.encounters.add(encounters);
  }

  private get unused(): PolicySuppression[] {
    return this.suppressions.filter((suppression) => !this.encounters.used.has(suppression));
  }

  private take(call: string, policy: Policy): void {
    const own: readonly unknown[] = Array.isArray(policy?.rules) ? policy.rules : [];
    // What one has at hand as a constant may be given at two scopes.
    const others = this.lineage.flatMap(({ rules }) => rules).filter((rule) => !own.includes(rule));
    this.refuse(call, policyFindings(policy, new Set([...RULE_IDS, ...others.map(({ id }) => id)])));
    const { rules, severities, suppressions } = withoutNulls(policy);
    this.rules.push(...rules);
    Object.assign(this.severities, severities);
    this.suppressions.push(...suppressions);
  }

  private refuse(call: string, findings: Finding[]): void {
    const first = FIRST.get(this.scope);
    report(this.scope, `Admission.${call} of`, first === undefined ? findings : [
      propFinding(call, `"${first}" was looked at before, without this`, 'call it before the constructs are made that it is about'), ...findings,
    ]);
  }

  /** Those of the scopes above and below, and this one. */
  private get lineage(): Admission[] {
    return [...admissionsOf(this.scope)].filter(([scope]) => this.scope.node.scopes.includes(scope) || scope.node.scopes.includes(this.scope))
      .map(([, admission]) => admission);
  }

  /** `chain` begins here. What holds is put together once: from now on, it stays. */
  private enforced(chain: readonly Admission[], construct: IConstruct): InForce {
    if (this.inForce) return this.inForce;
    const rules = [...new Set(chain.flatMap((one) => one.rules))];
    this.inForce = {
      admissions: chain,
      today: chain.find(({ today }) => today !== undefined)?.today,
      ids: new Set([...RULE_IDS, ...rules.map(({ id }) => id)]),
      policy: {
        rules,
        severities: Object.assign({}, ...[...chain].reverse().map(({ severities }) => severities)),
        suppressions: chain.flatMap(({ suppressions }) => suppressions),
      },
    };
    if (this.suppressions.length > 0) this.watch(TerraformStack.of(construct), this.inForce);
    chain[1]?.enforced(chain.slice(1), construct);
    return this.inForce;
  }

  /** Says in a stack what there is to say of the suppressions: of an app, nothing can be said. */
  private watch(stack: TerraformStack, { policy, today }: InForce): void {
    const judge = new Judge(policy);
    annotate(stack, judge.judge(undefined, undatedFindings(this.suppressions, today, (index) => `suppressions[${index}]`)).findings);
    Aspects.of(stack).add({
      // At synth, when all constructs are there.
      visit: (node) => node === stack && annotate(stack, judge.judge(undefined, this.suppressions.filter((one) => isStale(one, this.encounters))
        .map((one) => staleFinding(one, `suppressions[${this.suppressions.indexOf(one)}]`))).findings),
    });
  }
}

/** Keyed by the app itself, so that two apps in one process (tests) do not meet. */
const ADMISSIONS = new WeakMap<IConstruct, Map<IConstruct, Admission>>();
const RECORDS = new WeakMap<IConstruct, { readonly construct: IConstruct; readonly record: AdmissionRecord }[]>();

/** Path of the first construct in a scope that was looked at. */
const FIRST = new WeakMap<IConstruct, string>();

function admissionsOf(scope: IConstruct): Map<IConstruct, Admission> {
  const { root } = scope.node;
  const known = ADMISSIONS.get(root) ?? new Map<IConstruct, Admission>();
  ADMISSIONS.set(root, known);
  return known;
}
