import { nicMac, nicsOf } from './nic';
import { set, VmInput } from './part';

/** Network configuration (netplan v2) of every NIC, where one has static addresses: with any given, cloud-init no longer tries DHCP by itself. */
export function networkConfig(input: VmInput): string | undefined {
  const nics = nicsOf(input);
  if (!nics.some((nic) => nic._options.addresses)) return undefined;
  const ethernets = Object.fromEntries(nics.map((nic, index) => {
    const { addresses, gateway, nameservers } = nic._options;
    // Renamed, because not every guest's network service matches by MAC address alone; a NIC's own name may be one that Linux
    // forbids (`default`) or be too long.
    const name = `eth${index}`;
    return [name, set({
      'match': { macaddress: nicMac(nic, input.identity) },
      'set-name': name,
      addresses,
      'dhcp4': !addresses,
      'routes': gateway ? [{ to: gateway.includes(':') ? '::/0' : '0.0.0.0/0', via: gateway }] : undefined,
      'nameservers': nameservers ? { addresses: nameservers } : undefined,
    })];
  }));
  return input.codec.document({ version: 2, ethernets });
}
