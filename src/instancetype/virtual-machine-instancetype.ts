import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { deliverOwn, ExistingInstancetypeAttributes, InstancetypePlacement, noteExisting, Sort } from './own';
import { set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';
import { Gpu, HostDevice, Realtime, VirtualMachineInstancetypeSpec } from '../kubevirt/spec';
import { IVmoCluster } from '../profile/cluster';

/** An instancetype that VMs can be as big as: `Size.fromInstancetype(instancetype)`. */
export interface IVirtualMachineInstancetype extends IConstruct {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly instancetypeName: string;
  /** The namespace whose VMs can use it; `undefined` where those of every namespace can. */
  readonly namespace?: string;
  /** What a VM that uses it waits for. */
  readonly dependables: ITerraformDependable[];
}

/** Props of `VirtualMachineInstancetype`. */
export interface VirtualMachineInstancetypeProps extends InstancetypePlacement {
  /**
   * Virtual CPUs. How they become sockets, cores and threads is the preference's to say; without one, they are sockets.
   * @default - what `spec` says
   */
  readonly cpu?: number;
  /**
   * Memory of the guest, a Kubernetes quantity such as `4Gi`.
   * @default - what `spec` says
   */
  readonly memory?: string;
  /**
   * Sockets that a VM can be given while it runs.
   * @default - the cluster's
   */
  readonly maxSockets?: number;
  /**
   * Memory that a guest can be given while it runs, a quantity such as `16Gi`.
   * @default - the cluster's
   */
  readonly maxMemory?: string;
  /**
   * Model of the guest's CPU.
   * @default - the VM's
   */
  readonly cpuModel?: string;
  /**
   * Whether each virtual CPU has a CPU of the node to itself.
   * @default - the VM's
   */
  readonly dedicatedCpuPlacement?: boolean;
  /**
   * Whether QEMU's own work gets one more dedicated CPU.
   * @default - the VM's
   */
  readonly isolateEmulatorThread?: boolean;
  /**
   * Whether the guest sees the NUMA nodes that its CPUs and memory are on. Needs dedicated CPUs and huge pages.
   * @default - the VM's
   */
  readonly guestMappingPassthrough?: boolean;
  /**
   * Tunes VMs for low latency; `{}` does for all their CPUs.
   * @default - the VM's
   */
  readonly realtime?: Realtime;
  /**
   * Size of the huge pages that back the guest's memory: `2Mi` or `1Gi`.
   * @default - the VM's
   */
  readonly hugepages?: string;
  /**
   * How many percent of the guest's memory the VM's pod does not ask of its node, 0 to 100. Not with huge pages.
   * @default 0
   */
  readonly overcommitPercent?: number;
  /**
   * GPUs that each VM gets.
   * @default - the VM's
   */
  readonly gpus?: Gpu[];
  /**
   * Devices of the node that each VM gets.
   * @default - the VM's
   */
  readonly hostDevices?: HostDevice[];
  /**
   * How I/O threads are shared out among disks: `shared`, `auto` or `supplementalPool`.
   * @default - the VM's
   */
  readonly ioThreadsPolicy?: string;
  /**
   * How many I/O threads the pool of `supplementalPool` has.
   * @default - the VM's
   */
  readonly supplementalPoolThreadCount?: number;
  /**
   * Labels of the nodes that VMs run on.
   * @default - the VM's
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Scheduler of the VMs' pods.
   * @default - the VM's
   */
  readonly schedulerName?: string;
  /**
   * Annotations that each VM gets.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * The whole spec by its KubeVirt names, merged over what the other props make.
   * @default - none
   * @see https://kubevirt.io/api-reference/v1.9.0/definitions.html#_v1beta1_virtualmachineinstancetypespec
   */
  readonly spec?: VirtualMachineInstancetypeSpec;
}

const INSTANCETYPE: Sort = {
  className: 'VirtualMachineInstancetype', clusterWide: 'VirtualMachineClusterInstancetype', prefix: 'instancetype', list: 'instancetypes',
};

class ExistingInstancetype extends Construct implements IVirtualMachineInstancetype {
  public readonly cluster: IVmoCluster;
  public readonly instancetypeName: string;
  public readonly namespace?: string;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: ExistingInstancetypeAttributes) {
    super(scope, id);
    noteExisting(this, INSTANCETYPE, attributes);
    this.cluster = attributes.cluster;
    this.instancetypeName = attributes.name;
    this.namespace = attributes.namespace;
  }
}

