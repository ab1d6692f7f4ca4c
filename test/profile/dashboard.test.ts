import { DashboardOptions, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { refusalOf, releases, synth, waitsFor } from '../support/synth';

const profile = (dashboard?: DashboardOptions, props: Partial<VmoClusterProfileProps> = {}) =>
  synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', dashboard, ...props })).stack;

const values = (dashboard: DashboardOptions, props?: Partial<VmoClusterProfileProps>) => releases(profile(dashboard, props))['vmo-dashboard'].values;

const refusal = (dashboard: DashboardOptions) => refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', dashboard }));

function url(dashboard?: DashboardOptions): string | undefined {
  let cluster: VmoClusterProfile;
  synth((stack) => {
    cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', dashboard });
  });
  return cluster!.dashboardUrl;
}

const OIDC = { issuerUrl: 'https://login.example.com', clientId: '12345', clientSecretName: 'vmo-dashboard-oidc' };

test('there is one only where asked for, after KubeVirt', () => {
  expect(Object.keys(releases(profile()))).not.toContain('vmo-dashboard');
  expect(releases(profile({}))['vmo-dashboard'].resource)
    .toMatchObject({ repository: 'https://kubernetes-sigs.github.io/headlamp/', chart: 'headlamp', version: '0.40.1', namespace: 'vmo-system' });
  expect(waitsFor(profile({}), 'vmo-dashboard')).toContain('vmo-kubevirt');
});

test('its pod has no rights on the cluster', () => {
  expect(values({})).toMatchObject({ clusterRoleBinding: { create: false } });
});

test('the plugin comes from its image into a folder that the dashboard only reads', () => {
  const { initContainers: [plugin], volumes, volumeMounts, securityContext } = values({});
  expect(plugin).toMatchObject({
    image: 'ghcr.io/naval-group/headlamp-kubevirt:v0.2.2',
    command: ['cp', '-r', '/plugins/kubevirt', '/headlamp/plugins/'],
    volumeMounts: [{ name: 'plugins', mountPath: '/headlamp/plugins' }],
    securityContext: { runAsNonRoot: true, readOnlyRootFilesystem: true },
  });
  expect(volumes).toContainEqual({ name: 'plugins', emptyDir: {} });
  expect(volumeMounts).toContainEqual({ name: 'plugins', mountPath: '/headlamp/plugins', readOnly: true });
  expect(securityContext).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
});

test('images are pinned, and come from the mirror of the platform', () => {
  expect(values({}).image).toEqual({ registry: 'ghcr.io', repository: 'headlamp-k8s/headlamp', tag: 'v0.40.1' });
  const mirrored = values({}, { imageRegistry: 'mirror.example.com:5000/vmo', imagePullSecrets: ['login'] });
  expect(mirrored).toMatchObject({
    image: { registry: 'mirror.example.com:5000', repository: 'vmo/headlamp-k8s/headlamp', tag: 'v0.40.1' },
    imagePullSecrets: [{ name: 'login' }],
  });
  expect(mirrored.initContainers[0].image).toBe('mirror.example.com:5000/vmo/naval-group/headlamp-kubevirt:v0.2.2');
});

describe('logging in', () => {
  test('by OpenID Connect, with the password from a Secret and never in the values', () => {
    const { env, config } = values({ oidc: OIDC });
    expect(env).toEqual([
      { name: 'OIDC_CLIENT_ID', value: '12345' },
      { name: 'OIDC_ISSUER_URL', value: 'https://login.example.com' },
      { name: 'OIDC_SCOPES', value: 'profile,email' },
    ]);
    expect(config.oidc).toEqual({ secret: { create: false }, externalSecret: { enabled: true, name: 'vmo-dashboard-oidc' } });
  });

  test('a public client proves each login by itself', () => {
    const { env, config } = values({ oidc: { issuerUrl: OIDC.issuerUrl, clientId: 'vmo', usePkce: true } });
    expect(env).toContainEqual({ name: 'OIDC_USE_PKCE', value: 'true' });
    expect(config.oidc).toEqual({ secret: { create: false } });
  });

  test('the provider sends people back to the host of the Ingress', () => {
    expect(values({ oidc: OIDC, ingress: { host: 'vms.example.com', tlsSecretName: 'vms-tls' }, baseUrl: '/ui' }).env)
      .toContainEqual({ name: 'OIDC_CALLBACK_URL', value: 'https://vms.example.com/ui/oidc-callback' });
  });
});

describe('the way to it', () => {
  test('an Ingress has the path below which it lives', () => {
    const ingress = { host: 'vms.example.com', className: 'traefik', tlsSecretName: 'vms-tls', annotations: { a: 'b' } };
    expect(values({ ingress, baseUrl: '/ui' })).toMatchObject({
      config: { baseURL: '/ui' },
      ingress: {
        enabled: true,
        ingressClassName: 'traefik',
        annotations: { a: 'b' },
        hosts: [{ host: 'vms.example.com', paths: [{ path: '/ui', type: 'Prefix' }] }],
        tls: [{ hosts: ['vms.example.com'], secretName: 'vms-tls' }],
      },
    });
  });

  test('a route hangs on a Gateway', () => {
    expect(values({ httpRoute: { gateway: { name: 'public', namespace: 'gateways' }, hostnames: ['vms.example.com'] } }).httpRoute)
      .toEqual({ enabled: true, parentRefs: [{ name: 'public', namespace: 'gateways' }], hostnames: ['vms.example.com'] });
  });

  test('its address is known at synth where it has an Ingress', () => {
    expect(url({ ingress: { host: 'vms.example.com', tlsSecretName: 'vms-tls' } })).toBe('https://vms.example.com');
    expect(url({ ingress: { host: 'vms.example.com' }, baseUrl: '/ui' })).toBe('http://vms.example.com/ui');
    expect([url({}), url()]).toEqual([undefined, undefined]);
  });
});

test.each<[DashboardOptions, string]>([
  [{ replicas: 0 }, 'dashboard.replicas: got 0'],
  [{ baseUrl: 'ui/' }, 'dashboard.baseUrl: got "ui/"'],
  [{ ingress: { host: 'https://vms' } }, 'dashboard.ingress.host: got "https://vms"'],
  [{ ingress: { host: 'vms', tlsSecretName: 'A' } }, 'dashboard.ingress.tlsSecretName: got "A"'],
  [{ httpRoute: { gateway: { name: '' } } }, 'dashboard.httpRoute.gateway.name: got ""'],
  [{ oidc: { ...OIDC, issuerUrl: 'login.example.com' } }, 'dashboard.oidc.issuerUrl: got "login.example.com"'],
  [{ oidc: { ...OIDC, clientSecretName: undefined } }, 'dashboard.oidc: got neither clientSecretName nor usePkce'],
  [{ pluginImage: 'plugin' }, 'dashboard.pluginImage: got "plugin"'],
  [{ overrides: { config: { oidc: { clientSecrets: 'x' } } } }, 'dashboard.overrides.config.oidc.clientSecrets: chart headlamp 0.40.1 has no such value'],
])('%j is refused', (options, message) => {
  expect(refusal(options)).toContain(message);
});
