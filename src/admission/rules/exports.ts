import { KubevirtVersion } from '../../kubevirt/version';
import { Part } from '../part';
import { Rule } from '../rule';
import { filled, needsGate } from './checks';
import { duration } from './durations';
import { refersTo } from './object-references';

const SOURCES = {
  PersistentVolumeClaim: '', VirtualMachine: 'kubevirt.io', VirtualMachineSnapshot: 'snapshot.kubevirt.io', VirtualMachineBackup: 'backup.kubevirt.io',
};
const SOURCES_OF_1_9 = { ...SOURCES, VirtualMachineTemplate: 'template.kubevirt.io' };

/** Rules on exports of disks. */
export const EXPORT_RULES: readonly Rule<Part>[] = [
  {
    id: 'EX-1',
    severity: 'error',
    phase: 'admission',
    gates: ['VMExport', 'OCIExport', 'Template'],
    mirrors: 'VMExportAdmitter.Admit',
    title: 'What is exported has a name and is of a kind that can be, it is kept for a duration, and that may need feature gates',
    * check(manifest, { featureGates, kubevirtVersion }) {
      yield* needsGate(manifest.at('kind'), 'VMExport', featureGates);
      const source = manifest.at('spec').at('source');
      yield* refersTo(source, kubevirtVersion === KubevirtVersion.V1_8_4 ? SOURCES : SOURCES_OF_1_9);
      if (source.text('name') === '') yield* filled(source, 'name');
      if (kubevirtVersion !== KubevirtVersion.V1_8_4 && source.text('kind') === 'VirtualMachineTemplate') {
        for (const gate of ['OCIExport', 'Template']) yield* needsGate(source.at('kind'), gate, featureGates);
      }
      yield* duration(manifest.at('spec').at('ttlDuration'));
    },
  },
];
