import { readFileSync } from 'fs';
import { join } from 'path';
import { TerraformStack } from 'cdktf';
import {
  BootSource, Cdi, CdiOptions, DataImportCron, DataSource, DataSourceOrigin, DataVolume, Disk, IVmoCluster, KubevirtVersion, Size, TlsProfile,
  UninstallStrategy, VirtualMachine, VmoClusterProfile, VmoClusterProfileProps,
} from '../../src';
import { valuesFindings } from '../../src/profile/chart-values';
import { COMPONENTS } from '../components';
import { objects, refusalOf, releases, synth, waitsFor } from '../support/synth';

const build = (props: Partial<VmoClusterProfileProps>) => synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack;
const install = (options: CdiOptions = {}) => releases(build({ cdi: Cdi.install(options) }));
const spec = (options?: CdiOptions) => install(options)['vmo-cdi'].values.spec;
const refusal = (options: CdiOptions) => refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', cdi: Cdi.install(options) }));

test('CDI is there unless told otherwise: as Palette sets it up', () => {
  expect(releases(build({}))['vmo-cdi'].values.spec).toEqual({
    imagePullPolicy: 'IfNotPresent',
    uninstallStrategy: 'BlockUninstallIfWorkloadsExist',
    infra: { nodeSelector: { 'kubernetes.io/os': 'linux' }, tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }] },
    workload: { nodeSelector: { 'kubernetes.io/os': 'linux' } },
    config: {
      featureGates: ['HonorWaitForFirstConsumer'],
      filesystemOverhead: { global: '0.08' },
      podResourceRequirements: { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1', memory: '8Gi' } },
    },
  });
});

test('on destroy, KubeVirt goes before CDI, CDI before its operator, and the snapshot controller last', () => {
  const stack = build({});
  expect(waitsFor(stack, 'vmo-kubevirt')).toContain('vmo-cdi');
  expect([...waitsFor(stack, 'vmo-cdi')].sort()).toEqual(['vmo-cdi-operator', 'vmo-namespaces', 'vmo-snapshot-controller', 'vmo-snapshot-crds']);
});

test.each([['existing', Cdi.existing()], ['none', Cdi.none()]])('%s() installs nothing, and makes no namespace', (_, cdi) => {
  const stack = build({ cdi });
  expect(Object.keys(releases(stack)).filter((name) => name.includes('cdi'))).toEqual([]);
  expect(objects(stack, 'Namespace')).not.toHaveProperty('cdi');
});

