import { Capability, domain, template } from './capability';
import { Architecture, LaunchSecurity } from '../../src';

const EFI = { bootloader: { efi: { secureBoot: false } } };

export const confidential: Capability[] = [
  {
    title: 'Memory encrypted with AMD SEV',
    vm: () => ({ launchSecurity: LaunchSecurity.sev() }),
    spec: domain({ launchSecurity: { sev: {} }, firmware: EFI }),
    gates: ['WorkloadEncryptionSEV'],
  },
  {
    title: 'Registers too, and attestation before the start',
    vm: () => ({ launchSecurity: LaunchSecurity.sev({ encryptedState: true, attestation: true, session: 'c2Vzc2lvbg==', dhCert: 'Y2VydA==' }) }),
    spec: template({
      domain: { launchSecurity: { sev: { policy: { encryptedState: true }, attestation: {}, session: 'c2Vzc2lvbg==', dhCert: 'Y2VydA==' } }, firmware: EFI },
      startStrategy: 'Paused',
    }),
    gates: ['WorkloadEncryptionSEV'],
  },
  {
    title: 'Memory encrypted and guarded with AMD SEV-SNP',
    vm: () => ({ launchSecurity: LaunchSecurity.snp() }),
    spec: domain({ launchSecurity: { snp: {} }, firmware: EFI }),
    gates: ['WorkloadEncryptionSEV'],
  },
  {
    title: 'Trust domain with Intel TDX',
    vm: () => ({ launchSecurity: LaunchSecurity.tdx() }),
    spec: domain({ launchSecurity: { tdx: {} }, firmware: EFI, features: { acpi: {}, smm: { enabled: false } } }),
    gates: ['WorkloadEncryptionTDX'],
  },
  {
    title: 'Secure Execution on IBM Z',
    vm: () => ({ architecture: Architecture.S390X, launchSecurity: LaunchSecurity.secureExecution() }),
    spec: template({ architecture: 's390x', domain: { machine: { type: 's390-ccw-virtio' }, launchSecurity: {} } }),
    gates: ['SecureExecution'],
  },
];
