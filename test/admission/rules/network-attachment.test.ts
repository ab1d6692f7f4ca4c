import { admit } from '../../../src/admission/admit';
import { UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { Changes, FACTS, findingLike, withChanges } from '../manifests';

const network = (config: unknown) => ({ 'spec.config': typeof config === 'object' ? JSON.stringify(config) : config });
const BRIDGE = { cniVersion: '0.3.1', type: 'bridge', bridge: 'br0', vlan: 25 };
const SRIOV = { cniVersion: '0.3.1', type: 'sriov', vlan: 25, deviceID: '0000:3b:02.1' };
const CHAIN = { cniVersion: '0.3.1', name: 'vlan25', plugins: [BRIDGE, { type: 'tuning' }] };

function findings(changes: Changes, facts: Partial<ClusterFacts> = {}) {
  const base = { kind: 'NetworkAttachmentDefinition', metadata: { name: 'vlan25', namespace: 'vms' }, spec: { config: JSON.stringify(BRIDGE) } };
  return admit(withChanges(base, changes), { ...FACTS, ...facts });
}

test.each<[string, Changes, string, string]>([
  ['NAD-1', network('type: bridge'), 'spec.config', 'type: bridge'],
  ['NAD-1', network('[]'), 'spec.config', '"[]"'],
  ['NAD-1', network({ type: 'bridge' }), 'spec.config', 'cniVersion nothing'],
  ['NAD-1', network({ cniVersion: '0.3.1' }), 'spec.config', 'type nothing'],
  ['NAD-2', network({ ...BRIDGE, vlan: 4095 }), 'spec.config.vlan', '4095'],
  ['NAD-2', network({ ...BRIDGE, vlan: '25' }), 'spec.config.vlan', '"25"'],
  ['NAD-2', network({ cniVersion: '0.3.1', type: 'vlan', master: 'eth0', vlanId: -1 }), 'spec.config.vlanId', 'got -1'],
  ['NAD-2', network({ ...CHAIN, plugins: [{ ...BRIDGE, vlan: 5000 }] }), 'spec.config.plugins[0].vlan', 'got 5000'],
  ['NAD-3', network({ ...BRIDGE, bridge: 'a-bridge-too-far' }), 'spec.config.bridge', '"a-bridge-too-far"'],
  ['NAD-3', network({ ...BRIDGE, bridge: 'br 0' }), 'spec.config.bridge', '"br 0"'],
  ['NAD-3', network({ ...BRIDGE, bridge: 'br/0' }), 'spec.config.bridge', '"br/0"'],
  ['NAD-3', network({ ...BRIDGE, bridge: '' }), 'spec.config.bridge', '""'],
  ['NAD-5', network({ ...BRIDGE, mtu: '1500' }), 'spec.config.mtu', '"1500"'],
  ['NAD-5', network({ ...BRIDGE, isGateway: 'true' }), 'spec.config.isGateway', '"true"'],
  ['NAD-5', network({ ...BRIDGE, ipMasqBackend: 'ipvs' }), 'spec.config.ipMasqBackend', '"ipvs"'],
  ['NAD-5', network({ ...BRIDGE, vlanTrunk: [{ minID: 20, maxID: 10 }] }), 'spec.config.vlanTrunk', '"minID":20'],
  ['NAD-5', network({ ...BRIDGE, vlanTrunk: [{ minID: 20 }] }), 'spec.config.vlanTrunk', '"minID":20'],
  ['NAD-5', network({ ...BRIDGE, vlanTrunk: [{ id: 4095 }] }), 'spec.config.vlanTrunk', '4095'],
  ['NAD-5', network({ cniVersion: '0.3.1', type: 'macvlan', mode: 'Bridge' }), 'spec.config.mode', '"Bridge"'],
  ['NAD-5', network({ cniVersion: '0.3.1', type: 'ipvlan', mode: 'l4' }), 'spec.config.mode', '"l4"'],
  ['NAD-5', network({ ...SRIOV, vlanQoS: 8 }), 'spec.config.vlanQoS', 'got 8'],
  ['NAD-5', network({ ...SRIOV, trust: true }), 'spec.config.trust', 'got true'],
  ['NAD-5', network({ ...SRIOV, vlanProto: '802.3' }), 'spec.config.vlanProto', '"802.3"'],
  ['NAD-5', network({ ...CHAIN, plugins: [BRIDGE, { type: 'tuning', sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': 1 } }] }), 'spec.config.plugins[1].sysctl', '1'],
  ['NAD-6', network({ ...BRIDGE, hairpinMode: true, promiscMode: true }), 'spec.config.hairpinMode', 'hairpinMode and promiscMode'],
  ['NAD-6', network({ ...BRIDGE, disableContainerInterface: true, ipam: { type: 'dhcp' } }), 'spec.config.disableContainerInterface', 'ipam'],
  ['NAD-6', network({ ...BRIDGE, ipam: { subnet: '10.0.0.0/24' } }), 'spec.config.ipam.type', 'none'],
  ['NAD-6', network({ cniVersion: '0.3.1', type: 'vlan', vlanId: 5 }), 'spec.config.master', 'nothing'],
  ['NAD-6', network({ cniVersion: '0.3.1', type: 'host-device' }), 'spec.config.device', 'none of device'],
  ['NAD-6', network({ ...SRIOV, deviceID: undefined }), 'spec.config.deviceID', 'none'],
  ['NAD-6', network({ ...SRIOV, vlan: undefined, vlanQoS: 0 }), 'spec.config.vlanQoS', 'got 0'],
  ['NAD-6', network({ ...SRIOV, vlan: 0, vlanProto: '802.1ad' }), 'spec.config.vlanProto', '"802.1ad"'],
  ['NAD-6', network({ ...CHAIN, plugins: [] }), 'spec.config.plugins', '[]'],
  ['NAD-6', network({ ...CHAIN, plugins: [{ bridge: 'br0' }] }), 'spec.config.plugins[0].type', 'nothing'],
  ['NAD-7', network({ ...BRIDGE, macspoofcheck: true }), 'spec.config.macspoofcheck', '"macspoofcheck"'],
  ['NAD-7', network({ cniVersion: '0.3.1', type: 'vlan', master: 'eth0', vlan: 5 }), 'spec.config.vlan', '"vlan"'],
  ['NAD-8', network({ ...BRIDGE, cniVersion: '0.3' }), 'spec.config.cniVersion', '"0.3"'],
  ['NAD-8', network({ ...BRIDGE, name: 'my network' }), 'spec.config.name', '"my network"'],
  ['NAD-4', { 'metadata.name': 'VLAN 25' }, 'metadata.name', '"VLAN 25"'],
])('%s refuses %j', (ruleId, changes, path, given) => {
  expect(findings(changes)).toContainEqual(findingLike(ruleId, path, given, { severity: ruleId === 'NAD-7' ? 'warning' : 'error' }));
});

test.each<[string, Changes]>([
  ['it is a bridge with a VLAN', {}],
  ['it is a chain of plugins', network(CHAIN)],
  ['the VLAN is 0, which is none', network({ ...BRIDGE, vlan: 0 })],
  ['what a bridge can do', network({
    ...BRIDGE, name: 'vlan25', vlanTrunk: [{ id: 5 }, { minID: 10, maxID: 20 }], mtu: 9000, macspoofchk: true, ipMasqBackend: 'nftables', ipam: {}, dns: {}, mine: 1, IsGateway: false,
  })],
  ['a virtual function has a tag', network({ ...SRIOV, vlanQoS: 3, vlanProto: '802.1AD', spoofchk: 'off', link_state: 'auto' })],
  ['a virtual function is untagged', network({ ...SRIOV, vlan: 0, vlanQoS: 0, vlanProto: '802.1q' })],
  ['the device comes from the node', {
    ...network({ ...SRIOV, deviceID: undefined }), 'metadata.annotations': { 'k8s.v1.cni.cncf.io/resourceName': 'intel.com/sriov' },
  }],
  ['it is macvlan', network({ cniVersion: '1.0.0', type: 'macvlan', master: 'eth0', mode: 'private', ipam: { type: 'dhcp' } })],
  ['it is ipvlan on the default route', network({ cniVersion: '1.1.0', type: 'ipvlan', mode: 'l3s' })],
  ['it is a VLAN of an interface', network({ cniVersion: '0.4.0', type: 'vlan', master: 'eth0', vlanId: 4094, mtu: 1500 })],
  ['it is Open vSwitch', network({ cniVersion: '0.4.0', type: 'ovs', bridge: 'br1', vlan: 100, trunk: [{ minID: 10, maxID: 20 }] })],
  ['it is a plugin that nobody knows', network({ cniVersion: '0.4.0', type: 'ovn-k8s-cni-overlay', mtu: 'all', topology: 'layer2' })],
  ['the VLAN is the highest', network({ ...BRIDGE, vlan: 4094 })],
  ['the bridge has 15 characters', network({ ...BRIDGE, bridge: 'br-123456789012' })],
  ['the configuration is on the node', network(undefined)],
  ['the configuration is only known at apply', network(UNKNOWN)],
  ['the name is only known at apply', { 'metadata.name': UNKNOWN }],
])('a network passes where %s', (_, changes) => {
  expect(findings(changes)).toEqual([]);
});

test.each<[string, Changes, Partial<ClusterFacts>, string | undefined]>([
  ['NAD-9', {}, { vlans: [{ from: 1, to: 24 }, { from: 26, to: 26 }] }, 'got 25, the nodes let 1-24, 26 through'],
  ['NAD-9', {}, { vlans: [{ from: 25, to: 30 }] }, undefined],
  ['NAD-9', network({ ...BRIDGE, vlan: undefined }), { vlans: [] }, undefined],
  ['NAD-10', {}, { bridges: ['br1', 'br-ext'] }, 'got "br0", the nodes have "br1", "br-ext"'],
  ['NAD-10', {}, { bridges: ['br0'] }, undefined],
  ['NAD-10', network({ cniVersion: '0.3.1', type: 'macvlan', master: 'eth0' }), { bridges: [] }, undefined],
  ['NAD-11', {}, { bridgeVlans: new Map([['br0', [{ from: 10, to: 10 }, { from: 26, to: 30 }]]]) }, 'got 25, VLAN filtering lets 10, 26-30 through br0'],
  ['NAD-11', {}, { bridgeVlans: new Map([['br0', [{ from: 20, to: 25 }]]]) }, undefined],
  ['NAD-11', {}, { bridgeVlans: new Map([['br1', []]]) }, undefined],
  ['NAD-11', network({ ...BRIDGE, vlan: undefined }), { bridgeVlans: new Map([['br0', []]]) }, undefined],
  ['NAD-11', network(CHAIN), { bridgeVlans: new Map([['br0', []]]) }, 'got 25, VLAN filtering lets no VLAN through br0'],
  ['NAD-12', {}, { multus: false }, 'got a network on a cluster without Multus'],
  ['NAD-12', {}, { multus: true }, undefined],
  ['NAD-12', {}, {}, undefined],
])('%s knows the nodes: %j on %j', (ruleId, changes, facts, message) => {
  const messages = findings(changes, facts).filter((finding) => finding.ruleId === ruleId).map((finding) => finding.message);
  expect(messages).toEqual(message === undefined ? [] : [message]);
});
