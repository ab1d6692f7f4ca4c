import { Token } from 'cdktf';
import { EXPORT_PROXY, ExposedService, UPLOAD_PROXY } from './exposed-service';
import { Finding, show } from '../admission/finding';
import { labelFindings, numberFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';

/** What every target can be told. */
export interface ReverseProxyTargetOptions {
  /**
   * Seconds between two looks at whether it takes connections; while it does not, the frp server does not lead there.
   * @default - nobody looks
   */
  readonly healthCheckSeconds?: number;
  /**
   * Most it may carry in a second, such as `10MB`.
   * @default - no limit
   */
  readonly bandwidthLimit?: string;
}

/** Options of a target that clients find by host name. */
export interface NamedTargetOptions extends ReverseProxyTargetOptions {
  /**
   * It appears as `<subdomain>.<domain of the frp server>`.
   * @default - the cluster's name, with what it is behind: `prod-east-uploads`; for the API server, the cluster's name alone
   */
  readonly subdomain?: string;
  /**
   * Host names of its own, outside of the frp server's domain.
   * @default - none
   */
  readonly customDomains?: string[];
}

/** Options of `ReverseProxyTarget.https()`. */
export interface HttpsTargetOptions extends NamedTargetOptions {
  /** What it is called, once in a reverse proxy. */
  readonly name: string;
  /** Name of the Service. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Port of the Service, which must speak TLS. @default 443 */
  readonly port?: number;
}

/** Options of `ReverseProxyTarget.http()`. */
export interface HttpTargetOptions extends NamedTargetOptions {
  /** What it is called, once in a reverse proxy. */
  readonly name: string;
  /** Name of the Service. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Port of the Service, which speaks HTTP. @default 80 */
  readonly port?: number;
  /**
   * Name of the Secret with `tls.crt` and `tls.key` for its host name, in the namespace of the reverse proxy: TLS ends there, and nothing
   * goes unencrypted over the frp server.
   */
  readonly certificateSecret: string;
  /**
   * `Host` that the Service gets to see.
   * @default - the one that the client asked for
   */
  readonly hostHeader?: string;
}

/** Options of `ReverseProxyTarget.tcp()`. */
export interface TcpTargetOptions extends ReverseProxyTargetOptions {
  /** What it is called, once in a reverse proxy. */
  readonly name: string;
  /** Name of the Service. */
  readonly service: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Port of the Service. */
  readonly port: number;
  /** Port of the frp server, which must allow it. */
  readonly remotePort: number;
}

/** A target as the chart has it, save for names that come of the cluster's. */
interface TargetValues extends NamedTargetOptions {
  readonly name: string;
  readonly type: 'https' | 'http' | 'tcp';
  readonly service: string;
  readonly namespace: string;
  readonly port: number;
  readonly remotePort?: number;
  readonly certificateSecret?: string;
  readonly hostHeader?: string;
}

/** Something in the cluster that the reverse proxy leads to. */
export class ReverseProxyTarget {
  /** The Kubernetes API. Its certificate must have the host name under which it appears. */
  public static apiServer(options: NamedTargetOptions = {}): ReverseProxyTarget {
    return new ReverseProxyTarget({ name: 'apiserver', type: 'https', service: 'kubernetes', namespace: 'default', port: 443, ...options });
  }

  /** CDI's upload proxy. Clients see its own certificate. */
  public static uploadProxy(options: NamedTargetOptions = {}): ReverseProxyTarget {
    return new ReverseProxyTarget({ name: 'uploads', type: 'https', service: UPLOAD_PROXY.name, namespace: UPLOAD_PROXY.namespace, port: 443, ...options });
  }

  /** KubeVirt's export proxy. Clients see its own certificate. */
  public static exportProxy(options: NamedTargetOptions = {}): ReverseProxyTarget {
    return new ReverseProxyTarget({ name: 'exports', type: 'https', service: EXPORT_PROXY.name, namespace: EXPORT_PROXY.namespace, port: 443, ...options });
  }

  /** A Service that speaks TLS, found by the host name that clients ask for (SNI); TLS goes on to it unopened. */
  public static https(options: HttpsTargetOptions): ReverseProxyTarget {
    return new ReverseProxyTarget({ type: 'https', port: 443, ...options });
  }

  /** A Service that speaks HTTP: TLS ends at the reverse proxy, within the cluster. */
  public static http(options: HttpTargetOptions): ReverseProxyTarget {
    return new ReverseProxyTarget({ type: 'http', port: 80, ...options });
  }

  /** A Service at a port of the frp server. */
  public static tcp(options: TcpTargetOptions): ReverseProxyTarget {
    return new ReverseProxyTarget({ type: 'tcp', ...options });
  }

  private constructor(/** @internal */ public readonly _values: TargetValues) {}
}

/** A target as the chart takes it. */
export function targetValues({ _values: values }: ReverseProxyTarget, clusterName: string): object {
  const { namespace, ...target } = values;
  // Names are told apart in all of the frp server, so the cluster's is in them.
  return set({ ...target, name: `${clusterName}-${values.name}`, service: `${values.service}.${namespace}.svc`, subdomain: subdomainOf(values, clusterName) });
}

/** The host name under which a Service of the platform appears, as far as it is known. */
export function targetHost(targets: ReverseProxyTarget[], of: ExposedService, clusterName: string, domain?: string): string | undefined {
  const isIt = ({ service, namespace }: TargetValues) => service === of.name && namespace === of.namespace;
  const target = targets.find((one) => one instanceof ReverseProxyTarget && isIt(one._values));
  const [custom] = target?._values.customDomains ?? [];
  if (!target || custom !== undefined) return custom;
  const subdomain = subdomainOf(target._values, clusterName);
  return domain === undefined || subdomain === undefined ? undefined : `${subdomain}.${domain}`;
}

function subdomainOf({ name, type, subdomain, customDomains = [] }: TargetValues, clusterName: string): string | undefined {
  if (type === 'tcp') return undefined;
  if (subdomain !== undefined || customDomains.length > 0) return subdomain;
  return name === 'apiserver' ? clusterName : `${clusterName}-${name}`;
}

/** What is wrong with targets. */
export function targetFindings(path: string, targets: ReverseProxyTarget[], clusterName: string): Finding[] {
  const seen = new Map<string, number>();
  return targets.flatMap((target, index) => {
    const at = `${path}[${index}]`;
    if (!(target instanceof ReverseProxyTarget)) return shapeFindings(at, target, false, 'ReverseProxyTarget.apiServer(), .uploadProxy(), .exportProxy(), .https({ … }), .http({ … }) or .tcp({ … })');
    const values = target._values;
    const { subdomain, customDomains, bandwidthLimit } = values;
    const taken = [`name "${values.name}"`, values.type === 'tcp' ? `remotePort ${values.remotePort}` : `subdomain ${show(subdomainOf(values, clusterName))}`]
      .filter((what) => !what.endsWith('undefined'));
    const doubles = taken.flatMap((what) => {
      const first = seen.get(what);
      seen.set(what, first ?? index);
      return first === undefined ? [] : [propFinding(at, `got the ${what}, which ${path}[${first}] has already`, 'give it another one')];
    });
    return [
      ...labelFindings(`${at}.name`, values.name, 'grafana'),
      ...objectNameFindings(`${at}.service`, values.service, 'grafana'),
      ...objectNameFindings(`${at}.namespace`, values.namespace, 'monitoring'),
      ...(values.port === undefined ? shapeFindings(`${at}.port`, undefined, false, 'a number such as 443') : numberFindings(`${at}.port`, values.port, 1, 65_535, 443)),
      ...(values.type === 'tcp' && values.remotePort === undefined ? shapeFindings(`${at}.remotePort`, undefined, false, 'a number such as 6000') : []),
      ...numberFindings(`${at}.remotePort`, values.remotePort, 1, 65_535, 6000),
      ...numberFindings(`${at}.healthCheckSeconds`, values.healthCheckSeconds, 1, 86_400, 10),
      ...(values.type === 'http' ? objectNameFindings(`${at}.certificateSecret`, values.certificateSecret, 'grafana-tls') : []),
      ...(subdomain === undefined || Token.isUnresolved(subdomain) ? [] : labelFindings(`${at}.subdomain`, subdomain, 'prod-east')),
      ...shapeFindings(`${at}.customDomains`, customDomains, customDomains === undefined || Array.isArray(customDomains), 'a list: ["api.example.com"]'),
      ...(Array.isArray(customDomains) ? customDomains.flatMap((domain, place) => objectNameFindings(`${at}.customDomains[${place}]`, domain, 'api.example.com')) : []),
      ...(values.hostHeader === undefined ? [] : objectNameFindings(`${at}.hostHeader`, values.hostHeader, 'grafana.example.com')),
      ...(bandwidthLimit === undefined || Token.isUnresolved(bandwidthLimit) ? [] : shapeFindings(`${at}.bandwidthLimit`, bandwidthLimit, /^\d+(\.\d+)?(MB|KB)$/.test(bandwidthLimit), 'a number of MB or KB, such as "10MB"')),
      ...doubles,
    ];
  });
}
