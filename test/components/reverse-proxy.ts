import { ComponentCase } from './component';
import { Access, ReverseProxyLogLevel, ReverseProxyOptions, ReverseProxyProtocol, ReverseProxyTarget } from '../../src';

const GRAFANA = { service: 'grafana', namespace: 'monitoring' };

const FULL: ReverseProxyOptions = {
  server: 'frps.example.com',
  port: 7443,
  domain: 'clusters.example.com',
  targets: [
    ReverseProxyTarget.apiServer({ subdomain: 'east', customDomains: ['api.example.org'], healthCheckSeconds: 30, bandwidthLimit: '10MB' }),
    ReverseProxyTarget.uploadProxy(),
    ReverseProxyTarget.exportProxy(),
    ReverseProxyTarget.https({ ...GRAFANA, name: 'grafana-tls', port: 8443 }),
    ReverseProxyTarget.http({ ...GRAFANA, name: 'grafana', port: 3000, certificateSecret: 'grafana-tls', hostHeader: 'grafana.local' }),
    ReverseProxyTarget.tcp({ name: 'ssh', service: 'bastion', namespace: 'default', port: 22, remotePort: 6022 }),
  ],
  oidc: {
    clientId: 'vmo',
    clientSecret: { name: 'frp-oidc', key: 'secret' },
    tokenEndpointUrl: 'https://id.example.com/oauth2/token',
    audience: 'frps',
    scope: 'tunnel',
    caSecret: { name: 'id-ca', key: 'tls.crt' },
  },
  user: 'vmo',
  caSecret: { name: 'frp-ca', key: 'tls.crt' },
  serverName: 'frps.internal',
  certificateSecret: 'frp-client-tls',
  protocol: ReverseProxyProtocol.WSS,
  proxyUrlSecret: { name: 'proxy', key: 'proxy-url' },
  heartbeatInterval: 10,
  heartbeatTimeout: 30,
  poolCount: 2,
  logLevel: ReverseProxyLogLevel.WARN,
  replicas: 2,
  networkPolicy: true,
  image: 'registry.example.com/frpc:v0.70.1',
  namespace: 'edge',
  resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  nodeSelector: { 'node-role.kubernetes.io/edge': '' },
  tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] } }] } },
  priorityClassName: 'system-cluster-critical',
  overrides: { imagePullPolicy: 'Always' },
};

export const REVERSE_PROXY: ComponentCase = {
  defaults: { access: Access.proxied({ server: 'frps.example.com', tokenSecret: { name: 'frp' } }) },
  full: { access: Access.proxied(FULL) },
};
