import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { VmoClusterProfile } from '../../../src';
import { CHARTS } from '../../../src/profile/pack/charts';
import { segments } from '../../../src/profile/pack/key';
import { PackReading, readPack } from '../../../src/profile/pack/pack';
import { releases, synth } from '../../support/synth';

const VMO = 'charts.virtual-machine-orchestrator';

function file(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

/** What is said of mistakes: path, message and remedy. */
function mistakes(values: unknown): string[] {
  return readPack(values).findings.map(({ path, message, remedy }) => `${path}: ${message} → ${remedy}`);
}

function remarks(values: unknown): string[] {
  return readPack(values).remarks.map(({ path, message }) => `${path}: ${message}`);
}

/** The values of the pack's chart. */
function vmo(values: object): object {
  return { charts: { 'virtual-machine-orchestrator': values } };
}

/** The options of a part that is made by a class. */
function optionsOf(part: unknown): any {
  return (part as any)._options;
}

describe.each(['values-1.0.yaml', 'values-2.0.yaml', 'changed-1.0.yaml', 'changed-2.0.yaml'])('%s', (name) => {
  test('is read without a mistake, and every key of it is known', () => {
    const { findings, notHonoured, layout } = readPack(file(name));
    expect(findings).toEqual([]);
    expect(notHonoured.filter(({ reason }) => /documented$/.test(reason) && !/what it does/.test(reason))).toEqual([]);
    expect(layout).toBe(name.includes('2.0') ? '2.0' : '1.0');
  });

  test('makes a profile that synthesizes', () => {
    const { props } = readPack(file(name));
    const { stack } = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...props }));
    expect(Object.keys(stack.json.resource.helm_release).length).toBeGreaterThan(3);
  });
});

test.each(['values-1.0.yaml', 'values-2.0.yaml'])('nobody will miss what is not honoured of the stock values: %s', (name) => {
  expect(readPack(file(name)).notHonoured.filter(({ isDefault }) => !isDefault)).toEqual([]);
});

test('no documented key is missing from the files above, and none is told of that they do not have', () => {
  const known = CHARTS.filter(({ path }) => path === VMO || path === 'pack').flatMap(({ path, parts }) => parts.flatMap(({ keys }) => keys)
    .filter((key) => !key.undocumented && !key.path.endsWith('*')).map((key) => [...segments(path), ...segments(key.path)]));
  const inFiles = ['values-1.0.yaml', 'values-2.0.yaml', 'changed-1.0.yaml', 'changed-2.0.yaml'].map((name) => parse(file(name)));
  const isThere = (value: any, [step, ...rest]: string[]): boolean => {
    if (step === undefined) return true;
    if (step === 'profiles[0]') return isThere(value?.profiles?.[0], rest);
    if (step === 'pluginConfig') return isThere(value?.pluginConfig?.find((one: any) => one.name === rest[0])?.args ?? {}, rest.slice(1));
    return value !== undefined && value !== null && step in value && isThere(value[step], rest);
  };
  const missing = known.filter((way) => !inFiles.some((values) => isThere(values, way))).map((way) => way.filter((step) => !VMO.split('.').includes(step)).join('.'));
  // Other spellings, fields of KubeVirt that the pack passes on without a word of its own, and what is of another pack.
  expect(missing).toEqual([
    'pack.namespaceAnnotations',
    'kubevirt.kubevirtResource.config.additionalConfig.mediatedDevicesConfiguration', 'kubevirt.kubevirtResource.config.additionalConfig.tlsConfiguration',
    'kubevirt.kubevirtResource.workloads.replicas', 'cdi.cdiResource.additionalConfig.importProxy.trustedCAProxy', 'cdi.ingress.labels',
  ]);
});

