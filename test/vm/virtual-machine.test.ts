import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import {
  AccessMode, BootSource, CloudInit, Delivery, Disk, EvictionStrategy, Mac, MacStyle, Nic, RunStrategy, Size, VirtualMachine, VirtualMachineProps,
  VmNetwork, VmoClusterProfile, kubevirt,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth, userStack, vms } from '../support/synth';

const existing = (scope: TerraformStack, clusterName = 'prod-east') => existingCluster(scope, clusterName);
const minimal = { size: Size.of({ cpu: 2, memory: '4Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };
const build = (stack: TerraformStack, props: Partial<VirtualMachineProps> = {}, id = 'web-0') =>
  new VirtualMachine(stack, id, { ...minimal, ...props, cluster: props.cluster ?? existing(stack) });
const refusal = (props: Partial<VirtualMachineProps>, id?: string) => refusalOf((stack) => build(stack, props, id));

test('a VM is one release, in its namespace, named after it', () => {
  const { stack } = synth((scope) => build(scope, { namespace: 'team-a' }));
  expect(releases(stack)['vm-web-0']).toMatchObject({ namespace: 'team-a', chart: 'vmo-manifests' });
  expect(vms(stack)['web-0'].metadata).toEqual({ name: 'web-0', namespace: 'team-a' });
});

test('MAC addresses are known at synth', () => {
  synth((scope) => {
    const vm = build(scope, { nics: [Nic.pod(), Nic.pod({ name: 'x', mac: Mac.fromCluster() })].slice(0, 1) }, 'db-0');
    expect(vm.nics).toEqual([{ name: 'default', macAddress: '0e:01:8e:29:74:33' }]);
    expect(vm.nic('default').macAddress).toBe('0e:01:8e:29:74:33');
    expect(() => vm.nic('vlan9')).toThrow('VirtualMachine "test/db-0" has no NIC "vlan9": it has default');
  });
});

test.each([
  [Mac.deterministic(MacStyle.AAI), '72:65:3c:16:08:cf'],
  [Mac.prefix('06:ab'), '06:ab:7e:99:2a:83'],
  [Mac.of('02-AA-00-00-00-01'), '02:aa:00:00:00:01'],
  [Mac.fromCluster(), ''],
])('style %#', (mac, address) => {
  synth((scope) => expect(build(scope, { nics: [Nic.pod({ mac })] }, 'db-0').nic('default').macAddress).toBe(address));
});

test('a renamed VM keeps its addresses by its identity', () => {
  synth((scope) => expect(build(scope, { identity: 'db-0' }, 'database').nic('default').macAddress).toBe('0e:01:8e:29:74:33'));
});

test('quantities are sent as the server writes them back', () => {
  const { stack } = synth((scope) => build(scope, {
    size: Size.of({ cpu: 1, memory: '2048Mi' }), boot: BootSource.registry('docker://quay.io/x:1', { size: '10240Mi' }),
  }));
  expect(vms(stack)['web-0'].spec.template.spec.domain.memory.guest).toBe('2Gi');
  expect(vms(stack)['web-0'].spec.dataVolumeTemplates[0].spec.storage.resources.requests.storage).toBe('10Gi');
});

describe('cloud-init on its way through Terraform', () => {
  const script = '#!/bin/bash\necho "${HOME}" $${x} $$ %{http_code} \'single\' \\back\ttab\r\ncrlf é 😀 {{ .Values }}\n';

  test('any text arrives as it was', () => {
    const { stack } = synth((scope) => build(scope, { cloudInit: CloudInit.raw(script) }));
    expect(vms(stack)['web-0'].spec.template.spec.volumes[1].cloudInitNoCloud.userData).toBe(script);
  });

  test('characters that Helm\'s YAML reader refuses or folds are written as escapes', () => {
    const text = '#!/bin/sh\n# \u007f \u0085 \u2028 \ufeff\n';
    const { stack } = synth((scope) => build(scope, { cloudInit: CloudInit.raw(text) }));
    expect(vms(stack)['web-0'].spec.template.spec.volumes[1].cloudInitNoCloud.userData).toBe(text);
    expect(stack.json.resource.helm_release[Object.keys(stack.json.resource.helm_release)[0]].values[0]).toContain('\\u007f \\u0085 \\u2028 \\ufeff');
  });

  test('with a reference in the middle it goes to a Secret, and everything around the reference is kept from Terraform', () => {
    const { stack } = synth((scope) => {
      const token = new TerraformVariable(scope, 'token', { sensitive: true }).stringValue;
      build(scope, { cloudInit: CloudInit.raw(`#!/bin/sh\necho \${HOME} ${token} %{x}\n`) });
    });
    const [values] = Object.values<any>(stack.json.resource.helm_release)[0].values;
    const literal = (text: string) => Buffer.from(text).toString('base64');
    expect(values).toContain(`"userdata":\${jsonencode(base64encode(join("", [base64decode("${literal('#!/bin/sh\necho ${HOME} ')}"), var.token, base64decode("${literal(' %{x}\n')}")])))}`);
    expect(values).toContain('"cloudInitNoCloud":{"secretRef":{"name":"web-0-cloud-init"}}');
  });

  test('a reference inside a composed cloud-config cannot break out of its place', () => {
    const { stack } = synth((scope) => {
      const motd = new TerraformVariable(scope, 'motd', {}).stringValue;
      build(scope, { cloudInit: CloudInit.of({ files: [{ path: '/etc/motd', content: motd }] }) });
    });
    expect(Object.values<any>(stack.json.resource.helm_release)[0].values[0]).toContain('jsonencode(var.motd)');
  });
});

test('Delivery.manifest() sends the same manifests, object by object, in order', () => {
  const long = CloudInit.raw(`#!/bin/sh\n${'#'.repeat(3000)}\necho \${HOME}\n`);
  const helm = synth((scope) => build(scope, { cloudInit: long }));
  const manifest = synth((scope) => build(scope, { cloudInit: long, delivery: Delivery.manifest() }));
  expect(vms(manifest.stack)).toEqual(vms(helm.stack));
  expect(objects(manifest.stack, 'Secret')).toEqual(objects(helm.stack, 'Secret'));
  const [vm] = Object.values<any>(manifest.stack.json.resource.kubernetes_manifest).filter((one) => one.manifest.kind === 'VirtualMachine');
  expect(vm.depends_on).toEqual([expect.stringMatching(/^kubernetes_manifest\.web-0_Secret_/)]);
  expect(vm.field_manager).toEqual({ force_conflicts: true });
  expect(vm.computed_fields).toEqual(['metadata.labels', 'metadata.annotations']);
});

test('Delivery.manifest() beside the profile that installs KubeVirt is warned of', () => {
  const { stack } = synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east' });
    build(scope, { cluster, delivery: Delivery.manifest() });
  });
  expect(stack.warnings).toEqual([expect.stringContaining('put VMs into a stack of their own, or use Delivery.helm()')]);
});

test('a VM waits for the platform, its networks and what it is told to wait for', () => {
  const { stack } = synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east' });
    const network = new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 });
    const first = build(scope, { cluster }, 'first');
    build(scope, { cluster, nics: [Nic.on(network)], dependsOn: [first] }, 'second');
  });
  expect(releases(stack)['vm-second'].dependsOn).toEqual(['vmo-kubevirt', 'net-vlan25', 'vm-first']);
});

