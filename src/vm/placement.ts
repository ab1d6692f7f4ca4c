import { sameName, set, VmInput, VmPart } from './part';
import type { IVirtualMachine } from './virtual-machine';

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

/** How a label is compared. */
export enum LabelOperator {
  /** Its value is one of `values`. */
  IN = 'In',
  /** Its value is none of `values`, or the label is not there. */
  NOT_IN = 'NotIn',
  /** It is there. */
  EXISTS = 'Exists',
  /** It is not there. */
  DOES_NOT_EXIST = 'DoesNotExist',
  /** Its value is a number above the one in `values`; of nodes only. */
  GT = 'Gt',
  /** Its value is a number below the one in `values`; of nodes only. */
  LT = 'Lt',
}

/** What a label must be like. */
export interface LabelExpression {
  /** The label. */
  readonly key: string;
  /** How it is compared. */
  readonly operator: LabelOperator;
  /**
   * What it is compared with.
   * @default - nothing, for `EXISTS` and `DOES_NOT_EXIST`
   */
  readonly values?: string[];
}

/** Which pods an affinity is about; a VM's pod has the `labels` of the VM. All that is given must fit. */
export interface PodSelector {
  /**
   * Labels that they have.
   * @default - any
   */
  readonly labels?: { [key: string]: string };
  /**
   * What else their labels are like.
   * @default - anything
   */
  readonly expressions?: LabelExpression[];
  /**
   * Namespaces they are in.
   * @default - the VM's
   */
  readonly namespaces?: string[];
  /**
   * Labels of the namespaces they are in; `{}` is every namespace.
   * @default - the VM's namespace, or `namespaces`
   */
  readonly namespaceLabels?: { [key: string]: string };
}

/** How much an affinity counts. */
export interface NodeAffinityOptions {
  /**
   * 1 to 100: a wish that counts this much.
   * @default - no wish but a must: where it cannot be had, the VM does not start
   */
  readonly weight?: number;
}

/** What an affinity to VMs and pods is like. */
export interface PodAffinityOptions extends NodeAffinityOptions {
  /**
   * Label of the nodes that count as one place.
   * @default Topology.HOST
   */
  readonly topologyKey?: string;
}

/** What an affinity makes: expressions on nodes, or terms on pods, of which those in the VM's own namespace do not name it. */
type AffinityTarget =
  | { readonly kind: 'nodes'; readonly expressions: LabelExpression[] }
  | { readonly kind: 'podAffinity' | 'podAntiAffinity'; readonly terms: (namespace: string) => object[] };

/**
 * Where a VM wants to be, or must.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export class Affinity {
  /** On nodes whose labels are like this, all of it. */
  public static nodes(expressions: LabelExpression[], options: NodeAffinityOptions = {}): Affinity {
    return new Affinity({ kind: 'nodes', expressions }, options.weight);
  }

  /** Not in one place with any of these VMs. It is enough to say so on one of two: Kubernetes keeps the other away, too. */
  public static apartFrom(vms: IVirtualMachine[], options: PodAffinityOptions = {}): Affinity {
    return new Affinity({ kind: 'podAntiAffinity', terms: vmTerms(vms, options) }, options.weight, vms);
  }

  /**
   * In one place with these VMs, which must run already. Of one node, say it with a `weight`: a VM that must be where another is
   * cannot migrate.
   */
  public static togetherWith(vms: IVirtualMachine[], options: PodAffinityOptions = {}): Affinity {
    return new Affinity({ kind: 'podAffinity', terms: vmTerms(vms, options) }, options.weight, vms);
  }

  /** Not in one place with pods of these labels. */
  public static apartFromPods(pods: PodSelector, options: PodAffinityOptions = {}): Affinity {
    return new Affinity({ kind: 'podAntiAffinity', terms: podTerms(pods, options) }, options.weight);
  }

  /** In one place with pods of these labels. */
  public static togetherWithPods(pods: PodSelector, options: PodAffinityOptions = {}): Affinity {
    return new Affinity({ kind: 'podAffinity', terms: podTerms(pods, options) }, options.weight);
  }

  private constructor(
    /** @internal */ public readonly _target: AffinityTarget,
    /** @internal */ public readonly _weight?: number,
    /** The VMs it is about. @internal */ public readonly _vms: IVirtualMachine[] = [],
  ) {}
}

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
    ...affinityParts(input),
    ...(input.spreadAcross ?? []).map((spread, index) =>
      ({ prop: `spreadAcross[${index}]`, pod: { topologySpreadConstraints: [constraint(spread, input)] } })),
    ...(descheduling === undefined ? [] : [{ prop: 'descheduling', podMetadata: { annotations: { [descheduling]: 'true' } } }]),
  ];
}

