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
  /** Palette eXtended Kubernetes, as on MAAS and vSphere. */
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

const STANDARD: NodePaths = {
  cniConf: '/etc/cni/net.d',
  cniBin: '/opt/cni/bin',
  criSocket: '/run/containerd/containerd.sock',
  netns: '/run/netns',
  kubelet: '/var/lib/kubelet',
};

const RANCHER_SOCKET = '/run/k3s/containerd/containerd.sock';
const K3S_CONF = '/var/lib/rancher/k3s/agent/etc/cni/net.d';

/** What is different on a distribution. */
export interface DistributionFacts {
  readonly paths: NodePaths;
}

/** The distributions, and what is different on each. */
export const DISTRIBUTIONS: Readonly<Record<Distribution, DistributionFacts>> = {
  [Distribution.KUBEADM]: { paths: STANDARD },
  [Distribution.K3S]: {
    paths: {
      ...STANDARD,
      cniConf: K3S_CONF,
      cniBin: '/var/lib/rancher/k3s/data/cni',
      cniBinRoot: '/var/lib/rancher/k3s/data', // k3s makes links there to data/<hash>/bin/cni (cmd/k3s/main.go)
      criSocket: RANCHER_SOCKET,
    },
  },
  [Distribution.RKE2]: { paths: { ...STANDARD, criSocket: RANCHER_SOCKET } },
  [Distribution.TALOS]: { paths: { ...STANDARD, netns: '/var/run/netns' } },
  [Distribution.MICROK8S]: {
    paths: {
      ...STANDARD,
      cniConf: '/var/snap/microk8s/current/args/cni-network',
      cniBin: '/var/snap/microk8s/current/opt/cni/bin',
      criSocket: '/var/snap/microk8s/common/run/containerd.sock',
      kubelet: '/var/snap/microk8s/common/var/lib/kubelet',
    },
  },
  [Distribution.K0S]: { paths: { ...STANDARD, criSocket: '/run/k0s/containerd.sock', kubelet: '/var/lib/k0s/kubelet' } },
  [Distribution.EKS]: { paths: STANDARD },
  [Distribution.AKS]: { paths: STANDARD },
  [Distribution.GKE]: { paths: STANDARD },
  [Distribution.OPENSHIFT]: { paths: { ...STANDARD, criSocket: '/run/crio/crio.sock' } },
  [Distribution.PXK]: { paths: STANDARD },
  [Distribution.PXK_E]: { paths: STANDARD },
};

/** What is wrong with the distribution. Nothing else can be looked at before it is known. */
export function distributionFindings({ distribution }: VmoClusterProfileProps): Finding[] {
  return [
    ...enumFindings('distribution', distribution, Distribution),
    ...literalFindings([['distribution', distribution]], 'what is installed is decided by it'),
  ];
}

/** The props with what the distribution is otherwise than others, where they do not say. */
export function onDistribution(props: VmoClusterProfileProps): VmoClusterProfileProps {
  return props;
}