test('overrides are merged into the manifest and checked like the rest', () => {
  const { stack } = synth((scope) => build(scope, {
    overrides: { spec: { template: { spec: { domain: { ioThreadsPolicy: 'auto', devices: { disks: [{ name: 'boot', cache: 'none' }], rng: null } } } } } },
  }));
  const { domain } = vms(stack)['web-0'].spec.template.spec;
  expect(domain.ioThreadsPolicy).toBe('auto');
  expect(domain.devices.disks[0]).toEqual({ name: 'boot', disk: { bus: 'virtio' }, cache: 'none' });
  expect(domain.devices).not.toHaveProperty('rng');
});

test('a MAC address in overrides is what the VM says it has', () => {
  synth((scope) => expect(build(scope, {
    overrides: { spec: { template: { spec: { domain: { devices: { interfaces: [{ name: 'default', macAddress: '02:bb:00:00:00:01' }] } } } } } },
  }).nic('default').macAddress).toBe('02:bb:00:00:00:01'));
});

test('an address written with dashes is sent, and given to the guest, in the form the kernel shows', () => {
  const { stack } = synth((scope) => {
    const cluster = existing(scope);
    const network = new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 });
    build(scope, { cluster, nics: [Nic.on(network, { mac: Mac.of('02-AA-00-00-00-0B'), addresses: ['10.25.0.10/24'] })] });
  });
  const { domain, volumes } = vms(stack)['web-0'].spec.template.spec;
  expect(domain.devices.interfaces[0].macAddress).toBe('02:aa:00:00:00:0b');
  expect(volumes[1].cloudInitNoCloud.networkData).toContain('macaddress: "02:aa:00:00:00:0b"');
});

