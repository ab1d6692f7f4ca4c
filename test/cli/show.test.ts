import { Release } from '@cdktf/provider-helm/lib/release';
import { TerraformVariable } from 'cdktf';
import {
  AccessMode, BootSource, CloneSource, CloudInit, Delivery, Disk, EvictionStrategy, Filesystem, IVmoCluster, KubevirtVersion, Mac, Nic, Preference,
  Size, VirtualMachine, VirtualMachineClone, VmNetwork, VmoClusterProfile,
} from '../../src';
import { show } from '../../src/cli/show';
import { synth, userStack } from '../support/synth';

const size = Size.of({ cpu: 2, memory: '4Gi' });
const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');

/** What `vmo show` prints of one stack on a cluster that exists. */
function shown(build: (stack: any, cluster: IVmoCluster) => void): string {
  const { outdir } = synth((stack) => build(stack, VmoClusterProfile.fromExisting(stack, 'cluster', {
    clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4,
  })));
  return show(outdir);
}

test('releases are listed in an order in which they can be applied', () => {
  const { outdir } = synth((stack) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 });
    const db = new VirtualMachine(stack, 'z-db', { cluster, size, boot, nics: [Nic.on(vlan25)] });
    new VirtualMachine(stack, 'a-web', { cluster, size, boot, dependsOn: [db] });
  });
  const order = [...show(outdir).matchAll(/^ +\d+\. +(\S+)/gm)].map(([, name]) => name);
  expect(order).toEqual([
    'vmo-namespaces', 'vmo-cdi-operator', 'vmo-kubevirt-operator', 'vmo-multus', 'vmo-snapshot-crds', 'vmo-snapshot-controller', 'vmo-cdi', 'vmo-kubevirt', 'net-vlan25',
    'vmo-descheduler', 'vm-z-db', 'vm-a-web',
  ]);
});

test('findings that are accepted are listed with the reason, each on a line, and not where there are none', () => {
  const text = shown((stack, cluster) => new VirtualMachine(stack, 'db-0', {
    cluster,
    size,
    boot,
    evictionStrategy: EvictionStrategy.LIVE_MIGRATE,
    disks: [Disk.blank('data', '1Gi', { accessModes: [AccessMode.READ_WRITE_ONCE] })],
    suppress: [{ rule: 'R-9', reason: 'drained\nby hand' }],
  }));
  expect(text).toMatch(/\n {2}Warnings: none\n\n {2}Suppressed:\n {4}test\/db-0: .*\(spec\..*: drained\\u000aby hand \[R-9\]\n\n {2}Terraform JSON/);
  expect(shown((stack, cluster) => new VirtualMachine(stack, 'db-0', { cluster, size, boot }))).not.toContain('Suppressed');
});

test('a VM is shown with its size, disks, NICs and addresses', () => {
  const text = shown((stack, cluster) => new VirtualMachine(stack, 'db-0', {
    cluster,
    size,
    boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
    disks: [Disk.blank('data', '100Gi'), Disk.existingPvc('old', 'db-old'), Disk.emptyDisk('scratch', '1Gi')],
    nics: [Nic.pod({ mac: Mac.of('02:aa:00:00:00:01') }), Nic.on(new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 }), { mac: Mac.fromCluster() })],
  }));
  expect(text).toContain('default/db-0: 2 CPU, 4Gi memory, run strategy Always');
  expect(text).toMatch(/disk +boot +20Gi from docker:\/\/quay\.io\/containerdisks\/fedora:42/);
  expect(text).toMatch(/disk +data +100Gi, blank/);
  expect(text).toMatch(/disk +old +claim db-old/);
  expect(text).toMatch(/disk +scratch +1Gi, empty at every start/);
  expect(text).toMatch(/nic +default +pod network +02:aa:00:00:00:01/);
  expect(text).toMatch(/nic +vlan25 +default\/vlan25 +MAC from the cluster/);
});

test('a VM that cannot move is shown with the reasons that its manifest gives', () => {
  const text = shown((stack, cluster) => {
    new VirtualMachine(stack, 'stays', { cluster, size, boot, nodeSelector: { 'kubernetes.io/hostname': 'node1' }, disks: [Disk.blank('data', '1Gi', { accessModes: [AccessMode.READ_WRITE_ONCE] })] });
    new VirtualMachine(stack, 'moves', { cluster, size, boot });
  });
  expect(text.match(/cannot move.*/g)).toEqual(['cannot move to another node while it runs, because of a disk of access mode ["ReadWriteOnce"], the one node "node1" to run on']);
});

