import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Changes, expectAllowed, expectRefused, Refused, T } from '../manifests';

const BOOTLOADER = `${T}.domain.firmware.bootloader`;
const SMM = `${T}.domain.features.smm`;
const ARM: Changes = { [`${T}.architecture`]: 'arm64' };

test.each<Refused>([
  ['FW-1', { [BOOTLOADER]: { efi: { secureBoot: false }, bios: {} } }, BOOTLOADER, 'efi and bios'],
  ['FW-2', { [BOOTLOADER]: { efi: {} } }, `${BOOTLOADER}.efi`, 'smm nothing'],
  ['FW-2', { [BOOTLOADER]: { efi: { secureBoot: true } }, [SMM]: { enabled: false } }, `${BOOTLOADER}.efi`, '{"enabled":false}'],
  ['FW-2', { 'spec.preference': { name: 'rhel.9' }, [SMM]: { enabled: false } }, `${BOOTLOADER}.efi`, '{"enabled":false}'],
  ['AR-1', { [`${T}.architecture`]: 'x86_64' }, `${T}.architecture`, '"x86_64"'],
  ['AR-3', { ...ARM, [BOOTLOADER]: { bios: {} } }, `${BOOTLOADER}.bios`, '{}'],
  ['AR-3', { ...ARM, [`${T}.domain.cpu.model`]: 'Skylake' }, `${T}.domain.cpu.model`, '"Skylake"'],
  ['AR-3', { ...ARM, [`${T}.domain.devices.watchdog`]: { name: 'dog', i6300esb: {} } }, `${T}.domain.devices.watchdog`, '"dog"'],
  ['AR-3', { ...ARM, [`${T}.domain.devices.disks[0].disk.bus`]: 'sata' }, `${T}.domain.devices.disks[0].disk.bus`, '"sata"'],
])('%s refuses %j', expectRefused);

test.each<Allowed>([
  ['FW-1', 'one of them is only known at apply', { [BOOTLOADER]: { efi: { secureBoot: false }, bios: UNKNOWN } }],
  ['FW-2', 'secure boot is off', { [BOOTLOADER]: { efi: { secureBoot: false } } }],
  ['FW-2', 'secure boot is only known at apply', { [BOOTLOADER]: { efi: { secureBoot: UNKNOWN } } }],
  ['FW-2', 'smm is on', { [BOOTLOADER]: { efi: {} }, [SMM]: {} }],
  ['FW-2', 'smm is only known at apply', { [BOOTLOADER]: { efi: {} }, [SMM]: { enabled: UNKNOWN } }],
  ['FW-2', 'the preference turns smm on', { [BOOTLOADER]: { efi: {} }, 'spec.preference': { name: 'rhel.9' } }],
  ['FW-2', 'what the preference sets is not known here', { [BOOTLOADER]: { efi: {} }, 'spec.preference': { name: 'mine' } }],
  ['AR-1', 'the cluster chooses', { [`${T}.architecture`]: undefined }],
  ['AR-3', 'it is no arm64 machine', { [BOOTLOADER]: { bios: {} } }],
  ['AR-3', 'arm64 has these', { ...ARM, [`${T}.domain.cpu.model`]: 'host-passthrough', [`${T}.domain.devices.disks[0].disk.bus`]: 'scsi' }],
])('%s passes where %s', expectAllowed);
