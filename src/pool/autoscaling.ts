import { Finding, show } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { literalFindings, numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { kubevirtFacts } from '../kubevirt/facts';
import { set } from '../kubevirt/maps';
import { canonicalQuantity } from '../kubevirt/quantity';
import { IVmoCluster } from '../profile/cluster';

/** Between how many VMs a pool has, and what decides. */
export interface PoolAutoscaling {
  /** The most VMs. */
  readonly max: number;
  /**
   * The fewest VMs.
   * @default 1
   */
  readonly min?: number;
  /**
   * How busy the guests' CPUs are to be on average, in percent of the CPUs that each guest has. (Not of what its pod asks for, which is a
   * tenth of that unless `cpuAllocationRatio` says otherwise.) Needs the metrics server.
   * @default - 80, or nothing where there are `metrics`
   */
  readonly cpuUtilization?: number;
  /**
   * Metrics by their Kubernetes names, beside `cpuUtilization`: `{ type: 'Pods', pods: { … } }`. That which asks for the most VMs decides.
   * @default - none
   * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
   */
  readonly metrics?: { [key: string]: any }[];
  /**
   * How fast the pool grows and shrinks, by its Kubernetes names: `{ scaleDown: { stabilizationWindowSeconds: 600 } }`.
   * @default - Kubernetes': at once up, after 5 minutes down
   */
  readonly behavior?: { [key: string]: any };
}

/** How many CPUs each guest of a template has; `undefined` where that is not known at synth. */
export function guestCpus(template: any, namespace: string, cluster: IVmoCluster): number | undefined {
  const { instancetype, template: { spec: { domain: { cpu } } } } = template.spec;
  if (!instancetype) {
    const cpus = (cpu?.sockets ?? 1) * (cpu?.cores ?? 1) * (cpu?.threads ?? 1);
    return cpu && Number.isInteger(cpus) ? cpus : undefined;
  }
  const own = AppRegistry.of(cluster).ownOf(cluster.clusterName).instancetypes;
  const { name, kind } = instancetype;
  if (kind === 'VirtualMachineInstancetype') return own.get(`${namespace}/${name}`)?.cpu.guest;
  return (own.get(name) ?? kubevirtFacts(cluster.kubevirtVersion).instancetypes[name])?.cpu.guest;
}

/** The HorizontalPodAutoscaler of a pool whose guests have so many CPUs. */
export function autoscalerManifest(name: string, namespace: string, pool: object, autoscaling: PoolAutoscaling, cpus = 1): any {
  const { min = 1, max, metrics = [], behavior } = autoscaling;
  const cpuUtilization = wantedUtilization(autoscaling);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: set({
      scaleTargetRef: pool,
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        ...(cpuUtilization === undefined ? [] : [{
          type: 'ContainerResource',
          // Of the container with the guest only; an amount, because a percentage would be one of what the pod asks for.
          containerResource: { name: 'cpu', container: 'compute', target: { type: 'AverageValue', averageValue: canonicalQuantity(`${cpus * cpuUtilization * 10}m`) } },
        }]),
        ...metrics,
      ],
      behavior,
    }),
  };
}

/** What is wrong with how a pool scales; `cpus` where they are known. */
export function autoscalingFindings(autoscaling: PoolAutoscaling, cpus: number | undefined): Finding[] {
  const { min = 1, max, cpuUtilization } = autoscaling;
  const known = cpus !== undefined || wantedUtilization(autoscaling) === undefined;
  return [
    ...numberFindings('autoscaling.min', min, 1, Infinity, 1),
    ...(max === undefined ? [propFinding('autoscaling.max', `got ${show(max)}, expected the most VMs that there may be`, 'write a number such as 10')]
      : numberFindings('autoscaling.max', max, typeof min === 'number' ? min : 1, Infinity, 10)),
    ...numberFindings('autoscaling.cpuUtilization', cpuUtilization, 1, 100, 80),
    ...literalFindings([['autoscaling.cpuUtilization', cpuUtilization]], 'an amount of CPU is worked out from it'),
    ...(known ? [] : [propFinding('autoscaling.cpuUtilization', 'how many CPUs the guests have is not known at synth, so neither is what this is a percentage of',
      'use Size.of({ … }) or an instancetype made in this app, or write `metrics` instead')]),
  ];
}

function wantedUtilization({ cpuUtilization, metrics = [] }: PoolAutoscaling): number | undefined {
  return cpuUtilization ?? (metrics.length === 0 ? 80 : undefined);
}
