import { isIP } from 'net';
import { parse } from 'yaml';
import { isMap } from '../kubevirt/maps';
import { normalMac } from '../network/mac/scheme';

/** What a guest sets up on one NIC. */
export interface GuestNic {
  /** The NIC's MAC address, where it is found by that. */
  readonly mac?: string;
  /** Static addresses without prefix length, in their shortest form. */
  readonly addresses: readonly string[];
}

/**
 * What may be a static address in network data, at a glance: reading YAML takes a hundred times as long. Routes have prefix lengths
 * too; addresses of version 1 may have none.
 */
const STATIC = /(?<![\da-f:.])(?=[\da-f:.])(?<!to:\s*["']?)([\da-f:.]{2,})\/\d{1,3}\b|\baddress:\s*["']?([\da-f:.]{2,})/gi;

/** Static addresses that may be in network data: all of them, and perhaps others. */
export function addressesAtAGlance(text: string): string[] {
  return [...text.matchAll(STATIC)].map(([, withLength, bare]) => withLength ?? bare).filter((address) => isIP(address)).map(shortest);
}

/**
 * Network data in both versions of cloud-init. What cannot be read says nothing of NICs.
 * @see https://cloudinit.readthedocs.io/en/latest/reference/network-config.html
 */
export function networkConfig(text: string): GuestNic[] {
  const data = read(text);
  const config = isMap(data?.network) ? data.network : data;
  if (!isMap(config)) return [];
  if (Array.isArray(config.config)) return config.config.filter(isMap).map(fromVersion1);
  return Object.values(isMap(config.ethernets) ? config.ethernets : {}).filter(isMap).map(fromVersion2);
}

function read(text: string): any {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' });
  } catch {
    return undefined;
  }
}

function fromVersion2({ match, addresses }: Record<string, any>): GuestNic {
  // An address may be a map, of itself and its options.
  const given = (Array.isArray(addresses) ? addresses : []).map((address) => isMap(address) ? Object.keys(address)[0] : address);
  return { mac: macOf(match?.macaddress), addresses: addressesOf(given) };
}

function fromVersion1({ mac_address: mac, subnets }: Record<string, any>): GuestNic {
  const given = (Array.isArray(subnets) ? subnets : []).map((subnet) => subnet?.address);
  return { mac: macOf(mac), addresses: addressesOf(given) };
}

/** As the guest compares them, `0200aabb0001` and the like are none. */
function macOf(given: unknown): string | undefined {
  return typeof given === 'string' ? normalMac(given) : undefined;
}

function addressesOf(given: readonly unknown[]): string[] {
  return given.flatMap((address) => typeof address === 'string' ? address.replace(/\/.*/, '') : []).filter((address) => isIP(address)).map(shortest);
}

/** `2001:db8:0::1` is `2001:db8::1`. */
function shortest(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
