import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Secret } from '@cdktf/provider-kubernetes/lib/secret';
import { TerraformVariable } from 'cdktf';
import { Delivery, IVmoCluster, VmNetwork, VmNetworkProps, VmoClusterProfile } from '../../src';
import { existingCluster, objects, refusalOf, releases, synth, userStack } from '../support/synth';

/** The CNI configuration of a network. */
function config(props: Partial<VmNetworkProps>): any {
  const { stack } = synth((scope) => void new VmNetwork(scope, 'vlan25', { cluster: existingCluster(scope), ...props }));
  return JSON.parse(objects(stack, 'NetworkAttachmentDefinition').vlan25.spec.config);
}

test('a network is a bridge without addresses, named after the construct', () => {
  expect(config({})).toEqual({ cniVersion: '0.3.1', name: 'vlan25', type: 'bridge', bridge: 'br0', ipam: {} });
});

test('VLAN, bridge, MTU and spoof check reach the CNI configuration', () => {
  expect(config({ vlan: 25, bridge: 'br-vm', mtu: 9000, macSpoofCheck: true }))
    .toMatchObject({ vlan: 25, bridge: 'br-vm', mtu: 9000, macspoofchk: true });
});

test('the name of the network is that of the NetworkAttachmentDefinition with its namespace', () => {
  const { stack } = synth((scope) => {
    const network = new VmNetwork(scope, 'dmz', { cluster: existingCluster(scope), name: 'vlan.30', namespace: 'team-a' });
    expect(network.networkName).toBe('team-a/vlan.30');
    expect(network.defaultNicName).toBe('vlan-30');
  });
  expect(objects(stack, 'NetworkAttachmentDefinition')['vlan.30'].metadata).toEqual({ name: 'vlan.30', namespace: 'team-a' });
  expect(releases(stack)['net-vlan.30'].namespace).toBe('team-a');
});

test('networks with one VLAN are one broadcast domain, on other clusters too', () => {
  synth((scope) => {
    const [east, west] = ['east', 'west'].map((name) => existingCluster(scope, name));
    const domain = (id: string, cluster: IVmoCluster, props: Partial<VmNetworkProps>) => new VmNetwork(scope, id, { cluster, ...props }).l2Domain;
    const vlan25 = domain('a', east, { vlan: 25 });
    expect(domain('b', west, { vlan: 25, bridge: 'br1' })).toBe(vlan25);
    expect(domain('c', east, { vlan: 26 })).not.toBe(vlan25);
    expect(domain('d', east, {})).not.toBe(vlan25);
    expect(domain('e', west, { vlan: 25, physicalNetwork: 'lab' })).not.toBe(vlan25);
    expect(VmNetwork.fromNetworkAttachmentDefinition(scope, 'f', { name: 'x', vlan: 25 }).l2Domain).toBe(vlan25);
  });
});

test('a network waits for the platform and for what the user names', () => {
  const { stack } = synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east' });
    const bridge = new Secret(scope, 'bridge', { metadata: { name: 'bridge' } });
    new VmNetwork(scope, 'vlan25', { cluster, vlan: 25, dependsOn: [bridge] });
  });
  expect(releases(stack)['net-vlan25'].dependsOn).toEqual(['vmo-kubevirt', 'kubernetes_secret.bridge']);
});

test('a network can be a kubernetes_manifest', () => {
  const { stack } = synth((scope) => void new VmNetwork(scope, 'vlan25', { cluster: existingCluster(scope), delivery: Delivery.manifest() }));
  expect(stack.json.resource.helm_release).toBeUndefined();
  expect(objects(stack, 'NetworkAttachmentDefinition').vlan25.kind).toBe('NetworkAttachmentDefinition');
});

test('a network in another stack comes after the stack of its cluster', () => {
  const { stacks } = synth((scope, app) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east' });
    new VmNetwork(userStack(app, 'networks'), 'vlan25', { cluster, vlan: 25 });
  });
  expect(stacks.networks.dependencies).toEqual(['test']);
  expect(releases(stacks.networks)['net-vlan25'].dependsOn).toEqual([]);
});

