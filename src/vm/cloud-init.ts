import { devicePath, DiskMount, filesystemOf } from './disk-mount';
import { GuestInput, isSecret, NO_VM } from './guest-input';
import { set } from './part';
import { mergeOverrides, replacedLists } from '../kubevirt/overrides';

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
   * The user's own group.
   * @default - one of the user's name
   */
  readonly primaryGroup?: string;
  /**
   * Full name, or whatever else is to stand there.
   * @default - none
   */
  readonly gecos?: string;
  /**
   * Home directory.
   * @default - `/home/<name>`
   */
  readonly homeDirectory?: string;
  /**
   * Login shell.
   * @default /bin/bash
   */
  readonly shell?: string;
  /**
   * Hash of a password, as `mkpasswd --method=SHA-512` prints it. Moves the whole text to the Secret beside the VM.
   * @default - no password: keys only
   */
  readonly hashedPassword?: string;
  /**
   * Whether the password is no way to log in.
   * @default - where there is no `hashedPassword`
   */
  readonly lockPassword?: boolean;
}

/** How the content of a file is written down. */
export enum CloudInitEncoding {
  TEXT = 'text/plain',
  BASE64 = 'base64',
  GZIP_BASE64 = 'gz+b64',
}

/** A file that is written at first boot. */
export interface CloudInitFile {
  /** Absolute path in the guest. */
  readonly path: string;
  /** What the file holds, to the letter. */
  readonly content: string;
  /**
   * How `content` is written down.
   * @default CloudInitEncoding.TEXT
   */
  readonly encoding?: CloudInitEncoding;
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
  /**
   * Whether `content` goes to the end of a file that exists.
   * @default false
   */
  readonly append?: boolean;
  /**
   * Whether the file is written after users, packages and disks.
   * @default - where it has an `owner`, or lies below a mount
   */
  readonly defer?: boolean;
  /**
   * Whether the content is secret. Moves the whole text to the Secret beside the VM; it is in Terraform's state all the same.
   * @default false
   */
  readonly secret?: boolean;
}

/** How the guest ends its first boot. */
export enum PowerStateMode {
  REBOOT = 'reboot',
  POWER_OFF = 'poweroff',
  HALT = 'halt',
}

/** A restart or shutdown when the first boot is done. */
export interface PowerState {
  /** What happens. */
  readonly mode: PowerStateMode;
  /**
   * Minutes to wait.
   * @default - none
   */
  readonly delay?: number;
  /**
   * Command that must succeed for it to happen.
   * @default - it happens
   */
  readonly condition?: string;
}

/** How the text reaches the guest. */
export enum CloudInitDataSource {
  /** A disk labelled `cidata`; network configuration is netplan's version 1 or 2. */
  NO_CLOUD = 'NoCloud',
  /** An OpenStack config drive, labelled `config-2`; network configuration is OpenStack's `network_data.json`. */
  CONFIG_DRIVE = 'ConfigDrive',
}

/** Options of `CloudInit.raw()`. */
export interface CloudInitOptions {
  /**
   * Network configuration to the letter, in the format of the data source.
   * @default - made from the NICs, where one has addresses or the like
   */
  readonly networkData?: string;
  /** @default CloudInitDataSource.NO_CLOUD */
  readonly dataSource?: CloudInitDataSource;
  /**
   * Whether the text is secret. Then it goes to the Secret beside the VM, however short; it is in Terraform's state all the same.
   * @default - whether it has password hashes or secret files
   */
  readonly secret?: boolean;
}

/** What cloud-init does at first boot. */
export interface CloudInitProps extends CloudInitOptions {
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
   * Whether the list of packages is fetched first.
   * @default - where there are `packages`
   */
  readonly packageUpdate?: boolean;
  /**
   * Whether all packages are brought up to date.
   * @default false
   */
  readonly packageUpgrade?: boolean;
  /**
   * Whether the guest reboots if an upgrade asks for it.
   * @default false
   */
  readonly packageReboot?: boolean;
  /**
   * Disks to format, where they are blank, and to mount.
   * @default - none
   */
  readonly mounts?: DiskMount[];
  /**
   * Files to write.
   * @default - none
   */
  readonly files?: CloudInitFile[];
  /**
   * Commands, each a line for the shell, run in order after packages and files.
   * @default - none
   */
  readonly commands?: string[];
  /**
   * Commands, each a line for the shell, run early at every boot.
   * @default - none
   */
  readonly bootCommands?: string[];
  /**
   * Time zone, such as `Europe/Berlin`.
   * @default - the image's
   */
  readonly timezone?: string;
  /**
   * Language and formats, such as `de_DE.UTF-8`.
   * @default - the image's
   */
  readonly locale?: string;
  /**
   * Host name.
   * @default - the VM's
   */
  readonly hostname?: string;
  /**
   * Host name with its domain.
   * @default - none
   */
  readonly fqdn?: string;
  /**
   * Time servers.
   * @default - the image's
   */
  readonly ntpServers?: string[];
  /**
   * Certificate authorities to trust beside the image's, in PEM.
   * @default - none
   */
  readonly caCertificates?: string[];
  /**
   * Restart or shutdown when all is done.
   * @default - none
   */
  readonly powerState?: PowerState;
  /**
   * Any other cloud-config keys, merged last, maps by key: `{ ssh_pwauth: false }`.
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
  /** @default CloudInitDataSource.NO_CLOUD */
  readonly dataSource?: CloudInitDataSource;
}

