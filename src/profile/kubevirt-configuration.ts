import { ContainerResources } from './pod-options';

/**
 * What happens to a VM when its node is drained.
 * @see https://kubevirt.io/user-guide/cluster_admin/node_maintenance/
 */
export enum EvictionStrategy {
  /** The VM is shut down. */
  NONE = 'None',
  /** The VM is live-migrated; where it cannot be, the drain waits. */
  LIVE_MIGRATE = 'LiveMigrate',
  /** The VM is live-migrated where it can be, and shut down where not. */
  LIVE_MIGRATE_IF_POSSIBLE = 'LiveMigrateIfPossible',
  /** Another controller decides. */
  EXTERNAL = 'External',
}

/** Whether changes of CPU and memory reach running VMs. */
export enum VmRolloutStrategy {
  /** At the next start. */
  STAGE = 'Stage',
  /** At once, by live migration, where the VM allows it. */
  LIVE_UPDATE = 'LiveUpdate',
}

/** How live migrations go: what is not said here is up to KubeVirt, and to the MigrationPolicies of a cluster. */
export interface KubevirtMigrations {
  /**
   * Migrations at one time in the cluster.
   * @default 5
   */
  readonly parallelMigrationsPerCluster?: number;
  /**
   * Migrations at one time from a node.
   * @default 2
   */
  readonly parallelOutboundMigrationsPerNode?: number;
  /**
   * What a migration may take of the network each second, such as `64Mi`.
   * @default - no limit
   */
  readonly bandwidthPerMigration?: string;
  /**
   * Seconds for each GiB of memory until a migration that has not ended is given up, or goes on by `allowPostCopy` or `allowWorkloadDisruption`.
   * @default 150
   */
  readonly completionTimeoutPerGiB?: number;
  /**
   * Seconds without progress until a migration is given up.
   * @default 150
   */
  readonly progressTimeout?: number;
  /**
   * Seconds that a migration waits for utility volumes to go from the VM.
   * @default 150
   */
  readonly utilityVolumesTimeout?: number;
  /**
   * Milliseconds that a guest may stand still at the end. From 1.9 on, with the feature gate `MigrationStallDetection`.
   * @default 900
   */
  readonly maxDowntimeMs?: number;
  /**
   * Slow a guest down that changes its memory faster than it can be copied.
   * @default false
   */
  readonly allowAutoConverge?: boolean;
  /**
   * Let a guest run at the target before all of its memory is there. If the network fails meanwhile, the guest is lost.
   * @default false
   */
  readonly allowPostCopy?: boolean;
  /**
   * Pause a guest, where it would not end otherwise.
   * @default - as `allowPostCopy`
   */
  readonly allowWorkloadDisruption?: boolean;
  /**
   * Send the memory of guests unencrypted.
   * @default false
   */
  readonly disableTLS?: boolean;
  /**
   * Name of a NetworkAttachmentDefinition in the namespace `kubevirt`: the network that migrations use.
   * @default - the pod network
   */
  readonly network?: string;
  /**
   * Taint by which a node is drained.
   * @default kubevirt.io/drain
   */
  readonly nodeDrainTaintKey?: string;
  /**
   * Run the target with the SELinux level of the source, which storage that is shared needs.
   * @default true
   */
  readonly matchSELinuxLevelOnMigration?: boolean;
  /**
   * Migrate where KubeVirt takes it for unsafe.
   * @default false
   */
  readonly unsafeMigrationOverride?: boolean;
}

/** How far VMs can grow while they run, where they do not say. */
export interface LiveUpdateLimits {
  /**
   * How many times its CPUs and its memory a VM can get.
   * @default 4
   */
  readonly maxHotplugRatio?: number;
  /**
   * Sockets that a VM can get.
   * @default - by `maxHotplugRatio`
   */
  readonly maxCpuSockets?: number;
  /**
   * Memory that a VM can get, such as `64Gi`.
   * @default - by `maxHotplugRatio`
   */
  readonly maxGuest?: string;
}

/** Same pages of memory are held once (kernel samepage merging) on nodes that run short of it. */
export interface KsmOptions {
  /**
   * Labels of those nodes.
   * @default - all nodes
   */
  readonly nodeLabels?: { readonly [label: string]: string };
}

/** How much the components write to their logs, 0 to 9. */
export interface KubevirtLogVerbosity {
  /** @default 2 */
  readonly virtAPI?: number;
  /** @default 2 */
  readonly virtController?: number;
  /** @default 2 */
  readonly virtHandler?: number;
  /** @default 2 */
  readonly virtLauncher?: number;
  /** @default 2 */
  readonly virtOperator?: number;
  /** @default 2 */
  readonly virtSynchronizationController?: number;
  /**
   * virt-handler on single nodes, by the name of the node.
   * @default - as on all others
   */
  readonly nodeVerbosity?: { readonly [node: string]: number };
}

/** A version of TLS. */
export enum TlsVersion {
  VERSION_TLS_10 = 'VersionTLS10',
  VERSION_TLS_11 = 'VersionTLS11',
  VERSION_TLS_12 = 'VersionTLS12',
  VERSION_TLS_13 = 'VersionTLS13',
}

/** The TLS that components speak. */
export interface KubevirtTls {
  /**
   * The oldest version that they take.
   * @default TlsVersion.VERSION_TLS_12
   */
  readonly minTLSVersion?: TlsVersion;
  /**
   * Cipher suites in Go's words, such as `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`; with TLS 1.2 and older.
   * @default - Go's own
   */
  readonly ciphers?: string[];
}

