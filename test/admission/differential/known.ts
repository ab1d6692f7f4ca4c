import { Disagreement } from './compare';

/** A disagreement that is meant to be. */
export interface Known {
  /** Who refuses what the other takes. */
  readonly refusedBy: 'server' | 'us';
  /** What it says: the words of the server, or id and message of our rule. */
  readonly words: RegExp;
  /** Why it stays. */
  readonly reason: string;
}

/** Every entry is needed by some mutant of the cluster suite; one that is not fails it. */
export const KNOWN: readonly Known[] = [
  {
    refusedBy: 'server',
    words: /machine\.type is not supported: (s390|virt).* \(allowed values: \[q35\* pc-q35\*\]\)/,
    reason: 'A VM that names no architecture has that of the cluster, which is nothing that we know',
  },
  {
    refusedBy: 'us',
    words: /^NW-12 got "[0-9a-f]{12}"/,
    reason: 'A virt-api that is built with Go 1.26 takes a MAC address without separators; the releases are built with older ones, which refuse it',
  },
];

/** The entry that a disagreement is one of. */
export function known({ server, ours }: Disagreement): Known | undefined {
  return KNOWN.find(({ refusedBy, words }) => server === undefined
    ? refusedBy === 'us' && ours.every(({ ruleId, message }) => words.test(`${ruleId} ${message}`))
    : refusedBy === 'server' && words.test(server));
}
