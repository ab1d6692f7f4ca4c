import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, Changes, Refused, T } from '../manifests';

const NIC = `${T}.domain.devices.interfaces[0]`;
const NIC2 = `${T}.domain.devices.interfaces[1]`;
const NET = `${T}.networks[0]`;
const NET2 = `${T}.networks[1]`;
const VLAN: Changes = { [NIC2]: { name: 'vlan25', bridge: {} }, [NET2]: { name: 'vlan25', multus: { networkName: 'vms/vlan25' } } };
export const mac = (address: unknown): Changes => ({ [`${NIC}.macAddress`]: address });
const ranges = (...portRanges: object[]): Changes => ({ [`${NIC}.portRanges`]: portRanges });
const V1_9 = { kubevirtVersion: KubevirtVersion.V1_9_0 };
const RANGES = { kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: new Set(['PortRangesSpec']) };
const dhcp = (dhcpOptions: object): Changes => ({ [`${NIC}.dhcpOptions`]: dhcpOptions });
const CLAIM: Changes = {
  [NIC]: { name: 'default', sriov: {} },
  [NET]: { name: 'default', resourceClaim: { claimName: 'nics', requestName: 'a' } },
  [`${T}.resourceClaims`]: [{ name: 'nics', resourceClaimName: 'nics' }],
};
const DRA = { kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: new Set(['NetworkDevicesWithDRA']) };
const port = (fields: object): Changes => ({ [`${NIC}.ports`]: [{ name: 'ssh', port: 22 }, fields] });

