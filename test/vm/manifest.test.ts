import { BootSource, CloudInit, Disk, Mac, Nic, NicModel, NicProtocol, Preference, Size, VirtualMachineOptions } from '../../src';
import { RunStrategy } from '../../src/vm/lifecycle';
import { vmManifests } from '../../src/vm/manifest';
import { VmInput } from '../../src/vm/part';
import { TextCodec, yamlText } from '../../src/vm/text';

const codec: TextCodec = { document: yamlText, json: JSON.stringify, base64: (text) => Buffer.from(text).toString('base64'), isLiteral: () => true };
const vlan25 = { networkName: 'default/vlan25', defaultNicName: 'vlan25', l2Domain: 'VLAN 25', dependables: [] } as any;

const render = (options: VirtualMachineOptions & Partial<Pick<VmInput, 'size' | 'boot'>> = {}) => vmManifests({
  name: 'db-0',
  namespace: 'default',
  identity: { scope: 'prod-east', namespace: 'default', vm: 'db-0' },
  goldenImagesNamespace: 'vmo-golden-images',
  size: Size.of({ cpu: 2, memory: '4Gi' }),
  boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  codec,
  ...options,
});
const vm = (options: Parameters<typeof render>[0] = {}) => render(options).virtualMachine;
const template = (options: Parameters<typeof render>[0] = {}) => vm(options).spec.template.spec;
const cloudInitOf = (options: Parameters<typeof render>[0]) => template(options).volumes.find((volume: any) => volume.name === 'cloud-init').cloudInitNoCloud;

test('the smallest VM runs always, on the pod network behind NAT, with virtio devices', () => {
  expect(vm().metadata).toEqual({ name: 'db-0', namespace: 'default' });
  expect(vm().spec.runStrategy).toBe('Always');
  expect(template().networks).toEqual([{ name: 'default', pod: {} }]);
  expect(template().domain.devices.interfaces).toEqual([{ name: 'default', masquerade: {}, macAddress: '0e:01:8e:29:74:33' }]);
  expect(template().domain.devices.disks).toEqual([{ name: 'boot', disk: { bus: 'virtio' } }]);
  expect(template().volumes).toEqual([{ name: 'boot', containerDisk: { image: 'quay.io/containerdisks/fedora:42' } }]);
});

test('what the server would fill in is written out, so that what comes back is what was sent', () => {
  expect(template().architecture).toBe('amd64');
  expect(template().domain.machine).toEqual({ type: 'q35' });
  expect(template().domain.firmware).toEqual({ uuid: '4de5c053-0cc4-58d0-86e4-5bd5d61618ac', serial: '602dcb1e-9cfb-5c3e-8f67-cd58d6511b63' });
  expect(vm().spec.template.metadata).toEqual({ annotations: { 'kubevirt.io/pci-topology-version': 'v3' } });
});

test('it reads from top to bottom: fields stand in an order of their own, not in that of the props or of the parts that make them', () => {
  const options = {
    boot: BootSource.registry('docker://quay.io/containerdisks/fedora:42', { size: '20Gi' }),
    size: Size.of({ cpu: 2, memory: '4Gi', requests: { cpu: '1' } }),
    preference: Preference.cluster('fedora'),
    hostname: 'db',
    rng: true,
  };
  const fields = (object: any) => Object.keys(JSON.parse(JSON.stringify(object)));
  expect(fields(vm(options))).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(fields(vm(options).spec)).toEqual(['runStrategy', 'preference', 'dataVolumeTemplates', 'template']);
  expect(fields(vm({ ...options, size: Size.instancetype('u1.large') }).spec)).toEqual(['runStrategy', 'instancetype', 'preference', 'dataVolumeTemplates', 'template']);
  expect(fields(template(options))).toEqual(['architecture', 'hostname', 'domain', 'networks', 'volumes']);
  expect(fields(template(options).domain)).toEqual(['cpu', 'memory', 'machine', 'firmware', 'resources', 'devices']);
  expect(fields(template(options).domain.devices)).toEqual(['disks', 'interfaces', 'rng']);
});

