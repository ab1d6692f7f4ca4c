import { ComponentCase } from './component';

export const MONITORING: ComponentCase = {
  defaults: { monitoring: { namespace: 'monitoring' } },
  full: {
    monitoring: {
      namespace: 'observability',
      prometheus: { account: 'prometheus', namespace: 'metrics', serviceMonitorNamespace: 'monitors' },
      dashboards: true,
      dashboardLabels: { grafana_dashboard: 'vmo' },
      alerts: true,
      alertLabels: { release: 'prometheus' },
    },
  },
};
