import { Affinity, affinityParts } from './affinity';
import { sameName, set, VmInput, VmPart } from './part';
import { Spread, spreadConstraint } from './spread';
import type { IVirtualMachine } from '../object/virtual-machine';

/** What a taint does to pods that do not tolerate it. */
export enum TaintEffect {
  /** New ones stay away. */
  NO_SCHEDULE = 'NoSchedule',
  /** New ones stay away where they can. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** Running ones leave, too. */
  NO_EXECUTE = 'NoExecute',
}

/**
 * A taint that does not keep the VM away.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export interface Toleration {
  /**
   * Key of the taint.
   * @default - every taint
   */
  readonly key?: string;
  /**
   * Value of the taint.
   * @default - any
   */
  readonly value?: string;
  /**
   * Effect of the taint.
   * @default - any
   */
  readonly effect?: TaintEffect;
  /**
   * Seconds that the VM stays on a node that gets the taint; only with `NO_EXECUTE`.
   * @default - for good
   */
  readonly tolerationSeconds?: number;
}

/**
 * What the descheduler, which moves pods off nodes that have become the wrong ones, may do with a VM.
 * @see https://github.com/kubernetes-sigs/descheduler
 */
export enum Descheduling {
  /** It may evict the VM, whatever its rules say of such pods. */
  EVICT = 'descheduler.alpha.kubernetes.io/evict',
  /** It leaves the VM alone, where it can. */
  PREFER_NO_EVICTION = 'descheduler.alpha.kubernetes.io/prefer-no-eviction',
}

/** On which nodes a VM runs. */
export interface PlacementOptions {
  /**
   * Labels that the node must have.
   * @default - none
   */
  readonly nodeSelector?: { [key: string]: string };
  /**
   * Where else the VM wants to be, or must.
   * @default - anywhere
   */
  readonly affinity?: Affinity[];
  /**
   * VMs that never run on the node of this one: `Affinity.apartFrom(vms)`.
   * @default - none
   */
  readonly keepApartFrom?: IVirtualMachine[];
  /**
   * VMs to whose nodes this one goes where it can: `Affinity.togetherWith(vms, { weight: 100 })`.
   * @default - none
   */
  readonly keepTogetherWith?: IVirtualMachine[];
  /**
   * Among which places the VM and its like are spread.
   * @default - the cluster's
   */
  readonly spreadAcross?: Spread[];
  /**
   * Taints that do not keep the VM away.
   * @default - none
   */
  readonly tolerations?: Toleration[];
  /**
   * PriorityClass of the VM's pod.
   * @default - the cluster's
   */
  readonly priorityClassName?: string;
  /**
   * Scheduler that picks the node.
   * @default - the cluster's
   */
  readonly schedulerName?: string;
  /**
   * What the descheduler may do with the VM.
   * @default - what its own rules say
   */
  readonly descheduling?: Descheduling;
}

/** On which nodes the VM runs. */
export function placementParts(input: VmInput): VmPart[] {
  const { nodeSelector, tolerations, priorityClassName, schedulerName, descheduling } = input;
  return [
    ...sameName('pod', { nodeSelector, priorityClassName, schedulerName }),
    ...(tolerations ?? []).map((toleration, index) => ({ prop: `tolerations[${index}]`, pod: { tolerations: [rendered(toleration)] } })),
    ...affinityParts(affinitiesOf(input), input.namespace),
    ...(input.spreadAcross ?? []).map((spread, index) =>
      ({ prop: `spreadAcross[${index}]`, pod: { topologySpreadConstraints: [spreadConstraint(spread, input.labels)] } })),
    ...(descheduling === undefined ? [] : [{ prop: 'descheduling', podMetadata: { annotations: { [descheduling]: 'true' } } }]),
  ];
}

/** Kubernetes takes a key without a value for the value that is empty; meant is any value. */
function rendered({ key, value, effect, tolerationSeconds }: Toleration): object {
  return set({ key, operator: value === undefined ? 'Exists' : 'Equal', value, effect, tolerationSeconds });
}

/** All that the props say of where to be, with the prop that says it. */
export function affinitiesOf({ affinity = [], keepApartFrom = [], keepTogetherWith = [] }: PlacementOptions): [prop: string, affinity: Affinity][] {
  return [
    ...(keepApartFrom.length > 0 ? [['keepApartFrom', Affinity.apartFrom(keepApartFrom)] as [string, Affinity]] : []),
    ...(keepTogetherWith.length > 0 ? [['keepTogetherWith', Affinity.togetherWith(keepTogetherWith, { weight: 100 })] as [string, Affinity]] : []),
    ...affinity.map((one, index): [string, Affinity] => [`affinity[${index}]`, one]),
  ];
}
