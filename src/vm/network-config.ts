import { GuestNetworkOptions, nicMac, nicsOf } from './nic';
import { set, VmInput } from './part';

/** Of these, any gives the guest a network configuration. The others only go along with `addresses`. */
export const CONFIGURED_BY = ['addresses', 'searchDomains', 'mtu', 'routes', 'dhcp4', 'dhcp6'] as const;

/** Whether the guest gets a network configuration that is made from the NICs. */
export function isConfigured(input: Pick<VmInput, 'nics'>): boolean {
  return nicsOf(input).some(({ _options }) => CONFIGURED_BY.some((option) => _options[option] !== undefined));
}

/** Network configuration (netplan v2) of every NIC, where one has any: with any given, cloud-init no longer tries DHCP by itself. */
export function networkConfig(input: VmInput): string | undefined {
  if (!isConfigured(input)) return undefined;
  const ethernets = Object.fromEntries(nicsOf(input).map((nic, index) => {
    // Renamed, because not every guest's network service matches by MAC address alone; a NIC's own name may be one that Linux
    // forbids (`default`) or be too long.
    const name = `eth${index}`;
    return [name, { 'match': { macaddress: nicMac(nic, input.identity) }, 'set-name': name, ...ethernet(nic._options) }];
  }));
  return input.codec.document({ version: 2, ethernets });
}

function ethernet({ addresses, gateway, gateway6, nameservers, searchDomains, mtu, routes = [], dhcp4, dhcp6 }: GuestNetworkOptions): object {
  const ways = [
    ...(gateway ? [{ to: gateway.includes(':') ? '::/0' : '0.0.0.0/0', via: gateway }] : []),
    ...(gateway6 ? [{ to: '::/0', via: gateway6 }] : []),
    ...routes.map((route) => set({ ...route })),
  ];
  return set({
    addresses,
    dhcp4: dhcp4 ?? !addresses,
    dhcp6,
    mtu,
    routes: ways.length > 0 ? ways : undefined,
    nameservers: nameservers || searchDomains ? set({ addresses: nameservers, search: searchDomains }) : undefined,
  });
}
