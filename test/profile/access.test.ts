import { Access, Cdi, Exposure, IngressController, ReverseProxyTarget, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { uploadProxyUrl } from '../../src/profile/exposure-release';
import { manifests, releases, synth, SynthesizedStack } from '../support/synth';

function profile(props: Partial<VmoClusterProfileProps>): SynthesizedStack {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

/** Kind and name of what leads in from outside. */
function waysIn(access?: Access): string[] {
  return manifests(profile({ access })).filter(({ kind }) => /^(Service|Ingress|TLSRoute|ServersTransport)$/.test(kind))
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

const TUNNEL = { server: 'frps.example.com', tokenSecret: { name: 'frp' } };

test.each([['nothing said', undefined], ['none()', Access.none()], ['custom({})', Access.custom({})]])('%s exposes nothing', (_, access) => {
  const all = releases(profile({ access }));
  expect(Object.keys(all)).not.toContain('vmo-exposure');
  expect(Object.keys(all)).not.toContain('vmo-reverse-proxy');
});

test('proxied() opens a tunnel, and no Service of the cluster', () => {
  expect(Object.keys(releases(profile({ access: Access.proxied(TUNNEL) })))).toContain('vmo-reverse-proxy');
  expect(waysIn(Access.proxied(TUNNEL))).toEqual([]);
});

test('direct() puts uploads and exports behind load balancers, under Palette\'s names', () => {
  expect(waysIn(Access.direct())).toEqual(['Service cdi/cdi-uploadproxy-lb', 'Service kubevirt/virt-exportproxy-lb']);
  expect(Object.keys(releases(profile({ access: Access.direct() })))).not.toContain('vmo-reverse-proxy');
});

test('direct() tells each load balancer what is said of it', () => {
  const access = Access.direct({ uploadProxy: { ip: '203.0.113.10' }, exportProxy: { sourceRanges: ['203.0.113.0/24'] } });
  const [uploads, exports] = manifests(profile({ access })).filter(({ kind }) => kind === 'Service').map(({ spec }) => spec);
  expect(uploads).toMatchObject({ loadBalancerIP: '203.0.113.10' });
  expect(exports).toMatchObject({ loadBalancerSourceRanges: ['203.0.113.0/24'] });
});

test('custom() exposes each as it is said, with a tunnel beside', () => {
  const access = Access.custom({ uploadProxy: Exposure.ingress({ host: 'up.example.com', controller: IngressController.NGINX }), reverseProxy: TUNNEL });
  expect(waysIn(access)).toEqual(['Ingress cdi/cdi-uploadproxy']);
  expect(Object.keys(releases(profile({ access })))).toContain('vmo-reverse-proxy');
});

describe('the URL of uploads', () => {
  /** What CDI is told. */
  const told = (props: Partial<VmoClusterProfileProps>) => releases(profile(props))['vmo-cdi'].values.spec.config.uploadProxyURLOverride;
  const exposed = Access.custom({ uploadProxy: Exposure.loadBalancer({ host: 'up.example.com' }) });

  test('is told to CDI, unless CDI is told another', () => {
    expect(told({ access: exposed })).toBe('https://up.example.com');
    expect(told({ access: exposed, cdi: Cdi.install({ uploadProxyUrlOverride: 'https://other.example.com' }) })).toBe('https://other.example.com');
    expect(told({})).toBeUndefined();
  });

  const url = (access?: Access) => uploadProxyUrl({ clusterName: 'prod-east', access });
  const at = (uploadProxy: Exposure) => url(Access.custom({ uploadProxy }));
  const through = (target: ReverseProxyTarget, domain?: string) => url(Access.proxied({ ...TUNNEL, domain, targets: [target] }));

  test.each([
    ['the host of an Ingress', at(Exposure.ingress({ host: 'up.example.com', controller: IngressController.OTHER })), 'https://up.example.com'],
    ['the host of a Gateway', at(Exposure.gateway({ host: 'up.example.com', gateway: { name: 'public' } })), 'https://up.example.com'],
    ['the host of a load balancer', at(Exposure.loadBalancer({ host: 'up.example.com', ip: '203.0.113.10' })), 'https://up.example.com'],
    ['the address of a load balancer without a host', at(Exposure.loadBalancer({ ip: '2001:db8::1' })), 'https://[2001:db8::1]'],
    ['not known of a load balancer that chooses an address', at(Exposure.loadBalancer()), undefined],
    ['host and port of the nodes', at(Exposure.nodePort({ host: 'node.example.com', nodePort: 30443 })), 'https://node.example.com:30443'],
    ['not known without a port of the nodes', at(Exposure.nodePort({ host: 'node.example.com' })), undefined],
    ['the subdomain of a reverse proxy', through(ReverseProxyTarget.uploadProxy(), 'example.com'), 'https://prod-east-uploads.example.com'],
    ['the own domain of a reverse proxy\'s target', through(ReverseProxyTarget.uploadProxy({ customDomains: ['up.example.org'] })), 'https://up.example.org'],
    ['not known without the domain of the frp server', through(ReverseProxyTarget.uploadProxy()), undefined],
    ['not known where a reverse proxy leads elsewhere', through(ReverseProxyTarget.apiServer(), 'example.com'), undefined],
    ['not known with Access.none()', url(Access.none()), undefined],
    ['not known where nothing is said', url(), undefined],
  ])('is %s', (_, got, expected) => expect(got).toBe(expected));
});
