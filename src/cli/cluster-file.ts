import { onlyDocument } from './source';
import { Finding, show } from '../admission/finding';
import { ClusterInventory, DEFAULT_GOLDEN_IMAGES_NAMESPACE, INVENTORY_SCHEMA, inventoryFacts, TEXTS, vlanRange } from '../admission/inventory';
import { quotaResourceFault } from '../admission/quota-resources';
import { ClusterFacts, Fact } from '../admission/rule';
import { checkSchema } from '../admission/schema';
import { SchemaNode } from '../kubevirt/facts';
import { isMap } from '../kubevirt/maps';
import { KubevirtVersion } from '../kubevirt/version';

/** What a cluster file may say, with the names that `VmoClusterProfile.fromExisting()` has. */
interface ClusterAttributes {
  readonly kubevirtVersion?: KubevirtVersion;
  readonly featureGates?: string[];
  readonly disabledFeatureGates?: string[];
  readonly defaultEvictionStrategy?: string;
  readonly permittedDevices?: string[];
  readonly permittedPciDevices?: { [resource: string]: string };
  readonly vmRolloutStrategy?: string;
  readonly bridgeOnPodNetwork?: boolean;
  readonly vmEnabledNamespaces?: string[];
  readonly multus?: boolean;
  readonly cdi?: boolean;
  readonly vmStateStorageClass?: string;
  readonly cpuAllocationRatio?: number;
  readonly memoryOvercommit?: number;
  readonly goldenImagesNamespace?: string;
  readonly inventory?: ClusterInventory;
  readonly instancetypes?: string[];
  readonly preferences?: string[];
}

const TEXT: SchemaNode = { type: 'string' };

/** The same, for checks. */
export const FIELDS: Record<keyof ClusterAttributes, SchemaNode> = {
  kubevirtVersion: { type: 'string', enum: Object.values(KubevirtVersion) },
  featureGates: TEXTS,
  disabledFeatureGates: TEXTS,
  defaultEvictionStrategy: { type: 'string', enum: ['None', 'LiveMigrate', 'LiveMigrateIfPossible', 'External'] },
  permittedDevices: TEXTS,
  permittedPciDevices: { type: 'map', values: TEXT },
  vmRolloutStrategy: { type: 'string', enum: ['LiveUpdate', 'Stage'] },
  bridgeOnPodNetwork: { type: 'boolean' },
  vmEnabledNamespaces: TEXTS,
  multus: { type: 'boolean' },
  cdi: { type: 'boolean' },
  vmStateStorageClass: TEXT,
  cpuAllocationRatio: { type: 'integer', minimum: 1 },
  memoryOvercommit: { type: 'integer', minimum: 1 },
  goldenImagesNamespace: TEXT,
  inventory: INVENTORY_SCHEMA,
  instancetypes: TEXTS,
  preferences: TEXTS,
};

const FILE: SchemaNode = { type: 'object', fields: FIELDS };

/** What is known of a cluster; of gates, the lists of its KubeVirt CR. */
export interface KnownOfCluster extends Partial<Omit<ClusterFacts, 'featureGates'>> {
  readonly featureGates?: string[];
  readonly disabledFeatureGates?: string[];
}

/**
 * Reads what is known of an existing cluster.
 * @throws with a line for each mistake
 */
export function readClusterFile(file: string): KnownOfCluster {
  const document = onlyDocument(file, `expected one map with what is known of the cluster: ${Object.keys(FIELDS).join(', ')}`, isMap);
  const attributes = document.value as ClusterAttributes;
  const mistakes = [...checkSchema(attributes, FILE, ''), ...vlanMistakes(attributes), ...quotaMistakes(attributes)];
  if (mistakes.length > 0) throw new Error(mistakes.map((mistake) => `${file}:${document.position(mistake.path).line}: ${textOf(mistake)}`).join('\n'));
  return factsOf(attributes);
}

