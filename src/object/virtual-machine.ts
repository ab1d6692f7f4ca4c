import { ITerraformDependable } from 'cdktf';
import { IConstruct } from 'constructs';
import { IVmoCluster } from '../profile/cluster';

/** A network interface of a VM. */
export interface VmNic {
  /** Name of the NIC. */
  readonly name: string;
  /** The MAC address, known at synth; empty where the cluster gives it (`Mac.fromCluster()`). */
  readonly macAddress: string;
}

/** A virtual machine that others can refer to. */
export interface IVirtualMachine extends IConstruct {
  /** Name of the VM. */
  readonly vmName: string;
  /** Namespace of the VM. */
  readonly namespace: string;
  /** The cluster the VM runs on. */
  readonly cluster: IVmoCluster;
  /** Its network interfaces, in the order the guest sees them. Of a VM that is on the cluster already, those that were given. */
  readonly nics: VmNic[];
  /** What waits for the VM waits for these. */
  readonly dependables: ITerraformDependable[];
  /** The manifest as it is sent; of a VM that is on the cluster already, it is not known. @internal */
  readonly _manifest?: any;
}
