import { IVirtualMachineInstancetype } from '../instancetype/virtual-machine-instancetype';
import { IVirtualMachinePreference } from '../instancetype/virtual-machine-preference';
import { set } from '../kubevirt/maps';

/** What VMs get that ask the disk: `Size.inferredFrom('boot')`, `Preference.inferredFrom('boot')`. */
export interface ImageDefaults {
  /**
   * Instancetype of VMs that take theirs from a disk made of this.
   * @default - none
   */
  readonly defaultInstancetype?: IVirtualMachineInstancetype;
  /**
   * Preference of VMs that take theirs from a disk made of this.
   * @default - none
   */
  readonly defaultPreference?: IVirtualMachinePreference;
}

/** The labels by which KubeVirt finds them. Those of a cluster are meant where no kind is named. */
export function defaultLabels({ defaultInstancetype, defaultPreference }: ImageDefaults): Record<string, string> {
  return set({
    'instancetype.kubevirt.io/default-instancetype': defaultInstancetype?.instancetypeName,
    'instancetype.kubevirt.io/default-instancetype-kind': defaultInstancetype?.namespace === undefined ? undefined : 'VirtualMachineInstancetype',
    'instancetype.kubevirt.io/default-preference': defaultPreference?.preferenceName,
    'instancetype.kubevirt.io/default-preference-kind': defaultPreference?.namespace === undefined ? undefined : 'VirtualMachinePreference',
  }) as Record<string, string>;
}