test('user data that goes to a Secret is checked like any other', () => {
  const long = `#cloud_config\nusers: []\n${'#'.repeat(3000)}\n`;
  expect(refusal({ cloudInit: CloudInit.raw(long) })).toContain('cloudInit (data.userdata): got "#cloud_config" as the header in the first line');
  const { stack } = synth((scope) => build(scope, { cloudInit: CloudInit.raw(`#cloud-config\npassword: secret\n${'#'.repeat(3000)}\n`) }));
  expect(stack.warnings).toEqual([expect.stringContaining('[R-23]')]);
});

test('a NIC that overrides attach elsewhere counts as being there', () => {
  const text = refusalOf((scope) => {
    const cluster = existing(scope);
    const [five, six] = [5, 6].map((vlan) => new VmNetwork(scope, `net${vlan}`, { cluster, vlan }));
    const mac = Mac.of('02:aa:00:00:00:01');
    build(scope, { cluster, nics: [Nic.on(six, { mac })] }, 'a');
    build(scope, {
      cluster, nics: [Nic.on(five, { mac })], overrides: { spec: { template: { spec: { networks: [{ name: 'net5', multus: { networkName: 'net6' } }] } } } },
    }, 'b');
  });
  expect(text).toContain('both on physical network default, VLAN 6');
});

test('a finding is accepted with its reason', () => {
  const overrides = { spec: { template: { spec: { domain: { devices: { disks: [{ name: 'boot', disk: { bus: 'ide' } }] } } } } } };
  expect(refusal({ overrides })).toContain('[DK-5]');
  expect(() => synth((scope) => build(scope, { overrides, suppress: [{ rule: 'DK-5', reason: 'trying what the server says' }] }))).not.toThrow();
  expect(refusal({ overrides, suppress: [{ rule: 'DK-5', reason: ' ' }] })).toContain('a suppression needs its reason');
});

