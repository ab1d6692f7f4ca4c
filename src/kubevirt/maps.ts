/** Whether a value is an object with fields: no list, not null. */
export function isMap(value: unknown): value is Record<string, any> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Whether a value is plain data. A map that is not may be a reference to another resource, which a copy would break. */
export function isPlainMap(value: unknown): value is Record<string, any> {
  if (!isMap(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // not `Object.prototype`: each realm has its own
}

/** Fields without those that are not set: so a manifest is one literal, with no `if` around what is optional. */
export function set<T extends object>(fields: T): Partial<T> {
  const given: Partial<T> = {};
  for (const field in fields) {
    if (fields[field] !== undefined) given[field] = fields[field];
  }
  return given;
}

/** A map that has something in it: an empty one is left out of a manifest. */
export function filled<T extends object>(map: T): T | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}
