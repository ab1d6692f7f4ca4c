/**
 * What a platform can do for VMs. Which feature gates that takes depends on the version of KubeVirt; `docs/versions.md` has the table.
 */
export enum Capability {
  /** Running VMs move from node to node. */
  LIVE_MIGRATION = 'live-migration',
  /** Running VMs get more CPU, with `vmRolloutStrategy: LIVE_UPDATE`. */
  CPU_HOTPLUG = 'cpu-hotplug',
  /** Running VMs get more memory, with `vmRolloutStrategy: LIVE_UPDATE`. */
  MEMORY_HOTPLUG = 'memory-hotplug',
  /** Disks come to running VMs, and go. */
  DISK_HOTPLUG = 'disk-hotplug',
  /** NICs come to running VMs, and go; Multus brings them. */
  NIC_HOTPLUG = 'nic-hotplug',
  /** Snapshots, restores and clones of VMs. */
  SNAPSHOTS = 'snapshots',
  /** Downloads of VMs, disks and snapshots. */
  EXPORT = 'export',
  /** Guests see it when a disk of theirs grows. */
  DISK_EXPANSION = 'disk-expansion',
  /** Disks of running VMs move to other storage. */
  VOLUME_MIGRATION = 'volume-migration',
  /** TPM and EFI keep their state. */
  PERSISTENT_STATE = 'persistent-state',
  /** VMs have CPUs of a node for themselves; the kubelets' CPU manager is `static`. */
  CPU_PINNING = 'cpu-pinning',
  /** VMs see which memory is near which CPU; with CPU pinning and hugepages. */
  NUMA = 'numa',
  /** VMs have PCI, USB and mediated devices of a node, those in `permittedHostDevices`. */
  HOST_DEVICES = 'host-devices',
  /** VMs have GPUs of a node, those in `permittedHostDevices`. */
  GPUS = 'gpus',
  /** VMs have GPUs by resource claims, from drivers for dynamic resource allocation. */
  CLAIMED_GPUS = 'claimed-gpus',
  /** VMs have host devices by resource claims, from drivers for dynamic resource allocation. */
  CLAIMED_HOST_DEVICES = 'claimed-host-devices',
  /** VMs with virtual GPUs move from node to node. */
  VGPU_LIVE_MIGRATION = 'vgpu-live-migration',
  /** VMs move from cluster to cluster. */
  CROSS_CLUSTER_LIVE_MIGRATION = 'cross-cluster-live-migration',
  /** VMs have files of a node as disks. Who may create a VM may then read and write files of the node. */
  HOST_DISKS = 'host-disks',
  /** Images run beside the guest and change it. Who may create a VM may then run an image in its pod. */
  SIDECARS = 'sidecars',
  /** Guests see metrics of their node. */
  DOWNWARD_METRICS = 'downward-metrics',
  /** Guests speak with their node by VSOCK; the nodes have `vhost_vsock`. */
  VSOCK = 'vsock',
  /** Guests are set up by Ignition. */
  IGNITION = 'ignition',
  /** Guests mount ConfigMaps, Secrets and claims by virtiofs. */
  SHARED_FILESYSTEMS = 'shared-filesystems',
  /** Guests reserve LUNs for themselves, as Windows failover clusters do. */
  PERSISTENT_RESERVATIONS = 'persistent-reservations',
  /** NICs on the pod network by passt. */
  PASST = 'passt',
  /** NICs by macvtap, as KubeVirt had them up to 1.2: gone. */
  MACVTAP = 'macvtap',
  /** Guests tell of a panic. */
  PANIC_DEVICES = 'panic-devices',
  /** VMs choose their graphics adapter. */
  VIDEO_TYPES = 'video-types',
  /** VMs encrypted by AMD SEV and SEV-SNP. */
  CONFIDENTIAL_SEV = 'confidential-sev',
  /** VMs encrypted by Intel TDX. */
  CONFIDENTIAL_TDX = 'confidential-tdx',
  /** VMs encrypted by IBM Secure Execution. */
  SECURE_EXECUTION = 'secure-execution',
  /** Backups of what changed since the last one. */
  INCREMENTAL_BACKUP = 'incremental-backup',
}