/** Kubernetes takes a key without a value for the value that is empty; meant is any value. */
function rendered({ key, value, effect, tolerationSeconds }: Toleration): object {
  return set({ key, operator: value === undefined ? 'Exists' : 'Equal', value, effect, tolerationSeconds });
}

function constraint({ _topologyKey, _options }: Spread, { labels = {} }: VmInput): object {
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

/** All that the props say of where to be, with the prop that says it. */
export function affinitiesOf({ affinity = [], keepApartFrom = [], keepTogetherWith = [] }: PlacementOptions): [prop: string, affinity: Affinity][] {
  return [
    ...(keepApartFrom.length > 0 ? [['keepApartFrom', Affinity.apartFrom(keepApartFrom)] as [string, Affinity]] : []),
    ...(keepTogetherWith.length > 0 ? [['keepTogetherWith', Affinity.togetherWith(keepTogetherWith, { weight: 100 })] as [string, Affinity]] : []),
    ...affinity.map((one, index): [string, Affinity] => [`affinity[${index}]`, one]),
  ];
}

function affinityParts(input: VmInput): VmPart[] {
  const all = affinitiesOf(input);
  // Kubernetes takes the terms of a list for alternatives, so what must hold together is one term.
  const musts = all.flatMap(([, { _target, _weight }]) => _target.kind === 'nodes' && _weight === undefined ? _target.expressions : []);
  return [
    ...(musts.length > 0 ? [affinityPart('affinity', 'nodeAffinity', { [REQUIRED]: { nodeSelectorTerms: [nodeTerm(musts)] } })] : []),
    ...all.flatMap(([prop, { _target, _weight }]) => {
      if (_target.kind !== 'nodes') return [affinityPart(prop, _target.kind, podRule(_target.terms(input.namespace), _weight))];
      if (_weight === undefined) return [];
      return [affinityPart(prop, 'nodeAffinity', { [PREFERRED]: [{ weight: _weight, preference: nodeTerm(_target.expressions) }] })];
    }),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

function affinityPart(prop: string, kind: 'nodeAffinity' | 'podAffinity' | 'podAntiAffinity', rule: object): VmPart {
  return { prop, pod: { affinity: { [kind]: rule } } };
}

function nodeTerm(expressions: LabelExpression[]): object {
  return { matchExpressions: expressions.map(expression) };
}

function podRule(terms: object[], weight?: number): object {
  return weight === undefined ? { [REQUIRED]: terms } : { [PREFERRED]: terms.map((podAffinityTerm) => ({ weight, podAffinityTerm })) };
}

function expression({ key, operator, values }: LabelExpression): object {
  return set({ key, operator, values });
}

/** KubeVirt labels a VM's pod with the VM's name. A term is about one list of namespaces, so there is one for each namespace. */
function vmTerms(vms: IVirtualMachine[], { topologyKey = Topology.HOST }: PodAffinityOptions) {
  const namespaces = [...new Set(vms.map((vm) => vm.namespace))];
  return (own: string) => namespaces.map((namespace) => set({
    labelSelector: vmSelector(vms.filter((vm) => vm.namespace === namespace).map((vm) => vm.vmName)),
    namespaces: namespace === own ? undefined : [namespace],
    topologyKey,
  }));
}

/** The label selector of the pods of these VMs. */
export function vmSelector(names: string[]): object {
  return { matchExpressions: [{ key: 'vmi.kubevirt.io/id', operator: 'In', values: names }] };
}

function podTerms({ labels, expressions, namespaces, namespaceLabels }: PodSelector, { topologyKey = Topology.HOST }: PodAffinityOptions) {
  return () => [set({
    labelSelector: set({ matchLabels: labels, matchExpressions: expressions?.map(expression) }),
    namespaces,
    namespaceSelector: namespaceLabels && (Object.keys(namespaceLabels).length > 0 ? { matchLabels: namespaceLabels } : {}),
    topologyKey,
  })];
}
