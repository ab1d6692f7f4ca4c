import { KubevirtVersion } from '../../kubevirt/version';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { filled, needsGate, strictlyOneOf } from './checks';
import { duration } from './durations';
import { refersTo } from './object-references';

const VM = { VirtualMachine: 'kubevirt.io' };

/** Rules on snapshots of VMs. */
export const SNAPSHOT_RULES: readonly Rule<Part>[] = [
  {
    id: 'SN-1',
    severity: 'error',
    phase: 'admission',
    gates: ['Snapshot'],
    mirrors: 'VMSnapshotAdmitter.Admit',
    title: 'A snapshot is of a VM, its deadline is a duration, and it needs a feature gate',
    * check(snapshot, { featureGates }) {
      yield* needsGate(snapshot.at('kind'), 'Snapshot', featureGates);
      yield* refersTo(snapshot.at('spec').at('source'), VM);
      yield* duration(snapshot.at('spec').at('failureDeadline'));
    },
  },
  {
    id: 'SN-2',
    severity: 'error',
    phase: 'runtime',
    title: 'What becomes of the contents of a deleted snapshot is Delete or Retain; by any other word they stay',
    check: (snapshot) => strictlyOneOf(snapshot.at('spec'), 'deletionPolicy', ['Delete', 'Retain']),
  },
];

/** Rules on what brings a VM back to a snapshot. */
export const RESTORE_RULES: readonly Rule<Part>[] = [
  {
    id: 'RS-1',
    severity: 'error',
    phase: 'admission',
    gates: ['Snapshot'],
    mirrors: 'VMRestoreAdmitter.Admit',
    title: 'What is restored is a VM, and that needs a feature gate',
    * check(restore, { featureGates }) {
      yield* needsGate(restore.at('kind'), 'Snapshot', featureGates);
      yield* refersTo(restore.at('spec').at('target'), VM);
    },
  },
  {
    id: 'RS-3',
    severity: 'error',
    phase: 'admission',
    mirrors: 'VMRestoreAdmitter.validatePatches',
    title: 'A patch of a restore is of the spec, a label or an annotation, and no value in it has ":" or ","',
    * check(restore) {
      for (const patch of restore.at('spec').texts('patches')) yield* restorePatch(patch);
    },
  },
  {
    id: 'RS-4',
    severity: 'error',
    phase: 'admission',
    mirrors: 'VMRestoreAdmitter.validateVolumeOverrides',
    title: 'A restore names the volumes it overrides and what of them, and its policies are ones that KubeVirt knows',
    * check(restore) {
      const spec = restore.at('spec');
      for (const override of spec.list('volumeRestoreOverrides')) {
        yield* filled(override, 'volumeName');
        if (override.text('restoreName') || override.which(OVERRIDDEN).length > 0) continue;
        yield { path: override.path, message: 'got nothing that is overridden', remedy: `set ${OVERRIDDEN.join(', ')}` };
      }
      yield* strictlyOneOf(spec, 'volumeRestorePolicy', ['InPlace', 'RandomizeNames', 'PrefixTargetName']);
      yield* strictlyOneOf(spec, 'volumeOwnershipPolicy', ['Vm', 'None']);
    },
  },
  {
    id: 'RS-5',
    severity: 'error',
    phase: 'runtime',
    versions: [KubevirtVersion.V1_8_4],
    title: 'What becomes of a target that runs is one of what KubeVirt knows; the server takes others, and the restore fails',
    check: (restore) => strictlyOneOf(restore.at('spec'), 'targetReadinessPolicy', ['StopTarget', 'WaitGracePeriod', 'FailImmediate', 'WaitEventually']),
  },
];

const OVERRIDDEN = ['restoreName', 'labels', 'annotations'];

/** A patch as a restore takes it. The server cuts it at every comma and colon, whatever they stand in. */
export function* restorePatch({ value: patch, path }: Part): Iterable<Problem> {
  for (const pair of patch.replace(/^[{}]+|[{}]+$/g, '').split(',')) {
    const [key, value, ...more] = pair.split(':');
    if (value === undefined || more.length > 0) {
      yield { path, message: `got ${show(pair.trim())}, expected one ":" in each field of a patch`, remedy: 'leave ":" and "," out of values; a MAC address may have "-"' };
    } else if (key.trim() === '"path"' && !/^"\/(?:metadata\/(?:labels|annotations)|spec)\//.test(value.trim())) {
      yield { path, message: `got the path ${value.trim()}, expected one below /spec/, /metadata/labels/ or /metadata/annotations/`, remedy: 'take the patch out' };
    }
  }
}
