import { ComponentCase } from './component';
import { NODE_AGENT } from './node-agent';

export const VLAN_FILTERING: ComponentCase = {
  defaults: { vlanFiltering: { allowedVlans: ['25'] } },
  full: {
    imagePullSecrets: ['registry-login'],
    vlanFiltering: {
      ...NODE_AGENT,
      bridge: 'br-vms',
      allowedVlans: ['10', '20-25', '100-199'],
      allowedOnSelf: ['10', '20'],
      vmPorts: true,
      exclusive: true,
      interval: 10,
      image: 'registry.example.com/iproute2:6.17.0',
      overrides: { imagePullPolicy: 'Always' },
    },
  },
};
