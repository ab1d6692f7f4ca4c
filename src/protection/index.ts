export { NewVmOptions } from './new-vm';
export { CloneSource, VmClone, VmCloneProps, VolumeNamePolicy } from './vm-clone';
export { ClaimPlacement, ExportSource, VmExport, VmExportProps } from './vm-export';
export { TargetReadinessPolicy, VmRestore, VmRestoreProps, VolumeOwnershipPolicy, VolumeRestoreOverride, VolumeRestorePolicy } from './vm-restore';
export { ExistingVmSnapshotAttributes, IVmSnapshot, VmSnapshot, VmSnapshotOptions, VmSnapshotProps } from './vm-snapshot';
export { VmSnapshotSchedule, VmSnapshotScheduleProps } from './vm-snapshot-schedule';
