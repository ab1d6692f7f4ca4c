import { COUNT, Draft, dropped, imageKeys, oneOf, PackKey, PackPart, PackValues, partOf, RESOURCES, resources, Says, TEXT_MAP, TEXTS, to, unlessEmpty } from './key';
import { closest, show } from '../../admission/finding';
import { isMap, set } from '../../kubevirt/maps';
import { Descheduler, DeschedulerMode } from '../descheduler';
import { DeschedulerMetrics, deschedulerPolicy } from '../descheduler-policy';

const POLICY = 'descheduler.deschedulerPolicy';
const PROFILE = `${POLICY}.profiles[0]`;
const PLUGIN = `${PROFILE}.pluginConfig`;
/** @see https://github.com/kubernetes-sigs/descheduler/blob/master/README.md#evictor-plugin-configuration-default-evictor */
const EVICTOR = [
  'evictDaemonSetPods', 'evictFailedBarePods', 'evictLocalStoragePods', 'evictSystemCriticalPods', 'ignorePodsWithoutPDB', 'ignorePvcPods', 'labelSelector',
  'minPodAge', 'minReplicas', 'noEvictionPolicy', 'nodeFit', 'nodeSelector', 'podProtections', 'priorityThreshold',
];
const EXCLUDED = `${PLUGIN}.LowNodeUtilization.evictableNamespaces.exclude`;

/** Plugins that do nothing to the pods of VMs, each of which is its VM's only one and never restarts. */
const NOT_FOR_VMS = ['RemoveDuplicates', 'RemovePodsHavingTooManyRestarts'];
/** The plugins of the descheduler itself. One that is compiled in besides is called otherwise than any of these. */
const PLUGINS = [
  ...NOT_FOR_VMS, 'DefaultEvictor', 'HighNodeUtilization', 'LowNodeUtilization', 'PodLifeTime', 'RemoveFailedPods', 'RemovePodsViolatingInterPodAntiAffinity',
  'RemovePodsViolatingNodeAffinity', 'RemovePodsViolatingNodeTaints', 'RemovePodsViolatingTopologySpreadConstraint',
];
const WHY_NOT = 'the descheduler moves VMs alone here; the pod of a VM is its only one, and never restarts';

/** Values of the descheduler's own chart, which is the same here. */
const OF_CHART = {
  leaderElection: {},
  service: { enabled: false },
  serviceMonitor: { enabled: false },
  topologySpreadConstraints: [],
  rbac: { create: true },
  serviceAccount: { create: true },
  livenessProbe: { failureThreshold: 3, httpGet: { path: '/healthz', port: 10258, scheme: 'HTTPS' }, initialDelaySeconds: 3, periodSeconds: 10 },
};