describe('wrong input is refused with what to type', () => {
  test('two NICs of one name', () => {
    const text = refusal({ nics: [Nic.pod(), Nic.pod()] });
    expect(text).toContain('VirtualMachine "test/web-0"');
    expect(text).toContain('nics[1]');
    expect(text).toContain('[NW-3]');
  });

  test('a name that is no DNS-1123 label', () => {
    expect(refusal({}, 'Web_0')).toContain('name (metadata.name): got "Web_0"');
    expect(refusal({}, 'Web_0')).toContain('use "web-0"');
  });

  test('memory "4GB"', () => {
    const text = refusal({ size: Size.of({ cpu: 2, memory: '4GB' }) });
    expect(text).toContain('size.memory (spec.template.spec.domain.memory.guest): got "4GB"');
    expect(text).toContain('→ write "4Gi"');
  });

  test.each([0, 1.5, -1])('%d CPUs', (cpu) => {
    expect(refusal({ size: Size.of({ cpu, memory: '4Gi' }) })).toMatch(new RegExp(`size.cpu.*: got ${cpu}, expected a whole number`));
  });

  test('an unknown field in overrides', () => {
    const text = refusal({ overrides: { spec: { template: { spec: { domain: { devices: { autoattachGraphicsDevices: false } } } } } } });
    expect(text).toContain('spec.template.spec.domain.devices.autoattachGraphicsDevices');
    expect(text).toContain('did you mean "autoattachGraphicsDevice"?');
  });

  test('the same explicit MAC twice on a VLAN, on two clusters too', () => {
    const text = refusalOf((scope, app) => {
      const mac = Mac.of('02:aa:00:00:00:01');
      ['prod-east', 'prod-west'].forEach((name) => {
        const stack = name === 'prod-east' ? scope : userStack(app, name);
        const cluster = existing(stack, name);
        const network = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 });
        build(stack, { cluster, nics: [Nic.on(network, { mac })] });
      });
    });
    expect(text).toContain('VirtualMachine "prod-west/web-0"');
    expect(text).toContain('nics[0].mac: 02:aa:00:00:00:01 is the address of NIC "vlan25" of "test/web-0" too, both on physical network default, VLAN 25');
    expect(text).toContain('give one of them another address');
  });

  test('two VMs of one name', () => {
    const text = refusalOf((scope) => {
      const cluster = existing(scope);
      build(scope, { cluster, name: 'web-0' }, 'a');
      build(scope, { cluster, name: 'web-0' }, 'b');
    });
    expect(text).toContain('VirtualMachine "test/b" has a mistake');
    expect(text).toContain('"web-0" in namespace "default" of cluster "prod-east" is "test/a" already');
  });

  test('a name, namespace or identity that is only known at apply', () => {
    const text = refusalOf((scope) => {
      const later = new TerraformVariable(scope, 'later', {}).stringValue;
      build(scope, { name: later, namespace: later, identity: later, nics: [Nic.pod({ name: later })] });
    });
    for (const field of ['name:', 'namespace:', 'identity:', 'nics[0].name:']) expect(text).toContain(`- ${field} got a value that is only known at apply`);
  });

  test('a bad MAC prefix, a bad static address, and a static address beside a NIC nobody knows the address of', () => {
    const text = refusalOf((scope) => {
      const cluster = existing(scope);
      const network = new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 });
      build(scope, { cluster, nics: [Nic.pod({ mac: Mac.fromCluster() }), Nic.on(network, { mac: Mac.prefix('01'), addresses: ['10.25.0.10', '10.25.0.300/24'] })] });
    });
    expect(text).toContain('nics[0].mac: "default" takes its MAC address from the cluster');
    expect(text).toContain('nics[1].mac: got "01"');
    expect(text).toContain('nics[1].addresses[0]: got "10.25.0.10", expected an address with its prefix length');
    expect(text).toContain('nics[1].addresses[1]: got "10.25.0.300/24"');
  });

  test('a gateway without addresses, and a network of another cluster', () => {
    const text = refusalOf((scope) => {
      const west = existing(scope, 'prod-west');
      const network = new VmNetwork(scope, 'vlan25', { cluster: west, vlan: 25 });
      build(scope, { nics: [Nic.on(network, { gateway: '10.25.0.1' })] });
    });
    expect(text).toContain('nics[0]: got a gateway or nameservers without addresses');
    expect(text).toContain('nics[0]: "test/vlan25" is a network of cluster "prod-west", and the VM is on "prod-east"');
  });

  test('everything at once', () => {
    const text = refusal({ size: Size.of({ cpu: 0, memory: '4GB' }), runStrategy: 'Sometimes' as any, cloudInit: CloudInit.raw('#cloud_config') }, 'Web_0');
    for (const field of ['size.cpu', 'size.memory', 'runStrategy', 'cloudInit', 'name']) expect(text).toContain(`- ${field}`);
    expect(text).toMatch(/^VirtualMachine "test\/Web_0" has \d mistakes:/);
  });
});

