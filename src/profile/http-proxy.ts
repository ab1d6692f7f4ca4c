import { Token } from 'cdktf';
import { VmoClusterProfileProps } from './props';
import type { TrustedCa } from './trusted-ca';
import { Finding, show } from '../admission/finding';
import { literalFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { isCidr } from '../kubevirt/addresses';
import { filled, isMap, set } from '../kubevirt/maps';

/**
 * The HTTP proxy through which the cluster reaches the outside. Without passwords: they would stand in plan, state and cluster for all to
 * read.
 */
export interface HttpProxyOptions {
  /**
   * Proxy for `http://` addresses, such as `http://proxy.example.com:3128`.
   * @default - none
   */
  readonly httpProxy?: string;
  /**
   * Proxy for `https://` addresses and registries.
   * @default - none
   */
  readonly httpsProxy?: string;
  /**
   * Hosts (`images.example.com`), domains (`.example.com`) and networks that are reached without it, besides those of the cluster.
   * @default - none
   */
  readonly noProxy?: string[];
  /**
   * Networks of the cluster's Services, pods and load balancers, such as `10.96.0.0/12`; they are reached without it.
   * @default - none: only names of the cluster are
   */
  readonly clusterNetworks?: string[];
}

/** What is of the cluster itself, or of the pod. */
const INTERNAL = ['localhost', '127.0.0.1', '::1', '.svc', '.cluster.local'];

/** What is reached without the proxy, in the form that programs read. */
export function noProxy({ noProxy: hosts = [], clusterNetworks = [] }: HttpProxyOptions): string {
  return [...new Set([...INTERNAL, ...clusterNetworks, ...hosts])].join(',');
}

/** What CDI tells its importers: `spec.config.importProxy` of its resource, if anything. */
export function importProxy(proxy: HttpProxyOptions | undefined, trustedCa: TrustedCa | undefined): object | undefined {
  return filled(set({
    HTTPProxy: proxy?.httpProxy,
    HTTPSProxy: proxy?.httpsProxy,
    noProxy: proxy && noProxy(proxy),
    trustedCAProxy: trustedCa?._configMapName,
  }));
}

/** What to do about a password, which CDI takes from no Secret. */
const NO_PASSWORD = 'let it know the nodes by their addresses, or run a proxy in the cluster that knows the password: CDI takes it from no Secret';

/** What is wrong with the proxy. */
export function httpProxyFindings(path: string, proxy: HttpProxyOptions | undefined): Finding[] {
  if (proxy === undefined) return [];
  if (!isMap(proxy)) return shapeFindings(path, proxy, false, '{ httpsProxy: "http://proxy.example.com:3128" }');
  const { httpProxy, httpsProxy, noProxy: hosts = [], clusterNetworks = [] } = proxy as HttpProxyOptions;
  const lists = Object.entries({ noProxy: hosts, clusterNetworks })
    .flatMap(([field, list]) => shapeFindings(`${path}.${field}`, list, Array.isArray(list), 'a list: [ … ]'));
  const unknown = literalFindings(Object.entries({ noProxy: hosts, clusterNetworks }).map(([field, list]) => [`${path}.${field}`, list] as const), 'one text is made of it');
  if (lists.length + unknown.length > 0) return [...lists, ...unknown];
  return [
    ...(httpProxy === undefined && httpsProxy === undefined ? [propFinding(path, 'got neither httpProxy nor httpsProxy', 'name one, or leave it out')] : []),
    ...Object.entries({ httpProxy, httpsProxy }).flatMap(([field, url]) =>
      url === undefined ? [] : proxyUrlFindings(`${path}.${field}`, url, ['http:', 'https:'], 'http://proxy.example.com:3128', NO_PASSWORD)),
    ...hosts.flatMap((host, index) => Token.isUnresolved(host) ? []
      : shapeFindings(`${path}.noProxy[${index}]`, host, typeof host === 'string' && /^[^\s,/:]+(:\d+)?$|^[0-9A-Fa-f:.]+(\/\d+)?$/.test(host), 'a host, a domain or a network, without a scheme: ".example.com"')),
    ...clusterNetworks.flatMap((network, index) => Token.isUnresolved(network) ? []
      : shapeFindings(`${path}.clusterNetworks[${index}]`, network, typeof network === 'string' && isCidr(network), 'a network such as "10.96.0.0/12"')),
  ];
}

/** What is wrong with a URL that stands where all can read it; `remedy` is for one with a password. It is not repeated where it has one. */
export function proxyUrlFindings(path: string, url: unknown, schemes: string[], example: string, remedy: string): Finding[] {
  if (Token.isUnresolved(url)) return [];
  const parsed = parse(url);
  const hasUser = parsed && parsed.hostname !== '' ? parsed.username !== '' || parsed.password !== '' : String(url).includes('@');
  if (hasUser) {
    return [propFinding(path, 'got a URL with a user or password in it, which would stand in plan, state and cluster', remedy)];
  }
  if (parsed && schemes.includes(parsed.protocol) && parsed.hostname !== '') return [];
  return [propFinding(path, `got ${show(url)}, expected a URL that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`, `write it like "${example}"`)];
}

function parse(url: unknown): URL | undefined {
  try {
    return new URL(String(url));
  } catch {
    return undefined;
  }
}

/** What is wrong with the proxy of a platform, which may be one that nobody would be told of. */
export function platformProxyFindings({ proxy, cdi, access }: VmoClusterProfileProps): Finding[] {
  const isForNobody = proxy !== undefined && cdi !== undefined && cdi._mode !== 'install' && access?._reverseProxy === undefined;
  return [
    ...httpProxyFindings('proxy', proxy),
    ...(isForNobody ? [propFinding('proxy', 'got a proxy for CDI, which is not installed here', 'name it in config.importProxy of its resource, and leave it out here')] : []),
  ];
}
