import { set } from '../kubevirt/maps';

/** Which VMs of a pool come first. */
export enum PoolSortPolicy {
  /** In no order. */
  RANDOM = 'Random',
  /** The youngest first. */
  NEWEST = 'Newest',
  /** The oldest first. */
  OLDEST = 'Oldest',
  /** The lowest number first: `web-0`. */
  ASCENDING_ORDER = 'AscendingOrder',
  /** The highest number first. */
  DESCENDING_ORDER = 'DescendingOrder',
}

/** What stays of a VM that a pool no longer needs. */
export enum PoolStatePreservation {
  /** Nothing. */
  DISABLED = 'Disabled',
  /** Its disks, which the next VM of its number gets. */
  OFFLINE = 'Offline',
  /** Its disks and its memory. */
  ONLINE = 'Online',
}

/** Options of `PoolUpdateStrategy.proactive()`. */
export interface ProactiveUpdateOptions {
  /** @default - KubeVirt's: PoolSortPolicy.RANDOM */
  readonly sortPolicy?: PoolSortPolicy;
}

/** How a changed description reaches the VMs of a pool that are there already. */
export class PoolUpdateStrategy {
  /** The VMs are changed and restarted, no more than `maxUnavailable` at a time. Where a disk's template changes, VM and disk are made anew. */
  public static proactive({ sortPolicy }: ProactiveUpdateOptions = {}): PoolUpdateStrategy {
    return new PoolUpdateStrategy({ proactive: set({ selectionPolicy: sortPolicy && { sortPolicy } }) });
  }

  /** The VMs are changed, and each guest notices when it is next restarted. */
  public static opportunistic(): PoolUpdateStrategy {
    return new PoolUpdateStrategy({ opportunistic: {} });
  }

  /** It does not: only VMs that are made later are as described. */
  public static unmanaged(): PoolUpdateStrategy {
    return new PoolUpdateStrategy({ unmanaged: {} });
  }

  private constructor(/** @internal */ public readonly _strategy: object) {}
}

/** Options of `PoolScaleInStrategy.proactive()`. */
export interface ProactiveScaleInOptions {
  /**
   * Which VMs go first. KubeVirt's selectors are left out here: where fewer VMs match than must go, its controller fails.
   * @default - KubeVirt's: PoolSortPolicy.RANDOM
   */
  readonly sortPolicy?: PoolSortPolicy;
  /** @default - KubeVirt's: PoolStatePreservation.DISABLED */
  readonly statePreservation?: PoolStatePreservation;
}

/** Options of `PoolScaleInStrategy.opportunistic()`. */
export interface OpportunisticScaleInOptions {
  /** @default - KubeVirt's: PoolStatePreservation.DISABLED */
  readonly statePreservation?: PoolStatePreservation;
}

/** How a pool comes to have fewer VMs. */
export class PoolScaleInStrategy {
  /** The pool shuts VMs down and removes them. */
  public static proactive({ sortPolicy, statePreservation }: ProactiveScaleInOptions = {}): PoolScaleInStrategy {
    return new PoolScaleInStrategy({ proactive: set({ selectionPolicy: sortPolicy && { sortPolicy }, statePreservation }) }, true);
  }

  /** The pool waits until others remove VMs, and does not replace those. */
  public static opportunistic({ statePreservation }: OpportunisticScaleInOptions = {}): PoolScaleInStrategy {
    return new PoolScaleInStrategy({ opportunistic: set({ statePreservation }) }, false);
  }

  /** The pool never removes VMs. */
  public static unmanaged(): PoolScaleInStrategy {
    return new PoolScaleInStrategy({ unmanaged: {} }, false);
  }

  private constructor(
    /** @internal */ public readonly _strategy: object,
    /** Whether fewer replicas mean fewer VMs. @internal */ public readonly _removes: boolean,
  ) {}
}
