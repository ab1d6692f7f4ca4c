import { featurePart } from './features';
import { set, VmInput, VmPart } from './part';

/** Options of `LaunchSecurity.sev()`. */
export interface SevOptions {
  /**
   * Whether the registers of the CPU are encrypted too: SEV-ES.
   * @default false
   */
  readonly encryptedState?: boolean;
  /**
   * Whether the guest's owner checks what was launched before the guest runs. The VM then starts paused.
   * @default false
   */
  readonly attestation?: boolean;
  /**
   * The guest owner's launch session, base64.
   * @default - none
   */
  readonly session?: string;
  /**
   * The guest owner's Diffie-Hellman key, base64.
   * @default - none
   */
  readonly dhCert?: string;
}

/**
 * How a guest's memory is kept from its host.
 *
 * AMD's and Intel's need EFI, and get it where `firmware` says nothing. Such a VM cannot be migrated while it runs.
 * @see https://kubevirt.io/user-guide/compute/confidential_computing/
 */
export class LaunchSecurity {
  /** AMD's Secure Encrypted Virtualization. Needs the feature gate WorkloadEncryptionSEV. */
  public static sev(options: SevOptions = {}): LaunchSecurity {
    const { encryptedState, attestation, session, dhCert } = options;
    const policy = encryptedState === undefined ? undefined : { encryptedState };
    return new LaunchSecurity({ sev: set({ policy, attestation: attestation ? {} : undefined, session, dhCert }) }, Boolean(attestation));
  }

  /** AMD's SEV-SNP, which guards the memory's integrity too. Needs the feature gate WorkloadEncryptionSEV. */
  public static snp(): LaunchSecurity {
    return new LaunchSecurity({ snp: {} });
  }

  /** Intel's Trust Domain Extensions. Needs the feature gate WorkloadEncryptionTDX. */
  public static tdx(): LaunchSecurity {
    return new LaunchSecurity({ tdx: {} });
  }

  /** IBM's Secure Execution, on s390x. Needs the feature gate SecureExecution before KubeVirt 1.9. */
  public static secureExecution(): LaunchSecurity {
    return new LaunchSecurity({});
  }

  private constructor(
    /** `domain.launchSecurity` @internal */ public readonly _fields: object,
    /** @internal */ public readonly _startsPaused = false,
  ) {}

  /** @internal */
  public get _needsEfi(): boolean {
    return Object.keys(this._fields).length > 0;
  }
}

/** Confidential computing. */
export interface ConfidentialOptions {
  /**
   * How the guest's memory is kept from its host.
   * @default - not at all
   */
  readonly launchSecurity?: LaunchSecurity;
}

/** Confidential computing; EFI comes with the firmware. */
export function launchSecurityParts({ launchSecurity }: VmInput): VmPart[] {
  if (!launchSecurity) return [];
  const { _fields, _startsPaused } = launchSecurity;
  return [
    { prop: 'launchSecurity', domain: { launchSecurity: _fields }, ...(_startsPaused && { pod: { startStrategy: 'Paused' } }) },
    // Trust domains have no system management mode, which preferences turn on for secure boot.
    ...('tdx' in _fields ? [featurePart('launchSecurity', { smm: { enabled: false } })] : []),
  ];
}