/**
 * An instancetype of one's own: a size with a name that VMs share. Of the whole cluster, or of a namespace where one is given.
 *
 * A VM keeps the size it was made with: a changed instancetype is for VMs made later. Throws an error with every mistake in it.
 * @see https://kubevirt.io/user-guide/user_workloads/instancetypes/
 */
export class VirtualMachineInstancetype extends Construct implements IVirtualMachineInstancetype, ITerraformDependable {
  /** An instancetype that is on the cluster already. */
  public static fromInstancetypeName(scope: Construct, id: string, attributes: ExistingInstancetypeAttributes): IVirtualMachineInstancetype {
    return new ExistingInstancetype(scope, id, attributes);
  }

  public readonly cluster: IVmoCluster;
  public readonly instancetypeName: string;
  public readonly namespace?: string;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VirtualMachineInstancetypeProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.instancetypeName = props.name ?? id;
    this.namespace = props.namespace;
    const spec = mergeOverrides(specOf(props), { ...props.spec });
    this.fqn = deliverOwn(this, INSTANCETYPE, this.instancetypeName, props, spec, (path) => PROPS.find(([field]) => path.startsWith(field))?.[1]);
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** Which prop makes what stands at a path and below. */
const PROPS: [path: string, prop: string][] = [
  ['spec.cpu.guest', 'cpu'],
  ['spec.cpu.maxSockets', 'maxSockets'],
  ['spec.cpu.model', 'cpuModel'],
  ['spec.cpu.dedicatedCPUPlacement', 'dedicatedCpuPlacement'],
  ['spec.cpu.isolateEmulatorThread', 'isolateEmulatorThread'],
  ['spec.cpu.numa', 'guestMappingPassthrough'],
  ['spec.cpu.realtime', 'realtime'],
  ['spec.memory.guest', 'memory'],
  ['spec.memory.maxGuest', 'maxMemory'],
  ['spec.memory.hugepages', 'hugepages'],
  ['spec.memory.overcommitPercent', 'overcommitPercent'],
  ['spec.ioThreads.', 'supplementalPoolThreadCount'],
  ['spec.ioThreadsPolicy', 'ioThreadsPolicy'],
  ['spec.gpus', 'gpus'],
  ['spec.hostDevices', 'hostDevices'],
  ['spec.nodeSelector', 'nodeSelector'],
  ['spec.schedulerName', 'schedulerName'],
  ['spec.annotations', 'annotations'],
];

function specOf(props: VirtualMachineInstancetypeProps): object {
  const { hugepages, supplementalPoolThreadCount, gpus, hostDevices, ioThreadsPolicy, nodeSelector, schedulerName, annotations } = props;
  return set({
    cpu: set({
      guest: props.cpu,
      maxSockets: props.maxSockets,
      model: props.cpuModel,
      dedicatedCPUPlacement: props.dedicatedCpuPlacement,
      isolateEmulatorThread: props.isolateEmulatorThread,
      numa: props.guestMappingPassthrough ? { guestMappingPassthrough: {} } : undefined,
      realtime: props.realtime,
    }),
    memory: set({
      guest: props.memory,
      maxGuest: props.maxMemory,
      hugepages: hugepages === undefined ? undefined : { pageSize: hugepages },
      overcommitPercent: props.overcommitPercent,
    }),
    gpus,
    hostDevices,
    ioThreadsPolicy,
    ioThreads: supplementalPoolThreadCount === undefined ? undefined : { supplementalPoolThreadCount },
    nodeSelector,
    schedulerName,
    annotations,
  });
}
