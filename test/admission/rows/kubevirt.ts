import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Changes } from '../manifests';
import { AllowedObject, RefusedObject } from '../objects';

const kubevirt = () => ({
  apiVersion: 'kubevirt.io/v1',
  kind: 'KubeVirt',
  metadata: { name: 'kubevirt', namespace: 'kubevirt' },
  spec: { configuration: { developerConfiguration: { featureGates: ['Snapshot'] } } },
});
const V1_9 = { kubevirtVersion: KubevirtVersion.V1_9_0 };

const CONFIG = 'spec.configuration';
const DEVELOPER = `${CONFIG}.developerConfiguration`;
const patch = (text: string, type = 'strategic'): Changes => ({
  'spec.customizeComponents.patches': [{ resourceType: 'Deployment', resourceName: 'virt-api', type, patch: text }],
});
const certificates = (fields: object): Changes => ({ 'spec.certificateRotateStrategy.selfSigned': fields });
const tls = (minTLSVersion: unknown, ...ciphers: string[]): Changes => ({ [`${CONFIG}.tlsConfiguration`]: { minTLSVersion, ciphers } });
const profile = (fields: object): Changes => ({ [`${CONFIG}.seccompConfiguration.virtualMachineInstanceProfile`]: fields });
const enabled = (...gates: unknown[]): Changes => ({ [`${DEVELOPER}.featureGates`]: gates });
const ratio = (text: unknown): Changes => ({ [`${CONFIG}.additionalGuestMemoryOverheadRatio`]: text });
const devices = (fields: object): Changes => ({ [`${CONFIG}.permittedHostDevices`]: fields });
const placed = (fields: object): Changes => ({ 'spec.infra.nodePlacement': fields });
const binding = (fields: object): Changes => ({ [`${CONFIG}.network.binding`]: { slirp: fields } });