test('its namespace lets in only pods without privileges', () => {
  expect(objects(build({}), 'Namespace').cdi.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
});

test('every image is sent with its digest, from the mirror where there is one', () => {
  const { image, images } = install()['vmo-cdi-operator'].values;
  const known = JSON.parse(readFileSync(join(__dirname, '../conformance/cdi-1.66.0/images.json'), 'utf8')).images;
  for (const reference of [image, ...Object.values<string>(images)]) {
    const [name, digest] = reference.split('@');
    expect(known).toContainEqual({ image: name, digest });
  }
  expect(Object.keys(images)).toHaveLength(6);
  const mirrored = releases(build(COMPONENTS.cdi.full))['vmo-cdi-operator'].values;
  expect(mirrored.images.importer).toMatch(/^registry\.example\.com\/mirror\/kubevirt\/cdi-importer@sha256:/);
  expect(mirrored.imagePullSecrets).toEqual([{ name: 'registry-login' }]);
});

test('pull secrets are for what the operator installs and for what fills disks, too', () => {
  const { spec: { config }, hooks } = releases(build(COMPONENTS.cdi.full))['vmo-cdi'].values;
  expect(config.imagePullSecrets).toEqual([{ name: 'registry-login' }]);
  expect(hooks).toMatchObject({ imagePullSecrets: [{ name: 'registry-login' }], timeoutSeconds: 1140 });
});

test('every option reaches the resource under the name that CDI has for it', () => {
  const { spec: full } = releases(build(COMPONENTS.cdi.full))['vmo-cdi'].values;
  expect(full).toMatchObject({
    imagePullPolicy: 'Always',
    uninstallStrategy: 'RemoveWorkloads',
    priorityClass: 'system-cluster-critical',
    cloneStrategyOverride: 'copy',
    certConfig: { ca: { duration: '168h', renewBefore: '24h' }, server: { duration: '72h' }, client: { duration: '71h' } },
    infra: { nodeSelector: { 'node-role.kubernetes.io/infra': '' }, deploymentReplicas: 2, apiServerReplicas: 3, uploadProxyReplicas: 2 },
    workload: { nodeSelector: { storage: 'fast' }, tolerations: [{ key: 'infra', operator: 'Exists' }] },
    config: {
      featureGates: ['HonorWaitForFirstConsumer', 'DataVolumeClaimAdoption'],
      filesystemOverhead: { global: '0.1', storageClass: { 'ceph-filesystem': '0.055' } },
      importProxy: {
        HTTPProxy: 'http://proxy.example.com:3128', HTTPSProxy: 'http://proxy.example.com:3129', noProxy: expect.stringContaining('10.0.0.0/8,.example.com'),
      },
      insecureRegistries: ['registry.example.com:5000'],
      scratchSpaceStorageClass: 'local-path',
      preallocation: true,
      uploadProxyURLOverride: 'https://upload.example.com',
      tlsSecurityProfile: { type: 'Custom', custom: { ciphers: ['ECDHE-RSA-AES128-GCM-SHA256'], minTLSVersion: 'VersionTLS12' } },
      logVerbosity: 3,
      webhookPvcRendering: 'Enabled',
    },
  });
});

test('of the overheads, what is not said stays', () => {
  expect(spec({ filesystemOverhead: { storageClass: { nfs: '0.01' } } }).config.filesystemOverhead).toEqual({ global: '0.08', storageClass: { nfs: '0.01' } });
});

test('CDI is asked whether it may go, unless DataVolumes are to go with it', () => {
  expect(install()['vmo-cdi'].values.refuseRemovalWhileDataVolumesExist).toBe(true);
  expect(install({ uninstallStrategy: UninstallStrategy.REMOVE_WORKLOADS })['vmo-cdi'].values.refuseRemovalWhileDataVolumesExist).toBe(false);
  expect(install({ overrides: { uninstallStrategy: 'RemoveWorkloads' } })['vmo-cdi'].values.refuseRemovalWhileDataVolumesExist).toBe(false);
});

test.each(['defaults', 'full'] as const)('the values of its charts fit their schemas: %s', (form) => {
  const all = releases(build(COMPONENTS.cdi[form]));
  expect(valuesFindings('cdi', 'cdi', all['vmo-cdi'].values)).toEqual([]);
  expect(valuesFindings('cdi', 'cdi-operator', all['vmo-cdi-operator'].values)).toEqual([]);
});

test.each<[string, CdiOptions, string]>([
  ['an overhead that is none', { filesystemOverhead: { global: '8%' } }, 'cdi.filesystemOverhead.global: got "8%"'],
  ['an overhead of a class', { filesystemOverhead: { storageClass: { nfs: '1.5' } } }, 'cdi.filesystemOverhead.storageClass.nfs: got "1.5"'],
  ['a registry with a scheme', { insecureRegistries: ['https://registry.example.com'] }, 'cdi.insecureRegistries[0]: got "https://registry.example.com"'],
  ['more than may be had', { podResourceRequirements: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }, 'cdi.podResourceRequirements.requests.memory: got "2Gi"'],
  ['a quantity that is none', { podResourceRequirements: { requests: { memory: '2GB' } } }, 'cdi.podResourceRequirements.requests.memory: got "2GB"'],
  ['a TLS profile that says nothing', { tlsSecurityProfile: { type: TlsProfile.CUSTOM } }, 'cdi.tlsSecurityProfile: got none'],
  ['a TLS version', { tlsSecurityProfile: { type: TlsProfile.CUSTOM, ciphers: [], minTlsVersion: '1.2' } }, 'cdi.tlsSecurityProfile.minTlsVersion: got "1.2"'],
  ['a duration', { certConfig: { ca: { duration: '2d' } } }, 'cdi.certConfig.ca.duration: got "2d"'],
  ['a number of pods', { infra: { apiServerReplicas: -1 } }, 'cdi.infra.apiServerReplicas: got -1'],
  ['a taint without a key', { workload: { tolerations: [{ operator: 'Equal' }] } }, 'cdi.workload.tolerations[0]'],
  ['no URL', { uploadProxyUrlOverride: 'upload.example.com' }, 'cdi.uploadProxyUrlOverride: got "upload.example.com", expected a URL'],
  ['a log verbosity', { logVerbosity: 12 }, 'cdi.logVerbosity: got 12'],
  ['no operator', { operator: { replicas: 0 } }, 'cdi.operator.replicas: got 0'],
  ['a quantity of the operator', { operator: { resources: { requests: { cpu: 'much' } } } }, 'cdi.operator.resources.requests.cpu: got "much"'],
  ['a field that CDI does not have', { overrides: { config: { preAllocation: true } } }, 'cdi.overrides.config.preAllocation: there is no field "preAllocation"'],
  ['a value of the wrong type', { overrides: { config: { preallocation: 'yes' } } }, 'cdi.overrides.config.preallocation: got "yes"'],
])('%s is refused where it is written', (_, options, message) => {
  expect(refusal(options)).toContain(message);
  expect(refusal(options)).toContain('has a mistake:');
});

test('a gate that CDI does not have is a warning, as CDI ignores it', () => {
  expect(build({ cdi: Cdi.install({ featureGates: ['HonorWaitForFirstConsumers'] }) }).warnings.join()).toContain('cdi.featureGates: got "HonorWaitForFirstConsumers"');
});

test('something else than a Cdi is refused', () => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', cdi: {} as any }))).toContain('write Cdi.install(), existing() or none()');
});

