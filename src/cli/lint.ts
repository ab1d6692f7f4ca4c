import { readApp } from './app-source';
import { explanation, ruleOf } from './explain';
import { githubReport } from './github';
import { Input, inputsOf } from './inputs';
import { LintFormat, LintOptions, lintOptions } from './lint-options';
import { Failure, failureText, jsonReport, OpenQuestion, openTexts, Report, Reported, skippedTexts, textReport, Totals } from './lint-report';
import { judgeOf, Linted, lintTogether, manifestsOf, policyNotes } from './linted';
import { nameless } from './nameless';
import { policyRules } from './policy-file';
import { LINT_RULES, rulesTable } from './rules';
import { sarifReport } from './sarif';
import { Likely, NOTHING, readSource, Source } from './source';
import { Streams } from './streams';
import { admit, RuleInfo } from '../admission/admit';
import { skippedRules } from '../admission/admit-all';
import { isKnownByOthers } from '../admission/given';
import { kindOf } from '../admission/kinds';
import { ClusterFacts } from '../admission/rule';
import { VmView } from '../admission/vm-view';
import { Unreadable } from '../yaml/unreadable';

/** `vmo lint FILE…`: what the cluster would say of manifests, and what would only show when the VMs start. Returns the exit code. */
export function lint(args: string[], streams: Streams): number {
  try {
    const options = lintOptions(args);
    const { wanted } = options;
    if (wanted === undefined) return run(options, streams);
    const rules = wanted === 'all' ? rulesOf(options) : wanted.map((id) => ruleOf(id, rulesOf(options)));
    streams.out(wanted === 'all' || options.format === 'json' ? rulesTable(rules, options.format === 'json' ? 'json' : 'text') : rules.map(explanation).join('\n'));
    return 0;
  } catch (error) {
    streams.err(`${(error as Error).message}\n`);
    return 2;
  }
}

function rulesOf({ policy }: LintOptions): readonly RuleInfo[] {
  return policy ? [...LINT_RULES, ...policyRules(policy.policy)] : LINT_RULES;
}

const REPORTS: Record<LintFormat, (rules: readonly RuleInfo[]) => Report> = {
  text: textReport, json: jsonReport, github: githubReport, sarif: sarifReport,
};

function run(options: LintOptions, { out, err }: Streams): number {
  const { files, format, facts, strict, policy, today, ignoreSuppressions } = options;
  const count = new Count(err);
  const report = REPORTS[format](rulesOf(options));
  const sources: Source[] = [];
  for (const input of inputsOf(files)) {
    for (const source of sourcesOf(input, likelyPaths(facts), ignoreSuppressions)) {
      count.source(source);
      sources.push(source);
    }
  }
  out(report.head);
  const open: OpenQuestion[] = [];
  const groups = byCluster(sources);
  const judges = groups.map((group) => {
    const judge = judgeOf(group, facts, policy, today);
    for (const linted of lintTogether(group, facts, judge)) {
      count.linted(linted);
      open.push(...linted.open);
      out(report.found(linted.findings));
    }
    return judge;
  });
  if (policy) {
    const notes = policyNotes(policy, judges);
    count.findings(notes);
    out(report.found(notes));
  }
  const skipped = groups.flatMap((group) => strict ? skippedRules(manifestsOf(group), facts) : []);
  const totals = count.totals(strict ? [...skippedTexts(skipped), ...openTexts(open)] : []);
  totals.skipped.forEach((text) => err(`${text}\n`));
  out(report.end(totals));
  return totals.code;
}

function sourcesOf(input: Input, likely: Likely, ignoreSuppressions: boolean): Source[] {
  switch (input.kind) {
    case 'file': return [readSource(input.file, input.isNamed, likely)];
    case 'app': return readApp(input.file, ignoreSuppressions);
    case 'unreadable': return [{ ...NOTHING, file: input.file, unreadable: [new Unreadable(input.reason)] }];
  }
}

/** What is found without knowing the other manifests is found with them, mostly. */
function likelyPaths(facts: ClusterFacts): Likely {
  return (manifest) => [...nameless(manifest), ...admit(manifest, facts)].map(({ path }) => path);
}

function byCluster(sources: readonly Source[]): Source[][] {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const group = groups.get(source.cluster);
    if (group) group.push(source);
    else groups.set(source.cluster, [source]);
  }
  return [...groups.values()];
}

/** Counts what there is, and says at once what cannot be read. */
class Count {
  private readonly failures: Failure[] = [];
  private readonly ignored = new Map<string, number>();
  private documents = 0;
  private guests = 0;
  private errors = 0;
  private warnings = 0;
  private suppressed = 0;
  private passedOver = 0;

  constructor(private readonly err: (text: string) => void) {}

  public source({ file, documents, objects, unreadable }: Source): void {
    this.documents += documents;
    if (documents === 0 && unreadable.length === 0) this.passedOver += 1;
    unreadable.forEach((one) => this.failure(file, one));
    for (const { manifest } of objects) {
      if (VmView.of(manifest)) this.guests += 1;
      if (!kindOf(manifest) && !isKnownByOthers(manifest)) this.ignored.set(manifest.kind, (this.ignored.get(manifest.kind) ?? 0) + 1);
    }
  }

  public linted({ file, findings, unreadable }: Linted): void {
    unreadable.forEach((one) => this.failure(file, one));
    this.findings(findings);
  }

  public findings(findings: readonly Reported[]): void {
    for (const { finding: { severity }, accepted } of findings) {
      if (accepted !== undefined) this.suppressed += 1;
      else if (severity === 'error') this.errors += 1;
      else this.warnings += 1;
    }
  }

  public totals(skipped: readonly string[]): Totals {
    const { documents, guests, errors, warnings, suppressed, ignored, passedOver, failures } = this;
    const code = failures.length > 0 ? 2 : errors > 0 ? 1 : 0;
    return { documents, guests, errors, warnings, suppressed, ignored, passedOver, failures, skipped, code };
  }

  private failure(file: string, { message, position }: Unreadable): void {
    const failure = { file, ...position, message };
    this.failures.push(failure);
    this.err(failureText(failure));
  }
}
