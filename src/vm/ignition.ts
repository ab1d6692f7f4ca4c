import { devicePath, DiskMount, filesystemOf } from './disk-mount';
import { GuestInput, isSecret, NO_VM } from './guest-input';
import { set } from './part';
import { mergeOverrides, replacedLists } from '../kubevirt/overrides';

/** A user of the guest. */
export interface IgnitionUser {
  /** Login name; `core` is the image's own. */
  readonly name: string;
  /**
   * Public SSH keys that may log in.
   * @default - none
   */
  readonly sshAuthorizedKeys?: string[];
  /**
   * Groups beside the user's own.
   * @default - none
   */
  readonly groups?: string[];
  /**
   * Login shell.
   * @default - the image's
   */
  readonly shell?: string;
  /**
   * Hash of a password, as `mkpasswd --method=SHA-512` prints it. Moves the whole text to the Secret beside the VM.
   * @default - no password: keys only
   */
  readonly hashedPassword?: string;
}

/** A file that is written at first boot. */
export interface IgnitionFile {
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
   * Whether it replaces a file of the image. Else that is a mistake, and the guest does not boot.
   * @default false
   */
  readonly overwrite?: boolean;
  /**
   * Whether the content is secret. Moves the whole text to the Secret beside the VM; it is in Terraform's state all the same.
   * @default false
   */
  readonly secret?: boolean;
}

/** A systemd unit. */
export interface IgnitionUnit {
  /** Name with its kind: `web.service`. */
  readonly name: string;
  /**
   * What the unit file holds.
   * @default - the image's
   */
  readonly contents?: string;
  /**
   * Whether it starts at boot.
   * @default - as the image has it
   */
  readonly enabled?: boolean;
  /**
   * Whether it can't be started at all.
   * @default false
   */
  readonly mask?: boolean;
}

/** Options of `Ignition.raw()`. */
export interface IgnitionOptions {
  /**
   * Whether the text is secret. Then it goes to the Secret beside the VM, however short; it is in Terraform's state all the same.
   * @default - whether it has password hashes or secret files
   */
  readonly secret?: boolean;
}

/** What Ignition does at first boot. */
export interface IgnitionProps extends IgnitionOptions {
  /**
   * Users, the image's own included.
   * @default - the image's, without a way to log in
   */
  readonly users?: IgnitionUser[];
  /**
   * Files to write.
   * @default - none
   */
  readonly files?: IgnitionFile[];
  /**
   * Disks to format, where they are blank, and to mount.
   * @default - none
   */
  readonly mounts?: DiskMount[];
  /**
   * Units of systemd.
   * @default - none
   */
  readonly units?: IgnitionUnit[];
  /**
   * Any other keys of the configuration, merged last: maps by key.
   * @default - none
   * @see https://coreos.github.io/ignition/configuration-v3_3/
   */
  readonly extra?: { [key: string]: any };
}

/**
 * What a guest with Ignition does at first boot: Fedora CoreOS, Flatcar. It reads this from a config drive.
 *
 * Up to 2,048 bytes go into the VM as they are; longer texts, those with password hashes or secret files, and those with
 * references to other resources, go to a Secret beside the VM.
 * @see https://coreos.github.io/ignition/supported-platforms/
 */
export class Ignition {
  /** Users, files, disks and units, composed into one configuration (version 3.3.0). */
  public static of(props: IgnitionProps): Ignition {
    return new Ignition({ props, secretText: props.secret });
  }

  /** A configuration to the letter: JSON, as `butane` prints it. */
  public static raw(config: string, options: IgnitionOptions = {}): Ignition {
    return new Ignition({ config, secretText: options.secret });
  }

  /** The configuration from a Secret of the VM's namespace, under the key `userdata`: it appears in no plan and no state. */
  public static fromSecret(name: string): Ignition {
    return new Ignition({ secret: name });
  }

  private constructor(/** @internal */ public readonly _source: { props?: IgnitionProps; config?: string; secret?: string; secretText?: boolean }) {}

  /** Whether the text is to be in a Secret, however short. @internal */
  public get _isSecret(): boolean {
    return isSecret({ ...this._source.props, secret: this._source.secretText });
  }

  /**
   * The configuration as text; `undefined` where a Secret has it.
   * @internal
   */
  public _userData(input: GuestInput): string | undefined {
    const { props, config } = this._source;
    return props ? input.codec.json(mergeOverrides(configuration(props, input), props.extra ?? {})) : config;
  }

  /** Lists made of other options that `extra` would put others in the place of. @internal */
  public get _replaced(): string[] {
    const { props } = this._source;
    return props ? replacedLists(configuration(props, NO_VM), props.extra) : [];
  }
}

function configuration({ users, files, mounts = [], units = [] }: IgnitionProps, input: GuestInput): object {
  const filesystems = mounts.map((mount) =>
    ({ device: devicePath(mount, input), format: filesystemOf(mount), path: mount.at, wipeFilesystem: false }));
  const allUnits = [...mounts.map((mount) => mountUnit(mount, input)), ...units.map((unit) => set({ ...unit }))];
  return set({
    ignition: { version: '3.3.0' },
    passwd: users && {
      users: users.map((user) => set({
        name: user.name,
        sshAuthorizedKeys: user.sshAuthorizedKeys,
        groups: user.groups,
        shell: user.shell,
        passwordHash: user.hashedPassword,
      })),
    },
    storage: files || mounts.length > 0 ? set({
      files: files?.map((file) => set({
        path: file.path,
        mode: parseInt(file.permissions ?? '0644', 8),
        overwrite: file.overwrite,
        contents: { source: `data:;base64,${input.codec.base64(file.content)}` },
      })),
      filesystems: mounts.length > 0 ? filesystems : undefined,
    }) : undefined,
    systemd: allUnits.length > 0 ? { units: allUnits } : undefined,
  });
}

/** Ignition formats; what mounts at each boot is a unit. */
function mountUnit(mount: DiskMount, input: GuestInput): object {
  const { at, options } = mount;
  const lines = [
    '[Unit]', 'Before=local-fs.target', '',
    '[Mount]', `What=${devicePath(mount, input)}`, `Where=${at}`, `Type=${filesystemOf(mount)}`, ...(options ? [`Options=${options.join(',')}`] : []), '',
    '[Install]', 'RequiredBy=local-fs.target', '',
  ];
  return { name: `${escapedPath(at)}.mount`, enabled: true, contents: lines.join('\n') };
}

/** A path as systemd writes it in names of units. */
function escapedPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const escaped = parts.map((part) => [...Buffer.from(part)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9:_.]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  }).join(''));
  return escaped.join('-').replace(/^\./, '\\x2e') || '-';
}
