import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Secret } from '@cdktf/provider-kubernetes/lib/secret';
import { App, TerraformVariable } from 'cdktf';
import {
  Access, Cdi, EvictionStrategy, KubevirtOptions, KubevirtVersion, PermittedHostDevices, SnapshotController, UninstallStrategy, VmoClusterProfile,
  VmoClusterProfileProps, VmRolloutStrategy,
} from '../../src';
import { objects, refusalOf, releases, synth, SynthesizedStack, userStack, waitsFor } from '../support/synth';

function profile(props: Partial<VmoClusterProfileProps> = {}): SynthesizedStack {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

/** `spec.configuration` of the KubeVirt CR. */
function configuration(props: Partial<VmoClusterProfileProps> = {}): any {
  return releases(profile(props))['vmo-kubevirt'].values.spec.configuration;
}

function refusal(props: Partial<VmoClusterProfileProps>): string {
  return refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));
}

describe('releases', () => {
  test('each release of the platform is in the namespace it belongs to', () => {
    expect(Object.values(releases(profile())).map(({ name, namespace, chart }) => [name, namespace, chart]).sort()).toEqual([
      ['vmo-cdi', 'cdi', 'cdi'],
      ['vmo-cdi-operator', 'cdi', 'cdi-operator'],
      ['vmo-descheduler', 'vmo-system', 'descheduler'],
      ['vmo-kubevirt', 'kubevirt', 'kubevirt'],
      ['vmo-kubevirt-operator', 'kubevirt', 'kubevirt-operator'],
      ['vmo-multus', 'kube-system', 'multus'],
      ['vmo-namespaces', 'default', 'vmo-manifests'],
      ['vmo-snapshot-controller', 'vmo-system', 'snapshot-controller'],
      ['vmo-snapshot-crds', 'vmo-system', 'snapshot-crds'],
    ]);
  });

  test('KubeVirt comes after its operator, CDI, Multus, the snapshot controller and its CRDs, and the namespaces', () => {
    expect([...waitsFor(profile(), 'vmo-kubevirt')].sort()).toEqual([
      'vmo-cdi', 'vmo-cdi-operator', 'vmo-kubevirt-operator', 'vmo-multus', 'vmo-namespaces', 'vmo-snapshot-controller', 'vmo-snapshot-crds',
    ]);
  });

  test('every release waits for the namespaces, which wait for nothing', () => {
    const stack = profile({
      volumeSnapshotClasses: [{ name: 'ceph', driver: 'rook-ceph.rbd.csi.ceph.com' }],
      access: Access.proxied({ server: 'frps.example.com', tokenSecret: { name: 'frp' } }),
    });
    const names = Object.keys(releases(stack));
    expect(names).toEqual(expect.arrayContaining(['vmo-reverse-proxy', 'vmo-volume-snapshot-classes']));
    expect(names.filter((name) => !waitsFor(stack, name).has('vmo-namespaces'))).toEqual(['vmo-namespaces']);
    expect(releases(stack)['vmo-namespaces'].dependsOn).toEqual([]);
  });

  test('the KubeVirt releases have the time an operator needs, and Helm never makes a namespace without its labels', () => {
    const all = releases(profile({ kubevirt: { timeout: 1200 } }));
    expect(all['vmo-kubevirt'].resource.timeout).toBe(1200);
    expect(all['vmo-kubevirt'].values.hooks.timeoutSeconds).toBe(1140);
    expect(all['vmo-kubevirt-operator'].resource.timeout).toBe(1200);
    expect(new Set(Object.values(all).map(({ resource }) => resource.create_namespace))).toEqual(new Set([false]));
  });

  test('what the user names comes first, and what waits for the profile waits for KubeVirt', () => {
    const { stack } = synth((scope) => {
      const before = new Secret(scope, 'before', { metadata: { name: 'before' } });
      const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', dependsOn: [before] });
      new Secret(scope, 'after', { metadata: { name: 'after' }, dependsOn: [cluster] });
    });
    expect(releases(stack)['vmo-namespaces'].dependsOn).toEqual(['kubernetes_secret.before']);
    const [address] = stack.json.resource.kubernetes_secret.after.depends_on;
    expect(stack.json.resource.helm_release[address.replace('helm_release.', '')].name).toBe('vmo-kubevirt');
  });

  test('every release goes through the given Helm provider', () => {
    const { stack } = synth((scope) => {
      const helmProvider = new HelmProvider(scope, 'east', { alias: 'east' });
      new VmoClusterProfile(scope, 'vmo', {
        clusterName: 'prod-east', helmProvider, access: Access.proxied({ server: 'frps.example.com', tokenSecret: { name: 'frp' } }),
      });
    });
    expect(new Set(Object.values(releases(stack)).map(({ resource }) => resource.provider))).toEqual(new Set(['helm.east']));
  });
});

