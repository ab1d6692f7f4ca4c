import { isIP } from 'net';
import { ITerraformDependable, Token } from 'cdktf';
import { BundledChartOptions, bundledFindings, bundledValues } from './bundled-chart';
import { Component } from './component';
import { proxyUrlFindings } from './http-proxy';
import { Image, imageReference } from './image';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { ReverseProxyTarget, targetFindings, targetValues } from './reverse-proxy-target';
import { secretKey, secretKeyFindings, SecretKeyReference } from './secret-reference';
import { Finding, show } from '../admission/finding';
import { enumFindings, labelFindings, numberFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { filled, isMap, set } from '../kubevirt/maps';

export const FRPC: Image = { repository: 'docker.io/fatedier/frpc', tag: 'v0.70.1' };

/** How the reverse proxy speaks to the frp server. */
export enum ReverseProxyProtocol {
  TCP = 'tcp',
  /** Over UDP, where much is lost on the way. */
  KCP = 'kcp',
  /** Over UDP. */
  QUIC = 'quic',
  /** Through what lets only HTTP through. */
  WEBSOCKET = 'websocket',
  /** Through what lets only HTTPS through. */
  WSS = 'wss',
}

/** How much the reverse proxy says. */
export enum ReverseProxyLogLevel {
  TRACE = 'trace',
  DEBUG = 'debug',
  INFO = 'info',
  WARN = 'warn',
  ERROR = 'error',
}

/** How the reverse proxy gets a token from an identity provider, which the frp server knows too. */
export interface ReverseProxyOidc {
  /** Client at the identity provider. */
  readonly clientId: string;
  /** Its secret, by reference: it appears in no plan and no state. The default key is `client-secret`. */
  readonly clientSecret: SecretKeyReference;
  /** URL that gives tokens, such as `https://id.example.com/oauth2/token`. */
  readonly tokenEndpointUrl: string;
  /**
   * Audience of the token.
   * @default - the identity provider's
   */
  readonly audience?: string;
  /**
   * Scope of the token.
   * @default - the identity provider's
   */
  readonly scope?: string;
  /**
   * CA that signed the certificate of the identity provider; its default key is `ca.crt`.
   * @default - the public CAs
   */
  readonly caSecret?: SecretKeyReference;
}

/**
 * Options of `Access.proxied()`, and of `reverseProxy` in `Access.custom()`. All Secrets are in the namespace of the reverse proxy, and must be
 * there before it can start.
 * @see https://github.com/fatedier/frp
 */
export interface ReverseProxyOptions extends BundledChartOptions {
  /** Host name of your frp server (`frps`), such as `frps.example.com`. */
  readonly server: string;
  /** Port of the frp server. @default 7000 */
  readonly port?: number;
  /**
   * Domain below which the frp server has its subdomains (`subDomainHost`). With it, the addresses are known: CDI is told that of uploads,
   * KubeVirt that of exports. HTTPS must be at port 443 there.
   * @default - not known
   */
  readonly domain?: string;
  /**
   * Subdomain under which the Kubernetes API appears where `targets` do not say. The API server's certificate must name
   * `<subdomain>.<domain of the frp server>`.
   * @default - the cluster's name
   */
  readonly subdomain?: string;
  /**
   * What it leads to.
   * @default [ReverseProxyTarget.apiServer()]
   */
  readonly targets?: ReverseProxyTarget[];
  /**
   * The token that frps asks for, by reference: it appears in no plan and no state. The default key is `token`. This or `oidc` is needed.
   * @default - none
   */
  readonly tokenSecret?: SecretKeyReference;
  /**
   * A token of an identity provider in place of `tokenSecret`.
   * @default - none
   */
  readonly oidc?: ReverseProxyOidc;
  /**
   * User at the frp server, which keeps names of its proxies apart from those of other users.
   * @default - none
   */
  readonly user?: string;
  /**
   * CA that signed the certificate of frps, by reference; its default key is `ca.crt`.
   * @default - the public CAs
   */
  readonly caSecret?: SecretKeyReference;
  /**
   * Name in the certificate of frps.
   * @default - `server`
   */
  readonly serverName?: string;
  /**
   * Name of the Secret with `tls.crt` and `tls.key` that the reverse proxy shows to a frps which asks for a certificate.
   * @default - none
   */
  readonly certificateSecret?: string;
  /** @default ReverseProxyProtocol.TCP */
  readonly protocol?: ReverseProxyProtocol;
  /**
   * Proxy on the way to the frp server: `http://…`, `socks5://…` or `ntlm://…`, without a password.
   * @default - the profile's `proxy.httpProxy`, with a protocol that goes through one
   */
  readonly proxyUrl?: string;
  /**
   * The same by reference, as one with a password must be. The default key is `url`.
   * @default - none
   */
  readonly proxyUrlSecret?: SecretKeyReference;
  /**
   * Seconds between two signs of life to the frp server.
   * @default - frp's: none of its own over one connection for all, which has its own
   */
  readonly heartbeatInterval?: number;
  /**
   * Seconds without a sign of life after which it connects again.
   * @default - frp's
   */
  readonly heartbeatTimeout?: number;
  /**
   * Connections that it keeps ready.
   * @default - frp's: 1
   */
  readonly poolCount?: number;
  /** @default ReverseProxyLogLevel.INFO */
  readonly logLevel?: ReverseProxyLogLevel;
  /**
   * Pods of the reverse proxy. Several share what comes in; frps then must be of version 0.66 or newer.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Whether a NetworkPolicy keeps everything in the cluster from connecting to the reverse proxy. The cluster's network must heed them.
   * @default false
   */
  readonly networkPolicy?: boolean;
  /**
   * Reference to another image of frpc.
   * @default - `docker.io/fatedier/frpc`, or the same path at the profile's `imageRegistry`
   */
  readonly image?: string;
  /**
   * Namespace of the reverse proxy and its Secrets. To make a Secret in the same app, name a namespace of your own and list the
   * Secret in `dependsOn`.
   * @default vmo-system
   */
  readonly namespace?: string;
  /**
   * What the reverse proxy waits for, such as the resource that makes the Secret.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** What it leads to. */
export function reverseProxyTargets({ targets, subdomain }: ReverseProxyOptions): ReverseProxyTarget[] {
  return targets ?? [ReverseProxyTarget.apiServer({ subdomain })];
}

/** Protocols that go through a proxy. */
const PROXIED = [ReverseProxyProtocol.TCP, ReverseProxyProtocol.WEBSOCKET, ReverseProxyProtocol.WSS];

/** Values of the reverse-proxy chart. */
function reverseProxyValues(options: ReverseProxyOptions, props: VmoClusterProfileProps): object {
  const { clusterName, proxy } = props;
  const { protocol = ReverseProxyProtocol.TCP, oidc } = options;
  const given = options.proxyUrl ?? (options.proxyUrlSecret ? undefined : proxy?.httpProxy);
  return bundledValues({
    image: options.image ?? imageReference(FRPC, props),
    replicas: options.replicas,
    server: { address: options.server, port: options.port ?? 7000 },
    user: options.user,
    tokenSecret: options.tokenSecret && secretKey(options.tokenSecret, 'token'),
    oidc: oidc && set({
      clientId: oidc.clientId,
      clientSecret: secretKey(oidc.clientSecret, 'client-secret'),
      tokenEndpointUrl: oidc.tokenEndpointUrl,
      audience: oidc.audience,
      scope: oidc.scope,
      caSecret: oidc.caSecret && secretKey(oidc.caSecret, 'ca.crt'),
    }),
    tls: filled(set({
      caSecret: options.caSecret && secretKey(options.caSecret, 'ca.crt'),
      serverName: options.serverName,
      certificateSecret: options.certificateSecret,
    })),
    transport: filled(set({
      protocol: options.protocol,
      proxyUrl: PROXIED.includes(protocol) ? given : undefined,
      proxyUrlSecret: options.proxyUrlSecret && secretKey(options.proxyUrlSecret, 'url'),
      heartbeatInterval: options.heartbeatInterval,
      heartbeatTimeout: options.heartbeatTimeout,
      poolCount: options.poolCount,
    })),
    targets: reverseProxyTargets(options).map((target) => targetValues(target, clusterName)),
    log: options.logLevel && { level: options.logLevel },
    networkPolicy: options.networkPolicy === undefined ? undefined : { enabled: options.networkPolicy },
  }, options, props);
}

/** What is wrong with the options. */
function reverseProxyFindings(at: string, options: ReverseProxyOptions, props: VmoClusterProfileProps): Finding[] {
  const { server, targets, oidc, tokenSecret, protocol = ReverseProxyProtocol.TCP, heartbeatInterval, heartbeatTimeout } = options;
  const shapes = [
    ...shapeFindings(`${at}.targets`, targets, targets === undefined || (Array.isArray(targets) && targets.length > 0), 'a list: [ReverseProxyTarget.apiServer()]'),
    ...shapeFindings(`${at}.oidc`, oidc, oidc === undefined || isMap(oidc), '{ clientId: …, clientSecret: { name: … }, tokenEndpointUrl: … }'),
    ...(oidc && isMap(oidc) && oidc.clientSecret === undefined ? shapeFindings(`${at}.oidc.clientSecret`, undefined, false, '{ name: "frp-oidc" }') : []),
  ];
  if (shapes.length > 0) return shapes;
  const host = typeof server === 'string' && (Token.isUnresolved(server) || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(server) || isIP(server) !== 0);
  const through = options.proxyUrl !== undefined || options.proxyUrlSecret !== undefined;
  const own = [
    ...(host ? [] : [propFinding(`${at}.server`, `got ${show(server)}, expected a host name or IP address alone`, 'write it like "frps.example.com"; the port is an option of its own')]),
    ...numberFindings(`${at}.port`, options.port, 1, 65_535, 7000),
    ...(options.domain === undefined ? [] : objectNameFindings(`${at}.domain`, options.domain, 'clusters.example.com')),
    ...(options.subdomain === undefined || Token.isUnresolved(options.subdomain) ? [] : labelFindings(`${at}.subdomain`, options.subdomain, 'prod-east')),
    ...(options.subdomain === undefined || targets === undefined ? [] : [propFinding(`${at}.subdomain`, 'got one beside targets', 'write it into the target: ReverseProxyTarget.apiServer({ subdomain: … })')]),
    ...targetFindings(`${at}.targets`, reverseProxyTargets(options), props.clusterName),
    ...(tokenSecret === undefined && oidc === undefined ? [propFinding(`${at}.tokenSecret`, 'got no Secret, and a frp server that asks for nothing lets anybody in',
      'write tokenSecret: { name: "frp-token" }, or oidc')] : []),
    ...(tokenSecret !== undefined && oidc !== undefined ? [propFinding(`${at}.oidc`, 'got it beside tokenSecret, and frp has one of them', 'leave one out')] : []),
    ...secretKeyFindings(`${at}.tokenSecret`, tokenSecret, 'frp-token'),
    ...secretKeyFindings(`${at}.caSecret`, options.caSecret, 'frp-ca'),
    ...secretKeyFindings(`${at}.proxyUrlSecret`, options.proxyUrlSecret, 'proxy-url'),
    ...(oidc === undefined ? [] : [
      ...(typeof oidc.clientId === 'string' && oidc.clientId !== '' ? [] : shapeFindings(`${at}.oidc.clientId`, oidc.clientId, false, 'the client at the identity provider')),
      ...secretKeyFindings(`${at}.oidc.clientSecret`, oidc.clientSecret, 'frp-oidc'),
      ...secretKeyFindings(`${at}.oidc.caSecret`, oidc.caSecret, 'id-ca'),
      ...proxyUrlFindings(`${at}.oidc.tokenEndpointUrl`, oidc.tokenEndpointUrl, ['https:', 'http:'], 'https://id.example.com/oauth2/token', 'use clientSecret'),
    ]),
    ...(options.certificateSecret === undefined ? [] : objectNameFindings(`${at}.certificateSecret`, options.certificateSecret, 'frp-client-tls')),
    ...(options.serverName === undefined ? [] : objectNameFindings(`${at}.serverName`, options.serverName, 'frps.example.com')),
    ...enumFindings(`${at}.protocol`, options.protocol, ReverseProxyProtocol),
    ...(through && !PROXIED.includes(protocol) && !Token.isUnresolved(protocol) ? [propFinding(`${at}.proxyUrl`, `got a proxy, and ${protocol} does not go through one`,
      'use ReverseProxyProtocol.TCP, WEBSOCKET or WSS')] : []),
    ...(options.proxyUrl !== undefined && options.proxyUrlSecret !== undefined ? [propFinding(`${at}.proxyUrlSecret`, 'got it beside proxyUrl', 'leave one out')] : []),
    ...(options.proxyUrl === undefined ? [] : proxyUrlFindings(`${at}.proxyUrl`, options.proxyUrl, ['http:', 'socks5:', 'ntlm:'], 'http://proxy.example.com:3128', 'use proxyUrlSecret')),
    ...numberFindings(`${at}.heartbeatInterval`, heartbeatInterval, 1, 86_400, 30),
    ...numberFindings(`${at}.heartbeatTimeout`, heartbeatTimeout, 1, 86_400, 90),
    ...(typeof heartbeatInterval === 'number' && typeof heartbeatTimeout === 'number' && ![heartbeatInterval, heartbeatTimeout].some(Token.isUnresolved) && heartbeatTimeout < heartbeatInterval
      ? [propFinding(`${at}.heartbeatTimeout`, `got ${heartbeatTimeout}, which is less than heartbeatInterval, ${heartbeatInterval}`, 'write three times the interval')] : []),
    ...numberFindings(`${at}.poolCount`, options.poolCount, 0, 5, 1),
    ...numberFindings(`${at}.replicas`, options.replicas, 1, 100, 1),
    ...enumFindings(`${at}.logLevel`, options.logLevel, ReverseProxyLogLevel),
  ];
  return bundledFindings(at, 'reverse-proxy', options, own, () => reverseProxyValues(options, props));
}

/** The reverse proxy, where access goes through one. */
export function reverseProxy(props: VmoClusterProfileProps): Component {
  const options = props.access?._reverseProxy;
  const at = props.access?._mode === 'custom' ? 'access.reverseProxy' : 'access';
  return {
    findings: () => options ? reverseProxyFindings(at, options, props) : [],
    releases: () => options ? [{
      id: 'ReverseProxy',
      dependsOn: options.dependsOn,
      name: 'vmo-reverse-proxy',
      namespace: options.namespace ?? SYSTEM_NAMESPACE,
      chart: 'reverse-proxy',
      values: reverseProxyValues(options, props),
    }] : [],
  };
}
