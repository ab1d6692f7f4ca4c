import { show } from '../finding';
import { VmRule } from '../rule';
import { Part } from '../vm-view';
import { knownPreference } from './bundled';
import { filled, needsGate, oneOf, strictlyOneOf } from './checks';

/** Rules on devices that are neither disks nor NICs. */
export const DEVICE_RULES: VmRule[] = [
  {
    id: 'DV-1',
    severity: 'error',
    title: 'An input device is a tablet on the virtio or usb bus',
    * check(vm, facts) {
      const preference = new Part(knownPreference(vm, facts), '');
      const typeIsFilledIn = preference.value ? preference.at('devices').has('preferredInputType') : vm.spec.has('preference');
      for (const input of vm.devices.list('inputs')) {
        yield* oneOf(input, 'bus', ['virtio', 'usb']);
        yield* typeIsFilledIn ? oneOf(input, 'type', ['tablet']) : strictlyOneOf(input, 'type', ['tablet']);
      }
    },
  },
  {
    id: 'DV-2',
    severity: 'error',
    title: 'The I/O thread policy is one that KubeVirt knows, and a pool says how many threads it has',
    * check({ domain }) {
      yield* strictlyOneOf(domain, 'ioThreadsPolicy', ['shared', 'auto', 'supplementalPool']);
      const count = domain.at('ioThreads').at('supplementalPoolThreadCount');
      if (domain.text('ioThreadsPolicy') !== 'supplementalPool' || typeof count.value === 'symbol' || count.value >= 1) return;
      yield { path: count.path, message: `got ${show(count.value)} threads for the pool, expected at least 1`, remedy: 'set supplementalPoolThreadCount' };
    },
  },
  {
    id: 'DV-3',
    severity: 'error',
    title: 'A sound device has a name and the model ich9 or ac97',
    * check({ devices }) {
      const sound = devices.at('sound');
      if (devices.certain(['sound']).length === 0) return;
      yield* oneOf(sound, 'model', ['ich9', 'ac97']);
      yield* filled(sound, 'name');
    },
  },
  {
    id: 'DV-5',
    severity: 'error',
    title: 'Host devices need a feature gate',
    * check({ devices }, { featureGates }) {
      if (devices.list('hostDevices').length > 0) yield* needsGate(devices.at('hostDevices'), 'HostDevices', featureGates);
    },
  },
  {
    id: 'DV-6',
    severity: 'error',
    title: 'A VSOCK device needs a feature gate',
    * check({ devices }, { featureGates }) {
      if (devices.at('autoattachVSOCK').value === true) yield* needsGate(devices.at('autoattachVSOCK'), 'VSOCK', featureGates);
    },
  },
];
