import { set, VmInput, VmPart } from './part';
import { IVirtualMachineInstancetype } from '../instancetype';

/** What becomes of a CPU feature. */
export enum CpuFeaturePolicy {
  /** The VM starts only where the node has the feature, or can emulate it. */
  REQUIRE = 'require',
  /** The guest sees it, whether the node has it or not. */
  FORCE = 'force',
  /** The guest sees it where the node has it. */
  OPTIONAL = 'optional',
  /** The guest does not see it. */
  DISABLE = 'disable',
  /** The VM starts only where the node does not have it. */
  FORBID = 'forbid',
}

/** A feature of the guest's CPU. */
export interface CpuFeature {
  /** Name as libvirt knows it, such as `vmx`. */
  readonly name: string;
  /** @default - KubeVirt's: CpuFeaturePolicy.REQUIRE */
  readonly policy?: CpuFeaturePolicy;
}

/** CPUs that run realtime work. */
export interface Realtime {
  /**
   * Which virtual CPUs, such as `0-3,^1`.
   * @default - all
   */
  readonly mask?: string;
}

/** A share of a node's CPU and memory. */
export interface ComputeResources {
  /**
   * CPU, a Kubernetes quantity such as `500m`.
   * @default - KubeVirt's
   */
  readonly cpu?: string;
  /**
   * Memory, a Kubernetes quantity such as `4Gi`.
   * @default - KubeVirt's
   */
  readonly memory?: string;
}

/** Whether all memory of a VM is locked, so that devices can reach it. */
export enum MemLock {
  REQUIRED = 'Required',
  NOT_REQUIRED = 'NotRequired',
}

/** Memory that a VM's pod gets on top, for virtualization itself. */
export interface ReservedOverhead {
  /**
   * How much more than KubeVirt reckons, a quantity such as `100Mi`.
   * @default - none
   */
  readonly addedOverhead?: string;
  /** @default - KubeVirt's: MemLock.NOT_REQUIRED */
  readonly memLock?: MemLock;
}

/** CPU and memory of a VM. */
export interface SizeProps {
  /** Virtual CPUs in all: `sockets × cores × threads`. Sockets can be added while the VM runs. */
  readonly cpu: number;
  /** Memory of the guest, a Kubernetes quantity such as `4Gi`. */
  readonly memory: string;
  /**
   * Cores of each socket.
   * @default 1
   */
  readonly cores?: number;
  /**
   * Threads of each core.
   * @default 1
   */
  readonly threads?: number;
  /**
   * Virtual CPUs that the VM can be given while it runs.
   * @default - the cluster's: four times `cpu`
   * @see https://kubevirt.io/user-guide/compute/cpu_hotplug/
   */
  readonly maxCpu?: number;
  /**
   * Memory that the guest can be given while it runs, a quantity such as `16Gi`.
   * @default - the cluster's: four times `memory`
   * @see https://kubevirt.io/user-guide/compute/memory_hotplug/
   */
  readonly maxMemory?: string;
  /**
   * Model of the guest's CPU: one of libvirt's such as `Haswell`, or `host-model`, or `host-passthrough`.
   * @default - the cluster's: host-model
   * @see https://kubevirt.io/user-guide/compute/virtual_hardware/#cpu
   */
  readonly cpuModel?: string;
  /**
   * Features that the CPU has beside those of its model, or has not.
   * @default - the model's
   */
  readonly cpuFeatures?: CpuFeature[];
  /**
   * Whether each virtual CPU has a CPU of the node to itself. The nodes' kubelets need the static CPU manager policy.
   * @default false
   * @see https://kubevirt.io/user-guide/compute/dedicated_cpu_resources/
   */
  readonly dedicatedCpuPlacement?: boolean;
  /**
   * Whether QEMU's own work gets one more dedicated CPU.
   * @default false
   */
  readonly isolateEmulatorThread?: boolean;
  /**
   * Whether the guest sees the NUMA nodes that its CPUs and memory are on. Needs dedicated CPUs and huge pages.
   * @default false
   * @see https://kubevirt.io/user-guide/compute/numa/
   */
  readonly guestMappingPassthrough?: boolean;
  /**
   * Tunes the VM for low latency; `{}` does for all its CPUs. Needs dedicated CPUs and `guestMappingPassthrough`.
   * @default - not tuned
   */
  readonly realtime?: Realtime;
  /**
   * Size of the huge pages that back the guest's memory: `2Mi` or `1Gi`.
   * @default - normal pages
   * @see https://kubevirt.io/user-guide/compute/hugepages/
   */
  readonly hugepages?: string;
  /**
   * What the VM's pod asks of its node. Less memory than the guest has is overcommitment.
   * @default - the guest's memory, and CPU by the cluster's allocation ratio
   * @see https://kubevirt.io/user-guide/compute/node_overcommit/
   */
  readonly requests?: ComputeResources;
  /**
   * The most that the VM's pod may use of its node.
   * @default - none
   */
  readonly limits?: ComputeResources;
  /**
   * Whether the scheduler overlooks the memory that virtualization itself takes.
   * @default false
   */
  readonly overcommitGuestOverhead?: boolean;
  /**
   * Memory for virtualization itself. Needs the feature gate ReservedOverheadMemlock.
   * @default - what KubeVirt reckons
   */
  readonly reservedOverhead?: ReservedOverhead;
}

