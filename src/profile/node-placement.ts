import { Affinity, Toleration } from '../kubevirt/spec';

/** On which nodes pods run that an operator makes. */
export interface NodePlacement {
  /**
   * Labels of the nodes.
   * @default - any Linux node
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Taints of nodes that do not keep them away.
   * @default - `CriticalAddonsOnly` for what the platform itself runs, none for what runs for VMs
   */
  readonly tolerations?: Toleration[];
  /**
   * Which nodes, and which pods beside them.
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
