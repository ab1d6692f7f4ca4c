import { PodSecurityLevel } from './pod-security';
import { VmoClusterProfileProps } from './props';
import { Finding } from '../admission/finding';
import { enumFindings, literalFindings } from '../construct/prop-checks';

/** What Kubernetes a cluster runs. */
export enum Distribution {
  /** kubeadm, and whatever is set up as kubeadm does. */
  KUBEADM = 'kubeadm',
  /** k3s since October 2024. One that is older keeps its network plugins elsewhere: set `cniBinDir` of Multus. */
  K3S = 'k3s',
  /** RKE2. */
  RKE2 = 'rke2',
  /** Talos Linux. */
  TALOS = 'talos',
  /** MicroK8s. */
  MICROK8S = 'microk8s',
  /** k0s. */
  K0S = 'k0s',
  /** Amazon EKS. */
  EKS = 'eks',
  /** Azure Kubernetes Service. */
  AKS = 'aks',
  /** Google Kubernetes Engine. */
  GKE = 'gke',
  /** OpenShift and OKD. */
  OPENSHIFT = 'openshift',
  /** Palette eXtended Kubernetes, as on MAAS, vSphere and in public clouds. Palette's K3s and RKE2 packs are `K3S` and `RKE2`. */
  PXK = 'pxk',
  /** Palette eXtended Kubernetes Edge. */
  PXK_E = 'pxk-e',
}

/** Directories and the socket of a node. */
export interface NodePaths {
  readonly cniConf: string;
  readonly cniBin: string;
  /** A directory above `cniBin`, where the programs in it are links to elsewhere below this one. */
  readonly cniBinRoot?: string;
  readonly criSocket: string;
  readonly netns: string;
  readonly kubelet: string;
}

/** Where the kubelet is unless told otherwise; and where device plugins meet it, wherever it is (k8s.io/kubelet, DevicePluginPath). */
export const STANDARD_KUBELET = '/var/lib/kubelet';

const STANDARD: NodePaths = {
  cniConf: '/etc/cni/net.d',
  cniBin: '/opt/cni/bin',
  criSocket: '/run/containerd/containerd.sock',
  netns: '/run/netns',
  kubelet: STANDARD_KUBELET,
};

const RANCHER_SOCKET = '/run/k3s/containerd/containerd.sock';
const K3S_CONF = '/var/lib/rancher/k3s/agent/etc/cni/net.d';

/** Parts that are installed unless the cluster has them anyway, as their props are called. */
export type Brought = 'multus' | 'snapshotController';

/** What is different on a distribution. */
export interface DistributionFacts {
  readonly paths: NodePaths;
  /** What it has already. */
  readonly brings: readonly Brought[];
  /** What of that one can switch off there, and how. What is not here is part of it. */
  readonly switchedOffBy: { readonly [part in Brought]?: string };
  /** Whether nodes of its control plane are nodes that pods can be on. */
  readonly controlPlaneNodes: 'yes' | 'no' | 'with --enable-worker';
  /** Whether its nodes lack plugins that networks of VMs call. */
  readonly lacksCniPlugins: boolean;
  /** What it lets pods do in namespaces that do not say; nothing where it lets them do all. `kube-system` is exempt. */
  readonly podSecurity?: PodSecurityLevel;
  /** Whether pods are admitted by SecurityContextConstraints, which their account must be allowed to use. */
  readonly securityContextConstraints: boolean;
  /** What of this is taken on trust, for the docs. */
  readonly unverified?: string;
}

const PLAIN: DistributionFacts = {
  paths: STANDARD,
  brings: [],
  switchedOffBy: {},
  controlPlaneNodes: 'yes',
  lacksCniPlugins: false,
  securityContextConstraints: false,
};

