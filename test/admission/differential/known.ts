import { Verdicts } from './compare';
import { Changes, T } from '../manifests';

/** A disagreement that is meant to be. */
export interface Known {
  /** Who refuses what the other takes. */
  readonly refusedBy: 'server' | 'us';
  /** What it says: the words of the server, or id and message of our rule. */
  readonly words: RegExp;
  /** Why it stays. */
  readonly reason: string;
  /** What is changed in a sound VM to see it. */
  readonly example: Changes;
}

/** The cluster suite asks the example of each; one on which both sides agree fails it. */
export const KNOWN: readonly Known[] = [
  {
    refusedBy: 'server',
    words: /machine\.type is not supported: (s390|virt).* \(allowed values: \[q35\* pc-q35\*\]\)/,
    reason: 'A VM that names no architecture has that of the cluster, which is nothing that we know',
    example: { [`${T}.architecture`]: undefined, [`${T}.domain.machine`]: { type: 'virt' } },
  },
  {
    refusedBy: 'us',
    words: /^NW-12 got "[0-9a-f]{12}"/,
    reason: 'A virt-api that is built with Go 1.26 takes a MAC address without separators; the releases are built with older ones, which refuse it',
    example: { [`${T}.domain.devices.interfaces[0].macAddress`]: '0200aabb0001' },
  },
];

/** The entry that a disagreement is one of. */
export function known({ server, ours }: Verdicts): Known | undefined {
  return KNOWN.find(({ refusedBy, words }) => server === undefined
    ? refusedBy === 'us' && ours.every(({ ruleId, message }) => words.test(`${ruleId} ${message}`))
    : refusedBy === 'server' && words.test(server));
}
