import { ComponentCase } from './component';
import { NODE_AGENT } from './node-agent';

export const BRIDGE_MARKER: ComponentCase = {
  defaults: { bridgeMarker: {} },
  full: { imagePullSecrets: ['registry-login'], bridgeMarker: { ...NODE_AGENT, updateInterval: 30, reconcileInterval: 5, overrides: { imagePullPolicy: 'Always' } } },
};
