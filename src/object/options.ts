import { ITerraformDependable } from 'cdktf';
import { Suppression } from '../admission/finding';
import { Delivery } from '../delivery';
import { IVmoCluster } from '../profile/cluster';

/** What every object on a cluster can be told. */
export interface ObjectOptions {
  /**
   * Its name.
   * @default - the construct's id
   */
  readonly name?: string;
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
   * What it waits for, beside the cluster and what it refers to.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** Where an object of the whole cluster is. */
export interface ClusterObjectPlacement extends ObjectOptions {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
}

/** Where an object of a namespace is. */
export interface ObjectPlacement extends ClusterObjectPlacement {
  /** @default default */
  readonly namespace?: string;
}
