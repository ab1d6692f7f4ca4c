export { AccessCredential, AccessOptions, SshKeyPropagation } from './access-credential';
export { Affinity, LabelExpression, LabelOperator, NodeAffinityOptions, PodAffinityOptions, PodSelector } from './affinity';
export {
  Clock, ClockOptions, ClockTimer, ClockTimers, RtcTimer, RtcTrack, TickPolicy, TickingTimer, TimezoneClockOptions, UtcClockOptions,
} from './clock';
export {
  CloudInit, CloudInitDataSource, CloudInitEncoding, CloudInitFile, CloudInitOptions, CloudInitProps, CloudInitSecretOptions, CloudInitUser,
  PowerState, PowerStateMode,
} from './cloud-init';
export { ConsoleOptions, Input, InputBus, TabletOptions, VideoType } from './console';
export { DeviceOptions, PanicDevice, PanicDeviceModel, SoundModel, WatchdogAction } from './device';
export {
  BlankDiskOptions, BlockSize, ConfigDiskOptions, CustomBlockSize, Disk, DiskBus, DiskCache, DiskDevice, DiskErrorPolicy, DiskIo, DiskOptions,
  DisksOptions, LabelledDiskOptions, TrayState, UpdateVolumesStrategy,
} from './disk';
export { DiskIoOptions, IoThreads } from './disk-io';
export { DiskMount } from './disk-mount';
export { DnsConfig, DnsConfigOption, DnsOptions, DnsPolicy } from './dns';
export { Apic, FeatureOptions } from './features';
export { Filesystem } from './filesystem';
export { AcpiTables, BiosOptions, EfiOptions, Firmware, FirmwareOptions, KernelBoot } from './firmware';
export { FirstBootOptions } from './first-boot';
export { DpdkGuestOptions, Guest, GuestOptions, LinuxGuestOptions, RealtimeGuestOptions, WindowsGuestOptions } from './guest';
export { DeviceRequest, Gpu, GpuOptions, HostDevice, HostDeviceListOptions, HostDeviceOptions, ResourceClaim } from './host-device';
export { HyperV, HyperVFeatures, HyperVOptions } from './hyperv';
export { Ignition, IgnitionFile, IgnitionOptions, IgnitionProps, IgnitionUnit, IgnitionUser } from './ignition';
export { ConfidentialOptions, LaunchSecurity, SevOptions } from './launch-security';
export { LifecycleOptions, RebootPolicy, RunStrategy, StartStrategy } from './lifecycle';
export { Chassis, MachineOptions } from './machine';
export { MigrationOptions } from './migration';
export { GuestNetworkOptions, NicRoute } from './network-config';
export {
  ClaimNicOptions, DhcpOptions, DhcpPrivateOption, NetworkNicOptions, NetworkOptions, Nic, NicLinkState, NicModel, NicOptions, NicPort, NicPortRange,
  NicProtocol, PodNicOptions, SriovNicOptions,
} from './nic';
export { NicBinding } from './nic-binding';
export { VirtualMachineOptions } from './options';
export { Descheduling, PlacementOptions, TaintEffect, Toleration } from './placement';
export { Preference, PreferenceOptions } from './preference';
export { HealthOptions, HttpProbeOptions, Probe, ProbeOptions, ProbeScheme, TcpProbeOptions } from './probe';
export {
  ComputeResources, CpuFeature, CpuFeaturePolicy, InferFailurePolicy, InstancetypeOptions, MemLock, Realtime, ReservedOverhead, Size, SizeProps,
} from './size';
export { NodeInclusionPolicy, Spread, SpreadOptions, WhenUnsatisfiable } from './spread';
export { Sysprep } from './sysprep';
export { Topology } from './topology';
export { Tpm, TpmOptions } from './tpm';
export { ExistingVirtualMachineAttributes, VirtualMachine, VirtualMachineProps, VmPlacement } from './virtual-machine';
export { UnhealthyPodEvictionPolicy, VmDisruptionBudget, VmDisruptionBudgetProps } from './vm-disruption-budget';
export { DownwardApiFile, OptionalVolumeOptions } from './volume';
