import { set } from './part';
import { InferFailurePolicy } from './size';
import { IVirtualMachinePreference } from '../instancetype';

/** Options of `Preference.cluster()` and `Preference.namespaced()`. */
export interface PreferenceOptions {
  /**
   * ControllerRevision with the state of the preference to go by.
   * @default - the present one
   */
  readonly revisionName?: string;
}

/**
 * What the guest's OS likes: buses, NIC models, firmware, and how much CPU and memory it needs at least.
 * @see https://kubevirt.io/user-guide/user_workloads/instancetypes/
 */
export class Preference {
  /** One of the cluster. KubeVirt brings `ubuntu`, `fedora`, `rhel.9`, `windows.2k22` and 50 more. */
  public static cluster(name: string, options: PreferenceOptions = {}): Preference {
    return new Preference(set({ name, kind: 'VirtualMachineClusterPreference', revisionName: options.revisionName }));
  }

  /** One of the VM's own namespace. */
  public static namespaced(name: string, options: PreferenceOptions = {}): Preference {
    return new Preference(set({ name, kind: 'VirtualMachinePreference', revisionName: options.revisionName }));
  }

  /** One that is made in this app, or that is looked up. The VM waits for it. */
  public static fromPreference(preference: IVirtualMachinePreference): Preference {
    const kind = preference.namespace === undefined ? 'VirtualMachineClusterPreference' : 'VirtualMachinePreference';
    return new Preference({ name: preference.preferenceName, kind }, preference);
  }

  /** As the labels of a disk's claim, DataVolume or DataSource say. The server writes the name that it finds into the VM. */
  public static inferredFrom(disk: string, failurePolicy?: InferFailurePolicy): Preference {
    return new Preference(set({ inferFromVolume: disk, inferFromVolumeFailurePolicy: failurePolicy }));
  }

  private constructor(
    /** `spec.preference` @internal */ public readonly _reference: object,
    /** @internal */ public readonly _from?: IVirtualMachinePreference,
  ) {}
}
