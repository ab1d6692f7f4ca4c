import { Secret } from '@cdktf/provider-kubernetes/lib/secret';
import { TerraformVariable } from 'cdktf';
import {
  Access, ReverseProxyLogLevel, ReverseProxyOptions, ReverseProxyProtocol, ReverseProxyTarget, VmoClusterProfile, VmoClusterProfileProps,
} from '../../src';
import { refusalOf, releases, synth, SynthesizedRelease } from '../support/synth';

const TUNNEL: ReverseProxyOptions = { server: 'frps.example.com', tokenSecret: { name: 'frp' } };

function release(options: Partial<ReverseProxyOptions> = {}, props: Partial<VmoClusterProfileProps> = {}): SynthesizedRelease {
  const access = Access.proxied({ ...TUNNEL, ...options });
  const { stack } = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', access, ...props }));
  return releases(stack)['vmo-reverse-proxy'];
}

const values = (options: Partial<ReverseProxyOptions> = {}, props: Partial<VmoClusterProfileProps> = {}) => release(options, props).values;
const targets = (...list: ReverseProxyTarget[]) => values({ targets: list }).targets;

test('leads to the API server under the cluster\'s name, and names the Secret of the token', () => {
  const { namespace, values: sent } = release();
  expect(namespace).toBe('vmo-system');
  expect(sent).toEqual({
    image: 'docker.io/fatedier/frpc:v0.70.1',
    server: { address: 'frps.example.com', port: 7000 },
    tokenSecret: { name: 'frp', key: 'token' },
    targets: [{ name: 'prod-east-apiserver', type: 'https', service: 'kubernetes.default.svc', port: 443, subdomain: 'prod-east' }],
  });
});

test('takes a port, a subdomain, a key and a CA', () => {
  expect(values({ port: 7443, subdomain: 'east', tokenSecret: { name: 'frp', key: 'secret' }, caSecret: { name: 'ca' } })).toMatchObject({
    server: { address: 'frps.example.com', port: 7443 },
    tokenSecret: { name: 'frp', key: 'secret' },
    tls: { caSecret: { name: 'ca', key: 'ca.crt' } },
    targets: [{ subdomain: 'east' }],
  });
});

test('waits for the Secret and not for KubeVirt, and the value of the token is in no release', () => {
  const { stack } = synth((scope) => {
    const token = new TerraformVariable(scope, 'frp_token', { sensitive: true });
    const secret = new Secret(scope, 'frp', { metadata: { name: 'frp', namespace: 'vmo-system' }, data: { token: token.stringValue } });
    new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', access: Access.proxied({ ...TUNNEL, dependsOn: [secret] }) });
  });
  expect(releases(stack)['vmo-reverse-proxy'].dependsOn).toEqual(['vmo-namespaces', 'kubernetes_secret.frp']);
  expect(JSON.stringify(stack.json.resource.helm_release)).not.toContain('var.frp_token');
});

test('can live where its Secret is made', () => expect(release({ namespace: 'edge' }).namespace).toBe('edge'));

