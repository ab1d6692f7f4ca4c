import { ComponentCase } from './component';
import {
  BetaFeatures, Capability, ComponentPatchType, EvictionStrategy, ImagePullPolicy, InstancetypeReferencePolicy, KubevirtOptions, KubevirtVersion,
  TlsVersion, UninstallStrategy, VmRolloutStrategy, WorkloadUpdateMethod,
} from '../../src';

const PLACEMENT = {
  nodeSelector: { 'example.com/pool': 'platform' },
  tolerations: [{ key: 'example.com/platform', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'example.com/gpu', operator: 'DoesNotExist' }] }] },
    },
  },
};

const FULL: KubevirtOptions = {
  version: KubevirtVersion.V1_8_4,
  unsupportedVersion: '1.8.5',
  previousVersion: '1.6.6',
  capabilities: [Capability.LIVE_MIGRATION, Capability.SNAPSHOTS, Capability.DISK_HOTPLUG, Capability.DISK_EXPANSION, Capability.CPU_PINNING],
  featureGates: ['Sidecar', 'HostDevices'],
  disabledFeatureGates: ['VMExport'],
  betaFeatures: BetaFeatures.NONE,
  useEmulation: true,
  evictionStrategy: EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE,
  vmRolloutStrategy: VmRolloutStrategy.STAGE,
  liveUpdate: { maxHotplugRatio: 8, maxCpuSockets: 16, maxGuest: '64Gi' },
  migrations: {
    parallelMigrationsPerCluster: 10,
    parallelOutboundMigrationsPerNode: 4,
    bandwidthPerMigration: '64Mi',
    completionTimeoutPerGiB: 800,
    progressTimeout: 300,
    utilityVolumesTimeout: 60,
    allowAutoConverge: true,
    allowPostCopy: true,
    allowWorkloadDisruption: false,
    disableTLS: true,
    network: 'migrations',
    nodeDrainTaintKey: 'example.com/drain',
    matchSELinuxLevelOnMigration: false,
    unsafeMigrationOverride: true,
  },
  cpuAllocationRatio: 4,
  memoryOvercommit: 150,
  ksm: { nodeLabels: { 'example.com/dense': 'true' } },
  network: {
    defaultNetworkInterface: 'masquerade',
    permitBridgeInterfaceOnPodNetwork: false,
    binding: {
      passt: {
        sidecarImage: 'quay.io/kubevirt/network-passt-binding:v1.8.4',
        networkAttachmentDefinition: 'default/passt',
        domainAttachmentType: 'tap',
        migration: { method: 'link-refresh' },
        downwardAPI: 'device-info',
        computeResourceOverhead: { requests: { memory: '250Mi' } },
      },
    },
  },
  vmDefaults: {
    cpuModel: 'Skylake-Server',
    cpuRequest: '200m',
    runtimeClass: 'kata',
    smbios: { manufacturer: 'Example', product: 'VM', version: '1', sku: 'S', family: 'F' },
    serialConsoleLog: false,
    freePageReporting: false,
    memBalloonStatsPeriod: 30,
    additionalGuestMemoryOverheadRatio: '1.5',
    instancetypeReferencePolicy: InstancetypeReferencePolicy.EXPAND,
  },
  virtualMachineInstancesPerNode: 50,
  vmStateStorageClass: 'ceph-filesystem',
  permittedHostDevices: {
    pciHostDevices: [{ pciVendorSelector: '10DE:1EB8', resourceName: 'nvidia.com/TU104GL_Tesla_T4', externalResourceProvider: true }],
    mediatedDevices: [{ mdevNameSelector: 'GRID T4-2Q', resourceName: 'nvidia.com/GRID_T4-2Q', externalResourceProvider: true }],
    usb: [{ resourceName: 'kubevirt.io/storage', selectors: [{ vendor: '46f4', product: '0001' }], externalResourceProvider: true }],
  },
  mediatedDevices: {
    enabled: false,
    mediatedDeviceTypes: ['nvidia-222'],
    nodeMediatedDeviceTypes: [{ nodeSelector: { 'example.com/gpu': 'a' }, mediatedDeviceTypes: ['nvidia-230'] }],
  },
  commonInstancetypes: false,
  virtTemplate: true,
  tls: { minTLSVersion: TlsVersion.VERSION_TLS_12, ciphers: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'] },
  certificateRotateStrategy: { ca: { duration: '240h', renewBefore: '48h' }, server: { duration: '48h', renewBefore: '12h' } },
  logVerbosity: {
    virtAPI: 3, virtController: 3, virtHandler: 3, virtLauncher: 3, virtOperator: 3, virtSynchronizationController: 3, nodeVerbosity: { 'node-a': 5 },
  },
  replicas: 3,
  operator: { ...PLACEMENT, replicas: 1, resources: { requests: { cpu: '50m', memory: '500Mi' }, limits: { memory: '1Gi' } }, requireControlPlane: true },
  infra: PLACEMENT,
  workloads: PLACEMENT,
  imageRegistry: 'registry.example.com/kubevirt',
  imagePullSecrets: ['registry-login'],
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  hookImage: 'registry.example.com/kubectl:v1.35.4',
  networkPolicies: true,
  monitorNamespace: 'monitoring',
  monitorAccount: 'prometheus',
  serviceMonitorNamespace: 'monitors',
  workloadUpdateStrategy: { workloadUpdateMethods: [WorkloadUpdateMethod.LIVE_MIGRATE, WorkloadUpdateMethod.EVICT], batchEvictionSize: 5, batchEvictionInterval: '2m30s' },
  uninstallStrategy: UninstallStrategy.REMOVE_WORKLOADS,
  customizeComponents: {
    patches: [{ resourceType: 'Deployment', resourceName: 'virt-api', type: ComponentPatchType.MERGE, patch: '{"metadata":{"labels":{"example.com/a":"b"}}}' }],
    flags: { api: { v: '5' }, controller: { v: '5' }, handler: { v: '5' } },
  },
  timeout: 1200,
  overrides: { synchronizationPort: '9186', configuration: { apiConfiguration: { restClient: { rateLimiter: { tokenBucketRateLimiter: { qps: 400, burst: 800 } } } } } },
};

/** The newer version has images by digest, gates that are on by default, and fields of its own. */
const FULL_1_9: KubevirtOptions = {
  ...FULL,
  version: KubevirtVersion.V1_9_0,
  unsupportedVersion: '1.9.1',
  previousVersion: '1.8.4',
  featureGates: ['Sidecar', 'MigrationStallDetection'],
  betaFeatures: BetaFeatures.DEFAULT,
  migrations: { ...FULL.migrations, maxDowntimeMs: 500 },
};

export const KUBEVIRT: ComponentCase = {
  defaults: { kubevirt: {} },
  full: { kubevirt: FULL },
  also: {
    '1.9.0 as it comes': { kubevirt: { version: KubevirtVersion.V1_9_0 } },
    '1.9.0 with every option': { kubevirt: FULL_1_9 },
  },
};
