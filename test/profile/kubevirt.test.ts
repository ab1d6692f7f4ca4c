import { BetaFeatures, KubevirtOptions, KubevirtVersion, VmoClusterProfile } from '../../src';
import { kubevirtImages } from '../../src/profile/kubevirt-images';
import { KUBEVIRT } from '../components/kubevirt';
import { refusalOf, releases, synth } from '../support/synth';

function profile(kubevirt: KubevirtOptions) {
  return releases(synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt })).stack);
}

const spec = (kubevirt: KubevirtOptions) => profile(kubevirt)['vmo-kubevirt'].values.spec;

const operator = (kubevirt: KubevirtOptions) => profile(kubevirt)['vmo-kubevirt-operator'].values;

const refusal = (kubevirt: KubevirtOptions) => refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt }));

describe('the CR', () => {
  test('says no more than it must, where no option is given', () => {
    expect(spec({})).toEqual({
      imagePullPolicy: 'IfNotPresent',
      uninstallStrategy: 'BlockUninstallIfWorkloadsExist',
      workloadUpdateStrategy: { workloadUpdateMethods: ['LiveMigrate'], batchEvictionSize: 10, batchEvictionInterval: '1m' },
      infra: { nodePlacement: {}, replicas: 2 },
      configuration: {
        developerConfiguration: { featureGates: ['CPUManager', 'DeclarativeHotplugVolumes', 'ExpandDisks', 'Snapshot', 'VMExport'] },
        evictionStrategy: 'LiveMigrate',
        vmRolloutStrategy: 'LiveUpdate',
      },
    });
  });

  test('has a field for each option', () => {
    const options = KUBEVIRT.full.kubevirt!;
    const { configuration, ...rest } = spec(options);
    const placement = { nodeSelector: options.infra!.nodeSelector, tolerations: options.infra!.tolerations, affinity: options.infra!.affinity };
    expect(rest).toEqual({
      imagePullPolicy: 'Always',
      imagePullSecrets: [{ name: 'registry-login' }],
      uninstallStrategy: 'RemoveWorkloads',
      workloadUpdateStrategy: { workloadUpdateMethods: ['LiveMigrate', 'Evict'], batchEvictionSize: 5, batchEvictionInterval: '2m30s' },
      certificateRotateStrategy: { selfSigned: options.certificateRotateStrategy },
      customizeComponents: options.customizeComponents,
      monitorNamespace: 'monitoring',
      monitorAccount: 'prometheus',
      serviceMonitorNamespace: 'monitors',
      infra: { nodePlacement: placement, replicas: 3 },
      workloads: { nodePlacement: placement },
      synchronizationPort: '9186',
    });
    expect(configuration).toEqual({
      developerConfiguration: {
        featureGates: ['CPUManager', 'DeclarativeHotplugVolumes', 'ExpandDisks', 'HostDevices', 'Sidecar', 'Snapshot', 'Template'],
        disabledFeatureGates: ['VMExport'],
        useEmulation: true,
        cpuAllocationRatio: 4,
        memoryOvercommit: 150,
        logVerbosity: options.logVerbosity,
      },
      evictionStrategy: 'LiveMigrateIfPossible',
      vmRolloutStrategy: 'Stage',
      liveUpdateConfiguration: { maxHotplugRatio: 8, maxCpuSockets: 16, maxGuest: '64Gi' },
      migrations: options.migrations,
      ksmConfiguration: { nodeLabelSelector: { matchLabels: { 'example.com/dense': 'true' } } },
      network: options.network,
      cpuModel: 'Skylake-Server',
      cpuRequest: '200m',
      defaultRuntimeClass: 'kata',
      smbios: { manufacturer: 'Example', product: 'VM', version: '1', sku: 'S', family: 'F' },
      virtualMachineOptions: { disableSerialConsoleLog: {}, disableFreePageReporting: {} },
      memBalloonStatsPeriod: 30,
      additionalGuestMemoryOverheadRatio: '1.5',
      instancetype: { referencePolicy: 'expand' },
      virtualMachineInstancesPerNode: 50,
      vmStateStorageClass: 'ceph-filesystem',
      permittedHostDevices: options.permittedHostDevices,
      mediatedDevicesConfiguration: options.mediatedDevices,
      commonInstancetypesDeployment: { enabled: false },
      virtTemplateDeployment: { enabled: true },
      tlsConfiguration: { minTLSVersion: 'VersionTLS12', ciphers: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'] },
      apiConfiguration: { restClient: { rateLimiter: { tokenBucketRateLimiter: { qps: 400, burst: 800 } } } },
    });
  });

  test('looks for same pages on all nodes where no labels are named', () => {
    expect(spec({ ksm: {} }).configuration.ksmConfiguration).toEqual({ nodeLabelSelector: {} });
  });

  test('has VM templates on with their gate, and says that they are off where asked for', () => {
    expect(spec({ virtTemplate: true }).configuration).toMatchObject({
      virtTemplateDeployment: { enabled: true }, developerConfiguration: { featureGates: expect.arrayContaining(['Template']) },
    });
    const off = spec({ version: KubevirtVersion.V1_9_0, betaFeatures: BetaFeatures.DEFAULT, virtTemplate: false }).configuration;
    expect(off.virtTemplateDeployment).toEqual({ enabled: false });
    expect(off.developerConfiguration).not.toHaveProperty('disabledFeatureGates');
  });

  test('a patch without a type merges lists by what names their items', () => {
    const patch = { resourceType: 'Deployment', resourceName: 'virt-api', patch: '{"spec":{"replicas":3}}' };
    expect(spec({ customizeComponents: { patches: [patch] } }).customizeComponents).toEqual({ patches: [{ ...patch, type: 'strategic' }] });
  });

  test('overrides come last, and null takes a field out', () => {
    const { infra, imagePullPolicy } = spec({ replicas: 3, overrides: { infra: { replicas: 1 }, imagePullPolicy: null } });
    expect([infra, imagePullPolicy]).toEqual([{ nodePlacement: {}, replicas: 1 }, undefined]);
    const { values } = profile({ overrides: { uninstallStrategy: 'RemoveWorkloads' } })['vmo-kubevirt'];
    expect(values.refuseRemovalWhileVirtualMachinesExist).toBe(false);
  });
});

describe('images', () => {
  test('of 1.8.4 are named by their tags, of 1.9.0 by digests, every one of them', () => {
    const old = operator({});
    expect(old.image).toBe('quay.io/kubevirt/virt-operator:v1.8.4');
    expect(Object.keys(old.images)).toHaveLength(12);
    expect(old.images).toMatchObject({
      VIRT_API_IMAGE: 'quay.io/kubevirt/virt-api:v1.8.4',
      GS_IMAGE: 'quay.io/kubevirt/libguestfs-tools:v1.8.4',
      VIRT_TEMPLATE_APISERVER_IMAGE: 'quay.io/kubevirt/virt-template-apiserver:v0.1.8',
    });
    const newer = operator({ version: KubevirtVersion.V1_9_0 });
    expect(Object.keys(newer.images)).toEqual(Object.keys(old.images));
    for (const image of [newer.image, ...Object.values(newer.images)]) expect(image).toMatch(/^quay\.io\/kubevirt\/[a-z-]+@sha256:[0-9a-f]{64}$/);
    expect(new Set(Object.values(newer.images)).size).toBe(12);
  });

  test('come from the registry of KubeVirt, else from the mirror of the platform', () => {
    const version = KubevirtVersion.V1_8_4;
    expect(kubevirtImages({ version, from: { imageRegistry: 'r.example.com/m' } }).VIRT_API_IMAGE).toBe('r.example.com/m/kubevirt/virt-api:v1.8.4');
    expect(kubevirtImages({ version, from: { imageRegistry: 'r.example.com/m' }, registry: 'r.example.com/kv' }).VIRT_API_IMAGE).toBe('r.example.com/kv/virt-api:v1.8.4');
  });
});

test('the operator has its own pods, or those of all', () => {
  expect(operator({ replicas: 3 }).replicas).toBe(3);
  expect(operator(KUBEVIRT.also!['1.9.0 with every option'].kubevirt!)).toMatchObject({
    version: '1.9.0',
    replicas: 1,
    requireControlPlane: true,
    verbosity: 3,
    imagePullPolicy: 'Always',
    networkPolicy: { enabled: true },
    resources: { requests: { cpu: '50m', memory: '500Mi' }, limits: { memory: '1Gi' } },
    nodeSelector: { 'example.com/pool': 'platform' },
  });
});

test.each<[KubevirtOptions, string]>([
  [{ replicas: 0 }, 'kubevirt.replicas: got 0'],
  [{ operator: { replicas: 0 } }, 'kubevirt.operator.replicas: got 0'],
  [{ operator: { resources: { requests: { cpu: 'much' } } } }, 'kubevirt.operator.resources.requests.cpu: got "much"'],
  [{ operator: { tolerations: [{ keys: 'a' } as any] } }, 'kubevirt.operator.tolerations[0].keys: there is no field'],
  [{ infra: { nodeSelector: { 'a b': 'c' } } }, 'kubevirt.infra.nodeSelector'],
  [{ workloads: { tolerations: [{ key: 'a', operator: 'Exist' }] } }, 'kubevirt.workloads.tolerations[0].operator: got "Exist"'],
  [{ workloadUpdateStrategy: { workloadUpdateMethods: ['Migrate' as any] } }, 'kubevirt.workloadUpdateStrategy.workloadUpdateMethods[0]: got "Migrate"'],
  [{ workloadUpdateStrategy: { batchEvictionInterval: '1 minute' } }, 'kubevirt.workloadUpdateStrategy.batchEvictionInterval: got "1 minute"'],
  [{ certificateRotateStrategy: { server: { duration: '400h' } } }, 'kubevirt.certificateRotateStrategy.server.duration: got 1440000 seconds'],
  [{ customizeComponents: { patches: [{ resourceType: 'Deployment', resourceName: 'virt-api', patch: 'spec: {}' }] } }, 'kubevirt.customizeComponents.patches[0].patch: got "spec: {}"'],
  [{ evictionStrategy: 'Migrate' as any }, 'kubevirt.evictionStrategy: got "Migrate"'],
  [{ vmRolloutStrategy: 'Live' as any }, 'kubevirt.vmRolloutStrategy: got "Live"'],
  [{ imagePullPolicy: 'Sometimes' as any }, 'kubevirt.imagePullPolicy: got "Sometimes"'],
  [{ betaFeatures: 'all' as any }, 'kubevirt.betaFeatures: got "all"'],
  [{ cpuAllocationRatio: 0 }, 'kubevirt.cpuAllocationRatio: got 0'],
  [{ memoryOvercommit: 5 }, 'kubevirt.memoryOvercommit: got 5'],
  [{ migrations: { bandwidthPerMigration: '64MB' } }, 'kubevirt.migrations.bandwidthPerMigration: got "64MB"'],
  [{ migrations: { maxDowntimeMs: 500 } }, 'kubevirt.migrations.maxDowntimeMs: there is no field'],
  [{ version: KubevirtVersion.V1_9_0, migrations: { maxDowntimeMs: 500 } }, 'kubevirt.migrations.maxDowntimeMs: got 500, which needs the feature gate MigrationStallDetection'],
  [{ liveUpdate: { maxGuest: 'lots' } }, 'kubevirt.liveUpdate.maxGuest: got "lots"'],
  [{ logVerbosity: { virtAPI: -1 } }, 'kubevirt.logVerbosity.virtAPI: got -1'],
  [{ tls: { ciphers: ['TLS_AES_128_GCM_SHA256'] } }, 'kubevirt.tls.ciphers: got ciphers with minTLSVersion'],
  [{ network: { defaultNetworkInterface: 'macvtap' } }, 'kubevirt.network.defaultNetworkInterface: got "macvtap"'],
  [{ mediatedDevices: { mediatedDeviceTypes: 'nvidia-222' as any } }, 'kubevirt.mediatedDevices.mediatedDeviceTypes: got "nvidia-222"'],
  [{ vmDefaults: { cpuRequest: 'one' } }, 'kubevirt.vmDefaults.cpuRequest: got "one"'],
  [{ vmDefaults: { additionalGuestMemoryOverheadRatio: '0.5' } }, 'kubevirt.vmDefaults.additionalGuestMemoryOverheadRatio: got "0.5"'],
  [{ vmDefaults: { instancetypeReferencePolicy: 'copy' as any } }, 'kubevirt.vmDefaults.instancetypeReferencePolicy: got "copy"'],
  [{ virtTemplate: true, disabledFeatureGates: ['Template'] }, 'kubevirt.virtTemplate: got true, which needs the feature gate Template'],
  [{ featureGates: ['HotplugVolumes', 'DeclarativeHotplugVolumes'] }, 'kubevirt.featureGates: with "HotplugVolumes", "DeclarativeHotplugVolumes" plugs no disk'],
  [{ overrides: { infra: { replica: 2 } } }, 'kubevirt.overrides.infra.replica: there is no field'],
  [{ replicas: 3, overrides: { infra: { replicas: 0 } } }, 'kubevirt.overrides.infra.replicas: got 0'],
  [{ overrides: { configuration: { roleAggregationStrategy: 'Manual' } } }, 'kubevirt.overrides.configuration.roleAggregationStrategy: got "Manual", which needs the feature gate OptOutRoleAggregation'],
])('is refused, once: %j', (options, message) => {
  const text = refusal(options);
  expect(text).toContain(message);
  expect(text).toContain('has a mistake:');
});

test('what is wrong in an option and set right by an override is not told', () => {
  expect(spec({ replicas: 0, overrides: { infra: { replicas: 2 } } }).infra.replicas).toBe(2);
});