describe('what the pack says wins over the defaults here, and what it does not say leaves them', () => {
  let changed: PackReading['props'];
  beforeAll(() => { changed = readPack(file('changed-1.0.yaml')).props; });

  test('of nothing, no prop comes', () => {
    expect(readPack(vmo({})).props).toEqual({});
    expect(readPack(vmo({ cdi: {} })).props).toEqual({});
  });

  test('options of KubeVirt go to options, and what has none to the overrides', () => {
    expect(changed.kubevirt).toMatchObject({
      operator: { replicas: 3 },
      replicas: 3,
      infra: { nodeSelector: { role: 'infra' } },
      ksm: { nodeLabels: { ksm: 'true' } },
      liveUpdate: { maxHotplugRatio: 2 },
      certificateRotateStrategy: { ca: { duration: '48h', renewBefore: '12h' } },
      workloadUpdateStrategy: { workloadUpdateMethods: ['LiveMigrate', 'Evict'], batchEvictionSize: 5 },
      uninstallStrategy: 'RemoveWorkloads',
      overrides: { configuration: { obsoleteCPUModels: { pentium: true }, developerConfiguration: { minimumClusterTSCFrequency: 1000 } } },
    });
  });

  test('quantities stay as they are written, as text', () => {
    expect(optionsOf(changed.cdi)).toMatchObject({
      podResourceRequirements: { requests: { cpu: '1', memory: '2G' } },
      filesystemOverhead: { global: '0.055', storageClass: { 'ceph-filesystem': '0.1' } },
    });
  });

  test('the import proxy is split up', () => {
    expect(optionsOf(changed.cdi).importProxy).toEqual({
      httpProxy: 'http://proxy.example.com:3128', httpsProxy: 'http://proxy.example.com:3128', noProxy: ['.example.com', '10.0.0.0/8'],
    });
    expect(changed.trustedCa).toMatchObject({ _configMapName: 'own-ca' });
  });

  test('the class for snapshots comes whether or not the controller does', () => {
    expect(changed.volumeSnapshotClasses).toEqual([expect.objectContaining({ name: 'ceph-block-snapshot-class', velero: true, labels: { team: 'storage' } })]);
    const { props } = readPack(file('changed-2.0.yaml'));
    expect(props.snapshotController).toMatchObject({ _mode: 'existing' });
    expect(props.volumeSnapshotClasses).toEqual([{ name: 'ceph-block', driver: 'rook-ceph.rbd.csi.ceph.com' }]);
  });

  test('two load balancers are direct access, and anything else is said of each service', () => {
    const service = { service: { type: 'LoadBalancer' } };
    expect(readPack(vmo({ cdi: service, kubevirt: service })).props.access).toMatchObject({ _mode: 'direct' });
    expect(readPack(vmo({ cdi: service, kubevirt: { service: { type: 'ClusterIP' } } })).props.access)
      .toMatchObject({ _mode: 'custom', _exposures: { uploadProxy: { _kind: 'loadBalancer' } } });
    expect(readPack(vmo({ cdi: { enabled: false, ...service } })).props).toEqual({ cdi: expect.objectContaining({ _mode: 'none' }) });
  });

  test('an Ingress keeps its host, class, certificate and annotations, without those that come by themselves', () => {
    expect(changed.access).toMatchObject({
      _exposures: {
        exportProxy: { _options: { host: 'exports.example.com', controller: 'traefik', className: 'traefik', tlsSecretName: 'exports-tls', annotations: { 'cert-manager.io/issuer': 'own-issuer' } } },
        uploadProxy: { _options: { controller: 'nginx', annotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' } } },
      },
    });
  });

  test('VLANs are a list', () => {
    expect(changed.vlanFiltering).toEqual({ namespace: 'network', bridge: 'br1', allowedVlans: ['10', '20', '25-100'], allowedOnSelf: ['10'] });
    expect(readPack(vmo({ vlanFiltering: { enabled: true } })).props.vlanFiltering).toEqual({ allowedVlans: ['1'], allowedOnSelf: ['1'] });
    expect(readPack(vmo({ vlanFiltering: { enabled: true, env: { allowVlansOnSelf: 'false' } } })).props.vlanFiltering).toEqual({ allowedVlans: ['1'] });
  });

  test('the descheduler gets the arguments of its plugins, by options where there are some', () => {
    expect(optionsOf(changed.descheduler)).toMatchObject({
      mode: 'Deployment',
      interval: 5400,
      replicas: 2,
      evictionLimits: { perNode: 3, perNamespace: 4, total: 8 },
      thresholds: { cpu: 30, memory: 30 },
      excludedNamespaces: ['databases'],
      policyOverride: {
        gracePeriodSeconds: 60,
        profiles: [{
          name: 'vmo',
          pluginConfig: expect.arrayContaining([
            { name: 'DefaultEvictor', args: { nodeFit: false, minReplicas: 2 } }, { name: 'PodLifeTime', args: { maxPodLifeTimeSeconds: 86400 } },
          ]),
          plugins: { deschedule: { enabled: ['RemovePodsViolatingNodeTaints', 'PodLifeTime'] } },
        }],
      },
    });
  });

  test('old flags of its evictor, which it does not take beside new ones, are left out', () => {
    const pluginConfig = [{ name: 'DefaultEvictor', args: { evictSystemCriticalPods: true, ignorePvcPods: true } }];
    const { props, notHonoured } = readPack(vmo({ descheduler: { deschedulerPolicy: { profiles: [{ name: 'default', pluginConfig }] } } }));
    expect(optionsOf(props.descheduler)).toEqual({ ignorePvcPods: true });
    expect(notHonoured.map(({ path }) => path.split('.').at(-1))).toEqual(['name', 'evictSystemCriticalPods']);
  });

  test('a schedule without a kind is a CronJob\'s, as the pack has it', () => {
    expect(optionsOf(readPack(vmo({ descheduler: { schedule: '*/5 * * * *' } })).props.descheduler)).toEqual({ mode: 'CronJob', schedule: '*/5 * * * *' });
  });

  test('parts that are off are off, and what stands below them is listed', () => {
    const { props, notHonoured } = readPack(vmo({ multus: { enabled: false, nodeSelector: { role: 'vms' } }, descheduler: { enabled: false } }));
    expect(props).toMatchObject({ multus: { _mode: 'none' }, descheduler: { _mode: 'none' } });
    expect(notHonoured).toEqual([{ path: `${VMO}.multus.nodeSelector`, value: { role: 'vms' }, reason: '`multus.enabled` is false', isDefault: false }]);
  });

  test('k3s has its socket, and the distribution is recommended', () => {
    const values = vmo({ multus: { networkController: { criSocket: { enableK3SHostPath: true } } } });
    expect(optionsOf(readPack(values).props.multus)).toEqual({ criSocket: '/run/k3s/containerd/containerd.sock' });
    expect(readPack(values).remarks[0].remedy).toContain('Distribution.K3S');
  });

  test('an identity provider brings the dashboard, and its password does not become a prop', () => {
    expect(changed.dashboard?.oidc).toEqual({ issuerUrl: 'https://login.example.com/realms/main', clientId: 'vmo', clientSecretName: 'vmo-dashboard-oidc' });
    for (const name of ['changed-1.0.yaml', 'changed-2.0.yaml']) expect(JSON.stringify(readPack(file(name)))).not.toContain('not-to-be-seen');
  });
});

describe('feature gates', () => {
  const releasesGates = (values: object) => {
    const { stack } = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...readPack(values).props }));
    return releases(stack)['vmo-kubevirt'].values.spec.configuration.developerConfiguration.featureGates;
  };
  const gates = (additionalFeatureGates: string[]) => vmo({ kubevirt: { kubevirtResource: { additionalFeatureGates } } });

  test('the list of the pack is the whole list: capabilities that are there without it here are only those whose gates are in it', () => {
    expect(readPack(gates(['Snapshot', 'Sidecar', 'Root'])).props.kubevirt).toEqual({
      capabilities: ['live-migration', 'cpu-hotplug', 'memory-hotplug', 'nic-hotplug', 'snapshots', 'volume-migration', 'persistent-state', 'sidecars'],
      featureGates: ['Root'],
    });
    expect(remarks(gates(['Snapshot']))).toEqual([expect.stringContaining('does not have what is there without it here: disk-hotplug, export, disk-expansion, cpu-pinning')]);
    expect(releasesGates(gates(['Snapshot', 'Sidecar']))).toEqual(['Sidecar', 'Snapshot']);
  });

  test('the usual list says nothing that is not so here already', () => {
    expect(readPack(gates(['HotplugVolumes', 'Snapshot', 'VMExport', 'ExpandDisks', 'CPUManager'])).props).toEqual({});
  });

  test('what KubeVirt has for good or no longer has is dropped, with a remark', () => {
    expect(mistakes(gates(['Macvtap']))).toEqual([]);
    expect(remarks(gates(['LiveMigration', 'Passt']))).toEqual(expect.arrayContaining([
      expect.stringContaining('has for good what these gates stood for: LiveMigration'), expect.stringContaining('no longer has what "Passt" stood for'),
    ]));
  });

  test('a gate that there is none of is a mistake', () => {
    expect(mistakes(gates(['Snapshots', 'CPU Hotplug']))).toEqual([
      expect.stringMatching(/additionalFeatureGates\[0\]: KubeVirt 1\.8\.4 has no feature gate "Snapshots".*did you mean "Snapshot"\?/),
      expect.stringMatching(/additionalFeatureGates\[1\]: .*"CPU Hotplug"/),
    ]);
  });
});

