import { isMap } from '../../kubevirt/maps';
import { show } from '../finding';
import { Problem } from '../rule';
import { either } from './checks';

/** Resources of the node that the device plugin hands out and Multus passes on. */
export const RESOURCE_ANNOTATION = 'k8s.v1.cni.cncf.io/resourceName';

const MAC = /^[\da-f]{2}([:-][\da-f]{2}){5}$/i;

/** Fields that any plugin may have. */
export const COMMON = ['cniVersion', 'cniVersions', 'name', 'type', 'capabilities', 'ipam', 'dns', 'args', 'runtimeConfig', 'prevResult', 'disableCheck'];

/** What a field of a plugin holds. */
export interface Field { readonly expected: string; readonly remedy: string; readonly holds: (value: any) => boolean }

const text: Field = { expected: 'text', remedy: 'put it in quotes', holds: (value) => typeof value === 'string' };
const flag: Field = { expected: 'true or false', remedy: 'use true or false, without quotes', holds: (value) => typeof value === 'boolean' };
const mac: Field = { expected: 'a MAC address', remedy: 'write it like "02:00:00:00:00:01"', holds: (value) => value === '' || MAC.test(value) };
/** Checked by the rules on VLAN tags and bridge names. */
const elsewhere: Field = { expected: '', remedy: '', holds: () => true };

function whole(least: number, most = Infinity): Field {
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  return { expected: `a whole number ${range}`, remedy: `write a number such as ${Math.max(least, Math.min(most, 1500))}, without quotes`, holds: (value) => Number.isInteger(value) && value >= least && value <= most };
}

function word(...words: string[]): Field {
  return { expected: either(words), remedy: `use "${words[0]}"`, holds: (value) => value === '' || words.includes(value) };
}

const trunk: Field = {
  expected: 'a list of { "id": 10 } and { "minID": 10, "maxID": 20 }, from 1 to 4094',
  remedy: 'write it like [{ "minID": 10, "maxID": 20 }]',
  holds: (value) => Array.isArray(value) && value.every((item) => isMap(item) && ['minID', 'maxID', 'id'].every((name) => isTag(item[name]))
    && (item.minID === undefined) === (item.maxID === undefined) && !(item.minID > item.maxID)),
};

function isTag(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 4094);
}

const sysctls: Field = {
  expected: 'texts by name',
  remedy: 'put names and values in quotes',
  holds: (value) => isMap(value) && Object.values(value).every((setting) => typeof setting === 'string'),
};

const BRIDGE: Record<string, Field> = {
  bridge: elsewhere,
  vlan: elsewhere,
  vlanTrunk: trunk,
  preserveDefaultVlan: flag,
  mtu: whole(0),
  isGateway: flag,
  isDefaultGateway: flag,
  forceAddress: flag,
  ipMasq: flag,
  ipMasqBackend: word('iptables', 'nftables'),
  hairpinMode: flag,
  promiscMode: flag,
  macspoofchk: flag,
  enabledad: flag,
  disableContainerInterface: flag,
  portIsolation: flag,
};
const TUNING: Record<string, Field> = { sysctl: sysctls, mac, mtu: whole(0), promisc: flag, allmulti: flag, txQLen: whole(0), dataDir: text };

/** What the plugins read that VMs are attached with, by type: those of the CNI project, of OpenShift, Open vSwitch and SR-IOV. */
export const FIELDS = new Map<unknown, Record<string, Field>>([
  ['bridge', BRIDGE],
  ['cnv-bridge', BRIDGE],
  ['tuning', TUNING],
  ['cnv-tuning', TUNING],
  ['macvlan', { master: text, mode: word('bridge', 'private', 'vepa', 'passthru'), mtu: whole(0), mac, linkInContainer: flag, bcqueuelen: whole(0) }],
  ['ipvlan', { master: text, mode: word('l2', 'l3', 'l3s'), mtu: whole(0), linkInContainer: flag }],
  ['vlan', { master: text, vlanId: elsewhere, mtu: whole(0), linkInContainer: flag }],
  ['host-device', { device: text, hwaddr: mac, kernelpath: text, pciBusID: text }],
  ['ovs', {
    bridge: elsewhere,
    vlan: elsewhere,
    trunk,
    mtu: whole(0),
    deviceID: text,
    ofport_request: whole(0, 65279),
    interface_type: text,
    configuration_path: text,
    socket_file: text,
    link_state_check_retries: whole(0),
    link_state_check_interval: whole(0),
  }],
  ['sriov', {
    vlan: elsewhere,
    vlanQoS: whole(0, 7),
    vlanProto: { ...word('802.1q', '802.1ad'), holds: (value) => /^802\.1(q|ad)$/i.test(value) },
    mtu: whole(0),
    deviceID: text,
    min_tx_rate: whole(0),
    max_tx_rate: whole(0),
    spoofchk: word('on', 'off'),
    trust: word('on', 'off'),
    link_state: word('auto', 'enable', 'disable'),
    logLevel: text,
    logFile: text,
  }],
]);

type Need = Omit<Problem, 'path'> & { field: string };

const BRIDGE_NEEDS = ({ hairpinMode, promiscMode, disableContainerInterface, ipam }: any): Need[] => [
  ...(hairpinMode === true && promiscMode === true ? [{ field: 'hairpinMode', message: 'got hairpinMode and promiscMode', remedy: 'keep one of them' }] : []),
  ...(disableContainerInterface === true && ipam?.type
    ? [{ field: 'disableContainerInterface', message: 'got ipam for an interface that is off', remedy: 'take ipam or disableContainerInterface out' }] : []),
];

/** Whether SR-IOV asks for a VLAN: without one for any value, and with 0 for one that only a tagged frame carries. */
function needsTag(value: unknown, vlan: unknown): boolean {
  if ((value ?? undefined) === undefined) return false;
  return vlan === undefined || (vlan === 0 && (typeof value === 'number' ? value !== 0 : /^802\.1ad$/i.test(String(value))));
}

/** What plugins ask for beside that. `fromNode`: the device comes from the node, by the annotation. */
export const NEEDS = new Map<unknown, (plugin: any, fromNode: boolean) => Need[]>([
  ['bridge', BRIDGE_NEEDS],
  ['cnv-bridge', BRIDGE_NEEDS],
  ['vlan', ({ master }) => master ? [] : [{ field: 'master', message: `got ${show(master)}, expected the interface of the node that the VLAN is on`, remedy: 'add "master": "eth0"' }]],
  ['host-device', ({ device, hwaddr, kernelpath, pciBusID }, fromNode) => device || hwaddr || kernelpath || pciBusID || fromNode ? [] : [{
    field: 'device', message: 'got none of device, hwaddr, kernelpath and pciBusID', remedy: `add "device": "eth1", or the annotation ${RESOURCE_ANNOTATION}`,
  }]],
  ['sriov', ({ deviceID, vlan, vlanQoS, vlanProto }, fromNode) => [
    ...(deviceID || fromNode ? [] : [{ field: 'deviceID', message: 'got none, and no resource that a device comes from', remedy: `annotate the object with ${RESOURCE_ANNOTATION}` }]),
    ...Object.entries({ vlanQoS, vlanProto }).filter(([, value]) => needsTag(value, vlan ?? undefined)).map(([field, value]) => (
      { field, message: `got ${show(value)} with VLAN ${show(vlan)}`, remedy: `set vlan, or take ${field} out` }
    )),
  ]],
]);
