import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, Changes, Refused, T } from '../manifests';

const BOOTLOADER = `${T}.domain.firmware.bootloader`;
const SMM = `${T}.domain.features.smm`;
const FIRMWARE = `${T}.domain.firmware`;
const KERNEL = `${FIRMWARE}.kernelBoot.container`;
const FEATURES = `${T}.domain.features`;
const HYPERV = `${FEATURES}.hyperv`;
const TIMER = `${T}.domain.clock.timer`;
const SECURITY = `${T}.domain.launchSecurity`;
const DEVICES = `${T}.domain.devices`;
const ARM: Changes = { [`${T}.architecture`]: 'arm64' };
const Z: Changes = { [`${T}.architecture`]: 's390x' };
const EFI: Changes = { [BOOTLOADER]: { efi: { secureBoot: false } } };
const DEVICE_GATES = { featureGates: new Set(['VideoConfig', 'PanicDevices']) };
const CONFIDENTIAL = { featureGates: new Set(['WorkloadEncryptionSEV', 'WorkloadEncryptionTDX']) };

export const REFUSED: Refused[] = [
  ['FW-9', { [`${T}.architecture`]: 'riscv64', [`${T}.domain.launchSecurity`]: { sev: {} } }, `${T}.domain.launchSecurity`, 'riscv64 does not have'],
  ['FW-1', { [BOOTLOADER]: { efi: { secureBoot: false }, bios: {} } }, BOOTLOADER, 'efi and bios'],
  ['FW-2', { [BOOTLOADER]: { efi: {} } }, `${BOOTLOADER}.efi`, 'smm nothing'],
  ['FW-2', { [BOOTLOADER]: { efi: { secureBoot: true } }, [SMM]: { enabled: false } }, `${BOOTLOADER}.efi`, '{"enabled":false}'],
  ['FW-2', { 'spec.preference': { name: 'rhel.9' }, [`${T}.domain.cpu.sockets`]: 2, [SMM]: { enabled: false } }, `${BOOTLOADER}.efi`, '{"enabled":false}'],
  ['FW-3', { [`${FIRMWARE}.kernelBoot`]: { kernelArgs: 'quiet' } }, `${FIRMWARE}.kernelBoot.kernelArgs`, '"quiet"'],
  ['FW-4', { [KERNEL]: { image: '', kernelPath: '/vmlinuz' } }, `${KERNEL}.image`, '""'],
  ['FW-4', { [KERNEL]: { image: 'kernel:1' } }, KERNEL, 'neither'],
  ['FW-4', { [KERNEL]: { image: 'kernel:1', kernelPath: 'boot/vmlinuz' } }, `${KERNEL}.kernelPath`, '"boot/vmlinuz"'],
  ['FW-4', { [KERNEL]: { image: 'kernel:1', initrdPath: '/boot/../initrd' } }, `${KERNEL}.initrdPath`, '"/boot/../initrd"'],
  ['FW-5', { [`${FIRMWARE}.acpi`]: {} }, `${FIRMWARE}.acpi`, 'neither'],
  ['FW-5', { [`${FIRMWARE}.acpi`]: { slicNameRef: 'slic' } }, `${FIRMWARE}.acpi.slicNameRef`, '"slic"'],
  ['FW-5', { [`${FIRMWARE}.acpi`]: { msdmNameRef: 'cloudinit' } }, `${FIRMWARE}.acpi.msdmNameRef`, 'no volume of a Secret'],
  ['FW-6', { [HYPERV]: { ipi: { enabled: true }, vpindex: { enabled: false } } }, `${HYPERV}.vpindex`, 'ipi needs vpindex'],
  ['FW-6', { [HYPERV]: { synictimer: {}, synic: { enabled: false } } }, `${HYPERV}.synic`, 'synictimer needs synic'],
  ['FW-8', { [HYPERV]: {}, [`${FEATURES}.hypervPassthrough`]: {} }, `${FEATURES}.hypervPassthrough`, 'beside hyperv'],
  ['FW-8', { 'spec.preference': { name: 'windows.11' }, [`${T}.domain.cpu`]: { sockets: 2 }, [`${T}.domain.memory.guest`]: '4Gi', [`${FEATURES}.hypervPassthrough`]: { enabled: true } }, `${FEATURES}.hypervPassthrough`, 'a preference'],
  ['FW-9', { [SECURITY]: { sev: {} }, ...EFI }, `${SECURITY}.sev`, 'WorkloadEncryptionSEV'],
  ['FW-9', { [SECURITY]: { tdx: {} }, ...EFI }, `${SECURITY}.tdx`, 'WorkloadEncryptionTDX'],
  ['FW-9', { [SECURITY]: { sev: {}, snp: {} }, ...EFI }, SECURITY, 'sev and snp', CONFIDENTIAL],
  ['FW-9', { [SECURITY]: {} }, SECURITY, 'no kind', CONFIDENTIAL],
  ['FW-9', { [SECURITY]: { snp: {} }, ...ARM }, SECURITY, 'arm64', CONFIDENTIAL],
  ['FW-9', { [SECURITY]: {}, ...Z }, SECURITY, 'SecureExecution'],
  ['FW-10', { [SECURITY]: { sev: {} } }, SECURITY, 'sev without EFI', CONFIDENTIAL],
  ['FW-10', { [SECURITY]: { sev: {} }, [BOOTLOADER]: { efi: {} } }, `${BOOTLOADER}.efi.secureBoot`, 'secure boot', CONFIDENTIAL],
  ['FW-10', { [SECURITY]: { tdx: {} }, [BOOTLOADER]: { efi: {} } }, `${BOOTLOADER}.efi.secureBoot`, 'secure boot', CONFIDENTIAL],
  ['FW-10', { [SECURITY]: { tdx: {} }, ...EFI, [SMM]: {} }, SMM, 'system management mode', CONFIDENTIAL],
  ['FW-10', { [SECURITY]: { snp: {} }, [BOOTLOADER]: { efi: { secureBoot: false, persistent: true } } }, `${BOOTLOADER}.efi.persistent`, 'true', CONFIDENTIAL],
  ['FW-10', { [SECURITY]: { sev: { attestation: {} } }, ...EFI }, `${SECURITY}.sev.attestation`, 'paused', CONFIDENTIAL],
  ['FW-10', { [SECURITY]: { snp: {} }, ...EFI, [`${T}.domain.devices.interfaces[0].bootOrder`]: 1 }, `${T}.domain.devices.interfaces[0].bootOrder`, '1', CONFIDENTIAL],
  ['R-61', { [`${TIMER}.rtc`]: { tickPolicy: 'merge' } }, `${TIMER}.rtc.tickPolicy`, '"merge"'],
  ['R-61', { [`${TIMER}.rtc`]: { track: 'host' } }, `${TIMER}.rtc.track`, '"host"'],
  ['R-62', { [HYPERV]: { spinlocks: { spinlocks: 1000 } } }, `${HYPERV}.spinlocks.spinlocks`, '1000'],
  ['R-62', { [HYPERV]: { vendorid: { vendorid: 'thirteen chars' } } }, `${HYPERV}.vendorid.vendorid`, '"thirteen chars"'],
  ['R-63', { [HYPERV]: { synictimer: {} } }, `${HYPERV}.synictimer`, 'without the Hyper-V clock'],
  ['R-63', { [HYPERV]: { synictimer: {} }, [TIMER]: { hyperv: { present: false } } }, `${HYPERV}.synictimer`, 'without the Hyper-V clock'],
  ['R-64', { ...ARM, [HYPERV]: {} }, HYPERV, 'arm64'],
  ['R-64', { ...ARM, [TIMER]: { hpet: {} } }, `${TIMER}.hpet`, 'arm64'],
  ['R-64', { ...ARM, [BOOTLOADER]: { efi: { secureBoot: true } }, [SMM]: {} }, `${BOOTLOADER}.efi.secureBoot`, 'true'],
  ['R-64', { ...Z, ...EFI }, `${BOOTLOADER}.efi`, 's390x'],
  ['R-64', { ...Z, [`${DEVICES}.tpm`]: {} }, `${DEVICES}.tpm`, 's390x'],
  ['R-64', { ...Z, [`${DEVICES}.inputs`]: [{ name: 'pointer', type: 'tablet', bus: 'usb' }] }, `${DEVICES}.inputs[0].bus`, 's390x'],
  ['AR-1', { [`${T}.architecture`]: 'x86_64' }, `${T}.architecture`, '"x86_64"'],
  ['AR-2', { [`${DEVICES}.watchdog`]: { name: 'dog', diag288: {} } }, `${DEVICES}.watchdog.diag288`, 'i6300esb'],
  ['AR-2', { [`${DEVICES}.video`]: { type: 'qxl' } }, `${DEVICES}.video.type`, '"qxl"', DEVICE_GATES],
  ['AR-2', { [`${DEVICES}.video`]: {} }, `${DEVICES}.video.type`, 'nothing', DEVICE_GATES],
  ['AR-3', { ...ARM, [`${DEVICES}.video`]: { type: 'vga' } }, `${DEVICES}.video.type`, '"vga"', DEVICE_GATES],
  ['AR-3', { ...ARM, [`${DEVICES}.sound`]: { name: 'audio' } }, `${DEVICES}.sound`, 'arm64'],
  ['AR-4', { ...Z, [`${DEVICES}.watchdog`]: { name: 'dog', i6300esb: {} } }, `${DEVICES}.watchdog.i6300esb`, 'diag288'],
  ['AR-4', { ...Z, [`${DEVICES}.video`]: { type: 'vga' } }, `${DEVICES}.video.type`, '"vga"', DEVICE_GATES],
  ['AR-4', { ...Z, [`${DEVICES}.panicDevices`]: [{}] }, `${DEVICES}.panicDevices`, 's390x', DEVICE_GATES],
  ['AR-3', { ...ARM, [BOOTLOADER]: { bios: {} } }, `${BOOTLOADER}.bios`, '{}'],
  ['AR-3', { ...ARM, [`${T}.domain.cpu.model`]: 'Skylake' }, `${T}.domain.cpu.model`, '"Skylake"'],
  ['AR-3', { ...ARM, [`${T}.domain.devices.watchdog`]: { name: 'dog', i6300esb: {} } }, `${T}.domain.devices.watchdog`, '"dog"'],
  ['AR-3', { ...ARM, [`${T}.domain.devices.disks[0].disk.bus`]: 'sata' }, `${T}.domain.devices.disks[0].disk.bus`, '"sata"'],
  ['R-65', { [`${FIRMWARE}.uuid`]: 'web-0' }, `${FIRMWARE}.uuid`, '"web-0"'],
  ['R-66', { [`${T}.domain.clock`]: { timezone: 'Central European Time' } }, `${T}.domain.clock.timezone`, '"Central European Time"'],
  ['R-66', { [`${T}.domain.clock`]: { utc: {}, timezone: 'Europe/Berlin' } }, `${T}.domain.clock`, 'utc and timezone'],
];