describe('Palette\'s packs beside it', () => {
  test('quotas and roles of vmo-ns-mgmt come to their namespaces', () => {
    const { props, remarks: said, findings } = readPack({
      charts: {
        'vmo-ns-mgmt': {
          vmEnabledNamespaces: ['team-a'],
          quotas: [{ namespace: 'team-a', clusters: ['east'], limits: { cpu: 9 }, requests: { memory: '33Gi', storage: '120Gi' } }],
          rbac: [{ namespace: 'team-a', admins: { groups: ['ops'] }, powerusers: { users: ['jane'] }, custom: [{ role: 'view', groups: ['all'] }] }],
        },
      },
    });
    expect(findings).toEqual([]);
    expect(props.vmEnabledNamespaces).toEqual(['team-a']);
    expect(props.vmNamespaces).toEqual([{
      name: 'team-a',
      quotas: [{ limits: { cpu: '9' }, requests: { memory: '33Gi', storage: '120Gi' } }],
      admins: [expect.objectContaining({ _kind: 'Group', _name: 'ops' })],
      powerUsers: [expect.objectContaining({ _kind: 'User', _name: 'jane' })],
      custom: [{ role: 'view', subjects: [expect.objectContaining({ _name: 'all' })] }],
    }]);
    expect(said[0].message).toContain('"team-a" is set up on east alone');
  });

  test('both packs enable namespaces, and two entries for a role of one are a mistake', () => {
    const values = (rbac: object[]) => ({
      charts: { 'virtual-machine-orchestrator': { vmEnabledNamespaces: ['default'] }, 'vmo-ns-mgmt': { vmEnabledNamespaces: ['team-a', 'default'], rbac } },
    });
    const [ops, all] = [{ groups: ['ops'] }, { groups: ['all'] }];
    const { props, findings } = readPack(values([{ namespace: 'a', admins: ops, custom: [{ role: 'x', ...ops }] }, { namespace: 'a', viewers: all, custom: [{ role: 'y', ...all }] }]));
    expect(findings).toEqual([]);
    expect(props.vmEnabledNamespaces).toEqual(['default', 'team-a']);
    expect(props.vmNamespaces).toMatchObject([{ admins: [{ _name: 'ops' }], viewers: [{ _name: 'all' }], custom: [{ role: 'x' }, { role: 'y' }] }]);
    expect(mistakes(values([{ namespace: 'a', admins: ops }, { namespace: 'a', admins: all }]))).toEqual([
      'charts.vmo-ns-mgmt.rbac[1]: "a" has admins already → keep the entry that is for this cluster',
    ]);
  });

  test('the tunnel of Palette is none here, with the way to one', () => {
    const { notHonoured, findings } = readPack({ manifests: { 'spectro-proxy': { server: '{{ .spectro.system.reverseproxy.server }}', subdomain: 'own' } } });
    expect(findings).toEqual([]);
    expect(notHonoured.map(({ isDefault }) => isDefault)).toEqual([true, false]);
    expect(notHonoured[0].reason).toContain('Access.proxied(');
  });
});

