import { Capability, CapabilityContext, template } from './capability';
import {
  Affinity, BootSource, Descheduling, IVirtualMachine, LabelOperator, NodeInclusionPolicy, Size, Spread, TaintEffect, Topology, VirtualMachine,
  WhenUnsatisfiable,
} from '../../src';

/** Another VM. */
function neighbor({ stack, cluster, namespace }: CapabilityContext): IVirtualMachine {
  return new VirtualMachine(stack, 'neighbor', {
    cluster, namespace, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  });
}

const ID = { matchExpressions: [{ key: 'vmi.kubevirt.io/id', operator: 'In', values: ['neighbor'] }] };

export const placement: Capability[] = [
  {
    title: 'Nodes with a label',
    vm: () => ({ nodeSelector: { 'topology.kubernetes.io/zone': 'zone1' } }),
    spec: template({ nodeSelector: { 'topology.kubernetes.io/zone': 'zone1' } }),
  },
  {
    title: 'Nodes of some zones, and of one of them rather',
    vm: () => ({
      affinity: [
        Affinity.nodes([{ key: Topology.ZONE, operator: LabelOperator.IN, values: ['zone1', 'zone2'] }]),
        Affinity.nodes([{ key: 'node-role.kubernetes.io/spot', operator: LabelOperator.DOES_NOT_EXIST }]),
        Affinity.nodes([{ key: Topology.ZONE, operator: LabelOperator.IN, values: ['zone1'] }], { weight: 50 }),
      ],
    }),
    spec: template({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{
              matchExpressions: [
                { key: 'topology.kubernetes.io/zone', operator: 'In', values: ['zone1', 'zone2'] },
                { key: 'node-role.kubernetes.io/spot', operator: 'DoesNotExist' },
              ],
            }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 50, preference: { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['zone1'] }] } },
          ],
        },
      },
    }),
  },
  {
    title: 'Stay off nodes in maintenance',
    vm: () => ({ affinity: [Affinity.outsideMaintenance()] }),
    spec: template({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'cdktf-vmo/maintenance', operator: 'DoesNotExist' }] }],
          },
        },
      },
    }),
  },
  {
    title: 'Never on one node with another VM',
    vm: (context) => ({ keepApartFrom: [neighbor(context)] }),
    spec: template({
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: ID, topologyKey: 'kubernetes.io/hostname' }] } },
    }),
  },
  {
    title: 'On the node of another VM where possible',
    vm: (context) => ({ keepTogetherWith: [neighbor(context)] }),
    spec: template({
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { labelSelector: ID, topologyKey: 'kubernetes.io/hostname' } },
          ],
        },
      },
    }),
  },
  {
    title: 'In another zone than another VM where possible',
    vm: (context) => ({ affinity: [Affinity.apartFrom([neighbor(context)], { topologyKey: Topology.ZONE, weight: 100 })] }),
    spec: template({
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { labelSelector: ID, topologyKey: 'topology.kubernetes.io/zone' } },
          ],
        },
      },
    }),
  },
  {
    title: 'In the zone of another VM',
    vm: (context) => ({ affinity: [Affinity.togetherWith([neighbor(context)], { topologyKey: Topology.ZONE })] }),
    spec: template({
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: ID, topologyKey: 'topology.kubernetes.io/zone' }] } },
    }),
  },
  {
    title: 'Apart from and together with pods of some labels',
    vm: () => ({
      affinity: [
        Affinity.apartFromPods({ labels: { app: 'noisy' }, namespaceLabels: {} }),
        Affinity.togetherWithPods({
          expressions: [{ key: 'app', operator: LabelOperator.EXISTS }], namespaces: ['cache'], namespaceLabels: { team: 'a' },
        }, { weight: 10 }),
      ],
    }),
    spec: template({
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { labelSelector: { matchLabels: { app: 'noisy' } }, namespaceSelector: {}, topologyKey: 'kubernetes.io/hostname' },
          ],
        },
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{
            weight: 10,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
              namespaces: ['cache'],
              namespaceSelector: { matchLabels: { team: 'a' } },
              topologyKey: 'kubernetes.io/hostname',
            },
          }],
        },
      },
    }),
  },
  {
    title: 'Spread over zones and nodes',
    vm: () => ({ labels: { app: 'web' }, spreadAcross: [Spread.zones(), Spread.hosts()] }),
    metadata: { labels: { app: 'web' } },
    spec: {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'web' } } },
            { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'web' } } },
          ],
        },
      },
    },
  },
  {
    title: 'Spread strictly over groups of nodes',
    vm: () => ({
      labels: { app: 'web', rack: 'a' },
      spreadAcross: [Spread.across(Topology.ZONE, {
        maxSkew: 2,
        whenUnsatisfiable: WhenUnsatisfiable.DO_NOT_SCHEDULE,
        labels: { app: 'web' },
        matchLabelKeys: ['rack'],
        minDomains: 2,
        nodeAffinityPolicy: NodeInclusionPolicy.IGNORE,
        nodeTaintsPolicy: NodeInclusionPolicy.HONOR,
      })],
    }),
    metadata: { labels: { app: 'web', rack: 'a' } },
    spec: {
      template: {
        metadata: { labels: { app: 'web', rack: 'a' } },
        spec: {
          topologySpreadConstraints: [{
            maxSkew: 2,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'web' } },
            matchLabelKeys: ['rack'],
            minDomains: 2,
            nodeAffinityPolicy: 'Ignore',
            nodeTaintsPolicy: 'Honor',
          }],
        },
      },
    },
  },
  {
    title: 'Nodes with taints',
    vm: () => ({
      tolerations: [
        { key: 'dedicated', value: 'vms', effect: TaintEffect.NO_SCHEDULE },
        { key: 'node.kubernetes.io/unreachable', effect: TaintEffect.NO_EXECUTE, tolerationSeconds: 30 },
      ],
    }),
    spec: template({
      tolerations: [
        { key: 'dedicated', operator: 'Equal', value: 'vms', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
      ],
    }),
  },
  {
    title: 'Priority',
    vm: () => ({ priorityClassName: 'important-vms' }),
    spec: template({ priorityClassName: 'important-vms' }),
    needs: [{ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'important-vms' }, value: 1000 }],
  },
  {
    title: 'Scheduler',
    vm: () => ({ schedulerName: 'default-scheduler' }),
    spec: template({ schedulerName: 'default-scheduler' }),
  },
  {
    title: 'Left alone by the descheduler',
    vm: () => ({ descheduling: Descheduling.PREFER_NO_EVICTION }),
    spec: { template: { metadata: { annotations: { 'descheduler.alpha.kubernetes.io/prefer-no-eviction': 'true' } } } },
  },
  {
    title: 'Moved by the descheduler',
    vm: () => ({ descheduling: Descheduling.EVICT }),
    spec: { template: { metadata: { annotations: { 'descheduler.alpha.kubernetes.io/evict': 'true' } } } },
  },
];
