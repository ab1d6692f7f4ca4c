import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { ClusterFacts } from '../admission/rule';
import { AppRegistry } from '../construct/app-registry';
import { report } from '../construct/report';
import { Delivery } from '../delivery';
import { EvictionStrategy, gateFindings, versionFindings, VmRolloutStrategy } from './kubevirt';
import { labelFindings } from '../construct/prop-checks';
import { enabledGates, gateLists } from '../kubevirt/feature-gates';
import { KubevirtVersion } from '../kubevirt/version';

/** A cluster that VMs run on: one that a `VmoClusterProfile` sets up, or one that has KubeVirt already. */
export interface IVmoCluster extends IConstruct {
  /** Name of the cluster, part of every MAC address on it. */
  readonly clusterName: string;
  /** KubeVirt version on the cluster. */
  readonly kubevirtVersion: KubevirtVersion;
  /** KubeVirt feature gates that are on, those that come with the version included. */
  readonly featureGates: string[];
  /** What happens to VMs on a node drain where the VM does not say; `undefined` where it is not known. */
  readonly defaultEvictionStrategy?: EvictionStrategy;
  /** Resources of the devices that VMs may have as `gpus` and `hostDevices`; `undefined` where it is not known, or all are. */
  readonly permittedDevices?: string[];
  /** Of those, the PCI devices: vendor and product, such as `10DE:2342`, by resource. */
  readonly permittedPciDevices?: { [resource: string]: string };
  /** How a changed VM reaches its running guest; `undefined` where it is not known. */
  readonly vmRolloutStrategy?: VmRolloutStrategy;
  /** Whether NICs may be bridged to the pod network; `undefined` where it is not known. */
  readonly bridgeOnPodNetwork?: boolean;
  /** Namespaces that VMs may live in; empty means any. */
  readonly vmEnabledNamespaces: string[];
  /** Namespace of golden images. */
  readonly goldenImagesNamespace: string;
  /** How VMs and networks of this cluster reach it, where they do not say. */
  readonly delivery: Delivery;
  /** What VMs wait for before they are created. */
  readonly dependables: ITerraformDependable[];
}

/** What is true of a cluster that has KubeVirt already. */
export interface ExistingClusterAttributes {
  /**
   * Name of the cluster, part of every MAC address on it. A literal; never change it.
   */
  readonly clusterName: string;
  /** KubeVirt version on the cluster: `kubectl get kubevirt -A -o jsonpath='{..observedKubeVirtVersion}'`. */
  readonly kubevirtVersion: KubevirtVersion;
  /**
   * Feature gates in the cluster's KubeVirt CR, beside those that come with the version.
   * @default - those that VmoClusterProfile sets
   */
  readonly featureGates?: string[];
  /**
   * Namespaces that VMs may live in.
   * @default - any
   */
  readonly vmEnabledNamespaces?: string[];
  /**
   * Namespace of golden images.
   * @default vmo-golden-images
   */
  readonly goldenImagesNamespace?: string;
  /**
   * How VMs and networks reach the cluster.
   * @default Delivery.helm()
   */
  readonly delivery?: Delivery;
}

/** Namespaces VMs may live in unless told otherwise: Palette's. */
export const DEFAULT_VM_NAMESPACES = ['default', 'virtual-machines'];

/** Namespace of golden images unless told otherwise: Palette's. */
export const DEFAULT_GOLDEN_IMAGES_NAMESPACE = 'vmo-golden-images';

/** A cluster that this app does not set up. */
export class ExistingCluster extends Construct implements IVmoCluster {
  public readonly clusterName: string;
  public readonly kubevirtVersion: KubevirtVersion;
  public readonly featureGates: string[];
  public readonly vmEnabledNamespaces: string[];
  public readonly goldenImagesNamespace: string;
  public readonly delivery: Delivery;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: ExistingClusterAttributes) {
    super(scope, id);
    const version = attributes.kubevirtVersion;
    const unsupported = versionFindings('kubevirtVersion', version);
    report(this, 'VmoClusterProfile.fromExisting()', [
      ...labelFindings('clusterName', attributes.clusterName, 'prod-east'),
      ...unsupported,
      ...(unsupported.length > 0 ? [] : gateFindings('featureGates', attributes.featureGates ?? [], version)),
    ]);
    const lists = attributes.featureGates ? { featureGates: attributes.featureGates, disabledFeatureGates: [] } : gateLists(version);
    this.clusterName = attributes.clusterName;
    this.kubevirtVersion = version;
    this.featureGates = [...enabledGates(version, lists)].sort();
    this.vmEnabledNamespaces = [...attributes.vmEnabledNamespaces ?? []];
    this.goldenImagesNamespace = attributes.goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE;
    this.delivery = attributes.delivery ?? Delivery.helm();
  }
}

/** What the admission rules may know of a cluster. */
export function clusterFacts(cluster: IVmoCluster): ClusterFacts {
  return {
    kubevirtVersion: cluster.kubevirtVersion,
    featureGates: new Set(cluster.featureGates),
    evictionStrategy: cluster.defaultEvictionStrategy,
    permittedDevices: cluster.permittedDevices,
    pciDevices: cluster.permittedPciDevices,
    vmRolloutStrategy: cluster.vmRolloutStrategy,
    bridgeOnPodNetwork: cluster.bridgeOnPodNetwork,
    namespaces: cluster.vmEnabledNamespaces.length > 0 ? cluster.vmEnabledNamespaces : undefined,
    own: AppRegistry.of(cluster).ownOf(cluster.clusterName),
  };
}
