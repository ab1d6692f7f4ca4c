import { ObjectOptions } from './options';
import { Finding } from '../admission/finding';
import { propFinding } from '../construct/report';
import { IVmoCluster } from '../profile/cluster';

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
