import { VmInput, VmPart } from './part';

/** How public SSH keys reach the guest. */
export class SshKeyPropagation {
  /**
   * By the guest agent, into `authorized_keys` of these users, whose keys of its own are replaced. A Secret that changes
   * reaches the running guest.
   */
  public static qemuGuestAgent(users: string[]): SshKeyPropagation {
    return new SshKeyPropagation({ qemuGuestAgent: { users } });
  }

  /** With cloud-init, for the image's own user; a Secret that changes reaches the guest at the next first boot. Needs `cloudInit`. */
  public static noCloud(): SshKeyPropagation {
    return new SshKeyPropagation({ noCloud: {} });
  }

  /** With cloud-init or Ignition from a config drive, for the image's own user. Needs `ignition`, or `cloudInit` with that data source. */
  public static configDrive(): SshKeyPropagation {
    return new SshKeyPropagation({ configDrive: {} });
  }

  private constructor(/** `propagationMethod` @internal */ public readonly _method: object) {}
}

/**
 * What lets people in, from a Secret of the VM's namespace: it appears in no plan and no state.
 * @see https://kubevirt.io/user-guide/user_workloads/accessing_virtual_machines/
 */
export class AccessCredential {
  /** Public SSH keys: each value of the Secret holds some. */
  public static sshPublicKey(secretName: string, propagation: SshKeyPropagation): AccessCredential {
    return new AccessCredential({ sshPublicKey: { source: { secret: { secretName } }, propagationMethod: propagation._method } });
  }

  /** Passwords, set by the guest agent: each key of the Secret is a user, its value the password. */
  public static userPassword(secretName: string): AccessCredential {
    return new AccessCredential({ userPassword: { source: { secret: { secretName } }, propagationMethod: { qemuGuestAgent: {} } } });
  }

  private constructor(/** An item of `accessCredentials` @internal */ public readonly _credential: object) {}
}

/** Who is let in. */
export interface AccessOptions {
  /**
   * SSH keys and passwords from Secrets.
   * @default - none
   */
  readonly accessCredentials?: AccessCredential[];
}

/** SSH keys and passwords. */
export function accessParts({ accessCredentials = [] }: VmInput): VmPart[] {
  return accessCredentials.map(({ _credential }, index) => ({ prop: `accessCredentials[${index}]`, pod: { accessCredentials: [_credential] } }));
}
