import { InstancetypeSpec, PreferenceSpec } from '../kubevirt/facts';
import { KubevirtVersion } from '../kubevirt/version';

/**
 * What the rules may know of a cluster, and of what is given together with a manifest. What is `undefined` is not known, and rules
 * that need it say nothing; a list or map that is there is all there is of its kind, unless its description says otherwise. Objects
 * of namespaces are known by `namespace/name`.
 */
export interface ClusterFacts {
  readonly kubevirtVersion: KubevirtVersion;
  /** Feature gates that are on. */
  readonly featureGates: ReadonlySet<string>;
  /** Eviction strategy of VMs that name none. */
  readonly evictionStrategy?: string;
  /** Resources of devices that the cluster permits; where it says nothing of devices, it permits all. */
  readonly permittedDevices?: readonly string[];
  /** Of those, the PCI devices: vendor and product, such as `10DE:2342`, by resource. */
  readonly pciDevices?: Readonly<Record<string, string>>;
  /** How a changed VM reaches its running guest: `LiveUpdate` or `Stage`. */
  readonly vmRolloutStrategy?: string;
  /** Whether NICs may be bridged to the pod network. */
  readonly bridgeOnPodNetwork?: boolean;
  /** Namespaces that VMs may live in. */
  readonly namespaces?: readonly string[];
  /** Beside those that KubeVirt brings along; there may be more. */
  readonly own?: OwnInstancetypes;
  /** Names of all cluster-wide instancetypes. */
  readonly clusterInstancetypes?: ReadonlySet<string>;
  /** Names of all cluster-wide preferences. */
  readonly clusterPreferences?: ReadonlySet<string>;
  /** Architectures of the nodes that run VMs. */
  readonly architectures?: readonly string[];
  /** Whether there are nodes whose kubelet gives out whole CPUs. */
  readonly cpuManager?: boolean;
  /** Whether it has CDI. */
  readonly cdi?: boolean;
  readonly storageClasses?: ReadonlyMap<string, StorageClassFacts>;
  /** Class for the state of persistent TPM and EFI; the default class where it is not set. `UNKNOWN` where that is only known at apply. */
  readonly vmStateStorageClass?: string | symbol;
  /** NetworkAttachmentDefinitions. */
  readonly networks?: ReadonlySet<string>;
  /** What networks are called whose NICs all hear each other, by NetworkAttachmentDefinition; there may be more. */
  readonly l2Domains?: ReadonlyMap<string, string>;
  /** VLANs that the uplink of the nodes lets through, ends included. */
  readonly vlans?: readonly VlanRange[];
  /** VLANs that bridges of the nodes let through, by bridge; there may be other bridges. */
  readonly bridgeVlans?: ReadonlyMap<string, readonly VlanRange[]>;
  /** Whether there is Multus, which networks beside the pod network need. */
  readonly multus?: boolean;
  /** Bridges on the nodes. */
  readonly bridges?: readonly string[];
  /** DataSources of golden images. */
  readonly dataSources?: ReadonlyMap<string, ImageFacts>;
  /** Claims and DataVolumes that are known; there may be more. */
  readonly claims?: ReadonlyMap<string, ImageFacts>;
  /** Keys of Secrets that are known; there may be more. */
  readonly secretKeys?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys of ConfigMaps that are known; there may be more. */
  readonly configMapKeys?: ReadonlyMap<string, ReadonlySet<string>>;
  /** What ResourceQuotas grant, by namespace. Of one resource in several quotas, each counts. */
  readonly quotas?: ReadonlyMap<string, readonly QuotaFacts[]>;
  /** What all nodes that run VMs have to give. */
  readonly capacity?: Resources;
  /** What the largest of them has. */
  readonly largestNode?: Resources;
  /** How many virtual CPUs share one of a node: KubeVirt's `cpuAllocationRatio`, which is 10 unless set. */
  readonly cpuAllocationRatio?: number;
  /** Memory of the guests in percent of what is asked for on the nodes: KubeVirt's `memoryOvercommit`, which is 100 unless set. */
  readonly memoryOvercommit?: number;
}

/** A fact that one may know of a cluster or not. */
export type Fact = Exclude<keyof ClusterFacts, 'kubevirtVersion' | 'featureGates'>;

/** Instancetypes and preferences of somebody's own: by name those of the cluster, by `namespace/name` the others. Of some, only the name is known. */
export interface OwnInstancetypes {
  readonly instancetypes: ReadonlyMap<string, InstancetypeSpec | undefined>;
  readonly preferences: ReadonlyMap<string, PreferenceSpec | undefined>;
}

export interface StorageClassFacts {
  /** What its volumes can do; the first is what a disk gets that does not say. */
  readonly accessModes?: readonly string[];
  readonly volumeModes?: readonly string[];
  /** Whether claims that name no class get this one. */
  readonly isDefault?: boolean;
}

export interface VlanRange { readonly from: number; readonly to: number }

/** What is cloned from, or is a disk as it stands. */
export interface ImageFacts {
  readonly size?: string;
  readonly volumeMode?: string;
  readonly accessModes?: readonly string[];
}

export interface QuotaFacts {
  readonly name: string;
  /** Amounts by resource, as in a ResourceQuota: `requests.memory`. */
  readonly hard: Readonly<Record<string, unknown>>;
}

/** Amounts as quantities. */
export interface Resources { readonly cpu?: string; readonly memory?: string }
