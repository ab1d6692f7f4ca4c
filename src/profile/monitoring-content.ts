/** One line of a graph. */
interface Line { readonly query: string; readonly legend: string }

/** How a graph writes its numbers, as Grafana calls it. */
type Unit = 'short' | 'bytes' | 'Bps' | 'percentunit' | 's' | 'iops';

/** A dashboard as it is written here: titles of graphs, with what they show. */
interface Content { readonly title: string; readonly uid: string; readonly variables: boolean; readonly graphs: readonly [string, Unit, ...Line[]][] }

/** The VMs that are chosen at the top of the dashboard. */
const CHOSEN = '{namespace=~"$namespace", name=~"$vm"}';
const VM = '{{namespace}}/{{name}}';

const line = (query: string, legend: string): Line => ({ query, legend });
const rate = (metric: string) => `rate(${metric}${CHOSEN}[5m])`;

const CONTENTS: Readonly<Record<string, Content>> = {
  platform: {
    title: 'VM platform',
    uid: 'vmo-platform',
    variables: false,
    graphs: [
      ['VMs by status', 'short', line('count by (status_group) (kubevirt_vm_info)', '{{status_group}}')],
      ['Instances by node', 'short', line('count by (node) (kubevirt_vmi_info{phase="running"})', '{{node}}')],
      ['Migrations', 'short',
        line('sum(kubevirt_vmi_migrations_in_pending_phase)', 'pending'),
        line('sum(kubevirt_vmi_migrations_in_scheduling_phase)', 'scheduling'),
        line('sum(kubevirt_vmi_migrations_in_running_phase)', 'running')],
      ['Instances that cannot leave their node', 'short', line('sum(kubevirt_vmi_non_evictable)', 'instances')],
      ['CPU by node', 'short', line('sum by (node) (rate(kubevirt_vmi_cpu_usage_seconds_total[5m]))', '{{node}}')],
      ['Memory of guests by node', 'bytes', line('sum by (node) (kubevirt_vmi_memory_domain_bytes)', '{{node}}')],
      ['Instances with an outdated launcher', 'short', line('sum(kubevirt_vmi_number_of_outdated)', 'instances')],
      ['Components that are up', 'short',
        line('sum(kubevirt_virt_api_up)', 'virt-api'),
        line('sum(kubevirt_virt_controller_up)', 'virt-controller'),
        line('sum(kubevirt_virt_handler_up)', 'virt-handler'),
        line('sum(kubevirt_virt_operator_up)', 'virt-operator')],
    ],
  },
  vms: {
    title: 'Virtual machines',
    uid: 'vmo-vms',
    variables: true,
    graphs: [
      ['CPU', 'short', line(rate('kubevirt_vmi_cpu_usage_seconds_total'), VM)],
      ['CPU that a guest waited for', 'percentunit', line(`sum by (namespace, name) (${rate('kubevirt_vmi_vcpu_delay_seconds_total')})`, VM)],
      ['Memory that a guest uses', 'percentunit',
        line(`1 - kubevirt_vmi_memory_usable_bytes${CHOSEN} / kubevirt_vmi_memory_available_bytes${CHOSEN}`, VM)],
      ['Memory swapped', 'Bps', line(`kubevirt_vmi_memory_swap_in_traffic_bytes${CHOSEN} + kubevirt_vmi_memory_swap_out_traffic_bytes${CHOSEN}`, VM)],
      ['Network received', 'Bps', line(rate('kubevirt_vmi_network_receive_bytes_total'), `${VM} {{interface}}`)],
      ['Network sent', 'Bps', line(rate('kubevirt_vmi_network_transmit_bytes_total'), `${VM} {{interface}}`)],
      ['Disk reads', 'iops', line(rate('kubevirt_vmi_storage_iops_read_total'), `${VM} {{drive}}`)],
      ['Disk writes', 'iops', line(rate('kubevirt_vmi_storage_iops_write_total'), `${VM} {{drive}}`)],
      ['Filesystems', 'percentunit',
        line(`kubevirt_vmi_filesystem_used_bytes${CHOSEN} / kubevirt_vmi_filesystem_capacity_bytes${CHOSEN}`, `${VM} {{mount_point}}`)],
      ['Memory that a migration has left to copy', 'bytes', line(`kubevirt_vmi_migration_data_remaining_bytes${CHOSEN}`, VM)],
    ],
  },
};