describe('namespaces', () => {
  test('VM namespaces, golden images, KubeVirt, CDI and the system have a namespace; "default" is there already', () => {
    const stack = profile({ vmEnabledNamespaces: ['default', 'team-b', 'team-a', 'team-b'], goldenImagesNamespace: 'images' });
    expect(Object.keys(objects(stack, 'Namespace'))).toEqual(['cdi', 'kubevirt', 'vmo-system', 'images', 'team-a', 'team-b']);
    expect(releases(stack)['vmo-kubevirt'].values.virtualMachineNamespaces).toEqual(['default', 'team-a', 'team-b']); // where a refusal names the VM
  });

  test('by default they are those of Palette', () => {
    expect(Object.keys(objects(profile(), 'Namespace'))).toEqual(['cdi', 'kubevirt', 'vmo-system', 'virtual-machines', 'vmo-golden-images']);
  });

  test('stay when the release goes, and are adopted where they exist', () => {
    const stack = profile();
    for (const namespace of Object.values(objects(stack, 'Namespace'))) {
      expect(namespace.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
    }
    expect(releases(stack)['vmo-namespaces'].resource.take_ownership).toBe(true);
  });

  test('that of KubeVirt lets privileged pods in', () => {
    expect(objects(profile(), 'Namespace').kubevirt.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'privileged' });
  });

  test('VMs of every enabled namespace may clone golden images', () => {
    const stack = profile({ vmEnabledNamespaces: ['default', 'team-a'], goldenImagesNamespace: 'images' });
    const binding = objects(stack, 'RoleBinding')['vmo-clone-golden-images'];
    expect(binding.metadata.namespace).toBe('images');
    expect(binding.subjects).toEqual([
      { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
      { kind: 'ServiceAccount', name: 'default', namespace: 'team-a' },
    ]);
  });
});

describe('snapshots', () => {
  test('install() takes the pinned chart without its CRDs', () => {
    const { resource, values } = releases(profile())['vmo-snapshot-controller'];
    expect(resource).toMatchObject({ repository: 'https://piraeus.io/helm-charts/', chart: 'snapshot-controller', version: '5.2.0' });
    expect(values).toMatchObject({ installCRDs: false, controller: { replicaCount: 2 } });
  });

  test('install() takes a mirror and another version', () => {
    const snapshotController = SnapshotController.install({ repository: 'https://mirror.example.com', chartVersion: '5.1.0', replicas: 1 });
    const { resource, values } = releases(profile({ snapshotController }))['vmo-snapshot-controller'];
    expect(resource).toMatchObject({ repository: 'https://mirror.example.com', version: '5.1.0' });
    expect(values.controller.replicaCount).toBe(1);
  });

  test.each([['existing', SnapshotController.existing()], ['none', SnapshotController.none()]])('%s() installs nothing', (_, snapshotController) => {
    const stack = profile({ snapshotController });
    expect(Object.keys(releases(stack)).filter((name) => name.includes('snapshot'))).toEqual([]);
    expect([...waitsFor(stack, 'vmo-kubevirt')].filter((name) => name.includes('snapshot'))).toEqual([]);
  });

  test('classes are made after the controller and before KubeVirt', () => {
    const stack = profile({ volumeSnapshotClasses: [{ name: 'ceph', driver: 'rook-ceph.rbd.csi.ceph.com' }] });
    expect(releases(stack)['vmo-kubevirt'].dependsOn).toContain('vmo-volume-snapshot-classes');
    expect(releases(stack)['vmo-volume-snapshot-classes'].dependsOn).toContain('vmo-snapshot-controller');
    expect(waitsFor(stack, 'vmo-kubevirt')).toContain('vmo-snapshot-crds');
  });

  test('classes have a carrier of their own where the cluster brings the controller', () => {
    const stack = profile({ snapshotController: SnapshotController.existing(), volumeSnapshotClasses: [{ name: 'ceph', driver: 'rook-ceph.rbd.csi.ceph.com' }] });
    expect(objects(stack, 'VolumeSnapshotClass').ceph).toEqual({
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotClass',
      metadata: { name: 'ceph' },
      driver: 'rook-ceph.rbd.csi.ceph.com',
      deletionPolicy: 'Delete',
    });
    expect(releases(stack)['vmo-kubevirt'].dependsOn).toContain('vmo-volume-snapshot-classes');
  });

  test('a class is the default one only where asked for', () => {
    const classes = objects(profile({
      volumeSnapshotClasses: [{ name: 'fast', driver: 'a.example.com', isDefault: true }, { name: 'slow', driver: 'b.example.com' }],
    }), 'VolumeSnapshotClass');
    expect(classes.fast.metadata.annotations).toEqual({ 'snapshot.storage.kubernetes.io/is-default-class': 'true' });
    expect(classes.slow.metadata.annotations).toBeUndefined();
  });
});

describe('KubeVirt', () => {
  test('1.8.4 lists the gates of Palette that it does not have for good', () => {
    expect(configuration().developerConfiguration).toEqual({
      featureGates: ['CPUManager', 'DeclarativeHotplugVolumes', 'ExpandDisks', 'Snapshot', 'VMExport'],
    });
  });

  test('1.9.0 lists fewer, hot-plugs volumes by the new gate, and turns off the Beta gates nobody asked for', () => {
    const { featureGates, disabledFeatureGates } = configuration({ kubevirt: { version: KubevirtVersion.V1_9_0 } }).developerConfiguration;
    expect(featureGates).toEqual(['CPUManager', 'DeclarativeHotplugVolumes', 'Snapshot']);
    expect(disabledFeatureGates).toEqual([
      'ExternalNetResourceInjection', 'GPUsWithDRA', 'HostDevicesWithDRA', 'ImageVolume', 'LibvirtHooksServerAndClient', 'OptOutRoleAggregation',
      'PasstBinding', 'PodSecondaryInterfaceNamingUpgrade', 'RebootPolicy', 'Template', 'VmiMemoryOverheadReport', 'WorkloadEncryptionSEV',
    ]);
  });

  test('gates are added and taken away', () => {
    const gates = configuration({ kubevirt: { featureGates: ['Sidecar'], disabledFeatureGates: ['VMExport'] } }).developerConfiguration;
    expect(gates).toEqual({
      featureGates: ['CPUManager', 'DeclarativeHotplugVolumes', 'ExpandDisks', 'Sidecar', 'Snapshot'],
      disabledFeatureGates: ['VMExport'],
    });
  });

  test('a Beta gate that is asked for on 1.9.0 is on', () => {
    const gates = configuration({ kubevirt: { version: KubevirtVersion.V1_9_0, featureGates: ['ImageVolume'] } }).developerConfiguration;
    expect(gates.featureGates).toContain('ImageVolume');
    expect(gates.disabledFeatureGates).not.toContain('ImageVolume');
  });

  test('the profile knows which gates are on: listed, Beta by default, GA', () => {
    const gates = (version: KubevirtVersion) => {
      let featureGates: string[] = [];
      synth((scope) => { ({ featureGates } = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', kubevirt: { version } })); });
      return featureGates;
    };
    expect(gates(KubevirtVersion.V1_8_4)).toEqual(expect.arrayContaining(['Snapshot', 'LiveMigration']));
    expect(gates(KubevirtVersion.V1_8_4)).not.toContain('VideoConfig');
    expect(gates(KubevirtVersion.V1_8_4)).not.toContain('NodeRestriction');
    expect(gates(KubevirtVersion.V1_9_0)).toEqual(expect.arrayContaining(['VideoConfig', 'NodeRestriction', 'VMExport']));
    expect(gates(KubevirtVersion.V1_9_0)).not.toContain('ImageVolume');
  });

  test('VMs are migrated on a drain and updated live, unless told otherwise', () => {
    expect(configuration()).toMatchObject({ evictionStrategy: 'LiveMigrate', vmRolloutStrategy: 'LiveUpdate' });
    expect(configuration({ kubevirt: { evictionStrategy: EvictionStrategy.NONE } })).toMatchObject({ evictionStrategy: 'None' });
  });

  test('devices of the nodes are permitted in its own terms', () => {
    const permittedHostDevices = {
      pciHostDevices: [{ pciVendorSelector: '10DE:1EB8', resourceName: 'nvidia.com/TU104GL_Tesla_T4', externalResourceProvider: true }],
      mediatedDevices: [{ mdevNameSelector: 'GRID T4-2Q', resourceName: 'nvidia.com/GRID_T4-2Q' }],
      usb: [{ resourceName: 'kubevirt.io/storage', selectors: [{ vendor: '46f4', product: '0001' }] }],
    };
    expect(configuration({ kubevirt: { permittedHostDevices } })).toMatchObject({ permittedHostDevices });
    expect(configuration()).not.toHaveProperty('permittedHostDevices');
  });

  test('its removal is refused while there are VMs, unless they may go too', () => {
    const values = (uninstallStrategy?: UninstallStrategy) => releases(profile({ kubevirt: { uninstallStrategy } }))['vmo-kubevirt'].values;
    expect(values()).toMatchObject({ spec: { uninstallStrategy: 'BlockUninstallIfWorkloadsExist' }, refuseRemovalWhileVirtualMachinesExist: true });
    expect(values(UninstallStrategy.REMOVE_WORKLOADS))
      .toMatchObject({ spec: { uninstallStrategy: 'RemoveWorkloads' }, refuseRemovalWhileVirtualMachinesExist: false });
  });

  test('runs on clusters without control-plane nodes', () => {
    expect(releases(profile())['vmo-kubevirt'].values.spec.infra).toEqual({ nodePlacement: {}, replicas: 2 });
  });

  test('version, mirror and pull secrets reach the operator, and the hooks their image', () => {
    const all = releases(profile({
      kubevirt: {
        version: KubevirtVersion.V1_9_0, imageRegistry: 'mirror.example.com/kubevirt', imagePullSecrets: ['pull'], replicas: 1, hookImage: 'mirror.example.com/kubectl:1',
      },
    }));
    expect(all['vmo-kubevirt-operator'].values).toMatchObject({
      version: '1.9.0',
      replicas: 1,
      imagePullSecrets: [{ name: 'pull' }],
      image: 'mirror.example.com/kubevirt/virt-operator@sha256:d08b5b5ad1c0d694fad13279e44b44b6fad961aa7508acd53b87ce6ef468cbae',
    });
    expect(all['vmo-kubevirt'].values).toMatchObject({
      version: '1.9.0',
      spec: { imagePullSecrets: [{ name: 'pull' }], infra: { replicas: 1 } },
      hooks: { image: 'mirror.example.com/kubectl:1', imagePullSecrets: [{ name: 'pull' }] },
    });
  });

  test('overrides are merged last, map by map', () => {
    const merged = configuration({
      kubevirt: {
        useEmulation: true,
        overrides: { configuration: { developerConfiguration: { cpuAllocationRatio: 4 }, migrations: { parallelMigrationsPerCluster: 8 }, evictionStrategy: 'None' } },
      },
    });
    expect(merged.developerConfiguration).toMatchObject({ useEmulation: true, cpuAllocationRatio: 4, featureGates: expect.arrayContaining(['Snapshot']) });
    expect(merged.migrations).toEqual({ parallelMigrationsPerCluster: 8 });
    expect(merged.evictionStrategy).toBe('None');
  });
});

describe('refused', () => {
  test.each(['', 'Prod_East', '-a', 'a'.repeat(64)])('the cluster name "%s"', (clusterName) => {
    expect(refusal({ clusterName })).toContain(`clusterName: got "${clusterName}", expected at most 63 lower-case letters, digits and dashes`);
  });

  test('a cluster name that is only known at apply', () => {
    const message = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: new TerraformVariable(stack, 'name', {}).stringValue }));
    expect(message).toContain('clusterName: got a value that is only known at apply');
    expect(message).toContain('write a literal such as "prod-east"');
  });

  test('one cluster name twice in an app, with both places named', () => {
    const message = refusalOf((stack) => {
      new VmoClusterProfile(stack, 'first', { clusterName: 'prod-east' });
      new VmoClusterProfile(userStack(stack.node.root as App, 'other'), 'second', { clusterName: 'prod-east' });
    });
    expect(message).toContain('VmoClusterProfile "other/second"');
    expect(message).toContain('"prod-east" is the name of "test/first" too');
  });

  test('a feature gate the version does not have, with the one that was meant', () => {
    const message = refusal({ kubevirt: { featureGates: ['HostDevice'] } });
    expect(message).toContain('kubevirt.featureGates[0]: KubeVirt 1.8.4 has no feature gate "HostDevice"');
    expect(message).toContain('did you mean "HostDevices"?');
  });

  test('a feature gate that only a newer version has', () => {
    expect(refusal({ kubevirt: { featureGates: ['VGPULiveMigration'] } })).toContain('KubeVirt 1.8.4 has no feature gate "VGPULiveMigration"');
  });

  test('a discontinued feature gate', () => {
    expect(refusal({ kubevirt: { featureGates: ['Passt'] } })).toContain('"Passt" is discontinued in KubeVirt 1.8.4');
  });

  test('a gate that is asked for and turned off', () => {
    expect(refusal({ kubevirt: { featureGates: ['Sidecar'], disabledFeatureGates: ['Sidecar'] } }))
      .toContain('"Sidecar" is in featureGates and in disabledFeatureGates');
  });

  test.each([
    ['1.7.4', '1.7.4 breaks the live migration of VMs that were started on 1.6; use KubevirtVersion.V1_8_4'],
    ['1.8.2', '1.8.2 has CVE-2026-9804'],
    ['1.8.2', 'use KubevirtVersion.V1_8_4; where it must be 1.8.2, say so beside it with unsupportedVersion: "1.8.2"'],
    ['1.6.0', '1.6.0 may leave a VM that is migrated running twice'],
    ['1.6.6', '→ use KubevirtVersion.V1_8_4'],
    ['1.10.0', 'use KubevirtVersion.V1_9_0, or a newer release of cdktf-vmo'],
    ['latest', '→ use KubevirtVersion.V1_8_4'],
  ])('KubeVirt %s, with the reason', (version, reason) => {
    const message = refusal({ kubevirt: { version: version as KubevirtVersion } });
    expect(message).toContain(`kubevirt.version: got "${version}", expected 1.8.4 or 1.9.0`);
    expect(message).toContain(reason);
  });

  test('an unknown field in overrides, with the option named and the field that was meant', () => {
    const message = refusal({ kubevirt: { overrides: { configuration: { migrations: { paralelMigrationsPerCluster: 8 } } } } });
    expect(message).toContain('kubevirt.overrides.configuration.migrations.paralelMigrationsPerCluster: there is no field');
    expect(message).toContain('did you mean "parallelMigrationsPerCluster"?');
  });

  test('all mistakes at once', () => {
    const message = refusal({
      clusterName: 'Prod East',
      vmEnabledNamespaces: [],
      goldenImagesNamespace: 'Images',
      kubevirt: { featureGates: ['Snapshots'], overrides: { configuration: { migrations: { bandwidthPerMigration: '64MB' } } } },
    });
    expect(message).toContain('VmoClusterProfile "test/vmo" has 5 mistakes:');
    expect(message.match(/^ {2}- \S+?:/gm)).toEqual([
      '  - clusterName:', '  - vmEnabledNamespaces:', '  - goldenImagesNamespace:', '  - kubevirt.featureGates[0]:',
      '  - kubevirt.overrides.configuration.migrations.bandwidthPerMigration:',
    ]);
  });
});

describe('fromExisting()', () => {
  test('installs nothing and makes nothing wait', () => {
    const { stack } = synth((scope) => {
      const cluster = VmoClusterProfile.fromExisting(scope, 'existing', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_9_0 });
      expect(cluster.dependables).toEqual([]);
      expect(cluster.vmEnabledNamespaces).toEqual([]);
    });
    expect(stack.json.resource).toBeUndefined();
  });

  test('takes the gates of the cluster, and adds those that come with the version', () => {
    synth((scope) => {
      const cluster = VmoClusterProfile.fromExisting(scope, 'existing', {
        clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: ['HostDevices'],
      });
      expect(cluster.featureGates).toEqual(expect.arrayContaining(['HostDevices', 'LiveMigration']));
      expect(cluster.featureGates).not.toContain('Snapshot');
    });
  });

  test('refuses what the profile refuses, and names the construct', () => {
    const message = refusalOf((stack) => VmoClusterProfile.fromExisting(stack, 'existing', { clusterName: '', kubevirtVersion: '1.7.4' as KubevirtVersion }));
    expect(message).toContain('"test/existing" has 2 mistakes');
    expect(message).toContain('clusterName: got ""');
    expect(message).toContain('kubevirtVersion: got "1.7.4"');
  });
});

