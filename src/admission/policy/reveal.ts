import { UNKNOWN } from '../finding';

/**
 * A copy of a value that nobody can change. Where something in it is only known at apply, it reads as nothing, and who reads it says so
 * with the path: so a rule can be told from one that has decided.
 */
export function reveal(value: unknown, path: string, asked: (path: string) => void): any {
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
