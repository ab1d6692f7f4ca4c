import { AcrossRule } from './across-rule';
import { show } from '../finding';
import { Manifest } from '../given';
import { Part } from '../part';
import { Problem } from '../rule';

/** Rules on migration policies that meet at one VM. */
export const MIGRATION_POLICIES_ACROSS: readonly AcrossRule[] = [
  {
    id: 'MP-3',
    severity: 'warning',
    phase: 'runtime',
    title: 'Of the migration policies that fit a VM, one fits best; of two that fit as well, KubeVirt takes the first by name',
    * check({ manifests, repeated }) {
      const earlier: number[] = [];
      for (const [index, manifest] of manifests.entries()) {
        if (manifest.kind !== 'MigrationPolicy' || repeated.has(index)) continue;
        for (const other of earlier) {
          for (const problem of rivals(manifest, manifests[other])) yield { index, other, ...problem };
        }
        earlier.push(index);
      }
    },
  },
];

/** That a migration policy fits no VM better than another one does that fits it, too. */
export function rivals(policy: Manifest, other: Manifest): Problem[] {
  const [mine, theirs] = [selectorsOf(policy), selectorsOf(other)];
  if (!mine || !theirs || !SELECTORS.every((selector) => areAlike(mine[selector], theirs[selector]))) return [];
  const [name, otherName]: unknown[] = [policy.metadata?.name, other.metadata?.name];
  if (typeof name !== 'string' || typeof otherName !== 'string' || name === otherName) return [];
  return [{
    path: 'spec.selectors',
    message: `a VM that has the labels of both fits ${show(name)} as well as ${show(otherName)}, and KubeVirt takes ${show(name < otherName ? name : otherName)}, the first by name`,
    remedy: 'look for one more label in the one that is to win',
  }];
}

const SELECTORS = ['namespaceSelector', 'virtualMachineInstanceSelector'] as const;

type Selectors = Record<typeof SELECTORS[number], Record<string, unknown>>;

/** Without selectors, a policy fits nothing; with empty ones, everything. */
function selectorsOf({ spec }: Manifest): Selectors | undefined {
  const selectors = new Part(spec, 'spec').at('selectors');
  if (selectors.value === undefined || selectors.value === null) return undefined;
  const [namespaceSelector, virtualMachineInstanceSelector] = SELECTORS.map((selector): unknown => selectors.get(selector) ?? {});
  return { namespaceSelector, virtualMachineInstanceSelector } as Selectors;
}

/** Whether as many labels are looked for, and something can have all of both. A value that is only known at apply may be any other. */
function areAlike(mine: unknown, theirs: unknown): boolean {
  if (typeof mine !== 'object' || typeof theirs !== 'object' || mine === null || theirs === null) return false;
  const others = new Map(Object.entries(theirs));
  const labels = Object.entries(mine);
  if (labels.length !== others.size) return false;
  return [...labels, ...others].every(([, value]) => typeof value === 'string') && labels.every(([key, value]) => !others.has(key) || others.get(key) === value);
}
