import { TerraformVariable } from 'cdktf';
import {
  BootSource, CloudInit, CloudInitDataSource, Disk, Ignition, Nic, NicRoute, RunStrategy, Size, Sysprep, VirtualMachine,
  VirtualMachineProps, VmNetwork, VmTemplate,
} from '../../src';
import { existingCluster, manifests, refusalOf, synth, vms } from '../support/synth';

const minimal = { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };
const refusal = (props: Partial<VirtualMachineProps>) => refusalOf((stack) =>
  new VirtualMachine(stack, 'web-0', { ...minimal, ...props, cluster: existingCluster(stack, 'prod-east') }));
const onNetwork = (props: Partial<VirtualMachineProps>, nic: object) => refusalOf((stack) => {
  const cluster = existingCluster(stack, 'prod-east');
  new VirtualMachine(stack, 'web-0', { ...minimal, ...props, cluster, nics: [Nic.on(new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 }), nic)] });
});
const userData = (vm: any): string => vm.spec.template.spec.volumes.find((volume: any) => volume.name === 'cloud-init').cloudInitNoCloud.userData;

describe('a static address', () => {
  const addresses = ['10.25.0.10/24'];

  test.each<[string, Partial<VirtualMachineProps>, string]>([
    ['Ignition', { ignition: Ignition.of({}) }, 'Ignition takes no network configuration'],
    ['Windows', { sysprep: Sysprep.fromSecret('answers') }, 'Windows takes no network configuration'],
    ['a config drive', { cloudInit: CloudInit.of({ dataSource: CloudInitDataSource.CONFIG_DRIVE }) }, 'a config drive takes another format'],
    ['a Secret', { cloudInit: CloudInit.fromSecret('mine', { networkData: true }) }, 'the network configuration comes from a Secret'],
    ['a text', { cloudInit: CloudInit.raw('#!/bin/sh\n', { networkData: 'version: 2\n' }) }, 'the network configuration is given in `networkData`'],
  ])('that %s would not bring to the guest is refused', (_, props, because) => {
    expect(onNetwork(props, { addresses })).toContain(`nics[0].addresses: ${because}`);
  });

  test('reaches a Windows that has Cloudbase-Init', () => {
    synth((stack) => {
      const cluster = existingCluster(stack, 'prod-east');
      const nics = [Nic.on(new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 }), { addresses })];
      new VirtualMachine(stack, 'win', { ...minimal, cluster, nics, sysprep: Sysprep.fromSecret('answers'), cloudInit: CloudInit.of({}) });
    });
  });

  test('has its like: gateways, routes, name servers and MTU are checked', () => {
    const text = onNetwork({}, {
      addresses, gateway: 'fd00::1', gateway6: '10.0.0.1', mtu: 20, routes: [{ to: '10.0.0.0', via: 'router' }] as NicRoute[],
    });
    expect(text).toContain('nics[0].gateway: got "fd00::1" beside gateway6, expected an IPv4 address');
    expect(text).toContain('nics[0].gateway6: got "10.0.0.1", expected an IPv6 address');
    expect(text).toContain('nics[0].mtu: got 20');
    expect(text).toContain('nics[0].routes[0].to: got "10.0.0.0"');
    expect(text).toContain('nics[0].routes[0].via: got "router"');
  });
});

test('a guest reads cloud-init or Ignition', () => {
  expect(refusal({ cloudInit: CloudInit.of({}), ignition: Ignition.of({}) })).toContain('ignition: got both cloudInit and ignition');
});

describe('a disk that the guest mounts', () => {
  const mounting = (mounts: { disk: string; at: string }[], disks?: Disk[], bus?: string) => refusal({
    disks,
    cloudInit: CloudInit.of({ mounts }),
    overrides: bus ? { spec: { template: { spec: { domain: { devices: { disks: [{ name: 'data', disk: { bus } }] } } } } } } : undefined,
  });

  test('is one of the VM, on the virtio bus, and mounted once at a path', () => {
    const disks = [Disk.blank('data', '10Gi')];
    expect(mounting([{ disk: 'dta', at: '/data' }], disks)).toContain('cloudInit.mounts[0].disk: got "dta", and the VM has no such disk with a serial beside the boot disk\n    → use "data"');
    expect(mounting([{ disk: 'data', at: '/data' }])).toContain('→ add disks: [Disk.blank("data", "10Gi")]');
    expect(mounting([{ disk: 'data', at: 'data' }], disks)).toContain('cloudInit.mounts[0].at: got "data"');
    expect(mounting([{ disk: 'data', at: '/a' }, { disk: 'data', at: '/b' }], disks)).toContain('cloudInit.mounts[1].disk: got "data" a second time');
    expect(mounting([{ disk: 'data', at: '/data' }], disks, 'sata')).toContain('which is on the bus "sata"');
  });

  test('has the serial that the VM gives it', () => {
    const { stack } = synth((scope) => {
      const vm = new VirtualMachine(scope, 'db-0', {
        ...minimal,
        cluster: existingCluster(scope, 'prod-east'),
        disks: [Disk.emptyDisk('data', '10Gi')],
        cloudInit: CloudInit.of({ mounts: [{ disk: 'data', at: '/data' }], files: [{ path: '/data/x', content: 'x' }, { path: '/database', content: 'x' }] }),
      });
      expect(userData(vm.toManifest())).toContain(`device: /dev/disk/by-id/virtio-${vm.diskSerial('data')}\n`);
    });
    expect(userData(vms(stack)['db-0']).match(/defer: true/g)).toHaveLength(1); // what lies below a mount is written after it
  });

  test('is another for each VM of a template', () => {
    const { stack } = synth((scope) => {
      const cluster = existingCluster(scope, 'prod-east');
      const template = new VmTemplate(scope, 'db', {
        displayName: 'DB', vm: { ...minimal, disks: [Disk.emptyDisk('data', '10Gi')], cloudInit: CloudInit.of({ mounts: [{ disk: 'data', at: '/data' }] }) },
      });
      for (const name of ['db-0', 'db-1']) template.instantiate(scope, name, { cluster });
    });
    expect(userData(vms(stack)['db-0'])).not.toBe(userData(vms(stack)['db-1']));
  });
});

