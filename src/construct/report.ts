import { Annotations } from 'cdktf';
import { IConstruct } from 'constructs';
import { Finding } from '../admission/finding';

/** A mistake in a construct's props that no manifest rule can see. */
export function propFinding(path: string, message: string, remedy: string): Finding {
  return { ruleId: 'PROP', severity: 'error', path, message, remedy };
}

/** What is not wrong, and seldom what somebody wants. */
export function propWarning(path: string, message: string, remedy: string): Finding {
  return { ...propFinding(path, message, remedy), severity: 'warning' };
}

/** Which prop makes what stands at a path of the manifest, where one does. */
export type PropOf = (path: string) => string | undefined;

/** Findings that name the prop, where one makes what they are about, before the path in the manifest. */
export function inTermsOfProps(findings: Finding[], propOf: () => PropOf): Finding[] {
  if (findings.length === 0) return findings; // as nearly always: then nobody need know
  const of = propOf();
  return findings.map((finding) => {
    const prop = of(finding.path);
    return prop === undefined || prop === finding.path ? finding : { ...finding, path: `${prop} (${finding.path})` };
  });
}

/** Turns the findings of one construct into one error with all its mistakes, and its warnings into annotations. */
export function report(scope: IConstruct, kind: string, findings: Finding[]): void {
  annotate(scope, findings.filter(({ severity }) => severity === 'warning'));
  refuse(kind, scope.node.path, findings);
}

/** Throws where there are errors, with all of them. */
export function refuse(kind: string, path: string, findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(refusal(kind, path, errors));
}

/** Shows findings at synth, where errors stop it. */
export function annotate(scope: IConstruct, findings: readonly Finding[]): void {
  for (const { path, message, remedy, ruleId, severity } of findings) {
    const text = `${at(path)}${message}: ${remedy} [${ruleId}]`;
    if (severity === 'error') Annotations.of(scope).addError(text);
    else Annotations.of(scope).addWarning(text);
  }
}

/** What is about all of an object has no path. */
function at(path: string): string {
  return path === '' ? '' : `${path}: `;
}

function refusal(kind: string, path: string, errors: Finding[]): string {
  const lines = errors.map(({ ruleId, path: field, message, remedy }) => `  - ${at(field)}${message}\n    → ${remedy} [${ruleId}]`);
  return `${kind} ${path === '' ? 'the app' : `"${path}"`} has ${errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`}:\n${lines.join('\n')}`;
}
