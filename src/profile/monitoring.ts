import { Component } from './component';
import { alertGroup, grafanaDashboards } from './monitoring-content';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { Finding } from '../admission/finding';
import { labelFindings } from '../construct/prop-checks';

/** The Prometheus that watches the cluster. */
export interface MonitoringPrometheus {
  /**
   * Its namespace.
   * @default - `namespace` of the monitoring
   */
  readonly namespace?: string;
  /** Its ServiceAccount: KubeVirt lets it read metrics. For kube-prometheus-stack, `<release>-kube-prometheus-stack-prometheus`, cut to 63 characters. */
  readonly account: string;
  /**
   * Namespace of KubeVirt's ServiceMonitor.
   * @default - that of Prometheus
   */
  readonly serviceMonitorNamespace?: string;
}

/** What people see of VMs in Grafana, and what they are alerted to by Prometheus. */
export interface MonitoringOptions {
  /** Namespace of Grafana's dashboards and of the alerts; it is created where it does not exist. */
  readonly namespace: string;
  /**
   * The Prometheus that reads KubeVirt's metrics, where options of `kubevirt` do not say it.
   * @default - as KubeVirt finds it
   */
  readonly prometheus?: MonitoringPrometheus;
  /**
   * Whether to add dashboards, as ConfigMaps that Grafana's sidecar finds by `dashboardLabels`.
   * @default true
   */
  readonly dashboards?: boolean;
  /**
   * Labels of the dashboards.
   * @default - `grafana_dashboard: "1"`
   */
  readonly dashboardLabels?: { readonly [label: string]: string };
  /**
   * Whether to add alerts about single VMs, as a PrometheusRule, whose CRD the cluster must have.
   * @default true
   */
  readonly alerts?: boolean;
  /**
   * Labels of the PrometheusRule, by which Prometheus picks it, such as `release: monitoring` for kube-prometheus-stack.
   * @default - none
   */
  readonly alertLabels?: { readonly [label: string]: string };
}

/** The objects that a monitoring is made of. */
export function monitoringManifests(options: MonitoringOptions): object[] {
  const { namespace, dashboards = true, dashboardLabels = { grafana_dashboard: '1' }, alerts = true, alertLabels } = options;
  const maps = Object.entries(grafanaDashboards()).map(([name, dashboard]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `vmo-dashboard-${name}`, namespace, labels: dashboardLabels },
    data: { [`${name}.json`]: JSON.stringify(dashboard) },
  }));
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'vmo-virtual-machines', namespace, ...alertLabels && { labels: alertLabels } },
    spec: { groups: [alertGroup()] },
  };
  return [...dashboards ? maps : [], ...alerts ? [rule] : []];
}

/** What KubeVirt is told of Prometheus. */
export function prometheusOfKubevirt({ monitoring: options }: VmoClusterProfileProps): object {
  const prometheus = options?.prometheus;
  return prometheus === undefined ? {} : {
    monitorNamespace: prometheus.namespace ?? options!.namespace,
    monitorAccount: prometheus.account,
    ...prometheus.serviceMonitorNamespace !== undefined && { serviceMonitorNamespace: prometheus.serviceMonitorNamespace },
  };
}

/** What is wrong with the options. */
function monitoringFindings({ namespace, prometheus }: MonitoringOptions): Finding[] {
  return [
    ...labelFindings('monitoring.namespace', namespace, 'monitoring'),
    ...(prometheus === undefined ? [] : labelFindings('monitoring.prometheus.account', prometheus.account, 'prometheus-k8s')),
    ...(['namespace', 'serviceMonitorNamespace'] as const).flatMap((field) => prometheus?.[field] === undefined ? []
      : labelFindings(`monitoring.prometheus.${field}`, prometheus[field], 'monitoring')),
  ];
}

/** Dashboards and alerts, where there are to be any. */
export function monitoring({ monitoring: options }: VmoClusterProfileProps): Component {
  return {
    findings: () => options ? monitoringFindings(options) : [],
    namespaces: () => options ? [{ name: options.namespace }] : [],
    releases: () => {
      const objects = options ? monitoringManifests(options) : [];
      return objects.length === 0 ? [] : [{
        id: 'Monitoring',
        after: ['Resource'],
        name: 'vmo-monitoring',
        namespace: SYSTEM_NAMESPACE,
        chart: 'vmo-manifests',
        values: { objects },
      }];
    },
  };
}