/** What moves VMs from busy nodes to idle ones. */
export const DESCHEDULER: PackPart = {
  switches: [{ key: 'descheduler.enabled', of: 'descheduler', default: true }],
  keys: [
    partOf('descheduler.enabled', true, 'descheduler'),
    ...dropped('descheduler', 'it runs in vmo-system', { namespace: 'kube-system' }),
    to('descheduler.kind', 'CronJob', 'descheduler.mode', { kind: oneOf('CronJob', 'Deployment'), as: unlessEmpty }),
    ...imageKeys('descheduler.image', 'registry.k8s.io/descheduler/descheduler', 'v0.32.0'),
    to('descheduler.resources', { requests: { cpu: '500m', memory: '256Mi' }, limits: { cpu: '500m', memory: '256Mi' } }, 'descheduler.pods.resources', {
      kind: RESOURCES, as: resources,
    }),
    partOf('descheduler.schedule', '*/15 * * * *', 'descheduler.schedule'),
    partOf('descheduler.deschedulingInterval', '15m', 'descheduler.interval'),
    partOf('descheduler.replicas', 1, 'descheduler.replicas'),
    to('descheduler.priorityClassName', 'system-cluster-critical', 'descheduler.pods.priorityClassName', { as: unlessEmpty }),
    to('descheduler.podLabels', { 'spectrocloud.com/connection': 'proxy' }, 'descheduler.overrides.podLabels', { kind: TEXT_MAP, as: podLabels }),
    to('descheduler.tolerations', [], 'descheduler.pods.tolerations', { as: unlessEmpty }),
    to('descheduler.nodeSelector', {}, 'descheduler.pods.nodeSelector', { as: unlessEmpty }),
    to('descheduler.affinity', {}, 'descheduler.pods.affinity', { as: unlessEmpty }),
    ...Object.entries(OF_CHART).map(([name, fallback]) => to(`descheduler.${name}`, fallback, `descheduler.overrides.${name}`, { as: otherThan(fallback) })),
    ...dropped('descheduler', 'the policy is written for the descheduler that is installed', { deschedulerPolicyAPIVersion: 'descheduler/v1alpha2' }),
    to(`${POLICY}.nodeSelector`, 'kubevirt.io/schedulable=true', 'descheduler.nodeSelector'),
    to(`${POLICY}.maxNoOfPodsToEvictPerNode`, 10, 'descheduler.evictionLimits.perNode'),
    to(`${POLICY}.maxNoOfPodsToEvictPerNamespace`, undefined, 'descheduler.evictionLimits.perNamespace', { kind: COUNT }),
    to(`${POLICY}.maxNoOfPodsToEvictTotal`, undefined, 'descheduler.evictionLimits.total', { kind: COUNT }),
    ...dropped(POLICY, 'metrics are read where a plugin asks for them: `descheduler.metricsSource`', { 'metricsCollector.enabled': true }),
    to(`${POLICY}.*`, undefined, 'descheduler.policyOverride.*'),
    ...dropped(PROFILE, 'the one profile is called vmo', { name: 'default' }),
    ...dropped(POLICY, 'there is one profile here', { 'profiles[1]': undefined }, { undocumented: true }),
    partOf(`${PLUGIN}.DefaultEvictor.ignorePvcPods`, true, 'descheduler.ignorePvcPods'),
    partOf(`${PLUGIN}.DefaultEvictor.ignorePodsWithoutPDB`, true, 'descheduler.ignorePodsWithoutPdb'),
    ...dropped(`${PLUGIN}.DefaultEvictor`, 'the pod of every VM has local storage, so without this none would be moved; `descheduler.optIn` leaves it to the VMs', { evictLocalStoragePods: true }),
    ...dropped(`${PLUGIN}.DefaultEvictor`, 'it is about other pods than those of VMs, and the descheduler moves these alone here', {
      evictSystemCriticalPods: false, evictDaemonSetPods: false, evictFailedBarePods: false,
    }, { undocumented: true }),
    ...['nodeFit', '*'].map((name) => argument('DefaultEvictor', name, name === '*' ? undefined : true)),
    ...NOT_FOR_VMS.map((name): PackKey => ({ path: `${PLUGIN}.${name}`, kind: { type: 'any' }, default: {}, isDefault: () => true, reason: WHY_NOT })),
    argument('RemovePodsViolatingNodeAffinity', 'nodeAffinityType', ['requiredDuringSchedulingIgnoredDuringExecution']),
    argument('RemovePodsViolatingNodeTaints', 'excludedTaints', ['node.kubernetes.io/unschedulable'], {
      as: (taints, says) => {
        if (taints.includes('node.kubernetes.io/unschedulable')) says.remark('with this taint excluded, VMs stay on nodes that are cordoned', 'take it out, so that cordoned nodes are emptied');
        return unlessEmpty(taints);
      },
    }),
    to(`${PLUGIN}.LowNodeUtilization.thresholds`, { cpu: 20, memory: 25, pods: 100 }, 'descheduler.thresholds', { orElse: argumentProp('LowNodeUtilization', 'thresholds') }),
    to(`${PLUGIN}.LowNodeUtilization.targetThresholds`, { cpu: 60, memory: 75, pods: 100 }, 'descheduler.targetThresholds', {
      orElse: argumentProp('LowNodeUtilization', 'targetThresholds'),
    }),
    partOf(`${PLUGIN}.LowNodeUtilization.metricsUtilization.metricsServer`, true, 'descheduler.metricsSource'),
    partOf(`${PLUGIN}.LowNodeUtilization.metricsUtilization.source`, undefined, 'descheduler.metricsSource', { kind: oneOf('KubernetesMetrics') }),
    to(EXCLUDED, [
      'cert-manager', 'kube-system', 'palette-system', 'metallb-system', 'cluster-{{ .spectro.system.cluster.uid }}', 'kubevirt', 'monitoring', 'nginx', 'vm-dashboard',
    ], 'descheduler.excludedNamespaces', { kind: TEXTS, macros: true, as: namespaces }),
    ...['RemovePodsViolatingNodeTaints', 'RemovePodsViolatingNodeAffinity', 'RemovePodsViolatingInterPodAntiAffinity', 'RemovePodsViolatingTopologySpreadConstraint',
      'LowNodeUtilization'].map((plugin) => argument(plugin, '*', undefined)),
    partOf(`${PLUGIN}.*`, undefined, 'descheduler.policyOverride'),
    partOf(`${PROFILE}.plugins.balance.enabled`, ['RemoveDuplicates', 'RemovePodsViolatingTopologySpreadConstraint', 'LowNodeUtilization'], 'descheduler.policyOverride', { kind: TEXTS }),
    partOf(`${PROFILE}.plugins.deschedule.enabled`, [
      'RemovePodsHavingTooManyRestarts', 'RemovePodsViolatingNodeTaints', 'RemovePodsViolatingNodeAffinity', 'RemovePodsViolatingInterPodAntiAffinity',
    ], 'descheduler.policyOverride', { kind: TEXTS }),
  ],
  reshape: { [POLICY]: namedPlugins },
  lists: { [PLUGIN]: '[{ name: DefaultEvictor, args: { … } }]' },
  finish,
};