/** What a schema cannot say. */
function vlanMistakes({ inventory }: ClusterAttributes): Finding[] {
  const vlans: unknown = inventory?.vlans;
  return (Array.isArray(vlans) ? vlans : []).flatMap((one, index): Finding[] => vlanRange(one) ? [] : [{
    ruleId: 'SCH-4', severity: 'error', path: `inventory.vlans[${index}]`, message: `got ${show(one)}`, remedy: 'write it like "25" or "100-199"',
  }]);
}

function quotaMistakes({ inventory }: ClusterAttributes): Finding[] {
  const quotas: unknown = inventory?.quotas;
  return (Array.isArray(quotas) ? quotas : []).flatMap((quota, index) => Object.keys(isMap(quota) && isMap(quota.hard) ? quota.hard : {})
    .flatMap((resource): Finding[] => {
      const fault = quotaResourceFault(resource);
      return fault ? [{ ruleId: 'SCH-4', severity: 'error', path: `inventory.quotas[${index}].hard.${resource}`, ...fault }] : [];
    }));
}

/** No server looks at this file, and nobody knows what belongs in it without being told. */
function textOf({ ruleId, path, message, remedy }: Finding): string {
  if (ruleId === 'SCH-1') return `${path}: nothing is called so here; ${remedy}`;
  return ruleId === 'SCH-2' ? `${path}: ${message.replace(/, expected .*$/, '')}, expected ${shapeOf(nodeAt(path))}` : `${path}: ${message}; ${remedy}`;
}

function nodeAt(path: string): SchemaNode {
  let node = FILE;
  for (const step of path.split(/[.[]/)) {
    if (node.type === 'map') return node.values; // none of these has anything below it
    if (node.type === 'array') node = node.items;
    else if (node.type === 'object') node = node.fields[step];
  }
  return node;
}

function shapeOf(node: SchemaNode, number: 'one' | 'many' = 'one'): string {
  switch (node.type) {
    case 'array': return `a list of ${shapeOf(node.items, 'many')}`;
    case 'object': return `${number === 'one' ? 'a map' : 'maps'} of ${Object.keys(node.fields).join(', ')}`;
    case 'map': return `${number === 'one' ? 'a map' : 'maps'} of ${shapeOf(node.values, 'many')} by name`;
    case 'boolean': return 'true or false';
    case 'integer': return 'a whole number';
    case 'number': return 'a number';
    case 'quantity': return number === 'one' ? 'a quantity like "4Gi"' : 'quantities like "4Gi"';
    case 'string': return node.enum?.join(' or ') ?? 'text';
    default: return 'something else';
  }
}

const OTHER_NAMES: Partial<Record<Fact, string>> = {
  evictionStrategy: 'defaultEvictionStrategy',
  namespaces: 'vmEnabledNamespaces',
  pciDevices: 'permittedPciDevices',
  own: 'instancetypes',
  dataSources: 'inventory.goldenImages',
  l2Domains: 'inventory.networks',
};

/** What a fact is called in the file. */
export function keyOfFact(fact: Fact): string {
  return OTHER_NAMES[fact] ?? (fact in FIELDS ? fact : `inventory.${fact}`);
}

function factsOf(attributes: ClusterAttributes): KnownOfCluster {
  const { defaultEvictionStrategy, vmEnabledNamespaces, permittedPciDevices, instancetypes, preferences, ...others } = attributes;
  const { inventory, goldenImagesNamespace, ...same } = others;
  const facts = {
    ...same,
    ...inventoryFacts(inventory ?? {}, goldenImagesNamespace ?? DEFAULT_GOLDEN_IMAGES_NAMESPACE),
    evictionStrategy: defaultEvictionStrategy,
    namespaces: vmEnabledNamespaces,
    pciDevices: permittedPciDevices,
    own: ownOf(instancetypes, preferences),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
}

/** Of these, only the names are known. */
function ownOf(instancetypes?: string[], preferences?: string[]): ClusterFacts['own'] {
  const names = (list?: string[]) => new Map((list ?? []).map((name) => [name, undefined]));
  return instancetypes || preferences ? { instancetypes: names(instancetypes), preferences: names(preferences) } : undefined;
}
