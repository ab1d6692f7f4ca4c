import { isDnsSubdomain } from '../../kubevirt/dns';
import { show } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';

/** A reference inside a key: unlike values, keys cannot be masked without running into one another. */
export const REFERENCE = /\$\{TfToken\[/;

const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Whether a text may be the key of a label. */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  return (slash < 0 || isDnsSubdomain(key.slice(0, slash))) && QUALIFIED_NAME.test(key.slice(slash + 1));
}

function isLabelValue(value: string): boolean {
  return value === '' || QUALIFIED_NAME.test(value);
}

/** Labels as Kubernetes wants them, keys and values. */
export function* validLabels(map: Part, remedy: string): Iterable<Problem> {
  for (const key of Object.keys(map.value ?? {})) {
    const value = map.get(key);
    if (isLabelKey(key) && (typeof value !== 'string' || isLabelValue(value))) continue;
    yield* labelKey(key, `${map.path}["${key}"]`);
    yield* labelValue(value, `${map.path}["${key}"]`, remedy);
  }
}

/** The key of a label or, in lower case, of an annotation. */
export function* labelKey(key: string, path: string, compared = key): Iterable<Problem> {
  if (REFERENCE.test(key) || isLabelKey(compared)) return;
  yield {
    path,
    message: `got the key ${show(key)}, expected a name of at most 63 letters, digits, "-", "_" and ".", with a DNS subdomain and "/" before it if need be`,
    remedy: 'write it like "app" or "example.com/app"',
  };
}

/** The value of a label. */
export function* labelValue(value: unknown, path: string, remedy: string): Iterable<Problem> {
  if (typeof value !== 'string' || isLabelValue(value)) return;
  yield {
    path,
    message: `got ${show(value)}, expected at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`,
    remedy,
  };
}
