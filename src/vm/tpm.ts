import { set, VmInput, VmPart } from './part';

/**
 * A trusted platform module, version 2.0.
 * @see https://kubevirt.io/user-guide/compute/persistent_tpm_and_uefi_state/
 */
export class Tpm {
  /** It forgets what it holds when the VM stops. */
  public static ephemeral(): Tpm {
    return new Tpm({});
  }

  /** It keeps what it holds, on a claim that KubeVirt makes. */
  public static persistent(): Tpm {
    return new Tpm({ persistent: true });
  }

  /** None, even where the preference wants one. */
  public static none(): Tpm {
    return new Tpm({ enabled: false });
  }

  private constructor(/** `devices.tpm` @internal */ public readonly _device: object) {}
}

/** Where the guest keeps keys. */
export interface TpmOptions {
  /**
   * Where BitLocker and the like keep their keys.
   * @default - none, or what the preference says
   */
  readonly tpm?: Tpm;
}

/** The module. */
export function tpmParts({ tpm }: VmInput): VmPart[] {
  return tpm ? [{ prop: 'tpm', devices: { tpm: set(tpm._device) } }] : [];
}
