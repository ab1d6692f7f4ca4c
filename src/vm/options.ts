import { ITerraformDependable } from 'cdktf';
import { Suppression } from '../admission/finding';
import { Delivery } from '../delivery';
import { EvictionStrategy } from '../profile';
import { CloudInit } from './cloud-init';
import { Disk } from './disk';
import { Nic } from './nic';

/**
 * When a VM runs.
 * @see https://kubevirt.io/user-guide/compute/run_strategies/
 */
export enum RunStrategy {
  /** Always; started again after a shutdown or crash. */
  ALWAYS = 'Always',
  /** Started again after a crash, not after a shutdown from within. */
  RERUN_ON_FAILURE = 'RerunOnFailure',
  /** Once, never started again. */
  ONCE = 'Once',
  /** When people say so: `virtctl start`, `virtctl stop`. */
  MANUAL = 'Manual',
  /** Not at all. */
  HALTED = 'Halted',
}

/** Processor architecture of the guest. */
export enum Architecture {
  AMD64 = 'amd64',
  ARM64 = 'arm64',
  S390X = 's390x',
}

/** What a VM can be told beside its size and what it boots from. */
export interface VirtualMachineOptions {
  /**
   * Name of the VirtualMachineClusterPreference: what the guest's OS likes. KubeVirt brings `ubuntu`, `fedora`, `rhel.9`,
   * `windows.2k22` and 50 more.
   * @default - none: virtio devices
   */
  readonly preference?: string;
  /**
   * Disks beside the boot disk.
   * @default - none
   */
  readonly disks?: Disk[];
  /**
   * Network interfaces, in the order the guest sees them.
   * @default [Nic.pod()]
   */
  readonly nics?: Nic[];
  /**
   * What the guest does at first boot.
   * @default - nothing, or what static addresses need
   */
  readonly cloudInit?: CloudInit;
  /** @default RunStrategy.ALWAYS */
  readonly runStrategy?: RunStrategy;
  /**
   * What happens on a node drain.
   * @default - the cluster's
   */
  readonly evictionStrategy?: EvictionStrategy;
  /** @default Architecture.AMD64 */
  readonly architecture?: Architecture;
  /**
   * Host name of the guest.
   * @default - the VM's name
   */
  readonly hostname?: string;
  /**
   * Seconds the guest has for shutting down.
   * @default - KubeVirt's: 30
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Labels of the VM and of its pod.
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of the VM.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * Any field of the VirtualMachine manifest, merged last: maps by key, lists of named things by name; `null` takes a
   * field out. Checked like the rest.
   *
   * `{ spec: { template: { spec: { domain: { ioThreadsPolicy: 'auto' } } } } }`
   * @default - none
   */
  readonly overrides?: { [key: string]: any };
  /**
   * Findings that are accepted, with the reason.
   * @default - none
   */
  readonly suppress?: Suppression[];
  /**
   * How the VM reaches the cluster.
   * @default - the cluster's
   */
  readonly delivery?: Delivery;
  /**
   * What the VM waits for, beside the cluster and its networks.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}
