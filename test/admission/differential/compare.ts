import { Mutant, Mutation, Mutator } from './mutate';
import { Finding } from '../../../src/admission/finding';

/** What one side says of a manifest: nothing where it takes it. */
export interface Verdicts {
  /** The words of the server. */
  readonly server?: string;
  readonly ours: readonly Finding[];
}

/** A mutant that one takes and the other refuses. */
export interface Disagreement extends Verdicts {
  readonly mutant: Mutant;
  /** What it takes to disagree. */
  readonly mutations: readonly Mutation[];
}

export type Judge = (manifest: any) => Promise<Verdicts>;

function disagree({ server, ours }: Verdicts): boolean {
  return (server === undefined) !== (ours.length === 0);
}

/** Asks both about all mutants, some at once. */
export async function compare(
  mutator: Mutator, mutants: Iterable<Mutant>, judge: Judge, atOnce = 12,
): Promise<{ refused: number; disagreements: Disagreement[] }> {
  const left = mutants[Symbol.iterator]();
  const disagreements: Disagreement[] = [];
  let refused = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const mutant = next.value;
      const verdicts = await judge(mutator.manifest(mutant));
      if (verdicts.server !== undefined) refused += 1;
      if (disagree(verdicts)) disagreements.push({ mutant, mutations: mutant.mutations, ...verdicts });
    }
  }));
  return { refused, disagreements };
}

/** The same disagreement with the fewest mutations. */
export async function minimised(mutator: Mutator, given: Disagreement, judge: Judge): Promise<Disagreement> {
  for (const mutation of given.mutations.length > 1 ? given.mutations : []) {
    const mutations = given.mutations.filter((one) => one !== mutation);
    const verdicts = await judge(mutator.manifest({ seed: given.mutant.seed, mutations }));
    const same = disagree(verdicts) && (verdicts.server === undefined) === (given.server === undefined);
    if (same) return minimised(mutator, { ...given, ...verdicts, mutations }, judge);
  }
  return given;
}

/** What is behind a disagreement: our rules, or the server's words without what is different each time. */
export function cause({ server, ours }: Verdicts): string {
  if (server === undefined) return `we refuse: ${[...new Set(ours.map(({ ruleId }) => ruleId))].sort().join(', ')}`;
  const general = server
    .replace(/^.*?(is invalid|denied the request): /, '')
    .replace(/\[\d+\]|"(?:[^"\\]|\\.)*"|'[^']*'|\b\d[\d.]*[A-Za-z]*\b/g, '…')
    .replace(/\b(spec|domain|devices|metadata|template)(\.[\w-]+)*…?/g, '…');
  return `server refuses: ${general.slice(0, 160)}`;
}

/** Groups of disagreements with the same cause, the largest first, each with a few examples. */
export async function report(
  mutator: Mutator, titles: readonly string[], disagreements: readonly Disagreement[], judge: Judge, examples = 3,
): Promise<string> {
  const groups = new Map<string, Disagreement[]>();
  for (const one of disagreements) groups.set(cause(one), [...groups.get(cause(one)) ?? [], one]);
  const blocks = [...groups].sort(([, a], [, b]) => b.length - a.length).map(async ([name, group]) => {
    const shown = await Promise.all(group.slice(0, examples).map((one) => minimised(mutator, one, judge)));
    return [`${group.length} × ${name}`, ...shown.map((one) => [
      `  mutant ${one.mutant.number} of "${titles[one.mutant.seed]}"`,
      ...one.mutations.map(({ words }) => `    ${words}`),
      ...one.server === undefined ? [] : [`    server: ${one.server}`],
      ...one.ours.map(({ ruleId, path, message }) => `    ours: ${ruleId} ${path}: ${message}`),
    ].join('\n'))].join('\n');
  });
  return (await Promise.all(blocks)).join('\n\n');
}
