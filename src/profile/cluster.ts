import { ITerraformDependable, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { inventoryFindings } from './inventory';
import { Finding, UNKNOWN } from '../admission/finding';
import { ClusterInventory, DEFAULT_GOLDEN_IMAGES_NAMESPACE, inventoryFacts, vlansByBridge } from '../admission/inventory';
import { ClusterFacts } from '../admission/rule';
import { AppRegistry } from '../construct/app-registry';
import { report } from '../construct/report';
import { Delivery } from '../delivery';
import { gateFindings } from './kubevirt';
import { EvictionStrategy, VmRolloutStrategy } from './kubevirt-configuration';
import { versionFindings } from './versions';
import { vlanFindings } from './vlan-filtering';
import { enumFindings, labelFindings, literalFindings, numberFindings, shapeFindings } from '../construct/prop-checks';
import { enabledGates, gateLists } from '../kubevirt/feature-gates';
import { set } from '../kubevirt/maps';
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
  /** Whether VMs may have NICs beside the one on the pod network; `undefined` where it is not known. */
  readonly multus?: boolean;
  /** VLANs that a bridge of the nodes lets through, by bridge; `undefined` where it is not known. */
  readonly filteredVlans?: { [bridge: string]: string[] };
  /** Whether there is CDI, which DataVolumes need; `undefined` where it is not known. */
  readonly cdi?: boolean;
  /** StorageClass for the state of persistent TPM and EFI; `undefined` where it is the default one. */
  readonly vmStateStorageClass?: string;
  /** How many virtual CPUs share one of a node. @default 10 */
  readonly cpuAllocationRatio?: number;
  /** Memory of the guests in percent of what is asked for on the nodes. @default 100 */
  readonly memoryOvercommit?: number;
  /** What the cluster has that VMs need, as far as it is known. */
  readonly inventory?: ClusterInventory;
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
   * Feature gates that the cluster's KubeVirt CR turns off: `disabledFeatureGates`. Counts beside `featureGates` alone.
   * @default - none
   */
  readonly disabledFeatureGates?: string[];
  /**
   * What happens on a node drain to VMs that do not say: `evictionStrategy` of the KubeVirt CR.
   * @default - not known
   */
  readonly defaultEvictionStrategy?: EvictionStrategy;
  /**
   * Resources of the devices that VMs may have as `gpus` and `hostDevices`: each `resourceName` in `permittedHostDevices` of the
   * KubeVirt CR.
   * @default - not known, or all
   */
  readonly permittedDevices?: string[];
  /**
   * Of those, the PCI devices, by resource: `pciVendorSelector` in `permittedHostDevices` of the KubeVirt CR, such as `10DE:2342`.
   * @default - not known
   */
  readonly permittedPciDevices?: { [resource: string]: string };
  /**
   * How a changed VM reaches its running guest: `vmRolloutStrategy` of the KubeVirt CR.
   * @default - not known
   */
  readonly vmRolloutStrategy?: VmRolloutStrategy;
  /**
   * Whether NICs may be bridged to the pod network: `network.permitBridgeInterfaceOnPodNetwork` of the KubeVirt CR.
   * @default - not known
   */
  readonly bridgeOnPodNetwork?: boolean;
  /**
   * Whether there is Multus, which NICs beside the one on the pod network need: `kubectl get crd network-attachment-definitions.k8s.cni.cncf.io`.
   * @default - not known
   */
  readonly multus?: boolean;
  /**
   * VLANs that a bridge of the nodes lets through, such as `100-199`, by bridge.
   * @default - not known
   */
  readonly filteredVlans?: { [bridge: string]: string[] };
  /**
   * Whether there is CDI, which DataVolumes need: `kubectl get cdi`.
   * @default - not known
   */
  readonly cdi?: boolean;
  /**
   * StorageClass for the state of persistent TPM and EFI: `vmStateStorageClass` of the KubeVirt CR.
   * @default - the cluster's default class
   */
  readonly vmStateStorageClass?: string;
  /**
   * How many virtual CPUs share one of a node: `developerConfiguration.cpuAllocationRatio` of the KubeVirt CR.
   * @default 10
   */
  readonly cpuAllocationRatio?: number;
  /**
   * Memory of the guests in percent of what is asked for on the nodes: `developerConfiguration.memoryOvercommit` of the KubeVirt CR.
   * @default 100
   */
  readonly memoryOvercommit?: number;
  /**
   * What the cluster has that VMs need.
   * @default - not known
   */
  readonly inventory?: ClusterInventory;
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

/** A cluster that this app does not set up. */
export class ExistingCluster extends Construct implements IVmoCluster {
  public readonly clusterName: string;
  public readonly kubevirtVersion: KubevirtVersion;
  public readonly featureGates: string[];
  public readonly defaultEvictionStrategy?: EvictionStrategy;
  public readonly permittedDevices?: string[];
  public readonly permittedPciDevices?: { [resource: string]: string };
  public readonly vmRolloutStrategy?: VmRolloutStrategy;
  public readonly bridgeOnPodNetwork?: boolean;
  public readonly multus?: boolean;
  public readonly filteredVlans?: { [bridge: string]: string[] };
  public readonly cdi?: boolean;
  public readonly vmStateStorageClass?: string;
  public readonly cpuAllocationRatio?: number;
  public readonly memoryOvercommit?: number;
  public readonly inventory?: ClusterInventory;
  public readonly vmEnabledNamespaces: string[];
  public readonly goldenImagesNamespace: string;
  public readonly delivery: Delivery;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: ExistingClusterAttributes) {
    super(scope, id);
    const version = attributes.kubevirtVersion;
    const unsupported = versionFindings('kubevirtVersion', version, true);
    report(this, 'VmoClusterProfile.fromExisting()', [
      ...labelFindings('clusterName', attributes.clusterName, 'prod-east'),
      ...unsupported,
      ...(unsupported.length > 0 ? [] : gateFindings('featureGates', attributes.featureGates ?? [], version)),
      ...enumFindings('defaultEvictionStrategy', attributes.defaultEvictionStrategy, EvictionStrategy),
      ...enumFindings('vmRolloutStrategy', attributes.vmRolloutStrategy, VmRolloutStrategy),
      ...numberFindings('cpuAllocationRatio', attributes.cpuAllocationRatio, 1, Infinity, 10),
      ...numberFindings('memoryOvercommit', attributes.memoryOvercommit, 1, Infinity, 100),
      ...literalFindings(SETTINGS.map((setting) => [setting, attributes[setting]]), 'VMs are checked against it'),
      ...inventoryFindings('inventory', attributes.inventory),
      ...Object.entries(attributes.filteredVlans ?? {}).flatMap(([bridge, vlans]) => vlanFindings(`filteredVlans.${bridge}`, vlans)),
    ]);
    const { featureGates, disabledFeatureGates = [] } = attributes;
    const lists = featureGates ? { featureGates, disabledFeatureGates } : gateLists(version);
    this.clusterName = attributes.clusterName;
    this.kubevirtVersion = version;
    this.featureGates = [...enabledGates(version, lists)].sort();
    this.defaultEvictionStrategy = attributes.defaultEvictionStrategy;
    this.permittedDevices = attributes.permittedDevices;
    this.permittedPciDevices = attributes.permittedPciDevices;
    this.vmRolloutStrategy = attributes.vmRolloutStrategy;
    this.bridgeOnPodNetwork = attributes.bridgeOnPodNetwork;
    this.multus = attributes.multus;
    this.filteredVlans = attributes.filteredVlans;
    this.cdi = attributes.cdi;
    this.vmStateStorageClass = attributes.vmStateStorageClass;
    this.cpuAllocationRatio = attributes.cpuAllocationRatio;
    this.memoryOvercommit = attributes.memoryOvercommit;
    this.inventory = attributes.inventory;
    this.vmEnabledNamespaces = [...attributes.vmEnabledNamespaces ?? []];
    this.goldenImagesNamespace = attributes.goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE;
    this.delivery = attributes.delivery ?? Delivery.helm();
  }
}