describe('size', () => {
  test('CPUs are sockets, which can be added while the VM runs', () => {
    expect(template().domain).toMatchObject({ cpu: { sockets: 2, cores: 1, threads: 1 }, memory: { guest: '4Gi' } });
  });

  test('an instancetype and a preference leave CPU, memory and buses to them', () => {
    const sized = { size: Size.instancetype('u1.large'), preference: Preference.cluster('ubuntu') };
    expect(vm(sized).spec.instancetype).toEqual({ name: 'u1.large', kind: 'VirtualMachineClusterInstancetype' });
    expect(vm(sized).spec.preference).toEqual({ name: 'ubuntu', kind: 'VirtualMachineClusterPreference' });
    expect(template(sized).domain).not.toHaveProperty('cpu');
    expect(template(sized).domain).not.toHaveProperty('memory');
    expect(template(sized).domain.devices.disks).toEqual([{ name: 'boot', disk: {} }]);
  });

  test('an instancetype may be one of the VM\'s own namespace', () => {
    expect(vm({ size: Size.instancetype('mine', { namespaced: true }) }).spec.instancetype.kind).toBe('VirtualMachineInstancetype');
  });
});

describe('boot and disks', () => {
  const dataVolume = (boot: BootSource) => vm({ boot }).spec.dataVolumeTemplates[0];

  test('a registry image is copied to a disk of the VM\'s own', () => {
    const boot = BootSource.registry('docker://quay.io/x:1', { size: '20Gi', storageClass: 'fast' });
    expect(dataVolume(boot)).toEqual({
      metadata: { name: 'db-0-boot' },
      spec: { source: { registry: { url: 'docker://quay.io/x:1' } }, storage: { resources: { requests: { storage: '20Gi' } }, storageClassName: 'fast' } },
    });
    expect(template({ boot }).volumes[0]).toEqual({ name: 'boot', dataVolume: { name: 'db-0-boot' } });
  });

  test('an image is downloaded', () => {
    expect(dataVolume(BootSource.http('https://x/y.qcow2', { size: '20Gi' })).spec.source.http.url).toBe('https://x/y.qcow2');
  });

  test('a golden image is cloned from the cluster\'s namespace of golden images, at its own size', () => {
    expect(dataVolume(BootSource.dataSource('ubuntu2404')).spec)
      .toEqual({ sourceRef: { kind: 'DataSource', name: 'ubuntu2404', namespace: 'vmo-golden-images' }, storage: {} });
    expect(dataVolume(BootSource.dataSource('mine', { namespace: 'team-a' })).spec.sourceRef.namespace).toBe('team-a');
  });

  test('an existing claim is used as it is', () => {
    const boot = BootSource.existingPvc('old-disk');
    expect(template({ boot }).volumes[0]).toEqual({ name: 'boot', persistentVolumeClaim: { claimName: 'old-disk' } });
    expect(vm({ boot }).spec).not.toHaveProperty('dataVolumeTemplates');
  });

  test('other disks come after the boot disk, each with a serial known before first boot', () => {
    const disks = [Disk.blank('data', '100Gi'), Disk.existingPvc('old', 'claim'), Disk.emptyDisk('scratch', '5Gi')];
    expect(template({ disks }).domain.devices.disks.map((disk: any) => disk.name)).toEqual(['boot', 'data', 'old', 'scratch']);
    expect(template({ disks }).domain.devices.disks[1].serial).toBe('bd27e21578ce520b9e29');
    expect(vm({ disks }).spec.dataVolumeTemplates[0].spec).toEqual({ source: { blank: {} }, storage: { resources: { requests: { storage: '100Gi' } } } });
    expect(template({ disks }).volumes.slice(2)).toEqual([
      { name: 'old', persistentVolumeClaim: { claimName: 'claim' } }, { name: 'scratch', emptyDisk: { capacity: '5Gi' } },
    ]);
  });
});

describe('NICs', () => {
  test('a NIC keeps its address when another is put before it', () => {
    const before = template({ nics: [Nic.on(vlan25)] }).domain.devices.interfaces[0];
    const after = template({ nics: [Nic.pod(), Nic.on(vlan25)] }).domain.devices.interfaces[1];
    expect(after).toEqual(before);
    expect(after).toEqual({ name: 'vlan25', bridge: {}, macAddress: '06:a2:e3:7b:43:49' });
  });

  test('ports, model and name are passed on', () => {
    const nics = [Nic.pod({ name: 'web', model: NicModel.E1000E, ports: [{ port: 80 }, { port: 53, protocol: NicProtocol.UDP, name: 'dns' }] })];
    expect(template({ nics }).domain.devices.interfaces[0]).toMatchObject({
      name: 'web', model: 'e1000e', ports: [{ port: 80, protocol: 'TCP' }, { port: 53, protocol: 'UDP', name: 'dns' }],
    });
  });

  test('no NIC is none, and not the one that the server adds', () => {
    expect(template({ nics: [] }).domain.devices).toMatchObject({ autoattachPodInterface: false });
    expect(template({ nics: [] })).not.toHaveProperty('networks');
    expect(template().domain.devices).not.toHaveProperty('autoattachPodInterface');
  });

  test('an address can be given, or left to the cluster', () => {
    const nics = [Nic.pod({ mac: Mac.fromCluster() }), Nic.on(vlan25, { mac: Mac.of('02:AA:00:00:00:01') })];
    expect(template({ nics }).domain.devices.interfaces.map((nic: any) => nic.macAddress)).toEqual([undefined, '02:aa:00:00:00:01']);
  });
});

