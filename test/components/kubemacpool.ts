import { ComponentCase } from './component';
import { NODE_AGENT } from './node-agent';
import { KubemacpoolMode } from '../../src';

export const KUBEMACPOOL: ComponentCase = {
  defaults: { kubemacpool: {} },
  full: {
    imagePullSecrets: ['registry-login'],
    kubemacpool: {
      ...NODE_AGENT,
      range: { start: '52:54:00:10:00:00', end: '52:54:00:1f:ff:ff' },
      vmMode: KubemacpoolMode.OPT_IN,
      podMode: KubemacpoolMode.OPT_OUT,
      ignoreFailures: true,
      waitTime: 600,
      networkPolicy: true,
      overrides: { imagePullPolicy: 'Always' },
    },
  },
};
