import { createHash } from 'crypto';

/*
 * The MAC scheme. A MAC that changes between two releases of this library is a breaking change: DHCP reservations,
 * firewall rules and licences hang on it. The vectors are frozen in test/network/mac/scheme.test.ts.
 */

/** The parts an address is made of. All are literals: what is only known at apply cannot be hashed at synth. */
export interface MacIdentity {
  /** Keeps two clusters apart that share a VLAN: the cluster's name. */
  readonly scope: string;
  readonly namespace: string;
  /** The VM's name, or the name it had when it got its addresses. */
  readonly vm: string;
  /** The NIC's name, never its position: inserting a NIC must not move the others. */
  readonly nic: string;
}

/** How the first octets come about. */
export type MacForm =
  | { readonly style: 'palette' | 'aai' | 'laa' }
  | { readonly style: 'prefix'; readonly prefix: string };

/**
 * Ranges somebody else hands out: KubeVirt's in-pod bridge and the start of kubemacpool's default range (02:00),
 * Docker before 28 (02:42), the CNI bridge plugin and OVN-Kubernetes (0a:58, 6a:58), QEMU/libvirt (52:54:00),
 * and libvirt's tap devices (fe).
 */
const AVOIDED = ['02:00:', '02:42:', '0a:58:', '6a:58:', '52:54:00:', 'fe:'];

/** Which of those ranges two addresses are both in, and so all between them; `fe` is libvirt's alone. */
export function avoidedRange(first: string, last: string): string | undefined {
  return AVOIDED.find((range) => range !== 'fe:' && first.startsWith(range) && last.startsWith(range));
}

/** The first octets Palette uses: locally administered and unicast. */
const PALETTE_FIRST = [0x02, 0x06, 0x0a, 0x0e];

/** The MAC address of a NIC: SHA-256 over the length-prefixed parts, hashed again with a counter while it falls into an avoided range. */
export function macAddress(identity: MacIdentity, form: MacForm = { style: 'palette' }): string {
  const prefix = form.style === 'prefix' ? prefixOctets(form.prefix) : [];
  const style = form.style === 'prefix' ? `prefix:${hex(prefix)}` : form.style;
  for (let counter = 0; ; counter++) {
    const digest = identityDigest('vm-mac/v1', style, identity.scope, identity.namespace, identity.vm, identity.nic, String(counter));
    const octets = [...digest.subarray(0, 6)];
    switch (form.style) {
      case 'palette': octets[0] = PALETTE_FIRST[octets[0] & 3]; break;
      case 'aai': octets[0] = (octets[0] & 0xf0) | 0x02; break;
      case 'laa': octets[0] = (octets[0] & 0xfc) | 0x02; break;
      case 'prefix': octets.splice(0, prefix.length, ...prefix); break;
    }
    const address = hex(octets);
    // A prefix that lies in an avoided range was the user's own choice: only a zero host part is refused there.
    const taken = form.style === 'prefix'
      ? octets.slice(prefix.length).every((octet) => octet === 0)
      : AVOIDED.some((range) => address.startsWith(range)) || octets.slice(1).every((octet) => octet === 0);
    if (!taken) return address;
  }
}

/** SHA-256 over length-prefixed parts. */
export function identityDigest(...parts: string[]): Buffer {
  return createHash('sha256').update(lengthPrefixed(...parts)).digest();
}

/** The parts, each NFC-normalised UTF-8 with a 4-byte big-endian length before it, so that `a`+`bc` and `ab`+`c` differ. */
export function lengthPrefixed(...parts: string[]): Buffer {
  const texts = parts.map((part) => part.normalize('NFC'));
  const bytes = Buffer.alloc(texts.reduce((length, text) => length + 4 + Buffer.byteLength(text), 0));
  let at = 0;
  for (const text of texts) {
    const length = bytes.write(text, at + 4);
    bytes.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return bytes;
}

/** The one to three octets of a prefix such as `06:ab`; throws where it is none, is multicast, or is not locally administered. */
function prefixOctets(prefix: string): number[] {
  const problem = macPrefixProblem(prefix);
  if (problem) throw new Error(problem);
  return prefix.split(/[:-]/).map((octet) => parseInt(octet, 16));
}

/** Why a MAC prefix cannot be used, or `undefined`. */
export function macPrefixProblem(prefix: string): string | undefined {
  if (!/^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){0,2}$/.test(prefix)) {
    return `got "${prefix}", expected one to three octets such as "06", "06:ab" or "06:ab:cd"`;
  }
  const first = parseInt(prefix.slice(0, 2), 16);
  if ((first & 3) !== 2) {
    return `got "${prefix}", expected a unicast, locally administered prefix: the second hex digit must be 2, 6, a or e`;
  }
  return undefined;
}

/** Lower case with colons, the form KubeVirt echoes; `undefined` where the text is no 48-bit MAC address with ":" or "-" between its octets. */
export function normalMac(text: string): string | undefined {
  return /^[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})$/i.test(text) ? text.toLowerCase().replace(/-/g, ':') : undefined;
}

function hex(octets: number[]): string {
  return octets.map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}
