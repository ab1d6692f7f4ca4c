import { set, VmInput, VmPart } from './part';

/** When a probe asks, and how often it must get the same answer. */
export interface ProbeOptions {
  /**
   * Seconds after the start of the VM until it asks first.
   * @default - KubeVirt's: 0
   */
  readonly initialDelaySeconds?: number;
  /**
   * Seconds from one question to the next.
   * @default - KubeVirt's: 10
   */
  readonly periodSeconds?: number;
  /**
   * Seconds after which no answer is a bad one.
   * @default - KubeVirt's: 1
   */
  readonly timeoutSeconds?: number;
  /**
   * Good answers in a row after which the VM counts as well again. A liveness probe takes 1 only.
   * @default - KubeVirt's: 1
   */
  readonly successThreshold?: number;
  /**
   * Bad answers in a row after which the VM counts as ill.
   * @default - KubeVirt's: 3
   */
  readonly failureThreshold?: number;
}

/** How a web server is asked. */
export enum ProbeScheme {
  HTTP = 'HTTP',
  /** The certificate is not checked. */
  HTTPS = 'HTTPS',
}

/** What a probe asks a web server. */
export interface HttpProbeOptions extends ProbeOptions {
  /** Port number, 1 to 65535. */
  readonly port: number;
  /** @default - the server's root */
  readonly path?: string;
  /** @default ProbeScheme.HTTP */
  readonly scheme?: ProbeScheme;
  /**
   * Headers that are sent.
   * @default - none of your own
   */
  readonly headers?: { [name: string]: string };
  /**
   * Host that is asked. To name a virtual host, set the header `Host` instead.
   * @default - the VM
   */
  readonly host?: string;
}

/** What a probe connects to. */
export interface TcpProbeOptions extends ProbeOptions {
  /**
   * Host that is asked.
   * @default - the VM
   */
  readonly host?: string;
}

/**
 * How Kubernetes finds out whether the guest is well.
 * @see https://kubevirt.io/user-guide/user_workloads/liveness_and_readiness_probes/
 */
export class Probe {
  /** Whether a port takes connections. Needs a NIC on the pod network. */
  public static tcp(port: number, options: TcpProbeOptions = {}): Probe {
    return new Probe({ tcpSocket: set({ port, host: options.host }) }, options);
  }

  /** Whether a web server answers with a status from 200 to 399. Needs a NIC on the pod network. */
  public static http(options: HttpProbeOptions): Probe {
    const { port, path, scheme, headers, host } = options;
    const httpHeaders = headers && Object.entries(headers).map(([name, value]) => ({ name, value }));
    return new Probe({ httpGet: set({ port, path, scheme, httpHeaders, host }) }, options);
  }

  /** Whether a command in the guest ends with 0: program and arguments, without a shell. Needs the guest agent. */
  public static exec(command: string[], options: ProbeOptions = {}): Probe {
    return new Probe({ exec: { command } }, options);
  }

  /** Whether the guest agent answers. */
  public static guestAgentPing(options: ProbeOptions = {}): Probe {
    return new Probe({ guestAgentPing: {} }, options);
  }

  private constructor(
    private readonly question: object,
    private readonly options: ProbeOptions,
  ) {}

  /** @internal */
  public get _rendered(): object {
    const { initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold } = this.options;
    return { ...this.question, ...set({ initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold }) };
  }
}

/** How one sees whether a VM is well. */
export interface HealthOptions {
  /**
   * While it fails, Services send the VM no traffic.
   * @default - a running VM is ready
   */
  readonly readinessProbe?: Probe;
  /**
   * When it fails, the VM is stopped, and started again where `runStrategy` says so.
   * @default - a running VM is alive
   */
  readonly livenessProbe?: Probe;
}

/** The probes. */
export function healthParts({ readinessProbe, livenessProbe }: VmInput): VmPart[] {
  return Object.entries({ readinessProbe, livenessProbe }).flatMap(([prop, probe]) => probe ? [{ prop, fields: { httpHeaders: 'headers' }, pod: { [prop]: probe._rendered } }] : []);
}
