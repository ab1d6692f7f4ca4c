import { Finding } from '../admission/finding';
import { propFinding } from '../construct/report';
import { ObjectOptions } from '../object/options';
import { IVmoCluster } from '../profile/cluster';

/** What tells Helm to leave an object on the cluster when it goes from the release, and when the release goes. */
export const KEPT_BY_HELM = { 'helm.sh/resource-policy': 'keep' };

/**
 * What makes Helm remove an object that it did not make itself: before it would create one of that name, when the release is
 * gone, it deletes the one that is there and waits for that; then it deletes its own.
 */
export const REMOVED_WITH_RELEASE = { 'helm.sh/hook': 'post-delete', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' };

/** Whether it is Helm that brings and removes an object. */
function byHelm({ delivery }: ObjectOptions, cluster: IVmoCluster): boolean {
  return !(delivery ?? cluster.delivery).needsCrdsAtPlan;
}

/** Terraform removes every object that it made. */
export function retainFindings(options: ObjectOptions & { readonly retain?: boolean }, cluster: IVmoCluster): Finding[] {
  if (!options.retain || byHelm(options, cluster)) return [];
  return [propFinding('retain', 'got Delivery.manifest(), with which Terraform deletes what is taken out of the blueprint', 'use Delivery.helm(), or leave `retain` out')];
}

/** Terraform does not know of a VM that KubeVirt made. */
export function removalFindings(options: ObjectOptions & { readonly retain?: boolean }, cluster: IVmoCluster): Finding[] {
  if (options.retain || byHelm(options, cluster)) return [];
  return [propFinding('retain', 'got Delivery.manifest(), with which the new VM stays on the cluster when this is destroyed',
    'use Delivery.helm(), or say `retain: true`: you delete the VM by hand')];
}
