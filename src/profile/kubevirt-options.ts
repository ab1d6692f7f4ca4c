import {
  EvictionStrategy, KsmOptions, KubevirtLogVerbosity, KubevirtMigrations, KubevirtNetworkOptions, KubevirtTls, LiveUpdateLimits,
  MediatedDevicesConfiguration, VmDefaults, VmRolloutStrategy,
} from './kubevirt-configuration';
import { CertificateRotateStrategy, CustomizeComponents, UninstallStrategy, WorkloadUpdateStrategy } from './kubevirt-lifecycle';
import { KubevirtOperatorOptions } from './kubevirt-operator';
import { NodePlacement } from './node-placement';
import { PermittedHostDevices } from './permitted-host-devices';
import { Capability } from '../kubevirt/capability';
import { BetaFeatures } from '../kubevirt/feature-gates';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';
import { KubevirtVersion } from '../kubevirt/version';

/** How KubeVirt is set up. */
export interface KubevirtOptions {
  /**
   * KubeVirt version.
   * @default KubevirtVersion.V1_8_4
   */
  readonly version?: KubevirtVersion;
  /**
   * Another release of the same minor version, such as `1.8.0`: its images, with CRD, rights and checks of `version`. What it does otherwise, nobody here
   * knows.
   * @default - `version`
   */
  readonly unsupportedVersion?: string;
  /**
   * The release that runs before an upgrade, such as `1.8.4`, to have the way from it checked. While it is an older minor version, feature gates that
   * its components still need stay listed; take it out when the upgrade is through.
   * @default - not checked
   */
  readonly previousVersion?: string;
  /**
   * What the platform can do for VMs: which feature gates that takes depends on the version. What a version has for good is there without being named.
   * @default - Palette's: live migration, hot-plugged CPU, memory, disks and NICs, snapshots, export, disk expansion, volume migration, persistent state and CPU pinning
   */
  readonly capabilities?: Capability[];
  /**
   * Feature gates in addition to those of the capabilities. With `HotplugVolumes`, disks come to running VMs by `virtctl addvolume` alone.
   * @default - none in addition
   * @see https://kubevirt.io/user-guide/cluster_admin/activating_feature_gates/
   */
  readonly featureGates?: string[];
  /**
   * Feature gates to turn off, those of the default capabilities included.
   * @default - on 1.9 the Beta gates that nobody asked for
   */
  readonly disabledFeatureGates?: string[];
  /**
   * Which Beta gates of 1.9 are on that nobody asked for. On 1.8 none is.
   * @default BetaFeatures.CURATED
   */
  readonly betaFeatures?: BetaFeatures;
  /**
   * Emulate CPUs in software on nodes without `/dev/kvm`. Slow; for trials.
   * @default false
   */
  readonly useEmulation?: boolean;
  /**
   * What happens on a node drain to VMs that do not say.
   * @default EvictionStrategy.LIVE_MIGRATE
   */
  readonly evictionStrategy?: EvictionStrategy;
  /** @default VmRolloutStrategy.LIVE_UPDATE */
  readonly vmRolloutStrategy?: VmRolloutStrategy;
  /**
   * How far VMs can grow while they run.
   * @default - four times what they begin with
   */
  readonly liveUpdate?: LiveUpdateLimits;
  /**
   * How live migrations go.
   * @default - KubeVirt's own
   */
  readonly migrations?: KubevirtMigrations;
  /**
   * How many virtual CPUs share one of a node, where a VM does not say.
   * @default 10
   */
  readonly cpuAllocationRatio?: number;
  /**
   * Memory of guests in percent of what is asked for on the nodes: 150 gives guests half as much again as is reserved for them.
   * @default 100
   */
  readonly memoryOvercommit?: number;
  /**
   * Hold same pages of memory once.
   * @default - not done
   */
  readonly ksm?: KsmOptions;
  /**
   * Networks of VMs.
   * @default - KubeVirt's own
   */
  readonly network?: KubevirtNetworkOptions;
  /**
   * What VMs get that do not say.
   * @default - KubeVirt's own
   */
  readonly vmDefaults?: VmDefaults;
  /**
   * VMs that a node takes.
   * @default - KubeVirt's own
   */
  readonly virtualMachineInstancesPerNode?: number;
  /**
   * StorageClass for the state of persistent TPM and EFI; VMs with such state migrate only if it is ReadWriteMany.
   * @default - the cluster's default class
   */
  readonly vmStateStorageClass?: string;
  /**
   * Devices of the nodes that VMs may have. For `hostDevices` of VMs, the feature gate `HostDevices` is needed too.
   * @default - none
   */
  readonly permittedHostDevices?: PermittedHostDevices;
  /**
   * Mediated devices, such as virtual GPUs, that KubeVirt makes on the nodes.
   * @default - none
   */
  readonly mediatedDevices?: MediatedDevicesConfiguration;
  /**
   * Whether KubeVirt brings its instancetypes and preferences, such as `u1.medium` and `ubuntu`.
   * @default true
   */
  readonly commonInstancetypes?: boolean;
  /**
   * Whether KubeVirt runs its own VM templates (`VirtualMachineTemplate`), two Deployments more; turns the feature gate `Template` on.
   * @default false
   */
  readonly virtTemplate?: boolean;
  /**
   * The TLS that components speak.
   * @default - KubeVirt's own
   */
  readonly tls?: KubevirtTls;
  /**
   * The certificates with which components know each other.
   * @default - KubeVirt's own
   */
  readonly certificateRotateStrategy?: CertificateRotateStrategy;
  /**
   * How much the components write to their logs.
   * @default - 2 of all
   */
  readonly logVerbosity?: KubevirtLogVerbosity;
  /**
   * Pods of virt-operator, of virt-api and of virt-controller.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * How virt-operator runs.
   * @default - on control-plane nodes where it can
   */
  readonly operator?: KubevirtOperatorOptions;
  /**
   * Where virt-api, virt-controller and virt-exportproxy run.
   * @default - on any node
   */
  readonly infra?: NodePlacement;
  /**
   * Where virt-handler runs, and so VMs.
   * @default - on any node
   */
  readonly workloads?: NodePlacement;
  /**
   * Registry and path of KubeVirt's images, for a mirror of your own.
   * @default - `quay.io/kubevirt`, or the same path at the profile's `imageRegistry`
   */
  readonly imageRegistry?: string;
  /**
   * Names of Secrets in the namespace `kubevirt` with which images are pulled.
   * @default - the profile's
   */
  readonly imagePullSecrets?: string[];
  /** @default ImagePullPolicy.IF_NOT_PRESENT */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Image with kubectl for the Jobs that wait for KubeVirt and guard its removal.
   * @default - `registry.k8s.io/kubectl`, or the same path at the profile's `imageRegistry`
   */
  readonly hookImage?: string;
  /**
   * Let in to KubeVirt's pods only what they are there for: NetworkPolicies in the namespace `kubevirt`. What goes out stays open.
   * @default false
   */
  readonly networkPolicies?: boolean;
  /**
   * Namespace of Prometheus, which may then read metrics, and gets alerts.
   * @default - `openshift-monitoring` or `monitoring`, where there is one
   */
  readonly monitorNamespace?: string;
  /**
   * ServiceAccount of Prometheus in that namespace.
   * @default prometheus-k8s
   */
  readonly monitorAccount?: string;
  /**
   * Namespace of the ServiceMonitor.
   * @default - `monitorNamespace`
   */
  readonly serviceMonitorNamespace?: string;
  /**
   * How running VMs are brought up to date after KubeVirt has been.
   * @default - by live migration
   */
  readonly workloadUpdateStrategy?: WorkloadUpdateStrategy;
  /** @default - UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST; with `removalPolicy: DESTROY`, `REMOVE_WORKLOADS` */
  readonly uninstallStrategy?: UninstallStrategy;
  /**
   * What is to be otherwise in what virt-operator installs.
   * @default - nothing
   */
  readonly customizeComponents?: CustomizeComponents;
  /**
   * Seconds until an installation or upgrade that is not ready counts as failed.
   * @default 900
   */
  readonly timeout?: number;
  /**
   * Fields of `spec` of the KubeVirt CR that have no option here, merged last; `null` takes a field out. Checked against the version's schema.
   * @default - none
   * @see https://kubevirt.io/api-reference/main/definitions.html#_v1_kubevirtspec
   */
  readonly overrides?: { [key: string]: any };
}
