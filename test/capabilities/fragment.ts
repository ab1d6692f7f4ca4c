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

function isObject(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
