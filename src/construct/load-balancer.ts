import { isIP } from 'net';
import { Token } from 'cdktf';
import { shapeFindings } from './prop-checks';
import { Finding } from '../admission/finding';
import { isCidr } from '../kubevirt/addresses';

/** Where what comes in from outside goes on to. */
export enum TrafficPolicy {
  /** To any of the pods or VMs behind it. */
  CLUSTER = 'Cluster',
  /** To those on the node where it comes in, which see the address of the client. */
  LOCAL = 'Local',
}

/** What the load balancer is told. What else yours understands, it reads from `annotations`. */
export interface LoadBalancerOptions {
  /**
   * `loadBalancerClass`: which load balancer of the cluster serves it.
   * @default - the cluster's default
   */
  readonly className?: string;
  /**
   * Networks of the clients that are let in: `203.0.113.0/24`.
   * @default - all
   */
  readonly sourceRanges?: string[];
  /**
   * The address it gets. Kubernetes leaves it to the load balancer whether to look; MetalLB, kube-vip and Cilium read annotations, too.
   * @default - one that the load balancer chooses
   */
  readonly ip?: string;
  /**
   * Whether the ports are open on the nodes, too. Not all load balancers do without.
   * @default true
   */
  readonly allocateNodePorts?: boolean;
}

/** Fields of a Service's spec that tell the load balancer. */
export function loadBalancerFields(loadBalancer: LoadBalancerOptions | undefined): object {
  return {
    loadBalancerClass: loadBalancer?.className,
    loadBalancerIP: loadBalancer?.ip,
    loadBalancerSourceRanges: loadBalancer?.sourceRanges,
    allocateLoadBalancerNodePorts: loadBalancer?.allocateNodePorts,
  };
}

/** What is wrong with what the load balancer is told. */
export function loadBalancerFindings(path: string, loadBalancer: LoadBalancerOptions | undefined): Finding[] {
  const { sourceRanges = [], ip } = loadBalancer ?? {};
  return [
    ...sourceRanges.flatMap((range, index) =>
      Token.isUnresolved(range) ? [] : shapeFindings(`${path}.sourceRanges[${index}]`, range, typeof range === 'string' && isCidr(range), 'a network such as "203.0.113.0/24"')),
    ...(ip === undefined || Token.isUnresolved(ip) ? [] : shapeFindings(`${path}.ip`, ip, isIP(ip) !== 0, 'an IP address')),
  ];
}