test('a MAC address that two networks share is a warning, which can be accepted', () => {
  const twice = (suppress?: VirtualMachineProps['suppress']) => synth((scope) => {
    const cluster = existing(scope);
    const nics = [25, 26].map((vlan) => Nic.on(new VmNetwork(scope, `vlan${vlan}`, { cluster, vlan }), { mac: Mac.of('02:aa:00:00:00:01') }));
    build(scope, { cluster, nics: [nics[0]] }, 'a');
    build(scope, { cluster, nics: [nics[1]], suppress }, 'b');
  }).stack.warnings;
  expect(twice()).toEqual([expect.stringMatching(/02:aa:00:00:00:01 is the address of NIC "vlan25" of "test\/a" too.*\[R-3\]/)]);
  expect(twice([{ rule: 'R-3', reason: 'the VLANs never meet' }])).toEqual([]);
});

test('nobody outside of a pod sees an address that is behind NAT there', () => {
  const { stack } = synth((scope) => {
    const cluster = existing(scope);
    for (const name of ['a', 'b']) build(scope, { cluster, nics: [Nic.pod({ mac: Mac.of('02:aa:00:00:00:01') })] }, name);
  });
  expect(stack.warnings).toEqual([]);
});

test('the serial of a disk is known, and asking for another disk says which there are', () => {
  synth((scope) => {
    const vm = build(scope, { disks: [Disk.blank('data', '10Gi')] }, 'db-0');
    expect(vm.diskSerial('data')).toBe('bd27e21578ce520b9e29');
    expect(() => vm.diskSerial('boot')).toThrow('VirtualMachine "test/db-0" has no disk "boot" with a serial: those with one are data');
  });
});

test('a value that is only known at apply is passed over by the checks', () => {
  const { stack } = synth((scope) => {
    const memory = new TerraformVariable(scope, 'memory', {}).stringValue;
    const cpu = new TerraformVariable(scope, 'cpu', {}).numberValue;
    build(scope, { size: Size.of({ cpu, memory }), labels: { owner: Token.asString({ resolve: () => 'x' } as any) } });
  });
  expect(Object.values<any>(stack.json.resource.helm_release)[0].values[0]).toContain('"sockets":${jsonencode(var.cpu)}');
});

describe('a standby', () => {
  const pair = (props: Partial<VirtualMachineProps>) => (scope: TerraformStack, app: any) => {
    const primary = build(scope, { cluster: existing(scope) }, 'db-0');
    const west = userStack(app, 'west');
    return { primary, standby: build(west, { cluster: existing(west, 'prod-west'), standbyOf: primary, ...props }, 'db-0') };
  };

  test('has the addresses and firmware of its primary, and is not started', () => {
    const { stacks } = synth((scope, app) => {
      const { primary, standby } = pair({})(scope, app);
      expect(standby.nics).toEqual(primary.nics);
      expect(standby.nics[0].macAddress).toBe('0e:01:8e:29:74:33');
    });
    const [east, west] = [vms(stacks.test)['db-0'], vms(stacks.west)['db-0']];
    expect(west.spec.template.spec.domain.firmware).toEqual(east.spec.template.spec.domain.firmware);
    expect(west.spec.runStrategy).toBe('Halted');
  });

  test('may not run beside its primary', () => {
    expect(refusalOf(pair({ runStrategy: RunStrategy.ALWAYS }))).toContain('runStrategy: got "Always", but "test/db-0" runs with the same MAC addresses');
  });
});

