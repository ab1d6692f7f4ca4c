import { set, VmPart } from './part';
import { Topology } from './topology';
import { MAINTENANCE_LABEL } from '../migration/maintenance-label';
import type { IVirtualMachine } from '../object/virtual-machine';
import { vmSelector } from '../object/vm-selector';

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

  /** On nodes that no `NodeMaintenance` names. */
  public static outsideMaintenance(options: NodeAffinityOptions = {}): Affinity {
    return Affinity.nodes([{ key: MAINTENANCE_LABEL, operator: LabelOperator.DOES_NOT_EXIST }], options);
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

/** What the affinities of a VM make together, each with the prop that says it. */
export function affinityParts(all: readonly [prop: string, affinity: Affinity][], namespace: string): VmPart[] {
  // Kubernetes takes the terms of a list for alternatives, so what must hold together is one term.
  const musts = all.flatMap(([, { _target, _weight }]) => _target.kind === 'nodes' && _weight === undefined ? _target.expressions : []);
  return [
    ...(musts.length > 0 ? [affinityPart('affinity', 'nodeAffinity', { [REQUIRED]: { nodeSelectorTerms: [nodeTerm(musts)] } })] : []),
    ...all.flatMap(([prop, { _target, _weight }]) => {
      if (_target.kind !== 'nodes') return [affinityPart(prop, _target.kind, podRule(_target.terms(namespace), _weight))];
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

function podTerms({ labels, expressions, namespaces, namespaceLabels }: PodSelector, { topologyKey = Topology.HOST }: PodAffinityOptions) {
  return () => [set({
    labelSelector: set({ matchLabels: labels, matchExpressions: expressions?.map(expression) }),
    namespaces,
    namespaceSelector: namespaceLabels && (Object.keys(namespaceLabels).length > 0 ? { matchLabels: namespaceLabels } : {}),
    topologyKey,
  })];
}
