import { Token } from 'cdktf';
import { Finding } from '../admission/finding';
import { propFinding } from '../construct/report';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What is wrong with a name that must be a DNS-1123 label known at synth. */
export function labelFindings(path: string, value: unknown, example: string): Finding[] {
  if (Token.isUnresolved(value)) {
    return [propFinding(path, 'got a value that is only known at apply; MAC addresses are computed from it at synth', `write a literal such as "${example}"`)];
  }
  if (typeof value !== 'string' || !LABEL.test(value)) {
    return [propFinding(path,
      `got ${JSON.stringify(value) ?? 'nothing'}, expected a DNS-1123 label: 1 to 63 lower-case letters, digits and dashes, a letter or digit at both ends`,
      `write a name such as "${suggestion(value) ?? example}"`)];
  }
  return [];
}

/** The nearest valid name to what was given. */
function suggestion(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = value.toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(0, 63).replace(/^-+|-+$/g, '');
  return name === '' ? undefined : name;
}
