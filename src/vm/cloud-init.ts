import { TextCodec } from './text';

/** A user of the guest. */
export interface CloudInitUser {
  /** Login name. */
  readonly name: string;
  /**
   * Public SSH keys that may log in.
   * @default - none
   */
  readonly sshAuthorizedKeys?: string[];
  /**
   * Sudo rule, such as `ALL=(ALL) NOPASSWD:ALL`.
   * @default - no sudo
   */
  readonly sudo?: string;
  /**
   * Groups beside the user's own.
   * @default - none
   */
  readonly groups?: string[];
  /**
   * Login shell.
   * @default /bin/bash
   */
  readonly shell?: string;
  /**
   * Hash of a password, as `mkpasswd --method=SHA-512` prints it.
   * @default - no password: keys only
   */
  readonly hashedPassword?: string;
}

/** A file that is written at first boot. */
export interface CloudInitFile {
  /** Absolute path in the guest. */
  readonly path: string;
  /** What the file holds, to the letter. */
  readonly content: string;
  /**
   * Mode in octal, such as `0640`.
   * @default 0644
   */
  readonly permissions?: string;
  /**
   * `user:group`
   * @default root:root
   */
  readonly owner?: string;
}

/** What cloud-init does at first boot. */
export interface CloudInitProps {
  /**
   * Users beside the image's own.
   * @default - none
   */
  readonly users?: CloudInitUser[];
  /**
   * Public SSH keys for the image's own user (`ubuntu`, `fedora`, `cloud-user`…).
   * @default - none
   */
  readonly sshAuthorizedKeys?: string[];
  /**
   * Packages to install.
   * @default - none
   */
  readonly packages?: string[];
  /**
   * Commands, each a line for the shell, run in order after packages and files.
   * @default - none
   */
  readonly commands?: string[];
  /**
   * Files to write.
   * @default - none
   */
  readonly files?: CloudInitFile[];
  /**
   * Any other cloud-config keys, merged last: `{ timezone: 'Europe/Berlin' }`.
   * @default - none
   * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html
   */
  readonly extra?: { [key: string]: any };
}

/** Options of `CloudInit.fromSecret()`. */
export interface CloudInitSecretOptions {
  /**
   * Whether the Secret also has the network configuration, under the key `networkdata`.
   * @default false
   */
  readonly networkData?: boolean;
}

/**
 * What the guest does at first boot.
 *
 * Up to 2,048 bytes go into the VM as they are; KubeVirt takes no more, so longer texts, and those with references to
 * other resources, go to a Secret beside the VM.
 * @see https://kubevirt.io/user-guide/user_workloads/startup_scripts/
 */
export class CloudInit {
  /** Users, keys, packages, files and commands, composed into one cloud-config. */
  public static of(props: CloudInitProps): CloudInit {
    return new CloudInit({ config: cloudConfig(props) });
  }

  /** User data to the letter, with its header: `#cloud-config`, `#!/bin/sh`, … */
  public static raw(userData: string): CloudInit {
    return new CloudInit({ userData });
  }

  /** User data from a Secret of the VM's namespace, under the key `userdata`: it appears in no plan and no state. */
  public static fromSecret(name: string, options: CloudInitSecretOptions = {}): CloudInit {
    return new CloudInit({ secret: name, networkSecret: options.networkData ? name : undefined });
  }

  private constructor(
    /** @internal */ public readonly _source: { config?: object; userData?: string; secret?: string; networkSecret?: string },
  ) {}

  /**
   * The user data as text; `undefined` where a Secret has it.
   * @internal
   */
  public _userData(codec: TextCodec): string | undefined {
    const { config, userData } = this._source;
    return config ? `#cloud-config\n${codec.document(config)}` : userData;
  }
}

function cloudConfig(props: CloudInitProps): object {
  return omitUndefined({
    // `default` keeps the image's own user, which a list without it would take away.
    users: props.users && ['default', ...props.users.map((user) => omitUndefined({
      name: user.name,
      ssh_authorized_keys: user.sshAuthorizedKeys,
      sudo: user.sudo,
      groups: user.groups,
      shell: user.shell ?? '/bin/bash',
      passwd: user.hashedPassword,
      lock_passwd: user.hashedPassword === undefined,
    }))],
    ssh_authorized_keys: props.sshAuthorizedKeys,
    packages: props.packages,
    package_update: props.packages && props.packages.length > 0 ? true : undefined,
    write_files: props.files?.map((file) => omitUndefined({
      path: file.path,
      content: file.content,
      permissions: file.permissions ?? '0644',
      owner: file.owner,
      defer: file.owner !== undefined ? true : undefined, // the owner may be a user that is made first
    })),
    runcmd: props.commands,
    ...props.extra,
  });
}

function omitUndefined(value: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(value).filter(([, child]) => child !== undefined));
}