describe('without CDI', () => {
  const size = Size.of({ cpu: 1, memory: '1Gi' });
  const clusterOf = (stack: TerraformStack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', cdi: Cdi.none() });
  const without = (make: (cluster: IVmoCluster, stack: TerraformStack) => unknown) => refusalOf((stack) => make(clusterOf(stack), stack));

  test('a VM with a disk to be made is refused, one with a container disk is not', () => {
    const containerDisk = BootSource.containerDisk('quay.io/containerdisks/ubuntu:24.04');
    const message = without((cluster, stack) => new VirtualMachine(stack, 'web-0', { cluster, size, boot: containerDisk, disks: [Disk.blank('data', '10Gi')] }));
    expect(message).toContain('the cluster has no CDI');
    expect(message).toContain('[R-118]');
    expect(() => synth((stack) => void new VirtualMachine(stack, 'web-0', { cluster: clusterOf(stack), size, boot: containerDisk }))).not.toThrow();
  });

  test.each<[string, (cluster: IVmoCluster, stack: TerraformStack) => unknown]>([
    ['DataVolume', (cluster, stack) => new DataVolume(stack, 'a', { cluster, source: BootSource.blank('1Gi') })],
    ['DataSource', (cluster, stack) => new DataSource(stack, 'a', { cluster, origin: DataSourceOrigin.claim('ubuntu') })],
    ['DataImportCron', (cluster, stack) => new DataImportCron(stack, 'a', {
      cluster, schedule: '0 4 * * *', source: BootSource.registry('docker://quay.io/containerdisks/ubuntu:24.04', { size: '10Gi' }),
    })],
  ])('a %s is refused', (_, make) => {
    expect(without(make)).toContain('the cluster has no CDI');
  });

  test('of a cluster that exists, its attributes say it', () => {
    expect(refusalOf((stack) => {
      const cluster = VmoClusterProfile.fromExisting(stack, 'lab', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, cdi: false });
      return new VirtualMachine(stack, 'web-0', { cluster, size, boot: BootSource.blank('10Gi') });
    })).toContain('[R-118]');
  });
});