test('disks and directories are shown with where they come from', () => {
  const sources: [BootSource, RegExp][] = [
    [BootSource.imageStream('rhel9', { size: '1Gi' }), /1Gi from image stream rhel9/],
    [BootSource.s3('https://s3.example.com/a', { size: '1Gi' }), /1Gi from https:\/\/s3\.example\.com\/a/],
    [BootSource.imageio('https://engine/api', { size: '1Gi', diskId: '7', secretRef: 'a', certConfigMap: 'b' }), /1Gi from disk 7 of https:\/\/engine\/api/],
    [BootSource.vddk('https://vc/sdk', { size: '1Gi', backingFile: '[a] b', uuid: 'c', thumbprint: 'd', secretRef: 'e' }), /1Gi from \[a\] b of https:\/\/vc\/sdk/],
    [BootSource.clonePvc('root'), /size of the source, clone of claim default\/root/],
    [BootSource.snapshot('monday', { namespace: 'a' }), /size of the source, clone of snapshot a\/monday/],
    [BootSource.upload('1Gi'), /1Gi, uploaded with virtctl/],
    [BootSource.populator({ apiGroup: 'a.b', kind: 'Importer', name: 'c' }, { size: '1Gi' }), /1Gi from Importer\/c/],
    [BootSource.existingDataVolume('imported'), /DataVolume imported/],
    [BootSource.ephemeral('base'), /claim base \(what is written is not kept\)/],
    [BootSource.hostDisk('/data/a.img'), /file \/data\/a\.img of the node/],
  ];
  const gates = ['HostDisk', 'DownwardMetrics', 'DeclarativeHotplugVolumes', 'ContainerPathVolumes'];
  const { outdir } = synth((stack) => void new VirtualMachine(stack, 'db-0', {
    cluster: VmoClusterProfile.fromExisting(stack, 'cluster', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: gates }),
    size,
    boot,
    disks: [
      ...sources.map(([source], index) => Disk.of(`disk-${index}`, source)),
      Disk.emptyCdrom('drive'), Disk.configMap('config', 'app'), Disk.secret('keys', 'app-keys'), Disk.downwardMetrics('metrics'),
    ],
    filesystems: [
      Filesystem.serviceAccount('token', 'robot'), Filesystem.downwardApi('pod', [{ path: 'a', fieldPath: 'metadata.name' }]), Filesystem.containerPath('eks', '/run/eks'),
    ],
  }));
  const text = show(outdir);
  sources.forEach(([, words], index) => expect(text).toMatch(new RegExp(`disk +disk-${index} +${words.source}\n`)));
  expect(text).toMatch(/disk +drive +empty\n/);
  expect(text).toMatch(/disk +config +ConfigMap app\n/);
  expect(text).toMatch(/disk +keys +Secret app-keys\n/);
  expect(text).toMatch(/disk +metrics +metrics of host and VM\n/);
  expect(text).toMatch(/directory +token +ServiceAccount robot\n/);
  expect(text).toMatch(/directory +pod +downward API\n/);
  expect(text).toMatch(/directory +eks +\/run\/eks of the pod\n/);
});

test('a bundled instancetype is shown with what it gives, one of the namespace by name', () => {
  const text = shown((stack, cluster) => {
    new VirtualMachine(stack, 'a', { cluster, size: Size.instancetype('u1.large'), preference: Preference.cluster('fedora'), boot });
    new VirtualMachine(stack, 'b', { cluster, size: Size.instancetype('u1.large', { namespaced: true }), boot });
    new VirtualMachine(stack, 'c', { cluster, size: Size.inferredFrom('boot'), preference: Preference.inferredFrom('boot'), boot: BootSource.existingPvc('c') });
  });
  expect(text).toContain('default/c: instancetype that disk boot names, preference that disk boot names');
  expect(text).toContain('default/a: instancetype u1.large (2 CPU, 8Gi memory), preference fedora');
  expect(text).toContain('default/b: instancetype u1.large, run strategy');
});

test('a VM without disks and NICs is shown too', () => {
  const text = shown((stack, cluster) => new VirtualMachine(stack, 'bare', {
    cluster,
    size,
    boot,
    overrides: { spec: { template: { spec: { networks: null, volumes: null, domain: { devices: { disks: null, interfaces: null } } } } } },
  }));
  expect(text).toContain('default/bare: 2 CPU, 4Gi memory');
});

