import { ClusterFacts, QuotaFacts, Resources, VlanRange } from './cluster-facts';
import { Architecture } from '../kubevirt/architecture';
import { SchemaNode } from '../kubevirt/facts';
import { AccessMode, VolumeMode } from '../kubevirt/storage';

/** A StorageClass of a cluster. */
export interface ClusterStorageClass {
  /** Name of the class. */
  readonly name: string;
  /**
   * What its volumes can do, the best first: that is what a disk gets that does not say. As in the class's StorageProfile.
   * @default - not known
   */
  readonly accessModes?: AccessMode[];
  /**
   * What its volumes can be.
   * @default - not known
   */
  readonly volumeModes?: VolumeMode[];
  /**
   * Whether disks that name no class get this one. Of a default for all and a default for VMs, the one for VMs.
   * @default false
   */
  readonly isDefault?: boolean;
}

/** A NetworkAttachmentDefinition of a cluster. */
export interface ClusterNetwork {
  /** Name of the NetworkAttachmentDefinition. */
  readonly name: string;
  /** @default default */
  readonly namespace?: string;
  /** VLAN id. @default - untagged */
  readonly vlan?: number;
  /** Name of the physical network behind the bridge. @default default */
  readonly physicalNetwork?: string;
}

/** A golden image of a cluster: a DataSource. */
export interface GoldenImage {
  /** Name of the DataSource. */
  readonly name: string;
  /** @default - the cluster's namespace of golden images */
  readonly namespace?: string;
  /**
   * Size of the claim or snapshot behind it, such as `10Gi`.
   * @default - not known
   */
  readonly size?: string;
  /** @default - not known */
  readonly volumeMode?: VolumeMode;
}

/** A ResourceQuota of a cluster, for all pods of its namespace. */
export interface ClusterQuota {
  readonly namespace: string;
  /** @default - that of the namespace */
  readonly name?: string;
  /**
   * What it grants, by resource: `{ 'requests.memory': '256Gi', 'count/virtualmachines.kubevirt.io': '40' }`.
   * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
   */
  readonly hard: { [resource: string]: string };
}

/** What nodes have to give. */
export interface NodeResources {
  /** CPUs. @default - not known */
  readonly cpu?: number;
  /** Memory, such as `512Gi`. @default - not known */
  readonly memory?: string;
}

/**
 * What a cluster has that VMs need. VMs are checked against it at synth; nothing of it is made, and what is not given is not
 * checked. A list that is given is complete. Values must be known at synth.
 */
export interface ClusterInventory {
  /**
   * Architectures of the nodes that run VMs.
   * @default - not known
   */
  readonly architectures?: Architecture[];
  /**
   * Whether some nodes give out whole CPUs, as dedicated CPUs need it: `cpuManagerPolicy: static` in their kubelets.
   * @default - not known
   */
  readonly cpuManager?: boolean;
  /** @default - not known */
  readonly storageClasses?: ClusterStorageClass[];
  /**
   * NetworkAttachmentDefinitions, beside those of this app.
   * @default - not known
   */
  readonly networks?: ClusterNetwork[];
  /**
   * VLANs that the uplink of the nodes lets through, each an id or a range: `['25', '100-199']`.
   * @default - not known
   */
  readonly vlans?: string[];
  /**
   * Bridges on the nodes, such as `br0`.
   * @default - not known
   */
  readonly bridges?: string[];
  /**
   * DataSources that disks are cloned from.
   * @default - not known
   */
  readonly goldenImages?: GoldenImage[];
  /**
   * Instancetypes of the whole cluster, KubeVirt's included, beside those of this app.
   * @default - KubeVirt's; others may be there
   */
  readonly clusterInstancetypes?: string[];
  /**
   * Preferences of the whole cluster, KubeVirt's included, beside those of this app.
   * @default - KubeVirt's; others may be there
   */
  readonly clusterPreferences?: string[];
  /**
   * What the largest node has for pods (`allocatable`).
   * @default - not known
   */
  readonly largestNode?: NodeResources;
  /**
   * What all nodes that run VMs have for pods together.
   * @default - not known
   */
  readonly capacity?: NodeResources;
  /**
   * ResourceQuotas. The VMs of this app are counted, what else is in the namespaces is not.
   * @default - not known
   */
  readonly quotas?: ClusterQuota[];
}

/** Namespace of golden images unless told otherwise: Palette's. */
export const DEFAULT_GOLDEN_IMAGES_NAMESPACE = 'vmo-golden-images';

const TEXT: SchemaNode = { type: 'string' };

/** A list of names and the like. */
export const TEXTS: SchemaNode = { type: 'array', items: TEXT };
const RESOURCES: SchemaNode = { type: 'object', fields: { cpu: { type: 'number', minimum: 0 }, memory: { type: 'quantity' } } };