test('a network that exists makes nothing and has no more than a name', () => {
  const { stack } = synth((scope) => {
    const network = VmNetwork.fromNetworkAttachmentDefinition(scope, 'existing', { name: 'vlan25' });
    expect(network.networkName).toBe('default/vlan25');
    expect(network.dependables).toEqual([]);
  });
  expect(stack.json.resource).toBeUndefined();
});

test('one name twice on a cluster is refused, with both places named', () => {
  const message = refusalOf((stack) => {
    const cluster = existingCluster(stack);
    new VmNetwork(stack, 'first', { cluster, name: 'vlan25', vlan: 25 });
    new VmNetwork(stack, 'second', { cluster, name: 'vlan25', vlan: 26 });
  });
  expect(message).toContain('VmNetwork "test/second"');
  expect(message).toContain('name: "default/vlan25" on cluster "lab" is "test/first" already');
});

test('one name in two namespaces, or on two clusters, is fine', () => {
  const { stack } = synth((scope) => {
    const [east, west] = ['east', 'west'].map((name) => existingCluster(scope, name));
    new VmNetwork(scope, 'a', { cluster: east, name: 'vlan25' });
    new VmNetwork(scope, 'b', { cluster: east, name: 'vlan25', namespace: 'team-a' });
    new VmNetwork(userStack(scope.node.root as any, 'west-networks'), 'c', { cluster: west, name: 'vlan25' });
  });
  expect(Object.keys(stack.json.resource.helm_release)).toHaveLength(2);
});

test('a VLAN id that is only known at apply is refused', () => {
  const message = refusalOf((stack) =>
    new VmNetwork(stack, 'vlan', { cluster: existingCluster(stack), vlan: new TerraformVariable(stack, 'id', {}).numberValue }));
  expect(message).toContain('vlan: got a value that is only known at apply');
  expect(message).toContain('write a literal');
});

test('a suppression of a rule that does not exist, or without a reason, is refused', () => {
  const message = refusalOf((stack) => new VmNetwork(stack, 'vlan25', {
    cluster: existingCluster(stack), suppress: [{ rule: 'XX-1', reason: 'tested' }, { rule: 'SCH-1', reason: ' ' }],
  }));
  expect(message).toContain('suppress[0].rule: there is no rule "XX-1"');
  expect(message).toContain('suppress[1].reason: a suppression needs its reason');
});

test('a provider with an alias in another stack is refused, with what to do', () => {
  const message = refusalOf((stack, app) => {
    const helmProvider = new HelmProvider(stack, 'east', { alias: 'east' });
    const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', helmProvider });
    new VmNetwork(userStack(app, 'networks'), 'vlan25', { cluster, vlan: 25 });
  });
  expect(message).toContain('"networks/vlan25" goes through the provider "helm.east", which is in stack "test" and unknown in stack "networks"');
  expect(message).toContain('make a provider in stack "networks" and pass it on: delivery: Delivery.helm({ provider })');
});

test.each([
  [{ mtu: -5 }, 'mtu: got -5'],
  [{ namespace: 'Foo' }, 'namespace'],
])('%j is refused', (props, message) => {
  expect(refusalOf((stack) => new VmNetwork(stack, 'vlan25', { cluster: existingCluster(stack), ...props }))).toContain(message);
});

test.each<[any, string]>([
  [{ name: 'vlan25', vlan: 5000 }, 'vlan: got 5000, expected a whole number from 1 to 4094'],
  [{ name: 'VLAN 25' }, 'name: got "VLAN 25"'],
  [{ name: 'vlan25', namespace: 'a/b' }, 'namespace: got "a/b"'],
])('an existing network is checked as well: %j', (attributes, message) => {
  expect(refusalOf((stack) => VmNetwork.fromNetworkAttachmentDefinition(stack, 'vlan25', attributes))).toContain(message);
});
