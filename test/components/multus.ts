import { ComponentCase } from './component';
import { NODE_AGENT } from './node-agent';
import { Distribution, Multus, MultusLogLevel } from '../../src';

export const MULTUS: ComponentCase = {
  defaults: { multus: Multus.install() },
  full: {
    distribution: Distribution.K3S,
    imageRegistry: 'registry.example.com/mirror',
    imagePullSecrets: ['registry-login'],
    multus: Multus.install({
      ...NODE_AGENT,
      cniConfDir: '/srv/cni/conf',
      cniBinDir: '/srv/cni/bin',
      criSocket: '/run/other/containerd.sock',
      netnsDir: '/var/run/netns',
      kubeletDir: '/srv/kubelet',
      masterCni: '05-cilium.conflist',
      connectionLimit: 16,
      dynamicNetworks: false,
      installCrd: false,
      logLevel: MultusLogLevel.DEBUG,
      overrides: { daemonConfig: { namespaceIsolation: true, globalNamespaces: 'default' }, dynamicNetworks: { verbosity: 5 } },
    }),
  },
};
