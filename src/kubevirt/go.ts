/** Texts as Go's standard library reads them, which is what KubeVirt and CDI do with URLs and durations. */

const HOST = String.raw`(?:[^\x00-\x7f]|[\w.~!$&'()*+,;=<>"-]|%25|%[89a-f][\da-f])`;
const AUTHORITY = new RegExp(String.raw`^(?:[\w.~!$&'()*+,;=:%@-]*@)?(?:\[[^\]]*\](?::\d*)?|${HOST}*|(?:${HOST}|:)*:\d*)$`, 'i');
const ABSOLUTE = /^([a-z][a-z\d+.-]*):(?:\/\/([^/?]*))?([^?]*)/is;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f]/;
const BAD_ESCAPE = /%(?![\da-f]{2})/i;

/** The scheme of a URL, in small letters; nothing where it is no URL or has none. It may still be a URL without a host. */
export function goUrlScheme(url: string): string | undefined {
  const [, scheme, authority = '', path] = ABSOLUTE.exec(url) ?? [];
  const sound = scheme !== undefined && !CONTROL.test(url) && AUTHORITY.test(authority) && !BAD_ESCAPE.test(authority) && !BAD_ESCAPE.test(path);
  return sound ? scheme.toLowerCase() : undefined;
}

/** Seconds in a unit. */
const UNITS: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
const DURATION = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

/** A duration such as `1h30m`, in seconds; nothing where it is none. */
export function goDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([a-zµμ]+)/g)) seconds += Number(amount) * UNITS[unit];
  return text.startsWith('-') ? -seconds : seconds;
}