export const REFUSED: RefusedObject[] = [
  [kubevirt, 'KV-1', patch('spec: {replicas: 3}'), 'spec.customizeComponents.patches[0].patch', 'no JSON', 'admission'],
  [kubevirt, 'KV-1', patch('{}', 'json'), 'spec.customizeComponents.patches[0].patch', 'a list of operations', 'runtime'],
  [kubevirt, 'KV-1', patch('[]'), 'spec.customizeComponents.patches[0].patch', 'an object', 'runtime'],
  [kubevirt, 'KV-1', patch('{}', 'yaml'), 'spec.customizeComponents.patches[0].type', '"yaml"', 'runtime'],
  [kubevirt, 'KV-2', certificates({ ca: { duration: '7d' } }), 'spec.certificateRotateStrategy.selfSigned.ca.duration', '"7d"', 'admission'],
  [kubevirt, 'KV-2', certificates({ caRotateInterval: '48h', server: {} }), 'spec.certificateRotateStrategy.selfSigned.caRotateInterval', 'deprecated', 'admission'],
  [kubevirt, 'KV-2', certificates({ ca: { duration: '48h', renewBefore: '49h' } }), 'spec.certificateRotateStrategy.selfSigned.ca.renewBefore', '176400 seconds', 'admission'],
  [kubevirt, 'KV-2', certificates({ server: { renewBefore: '25h' } }), 'spec.certificateRotateStrategy.selfSigned.server.renewBefore', 'lasts 86400', 'admission'],
  [kubevirt, 'KV-2', certificates({ server: { duration: '169h' } }), 'spec.certificateRotateStrategy.selfSigned.server.duration', 'the CA lasts 604800', 'admission'],
  [kubevirt, 'KV-2', certificates({ caRotateInterval: '12h' }), 'spec.certificateRotateStrategy.selfSigned.server.duration', 'the CA lasts 43200', 'admission'],
  [kubevirt, 'KV-2', certificates({ caOverlapInterval: '200h' }), 'spec.certificateRotateStrategy.selfSigned.caOverlapInterval', '720000', 'admission'],
  [kubevirt, 'KV-3', tls('VersionTLS13', 'TLS_AES_128_GCM_SHA256'), `${CONFIG}.tlsConfiguration.ciphers`, '"VersionTLS13"', 'admission'],
  [kubevirt, 'KV-3', tls(undefined, 'TLS_AES_128_GCM_SHA256'), `${CONFIG}.tlsConfiguration.ciphers`, 'nothing', 'admission'],
  [kubevirt, 'KV-3', tls('VersionTLS12', 'ECDHE-RSA-AES128-GCM-SHA256'), `${CONFIG}.tlsConfiguration.ciphers[0]`, '"ECDHE-RSA-AES128-GCM-SHA256"', 'admission'],
  [kubevirt, 'KV-4', profile({}), `${CONFIG}.seccompConfiguration.virtualMachineInstanceProfile.customProfile`, 'none', 'admission'],
  [kubevirt, 'KV-4', profile({ customProfile: { localhostProfile: 'a', runtimeDefaultProfile: true } }),
    `${CONFIG}.seccompConfiguration.virtualMachineInstanceProfile.customProfile`, 'localhostProfile and runtimeDefaultProfile', 'admission'],
  [kubevirt, 'KV-5', { 'spec.infra.replicas': 0 }, 'spec.infra.replicas', 'got 0', 'admission'],
  [kubevirt, 'KV-5', { 'spec.infra.replicas': 256 }, 'spec.infra.replicas', 'got 256', 'admission'],
  [kubevirt, 'KV-6', { ...enabled('Snapshot', 'VMExport'), [`${DEVELOPER}.disabledFeatureGates`]: ['VMExport'] }, `${DEVELOPER}.featureGates[1]`, '"VMExport"', 'admission'],
  [kubevirt, 'KV-7', ratio('0.9'), `${CONFIG}.additionalGuestMemoryOverheadRatio`, '"0.9"', 'admission'],
  [kubevirt, 'KV-7', ratio('1,5'), `${CONFIG}.additionalGuestMemoryOverheadRatio`, '"1,5"', 'admission'],
  [kubevirt, 'KV-8', { ...enabled(), [`${CONFIG}.virtTemplateDeployment.enabled`]: true }, `${CONFIG}.virtTemplateDeployment.enabled`, 'gate Template', 'admission'],
  [kubevirt, 'KV-8', { ...enabled(), [`${CONFIG}.roleAggregationStrategy`]: 'Manual' }, `${CONFIG}.roleAggregationStrategy`, 'gate OptOutRoleAggregation', 'admission'],
  [kubevirt, 'KV-8', { ...enabled(), [`${CONFIG}.migrations.maxDowntimeMs`]: 300 }, `${CONFIG}.migrations.maxDowntimeMs`, 'gate MigrationStallDetection', 'admission', V1_9],
  [kubevirt, 'KV-9', placed({ nodeSelector: { 'a b': 'c' } }), 'spec.infra.nodePlacement.nodeSelector["a b"]', 'a b', 'admission'],
  [kubevirt, 'KV-9', placed({ tolerations: [{ operator: 'Equal' }] }), 'spec.infra.nodePlacement.tolerations[0]', 'without a key', 'admission'],
  [kubevirt, 'KV-10', enabled('Snapshots'), `${DEVELOPER}.featureGates[0]`, 'ignored in silence', 'runtime'],
  [kubevirt, 'KV-10', enabled('LiveMigration'), `${DEVELOPER}.featureGates[0]`, 'on for good', 'runtime'],
  [kubevirt, 'KV-10', enabled('Macvtap'), `${DEVELOPER}.featureGates[0]`, 'discontinued', 'runtime'],
  [kubevirt, 'KV-10', enabled('HotplugVolumes'), `${DEVELOPER}.featureGates[0]`, 'deprecated', 'runtime', V1_9],
  [kubevirt, 'KV-11', { [`${CONFIG}.mediatedDevicesConfiguration.mediatedDevicesTypes`]: ['nvidia-222'] },
    `${CONFIG}.mediatedDevicesConfiguration.mediatedDevicesTypes`, 'deprecated', 'runtime'],
  [kubevirt, 'KV-11', { [`${CONFIG}.architectureConfiguration.ppc64le`]: {} }, `${CONFIG}.architectureConfiguration.ppc64le`, 'no longer supports', 'runtime'],
  [kubevirt, 'KV-12', { [`${CONFIG}.network.defaultNetworkInterface`]: 'passt' }, `${CONFIG}.network.defaultNetworkInterface`, '"passt"', 'runtime'],
  [kubevirt, 'KV-12', { [`${DEVELOPER}.cpuAllocationRatio`]: -1 }, `${DEVELOPER}.cpuAllocationRatio`, 'at least 1', 'runtime'],
  [kubevirt, 'KV-12', { [`${DEVELOPER}.pvcTolerateLessSpaceUpToPercent`]: 101 }, `${DEVELOPER}.pvcTolerateLessSpaceUpToPercent`, '0 to 100', 'runtime'],
  [kubevirt, 'KV-13', { [`${CONFIG}.evictionStrategy`]: 'Migrate' }, `${CONFIG}.evictionStrategy`, '"Migrate"', 'runtime'],
  [kubevirt, 'KV-13', { 'spec.uninstallStrategy': 'Block' }, 'spec.uninstallStrategy', '"Block"', 'runtime'],
  [kubevirt, 'KV-13', { 'spec.workloadUpdateStrategy.workloadUpdateMethods': ['LiveMigrate', 'evict'] }, 'spec.workloadUpdateStrategy.workloadUpdateMethods[1]', '"evict"', 'runtime'],
  [kubevirt, 'KV-13', binding({ domainAttachmentType: 'bridge' }), `${CONFIG}.network.binding.slirp.domainAttachmentType`, '"bridge"', 'runtime'],
  [kubevirt, 'KV-13', binding({ migration: { method: 'live' } }), `${CONFIG}.network.binding.slirp.migration.method`, '"live"', 'runtime'],
  [kubevirt, 'KV-14', devices({ pciHostDevices: [{ pciVendorSelector: '10DE', resourceName: 'nvidia.com/T4' }] }),
    `${CONFIG}.permittedHostDevices.pciHostDevices[0].pciVendorSelector`, '"10DE"', 'runtime'],
  [kubevirt, 'KV-14', devices({ mediatedDevices: [{ mdevNameSelector: 'GRID T4-1Q', resourceName: 'T4' }] }),
    `${CONFIG}.permittedHostDevices.mediatedDevices[0].resourceName`, '"T4"', 'runtime'],
  [kubevirt, 'KV-14', devices({ usb: [{ resourceName: 'kubevirt.io/storage' }] }), `${CONFIG}.permittedHostDevices.usb[0].selectors`, 'none', 'runtime'],
  [kubevirt, 'KV-15', { [`${CONFIG}.imagePullPolicy`]: 'IfMissing' }, `${CONFIG}.imagePullPolicy`, '"IfMissing"', 'admission'],
  [kubevirt, 'KV-15', { 'spec.imagePullPolicy': 'always' }, 'spec.imagePullPolicy', '"always"', 'admission'],
  [kubevirt, 'KV-16', { [`${CONFIG}.migrations.parallelMigrationsPerCluster`]: -1 }, `${CONFIG}.migrations.parallelMigrationsPerCluster`, 'got -1', 'admission'],
  [kubevirt, 'KV-16', { [`${CONFIG}.liveUpdateConfiguration.maxCpuSockets`]: -1 }, `${CONFIG}.liveUpdateConfiguration.maxCpuSockets`, 'got -1', 'admission'],
  [kubevirt, 'KV-16', { [`${DEVELOPER}.logVerbosity.virtAPI`]: -1 }, `${DEVELOPER}.logVerbosity.virtAPI`, 'got -1', 'admission'],
  [kubevirt, 'KV-17', { 'spec.workloadUpdateStrategy.batchEvictionInterval': '1 minute' }, 'spec.workloadUpdateStrategy.batchEvictionInterval', '"1 minute"', 'admission'],
  [kubevirt, 'KV-17', { 'spec.workloadUpdateStrategy.batchEvictionSize': 0 }, 'spec.workloadUpdateStrategy.batchEvictionSize', 'got 0', 'runtime'],
  [kubevirt, 'SCH-1', { [`${CONFIG}.developerConfig`]: {} }, `${CONFIG}.developerConfig`, 'developerConfig', 'schema'],
];

