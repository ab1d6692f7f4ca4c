import { Access, Cdi, Exposure, IngressController, ReverseProxyTarget, TrafficPolicy, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { manifests, refusalOf, releases, synth, SynthesizedStack } from '../support/synth';

function profile(props: Partial<VmoClusterProfileProps>): SynthesizedStack {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

/** What the release of exposures holds. */
function exposing(access: Access): any[] {
  return releases(profile({ access }))['vmo-exposure']?.values.objects ?? [];
}

const uploading = (uploadProxy: Exposure) => exposing(Access.custom({ uploadProxy }));
const exporting = (exportProxy: Exposure) => exposing(Access.custom({ exportProxy }));
const refusal = (uploadProxy: any) => refusalOf((stack) =>
  new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', access: Access.custom({ uploadProxy }) }));

test('comes after KubeVirt, whose Service it leads to', () => {
  expect(releases(profile({ access: Access.direct() }))['vmo-exposure'].dependsOn).toContain('vmo-kubevirt');
});

describe('by Ingress', () => {
  test('ingress-nginx speaks TLS to it, and takes bodies of any size for as long as they take', () => {
    const [ingress, ...others] = uploading(Exposure.ingress({
      host: 'up.example.com', controller: IngressController.NGINX, className: 'nginx', tlsSecretName: 'up-tls',
    }));
    expect(others).toEqual([]);
    expect(ingress).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name: 'cdi-uploadproxy',
        namespace: 'cdi',
        annotations: {
          'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
          'nginx.ingress.kubernetes.io/proxy-body-size': '0',
          'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
          'nginx.ingress.kubernetes.io/proxy-read-timeout': '600',
          'nginx.ingress.kubernetes.io/proxy-send-timeout': '600',
        },
      },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['up.example.com'], secretName: 'up-tls' }],
        rules: [{
          host: 'up.example.com',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'cdi-uploadproxy', port: { number: 443 } } } }] },
        }],
      },
    });
  });

  test('annotations of one\'s own win', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600', 'cert-manager.io/issuer': 'public' };
    const [ingress] = uploading(Exposure.ingress({ host: 'up.example.com', controller: IngressController.NGINX, annotations }));
    expect(ingress.metadata.annotations).toMatchObject({ ...annotations, 'nginx.ingress.kubernetes.io/proxy-body-size': '0' });
  });

  test('another controller is told nothing but what is said', () => {
    const [ingress] = uploading(Exposure.ingress({ host: 'up.example.com', controller: IngressController.OTHER }));
    expect(ingress.metadata.annotations).toBeUndefined();
  });

  test('Traefik reads how to speak to it off a Service of its own', () => {
    const [ingress, service, transport] = uploading(Exposure.ingress({ host: 'up.example.com', controller: IngressController.TRAEFIK }));
    expect(ingress.spec.rules[0].http.paths[0].backend.service).toEqual({ name: 'cdi-uploadproxy-traefik', port: { number: 443 } });
    expect(service.metadata).toEqual({
      name: 'cdi-uploadproxy-traefik',
      namespace: 'cdi',
      annotations: {
        'traefik.ingress.kubernetes.io/service.serversscheme': 'https',
        'traefik.ingress.kubernetes.io/service.serverstransport': 'cdi-cdi-uploadproxy-traefik@kubernetescrd',
      },
    });
    expect(service.spec).toMatchObject({ type: 'ClusterIP', selector: { 'cdi.kubevirt.io': 'cdi-uploadproxy' } });
    expect([transport.kind, transport.metadata]).toEqual(['ServersTransport', { name: 'cdi-uploadproxy-traefik', namespace: 'cdi' }]);
  });
});

test('by Gateway, TLS is passed on to the service', () => {
  const gateway = { name: 'public', namespace: 'gateways', sectionName: 'tls' };
  expect(uploading(Exposure.gateway({ host: 'up.example.com', gateway, apiVersion: 'gateway.networking.k8s.io/v1alpha3' }))).toEqual([{
    apiVersion: 'gateway.networking.k8s.io/v1alpha3',
    kind: 'TLSRoute',
    metadata: { name: 'cdi-uploadproxy', namespace: 'cdi' },
    spec: { parentRefs: [gateway], hostnames: ['up.example.com'], rules: [{ backendRefs: [{ name: 'cdi-uploadproxy', port: 443 }] }] },
  }]);
});