/** The dashboards as Grafana reads them, by name. */
export function grafanaDashboards(): Record<string, any> {
  return Object.fromEntries(Object.entries(CONTENTS).map(([name, content]) => [name, dashboard(content)]));
}

const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

function dashboard({ title, uid, variables, graphs }: Content): object {
  const chosen = [
    variable('namespace', 'Namespace', 'label_values(kubevirt_vmi_info, namespace)'),
    variable('vm', 'VM', 'label_values(kubevirt_vmi_info{namespace=~"$namespace"}, name)'),
  ];
  return {
    title,
    uid,
    tags: ['vmo', 'kubevirt'],
    schemaVersion: 39,
    editable: true,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }, ...variables ? chosen : []] },
    panels: graphs.map(([heading, unit, ...lines], index) => ({
      id: index + 1,
      type: 'timeseries',
      title: heading,
      datasource: DATASOURCE,
      gridPos: { x: 12 * (index % 2), y: 8 * Math.floor(index / 2), w: 12, h: 8 },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: lines.map(({ query, legend }, target) => ({
        refId: String.fromCharCode(65 + target), datasource: DATASOURCE, expr: query, legendFormat: legend,
      })),
    })),
  };
}

function variable(name: string, label: string, query: string): object {
  const all = { includeAll: true, multi: true, allValue: '.*', current: { text: 'All', value: '$__all' } };
  return { name, label, type: 'query', datasource: DATASOURCE, query: { query, refId: name }, refresh: 2, ...all };
}

const MINUTES_OF_A_MIGRATION = 30;

/** What people are alerted to about single VMs; KubeVirt's own alerts are about its components. */
export function alertGroup(): { name: string; rules: any[] } {
  return {
    name: 'vmo-virtual-machines',
    rules: [
      alert('VmInError', 'max by (namespace, name, status) (kubevirt_vm_info{status_group="error"}) > 0', '5m', 'critical',
        'VM {{ $labels.namespace }}/{{ $labels.name }} should run, and is {{ $labels.status }}.'),
      alert('VmDoesNotStart', 'max by (namespace, name, status) (kubevirt_vm_info{status_group="starting"}) > 0', '30m', 'warning',
        'VM {{ $labels.namespace }}/{{ $labels.name }} has been {{ $labels.status }} for half an hour.'),
      alert('VmMigrationStuck', `time() - max by (namespace, name, migration_name) (kubevirt_vmi_migration_start_time_seconds) > ${MINUTES_OF_A_MIGRATION * 60}`
        + ' unless on (namespace, name, migration_name) kubevirt_vmi_migration_end_time_seconds', '5m', 'warning',
      `Migration {{ $labels.migration_name }} of VM {{ $labels.namespace }}/{{ $labels.name }} began more than ${MINUTES_OF_A_MIGRATION} minutes ago.`),
      alert('VmFilesystemNearlyFull', 'kubevirt_vmi_filesystem_used_bytes / kubevirt_vmi_filesystem_capacity_bytes > 0.9', '15m', 'warning',
        'Filesystem {{ $labels.mount_point }} of VM {{ $labels.namespace }}/{{ $labels.name }} is more than 90 % full, as its guest agent says.'),
      alert('VmMemoryNearlyFull', 'kubevirt_vmi_memory_usable_bytes / kubevirt_vmi_memory_available_bytes < 0.05', '15m', 'warning',
        'VM {{ $labels.namespace }}/{{ $labels.name }} has less than 5 % of its memory left.'),
    ],
  };
}

function alert(name: string, expr: string, duration: string, severity: string, summary: string): object {
  return { alert: name, expr, for: duration, labels: { severity }, annotations: { summary } };
}
