/** The same object with its keys in order: for tables whose order has no meaning. */
export function sorted<T>(table: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A line holds a value as long as it is no longer than this: one field or one rule a line, so diffs stay readable and files small. */
const LINE = 120;

/** JSON in which what fits on a line stands on one. */
export function format(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (line.length + indent.length <= LINE || typeof value !== 'object' || value === null) {
    return line;
  }
  const inner = `${indent} `;
  const [open, members, close] = Array.isArray(value)
    ? ['[', value.map((item) => format(item, inner)), ']']
    : ['{', Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${format(item, inner)}`), '}'];
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`;
}