/** An argument of a plugin that has no option. */
function argument(plugin: string, name: string, fallback: unknown, more: Partial<PackKey> = {}): PackKey {
  return to(`${PLUGIN}.${plugin}.${name}`, fallback, argumentProp(plugin, name), { as: otherThan(fallback), ...more });
}

/** Where it is kept until the policy is put together; the list of plugins is a map there. */
function argumentProp(plugin: string, name: string): string {
  return `descheduler.policyOverride.${plugin}.${name}`;
}

/** What is as here already need not be said. */
function otherThan(usual: unknown): (value: unknown) => unknown {
  return (value) => JSON.stringify(value) === JSON.stringify(usual) ? undefined : unlessEmpty(value);
}

function podLabels({ 'spectrocloud.com/connection': palette, ...own }: Record<string, string>, says: Says): object | undefined {
  if (palette !== undefined) says.drop(palette, 'it is for Palette\'s proxy', '["spectrocloud.com/connection"]');
  return unlessEmpty(own);
}

/** A namespace of Palette's own has a name that only Palette knows; there are no VMs in it. */
function namespaces(names: string[], says: Says): string[] | undefined {
  return unlessEmpty(names.filter((name, index) => {
    if (!/^cluster-\{\{.*\}\}$/.test(name)) return true;
    says.drop(name, 'it is the namespace of Palette\'s own agents, in which there are no VMs', `[${index}]`);
    return false;
  }));
}

function finish(pack: PackValues, draft: Draft): void {
  const isOn = pack.get('descheduler.enabled');
  if (isOn === false) {
    pack.set('descheduler', Descheduler.none(), 'descheduler.enabled');
    return;
  }
  whenItLooks(pack);
  evictor(pack);
  spelling(pack);
  if (pack.get(`${PLUGIN}.LowNodeUtilization.metricsUtilization.metricsServer`) || pack.get(`${PLUGIN}.LowNodeUtilization.metricsUtilization.source`)) {
    pack.set('descheduler.metricsSource', DeschedulerMetrics.kubernetesMetrics(), `${PLUGIN}.LowNodeUtilization.metricsUtilization`);
  }
  const { descheduler } = draft.props;
  const policyOverride = policy(descheduler?.policyOverride ?? {}, pack);
  if (descheduler || isOn || policyOverride) draft.props.descheduler = Descheduler.install(set({ ...descheduler, policyOverride }));
}

/** A CronJob has a schedule, a Deployment has an interval and a number of pods; the pack names all of them. */
function whenItLooks(pack: PackValues): void {
  const isCronJob = (pack.get('descheduler.kind') || 'CronJob') === 'CronJob';
  const [kind, other] = isCronJob ? ['CronJob', 'Deployment'] : ['Deployment', 'CronJob'];
  if (isCronJob && pack.get('descheduler.schedule')) pack.set('descheduler.mode', DeschedulerMode.CRON_JOB, 'descheduler.schedule');
  for (const [field, mode, usual] of [['schedule', 'CronJob', '*/15 * * * *'], ['deschedulingInterval', 'Deployment', '15m'], ['replicas', 'Deployment', 1]] as const) {
    const path = `descheduler.${field}`;
    const value = pack.get(path);
    if (value === undefined || value === '') continue;
    if (mode !== kind) {
      const isUsual = value === usual;
      pack.says(path).drop(value, `kind ${kind} has none; it is for ${other}`);
      if (!isUsual) pack.says(path).remark(`got ${JSON.stringify(value)} with kind ${kind}, which has none`, `take it out, or set descheduler.kind to ${other}`);
    } else if (field === 'deschedulingInterval') {
      const seconds = secondsOf(String(value));
      if (seconds === undefined) pack.says(path).mistake(`got ${JSON.stringify(value)}, expected a duration`, 'write it like "15m"');
      else pack.set('descheduler.interval', seconds, path);
    } else {
      pack.set(path, value, path);
    }
  }
}

