import { TerraformStack, TerraformVariable } from 'cdktf';
import {
  BootSource, GatewayRoute, IpFamily, IpFamilyPolicy, KubevirtVersion, Nic, NicBinding, NicProtocol, ServiceProtocol, ServiceType,
  SessionAffinity, Size, TrafficPolicy, VirtualMachine, VirtualMachineOptions, VmNetwork, VmService, VmServiceOptions, VmServiceProps,
  VmoClusterProfile,
} from '../../src';
import { existingCluster, manifests, objects, refusalOf, releases, synth } from '../support/synth';

const SSH = [{ port: 22 }];

type Options = VirtualMachineOptions & { namespace?: string };

function vm(scope: TerraformStack, name: string, options: Options = {}, cluster = existingCluster(scope)): VirtualMachine {
  return new VirtualMachine(scope, name, {
    cluster, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'), ...options,
  });
}

const withPasst = (scope: TerraformStack) => VmoClusterProfile.fromExisting(scope, 'lab', {
  clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: ['PasstBinding'],
});

/** Two VMs of one cluster. */
function pair(scope: TerraformStack, options: VirtualMachineOptions = {}): VirtualMachine[] {
  const cluster = existingCluster(scope);
  return ['web-0', 'web-1'].map((name) => vm(scope, name, options, cluster));
}

const exposed = (options: VmServiceOptions, vmOptions: VirtualMachineOptions = {}) =>
  synth((scope) => void vm(scope, 'web', vmOptions).expose(options)).stack;
const service = (options: VmServiceOptions, vmOptions: VirtualMachineOptions = {}) =>
  Object.values(objects(exposed(options, vmOptions), 'Service'))[0];
const refused = (options: VmServiceOptions, vmOptions: VirtualMachineOptions = {}) => refusalOf((scope) => vm(scope, 'web', vmOptions).expose(options));

test('a VM is exposed under its own name, found by the label of its pod', () => {
  expect(service({ ports: SSH })).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      type: 'ClusterIP',
      selector: { 'vmi.kubevirt.io/id': 'web' },
      ports: [{ name: 'tcp-22', port: 22, targetPort: 22, protocol: 'TCP' }],
    },
  });
});

test('a Service does not wait for its VM, and goes without it', () => {
  const { 'svc-web': release } = releases(exposed({ ports: SSH }));
  expect(release.namespace).toBe('default');
  expect(release.dependsOn).toEqual([]);
});

