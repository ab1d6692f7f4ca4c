import { show } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';

/** Go's form: `1h30m`, `-1.5s`, `0`. */
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** A length of time that the server can read. */
export function* duration(part: Part): Iterable<Problem> {
  const { value } = part;
  if (typeof value !== 'string' || DURATION.test(value)) return;
  yield { path: part.path, message: `got ${show(value)}, expected a duration: numbers with h, m, s or ms behind each`, remedy: 'write it like "5m" or "1h30m"' };
}