test('what is said of an existing cluster is what VMs are checked against', () => {
  const said = {
    permittedPciDevices: { 'nvidia.com/GH200': '10DE:2342' }, vmRolloutStrategy: VmRolloutStrategy.STAGE, bridgeOnPodNetwork: false, multus: true, cdi: false,
  };
  synth((stack) => expect(VmoClusterProfile.fromExisting(stack, 'lab', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, ...said })).toMatchObject(said));
  expect(refusalOf((stack) => VmoClusterProfile.fromExisting(stack, 'lab', {
    clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, vmRolloutStrategy: 'Live' as VmRolloutStrategy,
  }))).toContain('vmRolloutStrategy: got "Live"');
});

test('gates of an existing cluster are checked like those of a profile', () => {
  expect(refusalOf((stack) => VmoClusterProfile.fromExisting(stack, 'east', {
    clusterName: 'prod-east', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: ['Snapshots'],
  }))).toContain('featureGates[0]: KubeVirt 1.8.4 has no feature gate "Snapshots"');
});

const permitting = (permittedHostDevices: PermittedHostDevices): Partial<VmoClusterProfileProps> => ({ kubevirt: { permittedHostDevices } });

test.each<[Partial<VmoClusterProfileProps>, string]>([
  [{ snapshotController: SnapshotController.none(), volumeSnapshotClasses: [{ name: 'ceph', driver: 'd' }] }, 'volumeSnapshotClasses: got classes with SnapshotController.none()'],
  [{ volumeSnapshotClasses: [{ name: 'A b', driver: '' }] }, 'volumeSnapshotClasses[0].driver: got ""'],
  [{ volumeSnapshotClasses: [{ name: 'a', driver: 'd' }, { name: 'a', driver: 'd' }] }, 'volumeSnapshotClasses[1].name: "a" is the name of another class here'],
  [{ snapshotController: SnapshotController.install({ replicas: 0 }) }, 'snapshotController.replicas: got 0'],
  [permitting({ pciHostDevices: [{ pciVendorSelector: '10de 1eb8', resourceName: 'nvidia.com/T4' }] }), 'kubevirt.permittedHostDevices.pciHostDevices[0].pciVendorSelector: got "10de 1eb8"'],
  [permitting({ mediatedDevices: [{ mdevNameSelector: 'GRID T4-2Q', resourceName: 'T4' }] }), 'kubevirt.permittedHostDevices.mediatedDevices[0].resourceName: got "T4"'],
  [permitting({ usb: [{ resourceName: 'kubevirt.io/storage' }] }), 'kubevirt.permittedHostDevices.usb[0].selectors: got none'],
  [permitting({ usb: [{ resourceName: 'kubevirt.io/storage', selectors: [{ vendor: '46f4', product: '1' }] }] }), 'usb[0].selectors[0].product: got "1"'],
  [permitting({ usb: {} as any }), 'kubevirt.permittedHostDevices.usb: got {}'],
  [permitting({ gpus: [] } as any), 'kubevirt.permittedHostDevices.gpus: there is no field'],
  [{ kubevirt: { replicas: -1 } }, 'kubevirt.replicas: got -1'],
  [{ kubevirt: { timeout: 1.5 } }, 'kubevirt.timeout: got 1.5'],
  [{ kubevirt: { uninstallStrategy: 'RemoveWorkload' as any } }, 'kubevirt.uninstallStrategy: got "RemoveWorkload"'],
  [{ kubevirt: { imageRegistry: 'https://mirror/kubevirt/' } }, 'kubevirt.imageRegistry: got "https://mirror/kubevirt/"'],
  [{ kubevirt: { overrides: { configuration: { developerConfiguration: { featureGates: ['Snapshot'] } } } } }, 'use kubevirt.featureGates'],
  [{ kubevirt: { overrides: { configuration: { tlsConfiguration: { ciphers: ['TLS_AES_128_GCM_SHA256'] } } } } }, 'kubevirt.overrides.configuration.tlsConfiguration.ciphers: got ciphers'],
  [{ kubevirt: { overrides: { configuration: { developerConfiguration: { cpuAllocationRatio: -1 } } } } }, 'developerConfiguration.cpuAllocationRatio: got -1'],
  [{ kubevirt: { overrides: { configuration: { virtTemplateDeployment: { enabled: true } } } } }, 'which needs the feature gate Template'],
  [{ vmEnabledNamespaces: ['kubevirt'] }, 'vmEnabledNamespaces[0]: got "kubevirt", which is not for VMs'],
  [{ goldenImagesNamespace: 'kube-system' }, 'goldenImagesNamespace: got "kube-system", which is not for VMs'],
  [{ access: 'proxied' as any }, 'access: got "proxied"'],
  [{ snapshotController: 'existing' as any }, 'snapshotController: got "existing"'],
  [{ vmEnabledNamespaces: 'default' as any }, 'vmEnabledNamespaces: got "default"'],
  [{ storageProfiles: {} as any }, 'storageProfiles: got {}'],
])('is refused: %j', (props, message) => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }))).toContain(message);
});

