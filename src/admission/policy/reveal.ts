import { UNKNOWN } from '../finding';
import { Part } from '../part';

/** Says that something is asked for and not known, and where it stands. */
export type Asked = (path: string) => void;

/**
 * A copy of a value that nobody can change. Where something in it is only known at apply, it reads as nothing, and who reads it says so
 * with the path: so a rule can be told from one that has decided.
 */
export function reveal(value: unknown, path: string, asked: Asked): any {
  if (value === UNKNOWN) {
    asked(path);
    return undefined;
  }
  if (value === null || typeof value !== 'object') return value;
  const isList = Array.isArray(value);
  const copy: object = isList ? [] : {};
  for (const [key, child] of Object.entries(value)) {
    const below = isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const read = child === UNKNOWN
      ? { get: () => void asked(below) }
      : { value: reveal(child, below, asked), writable: false };
    Object.defineProperty(copy, key, { enumerable: true, configurable: false, ...read });
  }
  return Object.freeze(copy);
}

/** The items of a list that are objects. */
export function revealList(above: Part, field: string, asked: Asked): Part[] {
  const value: unknown = above.get(field);
  if (value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN))) asked(above.at(field).path);
  return above.list(field);
}
