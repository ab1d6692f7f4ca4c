import { isIPv4 } from 'net';
import { isCidr } from '../../kubevirt/addresses';
import { KubevirtVersion } from '../../kubevirt/version';
import { normalMac } from '../../network/mac/scheme';
import { closest, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { atMostOne, either, exactlyOne, filled, isInterfaceName, isPciAddress, names, needsGate, notFound, oneOf, repeated, strictlyOneOf } from './checks';

const MODELS = ['virtio', 'e1000', 'e1000e', 'igb', 'ne2k_pci', 'pcnet', 'rtl8139'];
const BINDINGS = ['masquerade', 'bridge', 'sriov', 'passtBinding'];


/** Bindings that KubeVirt 1.3 took out. */
const DISCONTINUED = ['slirp', 'macvtap', 'passt'];

const ANY_BINDING = [...BINDINGS, 'binding', ...DISCONTINUED];

/** KubeVirt gives this one to the bridge inside the pod. */
const IN_POD_BRIDGE_MAC = '02:00:00:00:00:00';

/** An IANA service name: at most 15 characters, at least one letter, no dash at the ends or beside another. */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

const MAY_MIGRATE_BRIDGED = 'kubevirt.io/allow-pod-bridge-network-live-migration';

/** Rules on networks and NICs. */
export const NETWORK_INTERFACE_RULES: VmRule[] = [
  {
    id: 'NW-1',
    severity: 'error',
    phase: 'admission',
    title: 'A VM has one default network: the pod network or one of Multus',
    mirrors: 'validateSinglePodNetwork',
    * check({ networks }) {
      const defaults = networks.filter(isDefaultNetwork);
      for (const extra of defaults.slice(1)) {
        const [first] = defaults;
        yield {
          path: extra.path,
          message: `got a second default network ${show(extra.text('name'))}, ${show(first.text('name'))} is one already`,
          remedy: isPodNetwork(extra) ? 'keep one pod network, attach the other NIC with multus' : 'take out multus.default',
        };
      }
    },
  },
  {
    id: 'NW-2',
    severity: 'error',
    phase: 'admission',
    title: 'A network has one source, and a Multus network names its attachment definition',
    mirrors: 'validateSingleNetworkSource, validateMultusNetworkSource',
    * check({ networks }) {
      for (const network of networks) {
        yield* exactlyOne(network, ['pod', 'multus', 'resourceClaim'], 'source');
        if (network.has('multus')) yield* filled(network.at('multus'), 'networkName');
      }
    },
  },
  {
    id: 'NW-3',
    severity: 'error',
    phase: 'admission',
    title: 'Networks and NICs belong together one to one, by name',
    mirrors: 'validateNetworkNameUnique, validateInterfaceNameUnique, validateNetworksAssignedToInterfaces, validateInterfacesAssignedToNetworks',
    * check({ template, devices, networks, interfaces }) {
      yield* repeated(networks);
      yield* repeated(interfaces);
      const networkNames = names(template.at('networks'));
      const interfaceNames = names(devices.at('interfaces'));
      for (const [items, others, what] of [[networks, interfaceNames, 'interface'], [interfaces, networkNames, 'network']] as const) {
        for (const item of others ? items : []) {
          const name = item.text('name');
          if (name !== undefined && !others!.has(name)) yield notFound(`${item.path}.name`, name, what, others!);
        }
      }
    },
  },
  {
    id: 'NW-4',
    severity: 'error',
    phase: 'admission',
    title: 'A NIC name has only letters, digits, dashes and underscores',
    mirrors: 'validateInterfaceNameFormat',
    * check({ interfaces }) {
      for (const nic of interfaces) {
        const name = nic.text('name');
        if (name === undefined || isInterfaceName(name)) continue;
        yield { path: `${nic.path}.name`, message: `got ${show(name)}, expected letters, digits, "-" and "_"`, remedy: 'use a name like "vlan25"' };
      }
    },
  },
  {
    id: 'NW-5',
    severity: 'error',
    phase: 'admission',
    title: 'A NIC has either a binding plugin or a binding method; from KubeVirt 1.9 on it has one',
    mirrors: 'validateInterfaceBinding',
    * check({ interfaces }, { kubevirtVersion }) {
      for (const nic of interfaces) {
        const methods = nic.certain(BINDINGS);
        if (kubevirtVersion !== KubevirtVersion.V1_8_4 && nic.which([...BINDINGS, 'binding']).length === 0) {
          yield { path: nic.path, message: `got no binding, expected one of ${either([...BINDINGS, 'binding'])}`, remedy: 'add masquerade: {} on the pod network, bridge: {} elsewhere' };
        }
        if (methods.length === 0 || nic.certain(['binding']).length === 0) continue;
        yield { path: `${nic.path}.binding`, message: `got a binding plugin together with ${methods.join(' and ')}`, remedy: `take out binding or ${methods[0]}` };
      }
    },
  },
  {
    id: 'NW-6',
    severity: 'error',
    phase: 'admission',
    title: 'masquerade and passtBinding work on the pod network only',
    mirrors: 'validateMasqueradeBinding, validatePasstBinding',
    * check(vm) {
      for (const nic of vm.interfaces) {
        const network = networkOf(vm, nic);
        const [binding] = nic.certain(['masquerade', 'passtBinding']);
        if (!binding || !network?.has('multus') || network.has('pod')) continue;
        yield { path: `${nic.path}.${binding}`, message: `got ${binding} on the Multus network ${show(network.text('name'))}`, remedy: 'use bridge' };
      }
    },
  },
  {
    id: 'NW-7',
    severity: 'error',
    phase: 'admission',
    title: 'A masqueraded NIC does not have the MAC address of the bridge inside the pod',
    mirrors: 'validateMasqueradeBinding',
    check: ({ interfaces }) => masqueradedAsBridge(interfaces, (given) => given === IN_POD_BRIDGE_MAC),
  },
  {
    id: 'NW-8',
    severity: 'error',
    phase: 'admission',
    needs: ['bridgeOnPodNetwork'],
    mirrors: 'validateBridgeBinding, SetDefaultNetworkInterface',
    title: 'The pod network is bridged only where the cluster permits it',
    * check(vm, { bridgeOnPodNetwork }) {
      if (bridgeOnPodNetwork) return;
      for (const bridged of allPodBridges(vm)) {
        const given = bridged.value === undefined ? 'no NIC, so bridge' : 'bridge';
        yield { path: bridged.path, message: `got ${given} on the pod network, which the cluster does not permit`, remedy: 'use masquerade' };
      }
    },
  },
  {
    id: 'NW-9',
    severity: 'error',
    phase: 'admission',
    title: 'passtBinding needs a feature gate',
    gates: ['PasstBinding'],
    mirrors: 'validatePasstBinding',
    check: ({ interfaces }, { featureGates }) => interfaces.flatMap((nic) => nic.certain(['passtBinding']).map((binding) => nic.at(binding)))
      .flatMap((binding) => [...needsGate(binding, 'PasstBinding', featureGates)]),
  },
  {
    id: 'NW-10',
    severity: 'error',
    phase: 'admission',
    title: 'Bindings that KubeVirt no longer has are not used',
    mirrors: 'validateDiscontinuedBindings',
    check: ({ interfaces }) => interfaces.flatMap((nic) => nic.certain(DISCONTINUED).map((binding) =>
      ({ path: `${nic.path}.${binding}`, message: `got ${binding}, which KubeVirt 1.3 took out`, remedy: 'use masquerade or bridge' }))),
  },
  {
    id: 'NW-11',
    severity: 'error',
    phase: 'admission',
    title: 'The model of a NIC is one that KubeVirt has',
    mirrors: 'validateInterfaceModel',
    check: ({ interfaces }) => interfaces.flatMap((nic) => oneOf(nic, 'model', MODELS)),
  },
  {
    id: 'NW-12',
    severity: 'error',
    phase: 'admission',
    title: 'A MAC address has six octets with ":" or "-" between them',
    mirrors: 'validateMacAddress',
    * check({ interfaces }) {
      for (const nic of interfaces) {
        const given = nic.text('macAddress');
        if (!given || normalMac(given)) continue;
        const digits = given.replace(/[^0-9a-fA-F]/g, '').toLowerCase();
        yield {
          path: `${nic.path}.macAddress`,
          message: `got ${show(given)}, expected six octets such as "02:12:34:56:78:9a"`,
          remedy: digits.length === 12 ? `write "${digits.match(/../g)!.join(':')}"` : 'give six octets of two hexadecimal digits',
        };
      }
    },
  },
  {
    id: 'NW-13',
    severity: 'error',
    phase: 'admission',
    title: 'The PCI address of a NIC is well-formed',
    mirrors: 'validatePciAddress',
    * check({ interfaces }) {
      for (const nic of interfaces) {
        const address = nic.text('pciAddress');
        if (!address || isPciAddress(address)) continue;
        yield { path: `${nic.path}.pciAddress`, message: `got ${show(address)}, expected a PCI address`, remedy: 'write it like "0000:81:00.1"' };
      }
    },
  },
  {
    id: 'NW-14',
    severity: 'error',
    phase: 'admission',
    title: 'Ports on the pod network have unique service names, numbers from 1 to 65535 and the protocol TCP or UDP',
    mirrors: 'validatePortConfiguration',
    * check(vm) {
      for (const nic of vm.interfaces.filter((candidate) => isPodNetwork(networkOf(vm, candidate)))) {
        const ports = nic.list('ports');
        yield* repeated(ports.filter((port) => port.text('name') !== ''));
        for (const port of ports) {
          const name = port.text('name');
          const { value: number, path } = port.at('port');
          if (name && !PORT_NAME.test(name)) {
            yield {
              path: `${port.path}.name`,
              message: `got ${show(name)}, expected at most 15 lower-case letters, digits and single dashes, with at least one letter`,
              remedy: 'use a name like "https"',
            };
          }
          if ((number ?? undefined) === undefined || (typeof number === 'number' && (number < 1 || number > 65535))) {
            // KubeVirt's own bound is one higher.
            yield { path, message: `got ${show(number)}, expected 1 to 65535`, remedy: 'use a port in this range', phase: number === 65536 ? 'runtime' : 'admission' };
          }
          yield* oneOf(port, 'protocol', ['TCP', 'UDP']);
        }
      }
    },
  },
  {
    id: 'NW-15',
    severity: 'error',
    phase: 'admission',
    title: 'Port ranges need a feature gate, stand alone behind masquerade, are at most 10, and do not overlap',
    versions: [KubevirtVersion.V1_9_0],
    gates: ['PortRangesSpec'],
    mirrors: 'validatePortRangesConfiguration',
    * check(vm, { featureGates }) {
      for (const nic of vm.interfaces.filter((candidate) => candidate.certain(['portRanges']).length > 0)) {
        const ranges = nic.at('portRanges');
        yield* needsGate(ranges, 'PortRangesSpec', featureGates);
        if (!isPodNetwork(networkOf(vm, nic))) continue;
        yield* atMostOne(nic, ['ports', 'portRanges'], 'of them');
        if (!nic.has('masquerade')) yield { path: ranges.path, message: 'got port ranges without masquerade', remedy: 'use masquerade, or take them out' };
        if (nic.list('portRanges').length > 10) yield { path: ranges.path, message: `got ${nic.list('portRanges').length} ranges, expected at most 10`, remedy: 'join some of them' };
        yield* portRanges(nic.list('portRanges'));
      }
    },
  },
  {
    id: 'NW-16',
    severity: 'error',
    phase: 'admission',
    title: 'DHCP options have IPv4 time servers, and private options from 224 to 254, each once',
    mirrors: 'validateDHCPOptions',
    * check({ interfaces }) {
      for (const dhcp of interfaces.map((nic) => nic.at('dhcpOptions'))) {
        for (const { value: server, path } of dhcp.texts('ntpServers')) {
          if (isIPv4(server)) continue;
          yield { path, message: `got ${show(server)}, expected an IPv4 address`, remedy: 'write it like "10.25.0.123"' };
        }
        const taken = new Set<number>();
        for (const { value, path } of dhcp.list('privateOptions').map((option) => option.at('option'))) {
          if (typeof value !== 'number') continue;
          if (value < 224 || value > 254) yield { path, message: `got ${value}, expected 224 to 254`, remedy: 'use a number in this range' };
          else if (taken.has(value)) yield { path, message: `got ${value} a second time`, remedy: 'give each option its own number' };
          taken.add(value);
        }
      }
    },
  },
  {
    id: 'NW-17',
    severity: 'error',
    phase: 'admission',
    title: 'The link state of a NIC is one that its binding can have',
    mirrors: 'validateInterfaceStateValue',
    * check(vm) {
      for (const nic of vm.interfaces) {
        const state = nic.at('state');
        yield* oneOf(nic, 'state', ['up', 'down', 'absent']);
        if (state.value === 'absent' && (!nic.has('bridge') || isDefaultNetwork(networkOf(vm, nic)))) {
          yield { path: state.path, message: 'got "absent", expected it only on a bridge that is no default network', remedy: 'take the NIC and its network out' };
        }
        if (['up', 'down'].includes(state.value) && nic.certain(['sriov']).length > 0) {
          yield { path: state.path, message: `got "${state.value}" on an SR-IOV NIC`, remedy: 'take state out' };
        }
      }
    },
  },
  {
    id: 'NW-18',
    severity: 'error',
    phase: 'admission',
    title: 'A network from a resource claim needs a feature gate, a claim of the VM, SR-IOV or a plugin, and no Multus beside it',
    versions: [KubevirtVersion.V1_9_0],
    gates: ['NetworkDevicesWithDRA'],
    mirrors: 'validateNetworkDevicesWithDRA',
    * check(vm, { featureGates }) {
      const claims = names(vm.template.at('resourceClaims'));
      const taken = new Map<string, string>();
      for (const network of vm.networks.filter((candidate) => candidate.certain(['resourceClaim']).length > 0)) {
        const claim = network.at('resourceClaim');
        const [claimName, requestName] = [claim.text('claimName'), claim.text('requestName')];
        yield* needsGate(claim, 'NetworkDevicesWithDRA', featureGates);
        yield* filled(claim, 'claimName');
        yield* filled(claim, 'requestName');
        if (vm.networks.some((other) => other.certain(['multus']).length > 0)) {
          yield { path: claim.path, message: 'got a resource claim beside a Multus network', remedy: 'use one or the other for all NICs' };
        }
        if (claims && claimName && !claims.has(claimName)) yield notFound(`${claim.path}.claimName`, claimName, 'resource claim', claims);
        const nic = vm.interfaces.find((one) => one.text('name') !== undefined && one.text('name') === network.text('name'));
        if (nic && nic.which(['sriov', 'binding']).length === 0) {
          yield { path: nic.path, message: 'got a device of a resource claim without SR-IOV or a binding plugin', remedy: 'add sriov: {}' };
        }
        const key = `${claimName}/${requestName}`;
        if (claimName && requestName && taken.has(key)) {
          yield { path: claim.path, message: `got ${show(key)}, which ${taken.get(key)} has already`, remedy: 'name another request' };
        }
        taken.set(key, network.path);
      }
    },
  },
  {
    id: 'R-1',
    severity: 'error',
    phase: 'runtime',
    title: 'A MAC address is unicast and not all zero; the server takes others, and the VM does not start',
    * check({ interfaces }) {
      for (const nic of interfaces) {
        const mac = macOf(nic);
        const unicast = mac !== '00:00:00:00:00:00' && '02468ace'.includes(mac?.[1] ?? '0');
        if (unicast) continue;
        yield {
          path: `${nic.path}.macAddress`,
          message: `got ${show(nic.text('macAddress'))}, expected a unicast address: the second digit even, not all zero`,
          remedy: 'begin it with 02, 06, 0a or 0e',
        };
      }
    },
  },
  {
    id: 'R-2',
    severity: 'error',
    phase: 'runtime',
    title: 'A MAC address does not begin with fe, which libvirt gives to tap devices',
    * check({ interfaces }) {
      for (const nic of interfaces.filter((candidate) => macOf(candidate)?.startsWith('fe'))) {
        yield {
          path: `${nic.path}.macAddress`,
          message: `got ${show(nic.text('macAddress'))}, the first octet fe belongs to tap devices`,
          remedy: 'begin it with 02, 06, 0a or 0e',
        };
      }
    },
  },
  {
    id: 'R-4',
    severity: 'error',
    phase: 'runtime',
    title: 'A masqueraded NIC does not have the MAC address of the bridge inside the pod, spelt so that the server overlooks it',
    check: ({ interfaces }) => masqueradedAsBridge(interfaces, (given) => given !== IN_POD_BRIDGE_MAC),
  },
  {
    id: 'R-10',
    severity: 'warning',
    phase: 'runtime',
    title: 'The pod network is not bridged, nor left to the default, which is bridge: such a VM cannot migrate',
    * check(vm) {
      for (const bridged of podBridges(vm)) {
        yield { path: bridged.path, message: `got ${bridged.value ? 'bridge' : 'no NIC, so bridge'} on the pod network, with which a VM cannot migrate`, remedy: 'use masquerade' };
      }
    },
  },
  {
    id: 'R-12',
    severity: 'error',
    phase: 'runtime',
    title: 'The NetworkAttachmentDefinition of a network is one that the cluster has; the VM would wait for others forever',
    needs: ['networks'],
    * check({ metadata, networks: attached }, { networks }) {
      for (const multus of attached.map((network) => network.at('multus'))) {
        const given = multus.text('networkName');
        const name = given && qualified(given, metadata.text('namespace'));
        if (!name || networks!.has(name)) continue;
        const meant = closest(name, networks!);
        yield {
          path: `${multus.path}.networkName`,
          message: `got ${show(given)}, and the cluster has no NetworkAttachmentDefinition ${show(name)}`,
          remedy: meant ? `use "${meant}"` : 'use one that it has, or make this one before the VM',
        };
      }
    },
  },
  {
    id: 'R-120',
    severity: 'error',
    phase: 'runtime',
    title: 'A network of Multus is on a cluster with Multus; without it, the VM has no such NIC',
    needs: ['multus'],
    * check({ networks }, { multus }) {
      if (multus) return;
      for (const network of networks.filter((one) => one.has('multus'))) {
        yield {
          path: `${network.path}.multus`,
          message: 'got a network of Multus on a cluster without Multus',
          remedy: 'use the pod network, or let the cluster have Multus: Multus.install() or Multus.existing() in its profile, `multus: true` of one that exists',
        };
      }
    },
  },
  {
    id: 'R-20',
    severity: 'error',
    phase: 'runtime',
    title: 'A NIC has one binding method; the server takes two and uses one, and KubeVirt 1.8 takes none, and the VM never gets a network',
    * check({ spec, interfaces }, { kubevirtVersion }) {
      // A preference may bring masquerade along.
      const isNeeded = kubevirtVersion === KubevirtVersion.V1_8_4 && !spec.has('preference');
      for (const nic of interfaces) {
        yield* atMostOne(nic, BINDINGS, 'binding method');
        if (!isNeeded || nic.which(ANY_BINDING).length > 0 || nic.get('state') === 'absent') continue;
        yield { path: nic.path, message: `got no binding, expected one of ${either([...BINDINGS, 'binding'])}`, remedy: 'add masquerade: {} on the pod network, bridge: {} elsewhere' };
      }
    },
  },
  {
    id: 'R-80',
    severity: 'error',
    phase: 'runtime',
    title: 'SR-IOV is not on the pod network; the server takes it, and the VM has no such NIC',
    * check(vm) {
      for (const nic of vm.interfaces) {
        if (nic.certain(['sriov']).length === 0 || !isPodNetwork(networkOf(vm, nic))) continue;
        yield { path: `${nic.path}.sriov`, message: 'got SR-IOV on the pod network', remedy: 'attach it to a Multus network, or use masquerade' };
      }
    },
  },
  {
    id: 'R-81',
    severity: 'error',
    phase: 'runtime',
    title: 'The networks between guest and NAT are IPv4 and IPv6 networks; the server takes others, and the VM does not start',
    * check({ networks }) {
      for (const pod of networks.map((network) => network.at('pod'))) {
        for (const [field, family, example] of [['vmNetworkCIDR', 4, '10.0.2.0/24'], ['vmIPv6NetworkCIDR', 6, 'fd10:0:2::/120']] as const) {
          const given = pod.text(field);
          if (!given || isCidr(given, family)) continue;
          yield { path: `${pod.path}.${field}`, message: `got ${show(given)}, expected an IPv${family} network with its prefix length`, remedy: `write it like "${example}"` };
        }
      }
    },
  },
  {
    id: 'R-82',
    severity: 'error',
    phase: 'runtime',
    title: 'An ACPI index is a number from 1 to 16383, another for each NIC',
    * check({ interfaces }) {
      const taken = new Map<number, string>();
      for (const nic of interfaces) {
        if (!nic.get('acpiIndex')) continue; // to the server, zero is none
        const { value, path } = nic.at('acpiIndex');
        if (typeof value !== 'number') continue;
        const other = taken.get(value);
        if (value < 1 || value > 16_383) yield { path, message: `got ${value}, expected 1 to 16383`, remedy: 'use a number in this range' };
        else if (other) yield { path, message: `got ${value}, which ${other} has already`, remedy: 'give each NIC its own number' };
        else taken.set(value, nic.path);
      }
    },
  },
  {
    id: 'R-83',
    severity: 'error',
    phase: 'runtime',
    title: 'A PCI address is given once, over disks and NICs; the server takes two, and the VM does not start',
    * check({ disks, interfaces }) {
      const taken = new Map<string, string>();
      for (const device of [...disks.map((disk) => disk.at('disk')), ...interfaces]) {
        const address = device.text('pciAddress')?.toLowerCase();
        if (!address) continue;
        const other = taken.get(address);
        if (other) yield { path: `${device.path}.pciAddress`, message: `got ${show(address)}, which ${other} has already`, remedy: 'give each device its own address' };
        taken.set(address, device.path);
      }
    },
  },
  {
    id: 'R-84',
    severity: 'warning',
    phase: 'runtime',
    title: 'The tag of a NIC reaches the guest on a config drive only',
    * check({ interfaces, volumes, template }) {
      if (template.get('volumes') === UNKNOWN || volumes.some((volume) => volume.has('cloudInitConfigDrive'))) return;
      for (const nic of interfaces.filter((candidate) => candidate.text('tag'))) {
        yield { path: `${nic.path}.tag`, message: `got ${show(nic.text('tag'))}, and no config drive that brings it to the guest`, remedy: 'use cloudInitConfigDrive, or take tag out' };
      }
    },
  },
];

function* portRanges(ranges: readonly Part[]): Iterable<Problem> {
  const before: { protocol?: string; start: number; end: number; path: string }[] = [];
  for (const range of ranges) {
    const { path } = range;
    const protocol = range.text('protocol');
    const [start, end] = ['start', 'end'].map((field) => range.get(field));
    yield* strictlyOneOf(range, 'protocol', ['TCP', 'UDP']);
    if (typeof start !== 'number' || typeof end !== 'number') continue;
    if (start < 1 || end > 65_535 || start > end) {
      yield { path, message: `got ${start} to ${end}, expected ports from 1 to 65535, the lower first`, remedy: 'write it like { start: 8000, end: 8100 }' };
    }
    const other = before.find((one) => one.protocol === protocol && one.start <= end && start <= one.end);
    if (other) yield { path, message: `got ${start} to ${end}, which overlaps with ${other.path}`, remedy: 'join the two' };
    before.push({ protocol, start, end, path });
  }
}

/** Bridges on the pod network: NICs that ask for one, and the NIC the server adds where there is none. */
export function podBridges(vm: VmView): Part[] {
  return vm.guestMetadata.at('annotations').has(MAY_MIGRATE_BRIDGED) ? [] : allPodBridges(vm);
}

function allPodBridges(vm: VmView): Part[] {
  if (getsDefaultNic(vm)) return [vm.devices.at('interfaces')];
  return vm.interfaces.filter((nic) => isPodNetwork(networkOf(vm, nic))).map((nic) => nic.at('bridge')).filter(isKnownObject);
}

/** Whether the pod network may be attached. */
export function mayHavePodNetwork(vm: VmView): boolean {
  const networks = vm.template.get('networks');
  return getsDefaultNic(vm) || networks === UNKNOWN || vm.networks.some((network) => network.has('pod'))
    || vm.devices.get('autoattachPodInterface') === UNKNOWN;
}

function getsDefaultNic(vm: VmView): boolean {
  return isEmptyList(vm.template.at('networks')) && isEmptyList(vm.devices.at('interfaces'))
    && [undefined, null, true].includes(vm.devices.get('autoattachPodInterface'));
}

function isEmptyList({ value }: Part): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function isDefaultNetwork(network: Part | undefined): boolean {
  return isPodNetwork(network) || network?.at('multus').get('default') === true;
}

function isPodNetwork(network: Part | undefined): boolean {
  return network !== undefined && isKnownObject(network.at('pod'));
}

function isKnownObject({ value }: Part): boolean {
  return typeof value === 'object' && value !== null;
}

function networkOf(vm: VmView, nic: Part): Part | undefined {
  const name = nic.text('name');
  return name === undefined ? undefined : vm.networks.find((network) => network.text('name') === name);
}

/** Masqueraded NICs with the MAC address of the bridge inside the pod, in the spellings that are asked for. */
function masqueradedAsBridge(interfaces: readonly Part[], spelling: (given?: string) => boolean): Problem[] {
  return interfaces
    .filter((nic) => macOf(nic) === IN_POD_BRIDGE_MAC && spelling(nic.text('macAddress')) && nic.certain(['masquerade']).length > 0)
    .map((nic) => ({
      path: `${nic.path}.macAddress`,
      message: `got ${show(nic.text('macAddress'))}, which the bridge inside the pod has`,
      remedy: 'use another MAC address',
    }));
}

/** The MAC address of a NIC in lower case with colons, where it is well-formed. */
function macOf(nic: Part): string | undefined {
  const given = nic.text('macAddress');
  return given === undefined ? undefined : normalMac(given);
}

/** A NetworkAttachmentDefinition with its namespace: that of the VM, where it says none. */
function qualified(name: string, namespace: string | undefined): string | undefined {
  if (name.includes('/')) return name;
  return namespace === undefined ? undefined : `${namespace}/${name}`;
}
