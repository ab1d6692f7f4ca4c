import { set } from './part';
import { Topology } from './topology';

/** What happens where VMs cannot be spread as evenly as asked. */
export enum WhenUnsatisfiable {
  /** The VM waits. */
  DO_NOT_SCHEDULE = 'DoNotSchedule',
  /** The VM starts all the same. */
  SCHEDULE_ANYWAY = 'ScheduleAnyway',
}

/** Whether nodes that a VM cannot go to count when VMs are spread. */
export enum NodeInclusionPolicy {
  /** They do not count. */
  HONOR = 'Honor',
  /** They count. */
  IGNORE = 'Ignore',
}

/** How evenly VMs are spread. */
export interface SpreadOptions {
  /**
   * By how many VMs two places may differ.
   * @default 1
   */
  readonly maxSkew?: number;
  /**
   * What happens where that cannot be had, such as when a zone is down.
   * @default WhenUnsatisfiable.SCHEDULE_ANYWAY
   */
  readonly whenUnsatisfiable?: WhenUnsatisfiable;
  /**
   * Labels of the VMs that are counted.
   * @default - the VM's own labels
   */
  readonly labels?: { [key: string]: string };
  /**
   * Labels of which only the VMs with this VM's value are counted.
   * @default - none
   */
  readonly matchLabelKeys?: string[];
  /**
   * How many places there must be; only with `DO_NOT_SCHEDULE`.
   * @default - Kubernetes': 1
   */
  readonly minDomains?: number;
  /**
   * Whether nodes count that the VM's node selector and affinity rule out.
   * @default - Kubernetes': they do not
   */
  readonly nodeAffinityPolicy?: NodeInclusionPolicy;
  /**
   * Whether nodes count whose taints the VM does not tolerate.
   * @default - Kubernetes': they do
   */
  readonly nodeTaintsPolicy?: NodeInclusionPolicy;
}

/**
 * Among which places VMs of the same labels are spread.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export class Spread {
  /** Over zones. */
  public static zones(options: SpreadOptions = {}): Spread {
    return Spread.across(Topology.ZONE, options);
  }

  /** Over nodes. */
  public static hosts(options: SpreadOptions = {}): Spread {
    return Spread.across(Topology.HOST, options);
  }

  /** Over groups of nodes that have the same value of this label. */
  public static across(topologyKey: string, options: SpreadOptions = {}): Spread {
    return new Spread(topologyKey, options);
  }

  private constructor(
    /** @internal */ public readonly _topologyKey: string,
    /** @internal */ public readonly _options: SpreadOptions,
  ) {}
}

/** The constraint that a spread makes of a VM with these labels. */
export function spreadConstraint({ _topologyKey, _options }: Spread, labels: Record<string, string> = {}): object {
  const { maxSkew = 1, whenUnsatisfiable = WhenUnsatisfiable.SCHEDULE_ANYWAY } = _options;
  const { matchLabelKeys, minDomains, nodeAffinityPolicy, nodeTaintsPolicy } = _options;
  return set({
    maxSkew,
    topologyKey: _topologyKey,
    whenUnsatisfiable,
    labelSelector: { matchLabels: _options.labels ?? labels },
    matchLabelKeys,
    minDomains,
    nodeAffinityPolicy,
    nodeTaintsPolicy,
  });
}
