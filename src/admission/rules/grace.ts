import { KubevirtVersion } from '../../kubevirt/version';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { needsGate } from './checks';

/** NVIDIA's GPUs of the Grace kind, and one of NVIDIA's that may be. */
const GRACE = /^\s*(?:0x)?10DE\s*:\s*(?:0x)?(?:2342|2348|2941)\s*$/i;
const MAYBE_GRACE = /^\s*(?:0x)?10DE\s*:\s*\*\s*$/i;

const GATE = 'GraceIOVirtualization';

/** Rules on GPUs that share an address space with the CPU. */
export const GRACE_RULES: VmRule[] = [
  {
    id: 'DV-10',
    severity: 'error',
    phase: 'admission',
    versions: [KubevirtVersion.V1_9_0],
    gates: [GATE, 'PCINUMAAwareTopology', 'IOMMUFD'],
    needs: ['pciDevices'],
    mirrors: 'validateGraceIOVirtualization',
    title: 'A VM with an NVIDIA Grace GPU is on arm64, of machine type virt and with dedicated CPUs; that needs feature gates',
    * check(vm, { featureGates, pciDevices = {} }) {
      const asked = ['gpus', 'hostDevices'].flatMap((list) => vm.devices.list(list)).map((device) => device.at('deviceName'));
      const selected = (pattern: RegExp) => asked.filter(({ value }) => typeof value === 'string' && pattern.test(pciDevices[value] ?? ''));
      const graces = selected(GRACE);
      if (featureGates.has(GATE)) {
        for (const { value, path } of selected(MAYBE_GRACE)) {
          yield { path, message: `got ${show(value)}, which the cluster permits as ${pciDevices[value]}, expected one product`, remedy: 'name the product in pciVendorSelector, such as "10DE:2342"' };
        }
      }
      if (graces.length === 0) return;
      yield* withoutAnnotations(vm.guestMetadata.at('annotations'));
      if (!featureGates.has(GATE)) {
        for (const part of graces) yield* needsGate(part, GATE, featureGates);
        return;
      }
      const architecture = vm.template.at('architecture');
      const machine = vm.domain.at('machine').at('type');
      const dedicated = vm.domain.at('cpu').at('dedicatedCpuPlacement');
      if (typeof architecture.value !== 'symbol' && architecture.value !== 'arm64') {
        yield { path: architecture.path, message: `got ${show(architecture.value)} beside a Grace GPU, expected "arm64"`, remedy: 'use architecture "arm64"' };
      }
      if (typeof machine.value === 'string' && machine.value !== '' && !machine.value.startsWith('virt')) {
        yield { path: machine.path, message: `got ${show(machine.value)} beside a Grace GPU, expected "virt"`, remedy: 'use machine type "virt"' };
      }
      if (typeof dedicated.value !== 'symbol' && dedicated.value !== true) {
        yield { path: dedicated.path, message: `got ${show(dedicated.value)} beside a Grace GPU, which needs dedicated CPUs`, remedy: 'set dedicatedCpuPlacement' };
      }
      for (const gate of ['PCINUMAAwareTopology', 'IOMMUFD']) yield* needsGate(graces[0], gate, featureGates);
    },
  },
];

function* withoutAnnotations(annotations: Part): Iterable<Problem> {
  for (const key of ['kubevirt.io/placePCIDevicesOnRootComplex', 'kubevirt.io/disablePCIHole64']) {
    if (annotations.get(key) === 'true') yield { path: `${annotations.path}["${key}"]`, message: 'got "true" beside a Grace GPU', remedy: 'take it out' };
  }
}
