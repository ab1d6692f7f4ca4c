import { nanos } from '../../kubevirt/quantity';
import { KubevirtVersion } from '../../kubevirt/version';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { filled, needsGate } from './checks';

/** What the factors of stall detection may be. */
const FACTORS: Record<string, { readonly expected: string; readonly fits: (factor: number) => boolean }> = {
  ewmaAlpha: { expected: 'more than 0 and at most 1', fits: (factor) => factor > 0 && factor <= 1 },
  precopyPossibleFactor: { expected: 'at least 1', fits: (factor) => factor >= 1 },
  patienceWindowDecayFactor: { expected: 'from 0 to 1', fits: (factor) => factor >= 0 && factor <= 1 },
  completionTimeoutFactor: { expected: 'at least 1', fits: (factor) => factor >= 1 },
};

/** Rules on how VMs are moved. */
export const MIGRATION_POLICY_RULES: readonly Rule<Part>[] = [
  {
    id: 'MP-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'MigrationPolicyAdmitter.Admit',
    title: 'Bandwidth and timeout of a migration policy are not negative',
    * check(policy) {
      for (const field of ['completionTimeoutPerGiB', 'bandwidthPerMigration']) {
        const { value, path } = policy.at('spec').at(field);
        const amount = nanos(value);
        if (amount !== undefined && amount < 0n) yield { path, message: `got ${show(value)}, expected none below 0`, remedy: 'use 0 for no limit' };
      }
    },
  },
  {
    id: 'MP-2',
    severity: 'error',
    phase: 'admission',
    versions: [KubevirtVersion.V1_9_0],
    gates: ['MigrationStallDetection'],
    mirrors: 'MigrationPolicyAdmitter.Admit',
    title: 'What a migration policy says of downtime and stalling is in range and needs a feature gate',
    * check(policy, { featureGates }) {
      const spec = policy.at('spec');
      const detector = spec.at('experimental').at('stallDetector');
      if (spec.certain(['maxDowntimeMs']).length > 0) yield* needsGate(spec.at('maxDowntimeMs'), 'MigrationStallDetection', featureGates);
      if (spec.at('experimental').certain(['stallDetector']).length === 0) return;
      yield* needsGate(detector, 'MigrationStallDetection', featureGates);
      for (const [field, range] of Object.entries(FACTORS)) yield* validFactor(detector.at(field), range);
    },
  },
];

/** Rules on single moves of VMs. */
export const MIGRATION_RULES: readonly Rule<Part>[] = [
  {
    id: 'MG-1',
    severity: 'error',
    phase: 'admission',
    gates: ['DecentralizedLiveMigration'],
    mirrors: 'MigrationCreateAdmitter.Admit',
    title: 'A migration names its VM and no priority; one to or from another cluster needs a feature gate and the same id at both ends',
    * check(migration, { featureGates }) {
      const spec = migration.at('spec');
      if (spec.value !== undefined) yield* filled(spec, 'vmiName');
      if (spec.certain(['priority']).length > 0) {
        yield { path: spec.at('priority').path, message: `got ${show(spec.at('priority').value)}, which only KubeVirt itself may set`, remedy: 'take it out' };
      }
      for (const end of spec.certain(['sendTo', 'receive'])) yield* needsGate(spec.at(end), 'DecentralizedLiveMigration', featureGates);
      const [sent, received] = [spec.at('sendTo').text('migrationID'), spec.at('receive').text('migrationID')];
      if (sent === undefined || received === undefined || sent === received) return;
      yield { path: spec.at('receive').at('migrationID').path, message: `got ${show(received)}, and ${show(sent)} where it is sent to`, remedy: 'use the same id' };
    },
  },
];

/** A factor is a number written as text, with at most three decimals. */
function* validFactor({ value, path }: Part, { expected, fits }: { expected: string; fits: (factor: number) => boolean }): Iterable<Problem> {
  if (typeof value !== 'string') return;
  const text = value.trim();
  const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (fits(number) && Number(number.toFixed(3)) === number) return;
  yield { path, message: `got ${show(value)}, expected a number ${expected}, with at most three decimals`, remedy: 'write it like "1" or "0.5"' };
}
