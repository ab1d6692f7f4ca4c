import { VmInput, VmPart } from './part';

/** CPU and memory of a VM. */
export interface SizeProps {
  /** Virtual CPUs, as sockets of one core: sockets can be added while the VM runs. */
  readonly cpu: number;
  /** Memory of the guest, a Kubernetes quantity such as `4Gi`. */
  readonly memory: string;
}

/** Options of `Size.instancetype()`. */
export interface InstancetypeOptions {
  /**
   * Whether the instancetype is one of the VM's own namespace rather than of the cluster.
   * @default false
   */
  readonly namespaced?: boolean;
}

/** How big a VM is. */
export class Size {
  /** So many CPUs and so much memory. */
  public static of(props: SizeProps): Size {
    return new Size(undefined, { cpu: { sockets: props.cpu, cores: 1, threads: 1 }, memory: { guest: props.memory } });
  }

  /**
   * As an instancetype says. KubeVirt brings `u1.nano` to `u1.8xlarge` (general purpose), `cx1` (compute), `m1` (memory),
   * `o1` (overcommitted), `n1` (network), `rt1` (realtime), `d1` (dedicated).
   * @see https://kubevirt.io/user-guide/user_workloads/instancetypes/
   */
  public static instancetype(name: string, options: InstancetypeOptions = {}): Size {
    return new Size({ name, kind: options.namespaced ? 'VirtualMachineInstancetype' : 'VirtualMachineClusterInstancetype' });
  }

  private constructor(
    /** `spec.instancetype` @internal */ public readonly _instancetype?: { name: string; kind: string },
    /** Fields of `domain` @internal */ public readonly _domain?: { cpu: object; memory: object },
  ) {}
}

/** CPU and memory, and the instancetype and preference that stand for them. */
export function sizeParts({ size, preference }: VmInput): VmPart[] {
  return [
    { prop: 'size', fields: { guest: 'memory', sockets: 'cpu' }, ...(size._instancetype ? { spec: { instancetype: size._instancetype } } : { domain: size._domain }) },
    ...(preference ? [{ prop: 'preference', spec: { preference: { name: preference, kind: 'VirtualMachineClusterPreference' } } }] : []),
  ];
}
