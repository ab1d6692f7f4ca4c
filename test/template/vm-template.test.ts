import { Secret } from '@cdktf/provider-kubernetes/lib/secret';
import { TerraformStack } from 'cdktf';
import {
  BootSource, Disk, Gpu, KubevirtVersion, Mac, Nic, RunStrategy, Size, VirtualMachine, VmBlueprint, VmInstanceProps, VmNetwork,
  VmoClusterProfile, VmTemplate, kubevirt,
} from '../../src';
import { existingCluster, refusalOf, releases, synth, vms } from '../support/synth';

function template(stack: TerraformStack, vm: Partial<VmBlueprint> = {}): VmTemplate {
  return new VmTemplate(stack, 'template', {
    displayName: 'Ubuntu 24.04', vm: { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/ubuntu:24.04'), ...vm },
  });
}

/** The manifest of one VM of a template. */
function instance(vm: Partial<VmBlueprint>, own: Partial<VmInstanceProps>): any {
  const { stack } = synth((scope) => void template(scope, vm).instantiate(scope, 'web-0', { cluster: existingCluster(scope), ...own }));
  return vms(stack)['web-0'];
}

function names(things: { name: string }[]): string[] {
  return things.map(({ name }) => name);
}

test('a template makes nothing by itself', () => {
  const { stack } = synth((scope) => {
    expect(template(scope).displayName).toBe('Ubuntu 24.04');
  });
  expect(stack.json.resource).toBeUndefined();
});

describe('what the instance says wins', () => {
  test('size, boot source and plain options are replaced', () => {
    const { spec } = instance(
      { runStrategy: RunStrategy.ALWAYS, terminationGracePeriodSeconds: 60 },
      { size: Size.instancetype('u1.medium'), boot: BootSource.existingPvc('web-0-root'), runStrategy: RunStrategy.MANUAL },
    );
    expect(spec.instancetype.name).toBe('u1.medium');
    expect(spec.template.spec.domain.memory).toBeUndefined();
    expect(spec.template.spec.volumes[0]).toEqual({ name: 'boot', persistentVolumeClaim: { claimName: 'web-0-root' } });
    expect(spec.runStrategy).toBe('Manual');
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(60);
  });

  test('an option that is given as undefined stays that of the template', () => {
    const { spec } = instance({ runStrategy: RunStrategy.MANUAL }, { runStrategy: undefined, size: undefined });
    expect(spec.runStrategy).toBe('Manual');
    expect(spec.template.spec.domain.memory.guest).toBe('1Gi');
  });

  test('labels and annotations are merged by key', () => {
    const { metadata } = instance(
      { labels: { app: 'web', tier: 'front' }, annotations: { owner: 'ops' } },
      { labels: { tier: 'edge', zone: 'a' }, annotations: { ticket: '42' } },
    );
    expect(metadata.labels).toEqual({ app: 'web', tier: 'edge', zone: 'a' });
    expect(metadata.annotations).toEqual({ owner: 'ops', ticket: '42' });
  });

  test('disks are merged by name, in the order of the template', () => {
    const { spec } = instance(
      { disks: [Disk.blank('data', '10Gi'), Disk.blank('logs', '5Gi')] },
      { disks: [Disk.blank('scratch', '1Gi'), Disk.blank('data', '100Gi')] },
    );
    expect(names(spec.template.spec.domain.devices.disks)).toEqual(['boot', 'data', 'logs', 'scratch']);
    expect(spec.dataVolumeTemplates.map((one: any) => [one.metadata.name, one.spec.storage.resources.requests.storage])).toEqual([
      ['web-0-data', '100Gi'], ['web-0-logs', '5Gi'], ['web-0-scratch', '1Gi'],
    ]);
  });

  test('NICs are merged by name, and a static address goes to one VM only', () => {
    const { stack } = synth((scope) => {
      const cluster = existingCluster(scope);
      const [vlan25, vlan26] = [25, 26].map((vlan) => new VmNetwork(scope, `vlan${vlan}`, { cluster, vlan }));
      const web = template(scope, { nics: [Nic.pod(), Nic.on(vlan25)] });
      web.instantiate(scope, 'web-0', { cluster, nics: [Nic.on(vlan26), Nic.on(vlan25, { addresses: ['10.25.0.10/24'] })] });
      web.instantiate(scope, 'web-1', { cluster });
    });
    expect(names(vms(stack)['web-0'].spec.template.spec.networks)).toEqual(['default', 'vlan25', 'vlan26']);
    expect(JSON.stringify(vms(stack)['web-0'])).toContain('10.25.0.10/24');
    expect(JSON.stringify(vms(stack)['web-1'])).not.toContain('10.25.0.10/24');
  });

  test('spec is merged by key', () => {
    const spec = (fields: kubevirt.DomainSpec): kubevirt.VirtualMachineSpec => ({ template: { spec: { domain: fields } } });
    const { domain } = instance({ spec: spec({ ioThreadsPolicy: 'auto' }) }, { spec: spec({ clock: { utc: {} } }) }).spec.template.spec;
    expect(domain).toMatchObject({ ioThreadsPolicy: 'auto', clock: { utc: {} } });
  });

  test('overrides are merged, and null takes a field out', () => {
    const domain = (own: any) => instance(
      { overrides: { spec: { template: { spec: { domain: { ioThreadsPolicy: 'auto', clock: { utc: {} } } } } } } },
      { overrides: { spec: { template: { spec: { domain: own } } } } },
    ).spec.template.spec.domain;
    expect(domain({ clock: null, ioThreadsPolicy: 'shared' })).toMatchObject({ ioThreadsPolicy: 'shared' });
    expect(domain({ clock: null })).not.toHaveProperty('clock');
    expect(domain({ rng: null })).toMatchObject({ ioThreadsPolicy: 'auto', clock: { utc: {} } });
  });

  test('what the template waits for and what the instance waits for are both waited for', () => {
    const { stack } = synth((scope) => {
      const [one, two] = ['one', 'two'].map((name) => new Secret(scope, name, { metadata: { name } }));
      template(scope, { dependsOn: [one] }).instantiate(scope, 'web-0', { cluster: existingCluster(scope), dependsOn: [two] });
    });
    expect(releases(stack)['vm-web-0'].dependsOn).toEqual(['kubernetes_secret.one', 'kubernetes_secret.two']);
  });
});

test('every instance has MAC addresses, firmware UUID, serial and disk serials of its own', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const web = template(scope, { disks: [Disk.blank('data', '10Gi')] });
    ['web-0', 'web-1'].forEach((name) => web.instantiate(scope, name, { cluster }));
  });
  const identity = (name: string) => {
    const { firmware, devices } = vms(stack)[name].spec.template.spec.domain;
    return [firmware.uuid, firmware.serial, devices.interfaces[0].macAddress, devices.disks[1].serial];
  };
  expect(identity('web-0').every(Boolean)).toBe(true);
  expect(new Set([...identity('web-0'), ...identity('web-1')]).size).toBe(8);
});

