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
   * @default - none
   */
  readonly affinity?: Affinity;
}
