export { BootDiskOptions, BootSource, DataSourceOptions, HttpSourceOptions } from './boot-source';
export { CloudInit, CloudInitFile, CloudInitProps, CloudInitSecretOptions, CloudInitUser } from './cloud-init';
export { AccessMode, Disk, DiskBus, DisksOptions, StorageOptions, VolumeMode } from './disk';
export { LifecycleOptions, RunStrategy } from './lifecycle';
export { Architecture } from './machine';
export { NetworkNicOptions, Nic, NicModel, NicOptions, NicPort, NicProtocol, PodNicOptions } from './nic';
export { VirtualMachineOptions } from './options';
export { Preference, PreferenceOptions } from './preference';
export {
  ComputeResources, CpuFeature, CpuFeaturePolicy, InferFailurePolicy, InstancetypeOptions, MemLock, Realtime, ReservedOverhead, Size, SizeProps,
} from './size';
export { IVirtualMachine, VirtualMachine, VirtualMachineProps, VmNic, VmPlacement } from './virtual-machine';
