/** Items after everything they depend on; where that leaves a choice, by name. Dependencies that are not among the items are passed over. */
export function inOrder<T>(items: readonly T[], name: (item: T) => string, dependencies: (item: T) => readonly string[]): T[] {
  const byName = new Map([...items].sort((a, b) => name(a) < name(b) ? -1 : 1).map((item) => [name(item), item]));
  const ordered = new Set<T>();
  const visit = (item: T, path: readonly string[]): void => {
    if (path.includes(name(item))) throw new Error(`a cycle: ${[...path, name(item)].join(' → ')}`);
    if (ordered.has(item)) return;
    for (const other of [...dependencies(item)].sort()) {
      if (byName.has(other)) visit(byName.get(other)!, [...path, name(item)]);
    }
    ordered.add(item);
  };
  byName.forEach((item) => visit(item, []));
  return [...ordered];
}