describe('targets', () => {
  test('of the platform are found by subdomains of their own', () => {
    expect(targets(ReverseProxyTarget.apiServer(), ReverseProxyTarget.uploadProxy(), ReverseProxyTarget.exportProxy())).toEqual([
      { name: 'prod-east-apiserver', type: 'https', service: 'kubernetes.default.svc', port: 443, subdomain: 'prod-east' },
      { name: 'prod-east-uploads', type: 'https', service: 'cdi-uploadproxy.cdi.svc', port: 443, subdomain: 'prod-east-uploads' },
      { name: 'prod-east-exports', type: 'https', service: 'virt-exportproxy.kubevirt.svc', port: 443, subdomain: 'prod-east-exports' },
    ]);
  });

  test('with a domain of their own have no subdomain unless it is said', () => {
    const [one, two] = targets(
      ReverseProxyTarget.apiServer({ customDomains: ['api.example.org'] }), ReverseProxyTarget.uploadProxy({ customDomains: ['up.example.org'], subdomain: 'up' }));
    expect(one).not.toHaveProperty('subdomain');
    expect(two).toMatchObject({ customDomains: ['up.example.org'], subdomain: 'up' });
  });

  test('are any Service: by name with its own TLS, by name with TLS that ends in the cluster, by port', () => {
    const grafana = { service: 'grafana', namespace: 'monitoring' };
    expect(targets(
      ReverseProxyTarget.https({ ...grafana, name: 'tls', port: 8443, healthCheckSeconds: 10 }),
      ReverseProxyTarget.http({ ...grafana, name: 'plain', certificateSecret: 'grafana-tls', hostHeader: 'grafana.local' }),
      ReverseProxyTarget.tcp({ name: 'ssh', service: 'bastion', namespace: 'default', port: 22, remotePort: 6022, bandwidthLimit: '10MB' }),
    )).toEqual([
      { name: 'prod-east-tls', type: 'https', service: 'grafana.monitoring.svc', port: 8443, subdomain: 'prod-east-tls', healthCheckSeconds: 10 },
      {
        name: 'prod-east-plain', type: 'http', service: 'grafana.monitoring.svc', port: 80, subdomain: 'prod-east-plain', certificateSecret: 'grafana-tls', hostHeader: 'grafana.local',
      },
      { name: 'prod-east-ssh', type: 'tcp', service: 'bastion.default.svc', port: 22, remotePort: 6022, bandwidthLimit: '10MB' },
    ]);
  });
});

test('OIDC takes the place of the token, with its secrets by reference', () => {
  const oidc = {
    clientId: 'vmo', clientSecret: { name: 'frp-oidc' }, tokenEndpointUrl: 'https://id.example.com/oauth2/token', audience: 'frps', scope: 'tunnel', caSecret: { name: 'id-ca' },
  };
  const sent = values({ tokenSecret: undefined, oidc });
  expect(sent.tokenSecret).toBeUndefined();
  expect(sent.oidc).toEqual({ ...oidc, clientSecret: { name: 'frp-oidc', key: 'client-secret' }, caSecret: { name: 'id-ca', key: 'ca.crt' } });
});

test('the way to the frp server is set up as said', () => {
  expect(values({
    user: 'vmo',
    serverName: 'frps.internal',
    certificateSecret: 'client',
    protocol: ReverseProxyProtocol.WSS,
    proxyUrl: 'http://proxy.example.com:3128',
    heartbeatInterval: 10,
    heartbeatTimeout: 30,
    poolCount: 2,
    logLevel: ReverseProxyLogLevel.DEBUG,
    replicas: 2,
    networkPolicy: true,
  })).toMatchObject({
    user: 'vmo',
    tls: { serverName: 'frps.internal', certificateSecret: 'client' },
    transport: { protocol: 'wss', proxyUrl: 'http://proxy.example.com:3128', heartbeatInterval: 10, heartbeatTimeout: 30, poolCount: 2 },
    log: { level: 'debug' },
    replicas: 2,
    networkPolicy: { enabled: true },
  });
});

describe('the proxy of the platform', () => {
  const proxy = { httpProxy: 'http://proxy.example.com:3128' };

  test('is that of the reverse proxy', () => expect(values({}, { proxy }).transport).toEqual({ proxyUrl: proxy.httpProxy }));

  test('is not, where another is said, or none can be gone through', () => {
    expect(values({ proxyUrl: 'socks5://10.0.0.1:1080' }, { proxy }).transport).toEqual({ proxyUrl: 'socks5://10.0.0.1:1080' });
    expect(values({ proxyUrlSecret: { name: 'proxy' } }, { proxy }).transport).toEqual({ proxyUrlSecret: { name: 'proxy', key: 'url' } });
    expect(values({ protocol: ReverseProxyProtocol.QUIC }, { proxy }).transport).toEqual({ protocol: 'quic' });
  });
});

test('image and pull secrets are those of the mirror, unless an image is said', () => {
  const mirror = { imageRegistry: 'registry.example.com/mirror', imagePullSecrets: ['login'] };
  expect(values({}, mirror)).toMatchObject({ image: 'registry.example.com/mirror/fatedier/frpc:v0.70.1', imagePullSecrets: [{ name: 'login' }] });
  expect(values({ image: 'ghcr.io/fatedier/frpc:v0.70.1' }, mirror).image).toBe('ghcr.io/fatedier/frpc:v0.70.1');
});

