import { ComponentCase } from './component';
import { Access, Exposure, TrafficPolicy } from '../../src';

/** The presets, with what needs no other software in the cluster. */
export const ACCESS: ComponentCase = {
  defaults: { access: Access.direct() },
  full: {
    access: Access.custom({
      uploadProxy: Exposure.loadBalancer({
        host: 'uploads.example.com',
        className: 'metallb.io/metallb',
        ip: '203.0.113.10',
        sourceRanges: ['203.0.113.0/24', '2001:db8::/32'],
        allocateNodePorts: false,
        annotations: { 'metallb.io/address-pool': 'vms' },
        externalTrafficPolicy: TrafficPolicy.LOCAL,
      }),
      exportProxy: Exposure.nodePort({ host: 'nodes.example.com', nodePort: 30_444, externalTrafficPolicy: TrafficPolicy.LOCAL }),
      reverseProxy: { server: 'frps.example.com', tokenSecret: { name: 'frp' } },
    }),
  },
};
