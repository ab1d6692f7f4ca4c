import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { helmRelease, releaseName } from './chart';
import { reachable } from './provider';
import { escapeDeep } from './terraform-text';

/** What a construct hands over: finished manifests and where they belong. */
export interface Shipment {
  /** Kind of thing, first part of the release name: `vm`, `net`. */
  readonly prefix: string;
  readonly name: string;
  readonly namespace: string;
  /** In the order they are applied; the last one is what the construct is named after. */
  readonly manifests: any[];
  readonly dependsOn: ITerraformDependable[];
}

/** Options of `Delivery.helm()`. */
export interface HelmDeliveryOptions {
  /**
   * The Helm provider to use.
   * @default - the stack's default Helm provider
   */
  readonly provider?: TerraformProvider;
}

/** Options of `Delivery.manifest()`. */
export interface ManifestDeliveryOptions {
  /**
   * The Kubernetes provider to use.
   * @default - the stack's default Kubernetes provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * How manifests reach the cluster. Both ways render the same manifests.
 *
 * | | `Delivery.helm()` (default) | `Delivery.manifest()` |
 * |---|---|---|
 * | Terraform resource | `helm_release`, one per construct | `kubernetes_manifest`, one per object |
 * | platform and VMs in one apply on an empty cluster | yes | no: the CRDs must exist when Terraform plans |
 * | notices changes made in the cluster by others | no | yes, field by field |
 * | state per VM | 4 KB | 130 KB |
 *
 * With Helm, a change that somebody makes in the cluster (a VM stopped by hand) stays until the blueprint changes that field.
 */
export class Delivery {
  /** One Helm release per construct, from a chart in this package. */
  public static helm(options: HelmDeliveryOptions = {}): Delivery {
    return new Delivery(false, (scope, shipment) => helmRelease(scope, 'Resource', {
      name: releaseName(shipment.prefix, shipment.name),
      namespace: shipment.namespace,
      chart: 'vmo-manifests',
      values: { objects: shipment.manifests },
      dependsOn: shipment.dependsOn,
      provider: options.provider,
    }));
  }

  /** One `kubernetes_manifest` per object, for field-level drift detection. Needs the cluster's CRDs at plan: use a stack of its own. */
  public static manifest(options: ManifestDeliveryOptions = {}): Delivery {
    return new Delivery(true, (scope, shipment) => kubernetesManifests(scope, shipment, options.provider));
  }

  private constructor(
    /** Whether Terraform must find the CRDs in the cluster when it plans. */
    public readonly needsCrdsAtPlan: boolean,
    /** Adds the Terraform resources below a construct; the primary one is its child `Resource`. @internal */
    public readonly _deliver: (scope: Construct, shipment: Shipment) => ITerraformDependable,
  ) {}
}

function kubernetesManifests(scope: Construct, shipment: Shipment, provider?: TerraformProvider): ITerraformDependable {
  const objects: Manifest[] = [];
  shipment.manifests.forEach((manifest, index) => objects.push(new Manifest(
    scope, index === shipment.manifests.length - 1 ? 'Resource' : companionId(scope, manifest), {
      manifest: escapeDeep(manifest),
      dependsOn: [...shipment.dependsOn, ...objects],
      provider: reachable(scope, provider),
      // The server adds labels and annotations of its own; and after an update Terraform comes to own what the server
      // had filled in, which another manager owns already.
      computedFields: ['metadata.labels', 'metadata.annotations'],
      fieldManager: { forceConflicts: true },
    },
  )));
  return objects[objects.length - 1];
}

/** The first of a kind is called after the kind alone. */
function companionId(scope: Construct, { kind, metadata }: any): string {
  return scope.node.tryFindChild(kind) ? `${kind}-${metadata.name}` : kind;
}
