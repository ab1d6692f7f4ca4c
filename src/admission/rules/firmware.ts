import { show } from '../finding';
import { ClusterFacts, VmRule } from '../rule';
import { Part, VmView } from '../vm-view';
import { knownPreference } from './bundled';
import { atMostOne, notAmong, oneOf } from './checks';

/** Rules on boot firmware and the architecture. */
export const FIRMWARE_RULES: VmRule[] = [
  {
    id: 'FW-1',
    severity: 'error',
    title: 'A VM boots with either EFI or BIOS',
    check: ({ domain }) => atMostOne(domain.at('firmware').at('bootloader'), ['efi', 'bios'], 'boot loader'),
  },
  {
    id: 'FW-2',
    severity: 'error',
    title: 'Secure boot, which EFI has on by default, needs system management mode',
    * check(vm, facts) {
      // Confidential VMs have rules of their own: TDX takes secure boot without SMM.
      if (vm.domain.has('launchSecurity') || !wantsSecureBoot(vm, facts) || hasSmm(vm, facts)) return;
      const smm = vm.domain.at('features').at('smm');
      yield {
        path: `${vm.domain.path}.firmware.bootloader.efi`,
        message: `got EFI with secure boot and features.smm ${show(smm.value)}, expected smm to be on`,
        remedy: 'set features.smm.enabled true, or efi.secureBoot false',
      };
    },
  },
  {
    id: 'AR-1',
    severity: 'error',
    title: 'The architecture is one that KubeVirt runs on',
    check: ({ template }) => oneOf(template, 'architecture', ['amd64', 'arm64', 's390x']),
  },
  {
    id: 'AR-3',
    severity: 'error',
    title: 'A VM on arm64 has only devices that exist there; others are accepted, and the VM never starts',
    * check({ template, domain, devices, disks }) {
      if (template.text('architecture') !== 'arm64') return;
      const absent = [domain.at('firmware').at('bootloader').at('bios'), devices.at('watchdog'), devices.at('sound')];
      for (const part of absent.filter(isThere)) {
        yield { path: part.path, message: `got ${show(part.value)}, which arm64 does not have`, remedy: 'take it out' };
      }
      yield* oneOf(domain.at('cpu'), 'model', ['host-passthrough']);
      yield* oneOf(devices.at('video'), 'type', ['virtio', 'ramfb']);
      for (const bus of disks.flatMap((disk) => ['disk', 'cdrom', 'lun'].map((target) => disk.at(target).at('bus')))) {
        if (typeof bus.value === 'string' && !['', 'virtio', 'scsi'].includes(bus.value)) yield notAmong(bus, ['virtio', 'scsi']);
      }
    },
  },
];

function isThere(part: Part): boolean {
  return typeof part.value === 'object' && part.value !== null;
}

/** Whether EFI with secure boot is surely on: the VM's own word first, then what a known preference sets. */
function wantsSecureBoot(vm: VmView, facts: ClusterFacts): boolean {
  const bootloader = vm.domain.at('firmware').at('bootloader');
  const own = bootloader.at('efi');
  if (isThere(own)) return !own.has('secureBoot') || own.at('secureBoot').value === true;
  if (bootloader.which(['efi', 'bios']).length > 0) return false;
  const preferred = new Part(knownPreference(vm, facts), '').at('firmware').at('preferredEfi');
  return isThere(preferred) && preferred.at('secureBoot').value !== false;
}

/** Whether system management mode is on, or may be: a preference that is not known could set it. */
function hasSmm(vm: VmView, facts: ClusterFacts): boolean {
  const smm = vm.domain.at('features').at('smm');
  if (smm.value !== undefined && smm.value !== null) return !isThere(smm) || smm.at('enabled').value !== false;
  const preference = knownPreference(vm, facts);
  return preference ? new Part(preference, '').at('features').has('preferredSmm') : vm.spec.has('preference');
}
