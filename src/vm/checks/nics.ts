import { isIP } from 'net';
import { Token } from 'cdktf';
import { Finding, show } from '../../admission/finding';
import { numberFindings } from '../../construct/prop-checks';
import { propFinding } from '../../construct/report';
import { isCidr } from '../../kubevirt/addresses';
import { MacStyle } from '../../network/mac/mac';
import { macPrefixProblem } from '../../network/mac/scheme';
import { isConfigured } from '../network-config';
import { Nic } from '../nic';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in NICs. */
export function nicFindings(props: VirtualMachineProps): Finding[] {
  return (props.nics ?? []).flatMap((nic, index) => oneNicFindings(props, nic, `nics[${index}]`));
}

function oneNicFindings(props: VirtualMachineProps, nic: Nic, path: string): Finding[] {
  const { mac, addresses, gateway, gateway6, nameservers, routes, mtu } = nic._options;
  const findings: Finding[] = [];
  const add = (field: string, message: string, remedy: string) => findings.push(propFinding(`${path}${field}`, message, remedy));
  const style = mac?._form?.style;

  const prefixProblem = mac?._form?.style === 'prefix' ? macPrefixProblem(mac._form.prefix) : undefined;
  if (prefixProblem) add('.mac', prefixProblem, 'write it like Mac.prefix("06:ab")');
  if (style !== undefined && style !== 'prefix' && !Object.values<string>(MacStyle).includes(style)) {
    add('.mac', `got the style ${show(style)}, expected ${Object.values(MacStyle).join(', ')}`, 'use MacStyle.PALETTE');
  }
  if (mac?._address === '') add('.mac', 'got an empty address', 'write it like Mac.of("02:00:5e:10:00:01"), or use Mac.fromCluster()');
  if (isNetworkConfigMade(props) && mac && !mac._form && mac._address === undefined) {
    add('.mac', `"${nic.name}" takes its MAC address from the cluster, and the guest's network configuration tells NICs apart by MAC address`,
      'leave `mac` out, or give no NIC of this VM static addresses');
  }
  listOf(addresses).forEach((address, at) => {
    if (!(Token.isUnresolved(address) || isCidr(address))) add(`.addresses[${at}]`, `got ${show(address)}, expected an address with its prefix length`, 'write it like "10.25.0.10/24"');
  });
  if (addresses?.length === 0) add('.addresses', 'got an empty list', 'leave it out for DHCP');
  if (gateway !== undefined && !isAddress(gateway)) add('.gateway', `got ${show(gateway)}, expected an IP address`, 'write it like "10.25.0.1"');
  if (gateway !== undefined && gateway6 !== undefined && isAddress(gateway, 6) && !Token.isUnresolved(gateway)) {
    add('.gateway', `got ${show(gateway)} beside gateway6, expected an IPv4 address`, 'write it like "10.25.0.1"');
  }
  if (gateway6 !== undefined && !isAddress(gateway6, 6)) add('.gateway6', `got ${show(gateway6)}, expected an IPv6 address`, 'write it like "fd00:25::1"');
  listOf(nameservers).forEach((server, at) => {
    if (!isAddress(server)) add(`.nameservers[${at}]`, `got ${show(server)}, expected an IP address`, 'write it like "10.25.0.53"');
  });
  listOf(routes).forEach(({ to, via }, at) => {
    if (!(Token.isUnresolved(to) || isCidr(to))) add(`.routes[${at}].to`, `got ${show(to)}, expected a network with its prefix length`, 'write it like "10.0.0.0/8"');
    if (!isAddress(via)) add(`.routes[${at}].via`, `got ${show(via)}, expected an IP address`, 'write it like "10.25.0.1"');
  });
  findings.push(...numberFindings(`${path}.mtu`, mtu, 68, 65_535, 1500));
  if (!addresses && (gateway || gateway6 || nameservers)) {
    add('', 'got a gateway or nameservers without addresses; DHCP brings its own', 'add `addresses`, or take them out');
  }
  const other = nic.network?.cluster;
  if (other && other.clusterName !== props.cluster.clusterName) {
    add('', `"${nic.network!.node.path}" is a network of cluster "${other.clusterName}", and the VM is on "${props.cluster.clusterName}"`,
      'make a VmNetwork on the VM\'s cluster');
  }
  return findings;
}

/** Whether the guest gets a network configuration made from the NICs, which tells them apart by MAC address. */
export function isNetworkConfigMade(props: Pick<VirtualMachineProps, 'nics' | 'cloudInit'>): boolean {
  const { networkSecret, networkData } = props.cloudInit?._source ?? {};
  return networkSecret === undefined && networkData === undefined && isConfigured(props);
}

/** MAC addresses that `spec` or `overrides` give to NICs, and that the guest's network configuration does not know. */
export function overriddenMacFindings(props: VirtualMachineProps, finished: any): Finding[] {
  if (!isNetworkConfigMade(props)) return [];
  const { volumes = '', domain } = finished.spec?.template?.spec ?? {};
  const networkData = JSON.stringify(volumes);
  if (!networkData.includes('macaddress')) return [];
  return (props.nics ?? []).flatMap((nic, index) => {
    const mac = domain?.devices?.interfaces?.find?.((one: any) => one?.name === nic.name)?.macAddress;
    if (typeof mac !== 'string' || networkData.includes(mac)) return [];
    return [propFinding(`nics[${index}]`, `\`spec\` or \`overrides\` give it the MAC address ${mac}, which the guest's network configuration does not know`,
      'give the address here: mac: Mac.of("…")')];
  });
}

function listOf<T>(list: T[] | undefined): T[] {
  return Array.isArray(list) && !Token.isUnresolved(list) ? list : [];
}

function isAddress(text: string, family?: number): boolean {
  return Token.isUnresolved(text) || (family === undefined ? isIP(text) !== 0 : isIP(text) === family);
}
