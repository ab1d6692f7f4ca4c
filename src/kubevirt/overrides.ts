import { isPlainMap } from './maps';

/**
 * Merges what a user wants otherwise into a manifest. Maps merge by key, lists of named things (disks, volumes, interfaces)
 * by name, other lists and scalars are replaced, and `null` takes a field out; to combine two sets of overrides, keep the nulls.
 */
export function mergeOverrides(base: any, overrides: any, nulls: 'remove' | 'keep' = 'remove'): any {
  if (isNamedList(base) && isNamedList(overrides)) {
    const merged = base.map((item) => {
      const override = overrides.find((other) => other.name === item.name);
      return override ? mergeOverrides(item, override, nulls) : item;
    });
    return [...merged, ...overrides.filter((other) => !base.some((item) => item.name === other.name))];
  }
  if (!isPlainMap(base) || !isPlainMap(overrides)) return overrides;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue; // `x: condition ? 1 : undefined` leaves x as it is
    if (value === null && nulls === 'remove') delete merged[key];
    else merged[key] = mergeOverrides(key in base ? base[key] : {}, value, nulls);
  }
  return merged;
}

/** Paths of the lists that overrides would put others in the place of. */
export function replacedLists(base: any, overrides: any, path = ''): string[] {
  if (Array.isArray(base)) return base.length > 0 && !(isNamedList(base) && isNamedList(overrides)) ? [path] : [];
  if (!isPlainMap(base) || !isPlainMap(overrides)) return [];
  return Object.keys(overrides).filter((key) => key in base).flatMap((key) => replacedLists(base[key], overrides[key], path === '' ? key : `${path}.${key}`));
}

function isNamedList(value: unknown): value is { name: string }[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isPlainMap(item) && typeof item.name === 'string');
}
