import { TerraformVariable } from 'cdktf';
import {
  Descheduler, DeschedulerMetrics, DeschedulerMode, DeschedulerOptions, EvictionStrategy, VmoClusterProfile, VmoClusterProfileProps,
} from '../../src';
import { refusalOf, releases, synth, SynthesizedStack, waitsFor } from '../support/synth';

function profile(descheduler?: DeschedulerOptions, props: Partial<VmoClusterProfileProps> = {}): SynthesizedStack {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'prod-east', ...descheduler && { descheduler: Descheduler.install(descheduler) }, ...props,
  })).stack;
}

const release = (options?: DeschedulerOptions) => releases(profile(options))['vmo-descheduler'];
const values = (options?: DeschedulerOptions) => release(options).values;
const policy = (options?: DeschedulerOptions) => values(options).deschedulerPolicy;

/** Arguments of a plugin. */
const args = (plugin: string, options?: DeschedulerOptions) => policy(options).profiles[0].pluginConfig.find(({ name }: any) => name === plugin).args;

function refusal(options: DeschedulerOptions): string {
  return refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', descheduler: Descheduler.install(options) }));
}

describe('the release', () => {
  test('it is there unless switched off, comes after KubeVirt and goes before it', () => {
    expect(release().resource).toMatchObject({ repository: 'https://kubernetes-sigs.github.io/descheduler/', chart: 'descheduler', version: '0.36.0', namespace: 'vmo-system' });
    expect(waitsFor(profile(), 'vmo-descheduler')).toContain('vmo-kubevirt');
    expect(Object.keys(releases(profile(undefined, { descheduler: Descheduler.none() })))).not.toContain('vmo-descheduler');
  });

  test('it is a Deployment that remembers what it has asked for, under a pinned image', () => {
    expect(values()).toMatchObject({
      kind: 'Deployment',
      deschedulingInterval: '300s',
      cmdOptions: { 'feature-gates': 'EvictionsInBackground=true' },
      image: { repository: 'registry.k8s.io/descheduler/descheduler', tag: 'v0.36.0' },
    });
  });

  test('several pods elect a leader', () => {
    expect(values({ replicas: 2 })).toMatchObject({ replicas: 2, leaderElection: { enabled: true, resourceNamespace: 'vmo-system' } });
    expect(values()).not.toHaveProperty('leaderElection');
  });

  test('as a CronJob it has a schedule; suspended, it is a CronJob that does not run', () => {
    expect(values({ mode: DeschedulerMode.CRON_JOB, schedule: '@hourly' })).toMatchObject({ kind: 'CronJob', schedule: '@hourly', suspend: false });
    expect(values({ suspended: true })).toMatchObject({ kind: 'CronJob', suspend: true });
    expect(values({ mode: DeschedulerMode.CRON_JOB })).not.toHaveProperty('deschedulingInterval');
  });

  test('chart, image, pods and values can be others', () => {
    const { resource, values: sent } = release({
      repository: 'https://charts.example.com',
      chartVersion: '0.35.1',
      image: 'registry.example.com:5000/k8s/descheduler:v0.35.1',
      pods: { resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } }, tolerations: [{ key: 'infra', operator: 'Exists' }] },
      overrides: { priorityClassName: 'low', livenessProbe: null, cmdOptions: { v: 5 } },
    });
    expect(resource).toMatchObject({ repository: 'https://charts.example.com', version: '0.35.1' });
    expect(sent).toMatchObject({
      image: { repository: 'registry.example.com:5000/k8s/descheduler', tag: 'v0.35.1' },
      resources: { requests: { cpu: '1', memory: '128Mi' }, limits: { memory: '1Gi' } },
      tolerations: [{ key: 'infra', operator: 'Exists' }],
      priorityClassName: 'low',
      livenessProbe: null, // so that Helm takes out the chart's own
      cmdOptions: { 'v': 5, 'feature-gates': 'EvictionsInBackground=true' },
    });
  });
});

test('image and pull secrets are those of the platform', () => {
  const { values: sent } = releases(profile({}, { imageRegistry: 'mirror.example.com/k8s', imagePullSecrets: ['login'] }))['vmo-descheduler'];
  expect(sent).toMatchObject({ image: { repository: 'mirror.example.com/k8s/descheduler/descheduler', tag: 'v0.36.0' }, imagePullSecrets: [{ name: 'login' }] });
});