/** What Palette's VMO pack turns on. Its `Sidecar` gate is left out: see `Capability.SIDECARS`. */
export const DEFAULT_CAPABILITIES: readonly Capability[] = [
  Capability.LIVE_MIGRATION, Capability.CPU_HOTPLUG, Capability.MEMORY_HOTPLUG, Capability.DISK_HOTPLUG, Capability.NIC_HOTPLUG, Capability.SNAPSHOTS,
  Capability.EXPORT, Capability.DISK_EXPANSION, Capability.VOLUME_MIGRATION, Capability.PERSISTENT_STATE, Capability.CPU_PINNING,
];

/** The feature gates of each capability, under the names that the newest version knows. */
export const GATES_OF: Readonly<Record<Capability, readonly string[]>> = {
  [Capability.LIVE_MIGRATION]: ['LiveMigration'],
  [Capability.CPU_HOTPLUG]: ['VMLiveUpdateFeatures'],
  [Capability.MEMORY_HOTPLUG]: ['VMLiveUpdateFeatures'],
  [Capability.DISK_HOTPLUG]: ['DeclarativeHotplugVolumes'],
  [Capability.NIC_HOTPLUG]: ['HotplugNICs'],
  [Capability.SNAPSHOTS]: ['Snapshot'],
  [Capability.EXPORT]: ['VMExport'],
  [Capability.DISK_EXPANSION]: ['ExpandDisks'],
  [Capability.VOLUME_MIGRATION]: ['VolumeMigration', 'VolumesUpdateStrategy'],
  [Capability.PERSISTENT_STATE]: ['VMPersistentState'],
  [Capability.CPU_PINNING]: ['CPUManager'],
  [Capability.NUMA]: ['CPUManager', 'NUMA'],
  [Capability.HOST_DEVICES]: ['HostDevices'],
  [Capability.GPUS]: ['GPU'],
  [Capability.CLAIMED_GPUS]: ['GPUsWithDRA'],
  [Capability.CLAIMED_HOST_DEVICES]: ['HostDevicesWithDRA'],
  [Capability.VGPU_LIVE_MIGRATION]: ['VGPULiveMigration'],
  [Capability.CROSS_CLUSTER_LIVE_MIGRATION]: ['DecentralizedLiveMigration'],
  [Capability.HOST_DISKS]: ['HostDisk'],
  [Capability.SIDECARS]: ['Sidecar'],
  [Capability.DOWNWARD_METRICS]: ['DownwardMetrics'],
  [Capability.VSOCK]: ['VSOCK'],
  [Capability.IGNITION]: ['ExperimentalIgnitionSupport'],
  [Capability.SHARED_FILESYSTEMS]: ['EnableVirtioFsConfigVolumes', 'EnableVirtioFsStorageVolumes'],
  [Capability.PERSISTENT_RESERVATIONS]: ['PersistentReservation'],
  [Capability.PASST]: ['PasstBinding'],
  [Capability.MACVTAP]: ['Macvtap'],
  [Capability.PANIC_DEVICES]: ['PanicDevices'],
  [Capability.VIDEO_TYPES]: ['VideoConfig'],
  [Capability.CONFIDENTIAL_SEV]: ['WorkloadEncryptionSEV'],
  [Capability.CONFIDENTIAL_TDX]: ['WorkloadEncryptionTDX'],
  [Capability.SECURE_EXECUTION]: ['SecureExecution'],
  [Capability.INCREMENTAL_BACKUP]: ['IncrementalBackup', 'UtilityVolumes'],
};

/** Capabilities that reach running VMs only by the rollout strategy `LiveUpdate`. */
export const LIVE_UPDATES: readonly Capability[] = [Capability.CPU_HOTPLUG, Capability.MEMORY_HOTPLUG];

/** What takes the place of a feature gate that is on its way out, or gone. */
export const INSTEAD_OF: Readonly<Record<string, string>> = {
  Macvtap: 'bind NICs by a network binding plugin: kubevirt.network.binding',
  Passt: 'use Capability.PASST, which is the gate PasstBinding',
  PasstIPStackMigration: 'use Capability.PASST, which is the gate PasstBinding',
  ExperimentalVirtiofsSupport: 'use Capability.SHARED_FILESYSTEMS, which is the gates EnableVirtioFsConfigVolumes and EnableVirtioFsStorageVolumes',
  HotplugVolumes: 'use Capability.DISK_HOTPLUG, which is the gate DeclarativeHotplugVolumes',
  DisableMDEVConfiguration: 'use kubevirt.mediatedDevices: { enabled: false }',
};
