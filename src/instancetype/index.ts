export { ExistingInstancetypeAttributes, InstancetypePlacement } from './own';
export { IVirtualMachineInstancetype, VirtualMachineInstancetype, VirtualMachineInstancetypeProps } from './virtual-machine-instancetype';
export { IVirtualMachinePreference, VirtualMachinePreference, VirtualMachinePreferenceProps } from './virtual-machine-preference';
