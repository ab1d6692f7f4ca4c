import { GatewayReference, RouteKind } from '../construct/gateway-route';

/** Options of `GatewayRoute.tcp()`. */
export interface TcpRouteOptions {
  /** The Gateway. */
  readonly gateway: GatewayReference;
  /**
   * Port of the Service.
   * @default - its only one
   */
  readonly port?: number;
  /**
   * API version of the route: Gateway API has TCP in `v1` since 1.6, before that in `v1alpha2`.
   * @default gateway.networking.k8s.io/v1
   */
  readonly apiVersion?: string;
}

/** Options of `GatewayRoute.tls()`. */
export interface TlsRouteOptions {
  /** The Gateway. */
  readonly gateway: GatewayReference;
  /** Host names that lead to it. */
  readonly hostnames: string[];
  /**
   * Port of the Service.
   * @default - its only one
   */
  readonly port?: number;
  /**
   * API version of the route: Gateway API has TLS in `v1` since 1.5, before that in `v1alpha3`.
   * @default gateway.networking.k8s.io/v1
   */
  readonly apiVersion?: string;
}

/** Options of `GatewayRoute.http()`. */
export interface HttpRouteOptions {
  /** The Gateway. */
  readonly gateway: GatewayReference;
  /**
   * Host names that lead to it.
   * @default - those of the listener
   */
  readonly hostnames?: string[];
  /**
   * Path that requests begin with.
   * @default /
   */
  readonly path?: string;
  /**
   * Port of the Service.
   * @default - its only one
   */
  readonly port?: number;
}

/** What the three have together. */
interface RouteOptions extends HttpRouteOptions {
  readonly apiVersion?: string;
}

/**
 * A way in through a Gateway of the cluster.
 * @see https://gateway-api.sigs.k8s.io/
 */
export class GatewayRoute {
  /** By HTTP; the Gateway ends TLS, where its listener has it. */
  public static http(options: HttpRouteOptions): GatewayRoute {
    return new GatewayRoute('HTTPRoute', options);
  }

  /** By TLS that goes on to the guest unopened, told apart by host name. */
  public static tls(options: TlsRouteOptions): GatewayRoute {
    return new GatewayRoute('TLSRoute', options);
  }

  /** By TCP: all that comes to the listener. */
  public static tcp(options: TcpRouteOptions): GatewayRoute {
    return new GatewayRoute('TCPRoute', options);
  }

  private constructor(/** @internal */ public readonly _kind: RouteKind, /** @internal */ public readonly _options: RouteOptions) {}
}
