import { Token } from 'cdktf';
import { quoted } from '../construct/shell';
import { IVirtualMachine } from '../object/virtual-machine';

/** Options of commands that go through SSH. */
export interface SshCommandOptions {
  /**
   * File of the private key.
   * @default - virtctl's: ~/.ssh/id_rsa, or the SSH agent
   */
  readonly identityFile?: string;
  /**
   * Port that the guest's SSH server listens at.
   * @default 22
   */
  readonly port?: number;
}

/**
 * Commands that lead into a VM, for people to paste. They go through the Kubernetes API with the rights of who runs them
 * (`VmAccess.CONSOLE`) and need `virtctl` of the cluster's KubeVirt version, no Service and no open port.
 * @see https://kubevirt.io/user-guide/user_workloads/accessing_virtual_machines/
 */
export class VmConnection {
  /** Those of a VM. */
  public static of(vm: IVirtualMachine): VmConnection {
    return new VmConnection(vm.vmName, vm.namespace);
  }

  private constructor(private readonly vmName: string, private readonly namespace: string) {}

  /** Opens the serial console. */
  public get console(): string {
    return this.command('console', this.vmName);
  }

  /** Opens the screen in a viewer such as remote-viewer. */
  public get vnc(): string {
    return this.command('vnc', this.vmName);
  }

  /** Serves the screen at a port of the own machine, for a viewer that is not found by itself. */
  public vncProxy(localPort: number): string {
    return this.command('vnc', '--proxy-only', `--port=${localPort}`, this.vmName);
  }

  /** Logs in by SSH. Throws where the user has a name that no guest takes. */
  public ssh(user: string, options: SshCommandOptions = {}): string {
    return this.command('ssh', ...sshFlags(options), quoted(`${checkedUser(user)}@vm/${this.vmName}`));
  }

  /** Copies a file or folder into the guest. */
  public scpTo(user: string, source: string, target: string, options: SshCommandOptions = {}): string {
    return this.command('scp', '--recursive', ...sshFlags(options), quoted(source), quoted(`${checkedUser(user)}@vm/${this.vmName}:${target}`));
  }

  /** Copies a file or folder out of the guest. */
  public scpFrom(user: string, source: string, target: string, options: SshCommandOptions = {}): string {
    return this.command('scp', '--recursive', ...sshFlags(options), quoted(`${checkedUser(user)}@vm/${this.vmName}:${source}`), quoted(target));
  }

  /** Brings a port of the guest to the own machine, by default to the same number. For long or heavy use, a Service is better. */
  public portForward(port: number, localPort: number = port): string {
    return this.command('port-forward', `vm/${this.vmName}`, `${localPort}:${port}`);
  }

  /** The namespace as a flag: every command takes it so, while they differ in how it is written behind the name. */
  private command(verb: string, ...args: string[]): string {
    return ['virtctl', verb, `--namespace=${this.namespace}`, ...args].join(' ');
  }
}

function sshFlags({ identityFile, port }: SshCommandOptions): string[] {
  return [
    ...(identityFile === undefined ? [] : [`--identity-file=${quoted(identityFile)}`]),
    ...(port === undefined ? [] : [`--port=${port}`]),
  ];
}

/** A user's name is pasted into a shell, so it must be one. Accounts of machines end with a dollar sign. */
function checkedUser(user: string): string {
  if (Token.isUnresolved(user) || /^[A-Za-z0-9_][\w.-]*\$?$/.test(user)) return user;
  throw new Error(`got ${JSON.stringify(user)} for a user, expected letters, digits, dashes, dots and underscores\n    → write the name of a user in the guest, such as "fedora"`);
}
