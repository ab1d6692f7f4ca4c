import { Token } from 'cdktf';
import { propFinding } from './report';
import { closest, Finding, show } from '../admission/finding';
import { DNS_LABEL_FORM, DNS_SUBDOMAIN_FORM, isDnsLabel, isDnsSubdomain } from '../kubevirt/dns';

/** What is wrong with a name that must be a DNS-1123 label known at synth. */
export function labelFindings(path: string, value: unknown, example: string): Finding[] {
  if (Token.isUnresolved(value)) {
    return [propFinding(path, 'got a value that is only known at apply, and it must be known at synth', `write a literal such as "${example}"`)];
  }
  if (typeof value !== 'string' || !isDnsLabel(value)) {
    return [propFinding(path, `got ${show(value)}, expected ${DNS_LABEL_FORM}`, `write a name such as "${suggestion(value) ?? example}"`)];
  }
  return [];
}

/** The nearest valid name to what was given. */
function suggestion(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(0, 63).replace(/^-+|-+$/g, '');
  return name === '' ? undefined : name;
}

/** What is wrong with the name of an object, a DNS-1123 subdomain; a name known only at apply passes. */
export function objectNameFindings(path: string, value: unknown, example: string): Finding[] {
  if (Token.isUnresolved(value) || (typeof value === 'string' && isDnsSubdomain(value))) return [];
  return [propFinding(path, `got ${show(value)}, expected ${DNS_SUBDOMAIN_FORM}`, `write a name such as "${suggestion(value) ?? example}"`)];
}

/** What is wrong with a whole number in a range; a number known only at apply passes. */
export function numberFindings(path: string, value: unknown, least: number, most: number, example: number): Finding[] {
  if (value === undefined || Token.isUnresolved(value)) return [];
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return [];
  return [propFinding(path, `got ${show(value)}, expected a whole number ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`}`, `write a number such as ${example}`)];
}

/** What is wrong with a value that must be one of an enum's. */
export function enumFindings(path: string, value: unknown, allowed: Record<string, string>): Finding[] {
  const values = Object.values(allowed);
  if (value === undefined || Token.isUnresolved(value) || values.includes(value as string)) return [];
  const meant = closest(String(value), values);
  return [propFinding(path, `got ${show(value)}, expected one of ${values.join(', ')}`, meant === undefined ? 'write one of these' : `write "${meant}"`)];
}

/** Values that are only known at apply, of those that must be known at synth; `because` says what for. */
export function literalFindings(values: Iterable<readonly [path: string, value: unknown]>, because: string): Finding[] {
  return [...values].filter(([, value]) => Token.isUnresolved(value))
    .map(([path]) => propFinding(path, `got a value that is only known at apply; ${because} at synth`, 'write a literal'));
}

/** What is wrong with a value of another kind than declared, as plain JavaScript or `any` brings it. */
export function shapeFindings(path: string, value: unknown, fits: boolean, expected: string): Finding[] {
  return fits ? [] : [propFinding(path, `got ${show(value)}`, `write ${expected}`)];
}
