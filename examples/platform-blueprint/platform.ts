import { Distribution, KubevirtVersion, QuotaRequests, RemovalPolicy, VmNetwork, VmoClusterProfile } from 'cdktf-vmo';
import { Construct } from 'constructs';

/** What one environment has of its own. */
export interface Environment {
  readonly distribution: Distribution;
  /** The cluster, as the kubeconfig of whoever deploys calls it. */
  readonly kubeContext: string;
  /** VLAN of the shop. */
  readonly vlan: number;
  /** What the VMs of the shop may ask for together. */
  readonly quota: QuotaRequests;
  /** Web servers. */
  readonly replicas: number;
  /** Instancetype of a web server. */
  readonly size: string;
  /** For nodes without /dev/kvm. */
  readonly useEmulation?: boolean;
  /** To try another one here first. */
  readonly kubevirtVersion?: KubevirtVersion;
  readonly removalPolicy?: RemovalPolicy;
}

/** Namespace of the shop. */
export const NAMESPACE = 'shop';

/** A cluster by the rules of the house. Teams get what is public here, and decide nothing of the rest. */
export class Platform extends Construct {
  public readonly cluster: VmoClusterProfile;
  public readonly shop: VmNetwork;

  constructor(scope: Construct, name: string, { distribution, vlan, quota, useEmulation, kubevirtVersion, removalPolicy }: Environment) {
    super(scope, name);
    this.cluster = new VmoClusterProfile(this, 'vmo', {
      clusterName: `acme-${name}`,
      distribution,
      removalPolicy,
      // The house pulls nothing from elsewhere.
      imageRegistry: 'registry.acme.example/mirror',
      kubevirt: { version: kubevirtVersion, useEmulation },
      vmEnabledNamespaces: [],
      vmNamespaces: [{ name: NAMESPACE, labels: { environment: name }, quotas: [{ requests: quota }] }],
      namespaces: { labels: { owner: 'platform-team' } },
      vlanFiltering: { bridge: 'br0', allowedVlans: ['100-199'] },
    });
    this.shop = new VmNetwork(this, 'shop', { cluster: this.cluster, namespace: NAMESPACE, vlan });
  }
}
