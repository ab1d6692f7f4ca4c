import { ClusterFacts, ImageFacts, QuotaFacts } from './cluster-facts';
import { Part } from './part';
import { l2DomainOf } from './rules/network-attachment';
import { checkSchema } from './schema';
import { InstancetypeSpec, kubevirtFacts, PreferenceSpec } from '../kubevirt/facts';
import { isMap } from '../kubevirt/maps';
import { KubevirtVersion } from '../kubevirt/version';

/** Any object of Kubernetes. */
export interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: any;
  readonly spec?: any;
  readonly [field: string]: any;
}

/** `namespace/name`; of manifests that leave their namespace to the command line, `/name`. */
export function keyOf(manifest: Manifest): string {
  const { name, generateName } = manifest.metadata ?? {};
  return `${namespaceOf(manifest)}/${String(name ?? generateName)}`;
}

/** The namespace of a manifest; empty where it is left to the command line. */
export function namespaceOf({ metadata }: Manifest): string {
  return typeof metadata?.namespace === 'string' ? metadata.namespace : '';
}

/** What is known of a cluster when these manifests are on it, too. */
export function withManifests(facts: ClusterFacts, manifests: readonly Manifest[]): ClusterFacts {
  const found: Found = {
    version: facts.kubevirtVersion,
    instancetypes: new Map(facts.own?.instancetypes),
    preferences: new Map(facts.own?.preferences),
    networks: new Set(facts.networks),
    l2Domains: new Map(facts.l2Domains),
    storageClasses: new Map(facts.storageClasses),
    dataSources: new Map(facts.dataSources),
    claims: new Map(facts.claims),
    secretKeys: new Map(facts.secretKeys),
    configMapKeys: new Map(facts.configMapKeys),
    quotas: new Map(facts.quotas),
  };
  for (const manifest of manifests) {
    if (isKnownByOthers(manifest) && typeof manifest.metadata?.name === 'string') TAKE[manifest.kind as string](manifest, found);
  }
  const { version, instancetypes, preferences, networks, storageClasses, dataSources, quotas, ...partial } = found;
  return {
    ...facts,
    ...partial,
    own: { instancetypes, preferences },
    // These are all there are: of a cluster that nobody knows, a few are not all.
    ...(facts.networks && { networks }),
    ...(facts.storageClasses && { storageClasses }),
    ...(facts.dataSources && { dataSources }),
    // Where none is given, there may still be some.
    ...(quotas.size > 0 && { quotas }),
  };
}

interface Found {
  readonly version: KubevirtVersion;
  readonly instancetypes: Map<string, InstancetypeSpec | undefined>;
  readonly preferences: Map<string, PreferenceSpec | undefined>;
  readonly networks: Set<string>;
  readonly l2Domains: Map<string, string>;
  readonly storageClasses: Map<string, object>;
  readonly dataSources: Map<string, ImageFacts>;
  readonly claims: Map<string, ImageFacts>;
  readonly secretKeys: Map<string, ReadonlySet<string>>;
  readonly configMapKeys: Map<string, ReadonlySet<string>>;
  readonly quotas: Map<string, readonly QuotaFacts[]>;
}

/** By which a storage class is the default one: of all claims, or of the disks of VMs. */
const DEFAULT_CLASS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.kubevirt.io/is-default-virt-class'];

/** What a manifest says, by its kind. */
const TAKE: Record<string, (manifest: Manifest, found: Found) => void> = {
  VirtualMachineClusterInstancetype: (manifest, found) => found.instancetypes.set(manifest.metadata.name, sound(manifest, found)),
  VirtualMachineInstancetype: (manifest, found) => found.instancetypes.set(keyOf(manifest), sound(manifest, found)),
  VirtualMachineClusterPreference: (manifest, found) => found.preferences.set(manifest.metadata.name, sound(manifest, found)),
  VirtualMachinePreference: (manifest, found) => found.preferences.set(keyOf(manifest), sound(manifest, found)),
  NetworkAttachmentDefinition: (manifest, { networks, l2Domains }) => {
    networks.add(keyOf(manifest));
    const domain = l2DomainOf(new Part(manifest, ''));
    if (domain) l2Domains.set(keyOf(manifest), domain);
  },
  StorageClass: ({ metadata }, { storageClasses }) =>
    storageClasses.set(metadata.name, { isDefault: DEFAULT_CLASS.some((annotation) => metadata.annotations?.[annotation] === 'true') }),
  DataSource: (manifest, found) => {
    const { pvc } = manifest.spec?.source ?? {};
    found.dataSources.set(keyOf(manifest), found.claims.get(`${pvc?.namespace}/${pvc?.name}`) ?? {});
  },
  DataVolume: (manifest, { claims }) => claims.set(keyOf(manifest), claimFacts(manifest.spec?.storage ?? manifest.spec?.pvc)),
  PersistentVolumeClaim: (manifest, { claims }) => claims.set(keyOf(manifest), claimFacts(manifest.spec)),
  Secret: (manifest, { secretKeys }) => {
    const keys = keysOf(manifest.data, manifest.stringData);
    if (keys) secretKeys.set(keyOf(manifest), keys);
  },
  ConfigMap: (manifest, { configMapKeys }) => {
    const keys = keysOf(manifest.data, manifest.binaryData);
    if (keys) configMapKeys.set(keyOf(manifest), keys);
  },
  ResourceQuota: (manifest, { quotas }) => {
    const { hard, scopes, scopeSelector } = manifest.spec ?? {};
    if (!isMap(hard) || scopes || scopeSelector) return; // of some pods only
    const namespace = namespaceOf(manifest);
    quotas.set(namespace, [...quotas.get(namespace) ?? [], { name: manifest.metadata.name, hard }]);
  },
};

/** Whether what a manifest says counts in checks of others. */
export function isKnownByOthers({ kind }: Manifest): boolean {
  return typeof kind === 'string' && Object.hasOwn(TAKE, kind);
}

/** What is in an instancetype or preference, unless it is not what the schema says: then only its name can be relied on. */
function sound<Spec>(manifest: Manifest, { version }: Found): Spec | undefined {
  const schema = kubevirtFacts(version).kinds[String(manifest.kind).replace('Cluster', '')];
  return checkSchema(manifest, schema, '').length === 0 ? manifest.spec : undefined;
}

/** What is known of a claim by its spec, or by the `storage` of a DataVolume. */
export function claimFacts(claim: any): ImageFacts {
  const size: unknown = claim?.resources?.requests?.storage;
  const modes: unknown = claim?.accessModes;
  return {
    ...((typeof size === 'string' || typeof size === 'number') && { size: String(size) }),
    ...(typeof claim?.volumeMode === 'string' && { volumeMode: claim.volumeMode }),
    ...(Array.isArray(modes) && { accessModes: modes }),
  };
}

/** The keys of an object, unless some are only known at apply. */
function keysOf(...maps: unknown[]): Set<string> | undefined {
  return maps.some((map) => typeof map === 'symbol') ? undefined : new Set(maps.filter(isMap).flatMap((map) => Object.keys(map)));
}
