import { MonitoringOptions, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { objects, refusalOf, releases, synth, waitsFor } from '../support/synth';

const profile = (monitoring?: MonitoringOptions, props: Partial<VmoClusterProfileProps> = {}) =>
  synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', monitoring, ...props })).stack;

const kubevirt = (monitoring: MonitoringOptions, props?: Partial<VmoClusterProfileProps>) => releases(profile(monitoring, props))['vmo-kubevirt'].values.spec;

test('there is one only where asked for, after KubeVirt', () => {
  expect(Object.keys(releases(profile()))).not.toContain('vmo-monitoring');
  expect(waitsFor(profile({ namespace: 'monitoring' }), 'vmo-monitoring')).toContain('vmo-kubevirt');
});

test('dashboards are ConfigMaps that the sidecar of Grafana finds', () => {
  const maps = objects(profile({ namespace: 'grafana' }), 'ConfigMap');
  expect(Object.keys(maps).sort()).toEqual(['vmo-dashboard-platform', 'vmo-dashboard-vms']);
  for (const { metadata, data } of Object.values<any>(maps)) {
    expect(metadata).toMatchObject({ namespace: 'grafana', labels: { grafana_dashboard: '1' } });
    const [dashboard] = Object.values<string>(data).map((text) => JSON.parse(text));
    expect(dashboard.panels.length).toBeGreaterThan(5);
  }
  expect(objects(profile({ namespace: 'grafana', dashboardLabels: { boards: 'yes' } }), 'ConfigMap')['vmo-dashboard-vms'].metadata.labels).toEqual({ boards: 'yes' });
});

test('alerts are a PrometheusRule with the labels by which Prometheus picks it', () => {
  const rule = objects(profile({ namespace: 'monitoring', alertLabels: { release: 'prometheus' } }), 'PrometheusRule')['vmo-virtual-machines'];
  expect(rule.metadata).toMatchObject({ namespace: 'monitoring', labels: { release: 'prometheus' } });
  expect(rule.spec.groups[0].rules.map(({ alert }: any) => alert))
    .toEqual(['VmInError', 'VmDoesNotStart', 'VmMigrationStuck', 'VmFilesystemNearlyFull', 'VmMemoryNearlyFull']);
  // What Prometheus fills in arrives as it was written.
  expect(rule.spec.groups[0].rules[0].annotations.summary).toContain('{{ $labels.namespace }}');
});

test('either can be left out, and both', () => {
  expect(objects(profile({ namespace: 'monitoring', alerts: false }), 'PrometheusRule')).toEqual({});
  expect(objects(profile({ namespace: 'monitoring', dashboards: false }), 'ConfigMap')).toEqual({});
  expect(Object.keys(releases(profile({ namespace: 'monitoring', alerts: false, dashboards: false })))).not.toContain('vmo-monitoring');
});

test('KubeVirt is told of Prometheus, where its own options do not say it', () => {
  const monitoring = { namespace: 'monitoring', prometheus: { account: 'prom' } };
  expect(kubevirt(monitoring)).toMatchObject({ monitorNamespace: 'monitoring', monitorAccount: 'prom' });
  expect(kubevirt({ ...monitoring, prometheus: { account: 'prom', namespace: 'metrics', serviceMonitorNamespace: 'monitors' } }))
    .toMatchObject({ monitorNamespace: 'metrics', serviceMonitorNamespace: 'monitors' });
  expect(kubevirt(monitoring, { kubevirt: { monitorAccount: 'other' } })).toMatchObject({ monitorNamespace: 'monitoring', monitorAccount: 'other' });
});

test.each<[MonitoringOptions, string]>([
  [{ namespace: 'No' }, 'monitoring.namespace: got "No"'],
  [{ namespace: 'monitoring', prometheus: { account: '' } }, 'monitoring.prometheus.account: got ""'],
  [{ namespace: 'monitoring', prometheus: { account: 'a', namespace: 'B' } }, 'monitoring.prometheus.namespace: got "B"'],
])('%j is refused', (monitoring, message) => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', monitoring }))).toContain(message);
});

test('in a namespace of VMs, that is made once', () => {
  const made = releases(profile({ namespace: 'virtual-machines' }))['vmo-namespaces'].values.objects.filter(({ kind }: any) => kind === 'Namespace');
  expect(made.filter(({ metadata }: any) => metadata.name === 'virtual-machines')).toHaveLength(1);
});
