import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { isOn, isThere, notAmong, oneOf } from './checks';

/** Rules on what an architecture has. */
export const ARCHITECTURE_RULES: VmRule[] = [
  {
    id: 'AR-1',
    severity: 'error',
    phase: 'start',
    title: 'The architecture is one that KubeVirt runs on',
    mirrors: 'ValidateVirtualMachineInstancePerArch',
    check: ({ template }) => oneOf(template, 'architecture', ['amd64', 'arm64', 's390x']),
  },
  {
    id: 'AR-2',
    severity: 'error',
    phase: 'start',
    title: 'A VM on amd64 has a watchdog and a video device that exist there; others are accepted, and the VM never starts',
    mirrors: 'ValidateVirtualMachineInstanceAmd64Setting',
    * check({ template, devices }) {
      if (!['amd64', undefined].includes(template.get('architecture'))) return;
      if (devices.at('watchdog').certain(['diag288']).length > 0) yield wrongWatchdog(devices, 'diag288', 'i6300esb');
      yield* wrongVideo(devices, ['vga', 'cirrus', 'virtio', 'ramfb', 'bochs']);
    },
  },
  {
    id: 'AR-3',
    severity: 'error',
    phase: 'start',
    title: 'A VM on arm64 has only devices that exist there; others are accepted, and the VM never starts',
    mirrors: 'ValidateVirtualMachineInstanceArm64Setting',
    * check({ template, domain, devices, disks }) {
      if (template.text('architecture') !== 'arm64') return;
      const absent = [domain.at('firmware').at('bootloader').at('bios'), devices.at('watchdog'), devices.at('sound')];
      for (const part of absent.filter(isThere)) {
        yield { path: part.path, message: `got ${show(part.value)}, which arm64 does not have`, remedy: 'take it out' };
      }
      yield* oneOf(domain.at('cpu'), 'model', ['host-passthrough']);
      yield* wrongVideo(devices, ['virtio', 'ramfb']);
      for (const bus of disks.flatMap((disk) => ['disk', 'cdrom', 'lun'].map((target) => disk.at(target).at('bus')))) {
        if (typeof bus.value === 'string' && !['', 'virtio', 'scsi'].includes(bus.value)) yield notAmong(bus, ['virtio', 'scsi']);
      }
    },
  },
  {
    id: 'AR-4',
    severity: 'error',
    phase: 'start',
    title: 'A VM on s390x has only devices that exist there; others are accepted, and the VM never starts',
    mirrors: 'ValidateVirtualMachineInstanceS390XSetting, validatePanicDevices',
    * check({ template, devices }) {
      if (template.text('architecture') !== 's390x') return;
      if (devices.at('watchdog').certain(['i6300esb']).length > 0) yield wrongWatchdog(devices, 'i6300esb', 'diag288');
      yield* wrongVideo(devices, ['virtio']);
      if (devices.list('panicDevices').length > 0) {
        yield { path: devices.at('panicDevices').path, message: 'got panic devices, which s390x does not have', remedy: 'take them out', phase: 'admission' };
      }
    },
  },
  {
    id: 'R-64',
    severity: 'error',
    phase: 'runtime',
    title: 'A VM on arm64 or s390x has nothing that only PCs have; the server takes it, and the VM never starts',
    * check({ template, domain, devices }) {
      const architecture = template.text('architecture');
      if (architecture !== 'arm64' && architecture !== 's390x') return;
      const [features, timer] = [domain.at('features'), domain.at('clock').at('timer')];
      const efi = domain.at('firmware').at('bootloader').at('efi');
      const absent = [
        ...['hyperv', 'hypervPassthrough'].map((field) => features.at(field)).filter(isThere),
        ...[features.at('smm'), features.at('pvspinlock')].filter(isOn),
        ...['hpet', 'pit', 'kvm', 'hyperv'].map((field) => timer.at(field)).filter((one) => isThere(one) && one.get('present') !== false),
        ...(architecture === 's390x' ? [efi, devices.at('tpm'), devices.at('clientPassthrough')].filter(isThere).filter(isOn) : []),
        ...(architecture === 's390x' ? devices.list('inputs').map((input) => input.at('bus')).filter(({ value }) => value === 'usb') : []),
      ];
      for (const part of absent) yield { path: part.path, message: `got ${show(part.value)}, which ${architecture} does not have`, remedy: 'take it out' };
      if (architecture === 'arm64' && efi.get('secureBoot') === true) {
        yield { path: `${efi.path}.secureBoot`, message: 'got true, and KubeVirt has no firmware for it on arm64', remedy: 'set secureBoot false' };
      }
    },
  },
];

function wrongWatchdog(devices: Part, given: string, expected: string): Problem {
  const path = `${devices.path}.watchdog.${given}`;
  return { path, message: `got the watchdog ${given}, expected ${expected}`, remedy: `use "${expected}"` };
}

function* wrongVideo(devices: Part, allowed: readonly string[]): Iterable<Problem> {
  const type = devices.at('video').at('type');
  if (devices.certain(['video']).length > 0 && type.value !== UNKNOWN && !allowed.includes(type.value)) yield notAmong(type, allowed);
}
