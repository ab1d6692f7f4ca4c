import { Token } from 'cdktf';
import { Finding } from '../admission/finding';
import { GatewayReference } from '../construct/gateway-route';
import { loadBalancerFindings, LoadBalancerOptions, TrafficPolicy } from '../construct/load-balancer';
import { enumFindings, numberFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { isMap } from '../kubevirt/maps';

/** Which software serves Ingresses: each is told in its own way to speak TLS to what is behind it, and to let long uploads through. */
export enum IngressController {
  /** ingress-nginx, by annotations. */
  NGINX = 'nginx',
  /** Traefik 3, by annotations of a Service of its own and a `ServersTransport`, whose kind the cluster must have. */
  TRAEFIK = 'traefik',
  /** Another one: `annotations` say it. */
  OTHER = 'other',
}

/** Options of `Exposure.ingress()`. */
export interface IngressExposureOptions {
  /** Host name that leads to it, such as `cdi-uploadproxy.example.com`. */
  readonly host: string;
  /** Which software serves it, and so what it is told. */
  readonly controller: IngressController;
  /**
   * `ingressClassName`.
   * @default - the cluster's default class
   */
  readonly className?: string;
  /**
   * Secret with the certificate for the host, in the namespace of what is exposed: `cdi` or `kubevirt`. cert-manager makes it
   * where an annotation says so. Links of VM exports carry this certificate.
   * @default - the controller's own certificate
   */
  readonly tlsSecretName?: string;
  /**
   * Annotations of the Ingress in addition to those for the controller; they win.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** Options of `Exposure.gateway()`. */
export interface GatewayExposureOptions {
  /** Host name that leads to it, such as `cdi-uploadproxy.example.com`. */
  readonly host: string;
  /** The Gateway; its listener must pass TLS through and let routes of other namespaces in. */
  readonly gateway: GatewayReference;
  /**
   * API version of the route: Gateway API has TLS in `v1` since 1.5, before that in `v1alpha3`.
   * @default gateway.networking.k8s.io/v1
   */
  readonly apiVersion?: string;
}

/** Options of `Exposure.loadBalancer()`. */
export interface LoadBalancerExposureOptions extends LoadBalancerOptions {
  /**
   * Host name that your DNS leads to its address.
   * @default - none: `ip`, where that is given
   */
  readonly host?: string;
  /**
   * Annotations of the Service, which load balancers and DNS controllers read.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * Where what comes in goes on to.
   * @default - Kubernetes': TrafficPolicy.CLUSTER
   */
  readonly externalTrafficPolicy?: TrafficPolicy;
}

/** Options of `Exposure.nodePort()`. */
export interface NodePortExposureOptions {
  /**
   * Host name or address that leads to the nodes.
   * @default - none
   */
  readonly host?: string;
  /**
   * Port of the nodes, 30000 to 32767 unless the cluster has another range.
   * @default - one that Kubernetes finds free
   */
  readonly nodePort?: number;
  /**
   * Where what comes in goes on to.
   * @default - Kubernetes': TrafficPolicy.CLUSTER
   */
  readonly externalTrafficPolicy?: TrafficPolicy;
}

/** All options of the four ways. */
interface ExposureOptions extends Partial<Omit<IngressExposureOptions, 'host'>>, Partial<Omit<GatewayExposureOptions, 'host'>>, LoadBalancerExposureOptions {
  readonly nodePort?: number;
}

/** How one service of the platform is reached from outside of the cluster. */
export class Exposure {
  /** By host name, through the cluster's Ingress controller: clients see its certificate. */
  public static ingress(options: IngressExposureOptions): Exposure {
    return new Exposure('ingress', options);
  }

  /** By host name, through a Gateway that passes TLS on unopened: clients see the certificate of the service itself. */
  public static gateway(options: GatewayExposureOptions): Exposure {
    return new Exposure('gateway', options);
  }

  /** At an address that the cluster's load balancer gives. An apply is done when there is one. */
  public static loadBalancer(options: LoadBalancerExposureOptions = {}): Exposure {
    return new Exposure('loadBalancer', options);
  }

  /** At a port of every node. */
  public static nodePort(options: NodePortExposureOptions = {}): Exposure {
    return new Exposure('nodePort', options);
  }

  private constructor(
    /** @internal */ public readonly _kind: 'ingress' | 'gateway' | 'loadBalancer' | 'nodePort',
    /** @internal */ public readonly _options: ExposureOptions,
  ) {}
}

/** What can be exposed, and how it is. */
export interface Exposures {
  readonly uploadProxy?: Exposure;
  readonly exportProxy?: Exposure;
}

/** What is wrong with the options of an exposure. */
export function exposureFindings(path: string, exposure: Exposure | undefined): Finding[] {
  if (exposure === undefined) return [];
  if (!(exposure instanceof Exposure)) return shapeFindings(path, exposure, false, 'Exposure.ingress({ … }), .gateway({ … }), .loadBalancer() or .nodePort()');
  const { _kind: kind, _options: options } = exposure;
  if (!isMap(options)) return shapeFindings(path, options, false, '{ host: "uploads.example.com" }');
  const named = kind === 'ingress' || kind === 'gateway';
  return [
    ...(options.host === undefined && !named ? [] : objectNameFindings(`${path}.host`, options.host, 'uploads.example.com')),
    ...(kind === 'ingress' ? [
      ...(options.controller === undefined ? shapeFindings(`${path}.controller`, undefined, false, 'IngressController.NGINX, TRAEFIK or OTHER') : []),
      ...enumFindings(`${path}.controller`, options.controller, IngressController),
      ...(options.className === undefined ? [] : objectNameFindings(`${path}.className`, options.className, 'nginx')),
      ...(options.tlsSecretName === undefined ? [] : objectNameFindings(`${path}.tlsSecretName`, options.tlsSecretName, 'uploads-tls')),
    ] : []),
    ...(kind === 'gateway' ? [
      ...shapeFindings(`${path}.gateway`, options.gateway, isMap(options.gateway), '{ name: "public", namespace: "gateways" }'),
      ...(isMap(options.gateway) ? objectNameFindings(`${path}.gateway.name`, options.gateway.name, 'public') : []),
    ] : []),
    ...shapeFindings(`${path}.sourceRanges`, options.sourceRanges, options.sourceRanges === undefined || Array.isArray(options.sourceRanges), 'a list: ["203.0.113.0/24"]'),
    ...(Array.isArray(options.sourceRanges) || options.ip !== undefined ? loadBalancerFindings(path, options) : []),
    ...numberFindings(`${path}.nodePort`, options.nodePort, 1, 65535, 30443),
    ...enumFindings(`${path}.externalTrafficPolicy`, options.externalTrafficPolicy, TrafficPolicy),
    ...Object.entries(options.annotations ?? {}).flatMap(([key, value]) =>
      shapeFindings(`${path}.annotations["${key}"]`, value, typeof value === 'string' || Token.isUnresolved(value), 'text')),
  ];
}
