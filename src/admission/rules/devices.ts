import { KubevirtVersion } from '../../kubevirt/version';
import { show } from '../finding';
import { Part } from '../part';
import { VmRule } from '../rule';
import { knownPreference } from './bundled';
import { atMostOne, exactlyOne, filled, names, needsGate, notAmong, notFound, oneOf, strictlyOneOf } from './checks';

/** Rules on devices that are neither disks nor NICs. */
export const DEVICE_RULES: VmRule[] = [
  {
    id: 'DV-1',
    severity: 'error',
    phase: 'admission',
    title: 'An input device is a tablet on the virtio or usb bus',
    mirrors: 'validateInputDevices',
    * check(vm, facts) {
      const preference = new Part(knownPreference(vm, facts), '');
      // Of an instance it always is.
      const typeIsFilledIn = vm.isInstance || (preference.value ? preference.at('devices').has('preferredInputType') : vm.spec.has('preference'));
      for (const input of vm.devices.list('inputs')) {
        yield* oneOf(input, 'bus', ['virtio', 'usb']);
        yield* typeIsFilledIn ? oneOf(input, 'type', ['tablet']) : strictlyOneOf(input, 'type', ['tablet']);
        if (!typeIsFilledIn && !input.has('type')) yield notAmong(input.at('type'), ['tablet']);
      }
    },
  },
  {
    id: 'DV-2',
    severity: 'error',
    phase: 'admission',
    title: 'The I/O thread policy is one that KubeVirt knows, and a pool says how many threads it has',
    mirrors: 'validateIOThreadsPolicy',
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
    phase: 'admission',
    title: 'A sound device has a name and the model ich9 or ac97',
    mirrors: 'validateSoundDevices',
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
    phase: 'admission',
    title: 'Host devices need a feature gate',
    gates: ['HostDevices'],
    mirrors: 'validateHostDevicesWithPassthroughEnabled',
    * check({ devices }, { featureGates }) {
      if (devices.list('hostDevices').length > 0) yield* needsGate(devices.at('hostDevices'), 'HostDevices', featureGates);
    },
  },
  {
    id: 'DV-12',
    severity: 'error',
    phase: 'runtime',
    title: 'A device of the node is one that the cluster permits; otherwise the VM never starts',
    needs: ['permittedDevices'],
    * check({ devices }, { permittedDevices, featureGates, kubevirtVersion }) {
      const is18 = kubevirtVersion === KubevirtVersion.V1_8_4;
      // With the gate for claims, 1.8.4 looks at no GPU at all; 1.9 still looks at those without a claim.
      for (const list of is18 && featureGates.has(CLAIM_GATES.gpus) ? ['hostDevices'] : ['gpus', 'hostDevices']) {
        for (const device of devices.list(list)) {
          const name = device.text('deviceName');
          if (!name || permittedDevices!.includes(name)) continue;
          yield {
            path: `${device.path}.deviceName`,
            message: `got ${show(name)}, which the cluster does not permit; it permits ${permittedDevices!.map(show).join(', ') || 'none'}`,
            remedy: 'add it to permittedHostDevices in the KubeVirt object; in this library, to kubevirt.permittedHostDevices of the profile',
          };
        }
      }
      for (const device of is18 ? devices.list('hostDevices').filter(isClaimed) : []) {
        yield {
          path: device.path,
          message: `got a claim, which KubeVirt ${kubevirtVersion} takes for a device that is not permitted where a cluster says which are`,
          remedy: 'use deviceName, or KubeVirt 1.9, or take permittedHostDevices out of the KubeVirt object',
        };
      }
    },
  },
  {
    id: 'DV-6',
    severity: 'error',
    phase: 'admission',
    title: 'A VSOCK device needs a feature gate',
    gates: ['VSOCK'],
    mirrors: 'validateVSOCK',
    * check({ devices }, { featureGates }) {
      if (devices.get('autoattachVSOCK') === true) yield* needsGate(devices.at('autoattachVSOCK'), 'VSOCK', featureGates);
    },
  },
  {
    id: 'DV-4',
    severity: 'error',
    phase: 'admission',
    title: 'At most one GPU shows its screen before the guest has its driver',
    mirrors: 'validateMDEVRamFB',
    * check({ devices }) {
      const shown = devices.list('gpus').filter(showsBootScreen);
      if (shown.length < 2) return;
      yield {
        path: `${shown[1].path}.virtualGPUOptions.display`,
        message: `got a boot screen on ${shown.length} GPUs, expected at most one`,
        remedy: 'set ramFB.enabled false on the others',
      };
    },
  },
  {
    id: 'DV-7',
    severity: 'error',
    phase: 'admission',
    title: 'A video device needs a screen, and before KubeVirt 1.9 a feature gate',
    gates: ['VideoConfig'],
    mirrors: 'validateVideoConfig',
    * check({ devices }, { featureGates }) {
      const video = devices.at('video');
      if (devices.certain(['video']).length === 0) return;
      yield* needsGate(video, 'VideoConfig', featureGates);
      if (devices.get('autoattachGraphicsDevice') !== false) return;
      yield {
        path: video.path,
        message: `got ${show(video.value)} on a VM without a screen, expected no video device`,
        remedy: 'take it out, or autoattachGraphicsDevice false',
      };
    },
  },
  {
    id: 'DV-8',
    severity: 'error',
    phase: 'admission',
    title: 'A panic device is of a model that KubeVirt knows, and needs a feature gate before KubeVirt 1.9',
    gates: ['PanicDevices'],
    mirrors: 'validatePanicDevices',
    * check({ devices }, { featureGates }) {
      const panicDevices = devices.list('panicDevices');
      if (panicDevices.length > 0) yield* needsGate(devices.at('panicDevices'), 'PanicDevices', featureGates);
      for (const device of panicDevices) yield* strictlyOneOf(device, 'model', ['hyperv', 'isa', 'pvpanic']);
    },
  },
  {
    id: 'DV-11',
    severity: 'error',
    phase: 'admission',
    title: 'A device with metrics of the host needs a feature gate',
    gates: ['DownwardMetrics'],
    mirrors: 'validateDownwardMetrics',
    * check({ devices }, { featureGates }) {
      if (devices.certain(['downwardMetrics']).length > 0) yield* needsGate(devices.at('downwardMetrics'), 'DownwardMetrics', featureGates);
    },
  },
  {
    id: 'DRA-1',
    severity: 'error',
    phase: 'runtime',
    title: 'A resource claim is a claim or of a template; the server takes others, and the VM never starts',
    * check({ template }) {
      for (const claim of template.list('resourceClaims')) yield* exactlyOne(claim, ['resourceClaimName', 'resourceClaimTemplateName'], 'source');
    },
  },
  {
    id: 'DRA-2',
    severity: 'error',
    phase: 'admission',
    title: 'A device of the node is of a resource or from a claim of the VM, one device from each request; claims need a feature gate',
    gates: ['GPUsWithDRA', 'HostDevicesWithDRA'],
    mirrors: 'validateCreationDRA',
    * check({ template, devices }, { featureGates }) {
      const claims = names(template.at('resourceClaims'));
      const taken = new Map<string, string>();
      for (const [list, gate] of Object.entries(CLAIM_GATES)) {
        const all = devices.list(list);
        const claimed = all.filter(isClaimed);
        if (claimed.length > 0) yield* needsGate(devices.at(list), gate, featureGates);
        if (list === 'gpus' && claimed.length > 0 && claimed.length < all.length) {
          yield { path: devices.at(list).path, message: 'got GPUs of resources and from claims, expected only one kind', remedy: 'use the one or the other' };
        }
        for (const device of all) {
          // To the server, an empty name of a claim or request is one that is given.
          const sources = ['deviceName', 'claimName', 'requestName'].filter((field) => field === 'deviceName' ? device.get(field) : device.has(field));
          if (sources.length === 0) yield* exactlyOne(new Part({}, device.path), ['deviceName', 'claimName'], 'source');
          if (sources[0] === 'deviceName') yield* atMostOne(device, sources, 'source');
          if (!isClaimed(device)) continue;
          yield* filled(device, 'claimName');
          yield* filled(device, 'requestName');
          const [claim, request] = [device.text('claimName'), device.text('requestName')];
          if (!claim || !request) continue;
          if (claims && !claims.has(claim)) yield notFound(`${device.path}.claimName`, claim, 'resource claim', claims);
          const other = taken.get(`${claim}/${request}`);
          if (other) {
            yield { path: device.path, message: `got the request ${show(request)} of claim ${show(claim)}, which ${other} has already`, remedy: 'give each device its own request' };
          }
          taken.set(`${claim}/${request}`, device.path);
        }
      }
    },
  },
  {
    id: 'R-60',
    severity: 'error',
    phase: 'runtime',
    title: 'A watchdog does one of three things; the server takes others, and the VM never starts',
    * check({ devices }) {
      for (const model of ['i6300esb', 'diag288']) yield* oneOf(devices.at('watchdog').at(model), 'action', ['reset', 'poweroff', 'shutdown']);
    },
  },
];

/** Lists of devices that may come from claims, and the gate that each needs for it. */
const CLAIM_GATES = { gpus: 'GPUsWithDRA', hostDevices: 'HostDevicesWithDRA' };

function isClaimed(device: Part): boolean {
  return !device.get('deviceName') && device.which(['claimName', 'requestName']).length > 0;
}

/** Whether a GPU surely has a display with a frame buffer for booting, which it has where it is not turned off. */
function showsBootScreen(gpu: Part): boolean {
  const display = gpu.at('virtualGPUOptions').at('display');
  const ramFb = display.at('ramFB');
  return typeof display.value === 'object' && display.value !== null && [undefined, true].includes(display.get('enabled'))
    && (!display.has('ramFB') || ramFb.get('enabled') === true);
}
