import { goDuration } from '../../kubevirt/go';
import { show } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';

/** A length of time that the server can read. */
export function* duration(part: Part): Iterable<Problem> {
  const { value } = part;
  if (typeof value !== 'string' || goDuration(value) !== undefined) return;
  yield { path: part.path, message: `got ${show(value)}, expected a duration: numbers with h, m, s or ms behind each`, remedy: 'write it like "5m" or "1h30m"' };
}

/** The seconds of a duration, or others where it is absent; nothing where it cannot be told. */
export function seconds({ value }: Part, absent: number): number | undefined {
  if (value === undefined || value === null) return absent;
  return typeof value === 'string' ? goDuration(value) : undefined;
}
