import { ITerraformDependable, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { admitted } from './admitted';
import { ObjectOptions } from './options';
import { Finding } from '../admission/finding';
import { kindOf } from '../admission/kinds';
import { AppRegistry } from '../construct/app-registry';
import { dependenciesOf, followStackOf } from '../construct/dependencies';
import { objectNameFindings } from '../construct/prop-checks';
import { PropOf, report } from '../construct/report';
import { Shipment } from '../delivery/delivery';
import { canonicalQuantities } from '../kubevirt/canonical';
import { IVmoCluster } from '../profile/cluster';

/** Something on the cluster that another object refers to, and waits for. */
export interface Needed extends IConstruct {
  readonly dependables: ITerraformDependable[];
}

/** The objects of one construct, and what is needed to check and deliver them. */
export interface DeliveredObject {
  /** What the construct is called in code, for messages. */
  readonly className: string;
  /** Kind of thing, first part of the release name: `svc`, `dv`. */
  readonly prefix: string;
  readonly cluster: IVmoCluster;
  /** In the order they are applied; the last one is what the construct is named after. Objects of a namespace name it. */
  readonly manifests: readonly any[];
  /** Objects that others make on the cluster, and that Helm removes with the release: kind, name and what else the server wants of one. */
  readonly removed?: readonly any[];
  /** What the release is named after, where not the last object: of another one, there is another release. */
  readonly releasedAs?: string;
  readonly options: ObjectOptions;
  /** What is wrong with the props that no manifest shows. */
  readonly findings?: readonly Finding[];
  /** What the objects refer to. */
  readonly needs?: readonly Needed[];
  /** Which prop makes what stands at a path of the last manifest. */
  readonly propOf?: PropOf;
}

/** Objects that were checked and delivered. */
export interface Delivered {
  /** Address of the Terraform resource, for `dependsOn` of other resources. */
  readonly fqn: string;
  /** The last manifest, as it is sent. */
  readonly manifest: any;
}

/**
 * Holds the objects of a construct against the cluster's rules and hands them to its delivery. Throws an error with every mistake.
 */
export function deliverObject(scope: Construct, object: DeliveredObject): Delivered {
  const { className, cluster, options, propOf } = object;
  const manifests = object.manifests.map((manifest) => canonical(manifest, cluster));
  const manifest = manifests[manifests.length - 1];
  const { metadata: { name, namespace } } = manifest;
  report(scope, className, [
    ...nameFindings(manifest),
    ...admitted(scope, {
      cluster,
      manifests,
      propOf: (one) => one === manifest && propOf ? propOf : () => undefined,
      findings: object.findings,
      suppress: options.suppress,
    }),
    ...takeNames(scope, manifests, cluster),
  ]);
  const fqn = shipped(scope, {
    // An object of the cluster and one of the namespace that holds its release may have one name.
    prefix: namespace === undefined ? `cluster-${object.prefix}` : object.prefix,
    name: object.releasedAs ?? name,
    namespace: namespace ?? 'default',
    manifests: [...(object.removed ?? []).map(removedWithRelease), ...manifests],
  }, cluster, object.needs ?? [], options);
  return { fqn, manifest };
}

/** Hands manifests that were checked to their delivery, behind what they need; returns the address of the resource. */
export function shipped(
  scope: Construct, shipment: Omit<Shipment, 'dependsOn'>, cluster: IVmoCluster, needs: readonly Needed[],
  { delivery = cluster.delivery, dependsOn = [] }: Pick<ObjectOptions, 'delivery' | 'dependsOn'>,
): string {
  const needed = [cluster, ...needs];
  needed.forEach((other) => followStackOf(scope, other));
  const dependables = new Set([...needed.flatMap((other) => other.dependables), ...dependsOn]);
  return delivery._deliver(scope, { ...shipment, dependsOn: dependenciesOf(scope, [...dependables]) }).fqn;
}

/**
 * Before Helm would create one of that name, when the release is gone, it deletes the one that is there and waits for that; then
 * it deletes its own.
 */
function removedWithRelease(object: any): any {
  const annotations = { 'helm.sh/hook': 'post-delete', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function canonical(manifest: any, { kubevirtVersion }: IVmoCluster): any {
  const schema = kindOf(manifest)?.fieldsOf(kubevirtVersion);
  return schema ? canonicalQuantities(manifest, schema) : manifest;
}

function nameFindings({ metadata: { name, namespace } }: any): Finding[] {
  return [
    ...objectNameFindings('name', name, 'web'),
    ...(namespace === undefined ? [] : objectNameFindings('namespace', namespace, 'default')),
  ];
}

/** The name that the construct is called after, and where that is free, those of the objects that come with it. */
function takeNames(scope: Construct, manifests: readonly any[], cluster: IVmoCluster): Finding[] {
  const [main, ...others] = [...manifests].reverse();
  const findings = takeName(scope, main, cluster);
  if (findings.length > 0) return findings;
  return others.flatMap((other) => takeName(scope, other, cluster).map((finding) => ({ ...finding, message: `its ${other.kind} ${finding.message}` })));
}

/** What is only known at apply may be anything. */
function takeName(scope: Construct, { kind, metadata: { name, namespace } }: any, { clusterName }: IVmoCluster): Finding[] {
  if (Token.isUnresolved(name) || Token.isUnresolved(namespace)) return [];
  return AppRegistry.of(scope).takeObject(kind, clusterName, namespace === undefined ? name : `${namespace}/${name}`, scope);
}
