/** Where a Kubernetes distribution keeps what Multus needs on its nodes. */
export enum CniLayout {
  /** kubeadm, EKS, GKE, AKS and most others, with containerd. */
  STANDARD = 'standard',
  /** k3s since October 2024. */
  K3S = 'k3s',
  /** k3s before October 2024, which kept its network plugins elsewhere. */
  K3S_2024 = 'k3s-2024',
  /** RKE2 without a Multus of its own. */
  RKE2 = 'rke2',
  /** MicroK8s. */
  MICROK8S = 'microk8s',
  /** k0s. */
  K0S = 'k0s',
  /** Nodes that run CRI-O. */
  CRI_O = 'cri-o',
  /** Talos Linux. It has no network plugins but its own, so install `cniPlugins`, too. */
  TALOS = 'talos',
}

/** Directories and the socket of a node. */
export interface CniPaths {
  readonly cniConf: string;
  readonly cniBin: string;
  /** A directory above `cniBin`, where the programs in it are links to elsewhere below this one. */
  readonly cniBinRoot?: string;
  readonly criSocket: string;
  readonly netns: string;
  readonly kubelet: string;
}

const STANDARD: CniPaths = {
  cniConf: '/etc/cni/net.d',
  cniBin: '/opt/cni/bin',
  criSocket: '/run/containerd/containerd.sock',
  netns: '/run/netns',
  kubelet: '/var/lib/kubelet',
};

const RANCHER_SOCKET = '/run/k3s/containerd/containerd.sock';
const K3S_CONF = '/var/lib/rancher/k3s/agent/etc/cni/net.d';

/** What lies where, by layout. */
export const CNI_PATHS: Readonly<Record<CniLayout, CniPaths>> = {
  [CniLayout.STANDARD]: STANDARD,
  [CniLayout.K3S]: {
    ...STANDARD,
    cniConf: K3S_CONF,
    cniBin: '/var/lib/rancher/k3s/data/cni',
    cniBinRoot: '/var/lib/rancher/k3s/data', // k3s makes links there to data/<hash>/bin/cni (cmd/k3s/main.go)
    criSocket: RANCHER_SOCKET,
  },
  [CniLayout.K3S_2024]: { ...STANDARD, cniConf: K3S_CONF, cniBin: '/var/lib/rancher/k3s/data/current/bin', criSocket: RANCHER_SOCKET },
  [CniLayout.RKE2]: { ...STANDARD, criSocket: RANCHER_SOCKET },
  [CniLayout.MICROK8S]: {
    ...STANDARD,
    cniConf: '/var/snap/microk8s/current/args/cni-network',
    cniBin: '/var/snap/microk8s/current/opt/cni/bin',
    criSocket: '/var/snap/microk8s/common/run/containerd.sock',
    kubelet: '/var/snap/microk8s/common/var/lib/kubelet',
  },
  [CniLayout.K0S]: { ...STANDARD, criSocket: '/run/k0s/containerd.sock', kubelet: '/var/lib/k0s/kubelet' },
  [CniLayout.CRI_O]: { ...STANDARD, criSocket: '/run/crio/crio.sock' },
  [CniLayout.TALOS]: { ...STANDARD, netns: '/var/run/netns' },
};
