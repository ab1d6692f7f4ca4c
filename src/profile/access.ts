import { isIP } from 'net';
import { ITerraformDependable, Token } from 'cdktf';
import { Component } from './component';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { labelFindings, numberFindings, objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';

/** One key of a Secret in the cluster. */
export interface SecretKeyReference {
  /** Name of the Secret, in the namespace of the reverse proxy. */
  readonly name: string;
  /**
   * Key in the Secret.
   * @default - `token` for a token, `ca.crt` for a CA
   */
  readonly key?: string;
}

/** Options of `Access.proxied()`. */
export interface ProxiedAccessOptions {
  /** Host name of your frp server (`frps`), such as `frps.example.com`. */
  readonly server: string;
  /** Port of the frp server. @default 7000 */
  readonly port?: number;
  /**
   * Subdomain under which the Kubernetes API of this cluster appears. The API server's certificate must name
   * `<subdomain>.<domain of the frp server>`.
   * @default - the cluster's name
   */
  readonly subdomain?: string;
  /**
   * The token that frps asks for, by reference: it appears in no plan and no state. The Secret must be there before the reverse
   * proxy can start.
   */
  readonly tokenSecret: SecretKeyReference;
  /**
   * Namespace of the reverse proxy and its Secrets. To make a Secret in the same app, name a namespace of your own and list the
   * Secret in `dependsOn`.
   * @default vmo-system
   */
  readonly namespace?: string;
  /**
   * CA that signed the certificate of frps, by reference; its default key is `ca.crt`.
   * @default - the public CAs
   */
  readonly caSecret?: SecretKeyReference;
  /**
   * What the reverse proxy waits for, such as the resource that makes the Secret.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** How people reach the cluster's VM services from outside. */
export class Access {
  /** An outbound tunnel (frpc) to a reverse proxy of yours: for clusters that nothing outside can connect to. */
  public static proxied(options: ProxiedAccessOptions): Access {
    return new Access('proxied', options);
  }

  /** Services of type LoadBalancer: VM exports are reachable at an address of the load balancer, with a token each. */
  public static direct(): Access {
    return new Access('direct');
  }

  /** Nothing is exposed; use `kubectl port-forward` and `virtctl`. */
  public static none(): Access {
    return new Access('none');
  }

  private constructor(
    /** @internal */ public readonly _mode: 'proxied' | 'direct' | 'none',
    /** @internal */ public readonly _proxied?: ProxiedAccessOptions,
  ) {}
}

/** What is wrong with the options. */
function accessFindings(access: Access): Finding[] {
  const proxied = access._proxied;
  if (!proxied) return [];
  const host = typeof proxied.server === 'string' && (Token.isUnresolved(proxied.server) || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(proxied.server) || isIP(proxied.server) !== 0);
  return [
    ...(host ? [] : [propFinding('access.server', `got ${show(proxied.server)}, expected a host name or IP address alone`, 'write it like "frps.example.com"; the port is an option of its own')]),
    ...numberFindings('access.port', proxied.port, 1, 65_535, 7000),
    ...(proxied.subdomain === undefined || Token.isUnresolved(proxied.subdomain) ? [] : labelFindings('access.subdomain', proxied.subdomain, 'prod-east')),
    ...labelFindings('access.namespace', reverseProxyNamespace(proxied), 'vmo-system'),
    ...objectNameFindings('access.tokenSecret.name', proxied.tokenSecret?.name, 'frp-token'),
    ...(proxied.caSecret ? objectNameFindings('access.caSecret.name', proxied.caSecret.name, 'frp-ca') : []),
  ];
}

/** Values of the reverse-proxy chart. */
function reverseProxyValues(options: ProxiedAccessOptions, clusterName: string): object {
  return {
    server: { address: options.server, port: options.port ?? 7000 },
    subdomain: options.subdomain ?? clusterName,
    tokenSecret: { name: options.tokenSecret.name, key: options.tokenSecret.key ?? 'token' },
    ...(options.caSecret && { tls: { caSecret: { name: options.caSecret.name, key: options.caSecret.key ?? 'ca.crt' } } }),
  };
}

/** Where the reverse proxy runs. */
function reverseProxyNamespace(options: ProxiedAccessOptions): string {
  return options.namespace ?? SYSTEM_NAMESPACE;
}

/** The reverse proxy, where access goes through one. */
export function reverseProxy({ access = Access.none(), clusterName }: VmoClusterProfileProps): Component {
  const proxied = access._proxied;
  return {
    findings: () => accessFindings(access),
    releases: () => proxied ? [{
      id: 'ReverseProxy',
      dependsOn: proxied.dependsOn,
      name: 'vmo-reverse-proxy',
      namespace: reverseProxyNamespace(proxied),
      chart: 'reverse-proxy',
      values: reverseProxyValues(proxied, clusterName),
    }] : [],
  };
}