test.each<[string, (seconds: number) => Partial<VmoClusterProfileProps>]>([
  ['kubevirt.timeout', (timeout) => ({ kubevirt: { timeout } })],
  ['cdi.timeout', (timeout) => ({ cdi: Cdi.install({ timeout }) })],
])('%s is refused where it is only known at apply: Jobs would give up after a second', (path, props) => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props(new TerraformVariable(stack, 'seconds', {}).numberValue) })))
    .toContain(`${path}: got a value that is only known at apply`);
});

test.each(['kubevirt', 'namespaces', 'vlanFiltering', 'cniPlugins', 'bridgeMarker', 'kubemacpool', 'dashboard', 'monitoring'])('%s of another kind than declared is refused', (component) => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', [component]: true } as any))).toContain(`${component}: got true`);
});

test('two profiles in one stack with one Helm provider would be one cluster, and are refused', () => {
  const text = refusalOf((stack) => {
    new VmoClusterProfile(stack, 'east', { clusterName: 'prod-east' });
    new VmoClusterProfile(stack, 'west', { clusterName: 'prod-west' });
  });
  expect(text).toContain('"test/west" and "test/east" are both the Helm release "default/vmo-namespaces" through one Helm provider');
});

test('what the overrides say of evictions is what VMs are checked against', () => {
  synth((stack) => expect(new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'prod-east', kubevirt: { overrides: { configuration: { evictionStrategy: 'None' } } },
  }).defaultEvictionStrategy).toBe('None'));
});