test('in the 2.0 layout, everything may stand below vmo-manager, too, and only once', () => {
  const values = vmo({ 'vmo-manager': { cdi: { replicas: 2 } } });
  expect(optionsOf(readPack(values).props.cdi)).toEqual({ operator: { replicas: 2 } });
  expect(mistakes(vmo({ 'goldenImagesNamespace': 'a', 'vmo-manager': { goldenImagesNamespace: 'b' } }))).toEqual([
    `${VMO}.vmo-manager.goldenImagesNamespace: got "b", and ${VMO}.goldenImagesNamespace says something else of the same → take one of them out`,
  ]);
});

test('what stands beside vmo-manager and below it, and differs, is a mistake', () => {
  expect(mistakes(vmo({ 'cdi': { replicas: 2, enabled: true }, 'vmo-manager': { cdi: { replicas: 3, enabled: true } } }))).toEqual([
    `${VMO}.vmo-manager.cdi.replicas: ${VMO}.cdi.replicas says something else of the same → take one of them out`,
  ]);
});

describe('nothing is passed over in silence', () => {
  test('an Ingress takes the place of the load balancer that the pack has anyway', () => {
    const values = vmo({ cdi: { service: { type: 'LoadBalancer' }, ingress: { enabled: true, hosts: [{ host: 'uploads.example.com' }] } } });
    expect((readPack(values).props.access as any)._exposures.uploadProxy._kind).toBe('ingress');
    expect(mistakes(values)).toEqual([]);
    expect(remarks(values)).toEqual([expect.stringContaining('cdi.service.type: got "LoadBalancer" beside cdi.ingress.enabled: true')]);
  });

  test('paths and further certificates of an Ingress; the one for its host is taken', () => {
    const ingress = {
      enabled: true,
      hosts: [{ host: 'uploads.example.com', paths: [{ path: '/uploads' }] }],
      tls: [{ secretName: 'other', hosts: ['other.example.com'] }, { secretName: 'uploads', hosts: ['uploads.example.com'] }],
    };
    expect((readPack(vmo({ cdi: { ingress } })).props.access as any)._exposures.uploadProxy._options.tlsSecretName).toBe('uploads');
    expect(remarks(vmo({ cdi: { ingress } }))).toEqual([expect.stringContaining('ingress.hosts: got [{"path":"/uploads"}]'), expect.stringContaining('ingress.tls: one certificate')]);
  });

  test('the identity provider of 1.0 beside that of 2.0, and a password beside a Secret', () => {
    const { notHonoured } = readPack(vmo({
      'appConfig': { auth: { oidc: { issuerURL: 'https://old.example.com', clientSecret: 'hunter2' } } },
      'vmo-manager': { oidc: { issuerUrl: 'https://login.example.com', clientSecret: 'hunter3' }, existingSecret: 'login' },
    }));
    expect(notHonoured.map(({ path, value }) => [path.slice(VMO.length + 1), value])).toEqual([
      ['vmo-manager.oidc.clientSecret', '(secret)'], ['appConfig.auth.oidc.issuerURL', 'https://old.example.com'], ['appConfig.auth.oidc.clientSecret', '(secret)'],
    ]);
  });

  test('fields of the overhead of file systems that there are none of', () => {
    const overhead = (filesystemOverhead: object) => vmo({ cdi: { cdiResource: { additionalConfig: { filesystemOverhead } } } });
    expect(mistakes(overhead({ globl: '0.1' }))).toEqual([expect.stringMatching(/filesystemOverhead\.globl: .*did you mean "global"\?/)]);
    expect(mistakes(overhead({ global: 0.1, storageClass: ['fast'] }))).toEqual([expect.stringContaining('filesystemOverhead.storageClass: ')]);
  });

  test('what goes past a proxy, where there is none, and profiles of the descheduler', () => {
    const { props, findings, notHonoured } = readPack(vmo({
      cdi: { cdiResource: { additionalConfig: { importProxy: { noProxy: 'a,b' } } } },
      descheduler: { deschedulerPolicy: { metricsCollector: { enabled: false }, profiles: [{ name: 'default' }, { name: 'b' }, { name: 'c' }] } },
    }));
    expect(findings).toEqual([]);
    expect(optionsOf(props.cdi)).toEqual({});
    expect(notHonoured.filter(({ isDefault }) => !isDefault).map(({ path, value }) => [path.split('.').at(-1), value])).toEqual([
      ['enabled', false], ['profiles[1]', [{ name: 'b' }, { name: 'c' }]], ['noProxy', 'a,b'],
    ]);
  });
});

