export {
  BootDiskOptions, BootSource, CloneOptions, ContainerDiskOptions, DataSourceOptions, ExistingPvcOptions, GcsSourceOptions, HostDiskOptions, HostDiskType,
  HttpSourceOptions, ImagePullPolicy, ImageioSourceOptions, ImageStreamOptions, PopulatorSource, RegistryPullMethod, RegistrySourceOptions,
  S3SourceOptions, VddkSourceOptions,
} from './boot-source';
export { CloudInit, CloudInitFile, CloudInitProps, CloudInitSecretOptions, CloudInitUser } from './cloud-init';
export {
  BlankDiskOptions, BlockSize, ConfigDiskOptions, CustomBlockSize, Disk, DiskBus, DiskCache, DiskDevice, DiskErrorPolicy, DiskIo, DiskOptions, DisksOptions,
  LabelledDiskOptions, TrayState, UpdateVolumesStrategy,
} from './disk';
export { DiskIoOptions, IoThreads } from './disk-io';
export { Filesystem } from './filesystem';
export { LifecycleOptions, RunStrategy } from './lifecycle';
export { Architecture } from './machine';
export { NetworkNicOptions, Nic, NicModel, NicOptions, NicPort, NicProtocol, PodNicOptions } from './nic';
export { VirtualMachineOptions } from './options';
export { Preference, PreferenceOptions } from './preference';
export {
  ComputeResources, CpuFeature, CpuFeaturePolicy, InferFailurePolicy, InstancetypeOptions, MemLock, Realtime, ReservedOverhead, Size, SizeProps,
} from './size';
export { IVirtualMachine, VirtualMachine, VirtualMachineProps, VmNic, VmPlacement } from './virtual-machine';
export { AccessMode, ContentType, DownwardApiFile, OptionalVolumeOptions, StorageOptions, VolumeMode } from './volume';
