import { ComponentCase } from './component';
import { Access, Exposure, IngressController } from '../../src';

/** By Ingress and by Gateway; load balancers and ports of nodes are in the case of access. */
export const EXPOSURE: ComponentCase = {
  defaults: {
    access: Access.custom({
      uploadProxy: Exposure.ingress({ host: 'uploads.example.com', controller: IngressController.NGINX }),
      exportProxy: Exposure.gateway({ host: 'exports.example.com', gateway: { name: 'public' } }),
    }),
  },
  full: {
    access: Access.custom({
      uploadProxy: Exposure.ingress({
        host: 'uploads.example.com',
        controller: IngressController.TRAEFIK,
        className: 'traefik',
        tlsSecretName: 'uploads-tls',
        annotations: { 'cert-manager.io/issuer': 'public' },
      }),
      exportProxy: Exposure.gateway({
        host: 'exports.example.com',
        gateway: { name: 'public', namespace: 'gateways', sectionName: 'tls' },
        apiVersion: 'gateway.networking.k8s.io/v1alpha3',
      }),
    }),
  },
};
