import { App, TerraformStack } from 'cdktf';
import { BootSource, Mac, Nic, Size, VirtualMachine, VmNetwork } from '../../src';
import { AppRegistry } from '../../src/construct/app-registry';
import { existingCluster, refusalOf, synth, temporaryFolder, userStack } from '../support/synth';

const size = Size.of({ cpu: 1, memory: '1Gi' });
const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');

test('a name is taken once in an app, by the first who asks', () => {
  const app = new App({ outdir: temporaryFolder() });
  const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
  expect(AppRegistry.of(one).takeName('VirtualMachine lab/default/a', one)).toBeUndefined();
  expect(AppRegistry.of(two).takeName('VirtualMachine lab/default/a', two)).toBe('one');
  expect(AppRegistry.of(two).takeName('VirtualMachine lab/default/b', two)).toBeUndefined();
});

test('two apps in one process do not meet', () => {
  const [one, two] = [1, 2].map(() => new App({ outdir: temporaryFolder() }));
  AppRegistry.of(one).takeName('VirtualMachine lab/default/a', one);
  expect(AppRegistry.of(two).takeName('VirtualMachine lab/default/a', two)).toBeUndefined();
});

test('one MAC address twice on one VLAN is refused across stacks and clusters', () => {
  const message = refusalOf((stack, app) => {
    const nic = (scope: TerraformStack, cluster: any) => Nic.on(new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 }), { mac: Mac.of('02:aa:00:00:00:01') });
    const other = userStack(app, 'other');
    const [east, west] = [existingCluster(stack, 'east'), existingCluster(other, 'west')];
    new VirtualMachine(stack, 'a', { cluster: east, size, boot, nics: [nic(stack, east)] });
    new VirtualMachine(other, 'b', { cluster: west, size, boot, nics: [nic(other, west)] });
  });
  expect(message).toContain('VirtualMachine "other/b"');
  expect(message).toContain('nics[0].mac: 02:aa:00:00:00:01 is the address of NIC "vlan25" of "test/a" too, both on physical network default, VLAN 25');
});

test('one MAC address on two VLANs is a warning', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope, 'lab');
    for (const vlan of [25, 26]) {
      const network = new VmNetwork(scope, `vlan${vlan}`, { cluster, vlan });
      new VirtualMachine(scope, `vm-${vlan}`, { cluster, size, boot, nics: [Nic.on(network, { mac: Mac.of('02:aa:00:00:00:01') })] });
    }
  });
  expect(stack.warnings).toEqual([expect.stringMatching(/02:aa:00:00:00:01 is the address of NIC "vlan25" of "test\/vm-25" too, there on .*VLAN 25.*\[R-3\]/)]);
});