/** Options of `Size.instancetype()`. */
export interface InstancetypeOptions {
  /**
   * Whether the instancetype is one of the VM's own namespace rather than of the cluster.
   * @default false
   */
  readonly namespaced?: boolean;
  /**
   * ControllerRevision with the state of the instancetype to go by.
   * @default - the present one
   */
  readonly revisionName?: string;
}

/** What happens where a volume does not say what its instancetype or preference is. */
export enum InferFailurePolicy {
  /** The VM is refused. */
  REJECT = 'Reject',
  /** The VM has none. */
  IGNORE = 'Ignore',
}

/** How big a VM is. */
export class Size {
  /** So many CPUs and so much memory. */
  public static of(props: SizeProps): Size {
    return new Size(props);
  }

  /**
   * As an instancetype says. KubeVirt brings `u1.nano` to `u1.8xlarge` (general purpose), `cx1` (compute), `m1` (memory),
   * `o1` (overcommitted), `n1` (network), `rt1` (realtime), `d1` (dedicated).
   * @see https://kubevirt.io/user-guide/user_workloads/instancetypes/
   */
  public static instancetype(name: string, options: InstancetypeOptions = {}): Size {
    const kind = options.namespaced ? 'VirtualMachineInstancetype' : 'VirtualMachineClusterInstancetype';
    return new Size(undefined, set({ name, kind, revisionName: options.revisionName }));
  }

  /** As an instancetype says that is made in this app, or that is looked up. The VM waits for it. */
  public static fromInstancetype(instancetype: IVirtualMachineInstancetype): Size {
    const kind = instancetype.namespace === undefined ? 'VirtualMachineClusterInstancetype' : 'VirtualMachineInstancetype';
    return new Size(undefined, { name: instancetype.instancetypeName, kind }, instancetype);
  }

  /** As the labels of a disk's claim, DataVolume or DataSource say. The server writes the name that it finds into the VM. */
  public static inferredFrom(disk: string, failurePolicy?: InferFailurePolicy): Size {
    return new Size(undefined, set({ inferFromVolume: disk, inferFromVolumeFailurePolicy: failurePolicy }));
  }

  private constructor(
    /** @internal */ public readonly _props?: SizeProps,
    /** `spec.instancetype` @internal */ public readonly _instancetype?: object,
    /** @internal */ public readonly _from?: IVirtualMachineInstancetype,
  ) {}

  /** This size, with what it does not say filled in; an instancetype says it all itself. @internal */
  public _with(defaults: Partial<SizeProps>): Size {
    return this._props ? new Size({ ...defaults, ...set(this._props) } as SizeProps) : this;
  }
}

/** CPU and memory, or the instancetype that stands for them. */
export function sizeParts({ size, preference }: VmInput): VmPart[] {
  return [
    size._props ? { prop: 'size', fields: FIELDS, domain: domainOf(size._props) } : { prop: 'size', spec: { instancetype: size._instancetype } },
    ...(preference ? [{ prop: 'preference', spec: { preference: preference._reference } }] : []),
  ];
}

/** Which prop makes a field that is called otherwise, or stands deeper. */
const FIELDS = {
  sockets: 'cpu',
  maxSockets: 'maxCpu',
  cores: 'cores',
  threads: 'threads',
  model: 'cpuModel',
  features: 'cpuFeatures',
  dedicatedCpuPlacement: 'dedicatedCpuPlacement',
  isolateEmulatorThread: 'isolateEmulatorThread',
  numa: 'guestMappingPassthrough',
  realtime: 'realtime',
  guest: 'memory',
  maxGuest: 'maxMemory',
  hugepages: 'hugepages',
  reservedOverhead: 'reservedOverhead',
  requests: 'requests',
  limits: 'limits',
  overcommitGuestOverhead: 'overcommitGuestOverhead',
};

/** The server drops what is false. */
function domainOf(props: SizeProps): object {
  const { cores = 1, threads = 1 } = props;
  const resources = set({
    requests: props.requests && set(props.requests),
    limits: props.limits && set(props.limits),
    overcommitGuestOverhead: props.overcommitGuestOverhead || undefined,
  });
  return set({
    cpu: set({
      sockets: props.cpu / (cores * threads),
      cores,
      threads,
      maxSockets: props.maxCpu && props.maxCpu / (cores * threads),
      model: props.cpuModel,
      features: props.cpuFeatures?.map(set),
      dedicatedCpuPlacement: props.dedicatedCpuPlacement || undefined,
      isolateEmulatorThread: props.isolateEmulatorThread || undefined,
      numa: props.guestMappingPassthrough ? { guestMappingPassthrough: {} } : undefined,
      realtime: props.realtime && set(props.realtime),
    }),
    memory: set({
      guest: props.memory,
      maxGuest: props.maxMemory,
      hugepages: props.hugepages === undefined ? undefined : { pageSize: props.hugepages },
      reservedOverhead: props.reservedOverhead && set(props.reservedOverhead),
    }),
    resources: Object.keys(resources).length > 0 ? resources : undefined,
  });
}
