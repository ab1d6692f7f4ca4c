import { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Access } from './access';
import { BridgeMarkerOptions } from './bridge-marker';
import { Cdi } from './cdi';
import { CniPluginsOptions } from './cni-plugins';
import { DashboardOptions } from './dashboard';
import { Descheduler } from './descheduler';
import { Distribution } from './distribution';
import { HttpProxyOptions } from './http-proxy';
import { ImageOptions } from './image';
import { KubemacpoolOptions } from './kubemacpool';
import { KubevirtOptions } from './kubevirt-options';
import { MonitoringOptions } from './monitoring';
import { Multus } from './multus';
import { NamespacesOptions } from './namespaces';
import { RemovalPolicy } from './removal-policy';
import { SnapshotController, VolumeSnapshotClassOptions } from './snapshot-controller';
import { StorageProfileOptions } from './storage-profiles';
import { TrustedCa } from './trusted-ca';
import { VlanFilteringOptions } from './vlan-filtering';
import { VmNamespaceOptions } from './vm-namespace';
import { ClusterInventory } from '../admission/inventory';
import { Delivery } from '../delivery';

/** Props of `VmoClusterProfile`. */
export interface VmoClusterProfileProps extends ImageOptions {
  /**
   * Name of the cluster. It keeps MAC addresses apart where clusters share a VLAN, so it must be a literal, differ between
   * your clusters, and never change.
   */
  readonly clusterName: string;
  /**
   * What Kubernetes the cluster runs, which decides where things lie on its nodes, what it has already, and what pods may do there. What other
   * props say wins.
   * @default Distribution.KUBEADM
   */
  readonly distribution?: Distribution;
  /**
   * Version of Kubernetes on the cluster, such as `1.35`, to have it checked against what KubeVirt and its feature gates need.
   * @default - not checked
   */
  readonly kubernetesVersion?: string;
  /**
   * Namespaces that VMs live in; those that do not exist are created, and none is deleted but with `removalPolicy: DESTROY`.
   * @default ['default', 'virtual-machines']
   */
  readonly vmEnabledNamespaces?: string[];
  /**
   * Namespaces that VMs live in, with more than a name: quotas, who may do what there, what pods may do. They come beside those of
   * `vmEnabledNamespaces`; a namespace that is in both is one.
   * @default - none
   */
  readonly vmNamespaces?: VmNamespaceOptions[];
  /**
   * What holds for all namespaces.
   * @default - nothing in addition
   */
  readonly namespaces?: NamespacesOptions;
  /**
   * Namespace of golden images. VMs of the enabled namespaces may clone from it.
   * @default vmo-golden-images
   */
  readonly goldenImagesNamespace?: string;
  /**
   * How KubeVirt is set up.
   * @default - KubeVirt 1.8.4 with Palette's feature gates
   */
  readonly kubevirt?: KubevirtOptions;
  /**
   * What the cluster has that VMs need, and this profile does not make.
   * @default - not known
   */
  readonly inventory?: ClusterInventory;
  /**
   * Where VolumeSnapshots come from.
   * @default - SnapshotController.install(), or existing() where the distribution brings it
   */
  readonly snapshotController?: SnapshotController;
  /**
   * How CSI drivers make snapshots. Without a class for its driver, a disk cannot be snapshotted.
   * @default - none
   */
  readonly volumeSnapshotClasses?: VolumeSnapshotClassOptions[];
  /**
   * What gives VMs NICs beside the one on the pod network.
   * @default - Multus.install(), or existing() where the distribution brings it
   */
  readonly multus?: Multus;
  /**
   * What moves VMs from busy nodes to idle ones.
   * @default Descheduler.install()
   */
  readonly descheduler?: Descheduler;
  /**
   * A dashboard for VMs in the browser.
   * @default - none
   */
  readonly dashboard?: DashboardOptions;
  /**
   * Graphs in Grafana, and alerts by Prometheus.
   * @default - none
   */
  readonly monitoring?: MonitoringOptions;
  /**
   * Where DataVolumes come from.
   * @default Cdi.install()
   */
  readonly cdi?: Cdi;
  /**
   * What CDI is to know of StorageClasses whose driver it does not know.
   * @default - none
   */
  readonly storageProfiles?: StorageProfileOptions[];
  /**
   * Which VLANs the bridge of the nodes lets through.
   * @default - what the nodes are set up for
   */
  readonly vlanFiltering?: VlanFilteringOptions;
  /**
   * Network plugins for nodes that lack them.
   * @default - those of the nodes; on Talos, `bridge` and `tuning` are installed
   */
  readonly cniPlugins?: CniPluginsOptions;
  /**
   * Nodes say which bridges they have, so that VMs start where theirs is.
   * @default - they do not
   */
  readonly bridgeMarker?: BridgeMarkerOptions;
  /**
   * MAC addresses for VMs that others make without one.
   * @default - those VMs get another one at each start
   */
  readonly kubemacpool?: KubemacpoolOptions;
  /**
   * How people reach the cluster's VM services from outside.
   * @default Access.none()
   */
  readonly access?: Access;
  /**
   * The HTTP proxy through which CDI imports disks, and the reverse proxy finds the frp server.
   * @default - none
   */
  readonly proxy?: HttpProxyOptions;
  /**
   * CAs of your own that CDI's importers trust besides the public ones.
   * @default - none
   */
  readonly trustedCa?: TrustedCa;
  /**
   * What becomes of the platform, and of the VMs on it, on destroy. What is applied last counts: set it and deploy, then destroy.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
  /**
   * Whether KubeVirt, CDI and what else of the platform is on the cluster already, installed by other means, becomes part of this one. VMs keep
   * running. Needed for the first deploy alone.
   * @default false - an apply stops at what is there already
   */
  readonly adoptExisting?: boolean;
  /**
   * How VMs and networks of this cluster reach it, where they do not say.
   * @default - Delivery.helm() with `helmProvider`
   */
  readonly delivery?: Delivery;
  /**
   * The Helm provider that installs the platform.
   * @default - the stack's default Helm provider
   */
  readonly helmProvider?: TerraformProvider;
  /**
   * What the platform waits for, such as the cluster itself.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}
