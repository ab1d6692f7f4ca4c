import { Token } from 'cdktf';
import { Component } from './component';
import { DeschedulerEvictionLimits, DeschedulerMetrics, deschedulerPolicy, NodeUtilization, POLICY, thresholdsOf } from './descheduler-policy';
import { Image, pullSecrets } from './image';
import { EvictionStrategy } from './kubevirt-configuration';
import { KubevirtOptions } from './kubevirt-options';
import { SYSTEM_NAMESPACE } from './namespaces';
import { podFindings, PodOptions, podValues } from './pod-options';
import { VmoClusterProfileProps } from './props';
import { chartImage, chartImageFindings, chartOf, chartValues, namedValues, PublicChart, publicChartFindings, PublicChartOptions } from './public-chart';
import { fieldFindings } from './schema-check';
import { Finding, show } from '../admission/finding';
import { enumFindings, labelFindings, literalFindings, numberFindings } from '../construct/prop-checks';
import { propFinding, propWarning } from '../construct/report';
import { mapTree } from '../delivery/terraform-text';
import { cronMistake } from '../kubevirt/cron';
import { set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

/** How the descheduler runs. */
export enum DeschedulerMode {
  /** All the time. It remembers which VMs it has asked to move. */
  DEPLOYMENT = 'Deployment',
  /** On a schedule. Each run begins without memory, and may ask for more moves than there should be at once. */
  CRON_JOB = 'CronJob',
}

/**
 * Options of `Descheduler.install()`.
 * @see https://github.com/kubernetes-sigs/descheduler
 */
export interface DeschedulerOptions extends PublicChartOptions {
  /** @default DeschedulerMode.DEPLOYMENT */
  readonly mode?: DeschedulerMode;
  /**
   * Seconds between two looks, of `DeschedulerMode.DEPLOYMENT`.
   * @default 300
   */
  readonly interval?: number;
  /**
   * When it looks, of `DeschedulerMode.CRON_JOB`: five fields as cron has them.
   * @default - every 15 minutes
   */
  readonly schedule?: string;
  /**
   * Install it, and let it move nothing for now: for the time of an upgrade of the platform.
   * @default false
   */
  readonly suspended?: boolean;
  /**
   * A node below all of these can take VMs.
   * @default - 20 % of its CPU, 25 % of its memory, 100 % of its pods
   */
  readonly thresholds?: NodeUtilization;
  /**
   * A node above one of these gives VMs away.
   * @default - 60 % of its CPU, 75 % of its memory, 100 % of its pods
   */
  readonly targetThresholds?: NodeUtilization;
  /**
   * Where it learns how busy nodes are.
   * @default DeschedulerMetrics.requests()
   */
  readonly metricsSource?: DeschedulerMetrics;
  /**
   * How many VMs move at once.
   * @default - 2 from one node, 5 in all
   */
  readonly evictionLimits?: DeschedulerEvictionLimits;
  /**
   * Namespaces whose VMs stay where they are.
   * @default - none
   */
  readonly excludedNamespaces?: string[];
  /**
   * Nodes that it looks at, as a label selector.
   * @default kubevirt.io/schedulable=true
   */
  readonly nodeSelector?: string;
  /**
   * Move only VMs whose pods have the annotation `descheduler.alpha.kubernetes.io/evict`, as those of Palette's templates have. Else all that
   * KubeVirt can migrate.
   * @default false
   */
  readonly optIn?: boolean;
  /**
   * Leave VMs with a PersistentVolumeClaim where they are, which is nearly all of them. In Palette's values; a warning says so.
   * @default false
   */
  readonly ignorePvcPods?: boolean;
  /**
   * Leave VMs without a PodDisruptionBudget where they are, which KubeVirt makes for none. In Palette's values; a warning says so.
   * @default false
   */
  readonly ignorePodsWithoutPdb?: boolean;
  /**
   * Parts of the policy that have no option here, merged last; profiles and what configures their plugins by name. The one profile
   * is called `vmo`.
   * @default - none
   * @see https://github.com/kubernetes-sigs/descheduler#policy-default-evictor-and-strategy-plugins
   */
  readonly policyOverride?: { [key: string]: any };
  /**
   * Pods of the Deployment; one leads, the others stand by.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * What its pods take, and where they run.
   * @default - 100m CPU and 128Mi of memory asked for, on any node
   */
  readonly pods?: PodOptions;
  /**
   * Its image, with a tag.
   * @default registry.k8s.io/descheduler/descheduler:v0.36.0
   */
  readonly image?: string;
}

/**
 * What moves VMs from busy nodes to idle ones, and away from where they should no longer be, by live migration.
 */
export class Descheduler {
  /** Install it. */
  public static install(options: DeschedulerOptions = {}): Descheduler {
    return new Descheduler('install', options);
  }

  /** VMs stay where they were started. */
  public static none(): Descheduler {
    return new Descheduler('none', {});
  }

  private constructor(
    /** @internal */ public readonly _mode: 'install' | 'none',
    /** @internal */ public readonly _options: DeschedulerOptions,
  ) {}
}

export const DESCHEDULER: Image = { repository: 'registry.k8s.io/descheduler/descheduler', tag: 'v0.36.0' };

export const DESCHEDULER_CHART: PublicChart = {
  repository: 'https://kubernetes-sigs.github.io/descheduler/',
  name: 'descheduler',
  version: '0.36.0',
  values: namedValues(`affinity automountServiceAccountToken command commonLabels cronJobAnnotations cronJobApiVersion cronJobLabels cmdOptions
    deploymentAnnotations deschedulerPolicyAPIVersion deschedulingInterval dnsConfig extraServiceAccountVolumeMounts extraServiceAccountVolumes
    failedJobsHistoryLimit activeDeadlineSeconds fullnameOverride imagePullSecrets initContainers jobAnnotations jobLabels kind livenessProbe
    nameOverride namespaceOverride nodeSelector podAnnotations podLabels podSecurityContext ports priorityClassName replicas resources schedule
    securityContext startingDeadlineSeconds successfulJobsHistoryLimit suspend timeZone tolerations topologySpreadConstraints ttlSecondsAfterFinished`, {
    deschedulerPolicy: POLICY,
    image: namedValues('repository tag pullPolicy'),
    leaderElection: namedValues('enabled leaseDuration renewDeadline retryPeriod resourceLock resourceName resourceNamespace'),
    rbac: namedValues('create'),
    service: namedValues('enabled ipFamilyPolicy ipFamilies'),
    serviceAccount: namedValues('create name annotations automountServiceAccountToken'),
    serviceMonitor: namedValues('enabled apiVersion namespace additionalLabels interval honorLabels insecureSkipVerify serverName metricRelabelings relabelings'),
  }),
};

/** Values of the descheduler chart. */
function deschedulerValues(options: DeschedulerOptions, props: VmoClusterProfileProps): any {
  const { mode = DeschedulerMode.DEPLOYMENT, interval = 300, schedule = '*/15 * * * *', suspended = false, replicas = 1 } = options;
  return chartValues({
    // A Deployment cannot be suspended, a CronJob can.
    kind: suspended ? DeschedulerMode.CRON_JOB : mode,
    ...mode === DeschedulerMode.CRON_JOB || suspended ? { schedule, suspend: suspended } : { deschedulingInterval: `${interval}s`, replicas },
    ...replicas > 1 && { leaderElection: { enabled: true, resourceNamespace: SYSTEM_NAMESPACE } },
    image: chartImage(DESCHEDULER, options.image, props),
    ...set({ imagePullSecrets: pullSecrets(props.imagePullSecrets) }),
    // KubeVirt answers an eviction with "later" and migrates the VM; without the gate this counts as a failure, and the next VM is asked.
    cmdOptions: { 'v': 3, 'feature-gates': 'EvictionsInBackground=true' },
    deschedulerPolicy: literalForHelm(deschedulerPolicy(options)),
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    ...mergeOverrides({ resources: { requests: { cpu: '100m', memory: '128Mi' } } }, podValues(options.pods)),
  }, options);
}

/** The chart takes the policy for a template: braces of ours are none. */
function literalForHelm(policy: object): any {
  return mapTree(policy, (leaf) => typeof leaf === 'string' ? leaf.replace(/\{\{/g, '{{`{{`}}') : leaf);
}

/** What is wrong with the options. */
function deschedulerFindings(options: DeschedulerOptions, kubevirt: KubevirtOptions): Finding[] {
  const { mode = DeschedulerMode.DEPLOYMENT, schedule, policyOverride } = options;
  const { thresholds, targetThresholds } = thresholdsOf(options);
  const source = options.metricsSource?._prometheus;
  const [low, high] = source ? ['metricsSource.threshold', 'metricsSource.targetThreshold'] : ['thresholds', 'targetThresholds'];
  const percentages = (path: string, values: Record<string, number>) => Object.entries(values).flatMap(([resource, percent]) =>
    numberFindings(source ? `descheduler.${path}` : `descheduler.${path}.${resource}`, percent, 0, 100, 50));
  const only = (field: 'interval' | 'schedule' | 'replicas', needed: string, other: string) => options[field] === undefined || mode === needed ? []
    : [propFinding(`descheduler.${field}`, `got ${show(options[field])} with mode ${mode}, which has none`, `take it out, or set descheduler.mode to DeschedulerMode.${other}`)];
  const mistake = schedule === undefined || Token.isUnresolved(schedule) ? undefined : cronMistake(schedule);
  return [
    ...enumFindings('descheduler.mode', options.mode, DeschedulerMode),
    ...literalFindings(Object.entries({ mode, interval: options.interval, replicas: options.replicas, suspended: options.suspended })
      .map(([field, value]) => [`descheduler.${field}`, value] as const), 'what is installed is decided'),
    ...only('interval', DeschedulerMode.DEPLOYMENT, 'DEPLOYMENT'),
    ...only('replicas', DeschedulerMode.DEPLOYMENT, 'DEPLOYMENT'),
    ...only('schedule', DeschedulerMode.CRON_JOB, 'CRON_JOB'),
    ...numberFindings('descheduler.interval', options.interval, 1, Infinity, 300),
    ...numberFindings('descheduler.replicas', options.replicas, 1, Infinity, 1),
    ...(mistake ? [propFinding('descheduler.schedule', `got ${show(schedule)}: ${mistake}`, 'write it like "*/15 * * * *"')] : []),
    ...percentages(low, thresholds),
    ...percentages(high, targetThresholds),
    ...Object.entries(thresholds).flatMap(([resource, percent]) => {
      const most = targetThresholds[resource];
      return Token.isUnresolved(most) || percent <= most ? [] : [propFinding(`descheduler.${low}${source ? '' : `.${resource}`}`,
        `${percent} is more than the ${most} of ${high}, so one node could both take and give VMs`, `give a number of at most ${most}`)];
    }),
    ...Object.entries(options.evictionLimits ?? {}).flatMap(([limit, count]) => numberFindings(`descheduler.evictionLimits.${limit}`, count, 1, Infinity, 2)),
    ...(options.excludedNamespaces ?? []).flatMap((name, index) => labelFindings(`descheduler.excludedNamespaces[${index}]`, name, 'databases')),
    ...(source && !Token.isUnresolved(source.url) && !/^https?:\/\/[^/]/.test(source.url)
      ? [propFinding('descheduler.metricsSource.url', `got ${show(source.url)}, expected an address with http:// or https://`, 'write it like "http://prometheus.monitoring.svc:9090"')] : []),
    ...podFindings('descheduler.pods', options.pods),
    ...chartImageFindings('descheduler.image', options.image, DESCHEDULER),
    ...(policyOverride ? fieldFindings('descheduler.policyOverride', policyOverride, POLICY) : []),
    ...publicChartFindings('descheduler', DESCHEDULER_CHART, options),
    ...effectFindings(options, kubevirt),
  ];
}

/** Settings with which it does nothing to VMs, or too much. */
function effectFindings(options: DeschedulerOptions, kubevirt: KubevirtOptions): Finding[] {
  const stopsAll = (['ignorePvcPods', 'ignorePodsWithoutPdb'] as const).filter((field) => options[field] && !options.optIn).map((field) => propWarning(`descheduler.${field}`,
    field === 'ignorePvcPods' ? 'nearly every VM has a PersistentVolumeClaim, so none would be moved' : 'KubeVirt makes no PodDisruptionBudgets for VMs, so none would be moved',
    'take it out, or set descheduler.optIn, so that VMs with the annotation descheduler.alpha.kubernetes.io/evict are moved'));
  const { evictionStrategy = EvictionStrategy.LIVE_MIGRATE, overrides = {} } = kubevirt;
  const strategy = mergeOverrides({ evictionStrategy }, overrides.configuration ?? {}).evictionStrategy ?? EvictionStrategy.NONE;
  return [
    ...stopsAll,
    ...(strategy === EvictionStrategy.NONE ? [propWarning('descheduler', 'KubeVirt\'s evictionStrategy is None, so VMs that do not say otherwise would be shut down where they should be moved',
      'set kubevirt.evictionStrategy to EvictionStrategy.LIVE_MIGRATE, or use Descheduler.none()')] : []),
  ];
}

/** The descheduler. It goes before KubeVirt does, so that it moves nothing meanwhile. */
export function descheduler(props: VmoClusterProfileProps): Component {
  const { descheduler: chosen = Descheduler.install(), kubevirt = {} } = props;
  const options = chosen._options;
  return {
    findings: () => chosen._mode === 'install' ? deschedulerFindings(options, kubevirt) : [],
    releases: () => chosen._mode === 'install' ? [{
      id: 'Descheduler',
      after: ['Resource'],
      name: 'vmo-descheduler',
      namespace: SYSTEM_NAMESPACE,
      chart: chartOf(DESCHEDULER_CHART, options, props),
      values: deschedulerValues(options, props),
    }] : [],
  };
}
