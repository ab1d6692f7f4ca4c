import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { admit, suppress } from '../admission/admit';
import { Finding, Suppression, UNKNOWN } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf, followStackOf } from '../construct/dependencies';
import { literalFindings, objectNameFindings } from '../construct/prop-checks';
import { inTermsOfProps, PropOf, report } from '../construct/report';
import { Delivery } from '../delivery';
import { maskReferences } from '../delivery/terraform-text';
import { canonicalQuantities } from '../kubevirt/canonical';
import { kubevirtFacts } from '../kubevirt/facts';
import { clusterFacts, IVmoCluster } from '../profile/cluster';

/** An instancetype or preference that is on the cluster already. */
export interface ExistingInstancetypeAttributes {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly name: string;
  /**
   * Its namespace: VMs of this namespace can use it.
   * @default - none: VMs of every namespace can
   */
  readonly namespace?: string;
}

/** Where an instancetype or preference goes, and how. */
export interface InstancetypePlacement {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /**
   * Its name.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespace whose VMs can use it.
   * @default - none: it is one of the cluster, for VMs of every namespace
   */
  readonly namespace?: string;
  /**
   * Findings that are accepted, with the reason.
   * @default - none
   */
  readonly suppress?: Suppression[];
  /**
   * How it reaches the cluster.
   * @default - the cluster's
   */
  readonly delivery?: Delivery;
  /**
   * What it waits for, beside the cluster.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** What an instancetype and a preference differ in. */
export interface Sort {
  /** What it is called in code. */
  readonly className: 'VirtualMachineInstancetype' | 'VirtualMachinePreference';
  readonly clusterWide: 'VirtualMachineClusterInstancetype' | 'VirtualMachineClusterPreference';
  /** First part of the release name. */
  readonly prefix: string;
  /** Where the app keeps those it knows. */
  readonly list: 'instancetypes' | 'preferences';
}

/** How VMs of any namespace are told from those of one. */
function keyOf(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Notes one that is on the cluster already: a VM that names it is no mistake. */
export function noteExisting(scope: Construct, { className, list }: Sort, { cluster, name, namespace }: ExistingInstancetypeAttributes): void {
  report(scope, `${className}.fromName()`, nameFindings(name, namespace));
  const own = AppRegistry.of(scope).ownOf(cluster.clusterName)[list];
  const key = keyOf(name, namespace);
  if (!own.has(key)) own.set(key, undefined);
}

/** Checks one's own instancetype or preference, makes it known to the checks of VMs, and delivers it; returns the address of its resource. */
export function deliverOwn(scope: Construct, sort: Sort, name: string, props: InstancetypePlacement, spec: object, propOf: PropOf): string {
  const { cluster, namespace } = props;
  report(scope, sort.className, nameFindings(name, namespace));
  const facts = clusterFacts(cluster);
  const manifest: any = canonicalQuantities({
    apiVersion: 'instancetype.kubevirt.io/v1beta1',
    kind: namespace === undefined ? sort.clusterWide : sort.className,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec,
  }, kubevirtFacts(facts.kubevirtVersion).kinds[sort.className]);
  const masked: any = maskReferences(manifest, UNKNOWN);
  const key = keyOf(name, namespace);
  report(scope, sort.className, [
    ...inTermsOfProps(suppress(admit(masked, facts), props.suppress ?? []), () => propOf),
    ...AppRegistry.of(scope).takeObject(sort.className, cluster.clusterName, key, scope),
  ]);
  AppRegistry.of(scope).ownOf(cluster.clusterName)[sort.list].set(key, masked.spec);
  followStackOf(scope, cluster);
  return (props.delivery ?? cluster.delivery)._deliver(scope, {
    // One of the cluster and one of the namespace that holds its release may have one name.
    prefix: namespace === undefined ? `cluster-${sort.prefix}` : sort.prefix,
    name,
    namespace: namespace ?? 'default',
    manifests: [manifest],
    dependsOn: dependenciesOf(scope, [...cluster.dependables, ...props.dependsOn ?? []]),
  }).fqn;
}

function nameFindings(name: string, namespace: string | undefined): Finding[] {
  return [
    ...literalFindings([['name', name], ['namespace', namespace]], 'VMs that use it are checked'),
    ...objectNameFindings('name', name, 'small'),
    ...(namespace === undefined ? [] : objectNameFindings('namespace', namespace, 'default')),
  ];
}