/** Settings of an existing cluster that must be known at synth. */
const SETTINGS = [
  'defaultEvictionStrategy', 'permittedDevices', 'vmRolloutStrategy', 'bridgeOnPodNetwork', 'multus', 'cdi', 'vmStateStorageClass', 'cpuAllocationRatio',
  'memoryOvercommit',
] as const;

/** What `fromExisting()` is to be told of a cluster. What is known only at apply is left out: nothing is checked against it. */
export function clusterAttributes(cluster: IVmoCluster): ExistingClusterAttributes {
  const { kubevirtVersion, featureGates } = cluster;
  const on = enabledGates(kubevirtVersion, { featureGates, disabledFeatureGates: [] });
  return set({
    clusterName: cluster.clusterName,
    kubevirtVersion,
    featureGates,
    disabledFeatureGates: [...on].filter((gate) => !featureGates.includes(gate)).sort(),
    ...Object.fromEntries(SETTINGS.map((setting) => [setting, Token.isUnresolved(cluster[setting]) ? undefined : cluster[setting]])),
    permittedPciDevices: cluster.permittedPciDevices,
    filteredVlans: cluster.filteredVlans,
    inventory: cluster.inventory,
    vmEnabledNamespaces: cluster.vmEnabledNamespaces,
    goldenImagesNamespace: cluster.goldenImagesNamespace,
  }) as ExistingClusterAttributes;
}