describe('the policy', () => {
  test('only pods of VMs are looked at, and local storage, which each has, does not protect them', () => {
    expect(args('DefaultEvictor')).toEqual({
      nodeFit: true,
      labelSelector: { matchLabels: { 'kubevirt.io': 'virt-launcher' } },
      noEvictionPolicy: 'Mandatory',
      podProtections: { defaultDisabled: ['PodsWithLocalStorage'] },
    });
  });

  test('nodes that are cordoned are emptied', () => {
    expect(args('RemovePodsViolatingNodeTaints')).toEqual({});
  });

  test('thresholds that are given stand beside those that are not', () => {
    expect(args('LowNodeUtilization', { thresholds: { cpu: 30 }, targetThresholds: { memory: 50 } })).toEqual({
      thresholds: { cpu: 30, memory: 25, pods: 100 }, targetThresholds: { cpu: 60, memory: 50, pods: 100 },
    });
  });

  test('no metrics are needed unless asked for', () => {
    expect(policy()).not.toHaveProperty('metricsProviders');
    const metrics = { metricsSource: DeschedulerMetrics.kubernetesMetrics() };
    expect(policy(metrics).metricsProviders).toEqual([{ source: 'KubernetesMetrics' }]);
    expect(args('LowNodeUtilization', metrics).metricsUtilization).toEqual({ source: 'KubernetesMetrics' });
  });

  test('Prometheus gives one number for each node, with thresholds of its own', () => {
    const metricsSource = DeschedulerMetrics.prometheus({ url: 'http://prometheus:9090', query: 'avg by (instance) (rate(x[5m]))', targetThreshold: 80 });
    expect(policy({ metricsSource }).metricsProviders).toEqual([{ source: 'Prometheus', prometheus: { url: 'http://prometheus:9090' } }]);
    expect(args('LowNodeUtilization', { metricsSource })).toEqual({
      thresholds: { MetricResource: 20 },
      targetThresholds: { MetricResource: 80 },
      metricsUtilization: { source: 'Prometheus', prometheus: { query: 'avg by (instance) (rate(x[5m]))' } },
    });
  });

  test('namespaces that are left out are left out of every plugin', () => {
    const options = { excludedNamespaces: ['databases'] };
    expect(args('LowNodeUtilization', options).evictableNamespaces).toEqual({ exclude: ['databases'] });
    for (const plugin of ['NodeTaints', 'NodeAffinity', 'InterPodAntiAffinity']) {
      expect(args(`RemovePodsViolating${plugin}`, options).namespaces).toEqual({ exclude: ['databases'] });
    }
  });

  test('with optIn, local storage protects all VMs that have no annotation', () => {
    expect(args('DefaultEvictor', { optIn: true }).podProtections).toEqual({});
  });

  test('policyOverride is merged by the names of plugins', () => {
    const changed = { policyOverride: { profiles: [{ name: 'vmo', pluginConfig: [{ name: 'DefaultEvictor', args: { minPodAge: '10m', nodeFit: null } }] }] } };
    expect(args('DefaultEvictor', changed)).toMatchObject({ minPodAge: '10m', noEvictionPolicy: 'Mandatory' });
    expect(args('DefaultEvictor', changed)).not.toHaveProperty('nodeFit');
    expect(args('LowNodeUtilization', changed)).toEqual(args('LowNodeUtilization'));
  });

  test('the chart takes the policy for a template, so what looks like one is written so that it comes out as it was', () => {
    const metricsSource = DeschedulerMetrics.prometheus({ url: 'http://prometheus:9090', query: 'x{{a}}' });
    expect(args('LowNodeUtilization', { metricsSource }).metricsUtilization.prometheus.query).toBe('x{{`{{`}}a}}');
  });
});

