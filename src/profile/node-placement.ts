import { Affinity, Toleration } from '../kubevirt/spec';

/**
 * On which nodes pods of a component run.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export interface NodePlacement {
  /**
   * Labels that a node must have.
   * @default - any node
   */
  readonly nodeSelector?: { readonly [key: string]: string };
  /**
   * Taints that the pods run in spite of.
   * @default - none
   */
  readonly tolerations?: Toleration[];
  /**
   * Which nodes are better, or the only ones, beside other pods or apart from them.
   * @default - none
   */
  readonly affinity?: Affinity;
}