test('an instance is known by its name alone: the VM that is written out has the same manifest', () => {
  const size = Size.of({ cpu: 1, memory: '1Gi' });
  const boot = BootSource.containerDisk('quay.io/containerdisks/ubuntu:24.04');
  const { stack } = synth((scope) => void new VirtualMachine(scope, 'web-0', { cluster: existingCluster(scope), size, boot }));
  expect(instance({}, {})).toEqual(vms(stack)['web-0']);
});

test('devices of the node are merged by name, annotations of the pod by key', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    template(scope, { gpus: [Gpu.device('a', 'x/1'), Gpu.device('b', 'x/2')], podAnnotations: { one: '1' } })
      .instantiate(scope, 'vm', { cluster, gpus: [Gpu.device('b', 'x/3')], podAnnotations: { two: '2' } });
  });
  const { metadata, spec } = vms(stack).vm.spec.template;
  expect(spec.domain.devices.gpus).toEqual([{ name: 'a', deviceName: 'x/1' }, { name: 'b', deviceName: 'x/3' }]);
  expect(metadata.annotations).toMatchObject({ one: '1', two: '2' });
});

describe('refused', () => {
  test.each<[Partial<VmBlueprint>, string]>([
    [{ disks: [Disk.blank('data', '1Gi', { serial: 'S1' })] }, 'vm.disks[0].serial: got "S1"'],
    [{ bootDisk: { serial: 'S2' } }, 'vm.bootDisk.serial: got "S2"'],
    [{ chassis: { serial: 'S3' } }, 'vm.chassis.serial: got "S3"'],
    [{ size: 'u1.medium' as any }, 'vm.size: got "u1.medium"'],
    [{ nics: 'pod' as any }, 'vm.nics: got "pod"'],
  ])('what every VM would have: %j', (vm, message) => {
    expect(refusalOf((stack) => template(stack, vm))).toContain(message);
  });


  test('what two VMs cannot share: an address, a static IP, a claim to boot from, a claim as a disk, all at once', () => {
    const message = refusalOf((stack) => template(stack, {
      boot: BootSource.existingPvc('root'),
      disks: [Disk.emptyDisk('scratch', '1Gi'), Disk.existingPvc('data', 'shared')],
      nics: [
        Nic.pod({ mac: Mac.of('02:aa:00:00:00:01') }),
        Nic.on(VmNetwork.fromNetworkAttachmentDefinition(stack, 'vlan25', { name: 'vlan25' }), { addresses: ['10.25.0.10/24'] }),
      ],
    }));
    expect(message).toContain('VmTemplate "test/template" has 4 mistakes');
    expect(message).toContain('vm.nics[0].mac: got the address 02:aa:00:00:00:01');
    expect(message).toContain('vm.nics[1].addresses: got 10.25.0.10/24');
    expect(message).toContain('vm.disks[1]: got the existing claim "shared"');
    expect(message).toContain('vm.boot: got the existing claim "root"');
  });

  test('two instances of one name, with both places named and what to do', () => {
    const message = refusalOf((stack) => {
      const cluster = existingCluster(stack);
      const web = template(stack);
      web.instantiate(stack, 'first', { cluster, name: 'web-0' });
      web.instantiate(stack, 'second', { cluster, name: 'web-0' });
    });
    expect(message).toContain('VirtualMachine "test/second" has a mistake');
    expect(message).toContain('"web-0" in namespace "default" of cluster "lab" is "test/first" already');
    expect(message).toContain('give each VM a name of its own');
  });

  test('an address that overrides give to every instance', () => {
    const message = refusalOf((stack) => {
      const cluster = existingCluster(stack);
      const interfaces = [{ name: 'default', masquerade: null, bridge: {}, macAddress: '02:aa:00:00:00:01' }];
      const networks = [{ name: 'default', pod: null, multus: { networkName: 'default/vlan25' } }];
      const web = template(stack, { overrides: { spec: { template: { spec: { domain: { devices: { interfaces } }, networks } } } } });
      ['web-0', 'web-1'].forEach((name) => web.instantiate(stack, name, { cluster }));
    });
    expect(message).toContain('02:aa:00:00:00:01 is the address of NIC "default" of "test/web-0" too');
  });
});

test('a second VM under one id is refused in terms of the template', () => {
  const text = refusalOf((stack) => {
    const cluster = VmoClusterProfile.fromExisting(stack, 'cluster', { clusterName: 'prod-east', kubevirtVersion: KubevirtVersion.V1_8_4 });
    const web = new VmTemplate(stack, 'web', {
      displayName: 'Web', vm: { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/x:1') },
    });
    web.instantiate(stack, 'web-0', { cluster });
    web.instantiate(stack, 'web-0', { cluster });
  });
  expect(text).toContain('VmTemplate "test/web" cannot make a second "web-0" in "test"');
  expect(text).toContain('give each VM an id of its own');
});