test('a VM of a template has its own host name', () => {
  const shared = (cloudInit: CloudInit) => refusalOf((scope) => new VmTemplate(scope, 't', { displayName: 'T', vm: { ...minimal, cloudInit } }));
  expect(shared(CloudInit.of({ fqdn: 'web.example.com' }))).toContain('vm.cloudInit.fqdn: got "web.example.com"');
});

test('a password hash, a secret file and an answer file are in a Secret, nowhere else', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope, 'prod-east');
    new VirtualMachine(scope, 'a', { ...minimal, cluster, cloudInit: CloudInit.of({ users: [{ name: 'ops', hashedPassword: '$6$salt$hash' }] }) });
    new VirtualMachine(scope, 'b', { ...minimal, cluster, ignition: Ignition.of({ files: [{ path: '/x', content: 'c2VjcmV0', secret: true }] }) });
    new VirtualMachine(scope, 'c', { ...minimal, cluster, sysprep: Sysprep.answerFile('<unattend></unattend>') });
  });
  const secrets = manifests(stack).filter(({ kind }) => kind === 'Secret').map(({ metadata, data }) => [metadata.name, Object.keys(data)]);
  expect(secrets).toEqual([['a-cloud-init', ['userdata']], ['b-ignition', ['userdata']], ['c-sysprep', ['autounattend.xml', 'unattend.xml']]]);
});

test('text of Ignition may have references to other resources', () => {
  synth((scope) => {
    const token = new TerraformVariable(scope, 'token', {}).stringValue;
    const vm = new VirtualMachine(scope, 'core', {
      ...minimal, cluster: existingCluster(scope, 'prod-east'), ignition: Ignition.of({ files: [{ path: '/etc/token', content: `T=${token}` }] }),
    });
    expect(vm.toManifest().spec.template.spec.volumes[1].cloudInitConfigDrive).toEqual({ secretRef: { name: 'core-ignition' } });
  });
});

describe('over a rename with `identity`', () => {
  const facts = (id: string, props: Partial<VirtualMachineProps>) => {
    let found: any;
    synth((scope) => {
      const vm = new VirtualMachine(scope, id, {
        ...minimal,
        runStrategy: RunStrategy.HALTED,
        disks: [Disk.emptyDisk('data', '10Gi')],
        cloudInit: CloudInit.of({}),
        ...props,
        cluster: existingCluster(scope, 'prod-east'),
      });
      found = { mac: vm.nic('default').macAddress, firmware: vm.toManifest().spec.template.spec.domain.firmware, serial: vm.diskSerial('data'), instanceId: vm.instanceId };
    });
    return found;
  };

  test('MAC addresses, firmware UUID and serial, disk serials and instance-id stay', () => {
    expect(facts('database', { identity: 'db-0' })).toEqual(facts('db-0', {}));
    expect(facts('db-0', {})).toEqual({
      mac: '0e:01:8e:29:74:33',
      firmware: { uuid: '4de5c053-0cc4-58d0-86e4-5bd5d61618ac', serial: '602dcb1e-9cfb-5c3e-8f67-cd58d6511b63' },
      serial: 'bd27e21578ce520b9e29',
      instanceId: '4de5c053-0cc4-58d0-86e4-5bd5d61618ac',
    });
  });

  test('the instance-id of a config drive does not', () => {
    const props = { cloudInit: CloudInit.of({ dataSource: CloudInitDataSource.CONFIG_DRIVE }) };
    expect(facts('database', { ...props, identity: 'db-0' }).instanceId).toBe('database.default');
    expect(facts('db-0', props).instanceId).toBe('db-0.default');
  });
});