/** What is wrong with a cluster of another kind than declared. */
export function clusterShapeFindings(cluster: IVmoCluster | undefined): Finding[] {
  return shapeFindings('cluster', cluster, typeof cluster?.clusterName === 'string', 'a VmoClusterProfile, or VmoClusterProfile.fromExisting(…)');
}

const KNOWN = new WeakMap<IVmoCluster, ClusterFacts>();

/** What the admission rules may know of a cluster. Put together once: a fleet asks for it often. */
export function clusterFacts(cluster: IVmoCluster): ClusterFacts {
  const facts = KNOWN.get(cluster) ?? factsOf(cluster);
  KNOWN.set(cluster, facts);
  return facts;
}

function factsOf(cluster: IVmoCluster): ClusterFacts {
  const { inventory = {}, clusterName } = cluster;
  const registry = AppRegistry.of(cluster);
  const known = inventoryFacts(inventory, cluster.goldenImagesNamespace);
  for (const [name, domain] of known.l2Domains ?? []) registry.takeNetwork(name, domain, clusterName);
  const { claims, images } = registry.volumesOf(clusterName);
  for (const [name, image] of known.dataSources ?? []) images.set(name, { ...image, ...images.get(name) });
  return {
    ...known,
    claims,
    dataSources: known.dataSources && images,
    kubevirtVersion: cluster.kubevirtVersion,
    featureGates: new Set(cluster.featureGates),
    evictionStrategy: cluster.defaultEvictionStrategy,
    permittedDevices: cluster.permittedDevices,
    pciDevices: cluster.permittedPciDevices,
    vmRolloutStrategy: cluster.vmRolloutStrategy,
    bridgeOnPodNetwork: cluster.bridgeOnPodNetwork,
    multus: cluster.multus,
    bridgeVlans: cluster.filteredVlans && vlansByBridge(cluster.filteredVlans),
    cdi: cluster.cdi,
    vmStateStorageClass: Token.isUnresolved(cluster.vmStateStorageClass) ? UNKNOWN : cluster.vmStateStorageClass,
    cpuAllocationRatio: cluster.cpuAllocationRatio,
    memoryOvercommit: cluster.memoryOvercommit,
    namespaces: cluster.vmEnabledNamespaces.length > 0 ? cluster.vmEnabledNamespaces : undefined,
    networks: known.networks && registry.networksOf(clusterName),
    own: registry.ownOf(clusterName),
  };
}
