export { NewVmOptions } from './new-vm';
export { CloneSource, VirtualMachineClone, VirtualMachineCloneProps, VolumeNamePolicy } from './virtual-machine-clone';
export { ClaimPlacement, ExportSource, VirtualMachineExport, VirtualMachineExportProps } from './virtual-machine-export';
export { TargetReadinessPolicy, VirtualMachineRestore, VirtualMachineRestoreProps, VolumeOwnershipPolicy, VolumeRestoreOverride, VolumeRestorePolicy } from './virtual-machine-restore';
export { ExistingVmSnapshotAttributes, IVirtualMachineSnapshot, VirtualMachineSnapshot, VirtualMachineSnapshotOptions, VirtualMachineSnapshotProps } from './virtual-machine-snapshot';
export { VmSnapshotSchedule, VmSnapshotScheduleProps } from './vm-snapshot-schedule';