describe('two VMs do not share what is theirs', () => {
  const pair = (a: Partial<VirtualMachineProps>, b: Partial<VirtualMachineProps>, addresses?: string[]) => refusalOf((scope) => {
    const cluster = existing(scope);
    const nics = [Nic.on(new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 }), { addresses })];
    build(scope, { cluster, ...a, nics }, 'web');
    build(scope, { cluster, ...b, nics }, 'web-data');
  });

  test('an identity that is another VM\'s, though both run', () => {
    const text = pair({}, { identity: 'web' });
    expect(text).toContain('is the address of NIC "vlan25" of "test/web" too, both on physical network default, VLAN 25');
    expect(text).toContain('use `standbyOf`');
  });

  test('a static address', () => {
    expect(pair({}, {}, ['10.25.0.10/24'])).toContain('nics[0].addresses[0]: 10.25.0.10 is an address of "test/web" too');
  });

  test('a DataVolume', () => {
    const boot = BootSource.registry('docker://quay.io/x:1', { size: '10Gi' });
    expect(pair({ boot, disks: [Disk.blank('data-boot', '1Gi')] }, { boot })).toContain('"web-data-boot" is a disk of "test/web" already');
  });

  test('an existing claim, of which they are warned', () => {
    const { stack } = synth((scope) => {
      const cluster = existing(scope);
      for (const id of ['a', 'b']) build(scope, { cluster, boot: BootSource.existingPvc('old') }, id);
    });
    expect(stack.warnings).toEqual([expect.stringMatching(/the claim "old" is a disk of "test\/a" too.*\[PVC-1\]/)]);
  });

  test('a second standby that runs, and a standby on the same cluster', () => {
    const two = refusalOf((scope, app) => {
      const primary = build(scope, { runStrategy: RunStrategy.HALTED }, 'db-0');
      ['west', 'south'].forEach((name) => {
        const stack = userStack(app, name);
        build(stack, { cluster: existing(stack, name), standbyOf: primary, runStrategy: RunStrategy.ALWAYS }, 'db-0');
      });
    });
    expect(two).toContain('VirtualMachine "south/db-0"');
    expect(two).toContain('but "west/db-0" runs with the same MAC addresses');
    const same = refusalOf((scope) => {
      const cluster = existing(scope);
      build(scope, { cluster, standbyOf: build(scope, { cluster }, 'a') }, 'b');
    });
    expect(same).toContain('standbyOf: "test/a" has the same MAC addresses on the same cluster, "prod-east"');
  });
});

describe('spec', () => {
  const domain = (fields: kubevirt.DomainSpec): { spec: kubevirt.VirtualMachineSpec } => ({ spec: { template: { spec: { domain: fields } } } });

  test('is merged over what the other props make, by key and by name', () => {
    const { stack } = synth((scope) => build(scope, domain({ ioThreadsPolicy: 'auto', devices: { disks: [{ name: 'boot', dedicatedIOThread: true }] } })));
    const made = vms(stack)['web-0'].spec.template.spec.domain;
    expect(made).toMatchObject({ ioThreadsPolicy: 'auto', memory: { guest: '4Gi' } });
    expect(made.devices.disks).toEqual([{ name: 'boot', disk: { bus: 'virtio' }, dedicatedIOThread: true }]);
  });

  test('comes before overrides', () => {
    const overrides = { spec: { template: { spec: { domain: { ioThreadsPolicy: 'shared', clock: null } } } } };
    const { stack } = synth((scope) => build(scope, { ...domain({ ioThreadsPolicy: 'auto', clock: { utc: {} } }), overrides }));
    expect(vms(stack)['web-0'].spec.template.spec.domain.ioThreadsPolicy).toBe('shared');
    expect(vms(stack)['web-0'].spec.template.spec.domain).not.toHaveProperty('clock');
  });

  test('has its quantities sent as the server writes them back', () => {
    const { stack } = synth((scope) => build(scope, domain({ memory: { guest: '6144Mi' } })));
    expect(vms(stack)['web-0'].spec.template.spec.domain.memory.guest).toBe('6Gi');
  });

  test('is refused where a field is misspelt, where a rule does, and where the KubeVirt version does not have the field', () => {
    // @ts-expect-error a misspelt field does not compile
    expect(refusal(domain({ ioThreadPolicy: 'auto' }))).toContain('did you mean "ioThreadsPolicy"?');
    expect(refusal(domain({ devices: { autoattachVSOCK: true } }))).toContain('[DV-6]');
    expect(refusal({ spec: { template: { spec: { serviceAccountName: 'web' } } } })).toContain('there is no field "serviceAccountName" here');
    expect(refusal({ spec: 'auto' as any })).toContain('spec: got "auto"');
  });
});