describe('cloud-init', () => {
  test('without any, there is no volume for it', () => {
    expect(template().volumes).toHaveLength(1);
  });

  test('a short text stands in the VM', () => {
    expect(cloudInitOf({ cloudInit: CloudInit.raw('#!/bin/sh\necho ${HOME}\n') })).toEqual({ userData: '#!/bin/sh\necho ${HOME}\n' });
  });

  test('2,048 bytes stand in the VM, 2,049 go to a Secret, counted in bytes of UTF-8', () => {
    const text = `#!/bin/sh\n${'é'.repeat(1019)}`;
    expect(Buffer.byteLength(text)).toBe(2048);
    expect(render({ cloudInit: CloudInit.raw(text) }).companions).toEqual([]);
    const { companions } = render({ cloudInit: CloudInit.raw(`${text}x`) });
    expect(companions).toEqual([{
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db-0-cloud-init', namespace: 'default' },
      type: 'Opaque',
      data: { userdata: Buffer.from(`${text}x`).toString('base64') },
    }]);
    expect(cloudInitOf({ cloudInit: CloudInit.raw(`${text}x`) })).toEqual({ secretRef: { name: 'db-0-cloud-init' } });
  });

  test('a Secret of one\'s own is referred to', () => {
    expect(cloudInitOf({ cloudInit: CloudInit.fromSecret('mine', { networkData: true }) }))
      .toEqual({ secretRef: { name: 'mine' }, networkDataSecretRef: { name: 'mine' } });
  });

  test('a static address makes network configuration for every NIC, told apart by MAC address', () => {
    const nics = [Nic.pod(), Nic.on(vlan25, { addresses: ['10.25.0.10/24'], gateway: '10.25.0.1', nameservers: ['10.25.0.53'] })];
    const { networkData, userData } = cloudInitOf({ nics });
    expect(networkData).toBe([
      'version: 2', 'ethernets:',
      '  eth0:', '    match:', '      macaddress: "0e:01:8e:29:74:33"', '    set-name: eth0', '    dhcp4: true',
      '  eth1:', '    match:', '      macaddress: "06:a2:e3:7b:43:49"', '    set-name: eth1', '    addresses:', '      - "10.25.0.10/24"', '    dhcp4: false',
      '    routes:', '      - to: "0.0.0.0/0"', '        via: "10.25.0.1"', '    nameservers:', '      addresses:', '        - "10.25.0.53"', '',
    ].join('\n'));
    expect(userData).toBe('#cloud-config\n{}\n');
  });

  test('a static address beside user data from a Secret goes to a Secret only where it is long', () => {
    const nics = [Nic.on(vlan25, { addresses: ['10.25.0.10/24'] })];
    expect(cloudInitOf({ nics, cloudInit: CloudInit.fromSecret('mine') })).toMatchObject({ secretRef: { name: 'mine' }, networkData: expect.stringContaining('10.25.0.10/24') });
    const many = [Nic.on(vlan25, { addresses: Array.from({ length: 200 }, (_, n) => `10.25.0.${n}/24`) })];
    const rendered = render({ nics: many, cloudInit: CloudInit.fromSecret('mine') });
    expect(rendered.virtualMachine.spec.template.spec.volumes[1].cloudInitNoCloud).toEqual({ secretRef: { name: 'mine' }, networkDataSecretRef: { name: 'db-0-cloud-init' } });
    expect(Object.keys(rendered.companions[0].data)).toEqual(['networkdata']);
  });
});

test('labels are on the VM and its pod, annotations on the VM', () => {
  const labelled = vm({ labels: { app: 'db' }, annotations: { note: 'n' } });
  expect(labelled.metadata).toMatchObject({ labels: { app: 'db' }, annotations: { note: 'n' } });
  expect(labelled.spec.template.metadata.labels).toEqual({ app: 'db' });
});

test('run strategy, eviction strategy, host name and grace period are passed on', () => {
  const options = { runStrategy: RunStrategy.MANUAL, evictionStrategy: 'None' as any, hostname: 'db', terminationGracePeriodSeconds: 0 };
  expect(vm(options).spec.runStrategy).toBe('Manual');
  expect(template(options)).toMatchObject({ evictionStrategy: 'None', hostname: 'db', terminationGracePeriodSeconds: 0 });
});
