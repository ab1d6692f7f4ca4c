import { ITerraformDependable } from 'cdktf';
import { Suppression } from '../admission/finding';
import { Delivery } from '../delivery';
import { AccessOptions } from './access-credential';
import { ClockOptions } from './clock';
import { ConsoleOptions } from './console';
import { DeviceOptions } from './device';
import { DisksOptions } from './disk';
import { DiskIoOptions } from './disk-io';
import { DnsOptions } from './dns';
import { FeatureOptions } from './features';
import { Filesystem } from './filesystem';
import { FirmwareOptions } from './firmware';
import { FirstBootOptions } from './first-boot';
import { GuestOptions } from './guest';
import { HostDeviceListOptions } from './host-device';
import { HyperVOptions } from './hyperv';
import { ConfidentialOptions } from './launch-security';
import { LifecycleOptions } from './lifecycle';
import { MachineOptions } from './machine';
import { MigrationOptions } from './migration';
import { NetworkOptions } from './nic';
import { PlacementOptions } from './placement';
import { Preference } from './preference';
import { HealthOptions } from './probe';
import { TpmOptions } from './tpm';
import { VirtualMachineSpec } from '../kubevirt/spec';

/** What a VM can be told beside its size and what it boots from. */
export interface VirtualMachineOptions extends
  LifecycleOptions, MigrationOptions, DisksOptions, DiskIoOptions, GuestOptions, MachineOptions, FirmwareOptions, TpmOptions,
  ClockOptions, FeatureOptions, HyperVOptions, ConsoleOptions, DeviceOptions, HostDeviceListOptions,
  ConfidentialOptions, HealthOptions, PlacementOptions, NetworkOptions,
  FirstBootOptions, AccessOptions, DnsOptions {
  /**
   * What the guest's OS likes: `Preference.cluster('ubuntu')`.
   * @default - none: virtio devices
   */
  readonly preference?: Preference;
  /**
   * Directories that the guest shares with the host.
   * @default - none
   */
  readonly filesystems?: Filesystem[];
  /**
   * Any field of the VM's spec by its KubeVirt name, merged over what the other props make: maps by key, lists of named
   * things by name. Checked like the rest.
   *
   * `{ template: { spec: { domain: { ioThreadsPolicy: 'auto' } } } }`
   * @default - none
   * @see https://kubevirt.io/api-reference/v1.9.0/definitions.html#_v1_virtualmachinespec
   */
  readonly spec?: VirtualMachineSpec;
  /**
   * Any field of the VirtualMachine manifest, untyped, merged last: maps by key, lists of named things by name; `null` takes a
   * field out. Checked like the rest.
   *
   * `{ spec: { template: { spec: { domain: { devices: { rng: null } } } } } }`
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
   * What the VM waits for, beside the cluster, its networks, and an instancetype or preference made in this app.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}
