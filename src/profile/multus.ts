import { Token } from 'cdktf';
import { bundledComponent, bundledValues, NOTHING } from './bundled-chart';
import { Component } from './component';
import { Distribution, DISTRIBUTIONS, NodePaths } from './distribution';
import { Image, imageReference } from './image';
import { NODE_NAMESPACE, NodeAgentOptions, pathFindings } from './node-agent';
import { VmoClusterProfileProps } from './props';
import { crdValues, RemovalPolicy } from './removal-policy';
import { Finding, show } from '../admission/finding';
import { enumFindings, numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';

/** As the manifests of HyperConverged and its network add-ons name them. */
export const MULTUS: Image = {
  repository: 'ghcr.io/k8snetworkplumbingwg/multus-cni',
  tag: 'v4.3.0-thick',
  digest: 'sha256:2b9671447f3ea4e7e56730843dbf59445b9307246f393b61386b896d56ae51c9',
};
export const DYNAMIC_NETWORKS: Image = {
  repository: 'ghcr.io/k8snetworkplumbingwg/multus-dynamic-networks-controller',
  tag: 'v0.3.8',
  digest: 'sha256:c7d137a7f4ddd81233b9778d02ae57a496e892ddedf74d49382d86df50ddcc27',
};

/** How much Multus' daemon says. */
export enum MultusLogLevel {
  PANIC = 'panic',
  ERROR = 'error',
  /** What it does for each pod. */
  VERBOSE = 'verbose',
  DEBUG = 'debug',
}

/**
 * Options of `Multus.install()`. The resources are those of its daemon: 100m and 128Mi, at most 1Gi of memory, unless told otherwise.
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/thick-plugin.md
 */
export interface MultusOptions extends NodeAgentOptions {
  /**
   * Directory on the nodes with the configurations of the container network.
   * @default - that of the distribution: /etc/cni/net.d
   */
  readonly cniConfDir?: string;
  /**
   * Directory on the nodes with the programs of the container network.
   * @default - that of the distribution: /opt/cni/bin
   */
  readonly cniBinDir?: string;
  /**
   * Socket of the container runtime on the nodes.
   * @default - that of the distribution: /run/containerd/containerd.sock
   */
  readonly criSocket?: string;
  /**
   * Directory on the nodes with the network namespaces of pods.
   * @default - that of the distribution: /run/netns
   */
  readonly netnsDir?: string;
  /**
   * Directory of the kubelet on the nodes. KubeVirt is told of it, too.
   * @default - that of the distribution: /var/lib/kubelet
   */
  readonly kubeletDir?: string;
  /**
   * File name of the configuration in `cniConfDir` that pods have anyway. With Cilium, `05-cilium.conflist`: nodes that start have others for a moment.
   * @default - the first one
   */
  readonly masterCni?: string;
  /**
   * How many requests the daemon of a node serves at once. Bounds its memory when a full node starts.
   * @default - any number
   */
  readonly connectionLimit?: number;
  /**
   * Whether NICs come and go while a VM runs: a second DaemonSet, the dynamic networks controller.
   * @default true
   */
  readonly dynamicNetworks?: boolean;
  /**
   * Whether to install the CRD of NetworkAttachmentDefinitions. It stays on the cluster when Multus goes, unless `removalPolicy` says otherwise; one that
   * was there before stays in any case, unless `adoptExisting` says otherwise, too.
   * @default true
   */
  readonly installCrd?: boolean;
  /** @default MultusLogLevel.VERBOSE */
  readonly logLevel?: MultusLogLevel;
}

/**
 * What gives VMs NICs beside the one on the pod network. Two of them on one cluster overwrite each other's configuration on the
 * nodes, so a cluster that brings one takes `existing()`: by itself on OpenShift, else where you say so (RKE2 with `cni: multus`).
 */
export class Multus {
  /** Install it. */
  public static install(options: MultusOptions = {}): Multus {
    return new Multus('install', options);
  }

  /** The cluster has it. */
  public static existing(): Multus {
    return new Multus('existing', {});
  }

  /** VMs of this cluster have NICs on the pod network only. */
  public static none(): Multus {
    return new Multus('none', {});
  }

  private constructor(
    /** @internal */ public readonly _mode: 'install' | 'existing' | 'none',
    /** @internal */ public readonly _options: MultusOptions,
  ) {}
}

/** What lies where on the nodes. */
export function nodePaths({ cniConfDir, cniBinDir, criSocket, netnsDir, kubeletDir }: MultusOptions, distribution = Distribution.KUBEADM): NodePaths {
  const { cniBinRoot, ...paths } = DISTRIBUTIONS[distribution].paths;
  return {
    ...paths,
    ...(cniBinDir === undefined && set({ cniBinRoot })),
    ...set({ cniConf: cniConfDir, cniBin: cniBinDir, criSocket, netns: netnsDir, kubelet: kubeletDir }),
  };
}

/** Values of the chart. */
function multusValues(options: MultusOptions, props: VmoClusterProfileProps): Record<string, any> {
  const { masterCni, connectionLimit, dynamicNetworks, installCrd, logLevel } = options;
  return bundledValues({
    images: { multus: imageReference(MULTUS, props), dynamicNetworks: imageReference(DYNAMIC_NETWORKS, props) },
    paths: nodePaths(options, props.distribution),
    ...crdValues(props),
    ...set({ masterCni, connectionLimit, installCrd, logLevel, takeCrd: props.adoptExisting || undefined }),
    ...(dynamicNetworks !== undefined && { dynamicNetworks: { enabled: dynamicNetworks } }),
  }, options, props);
}

function multusFindings(options: MultusOptions): Finding[] {
  const { masterCni } = options;
  const isFile = masterCni === undefined || Token.isUnresolved(masterCni) || (typeof masterCni === 'string' && /^[^/]+$/.test(masterCni));
  return [
    ...enumFindings('multus.logLevel', options.logLevel, MultusLogLevel),
    ...pathFindings('multus.cniConfDir', options.cniConfDir, '/etc/cni/net.d'),
    ...pathFindings('multus.cniBinDir', options.cniBinDir, '/opt/cni/bin'),
    ...pathFindings('multus.criSocket', options.criSocket, '/run/containerd/containerd.sock'),
    ...pathFindings('multus.netnsDir', options.netnsDir, '/run/netns'),
    ...pathFindings('multus.kubeletDir', options.kubeletDir, '/var/lib/kubelet'),
    ...(isFile ? [] : [propFinding('multus.masterCni', `got ${show(masterCni)}, expected the name of a file`, 'write it without its directory, like "05-cilium.conflist"')]),
    ...numberFindings('multus.connectionLimit', options.connectionLimit, 1, Infinity, 16),
  ];
}

/** Multus, with the controller for NICs that come and go. */
export function multus(props: VmoClusterProfileProps): Component {
  const { _mode, _options: options } = props.multus ?? Multus.install();
  if (_mode !== 'install') return NOTHING;
  return bundledComponent({
    id: 'Multus',
    prop: 'multus',
    chart: 'multus',
    options,
    namespace: NODE_NAMESPACE,
    // The CRD is on many clusters already, and so is a Multus by its own manifests. Where it would go with this one, that is to be said.
    takeOwnership: props.removalPolicy !== RemovalPolicy.DESTROY,
    findings: () => multusFindings(options),
    values: () => multusValues(options, props),
  });
}
