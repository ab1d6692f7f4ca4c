import { isIP } from 'net';

/** Whether a text is an IP address with its prefix length: `10.25.0.10/24`. */
export function isCidr(text: string, family?: 4 | 6): boolean {
  const [, address = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const given = isIP(address);
  return given !== 0 && (family ?? given) === given && Number(length) <= (given === 4 ? 32 : 128);
}