test('what stands below the chart\'s name is taken without it, and as a map as well as text', () => {
  expect(readPack({ goldenImagesNamespace: 'images' }).props).toEqual({ goldenImagesNamespace: 'images' });
  expect(readPack('goldenImagesNamespace: images').props).toEqual({ goldenImagesNamespace: 'images' });
});

describe('mistakes', () => {
  const PLUGIN_CONFIG = 'descheduler.deschedulerPolicy.profiles[0].pluginConfig';
  const plugins = (pluginConfig: object[]) => ({ descheduler: { deschedulerPolicy: { profiles: [{ name: 'default', pluginConfig }] } } });

  test.each([
    [{ kubevirt: { kubevirtResources: { additionalFeatureGates: [] } } }, 'kubevirt.kubevirtResources', 'did you mean "kubevirtResource"?'],
    [{ kubevirt: { kubevirtResource: { additonalFeatureGates: [] } } }, 'kubevirt.kubevirtResource.additonalFeatureGates', 'did you mean "additionalFeatureGates"?'],
    [{ kubevirt: { additionalFeatureGates: [] } }, 'kubevirt.additionalFeatureGates', `move it to ${VMO}.kubevirt.kubevirtResource.additionalFeatureGates`],
    [{ kubevirt: { kubevirtResource: { workloadUpdateStrategy: {} } } }, 'kubevirt.kubevirtResource.workloadUpdateStrategy', 'did you mean "workloadsUpdateStrategy"?'],
    [plugins([{ name: 'DefaultEvicter', args: {} }]), `${PLUGIN_CONFIG}.DefaultEvicter`, 'did you mean "DefaultEvictor"?'],
    [plugins([{ name: 'DefaultEvictor', args: { ignorePvcPod: true } }]), `${PLUGIN_CONFIG}.DefaultEvictor.ignorePvcPod`, 'did you mean "ignorePvcPods"?'],
    [plugins([{ DefaultEvictor: {} }]), PLUGIN_CONFIG, 'write it like [{ name: DefaultEvictor, args: { … } }]'],
    [{ vmEnabledNamespace: [] }, 'vmEnabledNamespace', 'did you mean "vmEnabledNamespaces"?'],
    [{ kubevirt: { kubevirtResource: { config: { additionalDevConfig: { ksmConfiguration: {} } } } } }, 'kubevirt.kubevirtResource.config.additionalDevConfig.ksmConfiguration',
      `move it to ${VMO}.kubevirt.kubevirtResource.config.additionalConfig.ksmConfiguration`],
    [{ kubevirt: { kubevirtResource: { config: { additionalConfig: { cpuAllocationRatio: 5 } } } } }, 'kubevirt.kubevirtResource.config.additionalConfig.cpuAllocationRatio',
      `move it to ${VMO}.kubevirt.kubevirtResource.config.additionalDevConfig.cpuAllocationRatio`],
    [{ cdi: { cdiResource: { additionalSpec: { insecureRegistries: ['a'] } } } }, 'cdi.cdiResource.additionalSpec.insecureRegistries',
      `move it to ${VMO}.cdi.cdiResource.additionalConfig.insecureRegistries`],
    [{ kubevirt: { vmEnabledNamespaces: [] } }, 'kubevirt.vmEnabledNamespaces', `move it to ${VMO}.vmEnabledNamespaces`],
  ])('a misspelt key, or one in the wrong place: %j', (values, path, remedy) => {
    expect(mistakes(vmo(values))).toEqual([expect.stringContaining(`${VMO}.${path}: `)]);
    expect(readPack(vmo(values)).findings[0].remedy).toBe(remedy);
  });

  test('a key that looks like none is not honoured, and is no mistake: packs get new ones', () => {
    const { findings, notHonoured } = readPack(vmo({ quantumDrive: true }));
    expect(findings).toEqual([]);
    expect(notHonoured).toEqual([{ path: `${VMO}.quantumDrive`, value: true, reason: 'no key of the pack that is documented', isDefault: false }]);
  });

  test.each([
    { kubevirt: { podLabels: { a: 'b' }, priorityClassName: 'x', service: { annotations: { a: 'b' } } } },
    { 'snapshot-controller': { tolerations: [{ operator: 'Exists' }], resources: { limits: { cpu: '1' } } } },
    { multus: { networkController: { image: { tag: 'v1' }, resources: {} } } },
    { cdi: { cdiResource: { uninstallStrategy: 'RemoveWorkloads', name: 'cdi' } }, imagePullSecrets: ['login'] },
    { sampleTemplates: { ubuntu2404: true } },
  ])('a key that other parts of the pack have, too, is not taken for one of theirs: %j', (values) => {
    const { findings, notHonoured } = readPack(vmo(values));
    expect(findings).toEqual([]);
    expect(notHonoured.every(({ isDefault }) => !isDefault)).toBe(true);
  });

  test('what is no field of the CR is no option, even where an option is called so', () => {
    expect(mistakes(vmo({ kubevirt: { kubevirtResource: { config: { additionalConfig: { version: '1.9.0' } } } } }))).toEqual([
      expect.stringContaining('additionalConfig.version: there is no field "version" here'),
    ]);
  });

  test('secrets are not shown, wherever they stand and whatever they are', () => {
    const { findings, notHonoured } = readPack(vmo({
      'vmo-manager': { secrets: { sessionKey: 'hunter2' }, extra: [{ password: 'hunter2' }], oidc: { clientSecret: 1202 }, identity: 'hunter2' },
    }));
    expect(findings.map(({ message, remedy }) => `${message}; ${remedy}`)).toEqual([expect.stringContaining('got text'), 'got something else than text; write it in quotes']);
    expect(JSON.stringify([findings, notHonoured])).not.toMatch(/hunter2|1202/);
  });

  test('a key of newer packs that another component has, too, is not sent there', () => {
    const { findings, notHonoured } = readPack(vmo({ 'vmo-manager': { ingress: { className: 'nginx' } } }));
    expect([findings, notHonoured.map(({ path }) => path)]).toEqual([[], [`${VMO}.vmo-manager.ingress.className`]]);
  });

  test('plugins of the descheduler that the pack does not have are taken', () => {
    expect(mistakes(vmo(plugins([{ name: 'HighNodeUtilization', args: {} }, { name: 'OurOwn', args: {} }])))).toEqual([]);
  });

  test('values of another type, all at once', () => {
    expect(mistakes(vmo({ vmEnabledNamespaces: 'default', cdi: { replicas: 'two', enabled: 'yes' }, multus: true, kubevirt: { service: { type: 'External' } } }))).toEqual([
      expect.stringContaining(`${VMO}.multus: got true, expected a map`),
      expect.stringContaining(`${VMO}.vmEnabledNamespaces: `),
      expect.stringContaining(`${VMO}.cdi.enabled: `),
      expect.stringContaining(`${VMO}.cdi.replicas: `),
      expect.stringContaining(`${VMO}.kubevirt.service.type: `),
    ]);
  });

  test('what only the profile knows to be wrong is told in the words of the pack', () => {
    expect(mistakes(vmo({ kubevirt: { kubevirtResource: { config: { additionalConfig: { migrations: { allowPostCpy: true } } } } } }))).toEqual([
      expect.stringMatching(`^${VMO}.kubevirt.kubevirtResource.config.additionalConfig.migrations.allowPostCpy: .*did you mean "allowPostCopy"`),
    ]);
    expect(mistakes(vmo({ vmEnabledNamespaces: ['Team A'] }))).toEqual([expect.stringMatching(`^${VMO}.vmEnabledNamespaces\\[0\\]: `)]);
    expect(mistakes(vmo({ descheduler: { schedule: 'often' } }))).toEqual([expect.stringMatching(`^${VMO}.descheduler.schedule: got "often"`)]);
  });

  test('contradictions', () => {
    expect(mistakes(vmo({ cdi: { service: { type: 'NodePort' }, ingress: { enabled: true, hosts: [{ host: 'uploads.example.com' }] } } }))).toEqual([
      `${VMO}.cdi.service.type: got "NodePort" beside cdi.ingress.enabled: true, and the service is reached in one way here → write "ClusterIP" for the Ingress alone, or set cdi.ingress.enabled to false`,
    ]);
    expect(mistakes(vmo({ kubevirt: { enabled: false } }))).toEqual([expect.stringContaining('VmoClusterProfile.fromExisting(…)')]);
    expect(mistakes(vmo({ 'snapshot-controller': { volumeSnapshotClass: { create: true, name: 'x', driver: 'mydriver' } } }))).toEqual([expect.stringContaining('which is there to be replaced')]);
  });

  test('Palette\'s macros where nobody fills them in, with what to put instead', () => {
    expect(mistakes(vmo({ goldenImagesNamespace: 'images-{{ .spectro.system.cluster.uid }}', kubevirt: { kubevirtResource: { monitorNamespace: '{{.spectro.var.monitoring}}' } } }))).toEqual([
      `${VMO}.goldenImagesNamespace: got Palette's macro {{ .spectro.system.cluster.uid }}, which nobody fills in here → write a name of your own, such as that of the cluster`,
      `${VMO}.kubevirt.kubevirtResource.monitorNamespace: got Palette's macro {{.spectro.var.monitoring}}, which nobody fills in here → write its value; in the program that has the profile, it can be a variable`,
    ]);
  });

  test.each([
    ['charts:\n  virtual-machine-orchestrator:\n    goldenImagesNamespace: {{ .spectro.var.images }}\n', /^: line 3, column \d+: got Palette's macro \{\{ \.spectro\.var\.images }} without quotes/],
    ['charts:\n  a: [\n', /^: line \d, column \d+: this is no YAML/],
    ['charts:\n  virtual-machine-orchestrator:\n    descheduler:\n      schedule: */15 * * * *\n', /^: line 4, column \d+: got \*\/15 \* \* \* \* without quotes.* → write "\*\/15 \* \* \* \*"/],
    ['', /^: got nothing, expected a map → give the values of the pack/],
    ['# nothing\n', /^: got nothing/],
    ['a: 1\n---\nb: 2\n', /^: got 2 documents/],
    ['- a\n', /^: got \["a"\], expected a map/],
    ['values.yaml', /^: got "values.yaml", the name of a file → give what is in it/],
    ['charts:\n  virtual-machine-orchestrator:\n    cdi: {}\n    cdi: {}\n', /line 4, column 5: "cdi" stands here and in line 3/],
    ['charts:\n  rook-ceph: {}\n', /^: got values of another pack, or none/],
    ['charts:\n  virtual-machine-orchestrater: {}\n', /^charts\.virtual-machine-orchestrater: .*did you mean "virtual-machine-orchestrator"\?/],
    ['charts:\n  virtual-machine-orchestrator: true\n', /^charts\.virtual-machine-orchestrator: got true, expected a map/],
    ['charts:\n  virtual-machine-orchestrator: {}\n  kubevirt: {}\n', /^charts\.kubevirt: .*move it below charts\.virtual-machine-orchestrator/],
  ])('text that is no pack: %j', (text, message) => {
    expect(mistakes(text)).toEqual([expect.stringMatching(message)]);
  });

  test('bytes that nobody has made a text', () => {
    expect(mistakes(Buffer.from('charts: {}'))).toEqual([': got bytes, expected text or a map → read the file as text: readFileSync("values.yaml", "utf8")']);
  });

  test.each([undefined, null, 3, []])('values that are no map: %j', (values) => {
    expect(mistakes(values)).toEqual([expect.stringMatching(/^: got .*expected a map/)]);
  });
});

test('the same values give the same reading, in the same order', () => {
  expect(JSON.stringify(readPack(file('changed-1.0.yaml')))).toBe(JSON.stringify(readPack(file('changed-1.0.yaml'))));
});