function evictor(pack: PackValues): void {
  for (const [key, option, why] of [
    ['ignorePvcPods', 'ignorePvcPods', 'nearly every VM has a PersistentVolumeClaim'],
    ['ignorePodsWithoutPDB', 'ignorePodsWithoutPdb', 'KubeVirt makes no PodDisruptionBudgets for VMs'],
  ] as const) {
    const path = `${PLUGIN}.DefaultEvictor.${key}`;
    if (pack.get(path) === undefined) continue;
    pack.set(`descheduler.${option}`, pack.get(path), path);
    if (pack.get(path)) pack.says(path).remark(`with this the descheduler moves no VM but those with the annotation descheduler.alpha.kubernetes.io/evict: ${why}`, 'set it to false, so that VMs are moved');
  }
}

/** The descheduler does not start with a plugin, or with an argument of one, that it has not. */
function spelling(pack: PackValues): void {
  const check = (path: string, name: string, known: readonly string[], inside: string) => {
    const meant = known.includes(name) ? undefined : closest(name, known);
    if (meant) pack.says(path).mistake(`got ${show(name)}, which the descheduler does not know`, `did you mean "${meant}"?`, inside);
  };
  for (const name of Object.keys(pack.get(`${PLUGIN}.*`) ?? {})) check(PLUGIN, name, PLUGINS, `.${name}`);
  for (const name of Object.keys(pack.get(`${PLUGIN}.DefaultEvictor.*`) ?? {})) check(`${PLUGIN}.DefaultEvictor`, name, EVICTOR, `.${name}`);
  for (const path of ['balance', 'deschedule'].map((point) => `${PROFILE}.plugins.${point}.enabled`)) {
    (pack.get(path) ?? []).forEach((name: string, index: number) => check(path, name, PLUGINS, `[${index}]`));
  }
}

/** Hours, minutes and seconds, in Go's words. */
function secondsOf(duration: string): number | undefined {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration);
  if (!parts || duration === '') return undefined;
  const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

/** What the policy is to be otherwise than here, in the form of the descheduler. */
function policy(given: Record<string, any>, pack: PackValues): object | undefined {
  const plugins = Object.keys(pack.get(`${PLUGIN}.*`) ?? {});
  const [own] = deschedulerPolicy({}).profiles;
  const isPlugin = (name: string) => isMap(given[name]) && /^[A-Z]/.test(name);
  const names = Object.keys(given).filter(isPlugin);
  const others = Object.fromEntries(Object.entries(given).filter(([name]) => !isPlugin(name)));
  const pluginConfig = [
    ...names.map((name) => ({ name, args: given[name] })),
    ...plugins.map((name) => ({ name, args: pack.get(`${PLUGIN}.*`)[name] })),
  ];
  const points = ['balance', 'deschedule'].flatMap((point) => {
    const enabled: string[] | undefined = pack.get(`${PROFILE}.plugins.${point}.enabled`)?.filter((name: string) => !NOT_FOR_VMS.includes(name));
    const isSame = enabled === undefined || [...enabled].sort().join() === [...own.plugins[point].enabled].sort().join();
    return isSame ? [] : [[point, { enabled }]];
  });
  const listed = points.flatMap(([, { enabled }]: any) => enabled as string[]);
  const known = [...own.pluginConfig, ...pluginConfig].map(({ name }: { name: string }) => name);
  // A plugin that is enabled has to be configured, if only with nothing.
  const missing = [...new Set(listed)].filter((name) => !known.includes(name)).map((name) => ({ name }));
  const profile = set({
    pluginConfig: unlessEmpty([...pluginConfig, ...missing]),
    plugins: points.length > 0 ? Object.fromEntries(points) : undefined,
  });
  return unlessEmpty({ ...others, ...unlessEmpty(profile) && { profiles: [{ name: 'vmo', ...profile }] } });
}

/** The policy's list of profiles, and the lists in it, as the maps that the keys above name. */
function namedPlugins(policyValue: unknown): unknown {
  if (!isMap(policyValue) || !Array.isArray(policyValue.profiles)) return policyValue;
  const { profiles: [first, ...more], ...others } = policyValue;
  return { ...others, ...first !== undefined && { 'profiles[0]': named(first) }, ...more.length > 0 && { 'profiles[1]': more } };
}

function named(profile: unknown): unknown {
  if (!isMap(profile) || !Array.isArray(profile.pluginConfig)) return profile;
  const entries = profile.pluginConfig.filter((one) => isMap(one) && typeof one.name === 'string');
  if (entries.length < profile.pluginConfig.length) return profile;
  return { ...profile, pluginConfig: Object.fromEntries(entries.map(({ name, args }) => [name, args ?? {}])) };
}