test('ports are translated and named; a load balancer is told what it needs', () => {
  const { metadata, spec } = service({
    name: 'shop',
    type: ServiceType.LOAD_BALANCER,
    ports: [{ port: 443, targetPort: 8443, name: 'https', appProtocol: 'https' }, { port: 53, protocol: ServiceProtocol.UDP, nodePort: 30053 }],
    loadBalancer: { className: 'metallb', ip: '203.0.113.7', sourceRanges: ['198.51.100.0/24'], allocateNodePorts: false },
    externalTrafficPolicy: TrafficPolicy.LOCAL,
    sessionAffinity: SessionAffinity.CLIENT_IP,
    sessionAffinitySeconds: 600,
    ipFamilies: [IpFamily.IPV6, IpFamily.IPV4],
    ipFamilyPolicy: IpFamilyPolicy.PREFER_DUAL_STACK,
    annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com' },
    labels: { team: 'shop' },
  });
  expect(metadata).toEqual({
    name: 'shop', namespace: 'default', labels: { team: 'shop' }, annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com' },
  });
  expect(spec).toEqual({
    type: 'LoadBalancer',
    selector: { 'vmi.kubevirt.io/id': 'web' },
    ports: [
      { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP', appProtocol: 'https' },
      { name: 'udp-53', port: 53, targetPort: 53, protocol: 'UDP', nodePort: 30053 },
    ],
    loadBalancerClass: 'metallb',
    loadBalancerIP: '203.0.113.7',
    loadBalancerSourceRanges: ['198.51.100.0/24'],
    allocateLoadBalancerNodePorts: false,
    externalTrafficPolicy: 'Local',
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
    ipFamilies: ['IPv6', 'IPv4'],
    ipFamilyPolicy: 'PreferDualStack',
  });
});

test('a VM below a headless Service has a DNS name of its own, where its subdomain says so', () => {
  const names: string[] = [];
  const { stack } = synth((scope) => {
    const [zero, one] = pair(scope, { subdomain: 'etcd', labels: { app: 'etcd' } });
    const etcd = new VmService(scope, 'etcd', { vms: [zero, one], selector: { app: 'etcd' }, headless: true, publishNotReadyAddresses: true });
    names.push(etcd.dnsName, etcd.dnsNameOf(zero), etcd.dnsNameOf(one));
  });
  expect(names).toEqual(['etcd.default.svc', 'web-0.etcd.default.svc', 'web-1.etcd.default.svc']);
  expect(objects(stack, 'Service').etcd.spec).toEqual({
    type: 'ClusterIP', clusterIP: 'None', selector: { app: 'etcd' }, publishNotReadyAddresses: true,
  });
  expect(refusalOf((scope) => {
    const web = vm(scope, 'web', { subdomain: 'other' });
    return web.expose({ headless: true }).dnsNameOf(web);
  })).toMatch(/the VM's subdomain is other\n.*use subdomain: "web"/);
  expect(refusalOf((scope) => {
    const web = vm(scope, 'web', { subdomain: 'web' });
    return web.expose({ ports: SSH }).dnsNameOf(web);
  })).toContain('it is not headless');
});

test('a port that is only known at apply is named after what it turns out to be', () => {
  const { stack } = synth((scope) => {
    const { numberValue } = new TerraformVariable(scope, 'port', { type: 'number' });
    vm(scope, 'web').expose({ ports: [{ port: numberValue }] });
  });
  expect(releases(stack)['svc-web'].resource.values[0]).toMatch(/"name":"tcp-\$\{[^}]*tostring\(var\.port\)/);
});

test('several VMs are found by labels that all of them have', () => {
  const several = (options: Partial<VmServiceProps>, vmOptions: VirtualMachineOptions = {}) =>
    refusalOf((scope) => new VmService(scope, 'web', { vms: pair(scope, vmOptions), ports: SSH, ...options }));
  expect(several({}, { labels: { app: 'web' } })).toMatch(/selector: got none for 2 VMs[^]*write selector: {"app":"web"}/);
  expect(several({})).toContain('give all of them a label');
  expect(several({ selector: { app: 'shop' } }, { labels: { app: 'web' } })).toContain('selector["app"]: got "shop", and "web-0" has "web"');
  expect(several({ selector: {} })).toContain('with none it would find nothing');
  expect(refusalOf((scope) => {
    const elsewhere = vm(scope, 'other', { namespace: 'team-a' }, existingCluster(scope, 'west'));
    return new VmService(scope, 'web', { vms: [...pair(scope), elsewhere], ports: SSH });
  })).toMatch(/vms\[2\]: "other" is in cluster "west"[^]*vms\[2\]: "other" is in namespace "team-a"/);
  expect(refusalOf((scope) => new VmService(scope, 'web', { vms: [], ports: SSH }))).toContain('vms: got no VM');
  expect(refusalOf((scope) => new VmService(scope, 'web', { vms: vm(scope, 'one') as any, ports: SSH }))).toContain('vms: got something else than a list of VMs');
  expect(refusalOf((scope) => {
    const [one] = pair(scope, { labels: { app: 'web' } });
    return new VmService(scope, 'web', { vms: [one, one], selector: { app: 'web' }, ports: SSH });
  })).toContain('vms[1]: "web-0" is named twice');
});

test('a VM that is on the cluster already is exposed, though nobody knows its NICs', () => {
  const { stack } = synth((scope) => {
    const old = VirtualMachine.fromVirtualMachineName(scope, 'old', { cluster: existingCluster(scope), name: 'legacy', namespace: 'erp' });
    new VmService(scope, 'erp', { vms: [old], ports: SSH });
  });
  expect(objects(stack, 'Service').erp).toMatchObject({ metadata: { namespace: 'erp' }, spec: { selector: { 'vmi.kubevirt.io/id': 'legacy' } } });
});

test('an Ingress leads to the Service, and both are one release', () => {
  const stack = exposed({
    ports: [{ port: 80, targetPort: 8080 }, { port: 22 }],
    ingress: {
      hosts: ['shop.example.com', '*.shop.example.com'], path: '/shop', port: 80, className: 'nginx', tlsSecretName: 'shop-tls', annotations: { a: 'b' },
    },
  });
  expect(releases(stack)['svc-web'].values.objects.map(({ kind }: any) => kind)).toEqual(['Ingress', 'Service']);
  const http = { paths: [{ path: '/shop', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] };
  expect(objects(stack, 'Ingress').web).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'default', annotations: { a: 'b' } },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.com', '*.shop.example.com'], secretName: 'shop-tls' }],
      rules: [{ host: 'shop.example.com', http }, { host: '*.shop.example.com', http }],
    },
  });
  expect(objects(exposed({ ports: [{ port: 80 }], ingress: {} }), 'Ingress').web.spec.rules).toEqual([
    { http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } },
  ]);
});

