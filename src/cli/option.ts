import { either } from '../admission/rules/checks';

/** The value of an option, where it is one of the words that it takes. */
export function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === given);
  if (found === undefined) throw new Error(`got ${option} ${given}, expected ${either(allowed)}`);
  return found;
}