test('VMs that are a kubernetes_manifest are shown like the others', () => {
  const text = shown((stack, cluster) => new VirtualMachine(stack, 'db-0', { cluster, size, boot, delivery: Delivery.manifest() }));
  expect(text).toContain('VirtualMachine/db-0');
  expect(text).toContain('default/db-0: 2 CPU, 4Gi memory');
});

test.each([undefined, Delivery.manifest()])('a VM with references is shown with what is known (%#)', (delivery) => {
  const text = shown((stack, cluster) => {
    const variable = (id: string) => new TerraformVariable(stack, id, {});
    new VirtualMachine(stack, 'db-0', {
      cluster,
      delivery,
      size: Size.of({ cpu: variable('cpu').numberValue, memory: '4Gi' }),
      boot,
      disks: [Disk.blank('data', variable('capacity').stringValue), Disk.existingPvc('old', `old-${variable('claim').stringValue}`)],
      nics: [Nic.pod({ mac: Mac.of('02:aa:00:00:00:01') })],
      annotations: {
        [variable('key').stringValue]: 'x',
        'example.com/owner': `"}" ${variable('owner').stringValue} \${x} %{if} \\`,
      },
      cloudInit: CloudInit.raw(`#!/bin/sh\necho \${HOME} "${variable('motd').stringValue}"\n`),
    });
    new VirtualMachine(stack, 'web-0', { cluster, delivery, size, boot });
  });
  expect(text).toContain('2 virtual machines:');
  expect(text).toContain('default/db-0: (known after apply) CPU, 4Gi memory, run strategy Always');
  expect(text).toContain('default/web-0: 2 CPU, 4Gi memory');
  expect(text).toMatch(/disk +data +\(known after apply\), blank/);
  expect(text).toMatch(/disk +old +claim old-\(known after apply\)/);
  expect(text).toMatch(/nic +default +pod network +02:aa:00:00:00:01/);
});

test('lists that are known after apply are shown as such', () => {
  const text = shown((stack, cluster) => {
    const list = new TerraformVariable(stack, 'list', {}).listValue;
    new VirtualMachine(stack, 'db-0', {
      cluster,
      size,
      boot,
      overrides: { spec: { template: { spec: { networks: list, volumes: list, domain: { devices: { disks: list, interfaces: list } } } } } },
    });
  });
  expect(text).toMatch(/default\/db-0: 2 CPU.*\n +disk +\(known after apply\)\n +nic +\(known after apply\)\n/);
});

test('a VM that KubeVirt will make is none of the stack, though Helm removes it', () => {
  const text = shown((stack, cluster) => new VirtualMachineClone(stack, 'copy', { source: CloneSource.vm(new VirtualMachine(stack, 'db', { cluster, size, boot })) }));
  expect(text).toContain('1 virtual machine:');
  expect(text).toMatch(/clone-copy .* VirtualMachineClone$/m);
});

test('releases of charts that are not ours have no VMs', () => {
  const text = shown((stack) => new Release(stack, 'vm-import', { name: 'vm-import', chart: 'vm-import', values: ['objects: {}'] }));
  expect(text).toMatch(/1\. +vm-import +default +vm-import/);
  expect(text).toContain('0 virtual machines:');
});

test('cloud-init with template syntax does not hide a VM', () => {
  const text = shown((stack, cluster) => new VirtualMachine(stack, 'db-0', { cluster, size, boot, cloudInit: CloudInit.raw('#!/bin/sh\necho ${HOME} %{x}\n') }));
  expect(text).toContain('default/db-0: 2 CPU, 4Gi memory');
});

test('warnings are shown with the construct they belong to', () => {
  const { outdir } = synth((stack) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    new VirtualMachine(stack, 'db-0', { cluster, size, boot, delivery: Delivery.manifest() });
  });
  expect(show(outdir)).toMatch(/test\/db-0: delivery: Delivery\.manifest\(\) needs KubeVirt on the cluster when Terraform plans.*\[DEL-1\]/);
});

test('stacks come in the order they are applied, with what they come after', () => {
  const { outdir } = synth((stack, app) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    new VirtualMachine(userStack(app, 'a-team'), 'db-0', { cluster, size, boot });
  });
  const text = show(outdir);
  expect([...text.matchAll(/^Stack .*$/gm)].map(([line]) => line)).toEqual(['Stack test', 'Stack a-team (after test)']);
  expect(text).toContain(`Terraform JSON: ${outdir}/stacks/a-team/cdk.tf.json`);
});
