import { Secret } from '@cdktf/provider-kubernetes/lib/secret';
import { BootSource, Nic, Size, VirtualMachine, VmNetwork, VmoClusterProfile, VmTemplate } from '../../src';
import { releases, synth, SynthesizedApp, userStack } from '../support/synth';

const size = Size.of({ cpu: 1, memory: '1Gi' });
const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');

/** Everything in `depends_on` that the stack it stands in does not have. */
function brokenReferences(app: SynthesizedApp): string[] {
  return Object.values(app.stacks).flatMap(({ json }) => {
    const known = Object.entries<any>(json.resource).flatMap(([type, resources]) => Object.keys(resources).map((id) => `${type}.${id}`));
    return Object.values<any>(json.resource).flatMap((resources) => Object.values<any>(resources).flatMap(({ depends_on = [] }) => depends_on))
      .filter((address: string) => !known.includes(address));
  });
}

test('in one stack, a VM waits for the platform, its networks and what the user names', () => {
  const app = synth((stack) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    const vlan25 = new VmNetwork(stack, 'vlan25', { cluster, vlan: 25 });
    const key = new Secret(stack, 'key', { metadata: { name: 'key' } });
    const db = new VirtualMachine(stack, 'db-0', { cluster, size, boot, nics: [Nic.on(vlan25)], dependsOn: [key] });
    new VirtualMachine(stack, 'web-0', { cluster, size, boot, dependsOn: [db] });
  });
  expect(releases(app.stack)['vm-db-0'].dependsOn).toEqual(['vmo-kubevirt', 'net-vlan25', 'kubernetes_secret.key']);
  expect(releases(app.stack)['vm-web-0'].dependsOn).toEqual(['vmo-kubevirt', 'vm-db-0']);
  expect(brokenReferences(app)).toEqual([]);
});

test('a VM in another stack makes it come after those of its cluster and its networks', () => {
  const app = synth((stack, root) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    const vlan25 = new VmNetwork(userStack(root, 'networks'), 'vlan25', { cluster, vlan: 25 });
    new VirtualMachine(userStack(root, 'team'), 'db-0', { cluster, size, boot, nics: [Nic.on(vlan25)] });
  });
  expect(app.stacks.team.dependencies).toEqual(['test', 'networks']);
  expect(releases(app.stacks.team)['vm-db-0'].dependsOn).toEqual([]);
  expect(brokenReferences(app)).toEqual([]);
});

test('what dependsOn names in another stack becomes a dependency of the stack, never of the resource', () => {
  const app = synth((stack, root) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    const [early, team] = ['early', 'team'].map((name) => userStack(root, name));
    const foreign = new Secret(early, 'foreign', { metadata: { name: 'foreign' } });
    const own = new Secret(team, 'own', { metadata: { name: 'own' } });
    new VirtualMachine(team, 'db-0', { cluster, size, boot, dependsOn: [foreign, own] });
  });
  expect(app.stacks.team.dependencies).toEqual(['test', 'early']);
  expect(releases(app.stacks.team)['vm-db-0'].dependsOn).toEqual(['kubernetes_secret.own']);
  expect(brokenReferences(app)).toEqual([]);
});

test('a profile comes after the stack of what it depends on', () => {
  const app = synth((stack, root) => {
    const ready = new Secret(stack, 'ready', { metadata: { name: 'ready' } });
    new VmoClusterProfile(userStack(root, 'platform'), 'vmo', { clusterName: 'prod-east', dependsOn: [ready] });
  });
  expect(app.stacks.platform.dependencies).toEqual(['test']);
  expect(brokenReferences(app)).toEqual([]);
});

test('an instance depends on the stack of its cluster, not on that of its template', () => {
  const app = synth((stack, root) => {
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east' });
    const catalog = userStack(root, 'catalog');
    const web = new VmTemplate(catalog, 'web', { displayName: 'Web', vm: { size, boot } });
    new Secret(catalog, 'any', { metadata: { name: 'any' } });
    web.instantiate(userStack(root, 'team'), 'web-0', { cluster });
  });
  expect(app.stacks.team.dependencies).toEqual(['test']);
});
