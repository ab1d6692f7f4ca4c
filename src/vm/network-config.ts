import { nicMac, nicsOf } from './nic';
import { set, VmInput } from './part';

/** A route of the guest. */
export interface NicRoute {
  /** Where to, with prefix length: `10.0.0.0/8`. */
  readonly to: string;
  /** Address of the router. */
  readonly via: string;
  /** The lower, the more it is liked. @default - the guest's */
  readonly metric?: number;
}

/**
 * What the guest sets up on a NIC. It gets this from cloud-init, matched by MAC address; its interfaces are then called
 * `eth0`, `eth1`… in the order of the NICs, and those that say nothing take DHCP.
 */
export interface GuestNetworkOptions {
  /**
   * Static addresses with prefix length, IPv4 or IPv6, such as `10.25.0.10/24`.
   * @default - DHCP
   */
  readonly addresses?: string[];
  /**
   * Default gateway, IPv4 or IPv6. Needs `addresses`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * Default gateway of IPv6, where `gateway` is that of IPv4. Needs `addresses`.
   * @default - none
   */
  readonly gateway6?: string;
  /**
   * DNS servers. Need `addresses`.
   * @default - none
   */
  readonly nameservers?: string[];
  /**
   * Domains that names without a dot are looked for in.
   * @default - none
   */
  readonly searchDomains?: string[];
  /**
   * MTU in bytes.
   * @default - the guest's: 1500
   */
  readonly mtu?: number;
  /**
   * Routes beside the default.
   * @default - none
   */
  readonly routes?: NicRoute[];
  /**
   * Whether the guest asks for an IPv4 address.
   * @default - where there are no `addresses`
   */
  readonly dhcp4?: boolean;
  /**
   * Whether the guest asks for an IPv6 address, beside those that routers announce.
   * @default - the guest's: no
   */
  readonly dhcp6?: boolean;
}

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
