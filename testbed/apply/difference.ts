/** Paths of everything in which two JSON values differ, such as `objects[0].spec.runStrategy`. What is there on one side only is named whole. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    return indices(before, after).flatMap((index) => differences(before[index], after[index], `${path}[${index}]`));
  }
  if (isObject(before) && isObject(after)) {
    return keys(before, after).flatMap((key) => differences(before[key], after[key], child(path, key)));
  }
  return [path];
}

/** The path of a field below a path. */
export function child(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Whether a JSON value has fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All fields of both, each once. */
export function keys(...objects: readonly object[]): string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))];
}

function indices(...lists: readonly unknown[][]): number[] {
  return [...Array(Math.max(...lists.map((list) => list.length))).keys()];
}
