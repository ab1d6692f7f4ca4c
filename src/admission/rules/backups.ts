import { Part } from '../part';
import { Rule } from '../rule';
import { filled, needsGate } from './checks';
import { duration } from './durations';
import { refersTo } from './object-references';

const VM = { VirtualMachine: 'kubevirt.io' };

/** Rules on backups of VMs. */
export const BACKUP_RULES: readonly Rule<Part>[] = [
  {
    id: 'BK-1',
    severity: 'error',
    phase: 'admission',
    gates: ['IncrementalBackup'],
    mirrors: 'VMBackupAdmitter.Admit',
    title: 'A backup is of a VM or goes on from a tracker, names a claim and where it is fetched from a token, and needs a feature gate',
    * check(backup, { featureGates }) {
      const spec = backup.at('spec');
      yield* needsGate(backup.at('kind'), 'IncrementalBackup', featureGates);
      yield* refersTo(spec.at('source'), { ...VM, VirtualMachineBackupTracker: 'backup.kubevirt.io' });
      if (spec.at('source').text('name') === '') yield* filled(spec.at('source'), 'name');
      if (spec.value !== undefined) yield* filled(spec, 'pvcName');
      if (spec.text('mode') === 'Pull') yield* filled(spec, 'tokenSecretRef');
      yield* duration(spec.at('ttlDuration'));
    },
  },
];

/** Rules on what remembers the last backup of a VM. */
export const BACKUP_TRACKER_RULES: readonly Rule<Part>[] = [
  {
    id: 'BK-2',
    severity: 'error',
    phase: 'admission',
    gates: ['IncrementalBackup'],
    mirrors: 'VMBackupTrackerAdmitter.Admit',
    title: 'A backup tracker is of a VM, and needs a feature gate',
    * check(tracker, { featureGates }) {
      yield* needsGate(tracker.at('kind'), 'IncrementalBackup', featureGates);
      yield* refersTo(tracker.at('spec').at('source'), VM);
      if (tracker.at('spec').at('source').text('name') === '') yield* filled(tracker.at('spec').at('source'), 'name');
    },
  },
];