test('values of the chart can be said otherwise', () => {
  expect(values({ overrides: { resources: { limits: { memory: '64Mi' } }, imagePullPolicy: 'Always' } })).toMatchObject({ resources: { limits: { memory: '64Mi' } } });
});

const oidc = { clientId: 'vmo', clientSecret: { name: 'frp-oidc' }, tokenEndpointUrl: 'https://id.example.com/token' };
const tcp = { name: 'ssh', service: 'bastion', namespace: 'default', port: 22, remotePort: 6022 };

test.each<[any, string]>([
  [{ server: 'https://frps' }, 'access.server: got "https://frps"'],
  [{ port: 99_999 }, 'access.port: got 99999'],
  [{ tokenSecret: { name: 'My Secret' } }, 'access.tokenSecret.name: got "My Secret"'],
  [{ tokenSecret: 'frp' }, 'access.tokenSecret: got "frp"'],
  [{ tokenSecret: undefined }, 'access.tokenSecret: got no Secret'],
  [{ oidc }, 'access.oidc: got it beside tokenSecret'],
  [{ tokenSecret: undefined, oidc: { ...oidc, clientSecret: undefined } }, 'access.oidc.clientSecret: got nothing'],
  [{ tokenSecret: undefined, oidc: { ...oidc, tokenEndpointUrl: 'id.example.com' } }, 'access.oidc.tokenEndpointUrl: got "id.example.com"'],
  [{ subdomain: 'east', targets: [ReverseProxyTarget.apiServer()] }, 'access.subdomain: got one beside targets'],
  [{ targets: [] }, 'access.targets: got []'],
  [{ targets: ['apiserver'] }, 'access.targets[0]: got "apiserver"'],
  [{ targets: [ReverseProxyTarget.tcp(tcp), ReverseProxyTarget.tcp({ ...tcp, port: 23 })] }, 'access.targets[1]: got the name "ssh", which access.targets[0] has already'],
  [{ targets: [ReverseProxyTarget.tcp(tcp), ReverseProxyTarget.tcp({ ...tcp, name: 'b' })] }, 'access.targets[1]: got the remotePort 6022, which access.targets[0] has already'],
  [{ targets: [ReverseProxyTarget.apiServer({ subdomain: 'a.b' })] }, 'access.targets[0].subdomain: got "a.b"'],
  [{ targets: [ReverseProxyTarget.tcp({ ...tcp, remotePort: undefined as any })] }, 'access.targets[0].remotePort: got nothing'],
  [{ targets: [ReverseProxyTarget.http({ name: 'a', service: 'a', namespace: 'a' } as any)] }, 'access.targets[0].certificateSecret: got nothing'],
  [{ targets: [ReverseProxyTarget.apiServer({ bandwidthLimit: '10M' })] }, 'access.targets[0].bandwidthLimit: got "10M"'],
  [{ protocol: 'http' }, 'access.protocol: got "http"'],
  [{ protocol: ReverseProxyProtocol.QUIC, proxyUrl: 'http://proxy:3128' }, 'access.proxyUrl: got a proxy, and quic does not go through one'],
  [{ proxyUrl: 'http://me:secret@proxy:3128' }, 'use proxyUrlSecret'],
  [{ proxyUrl: 'https://proxy:3128' }, 'access.proxyUrl: got "https://proxy:3128"'],
  [{ heartbeatInterval: 30, heartbeatTimeout: 10 }, 'access.heartbeatTimeout: got 10, which is less than heartbeatInterval, 30'],
  [{ overrides: { replica: 2 } }, 'access.overrides.replica: there is no field'],
])('is refused: %j', (options, message) => {
  const text = refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', access: Access.proxied({ ...TUNNEL, ...options }) }));
  expect(text).toContain(message);
  expect(text).not.toContain('secret@');
});

test('in custom() it is named where it stands', () => {
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'prod-east', access: Access.custom({ reverseProxy: { ...TUNNEL, port: 0 } }),
  }))).toContain('access.reverseProxy.port: got 0');
});