export const REFUSED: Refused[] = [
  ['NW-1', { ...VLAN, [NET2]: { name: 'vlan25', pod: {} } }, NET2, '"vlan25"'],
  ['NW-1', { ...VLAN, [`${NET2}.multus.default`]: true }, NET2, '"vlan25"'],
  ['NW-1', {
    [NET]: { name: 'default', multus: { networkName: 'a', default: true } },
    [NIC]: { name: 'default', bridge: {} },
    [NET2]: { name: 'b', multus: { networkName: 'b', default: true } },
    [NIC2]: { name: 'b', bridge: {} },
  }, NET2, '"b"'],
  ['NW-2', { [NET]: { name: 'default' } }, NET, 'no source'],
  ['NW-2', { [`${NET}.multus`]: { networkName: 'x' } }, NET, 'pod and multus'],
  ['NW-2', { ...VLAN, [`${NET2}.multus.networkName`]: '' }, `${NET2}.multus.networkName`, '""'],
  ['NW-3', { ...VLAN, [`${NET2}.name`]: 'default' }, `${NET2}.name`, '"default"'],
  ['NW-3', { ...VLAN, [`${NIC2}.name`]: 'default' }, `${NIC2}.name`, '"default"'],
  ['NW-3', { ...VLAN, [NET2]: undefined }, `${NIC2}.name`, '"vlan25"'],
  ['NW-3', { ...VLAN, [NIC2]: undefined }, `${NET2}.name`, '"vlan25"'],
  ['NW-4', { ...VLAN, [`${NIC2}.name`]: 'vlan.25' }, `${NIC2}.name`, '"vlan.25"'],
  ['NW-5', { [`${NIC}.binding`]: { name: 'passt' } }, `${NIC}.binding`, 'masquerade'],
  ['NW-6', { ...VLAN, [NIC2]: { name: 'vlan25', passtBinding: {} } }, `${NIC2}.passtBinding`, '"vlan25"', { featureGates: new Set(['PasstBinding']) }],
  ['NW-6', { ...VLAN, [NIC2]: { name: 'vlan25', masquerade: {} } }, `${NIC2}.masquerade`, '"vlan25"'],
  ['NW-7', mac('02:00:00:00:00:00'), `${NIC}.macAddress`, '"02:00:00:00:00:00"'],
  ['R-4', mac('02-00-00-00-00-00'), `${NIC}.macAddress`, '"02-00-00-00-00-00"'],
  ['NW-9', { [NIC]: { name: 'default', passtBinding: {} } }, `${NIC}.passtBinding`, 'PasstBinding'],
  ['NW-10', { [NIC]: { name: 'default', passt: {} } }, `${NIC}.passt`, 'passt'],
  ['NW-10', { [NIC]: { name: 'default', macvtap: {} } }, `${NIC}.macvtap`, 'macvtap'],
  ['NW-10', { [NIC]: { name: 'default', slirp: {} } }, `${NIC}.slirp`, 'slirp'],
  ['NW-11', { [`${NIC}.model`]: 'vmxnet3' }, `${NIC}.model`, '"vmxnet3"'],
  ['NW-12', mac('0200aabb0001'), `${NIC}.macAddress`, '"0200aabb0001"'],
  ['NW-12', mac('02:00:aa:bb:00'), `${NIC}.macAddress`, '"02:00:aa:bb:00"'],
  ['NW-12', mac('02:00:aa:bb:00:01:02:03'), `${NIC}.macAddress`, '"02:00:aa:bb:00:01:02:03"'],
  ['NW-12', mac('02:00:aa:bb:00:0g'), `${NIC}.macAddress`, '"02:00:aa:bb:00:0g"'],
  ['NW-12', mac('02:00-aa:bb-00:01'), `${NIC}.macAddress`, '"02:00-aa:bb-00:01"'],
  ['NW-13', { [`${NIC}.pciAddress`]: '81:00.1' }, `${NIC}.pciAddress`, '"81:00.1"'],
  ['NW-14', port({ name: 'ssh', port: 80 }), `${NIC}.ports[1].name`, '"ssh"'],
  ['NW-14', port({ name: 'web_server', port: 80 }), `${NIC}.ports[1].name`, '"web_server"'],
  ['NW-14', port({ name: '8080', port: 80 }), `${NIC}.ports[1].name`, '"8080"'],
  ['NW-14', port({ port: 0 }), `${NIC}.ports[1].port`, '0'],
  ['NW-14', port({ port: 70000 }), `${NIC}.ports[1].port`, '70000'],
  ['NW-14', port({ port: 53, protocol: 'SCTP' }), `${NIC}.ports[1].protocol`, '"SCTP"'],
  ['NW-17', { [`${NIC}.state`]: 'off' }, `${NIC}.state`, '"off"'],
  ['NW-17', { [`${NIC}.state`]: 'absent' }, `${NIC}.state`, '"absent"'],
  ['NW-17', { [NIC]: { name: 'default', bridge: {}, state: 'absent' } }, `${NIC}.state`, '"absent"'],
  ['NW-17', { ...VLAN, [NIC2]: { name: 'vlan25', sriov: {}, state: 'down' } }, `${NIC2}.state`, '"down"'],
  ['R-1', mac('01:00:5e:00:00:01'), `${NIC}.macAddress`, '"01:00:5e:00:00:01"'],
  ['R-1', mac('ff:ff:ff:ff:ff:ff'), `${NIC}.macAddress`, '"ff:ff:ff:ff:ff:ff"'],
  ['R-1', mac('00-00-00-00-00-00'), `${NIC}.macAddress`, '"00-00-00-00-00-00"'],
  ['R-2', mac('FE:12:34:56:78:9a'), `${NIC}.macAddress`, '"FE:12:34:56:78:9a"'],
  ['R-10', { [NIC]: { name: 'default', bridge: {} } }, `${NIC}.bridge`, 'bridge'],
  ['R-10', { [`${T}.domain.devices.interfaces`]: undefined, [`${T}.networks`]: undefined }, `${T}.domain.devices.interfaces`, 'no NIC'],
  ['R-20', { ...VLAN, [`${NIC2}.sriov`]: {} }, NIC2, 'bridge and sriov'],
  ['NW-5', { [NIC]: { name: 'default' } }, NIC, 'no binding', { kubevirtVersion: KubevirtVersion.V1_9_0 }],
  ['NW-15', ranges({ start: 1, end: 2, protocol: 'TCP' }), `${NIC}.portRanges`, 'PortRangesSpec', V1_9],
  ['NW-15', { ...ranges({ start: 1, end: 2, protocol: 'TCP' }), [`${NIC}.ports`]: [{ port: 80 }] }, NIC, 'ports and portRanges', RANGES],
  ['NW-15', { [NIC]: { name: 'default', bridge: {}, portRanges: [{ start: 1, end: 2, protocol: 'TCP' }] } }, `${NIC}.portRanges`, 'without masquerade', RANGES],
  ['NW-15', ranges(...Array.from({ length: 11 }, (_, n) => ({ start: n + 1, end: n + 1, protocol: 'TCP' }))), `${NIC}.portRanges`, '11 ranges', RANGES],
  ['NW-15', ranges({ start: 9, end: 8, protocol: 'TCP' }), `${NIC}.portRanges[0]`, '9 to 8', RANGES],
  ['NW-15', ranges({ start: 1, end: 70000, protocol: 'TCP' }), `${NIC}.portRanges[0]`, '70000', RANGES],
  ['NW-15', ranges({ start: 1, end: 5, protocol: 'UDP' }, { start: 5, end: 9, protocol: 'UDP' }), `${NIC}.portRanges[1]`, 'overlaps', RANGES],
  ['NW-15', ranges({ start: 1, end: 5, protocol: 'SCTP' }), `${NIC}.portRanges[0].protocol`, '"SCTP"', RANGES],
  ['NW-16', dhcp({ ntpServers: ['fd00::1'] }), `${NIC}.dhcpOptions.ntpServers[0]`, '"fd00::1"'],
  ['NW-16', dhcp({ privateOptions: [{ option: 223, value: 'x' }] }), `${NIC}.dhcpOptions.privateOptions[0].option`, '223'],
  ['NW-16', dhcp({ privateOptions: [{ option: 240, value: 'x' }, { option: 240, value: 'y' }] }), `${NIC}.dhcpOptions.privateOptions[1].option`, '240'],
  ['NW-18', CLAIM, `${NET}.resourceClaim`, 'NetworkDevicesWithDRA', V1_9],
  ['NW-18', { ...CLAIM, [`${NET}.resourceClaim.requestName`]: '' }, `${NET}.resourceClaim.requestName`, '""', DRA],
  ['NW-18', { ...CLAIM, [`${NET}.resourceClaim.claimName`]: 'nisc' }, `${NET}.resourceClaim.claimName`, '"nisc"', DRA],
  ['NW-18', { ...CLAIM, ...VLAN }, `${NET}.resourceClaim`, 'Multus', DRA],
  ['NW-18', { ...CLAIM, [NIC]: { name: 'default', bridge: {} } }, NIC, 'SR-IOV', DRA],
  ['NW-18', { ...CLAIM, [NIC2]: { name: 'b', sriov: {} }, [NET2]: { name: 'b', resourceClaim: { claimName: 'nics', requestName: 'a' } } }, `${NET2}.resourceClaim`, '"nics/a"', DRA],
  ['R-80', { [NIC]: { name: 'default', sriov: {} } }, `${NIC}.sriov`, 'pod network'],
  ['R-81', { [`${NET}.pod.vmNetworkCIDR`]: '10.0.2.0' }, `${NET}.pod.vmNetworkCIDR`, '"10.0.2.0"'],
  ['R-81', { [`${NET}.pod.vmIPv6NetworkCIDR`]: '10.0.2.0/24' }, `${NET}.pod.vmIPv6NetworkCIDR`, '"10.0.2.0/24"'],
  ['R-82', { [`${NIC}.acpiIndex`]: 16384 }, `${NIC}.acpiIndex`, '16384'],
  ['R-82', { ...VLAN, [`${NIC}.acpiIndex`]: 5, [`${NIC2}.acpiIndex`]: 5 }, `${NIC2}.acpiIndex`, '5'],
  ['R-83', { [`${T}.domain.devices.disks[0].disk.pciAddress`]: '0000:81:00.1', [`${NIC}.pciAddress`]: '0000:81:00.1' }, `${NIC}.pciAddress`, '"0000:81:00.1"'],
  ['R-84', { [`${NIC}.tag`]: 'front' }, `${NIC}.tag`, '"front"'],
];