/** Where user data and network data come from. */
export interface CloudInitSource {
  readonly props?: CloudInitProps;
  readonly userData?: string;
  readonly networkData?: string;
  /** Name of the Secret with the user data. */
  readonly secret?: string;
  /** Name of the Secret with the network data. */
  readonly networkSecret?: string;
  readonly dataSource: CloudInitDataSource;
  readonly secretText?: boolean;
}

/**
 * What the guest does at first boot.
 *
 * Up to 2,048 bytes go into the VM as they are; KubeVirt takes no more, so longer texts, those with password hashes or secret
 * files, and those with references to other resources, go to a Secret beside the VM.
 * @see https://kubevirt.io/user-guide/user_workloads/startup_scripts/
 */
export class CloudInit {
  /** Users, keys, packages, disks, files and commands, composed into one cloud-config. */
  public static of(props: CloudInitProps): CloudInit {
    return new CloudInit({ props, ...sourceOf(props) });
  }

  /** User data to the letter, with its header: `#cloud-config`, `#!/bin/sh`, … */
  public static raw(userData: string, options: CloudInitOptions = {}): CloudInit {
    return new CloudInit({ userData, ...sourceOf(options) });
  }

  /** User data from a Secret of the VM's namespace, under the key `userdata`: it appears in no plan and no state. */
  public static fromSecret(name: string, options: CloudInitSecretOptions = {}): CloudInit {
    return new CloudInit({
      secret: name, networkSecret: options.networkData ? name : undefined, dataSource: options.dataSource ?? CloudInitDataSource.NO_CLOUD,
    });
  }

  private constructor(/** @internal */ public readonly _source: CloudInitSource) {}

  /** Whether the text is to be in a Secret, however short. @internal */
  public get _isSecret(): boolean {
    return isSecret({ ...this._source.props, secret: this._source.secretText });
  }

  /**
   * The user data as text; `undefined` where a Secret has it.
   * @internal
   */
  public _userData(input: GuestInput): string | undefined {
    const { props, userData } = this._source;
    return props ? `#cloud-config\n${input.codec.document(mergeOverrides(cloudConfig(props, input), props.extra ?? {}))}` : userData;
  }

  /** Lists made of other options that `extra` would put others in the place of. @internal */
  public get _replaced(): string[] {
    const { props } = this._source;
    return props ? replacedLists(cloudConfig(props, NO_VM), props.extra) : [];
  }
}

function sourceOf({ networkData, dataSource, secret }: CloudInitOptions): CloudInitSource {
  return { networkData, dataSource: dataSource ?? CloudInitDataSource.NO_CLOUD, secretText: secret };
}

function cloudConfig(props: CloudInitProps, input: GuestInput): object {
  const { mounts = [], powerState } = props;
  return set({
    // `default` keeps the image's own user, which a list without it would take away.
    users: props.users && ['default', ...props.users.map((user) => set({
      name: user.name,
      gecos: user.gecos,
      ssh_authorized_keys: user.sshAuthorizedKeys,
      sudo: user.sudo,
      primary_group: user.primaryGroup,
      groups: user.groups,
      homedir: user.homeDirectory,
      shell: user.shell ?? '/bin/bash',
      passwd: user.hashedPassword,
      lock_passwd: user.lockPassword ?? user.hashedPassword === undefined,
    }))],
    ssh_authorized_keys: props.sshAuthorizedKeys,
    hostname: props.hostname,
    fqdn: props.fqdn,
    timezone: props.timezone,
    locale: props.locale,
    ntp: props.ntpServers && { enabled: true, servers: props.ntpServers },
    ca_certs: props.caCertificates && { trusted: props.caCertificates },
    bootcmd: props.bootCommands,
    // Of a disk that has a file system already, cloud-init keeps it: that is what `partition: any` says.
    fs_setup: nonEmpty(mounts.map((mount) => ({ device: devicePath(mount, input), filesystem: filesystemOf(mount), partition: 'any' }))),
    mounts: nonEmpty(mounts.map((mount) =>
      [devicePath(mount, input), mount.at, filesystemOf(mount), ...(mount.options ? [mount.options.join(',')] : [])])),
    packages: props.packages,
    package_update: props.packageUpdate ?? (props.packages?.length ? true : undefined),
    package_upgrade: props.packageUpgrade,
    package_reboot_if_required: props.packageReboot,
    write_files: props.files?.map((file) => set({
      path: file.path,
      content: file.content,
      encoding: file.encoding,
      permissions: file.permissions ?? '0644',
      owner: file.owner,
      append: file.append,
      // The owner may be a user that is made first, and the place a disk that is mounted first.
      defer: file.defer ?? (file.owner !== undefined || mounts.some(({ at }) => file.path.startsWith(`${at.replace(/\/$/, '')}/`)) || undefined),
    })),
    runcmd: props.commands,
    power_state: powerState && set({ mode: powerState.mode, delay: powerState.delay, condition: powerState.condition }),
  });
}

function nonEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
