import { Exposure, Exposures, LoadBalancerExposureOptions } from './exposure';
import { ReverseProxyOptions } from './reverse-proxy';

/** Options of `Access.direct()`. */
export interface DirectAccessOptions {
  /**
   * The load balancer of CDI's upload proxy.
   * @default - the cluster's, at an address that it chooses
   */
  readonly uploadProxy?: LoadBalancerExposureOptions;
  /**
   * The load balancer of KubeVirt's export proxy.
   * @default - the cluster's, at an address that it chooses
   */
  readonly exportProxy?: LoadBalancerExposureOptions;
}

/** Options of `Access.custom()`. */
export interface CustomAccessOptions {
  /**
   * How CDI's upload proxy is reached, which takes images of disks.
   * @default - not from outside
   */
  readonly uploadProxy?: Exposure;
  /**
   * How KubeVirt's export proxy is reached, which hands out exports of VMs.
   * @default - not from outside
   */
  readonly exportProxy?: Exposure;
  /**
   * An outbound tunnel beside.
   * @default - none
   */
  readonly reverseProxy?: ReverseProxyOptions;
}

/** How people reach the cluster's VM services from outside. */
export class Access {
  /** An outbound tunnel (frpc) to a reverse proxy of yours: for clusters that nothing outside can connect to. */
  public static proxied(options: ReverseProxyOptions): Access {
    return new Access('proxied', {}, options);
  }

  /**
   * Services of type LoadBalancer for uploads and for VM exports. Each asks for a token, which users of the Kubernetes API get; anybody who
   * reaches the address can knock.
   */
  public static direct(options: DirectAccessOptions = {}): Access {
    const { uploadProxy, exportProxy, ...others } = options ?? {};
    return new Access('direct', { ...others, uploadProxy: Exposure.loadBalancer(uploadProxy), exportProxy: Exposure.loadBalancer(exportProxy) });
  }

  /** Each service as you say. What is not named, is not reached from outside. */
  public static custom(options: CustomAccessOptions): Access {
    const { reverseProxy, ...exposures } = options ?? {};
    return new Access('custom', exposures, reverseProxy);
  }

  /** Nothing is exposed; use `kubectl port-forward` and `virtctl`. */
  public static none(): Access {
    return new Access('none', {});
  }

  private constructor(
    /** @internal */ public readonly _mode: 'proxied' | 'direct' | 'custom' | 'none',
    /** @internal */ public readonly _exposures: Exposures,
    /** @internal */ public readonly _reverseProxy?: ReverseProxyOptions,
  ) {}
}