test('by load balancer, it is told all that is said', () => {
  expect(uploading(Exposure.loadBalancer({
    className: 'metallb',
    ip: '203.0.113.10',
    sourceRanges: ['203.0.113.0/24'],
    allocateNodePorts: false,
    annotations: { 'metallb.io/address-pool': 'vms' },
    externalTrafficPolicy: TrafficPolicy.LOCAL,
  }))).toEqual([{
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cdi-uploadproxy-lb', namespace: 'cdi', annotations: { 'metallb.io/address-pool': 'vms' } },
    spec: {
      type: 'LoadBalancer',
      selector: { 'cdi.kubevirt.io': 'cdi-uploadproxy' },
      ports: [{ name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' }],
      loadBalancerClass: 'metallb',
      loadBalancerIP: '203.0.113.10',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: 'Local',
    },
  }]);
});

test('by a port of the nodes', () => {
  const [service] = exporting(Exposure.nodePort({ nodePort: 30443 }));
  expect(service.metadata).toEqual({ name: 'virt-exportproxy-nodeport', namespace: 'kubevirt' });
  expect(service.spec).toEqual({
    type: 'NodePort',
    selector: { 'kubevirt.io': 'virt-exportproxy' },
    ports: [{ name: 'https', port: 443, targetPort: 8443, protocol: 'TCP', nodePort: 30443 }],
  });
});

describe('the host of VM exports, which KubeVirt looks for in an Ingress to virt-exportproxy', () => {
  /** Hosts that KubeVirt would find, each with the class of its Ingress. */
  const found = (objects: any[]) => objects.filter(({ kind }) => kind === 'Ingress').flatMap(({ spec }) => spec.rules
    .filter(({ http }: any) => http.paths.some(({ backend }: any) => backend.service.name === 'virt-exportproxy'))
    .map(({ host }: any) => `${host} ${spec.ingressClassName}`));
  const host = 'exports.example.com';

  test('is in the Ingress that leads there', () => {
    expect(found(exporting(Exposure.ingress({ host, controller: IngressController.NGINX, className: 'nginx' })))).toEqual([`${host} nginx`]);
  });

  test.each([
    ['a Gateway', Exposure.gateway({ host, gateway: { name: 'public' } })],
    ['a load balancer', Exposure.loadBalancer({ host })],
    ['Traefik', Exposure.ingress({ host, controller: IngressController.TRAEFIK })],
  ])('is in one that nobody serves, where %s leads there', (_, exposure) => {
    expect(found(exporting(exposure))).toEqual([`${host} vmo-address-only`]);
  });

  test('is in one that nobody serves, where a reverse proxy leads there', () => {
    const access = Access.proxied({ server: 'frps.example.com', tokenSecret: { name: 'frp' }, domain: 'example.com', targets: [ReverseProxyTarget.exportProxy()] });
    expect(found(exposing(access))).toEqual(['prod-east-exports.example.com vmo-address-only']);
  });

  test('brings its certificate', () => {
    const objects = exporting(Exposure.ingress({ host, controller: IngressController.TRAEFIK, tlsSecretName: 'exports-tls' }));
    expect(objects.filter(({ kind }) => kind === 'Ingress').map(({ spec }) => spec.tls)).toEqual(Array(2).fill([{ hosts: [host], secretName: 'exports-tls' }]));
  });

  test.each([
    ['a load balancer without a host', Exposure.loadBalancer({ ip: '203.0.113.10' })],
    ['a port of the nodes, which a host has not', Exposure.nodePort({ host, nodePort: 30443 })],
  ])('is in none with %s', (_, exposure) => expect(found(exporting(exposure))).toEqual([]));
});

test.each<[any, string]>([
  [Exposure.ingress({ host: 'https://up', controller: IngressController.NGINX }), 'access.uploadProxy.host: got "https://up"'],
  [Exposure.ingress({ host: 'up.example.com' } as any), 'access.uploadProxy.controller: got nothing'],
  [Exposure.ingress({ host: 'up.example.com', controller: 'haproxy' as any }), 'access.uploadProxy.controller: got "haproxy"'],
  [Exposure.ingress({ host: 'up.example.com', controller: IngressController.NGINX, tlsSecretName: 'A b' }), 'access.uploadProxy.tlsSecretName: got "A b"'],
  [Exposure.ingress({ host: 'up.example.com', controller: IngressController.NGINX, annotations: { a: 1 as any } }), 'access.uploadProxy.annotations["a"]: got 1'],
  [Exposure.gateway({ host: 'up.example.com' } as any), 'access.uploadProxy.gateway: got nothing'],
  [Exposure.gateway({ host: 'up.example.com', gateway: { name: 'A' } }), 'access.uploadProxy.gateway.name: got "A"'],
  [Exposure.loadBalancer({ sourceRanges: ['203.0.113.0'] }), 'access.uploadProxy.sourceRanges[0]: got "203.0.113.0"'],
  [Exposure.loadBalancer({ sourceRanges: '203.0.113.0/24' as any }), 'access.uploadProxy.sourceRanges: got "203.0.113.0/24"'],
  [Exposure.loadBalancer({ ip: 'a' }), 'access.uploadProxy.ip: got "a"'],
  [Exposure.loadBalancer({ externalTrafficPolicy: 'local' as any }), 'access.uploadProxy.externalTrafficPolicy: got "local"'],
  [Exposure.nodePort({ nodePort: 70_000 }), 'access.uploadProxy.nodePort: got 70000'],
  ['ingress', 'access.uploadProxy: got "ingress"'],
])('is refused: %j', (exposure, message) => expect(refusal(exposure)).toContain(message));

test('uploads need CDI', () => {
  const access = Access.direct();
  expect(refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', access, cdi: Cdi.none() })))
    .toMatch(/access\.uploadProxy: leads to CDI, and there is none with Cdi\.none\(\)\n.*Access\.custom\(\{ exportProxy: Exposure\.loadBalancer\(\) \}\)/);
  expect(releases(profile({ access }))['vmo-exposure'].dependsOn).toContain('vmo-cdi');
});

test('nothing of it is there without an exposure', () => {
  expect(manifests(profile({})).filter(({ kind }) => kind === 'Ingress')).toEqual([]);
});
