import { isDeepStrictEqual } from 'util';

/** What items of a list are told apart by, where they have a name. */
function nameOf(item: any): string | undefined {
  return item?.name ?? item?.metadata?.name;
}

/**
 * The part of a value that has the shape of a fragment of it, so that the two can be held against each other: of an object the
 * fragment's fields, of a list whose items have names those that the fragment names, other lists whole.
 */
export function partLike(value: any, fragment: any): any {
  if (Array.isArray(fragment) && Array.isArray(value)) {
    const named = fragment.length > 0 && fragment.every(nameOf);
    return named
      ? fragment.map((wanted) => partLike(value.find((item) => nameOf(item) === nameOf(wanted)), wanted))
      : value.map((item, index) => index < fragment.length ? partLike(item, fragment[index]) : item);
  }
  if (!isObject(fragment) || !isObject(value)) return value;
  return Object.fromEntries(Object.keys(fragment).filter((key) => key in value).map((key) => [key, partLike(value[key], fragment[key])]));
}

/** Where two values differ and a fragment of the first does not say so: paths, in which items are called by their names. */
export function untold(value: any, before: any, fragment: any, at = ''): string[] {
  if (isDeepStrictEqual(value, before)) return [];
  if (isObject(value) && (isObject(before) || isObject(fragment))) {
    return union(value, before).flatMap((key) => isObject(fragment) && key in fragment && !isCollection(fragment[key])
      ? []
      : untold(value[key], before?.[key], fragment?.[key], at ? `${at}.${key}` : key));
  }
  if (Array.isArray(value) && value.some(isObject)) {
    const named = value.every(nameOf) && (!Array.isArray(fragment) || fragment.every(nameOf));
    const [now, then, said] = [value, before, fragment].map((list) => itemsOf(list, named));
    return union(now, then).flatMap((name) => untold(now[name], then[name], said[name], `${at}[${name}]`));
  }
  return isCollection(fragment) && isDeepStrictEqual(value, fragment) ? [] : [at];
}

/** Where a fragment says something. */
export function told(fragment: any, at = ''): string[] {
  if (Array.isArray(fragment) && fragment.some(isObject)) {
    return Object.entries(itemsOf(fragment, fragment.every(nameOf))).flatMap(([name, item]) => told(item, `${at}[${name}]`));
  }
  if (!isObject(fragment) || Object.keys(fragment).length === 0) return [at];
  return Object.entries(fragment).flatMap(([key, value]) => told(value, at ? `${at}.${key}` : key));
}

/** The items of a list by their names, which then say nothing more, or by their places. */
function itemsOf(list: any, named: boolean): Record<string, any> {
  return Object.fromEntries((Array.isArray(list) ? list : []).map((item, index) => {
    if (!named) return [index, item];
    const { name, ...rest } = item;
    return [nameOf(item), rest];
  }));
}

function union(one: any, other: any): string[] {
  return [...new Set([one, other].filter(isObject).flatMap(Object.keys))];
}

function isCollection(value: any): boolean {
  return Array.isArray(value) || isObject(value);
}

function isObject(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
