import { GatewayRoute } from './gateway-route';
import { VmIngress } from './ingress';
import { LoadBalancerOptions, TrafficPolicy } from '../construct/load-balancer';
import { ObjectOptions } from '../object/options';
import { IVirtualMachine } from '../object/virtual-machine';

/** From where a Service can be reached. */
export enum ServiceType {
  /** From within the cluster. */
  CLUSTER_IP = 'ClusterIP',
  /** At a port of every node, too. */
  NODE_PORT = 'NodePort',
  /** At an address of its own that the cluster's load balancer gives, too. */
  LOAD_BALANCER = 'LoadBalancer',
}

/** Protocol of a Service's port. */
export enum ServiceProtocol {
  TCP = 'TCP',
  UDP = 'UDP',
}

/** Whether a client stays with one VM. */
export enum SessionAffinity {
  NONE = 'None',
  CLIENT_IP = 'ClientIP',
}

/** A family of IP addresses. */
export enum IpFamily {
  IPV4 = 'IPv4',
  IPV6 = 'IPv6',
}

/** How many families of IP addresses a Service has. */
export enum IpFamilyPolicy {
  SINGLE_STACK = 'SingleStack',
  PREFER_DUAL_STACK = 'PreferDualStack',
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** A port of a Service. */
export interface ServicePort {
  /** Port that clients use, 1 to 65535. */
  readonly port: number;
  /**
   * Port in the guest.
   * @default - `port`
   */
  readonly targetPort?: number;
  /** @default ServiceProtocol.TCP */
  readonly protocol?: ServiceProtocol;
  /**
   * Name of the port.
   * @default - protocol and port: `tcp-22`
   */
  readonly name?: string;
  /**
   * Port of the nodes, with `NODE_PORT` and `LOAD_BALANCER`.
   * @default - one that Kubernetes finds free
   */
  readonly nodePort?: number;
  /**
   * What is spoken there, for load balancers and gateways: `http`, `kubernetes.io/ws`.
   * @default - none
   */
  readonly appProtocol?: string;
}

/** What a Service of VMs can be told. */
export interface VmServiceOptions extends ObjectOptions {
  /**
   * What is let in. A headless Service may have none.
   * @default - none
   */
  readonly ports?: ServicePort[];
  /** @default ServiceType.CLUSTER_IP */
  readonly type?: ServiceType;
  /**
   * Has no address of its own: its DNS name gives those of the VMs' pods, and ports are not translated. With `subdomain` on the VMs,
   * each has a name of its own below it.
   * @default false
   */
  readonly headless?: boolean;
  /**
   * What the load balancer is told.
   * @default - nothing
   */
  readonly loadBalancer?: LoadBalancerOptions;
  /**
   * Whether a client stays with one VM.
   * @default - Kubernetes': SessionAffinity.NONE
   */
  readonly sessionAffinity?: SessionAffinity;
  /**
   * Seconds a client stays with one VM, with `CLIENT_IP`.
   * @default - Kubernetes': 10800
   */
  readonly sessionAffinitySeconds?: number;
  /**
   * Which VMs get what comes from outside.
   * @default - Kubernetes': TrafficPolicy.CLUSTER
   */
  readonly externalTrafficPolicy?: TrafficPolicy;
  /**
   * Which VMs get what comes from within the cluster.
   * @default - Kubernetes': TrafficPolicy.CLUSTER
   */
  readonly internalTrafficPolicy?: TrafficPolicy;
  /**
   * Families of its addresses, the first one first.
   * @default - the cluster's
   */
  readonly ipFamilies?: IpFamily[];
  /**
   * How many families it has.
   * @default - Kubernetes': IpFamilyPolicy.SINGLE_STACK
   */
  readonly ipFamilyPolicy?: IpFamilyPolicy;
  /**
   * Whether VMs that are not ready are reached, too, as members of a quorum that look for each other.
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;
  /**
   * Labels of the Service.
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of the Service, which load balancers and DNS controllers read.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * A way in by HTTP, as an Ingress of the same name.
   * @default - none
   */
  readonly ingress?: VmIngress;
  /**
   * A way in through a Gateway, as a route of the same name. The cluster must have the Gateway API.
   * @default - none
   */
  readonly route?: GatewayRoute;
}

/** Props of `VmService`. */
export interface VmServiceProps extends VmServiceOptions {
  /** The VMs, of one namespace and one cluster. */
  readonly vms: IVirtualMachine[];
  /**
   * Labels by which it finds them: all VMs that have them are reached, so that VMs come and go without a change here. Needed of more than
   * one VM, for a Service knows no list of names.
   * @default - the name of the one VM
   */
  readonly selector?: { [key: string]: string };
}
