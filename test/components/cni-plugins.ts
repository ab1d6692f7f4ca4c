import { ComponentCase } from './component';
import { NODE_AGENT } from './node-agent';

export const CNI_PLUGINS: ComponentCase = {
  defaults: { cniPlugins: {} },
  full: {
    imagePullSecrets: ['registry-login'],
    cniPlugins: {
      ...NODE_AGENT, plugins: ['bridge', 'tuning', 'macvlan'], cniBinDir: '/srv/cni/bin', overwrite: true, interval: 60, overrides: { source: '/plugins' },
    },
  },
};