test('a Helm provider with an alias in another stack is refused, with what to do', () => {
  const text = refusalOf((stack, app) => {
    const helmProvider = new HelmProvider(stack, 'east', { alias: 'east' });
    return new VmoClusterProfile(userStack(app, 'west'), 'vmo', { clusterName: 'prod-west', helmProvider });
  });
  expect(text).toContain('which is in stack "test" and unknown in stack "west"');
});

test('changing what a cluster says it is changes no other cluster', () => {
  synth((stack) => {
    new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' }).vmEnabledNamespaces.push('kube-system');
  });
  synth((stack) => expect(new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' }).vmEnabledNamespaces).toEqual(['default', 'virtual-machines']));
});

test('which device a resource is, how changes reach guests and whether the pod network is bridged is what VMs are checked against', () => {
  const cluster = (kubevirt: KubevirtOptions) => {
    let said: object | undefined;
    synth((stack) => {
      const { permittedPciDevices, vmRolloutStrategy, bridgeOnPodNetwork } = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt });
      said = { permittedPciDevices, vmRolloutStrategy, bridgeOnPodNetwork };
    });
    return said;
  };
  expect(cluster({})).toEqual({ permittedPciDevices: {}, vmRolloutStrategy: 'LiveUpdate', bridgeOnPodNetwork: true });
  const pciHostDevices = [{ pciVendorSelector: '10DE:2342', resourceName: 'nvidia.com/GH200' }];
  const overridden = { permittedHostDevices: { pciHostDevices }, vmRolloutStrategy: 'Stage', network: { permitBridgeInterfaceOnPodNetwork: false } };
  expect(cluster({ overrides: { configuration: overridden } })).toEqual({ permittedPciDevices: { 'nvidia.com/GH200': '10DE:2342' }, vmRolloutStrategy: 'Stage', bridgeOnPodNetwork: false });
});

test('devices that it permits are what VMs are checked against; where it says nothing, KubeVirt permits all', () => {
  const permitted = (kubevirt: KubevirtOptions) => {
    let devices: string[] | undefined;
    synth((stack) => { ({ permittedDevices: devices } = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', kubevirt })); });
    return devices;
  };
  const permittedHostDevices = { pciHostDevices: [{ pciVendorSelector: '10DE:1EB8', resourceName: 'nvidia.com/T4' }] };
  expect(permitted({ permittedHostDevices })).toEqual(['nvidia.com/T4']);
  expect(permitted({ overrides: { configuration: { permittedHostDevices } } })).toEqual(['nvidia.com/T4']);
  expect(permitted({})).toBeUndefined();
});