/** The distributions, and what is different on each. */
export const DISTRIBUTIONS: Readonly<Record<Distribution, DistributionFacts>> = {
  [Distribution.KUBEADM]: PLAIN,
  [Distribution.K3S]: {
    ...PLAIN,
    paths: {
      ...STANDARD,
      cniConf: K3S_CONF,
      cniBin: '/var/lib/rancher/k3s/data/cni',
      cniBinRoot: '/var/lib/rancher/k3s/data', // k3s makes links there to data/<hash>/bin/cni (cmd/k3s/main.go)
      criSocket: RANCHER_SOCKET,
    },
  },
  [Distribution.RKE2]: {
    ...PLAIN,
    paths: { ...STANDARD, criSocket: RANCHER_SOCKET },
    brings: ['snapshotController'],
    switchedOffBy: { snapshotController: 'disable: [rke2-snapshot-controller, rke2-snapshot-controller-crd] of RKE2' },
  },
  [Distribution.TALOS]: {
    ...PLAIN,
    paths: { ...STANDARD, netns: '/var/run/netns' }, // docs.siderolabs.com, "Multus CNI"
    lacksCniPlugins: true, // those that its flannel brings are not all, and another network may bring none
    podSecurity: PodSecurityLevel.BASELINE, // talos.dev, "Pod Security"
  },
  [Distribution.MICROK8S]: {
    ...PLAIN,
    paths: {
      ...STANDARD,
      cniConf: '/var/snap/microk8s/current/args/cni-network',
      cniBin: '/var/snap/microk8s/current/opt/cni/bin', // all of containernetworking (build-scripts/components/cni)
      criSocket: '/var/snap/microk8s/common/run/containerd.sock',
      kubelet: '/var/snap/microk8s/common/var/lib/kubelet', // /var/lib/kubelet is a link to it, which KubeVirt's mounts do not follow
    },
  },
  [Distribution.K0S]: {
    ...PLAIN,
    paths: { ...STANDARD, criSocket: '/run/k0s/containerd.sock', kubelet: '/var/lib/k0s/kubelet' }, // docs.k0sproject.io, "directories" and "runtime"
    controlPlaneNodes: 'with --enable-worker',
  },
  [Distribution.EKS]: { ...PLAIN, controlPlaneNodes: 'no', unverified: 'whether all node images have the plugin `bridge`' },
  [Distribution.AKS]: {
    ...PLAIN,
    brings: ['snapshotController'],
    switchedOffBy: { snapshotController: '`az aks update --disable-snapshot-controller`' },
    controlPlaneNodes: 'no',
    unverified: 'whether all node images have the plugin `bridge`',
  },
  [Distribution.GKE]: {
    ...PLAIN,
    paths: { ...STANDARD, cniBin: '/home/kubernetes/bin' }, // as Cilium's guide for GKE has it; /opt is read-only on Container-Optimized OS
    brings: ['snapshotController'], // part of the CSI driver for persistent disks
    controlPlaneNodes: 'no',
    unverified: 'whether all node images have the plugin `bridge`',
  },
  [Distribution.OPENSHIFT]: {
    ...PLAIN,
    paths: { ...STANDARD, cniConf: '/etc/kubernetes/cni/net.d', cniBin: '/var/lib/cni/bin', criSocket: '/run/crio/crio.sock' },
    brings: ['multus', 'snapshotController'],
    securityContextConstraints: true,
    unverified: 'all of it on a cluster: what is rendered was never admitted by SecurityContextConstraints',
  },
  [Distribution.PXK]: { ...PLAIN, podSecurity: PodSecurityLevel.BASELINE },
  [Distribution.PXK_E]: { ...PLAIN, podSecurity: PodSecurityLevel.BASELINE, unverified: 'its paths, which Palette does not document' },
};

/** What is different on the distribution of a platform. */
export function factsOf({ distribution = Distribution.KUBEADM }: VmoClusterProfileProps): DistributionFacts {
  return DISTRIBUTIONS[distribution];
}

/** What is wrong with the distribution. Nothing else can be looked at before it is known. */
export function distributionFindings({ distribution }: VmoClusterProfileProps): Finding[] {
  return [
    ...enumFindings('distribution', distribution, Distribution),
    ...literalFindings([['distribution', distribution]], 'what is installed is decided by it'),
  ];
}
