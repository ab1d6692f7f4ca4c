import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';
import { either, notAmong } from './checks';

/** A reference to an object of one of a few kinds, each with its API group; claims, which are of Kubernetes itself, have none. */
export function* refersTo(reference: Part, groups: Readonly<Record<string, string>>): Iterable<Problem> {
  const kind = reference.at('kind');
  const kinds = Object.keys(groups);
  if (typeof kind.value === 'string' && !kinds.includes(kind.value)) {
    yield notAmong(kind, kinds);
    return;
  }
  const group = reference.at('apiGroup');
  const allowed = typeof kind.value === 'string' ? [groups[kind.value]] : Object.values(groups);
  const given = group.value ?? '';
  if (reference.value === undefined || given === UNKNOWN || allowed.includes(given)) return;
  yield { path: group.path, message: `got ${show(group.value)}, expected ${allowed[0] === '' ? 'none' : either(allowed)}`, remedy: allowed[0] === '' ? 'take it out' : `use apiGroup "${allowed[0]}"` };
}