describe('overrides', () => {
  test.each([
    [{ kind: 'VirtualMachin' }, 'overrides.kind'],
    [{ metadata: { name: 'other' } }, 'overrides.metadata.name'],
    [{ metadata: { namespace: 'other' } }, 'overrides.metadata.namespace'],
  ])('cannot change what names the VM: %j', (overrides, path) => {
    expect(refusal({ overrides })).toContain(`${path}: got`);
  });

  test('leave alone what they say is undefined', () => {
    const { stack } = synth((scope) => build(scope, { overrides: { spec: { runStrategy: undefined } } }));
    expect(vms(stack)['web-0'].spec.runStrategy).toBe('Always');
  });

  test('cannot give a MAC address that the network configuration does not know', () => {
    const text = refusalOf((scope) => {
      const cluster = existing(scope);
      const network = new VmNetwork(scope, 'n', { cluster, vlan: 5 });
      build(scope, {
        cluster,
        nics: [Nic.on(network, { addresses: ['10.0.0.6/24'] })],
        overrides: { spec: { template: { spec: { domain: { devices: { interfaces: [{ name: 'n', macAddress: '02:5e:00:00:00:09' }] } } } } } },
      });
    });
    expect(text).toContain('nics[0]: `spec` or `overrides` give it the MAC address 02:5e:00:00:00:09');
  });

  test('that contain themselves are refused', () => {
    const overrides: any = { spec: {} };
    overrides.spec.again = overrides;
    expect(refusal({ overrides })).toContain('overrides: it contains itself');
  });
});

test.each([
  [{ size: undefined }, 'size: got nothing'],
  [{ boot: 'quay.io/x' }, 'boot: got "quay.io/x"'],
  [{ cluster: 'prod-east' }, 'cluster: got "prod-east"'],
  [{ nics: {} }, 'nics: got {}'],
  [{ disks: null }, 'disks: got null'],
  [{ cloudInit: '#!/bin/sh' }, 'cloudInit: got "#!/bin/sh"'],
  [{ name: 42 }, 'name: got 42'],
  [{ standbyOf: 'db-0' }, 'standbyOf: got "db-0"'],
  [{ dependsOn: ['helm_release.x'] }, 'dependsOn[0]: got "helm_release.x"'],
  [{ suppress: [{ rule: 'R-9' }] }, 'suppress[0]: got'],
  [{ overrides: [] }, 'overrides: got []'],
  [{ delivery: 'helm' }, 'delivery: got "helm"'],
  [{ nics: [Nic.on('vlan25' as any)] }, 'nics[0]: got a Nic'],
  [{ nics: [Nic.pod({ ports: [null] as any })] }, 'has a value of another kind than its option declares'],
  [{ disks: [(Disk as any).blank()] }, 'disks[0]: got a Disk'],
  [{ nics: [Nic.pod({ binding: 'bridge' as any })] }, 'nics[0]: got a Nic'],
])('a prop of another kind, as plain JavaScript brings it, is refused with what to write: %j', (props, message) => {
  expect(refusal(props as any)).toContain(message);
});

test('a map of annotations that is only known at apply is passed on', () => {
  const { stack } = synth((scope) => build(scope, { annotations: new TerraformVariable(scope, 'notes', {}).value }));
  expect(Object.values<any>(stack.json.resource.helm_release)[0].values[0]).toContain('"annotations":${jsonencode(var.notes)}');
});

test('the manifest can be looked at, and changing what one looks at changes nothing', () => {
  const { stack } = synth((scope) => {
    const vm = build(scope);
    vm.toManifest().metadata.name = 'changed';
    expect(vm.toManifest().metadata.name).toBe('web-0');
  });
  expect(Object.keys(vms(stack))).toEqual(['web-0']);
});

test('what keeps a VM from moving is known whatever its eviction strategy, with what to do about it', () => {
  synth((scope) => {
    const cluster = existing(scope);
    expect(build(scope, { cluster }).migrationObstacles).toEqual([]);
    const stays = build(scope, {
      cluster, disks: [Disk.blank('data', '1Gi', { accessModes: [AccessMode.READ_WRITE_ONCE] })], evictionStrategy: EvictionStrategy.NONE,
    }, 'stays');
    expect(stays.migrationObstacles).toEqual([
      'a disk of access mode ["ReadWriteOnce"] (spec.dataVolumeTemplates[0].spec.storage.accessModes): use "ReadWriteMany"',
    ]);
  });
});