/** How VMs with NICs of a binding plugin migrate. */
export interface NetworkBindingMigration {
  /**
   * `link-refresh`: the link goes down and up again at the target, so that the guest asks for its addresses again.
   * @default - nothing is done
   */
  readonly method?: string;
}

/** A way for NICs to be bound to their network that KubeVirt does not bring. */
export interface NetworkBindingPlugin {
  /**
   * Image of a sidecar that sets the NIC up; it runs in the pod of each VM that uses the plugin.
   * @default - none
   */
  readonly sidecarImage?: string;
  /**
   * Namespace and name of a NetworkAttachmentDefinition whose CNI plugin sets the NIC up: `default/passt`.
   * @default - none
   */
  readonly networkAttachmentDefinition?: string;
  /**
   * `tap` or `managedTap`: a device of that kind is attached to the guest.
   * @default - the sidecar sees to it
   */
  readonly domainAttachmentType?: string;
  /**
   * How VMs with such NICs migrate.
   * @default - they do not
   */
  readonly migration?: NetworkBindingMigration;
  /**
   * `device-info`: what the sidecar is told of the device behind the NIC.
   * @default - nothing
   */
  readonly downwardAPI?: string;
  /**
   * What the pod of a VM takes in addition.
   * @default - nothing
   */
  readonly computeResourceOverhead?: ContainerResources;
}

/** Networks of VMs, where VMs do not say. */
export interface KubevirtNetworkOptions {
  /**
   * `bridge` or `masquerade`: how a VM without NICs is bound to the pod network.
   * @default bridge
   */
  readonly defaultNetworkInterface?: string;
  /**
   * Whether NICs may be bridged to the pod network. Such VMs do not migrate.
   * @default true
   */
  readonly permitBridgeInterfaceOnPodNetwork?: boolean;
  /**
   * Binding plugins, by the name that NICs use.
   * @default - none
   */
  readonly binding?: { readonly [name: string]: NetworkBindingPlugin };
}

/** Mediated devices of some nodes. */
export interface NodeMediatedDeviceTypes {
  /** Labels of the nodes. */
  readonly nodeSelector: { readonly [label: string]: string };
  /** Types of the devices, as in `/sys/class/mdev_bus/…/mdev_supported_types`: `nvidia-222`. */
  readonly mediatedDeviceTypes: string[];
}

/**
 * Mediated devices, such as virtual GPUs, that KubeVirt makes on the nodes. Which of them VMs may have, `permittedHostDevices` says.
 * @see https://kubevirt.io/user-guide/compute/mediated_devices_configuration/
 */
export interface MediatedDevicesConfiguration {
  /**
   * Whether KubeVirt makes them; `false` where the driver of the GPU does.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Types that are made on nodes that `nodeMediatedDeviceTypes` does not name.
   * @default - none
   */
  readonly mediatedDeviceTypes?: string[];
  /**
   * Types for single nodes.
   * @default - none
   */
  readonly nodeMediatedDeviceTypes?: NodeMediatedDeviceTypes[];
}

/** What the firmware of guests says of the machine. */
export interface SmbiosDefaults {
  /** @default KubeVirt */
  readonly manufacturer?: string;
  /** @default None */
  readonly product?: string;
  /** @default - none */
  readonly version?: string;
  /** @default - none */
  readonly sku?: string;
  /** @default KubeVirt */
  readonly family?: string;
}

/** What a VM keeps of the instancetype and the preference that it names. */
export enum InstancetypeReferencePolicy {
  /** Their names; what was in them when the VM was made is kept beside it. */
  REFERENCE = 'reference',
  /** What was in them, written into the VM when it is made. A blueprint that names them sees another VM than it made. */
  EXPAND = 'expand',
  /** The same, for VMs that exist as well. */
  EXPAND_ALL = 'expandAll',
}

/** What VMs get that do not say. */
export interface VmDefaults {
  /**
   * CPU model, such as `Skylake-Server`.
   * @default host-model
   */
  readonly cpuModel?: string;
  /**
   * CPU that a VM asks of its node where neither it nor `cpuAllocationRatio` says: a quantity.
   * @default 100m
   */
  readonly cpuRequest?: string;
  /**
   * RuntimeClass of their pods.
   * @default - that of the nodes
   */
  readonly runtimeClass?: string;
  /**
   * What the firmware says of the machine.
   * @default - KubeVirt's own
   */
  readonly smbios?: SmbiosDefaults;
  /**
   * Whether the serial console is written to the log of the pod.
   * @default true
   */
  readonly serialConsoleLog?: boolean;
  /**
   * Whether guests give free memory back to the node.
   * @default true
   */
  readonly freePageReporting?: boolean;
  /**
   * Seconds between two looks at the memory of a guest; 0 never looks.
   * @default 10
   */
  readonly memBalloonStatsPeriod?: number;
  /**
   * How many times the memory is asked for that KubeVirt takes a VM to need beside that of its guest; at least `1.0`.
   * @default - once
   */
  readonly additionalGuestMemoryOverheadRatio?: string;
  /** @default InstancetypeReferencePolicy.REFERENCE */
  readonly instancetypeReferencePolicy?: InstancetypeReferencePolicy;
}