test('routes of the Gateway API lead to the Service', () => {
  const gateway = { name: 'public', namespace: 'gateways', sectionName: 'https' };
  const route = (given: GatewayRoute) => manifests(exposed({ ports: [{ port: 443 }], route: given })).find(({ kind }) => kind.endsWith('Route'));
  expect(route(GatewayRoute.http({ gateway, hostnames: ['shop.example.com'], path: '/shop' }))).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      parentRefs: [gateway],
      hostnames: ['shop.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/shop' } }], backendRefs: [{ name: 'web', port: 443 }] }],
    },
  });
  expect(route(GatewayRoute.tls({ gateway, hostnames: ['shop.example.com'] }))).toMatchObject({
    kind: 'TLSRoute', spec: { hostnames: ['shop.example.com'], rules: [{ backendRefs: [{ name: 'web', port: 443 }] }] },
  });
  expect(route(GatewayRoute.tcp({ gateway: { name: 'public' }, apiVersion: 'gateway.networking.k8s.io/v1alpha2' }))).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    kind: 'TCPRoute',
    metadata: { name: 'web', namespace: 'default' },
    spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'web', port: 443 }] }] },
  });
});

test('refused: an Ingress or a route that leads nowhere', () => {
  const ports = [{ port: 80 }, { port: 53, protocol: ServiceProtocol.UDP }];
  expect(refused({ ports, ingress: {} })).toMatch(/ingress.port: got none, and the Service has 2 ports[^]*write one of 80 /);
  expect(refused({ ports, ingress: { port: 53 } })).toContain('ingress.port: got 53, which is no TCP port');
  expect(refused({ headless: true, ingress: {} })).toContain('ingress.port');
  expect(refused({ ports, ingress: { port: 80, path: 'shop', hosts: ['Shop!'] } })).toMatch(/ingress.path: got "shop"[^]*ingress.hosts\[0\]: got "Shop!"/);
  expect(refused({ ports, ingress: { port: 80, hosts: [] } })).toContain('ingress.hosts: got no host name');
  expect(refused({ ports, route: GatewayRoute.http({ gateway: { name: 'public' }, port: 81 }) })).toContain('route.port: got 81');
  expect(refused({ ports, route: { gateway: 'public' } as any })).toContain('route: got');
});

test('refused: names and ports that Kubernetes would not take', () => {
  expect(refused({ ports: SSH, name: '0web' })).toContain('name: got "0web", expected at most 63 lower-case letters, digits and dashes that begin with a letter');
  expect(refused({})).toContain('ports: got none, and only a headless Service can do without');
  expect(refused({ ports: [{ port: 0, targetPort: 70000, name: 'S S', protocol: 'SCTP' as any }] }))
    .toMatch(/ports\[0\].port: got 0[^]*ports\[0\].targetPort: got 70000[^]*ports\[0\].protocol: got "SCTP"[^]*ports\[0\].name: got "S S"/);
  expect(refused({ ports: [{ port: 22 }, { port: 22, name: 'b' }, { port: 22, protocol: ServiceProtocol.UDP, name: 'b' }] }))
    .toMatch(/ports\[1\]: got port 22\/TCP, which ports\[0\] has already[^]*ports\[2\]: got name "b", which ports\[1\] has already/);
  expect(refused({ ports: 22 as any })).toContain('ports: got 22');
});

test('refused: options of another type of Service', () => {
  expect(refused({
    ports: [{ port: 22, nodePort: 30022 }], loadBalancer: {}, externalTrafficPolicy: TrafficPolicy.LOCAL, sessionAffinitySeconds: 60,
  })).toMatch(/nodePort: a Service of type ClusterIP[^]*loadBalancer: a Service of type ClusterIP[^]*externalTrafficPolicy: [^]*sessionAffinitySeconds: /);
  expect(refused({ ports: SSH, headless: true, type: ServiceType.NODE_PORT })).toContain('headless: a Service of type NodePort has an address');
  expect(refused({ ports: SSH, type: ServiceType.LOAD_BALANCER, loadBalancer: { sourceRanges: ['everybody'], ip: '1.2.3' } }))
    .toMatch(/sourceRanges\[0\]: got "everybody"[^]*loadBalancer.ip: got "1.2.3"/);
});

test('a node port beyond the usual range is warned of, unless that is meant', () => {
  const options: VmServiceOptions = { type: ServiceType.NODE_PORT, ports: [{ port: 22, nodePort: 22022 }] };
  expect(exposed(options).warnings).toEqual([expect.stringMatching(/^ports\[0\]\.nodePort: got 22022, .*\[SVC-3\]$/)]);
  expect(exposed({ ...options, suppress: [{ rule: 'SVC-3', reason: 'our API servers take 20000 to 32767' }] }).warnings).toEqual([]);
});

