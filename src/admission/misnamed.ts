import { groupOf } from './api-group';
import { closest, Finding, show } from './finding';
import { KINDS } from './kinds';

/**
 * What is said of a manifest that no rules are for by its name, where a kind was meant that there are rules for: the server knows none
 * of its name. Others may have kinds of the same names in groups of their own.
 */
export function misnamed({ apiVersion, kind: given }: { apiVersion?: unknown; kind?: unknown }): Finding[] {
  if (typeof apiVersion !== 'string' || typeof given !== 'string') return [];
  const group = groupOf(apiVersion);
  const named = KINDS.find(({ kind }) => kind === given);
  if (named) return group.includes('.') && !group.includes('kubevirt') ? [] : [unknown('apiVersion', apiVersion, groupText(named.group))];
  const meant = kindMeant(given, KINDS.filter((known) => known.group === group));
  return meant === undefined ? [] : [unknown('kind', given, `kind "${meant}"`)];
}

/** The kind that was meant, most likely, where there is none of a name. */
export function kindMeant(given: string, among: readonly { readonly kind: string }[] = KINDS): string | undefined {
  const meant = closest(given, among.map(({ kind }) => kind));
  return meant !== undefined && meant !== given && Math.abs(meant.length - given.length) <= 2 ? meant : undefined;
}

function groupText(group: string): string {
  return group === '' ? 'apiVersion "v1"' : `the API group "${group}"`;
}

function unknown(path: string, given: string, meant: string): Finding {
  return {
    ruleId: 'SCH-8', severity: 'error', phase: 'schema', path, message: `got ${show(given)}, the server knows no such kind of object`, remedy: `use ${meant}`,
  };
}