export const ALLOWED: Allowed[] = [
  ['FW-1', 'one of them is only known at apply', { [BOOTLOADER]: { efi: { secureBoot: false }, bios: UNKNOWN } }],
  ['FW-2', 'secure boot is off', { [BOOTLOADER]: { efi: { secureBoot: false } } }],
  ['FW-2', 'secure boot is only known at apply', { [BOOTLOADER]: { efi: { secureBoot: UNKNOWN } } }],
  ['FW-2', 'smm is on', { [BOOTLOADER]: { efi: {} }, [SMM]: {} }],
  ['FW-2', 'smm is only known at apply', { [BOOTLOADER]: { efi: {} }, [SMM]: { enabled: UNKNOWN } }],
  ['FW-2', 'the preference turns smm on', { [BOOTLOADER]: { efi: {} }, 'spec.preference': { name: 'rhel.9' } }],
  ['FW-2', 'what the preference sets is not known here', { [BOOTLOADER]: { efi: {} }, 'spec.preference': { name: 'mine' } }],
  ['FW-3', 'there is a kernel', { [`${FIRMWARE}.kernelBoot`]: { kernelArgs: 'quiet', container: { image: 'kernel:1', kernelPath: '/vmlinuz' } } }],
  ['FW-4', 'an initial RAM disk is enough', { [KERNEL]: { image: 'kernel:1', initrdPath: '/boot/initrd' } }],
  ['FW-4', 'the path is only known at apply', { [KERNEL]: { image: 'kernel:1', kernelPath: UNKNOWN } }],
  ['FW-5', 'the volumes are only known at apply', { [`${FIRMWARE}.acpi`]: { slicNameRef: 'slic' }, [`${T}.volumes`]: UNKNOWN }],
  ['FW-6', 'KubeVirt adds it', { [HYPERV]: { ipi: { enabled: true } } }],
  ['FW-6', 'neither is on', { [HYPERV]: { ipi: { enabled: false }, vpindex: { enabled: false } } }],
  ['FW-9', 'the gate is on', { [SECURITY]: { sev: {} }, ...EFI }, CONFIDENTIAL],
  ['FW-9', 'the gate is there for good', { [SECURITY]: {}, ...Z }, { featureGates: new Set(['SecureExecution']) }],
  ['FW-10', 'from 1.9 on, trust domains may have secure boot', { [SECURITY]: { tdx: {} }, [BOOTLOADER]: { efi: {} } }, { ...CONFIDENTIAL, kubevirtVersion: KubevirtVersion.V1_9_0 }],
  ['FW-10', 'SEV may keep its settings', { [SECURITY]: { sev: {} }, [BOOTLOADER]: { efi: { secureBoot: false, persistent: true } } }, CONFIDENTIAL],
  ['FW-10', 'it starts paused', { [SECURITY]: { sev: { attestation: {} } }, ...EFI, [`${T}.startStrategy`]: 'Paused' }, CONFIDENTIAL],
  ['R-61', 'the high precision timer can', { [`${TIMER}.hpet`]: { tickPolicy: 'merge' } }],
  ['R-63', 'the clock is there', { [HYPERV]: { synictimer: {} }, [TIMER]: { hyperv: {} } }],
  ['R-63', 'the preference brings the clock', { [HYPERV]: { synictimer: {} }, 'spec.preference': { name: 'windows.11' } }],
  ['R-63', 'what the preference sets is not known here', { [HYPERV]: { synictimer: {} }, 'spec.preference': { name: 'mine' } }],
  ['R-64', 'the timer is off', { ...ARM, [TIMER]: { hpet: { present: false } } }],
  ['R-64', 'the input device is on the virtio bus', { ...Z, [`${DEVICES}.inputs`]: [{ name: 'pointer', type: 'tablet', bus: 'virtio' }] }],
  ['AR-1', 'the cluster chooses', { [`${T}.architecture`]: undefined }],
  ['AR-3', 'it is no arm64 machine', { [BOOTLOADER]: { bios: {} } }],
  ['AR-3', 'arm64 has these', { ...ARM, [`${T}.domain.cpu.model`]: 'host-passthrough', [`${T}.domain.devices.disks[0].disk.bus`]: 'scsi' }],
  ['R-65', 'it is one', { [`${FIRMWARE}.uuid`]: '5D307CA9-b3ef-428c-8861-06e72d69f223' }],
  ['R-65', 'it is only known at apply', { [`${FIRMWARE}.uuid`]: UNKNOWN }],
  ['R-66', 'it is one', { [`${T}.domain.clock`]: { timezone: 'America/Argentina/Buenos_Aires' } }],
  ['R-66', 'it is only known at apply', { [`${T}.domain.clock`]: { timezone: UNKNOWN } }],
];
