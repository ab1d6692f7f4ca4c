import { Construct } from 'constructs';
import { Finding, show, UNKNOWN } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { literalFindings, objectNameFindings } from '../construct/prop-checks';
import { PropOf, report } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { kubevirtFacts } from '../kubevirt/facts';
import { deliverObject } from '../object/deliver';
import { ClusterObjectPlacement } from '../object/options';
import { IVmoCluster } from '../profile/cluster';

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
export interface InstancetypePlacement extends ClusterObjectPlacement {
  /**
   * Namespace whose VMs can use it.
   * @default - none: it is one of the cluster, for VMs of every namespace
   */
  readonly namespace?: string;
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
  const { fqn, manifest } = deliverObject(scope, {
    className: sort.className,
    prefix: sort.prefix,
    cluster,
    options: props,
    propOf,
    findings: namespace === undefined ? takenFindings(sort, name, cluster) : [],
    manifests: [{
      apiVersion: 'instancetype.kubevirt.io/v1beta1',
      kind: namespace === undefined ? sort.clusterWide : sort.className,
      metadata: { name, ...(namespace !== undefined && { namespace }) },
      spec,
    }],
  });
  AppRegistry.of(scope).ownOf(cluster.clusterName)[sort.list].set(keyOf(name, namespace), maskReferences(manifest.spec, UNKNOWN));
  return fqn;
}

/** KubeVirt makes its own in each cluster, unless it is told not to, and Helm takes over nothing that somebody else has made. */
function takenFindings({ list, prefix }: Sort, name: string, { kubevirtVersion }: IVmoCluster): Finding[] {
  if (!Object.keys(kubevirtFacts(kubevirtVersion)[list]).includes(name)) return [];
  return [{
    ruleId: 'IT-24',
    severity: 'warning',
    phase: 'admission',
    path: 'name',
    message: `got ${show(name)}, as KubeVirt calls one of its own, which is on the cluster already`,
    remedy: `give it another name, such as "our-${name}", or a namespace; where the ${prefix}s of KubeVirt are turned off, suppress this`,
  }];
}

function nameFindings(name: string, namespace: string | undefined): Finding[] {
  return [
    ...literalFindings([['name', name], ['namespace', namespace]], 'VMs that use it are checked'),
    ...objectNameFindings('name', name, 'small'),
    ...(namespace === undefined ? [] : objectNameFindings('namespace', namespace, 'default')),
  ];
}