function listOf(fields: Record<string, SchemaNode>, required: string[]): SchemaNode {
  return { type: 'array', items: { type: 'object', fields, required } };
}

/** What an inventory is made of, where it does not come from a typed language. */
export const INVENTORY_SCHEMA: SchemaNode = {
  type: 'object',
  fields: {
    architectures: { type: 'array', items: { type: 'string', enum: Object.values(Architecture) } },
    cpuManager: { type: 'boolean' },
    storageClasses: listOf({
      name: TEXT,
      accessModes: { type: 'array', items: { type: 'string', enum: Object.values(AccessMode) } },
      volumeModes: { type: 'array', items: { type: 'string', enum: Object.values(VolumeMode) } },
      isDefault: { type: 'boolean' },
    }, ['name']),
    networks: listOf({ name: TEXT, namespace: TEXT, vlan: { type: 'integer', minimum: 1, maximum: 4094 }, physicalNetwork: TEXT }, ['name']),
    vlans: TEXTS,
    bridges: TEXTS,
    goldenImages: listOf({ name: TEXT, namespace: TEXT, size: { type: 'quantity' }, volumeMode: { type: 'string', enum: Object.values(VolumeMode) } }, ['name']),
    clusterInstancetypes: TEXTS,
    clusterPreferences: TEXTS,
    largestNode: RESOURCES,
    capacity: RESOURCES,
    quotas: listOf({ namespace: TEXT, name: TEXT, hard: { type: 'map', values: { type: 'quantity' } } }, ['namespace', 'hard']),
  },
};

const VLANS = /^(\d{1,4})(?:-(\d{1,4}))?$/;

/** The facts that an inventory holds. */
export function inventoryFacts(inventory: ClusterInventory, goldenImagesNamespace: string): Partial<ClusterFacts> {
  const { storageClasses, networks, vlans, goldenImages, quotas, clusterInstancetypes, clusterPreferences } = inventory;
  return {
    architectures: inventory.architectures,
    cpuManager: inventory.cpuManager,
    bridges: inventory.bridges,
    storageClasses: storageClasses && new Map(storageClasses.map(({ name, ...facts }) => [name, facts])),
    vlans: vlans?.flatMap((one) => vlanRange(one) ?? []),
    networks: networks && new Set(networks.map(networkKey)),
    l2Domains: networks && new Map(networks.map((network) => [networkKey(network), l2Domain(network)])),
    dataSources: goldenImages && new Map(goldenImages.map(({ name, namespace = goldenImagesNamespace, ...facts }) => [`${namespace}/${name}`, facts])),
    clusterInstancetypes: clusterInstancetypes && new Set(clusterInstancetypes),
    clusterPreferences: clusterPreferences && new Set(clusterPreferences),
    largestNode: resources(inventory.largestNode),
    capacity: resources(inventory.capacity),
    quotas: quotas && quotasByNamespace(quotas),
  };
}

/** A network as `namespace/name`. */
function networkKey({ namespace = 'default', name }: ClusterNetwork): string {
  return `${namespace}/${name}`;
}

/** What a network is called whose NICs all hear each other. */
export function l2Domain({ vlan, physicalNetwork }: Pick<ClusterNetwork, 'vlan' | 'physicalNetwork'>): string {
  return `physical network ${physicalNetwork ?? 'default'}, ${vlan === undefined ? 'untagged' : `VLAN ${vlan}`}`;
}

/** The VLAN in that, or in what a configuration of a network says of itself; none where it is untagged. */
export function vlanOf(domain: string): number | undefined {
  const [, vlan] = /, VLAN (\d+)$/.exec(domain) ?? [];
  return Number(vlan) || undefined;
}

function resources(given: NodeResources | undefined): Resources | undefined {
  return given && { cpu: given.cpu === undefined ? undefined : String(given.cpu), memory: given.memory };
}

function quotasByNamespace(quotas: readonly ClusterQuota[]): Map<string, QuotaFacts[]> {
  const byNamespace = new Map<string, QuotaFacts[]>();
  for (const { namespace, name = namespace, hard } of quotas) {
    byNamespace.set(namespace, [...byNamespace.get(namespace) ?? [], { name, hard }]);
  }
  return byNamespace;
}

/** The VLANs of bridges, by bridge. */
export function vlansByBridge(vlans: Readonly<Record<string, readonly string[]>>): Map<string, VlanRange[]> {
  return new Map(Object.entries(vlans).map(([bridge, texts]) => [bridge, texts.flatMap((one) => vlanRange(one) ?? [])]));
}

/** The VLANs that a text such as `25` or `100-199` means. */
export function vlanRange(text: unknown): VlanRange | undefined {
  const [, first, last = first] = VLANS.exec(String(text)) ?? [];
  const range = { from: Number(first), to: Number(last) };
  return range.from >= 1 && range.from <= range.to && range.to <= 4094 ? range : undefined;
}