describe('what it would do to VMs', () => {
  test.each<[string, DeschedulerOptions, Partial<VmoClusterProfileProps>, RegExp]>([
    ['PVCs stop it', { ignorePvcPods: true }, {}, /descheduler\.ignorePvcPods: nearly every VM has a PersistentVolumeClaim.*set descheduler\.optIn/],
    ['PDBs stop it', { ignorePodsWithoutPdb: true }, {}, /descheduler\.ignorePodsWithoutPdb: KubeVirt makes no PodDisruptionBudgets/],
    ['VMs are shut down', {}, { kubevirt: { evictionStrategy: EvictionStrategy.NONE } }, /descheduler: KubeVirt's evictionStrategy is None/],
    ['nothing is said', {}, { kubevirt: { overrides: { configuration: { evictionStrategy: null } } } }, /descheduler: KubeVirt's evictionStrategy is None/],
  ])('a warning where %s', (_, options, props, message) => {
    expect(profile(options, props).warnings.join('\n')).toMatch(message);
  });

  test('Palette\'s own setting, with its annotation, is fine', () => {
    const options = { optIn: true, ignorePvcPods: true, ignorePodsWithoutPdb: true };
    expect(profile(options).warnings).toEqual([]);
    expect(args('DefaultEvictor', options).podProtections).toEqual({ extraEnabled: ['PodsWithPVC', 'PodsWithoutPDB'] });
  });
});

test.each<[DeschedulerOptions, string]>([
  [{ mode: 'Daemon' as any }, 'descheduler.mode: got "Daemon", expected one of Deployment, CronJob'],
  [{ mode: DeschedulerMode.CRON_JOB, interval: 60 }, 'descheduler.interval: got 60 with mode CronJob'],
  [{ mode: DeschedulerMode.CRON_JOB, replicas: 2 }, 'descheduler.replicas: got 2 with mode CronJob'],
  [{ schedule: '@daily' }, 'descheduler.schedule: got "@daily" with mode Deployment'],
  [{ mode: DeschedulerMode.CRON_JOB, schedule: '*/15' }, 'descheduler.schedule: got "*/15": expected 5 fields'],
  [{ interval: 0 }, 'descheduler.interval: got 0'],
  [{ thresholds: { cpu: 101 } }, 'descheduler.thresholds.cpu: got 101'],
  [{ thresholds: { cpu: 70 } }, 'descheduler.thresholds.cpu: 70 is more than the 60 of targetThresholds'],
  [{ evictionLimits: { perNode: 0 } }, 'descheduler.evictionLimits.perNode: got 0'],
  [{ excludedNamespaces: ['No'] }, 'descheduler.excludedNamespaces[0]: got "No"'],
  [{ excludedNamespaces: 'no' as any }, 'descheduler.excludedNamespaces: got "no"'],
  [{ metricsSource: DeschedulerMetrics.prometheus({ url: 'prometheus:9090', query: 'x' }) }, 'descheduler.metricsSource.url: got "prometheus:9090"'],
  [{ metricsSource: DeschedulerMetrics.prometheus({ url: 'http://p', query: 'x', threshold: 90 }) }, 'descheduler.metricsSource.threshold: 90 is more than the 60'],
  [{ image: 'registry.k8s.io/descheduler/descheduler' }, 'descheduler.image: got "registry.k8s.io/descheduler/descheduler"'],
  [{ pods: { resources: { requests: { cpu: '1 core' } } } }, 'descheduler.pods.resources.requests.cpu: got "1 core"'],
  [{ pods: { tolerations: [{ operator: 'Exist' }] } }, 'descheduler.pods.tolerations[0].operator: got "Exist"'],
  [{ policyOverride: { profile: [] } }, 'descheduler.policyOverride.profile: there is no field "profile" here'],
  [{ overrides: { priorityClass: 'low' } }, 'descheduler.overrides.priorityClass: chart descheduler 0.36.0 has no such value; Helm would pass over it\n    → did you mean "priorityClassName"?'],
])('%j is refused', (options, message) => {
  expect(refusal(options)).toContain(message);
});

test('values of another version of the chart are the user\'s affair', () => {
  expect(values({ chartVersion: '0.99.0', overrides: { novelty: true } }).novelty).toBe(true);
});

test('what is only known at apply passes', () => {
  const { stack } = synth((scope) => {
    const variable = new TerraformVariable(scope, 'percent', { type: 'number' });
    new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', descheduler: Descheduler.install({ thresholds: { cpu: variable.numberValue }, targetThresholds: { cpu: variable.numberValue } }) });
  });
  expect(stack.text).toContain('var.percent');
});