export const ALLOWED: Allowed[] = [
  ['NW-1', 'the second network is no default', VLAN],
  ['NW-2', 'the source is only known at apply', { [`${NET}.pod`]: UNKNOWN }],
  ['NW-3', 'a network name is only known at apply', { [`${NET}.name`]: UNKNOWN }],
  ['NW-3', 'the networks are only known at apply', { [`${T}.networks`]: UNKNOWN }],
  ['NW-4', 'dashes and underscores are fine', { ...VLAN, [`${NIC2}.name`]: 'vlan_25-A' }],
  ['NW-5', 'there is no method beside the plugin', { [NIC]: { name: 'default', binding: { name: 'passt' } } }],
  ['NW-6', 'bridge works there', VLAN],
  ['NW-7', 'a bridged NIC may have it', { ...VLAN, [`${NIC2}.macAddress`]: '02:00:00:00:00:00' }],
  ['NW-9', 'the gate is on', { [NIC]: { name: 'default', passtBinding: {} } }, { featureGates: new Set(['PasstBinding']) }],
  ['NW-11', 'there is a default', { [`${NIC}.model`]: '' }],
  ['NW-12', 'it has dashes', mac('02-12-34-56-78-9A')],
  ['NW-12', 'it is only known at apply', mac(UNKNOWN)],
  ['NW-14', 'it is the last port', port({ name: 'last', port: 65535, protocol: 'UDP' })],
  ['NW-14', 'the port is only known at apply', port({ port: UNKNOWN })],
  ['NW-14', 'nobody looks at ports on other networks', { ...VLAN, [`${NIC2}.ports`]: [{ port: 70000 }] }],
  ['NW-17', 'a NIC on a VLAN may go', { ...VLAN, [`${NIC2}.state`]: 'absent' }],
  ['R-1', 'the address is the cluster\'s', mac(undefined)],
  ['R-2', 'only the first octet counts', mac('02:fe:34:56:78:9a')],
  ['R-10', 'the bridge is on a VLAN', VLAN],
  ['R-10', 'the VM is to have no NIC', {
    [`${T}.domain.devices.interfaces`]: undefined, [`${T}.networks`]: undefined, [`${T}.domain.devices.autoattachPodInterface`]: false,
  }],
  ['R-10', 'an annotation allows it to migrate', {
    'spec.template.metadata.annotations': { 'kubevirt.io/allow-pod-bridge-network-live-migration': '' }, [NIC]: { name: 'default', bridge: {} },
  }],
  ['NW-5', 'bridge is the default before 1.9', { [NIC]: { name: 'default' } }],
  ['NW-15', 'they only touch, and the other is UDP', ranges({ start: 1, end: 5, protocol: 'TCP' }, { start: 6, end: 9, protocol: 'TCP' }, { start: 1, end: 9, protocol: 'UDP' }), RANGES],
  ['NW-16', 'these are the outermost', dhcp({ ntpServers: ['10.0.0.1', UNKNOWN], privateOptions: [{ option: 224, value: 'a' }, { option: 254, value: 'b' }] })],
  ['NW-18', 'the claim is there', CLAIM, DRA],
  ['R-80', 'it is on Multus', { ...VLAN, [NIC2]: { name: 'vlan25', sriov: {} } }],
  ['R-81', 'these are networks', { [`${NET}.pod`]: { vmNetworkCIDR: '192.168.0.0/16', vmIPv6NetworkCIDR: 'fd00::/120' } }],
  ['R-82', 'zero is none', { ...VLAN, [`${NIC}.acpiIndex`]: 0, [`${NIC2}.acpiIndex`]: 0 }],
  ['R-83', 'the function differs', { ...VLAN, [`${NIC}.pciAddress`]: '0000:81:00.1', [`${NIC2}.pciAddress`]: '0000:81:00.2' }],
  ['R-84', 'there is a config drive', { [`${NIC}.tag`]: 'front', [`${T}.volumes[1]`]: { name: 'cloudinit', cloudInitConfigDrive: { userData: '#cloud-config' } } }],
  ['R-20', 'the second is only known at apply', { ...VLAN, [`${NIC2}.sriov`]: UNKNOWN }],
];
