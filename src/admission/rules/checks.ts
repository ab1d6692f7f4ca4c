import { MEBIBYTE, nanos } from '../../kubevirt/quantity';
import { closest, Phase, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';

const INTERFACE_NAME = /^[A-Za-z0-9_-]+$/;
const PCI_ADDRESS = /^[\da-fA-F]{4}:[\da-fA-F]{2}:[\da-fA-F]{2}\.[0-7]$/;

/** Problems that show at another time than those that their rule is mostly about. */
export function during(phase: Phase, problems: Iterable<Problem>): readonly Problem[] {
  return Array.from(problems, (problem) => ({ ...problem, phase }));
}

/** Whether a text may be the name of a NIC. */
export function isInterfaceName(text: string): boolean {
  return INTERFACE_NAME.test(text);
}

/** Whether a text is a full PCI address: domain, bus, slot and function. */
export function isPciAddress(text: string): boolean {
  return PCI_ADDRESS.test(text);
}

/** What a check says of what is right. Shared, as nearly all is. */
const NONE: readonly Problem[] = [];

/** `virtio, scsi or sata`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

/** A text field that takes one of a few words. To the server, empty text is as good as none in most fields; see `strictlyOneOf`. */
export function oneOf(part: Part, field: string, allowed: readonly string[]): readonly Problem[] {
  return part.text(field) ? strictlyOneOf(part, field, allowed) : NONE;
}

/** A text field that takes one of a few words and, where it is there at all, is not empty. */
export function strictlyOneOf(part: Part, field: string, allowed: readonly string[]): readonly Problem[] {
  const given = part.text(field);
  return given === undefined || allowed.includes(given) ? NONE : [notAmong(part.at(field), allowed)];
}

/** The problem of a value that is none of the allowed words. */
export function notAmong(part: Part, allowed: readonly string[]): Problem {
  const meant = typeof part.value === 'string' ? closest(part.value, allowed) : undefined;
  const field = part.path.slice(part.path.lastIndexOf('.') + 1);
  return { path: part.path, message: `got ${show(part.value)}, expected ${either(allowed)}`, remedy: `use ${field} "${meant ?? allowed[0]}"` };
}

/** Fields of which one must be there. What is known only after apply may be there or not, and is held against nobody. */
export function exactlyOne(part: Part, fields: readonly string[], what: string): readonly Problem[] {
  const given = part.which(fields).length;
  if (given > 0) return given === 1 ? NONE : atMostOne(part, fields, what);
  return [{ path: part.path, message: `got no ${what}, expected one of ${either(fields)}`, remedy: `set ${either(fields)}` }];
}

/** Fields of which no two may be there. */
export function atMostOne(part: Part, fields: readonly string[], what: string): readonly Problem[] {
  const given = part.certain(fields);
  if (given.length < 2) return NONE;
  return [{ path: part.path, message: `got ${given.join(' and ')}, expected only one ${what}`, remedy: `keep "${given[0]}" and take out the rest` }];
}

/** Items whose name stands earlier in the list already. */
export function* repeated(items: readonly Part[]): Iterable<Problem> {
  const seen = new Map<string, Part>();
  for (const item of items) {
    const name = item.text('name');
    if (name === undefined) continue;
    const earlier = seen.get(name);
    if (earlier) {
      yield { path: `${item.path}.name`, message: `got ${show(name)}, which ${earlier.path} has already`, remedy: 'give each its own name' };
    } else {
      seen.set(name, item);
    }
  }
}

/** The names in a list, or `undefined` where some are known only after apply: then nothing can be said to be missing from it. */
export function names(list: Part): Set<string> | undefined {
  if (list.value === UNKNOWN) return undefined;
  const found = new Set<string>();
  for (const item of Array.isArray(list.value) ? list.value : []) {
    const name = item === UNKNOWN ? UNKNOWN : item?.name;
    if (name === UNKNOWN) return undefined;
    if (typeof name === 'string') found.add(name);
  }
  return found;
}

/** The problem of a name that nothing in the other list has. */
export function notFound(path: string, name: string, what: string, known: ReadonlySet<string>): Problem {
  const meant = closest(name, known);
  return {
    path,
    message: `got ${show(name)}, there is no ${what} of this name`,
    remedy: meant ? `use "${meant}"` : `add the ${what} "${name}"`,
  };
}

/** A text that must be there and not be empty. Absent ones that the schema requires are reported by the schema check. */
export function filled(part: Part, field: string): readonly Problem[] {
  if (part.text(field) !== '' && (part.value === UNKNOWN || part.has(field))) return NONE;
  return [{ path: `${part.path}.${field}`, message: `got ${show(part.get(field))}, expected a name`, remedy: `set "${field}"` }];
}

/** A memory or disk size that is no slip: a forgotten unit makes it bytes. */
export function atLeastMebibyte(part: Part): readonly Problem[] {
  const { value } = part;
  const amount = nanos(value);
  if (amount === undefined || amount >= MEBIBYTE) return NONE;
  return [{ path: part.path, message: `got ${show(value)}, expected at least 1Mi`, remedy: sizeRemedy(value) }];
}

/** A bare number is mostly meant in Gi, a large one in Mi; and `m`, which is a thousandth, in Mi. */
function sizeRemedy(value: unknown): string {
  const [, number, unit] = /^(\d+)(m?)$/.exec(String(value)) ?? [];
  if (!Number(number)) return 'write it like "4Gi"';
  return `write "${number}${unit || Number(number) >= 512 ? 'Mi' : 'Gi'}"`;
}

/** A part of the VM that needs a feature gate. */
export function* needsGate(part: Part, gate: string, gates: ReadonlySet<string>): Iterable<Problem> {
  if (gates.has(gate)) return;
  yield {
    path: part.path,
    message: `got ${show(part.value)}, which needs the feature gate ${gate}; it is off in this cluster`,
    remedy: `turn on the feature gate "${gate}" in the KubeVirt object, or take this out`,
  };
}

/** Whether a part is there and has fields, or could have. */
export function isThere(part: Part): boolean {
  return typeof part.value === 'object' && part.value !== null;
}

/** Whether a feature is on: it is there, and not turned off. */
export function isOn(part: Part): boolean {
  return isThere(part) && [undefined, true].includes(part.get('enabled'));
}
