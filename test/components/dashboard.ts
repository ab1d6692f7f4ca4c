import { ComponentCase } from './component';

export const DASHBOARD: ComponentCase = {
  defaults: { dashboard: {} },
  full: {
    dashboard: {
      repository: 'https://charts.example.com',
      chartVersion: '0.40.1',
      oidc: {
        issuerUrl: 'https://login.example.com/realms/main',
        clientId: '1234567890',
        clientSecretName: 'vmo-dashboard-oidc',
        scopes: ['profile', 'email', 'groups'],
        callbackUrl: 'https://vms.example.com/ui/oidc-callback',
        usePkce: true,
      },
      ingress: { host: 'vms.example.com', className: 'traefik', tlsSecretName: 'vms-tls', annotations: { 'cert-manager.io/cluster-issuer': 'main' } },
      httpRoute: { gateway: { name: 'public', namespace: 'gateways', sectionName: 'https' }, hostnames: ['vms.example.com'] },
      baseUrl: '/ui',
      replicas: 2,
      pods: {
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ key: 'infra', operator: 'Exists', effect: 'NoSchedule' }],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{
              weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'app.kubernetes.io/instance': 'vmo-dashboard' } } },
            }],
          },
        },
        priorityClassName: 'system-cluster-critical',
      },
      image: 'registry.example.com/headlamp-k8s/headlamp:v0.40.1',
      pluginImage: 'registry.example.com/naval-group/headlamp-kubevirt:v0.2.2',
      overrides: { podDisruptionBudget: { enabled: true, minAvailable: 1 } },
    },
  },
};
