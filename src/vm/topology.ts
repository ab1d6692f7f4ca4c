/** Labels by which nodes are grouped. */
export class Topology {
  /** Each node for itself. */
  public static readonly HOST: string = 'kubernetes.io/hostname';
  /** Nodes of one zone. */
  public static readonly ZONE: string = 'topology.kubernetes.io/zone';
  /** Nodes of one region. */
  public static readonly REGION: string = 'topology.kubernetes.io/region';

  private constructor() {}
}
