import { sameName, VmInput, VmPart } from './part';

/**
 * Where the resolver of the pod, and the guest's DHCP answer, come from.
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy
 */
export enum DnsPolicy {
  /** The cluster's DNS, which passes on what it does not know. */
  CLUSTER_FIRST = 'ClusterFirst',
  /** The same, for pods on the network of the node. */
  CLUSTER_FIRST_WITH_HOST_NET = 'ClusterFirstWithHostNet',
  /** The node's. */
  DEFAULT = 'Default',
  /** `dnsConfig` alone. */
  NONE = 'None',
}

/** An option of the resolver. */
export interface DnsConfigOption {
  /** Name, such as `ndots`. */
  readonly name: string;
  /** @default - none */
  readonly value?: string;
}

/** What the resolver is told beside the policy. */
export interface DnsConfig {
  /** Addresses of DNS servers. @default - the policy's */
  readonly nameservers?: string[];
  /** Domains that short names are looked for in. @default - the policy's */
  readonly searches?: string[];
  /** Options of the resolver. @default - the policy's */
  readonly options?: DnsConfigOption[];
}

/** Names of the VM, and how it finds others. */
export interface DnsOptions {
  /**
   * Name of a headless Service: with it, the VM is `<hostname>.<subdomain>.<namespace>.svc.cluster.local`.
   * @default - none
   */
  readonly subdomain?: string;
  /** @default DnsPolicy.CLUSTER_FIRST */
  readonly dnsPolicy?: DnsPolicy;
  /**
   * What the resolver is told beside the policy.
   * @default - nothing
   */
  readonly dnsConfig?: DnsConfig;
}

/** Names. */
export function dnsParts({ subdomain, dnsPolicy, dnsConfig }: VmInput): VmPart[] {
  return sameName('pod', { subdomain, dnsPolicy, dnsConfig });
}
