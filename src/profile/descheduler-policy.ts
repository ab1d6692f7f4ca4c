import { DeschedulerOptions } from './descheduler';
import { namedValues } from './public-chart';
import { SchemaNode } from '../kubevirt/facts';
import { set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

/** Percent of what a node has. */
export interface NodeUtilization {
  /**
   * Percent of its CPU.
   * @default - that of the option
   */
  readonly cpu?: number;
  /**
   * Percent of its memory.
   * @default - that of the option
   */
  readonly memory?: number;
  /**
   * Percent of its pods.
   * @default - that of the option
   */
  readonly pods?: number;
}

/** How many VMs the descheduler may be moving at once. */
export interface DeschedulerEvictionLimits {
  /**
   * From one node. KubeVirt migrates two at once away from a node.
   * @default 2
   */
  readonly perNode?: number;
  /**
   * In one namespace.
   * @default - no limit
   */
  readonly perNamespace?: number;
  /**
   * In all. KubeVirt migrates five at once.
   * @default 5
   */
  readonly total?: number;
}

/** Options of `DeschedulerMetrics.prometheus()`. */
export interface DeschedulerPrometheusOptions {
  /** Address of Prometheus, such as `https://prometheus.monitoring.svc:9090`. It gets the token of the descheduler's ServiceAccount. */
  readonly url: string;
  /** A query whose samples are from 0 to 1 and have the name of a node as label `instance`. */
  readonly query: string;
  /**
   * Nodes below this percentage can take VMs.
   * @default 20
   */
  readonly threshold?: number;
  /**
   * Nodes above this percentage give VMs away.
   * @default 60
   */
  readonly targetThreshold?: number;
}

/** Where the descheduler learns how busy nodes are. */
export class DeschedulerMetrics {
  /** What the pods of a node ask for. Needs nothing on the cluster. */
  public static requests(): DeschedulerMetrics {
    return new DeschedulerMetrics();
  }

  /** What they use, from the metrics API: the cluster needs metrics-server. */
  public static kubernetesMetrics(): DeschedulerMetrics {
    return new DeschedulerMetrics('KubernetesMetrics');
  }

  /** One number for each node, from Prometheus, in the place of `thresholds` and `targetThresholds`. */
  public static prometheus(options: DeschedulerPrometheusOptions): DeschedulerMetrics {
    return new DeschedulerMetrics('Prometheus', options);
  }

  private constructor(
    /** @internal */ public readonly _source?: 'KubernetesMetrics' | 'Prometheus',
    /** @internal */ public readonly _prometheus?: DeschedulerPrometheusOptions,
  ) {}
}

/** Percentages of nodes that can take VMs, and of nodes that give some away. */
export function thresholdsOf(options: DeschedulerOptions): Record<'thresholds' | 'targetThresholds', Record<string, number>> {
  const prometheus = options.metricsSource?._prometheus;
  if (prometheus) {
    return { thresholds: { MetricResource: prometheus.threshold ?? 20 }, targetThresholds: { MetricResource: prometheus.targetThreshold ?? 60 } };
  }
  return {
    thresholds: { cpu: 20, memory: 25, pods: 100, ...set({ ...options.thresholds }) },
    targetThresholds: { cpu: 60, memory: 75, pods: 100, ...set({ ...options.targetThresholds }) },
  };
}

/** Which plugins do something, by when they do. */
const PLUGINS = {
  balance: { enabled: ['LowNodeUtilization'] },
  deschedule: { enabled: ['RemovePodsViolatingNodeTaints', 'RemovePodsViolatingNodeAffinity', 'RemovePodsViolatingInterPodAntiAffinity'] },
};

/** The policy: what the descheduler looks at, and whom it may move. */
export function deschedulerPolicy(options: DeschedulerOptions): any {
  const { evictionLimits = {}, excludedNamespaces = [], metricsSource = DeschedulerMetrics.requests() } = options;
  const { _source: source, _prometheus: prometheus } = metricsSource;
  const namespaces = excludedNamespaces.length > 0 ? { exclude: [...excludedNamespaces] } : undefined;
  return mergeOverrides({
    nodeSelector: options.nodeSelector ?? 'kubevirt.io/schedulable=true',
    ...set({
      maxNoOfPodsToEvictPerNode: evictionLimits.perNode ?? 2,
      maxNoOfPodsToEvictPerNamespace: evictionLimits.perNamespace,
      maxNoOfPodsToEvictTotal: evictionLimits.total ?? 5,
      metricsProviders: source && [{ source, ...prometheus && { prometheus: { url: prometheus.url } } }],
    }),
    profiles: [{
      name: 'vmo',
      pluginConfig: [
        {
          name: 'DefaultEvictor',
          args: {
            nodeFit: true,
            labelSelector: { matchLabels: { 'kubevirt.io': 'virt-launcher' } },
            noEvictionPolicy: 'Mandatory',
            podProtections: podProtections(options),
          },
        },
        { name: 'RemovePodsViolatingNodeTaints', args: set({ namespaces }) },
        { name: 'RemovePodsViolatingNodeAffinity', args: set({ nodeAffinityType: ['requiredDuringSchedulingIgnoredDuringExecution'], namespaces }) },
        { name: 'RemovePodsViolatingInterPodAntiAffinity', args: set({ namespaces }) },
        {
          name: 'LowNodeUtilization',
          args: set({
            ...thresholdsOf(options),
            metricsUtilization: source && { source, ...prometheus && { prometheus: { query: prometheus.query } } },
            evictableNamespaces: namespaces,
          }),
        },
      ],
      plugins: PLUGINS,
    }],
  }, options.policyOverride ?? {});
}

/**
 * What keeps pods from being moved. Every VM's pod has local storage, so with that protection only those move that ask for it by
 * annotation, which no protection stops.
 */
function podProtections({ optIn, ignorePvcPods, ignorePodsWithoutPdb }: DeschedulerOptions): object {
  const extraEnabled = [...ignorePvcPods ? ['PodsWithPVC'] : [], ...ignorePodsWithoutPdb ? ['PodsWithoutPDB'] : []];
  return set({
    defaultDisabled: optIn ? undefined : ['PodsWithLocalStorage'],
    extraEnabled: extraEnabled.length > 0 ? extraEnabled : undefined,
  });
}

/** What stands in a policy, down to the arguments of its plugins. */
export const POLICY: SchemaNode = namedValues(`nodeSelector evictionFailureEventNotification metricsCollector metricsProviders gracePeriodSeconds
  maxNoOfPodsToEvictPerNode maxNoOfPodsToEvictPerNamespace maxNoOfPodsToEvictTotal`, {
  profiles: {
    type: 'array',
    items: namedValues('name', {
      pluginConfig: { type: 'array', items: namedValues('name args') },
      plugins: {
        type: 'object',
        fields: Object.fromEntries(['presort', 'sort', 'deschedule', 'balance', 'filter', 'preevictionfilter'].map((point) => [point, namedValues('enabled disabled')])),
      },
    }),
  },
});
