import { posix } from 'path';
import { HYPERV_REQUIRES } from '../../kubevirt/hyperv';
import { KubevirtVersion } from '../../kubevirt/version';
import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { ClusterFacts, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { knownPreference } from './bundled';
import { atMostOne, exactlyOne, filled, isOn, isThere, names, needsGate, notFound, oneOf } from './checks';

/** Confidential computing of amd64, and the gate that each needs. */
const CONFIDENTIAL_GATES: Record<string, string> = { sev: 'WorkloadEncryptionSEV', snp: 'WorkloadEncryptionSEV', tdx: 'WorkloadEncryptionTDX' };

/** As the files of the time zone database are called. */
const TIME_ZONE = /^[A-Z][\w+-]*(\/[A-Z][\w+-]*){0,2}$/i;

/** What ticking timers can do with late ticks. */
const TICK_POLICIES: Record<string, string[]> = {
  hpet: ['delay', 'catchup', 'merge', 'discard'], pit: ['delay', 'catchup', 'discard'], rtc: ['delay', 'catchup'],
};

/** Rules on boot firmware, what the machine offers, and confidential computing. */
export const FIRMWARE_RULES: VmRule[] = [
  {
    id: 'FW-1',
    severity: 'error',
    phase: 'admission',
    title: 'A VM boots with either EFI or BIOS',
    mirrors: 'validateBootloader',
    check: ({ domain }) => atMostOne(domain.at('firmware').at('bootloader'), ['efi', 'bios'], 'boot loader'),
  },
  {
    id: 'FW-2',
    severity: 'error',
    phase: 'admission',
    title: 'Secure boot, which EFI has on by default, needs system management mode',
    mirrors: 'validateDomainSpec',
    * check(vm, facts) {
      // Confidential VMs of amd64 have rules of their own: TDX takes secure boot without SMM.
      const architecture = vm.template.get('architecture');
      if ((vm.domain.has('launchSecurity') && (typeof architecture !== 'string' || ['', 'amd64'].includes(architecture))) || !wantsSecureBoot(vm, facts) || hasSmm(vm, facts)) return;
      const smm = vm.domain.at('features').at('smm');
      yield {
        path: `${vm.domain.path}.firmware.bootloader.efi`,
        message: `got EFI with secure boot and features.smm ${show(smm.value)}, expected smm to be on`,
        remedy: 'set features.smm.enabled true, or efi.secureBoot false',
      };
    },
  },
  {
    id: 'FW-3',
    severity: 'error',
    phase: 'admission',
    title: 'A kernel\'s command line needs a kernel',
    mirrors: 'validateKernelBoot',
    * check({ domain }) {
      const kernelBoot = domain.at('firmware').at('kernelBoot');
      if (!kernelBoot.text('kernelArgs') || kernelBoot.has('container')) return;
      yield { path: `${kernelBoot.path}.kernelArgs`, message: `got ${show(kernelBoot.text('kernelArgs'))} without a kernel`, remedy: 'add "container"' };
    },
  },
  {
    id: 'FW-4',
    severity: 'error',
    phase: 'admission',
    title: 'A kernel container has an image and the absolute path of a kernel or an initial RAM disk in it',
    mirrors: 'validateKernelBoot, ValidatePath',
    * check({ domain }) {
      const container = domain.at('firmware').at('kernelBoot').at('container');
      if (!isThere(container)) return;
      yield* filled(container, 'image');
      const paths = ['kernelPath', 'initrdPath'].filter((field) => container.has(field) && container.text(field) !== '');
      if (paths.length === 0) {
        yield { path: container.path, message: 'got neither a kernelPath nor an initrdPath', remedy: 'set "kernelPath", such as "/boot/vmlinuz"' };
      }
      for (const field of paths) {
        const path = container.text(field);
        if (path === undefined || isCleanPath(path)) continue;
        yield {
          path: `${container.path}.${field}`,
          message: `got ${show(path)}, expected an absolute path to a file, without "." and ".."`,
          remedy: 'write it like "/boot/vmlinuz"',
        };
      }
    },
  },
  {
    id: 'FW-5',
    severity: 'error',
    phase: 'admission',
    title: 'ACPI tables come from volumes of Secrets',
    mirrors: 'validateFirmwareACPI',
    * check({ domain, template, volumes }) {
      const acpi = domain.at('firmware').at('acpi');
      if (!isThere(acpi)) return;
      const references = ['slicNameRef', 'msdmNameRef'].filter((field) => acpi.has(field) && acpi.text(field) !== '');
      if (references.length === 0) yield { path: acpi.path, message: 'got neither a slicNameRef nor an msdmNameRef', remedy: 'name a Secret\'s volume' };
      const known = names(template.at('volumes'));
      for (const field of references) {
        const name = acpi.text(field);
        if (name === undefined || !known) continue;
        const volume = volumes.find((one) => one.text('name') === name);
        if (!volume) {
          yield notFound(`${acpi.path}.${field}`, name, 'volume', known);
        } else if (!volume.has('secret')) {
          yield { path: `${acpi.path}.${field}`, message: `got ${show(name)}, which is no volume of a Secret`, remedy: 'put the table into a Secret' };
        }
      }
    },
  },
  {
    id: 'FW-6',
    severity: 'error',
    phase: 'start',
    title: 'A Hyper-V feature is not without those it needs',
    mirrors: 'ValidateVirtualMachineInstanceHypervFeatureDependencies',
    * check({ domain }) {
      const hyperv = domain.at('features').at('hyperv');
      for (const [feature, required] of HYPERV_REQUIRES) {
        if (!isOn(hyperv.at(feature)) || hyperv.at(required).get('enabled') !== false) continue;
        yield {
          path: `${hyperv.path}.${required}`,
          message: `got ${show(hyperv.get(required))}, and ${feature} needs ${required}`,
          remedy: `take it out, or ${feature}`,
        };
      }
    },
  },
  {
    id: 'FW-8',
    severity: 'error',
    phase: 'start',
    title: 'Hyper-V features are given or passed through, not both',
    mirrors: 'ValidateVirtualMachineInstanceHypervMode',
    * check(vm, facts) {
      const features = vm.domain.at('features');
      if (features.certain(['hypervPassthrough']).length === 0) return;
      const preferred = new Part(knownPreference(vm, facts), '').at('features').has('preferredHyperv');
      if (features.certain(['hyperv']).length === 0 && !preferred) return;
      yield {
        path: `${features.path}.hypervPassthrough`,
        message: `got hypervPassthrough beside ${preferred ? 'a preference that sets Hyper-V features' : 'hyperv'}`,
        remedy: 'take one of them out',
      };
    },
  },
  {
    id: 'FW-9',
    severity: 'error',
    phase: 'admission',
    title: 'A confidential VM is of one kind that its architecture has, and needs a feature gate',
    gates: ['WorkloadEncryptionSEV', 'WorkloadEncryptionTDX', 'SecureExecution'],
    mirrors: 'validateLaunchSecurity',
    * check({ template, domain }, { featureGates }) {
      const security = domain.at('launchSecurity');
      const architecture = template.get('architecture');
      if (!isThere(security)) return;
      if (architecture === 's390x') {
        yield* needsGate(security, 'SecureExecution', featureGates);
      } else if (typeof architecture === 'string' && architecture !== '' && architecture !== 'amd64') {
        yield { path: security.path, message: `got ${show(security.value)}, which ${architecture} does not have`, remedy: 'take it out' };
      } else if (architecture !== UNKNOWN) {
        const kinds = Object.keys(CONFIDENTIAL_GATES);
        yield* exactlyOne(security, kinds, 'kind');
        for (const kind of security.certain(kinds)) yield* needsGate(security.at(kind), CONFIDENTIAL_GATES[kind], featureGates);
      }
    },
  },
  {
    id: 'FW-10',
    severity: 'error',
    phase: 'admission',
    title: 'A confidential VM on amd64 has EFI, and nothing that would break its seal',
    mirrors: 'ValidateLaunchSecurityAmd64',
    * check(vm, facts) {
      const { domain, template, interfaces } = vm;
      const security = domain.at('launchSecurity');
      const kind = security.certain(Object.keys(CONFIDENTIAL_GATES))[0];
      if (!kind || !['amd64', undefined].includes(template.get('architecture'))) return;
      const bootloader = domain.at('firmware').at('bootloader');
      const efi = bootloader.at('efi');
      const smm = domain.at('features').at('smm');
      if (kind === 'tdx' && isOn(smm)) yield { path: smm.path, message: 'got system management mode, which TDX does not work with', remedy: 'take it out' };
      if (bootloader.which(['efi']).length === 0) {
        if (!isThere(new Part(knownPreference(vm, facts), '').at('firmware').at('preferredEfi')) && !hasUnknownPreference(vm, facts)) {
          yield { path: security.path, message: `got ${kind} without EFI`, remedy: 'set firmware.bootloader.efi.secureBoot false' };
        }
      } else if (isThere(efi)) {
        const secureBoot = efi.has('secureBoot') ? efi.get('secureBoot') : true;
        // Before 1.9, secure boot needs SMM everywhere, and TDX does not work with it.
        if (secureBoot === true && (kind !== 'tdx' || facts.kubevirtVersion === KubevirtVersion.V1_8_4)) {
          yield { path: `${efi.path}.secureBoot`, message: `got secure boot, which ${kind} does not work with`, remedy: 'set secureBoot false' };
        }
        if (kind !== 'sev' && efi.get('persistent') === true) {
          yield { path: `${efi.path}.persistent`, message: `got true, which ${kind} does not work with`, remedy: 'take it out' };
        }
      }
      if (security.at('sev').certain(['attestation']).length > 0 && !template.has('startStrategy')) {
        yield { path: `${security.path}.sev.attestation`, message: 'got attestation on a VM that does not start paused', remedy: 'set startStrategy "Paused"' };
      }
      for (const nic of interfaces.filter((one) => one.certain(['bootOrder']).length > 0)) {
        yield { path: `${nic.path}.bootOrder`, message: `got ${show(nic.get('bootOrder'))}, and a ${kind} VM does not boot from the network`, remedy: 'take it out' };
      }
    },
  },
  {
    id: 'R-61',
    severity: 'error',
    phase: 'runtime',
    title: 'A timer does with late ticks what it can; the server takes anything, and the VM never starts',
    * check({ domain }) {
      const timer = domain.at('clock').at('timer');
      for (const [name, policies] of Object.entries(TICK_POLICIES)) yield* oneOf(timer.at(name), 'tickPolicy', policies);
      yield* oneOf(timer.at('rtc'), 'track', ['guest', 'wall']);
    },
  },
  {
    id: 'R-62',
    severity: 'error',
    phase: 'runtime',
    title: 'Hyper-V spinlocks are tried at least 4096 times, and the vendor has at most 12 characters; the server takes others, and the VM never starts',
    * check({ domain }) {
      const hyperv = domain.at('features').at('hyperv');
      const spinlocks = hyperv.at('spinlocks').at('spinlocks');
      if (typeof spinlocks.value === 'number' && spinlocks.value < 4096) {
        yield { path: spinlocks.path, message: `got ${spinlocks.value}, expected at least 4096`, remedy: 'write 8191' };
      }
      const vendor = hyperv.at('vendorid').text('vendorid') ?? '';
      if (vendor.length > 12) {
        yield { path: `${hyperv.path}.vendorid.vendorid`, message: `got ${show(vendor)}, expected at most 12 characters`, remedy: `write "${vendor.slice(0, 12)}"` };
      }
    },
  },
  {
    id: 'R-63',
    severity: 'error',
    phase: 'runtime',
    title: 'Synthetic timers of Hyper-V need its clock; the server takes them without, and the VM never starts',
    * check(vm, facts) {
      const timers = vm.domain.at('features').at('hyperv').at('synictimer');
      const timer = vm.domain.at('clock').at('timer');
      if (!isOn(timers) || hasUnknownPreference(vm, facts)) return;
      const preferred = new Part(knownPreference(vm, facts), '').at('clock').at('preferredTimer').has('hyperv');
      const clock = timer.at('hyperv');
      // Timers of a preference count only where the VM names none.
      if (timer.has('hyperv') ? clock.get('present') !== false : preferred && !vm.domain.at('clock').has('timer')) return;
      yield { path: timers.path, message: `got ${show(timers.value)} without the Hyper-V clock`, remedy: 'set clock.timer.hyperv.present true' };
    },
  },
  {
    id: 'R-66',
    severity: 'error',
    phase: 'runtime',
    title: 'A clock is of UTC or of a time zone; the server takes both and uses UTC, and takes zones that are none',
    * check({ domain }) {
      const clock = domain.at('clock');
      yield* atMostOne(clock, ['utc', 'timezone'], 'clock');
      const zone = clock.text('timezone');
      if (!zone || TIME_ZONE.test(zone)) return;
      yield { path: `${clock.path}.timezone`, message: `got ${show(zone)}, expected the name of a time zone`, remedy: 'write it like "Europe/Berlin"' };
    },
  },
];

/** Whether the VM has a preference that may set anything. */
function hasUnknownPreference(vm: VmView, facts: ClusterFacts): boolean {
  return vm.spec.has('preference') && !knownPreference(vm, facts);
}

function isCleanPath(path: string): boolean {
  return path.startsWith('/') && path !== '/' && posix.normalize(path) === path;
}

/** Whether EFI with secure boot is surely on: the VM's own word first, then what a known preference sets. */
function wantsSecureBoot(vm: VmView, facts: ClusterFacts): boolean {
  const bootloader = vm.domain.at('firmware').at('bootloader');
  const own = bootloader.at('efi');
  // Instances on arm64 have it off where nothing is said, but only after the VM has been looked at.
  if (isThere(own)) return own.has('secureBoot') ? own.get('secureBoot') === true : !(vm.isInstance && vm.template.text('architecture') === 'arm64');
  if (bootloader.which(['efi', 'bios']).length > 0) return false;
  const preferred = new Part(knownPreference(vm, facts), '').at('firmware').at('preferredEfi');
  return isThere(preferred) && preferred.get('secureBoot') !== false;
}

/** Whether system management mode is on, or may be: a preference that is not known could set it. */
function hasSmm(vm: VmView, facts: ClusterFacts): boolean {
  const smm = vm.domain.at('features').at('smm');
  if (smm.value !== undefined && smm.value !== null) return !isThere(smm) || smm.get('enabled') !== false;
  const preference = knownPreference(vm, facts);
  return preference ? new Part(preference, '').at('features').has('preferredSmm') : vm.spec.has('preference');
}