export const ALLOWED: AllowedObject[] = [
  [kubevirt, 'it is one', {}],
  [kubevirt, 'a patch of each type', {
    'spec.customizeComponents.patches': [['{"spec":{"replicas":3}}', 'strategic'], ['{}', 'merge'], ['[{"op":"remove","path":"/spec/replicas"}]', 'json']]
      .map(([text, type]) => ({ resourceType: 'Deployment', resourceName: 'virt-api', type, patch: text })),
  }],
  [kubevirt, 'certificates of their own durations', certificates({ ca: { duration: '48h', renewBefore: '48h' }, server: { duration: '48h', renewBefore: '1h30m' } })],
  [kubevirt, 'certificates of old intervals', certificates({ caRotateInterval: '48h', certRotateInterval: '24h', caOverlapInterval: '24h' })],
  [kubevirt, 'the life of a CA is only known at apply', certificates({ ca: { duration: UNKNOWN }, server: { duration: '1000h' } })],
  [kubevirt, 'ciphers of TLS 1.2', tls('VersionTLS12', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256')],
  [kubevirt, 'no ciphers of TLS 1.3', tls('VersionTLS13')],
  [kubevirt, 'a profile of the node', profile({ customProfile: { localhostProfile: 'kubevirt/kubevirt.json', runtimeDefaultProfile: false } })],
  [kubevirt, 'one replica', { 'spec.infra.replicas': 1 }],
  [kubevirt, 'one gate on and one off', { [`${DEVELOPER}.disabledFeatureGates`]: ['VMExport'] }],
  [kubevirt, 'a ratio of one', ratio('1')],
  [kubevirt, 'a ratio with an exponent', ratio('1.25e0')],
  [kubevirt, 'the gate of templates', { ...enabled('Template'), [`${CONFIG}.virtTemplateDeployment.enabled`]: true }],
  [kubevirt, 'no templates', { [`${CONFIG}.virtTemplateDeployment.enabled`]: false }],
  [kubevirt, 'roles as ever', { [`${CONFIG}.roleAggregationStrategy`]: 'AggregateToDefault' }],
  [kubevirt, 'the gates are only known at apply', { [`${DEVELOPER}.featureGates`]: UNKNOWN, [`${CONFIG}.roleAggregationStrategy`]: 'Manual' }],
  [kubevirt, 'a gate is only known at apply', { ...enabled('Snapshot', UNKNOWN), [`${CONFIG}.roleAggregationStrategy`]: 'Manual' }],
  [kubevirt, 'components on some nodes', placed({ nodeSelector: { 'node-role.kubernetes.io/infra': '' }, tolerations: [{ key: 'infra', operator: 'Exists' }] })],
  [kubevirt, 'words that KubeVirt knows', {
    'spec.uninstallStrategy': 'RemoveWorkloads', [`${CONFIG}.evictionStrategy`]: 'LiveMigrateIfPossible', 'spec.workloadUpdateStrategy.workloadUpdateMethods': ['LiveMigrate', 'Evict'],
  }],
  [kubevirt, 'a binding plugin', binding({ domainAttachmentType: 'managedTap', migration: { method: 'link-refresh' }, downwardAPI: 'device-info', sidecarImage: 'x' })],
  [kubevirt, 'devices', devices({
    pciHostDevices: [{ pciVendorSelector: '10de:1eb8', resourceName: 'nvidia.com/TU104GL_Tesla_T4' }],
    usb: [{ resourceName: 'kubevirt.io/storage', selectors: [{ vendor: '46f4', product: '0001' }] }, { resourceName: 'kubevirt.io/other', externalResourceProvider: true }],
  })],
  [kubevirt, 'counts', { [`${CONFIG}.memBalloonStatsPeriod`]: 0, [`${DEVELOPER}.logVerbosity`]: { virtAPI: 4, nodeVerbosity: { node01: 0 } }, [`${CONFIG}.imagePullPolicy`]: 'Never' }],
  [kubevirt, 'batches', { 'spec.workloadUpdateStrategy': { batchEvictionInterval: '1m', batchEvictionSize: 10 } }],
];