test('refused: lists and routes of another kind than declared', () => {
  expect(refused({ ports: SSH, ingress: 'shop.example.com' as any })).toMatch(/ingress: got "shop.example.com"\n.*write { hosts:/);
  expect(refused({ ports: 22 as any, ingress: { hosts: 'shop.example.com' as any }, loadBalancer: { sourceRanges: '203.0.113.0/24' as any } }))
    .toMatch(/ports: got 22[^]*ingress.hosts: got "shop.example.com"[^]*loadBalancer.sourceRanges: got "203.0.113.0\/24"/);
  expect(refused({ ports: SSH, route: GatewayRoute.http({} as any) })).toContain('route.gateway: got nothing');
  expect(refused({ ports: SSH, route: GatewayRoute.tls({ gateway: { name: 'public' } } as any) })).toContain('route.hostnames: got nothing');
  expect(refused({ ports: [{ port: 53, protocol: ServiceProtocol.UDP }], ingress: {} })).toMatch(/has no TCP port\n.*add a TCP port to ports/);
});

test('refused: labels and annotations that Kubernetes would not take', () => {
  expect(refused({ ports: SSH, labels: { 'app': 'the shop', 'my label': 'x' }, annotations: { weight: 5 as any }, ingress: { annotations: { tls: true as any } } }))
    .toMatch(/labels\["app"\]: got "the shop"[^]*labels\["my label"\]: got the key[^]*annotations\["weight"\]: got 5[^]*ingress.annotations\["tls"\]: got true/);
});

test('refused: a VM that is not on the pod network, where Services lead', () => {
  expect(refusalOf((scope) => {
    const cluster = existingCluster(scope);
    const vlan = new VmNetwork(scope, 'vlan', { cluster, vlan: 25 });
    return vm(scope, 'web', { nics: [Nic.on(vlan)] }, cluster).expose({ ports: SSH });
  })).toMatch(/vms\[0\]: "web" has no NIC on the pod network[^]*add Nic.pod\(\)[^]*\[SVC-1\]/);
  expect(refused({ ports: SSH }, { nics: [] })).toContain('[SVC-1]');
});

test('a VM that says nothing of NICs gets one on the pod network from the server', () => {
  const overrides = { spec: { template: { spec: { networks: null, domain: { devices: { interfaces: null } } } } } };
  expect(service({ ports: SSH }, { overrides })).toBeDefined();
});

test('refused: a port that the NIC does not let in, behind masquerade and passt', () => {
  const ports = [{ port: 80, targetPort: 8080 }, { port: 22 }];
  const only = { ports: [{ port: 22 }, { port: 8080, protocol: NicProtocol.UDP }] };
  expect(refused({ ports }, { nics: [Nic.pod(only)] }))
    .toMatch(/ports\[0\]: leads to port 8080\/TCP of "web", whose NIC "default" lets in 22\/TCP, 8080\/UDP and no other\n.*add { port: 8080 } .*\[SVC-2\]$/);
  expect(refusalOf((scope) => vm(scope, 'web', { nics: [Nic.pod({ ...only, binding: NicBinding.passt() })] }, withPasst(scope)).expose({ ports })))
    .toContain('[SVC-2]');
  expect(refused({ ports: [{ port: 22, protocol: ServiceProtocol.UDP }] }, { nics: [Nic.pod(only)] })).toContain('add { port: 22, protocol: NicProtocol.UDP }');
});

test('a bridge and a NIC without a list let in everything', () => {
  const ports = [{ port: 8080 }];
  expect(service({ ports }, { nics: [Nic.pod({ binding: NicBinding.bridge(), ports: [{ port: 22 }] })] })).toBeDefined();
  const passt = synth((scope) => void vm(scope, 'web', { nics: [Nic.pod({ binding: NicBinding.passt() })] }, withPasst(scope)).expose({ ports }));
  expect(objects(passt.stack, 'Service').web).toBeDefined();
  expect(service({ ports }, { nics: [Nic.pod({ ports: [{ port: 8080 }] })] })).toBeDefined();
});

test('a second Service of a VM needs a name of its own', () => {
  expect(refusalOf((scope) => {
    const web = vm(scope, 'web');
    web.expose({ ports: SSH });
    web.expose({ ports: [{ port: 80 }] });
  })).toContain('is exposed as "web" already');
  expect(refusalOf((scope) => {
    const web = vm(scope, 'web');
    web.snapshot('before');
    web.expose({ name: 'before', ports: SSH });
  })).toContain('VirtualMachine "test/web" has a part called "before" already');
});
