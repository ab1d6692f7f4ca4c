import { dropped, PackPart, PackValues, partOf, TEXT, to, unlessEmpty } from './key';

const MANAGER = 'vmo-manager';
const OIDC = 'appConfig.auth.oidc';
const NO_DASHBOARD = 'Palette\'s dashboard is not part of this platform; `dashboard` adds one, Headlamp with its plugin for KubeVirt';
const API_SERVER = 'who somebody is on the cluster, say the `--oidc-*` flags of its API server';
const TLS = 'the dashboard speaks HTTP in the cluster; TLS ends where it is reached: `dashboard.ingress.tlsSecretName`';
const REACHED = 'how the dashboard is reached, say `dashboard.ingress` and `dashboard.httpRoute`';

/** Secret that the password at the identity provider is looked for in. */
const SECRET = 'vmo-dashboard-oidc';

/** The dashboard of VMO 1.0, and the manager of 2.0. */
export const DASHBOARD: PackPart = {
  switches: [{ key: `${MANAGER}.enabled`, of: MANAGER, default: true }],
  keys: [
    ...dropped('image', NO_DASHBOARD, { repository: 'us-docker.pkg.dev/palette-images/palette/spectro-vm-dashboard', tag: '4.6.3' }, { isDefault: () => true, layout: '1.0' }),
    ...dropped('', `${NO_DASHBOARD}; ${REACHED}`, { 'service.type': 'ClusterIP', 'appConfig.clusterInfo.consoleBaseAddress': '' }, { layout: '1.0' }),
    partOf(`${OIDC}.clientID`, undefined, 'dashboard.oidc.clientId', { kind: TEXT, layout: '1.0' }),
    partOf(`${OIDC}.clientSecret`, undefined, 'dashboard.oidc.clientSecretName', { kind: TEXT, layout: '1.0', secret: true }),
    partOf(`${OIDC}.issuerURL`, undefined, 'dashboard.oidc.issuerUrl', { kind: TEXT, layout: '1.0' }),
    ...dropped(OIDC, 'VMO 1.0 passes over it, too', { callbackUrl: undefined, scopes: undefined }, { layout: '1.0' }),
    ...dropped('appConfig.auth', 'Palette puts it in for itself; `dashboard.oidc.scopes` says what the dashboard asks for', { oidcExtraScopes: undefined }, { layout: '1.0' }),
    ...dropped('', 'objects have the names that this library gives them', { fullnameOverride: 'virtual-machine-orchestrator' }, { layout: '1.0' }),
    ...dropped('serviceAccount', NO_DASHBOARD, { create: true, annotations: {}, name: 'virtual-machine-orchestrator' }, { layout: '1.0' }),

    partOf(`${MANAGER}.enabled`, true, 'dashboard', { layout: '2.0' }),
    to(`${MANAGER}.deployment.replicaCount`, 1, 'dashboard.replicas', { layout: '2.0' }),
    ...([
      ['vmo-manager-crds', 'the kinds of Palette\'s manager are not part of this platform', { enabled: true }],
      [`${MANAGER}.nodeAgent`, 'an agent of Palette\'s manager; `inventory` says what nodes have', { enabled: true }],
      ['cleanup', 'nothing has to be cleaned up by an image of Palette\'s', { enabled: true }],
      [`${MANAGER}.networkPolicy`, 'it is about Palette\'s manager; `kubevirt.networkPolicies` guards KubeVirt', { enabled: false }],
      [`${MANAGER}.service`, NO_DASHBOARD, { port: 8080 }],
      [`${MANAGER}.features`, 'a blueprint says what is in its guests', { guestAgentAutoInstall: true }],
      [`${MANAGER}.features.localAuth`, 'people log in with their own account on the cluster', { enabled: false, adminUsername: 'admin' }],
      [`${MANAGER}.oidc`, API_SERVER, { k8sUsernameClaim: 'email', k8sNotFederated: false, k8sUsernamePrefix: undefined, k8sGroupPrefix: undefined }],
      [`${MANAGER}.oidc`, 'the provider sends people back to `/oidc-callback` at the host of the dashboard; tell it so', { callbackUrl: undefined }],
      [`${MANAGER}.platform`, REACHED, { baseUrl: undefined }],
      [`${MANAGER}.platform`, NO_DASHBOARD, { cdiProxyUrl: 'https://cdi-uploadproxy.cdi.svc.cluster.local', caFile: '/etc/ssl/custom/ca.crt' }],
      [`${MANAGER}.identity`, 'users and groups are the identity provider\'s own business', { keycloakAdminClientId: 'vmo-admin' }],
      [`${MANAGER}.secrets`, 'the Secret of the dashboard is made by you, so that no password stands in a plan', { create: true }],
      [`${MANAGER}.tls`, TLS, { enabled: false, existingSecret: undefined }],
      [`${MANAGER}.tls.certManager`, TLS, { enabled: false, selfSigned: false, issuerName: 'platform-ca-issuer', duration: '8760h', renewBefore: '720h' }],
      [`${MANAGER}.ingressRoute`, REACHED, { enabled: true }],
      [`${MANAGER}.ingress`, REACHED, { enabled: false }],
      [`${MANAGER}.caCert`, 'it is what Palette\'s manager trusts; `trustedCa` is what imports of disks do', { enabled: undefined, configMapName: 'platform-ca-cert' }],
      [`${MANAGER}.audit`, 'the API server\'s audit log has it', { retentionDays: 30, cleanupSchedule: '0 0 * * *' }],
      [`${MANAGER}.metrics`, 'metrics are read by Prometheus: `monitoring`', { externalMetricsEnabled: false, retentionDays: 30, ringBufferRetention: '30m' }],
      [`${MANAGER}.logging`, NO_DASHBOARD, { level: 'info' }],
      [`${MANAGER}.palette`, 'nothing here knows of Palette', { enabled: undefined, managedIngress: undefined, managedOidc: undefined, serviceName: 'vm-dashboard' }],
      ['directAccess', 'the pack itself gives it up; `cdi.service.type` and `kubevirt.service.type` say it', { enabled: false }],
    ] as [string, string, Record<string, unknown>][]).flatMap(([prefix, reason, defaults]) => dropped(prefix, reason, defaults, { layout: '2.0' })),
    ...dropped(`${MANAGER}.identity`, 'users and groups are the identity provider\'s own business', { keycloakAdminClientSecret: undefined }, { layout: '2.0', secret: true }),
    ...dropped(`${MANAGER}.features.localAuth`, 'people log in with their own account on the cluster', { adminPassword: undefined }, { layout: '2.0', secret: true }),
    partOf(`${MANAGER}.oidc.clientId`, 'k8s-oidc', 'dashboard.oidc.clientId', { layout: '2.0' }),
    partOf(`${MANAGER}.oidc.scopes`, '', 'dashboard.oidc.scopes', { layout: '2.0' }),
    partOf(`${MANAGER}.oidc.issuerUrl`, undefined, 'dashboard.oidc.issuerUrl', { kind: TEXT, layout: '2.0' }),
    partOf(`${MANAGER}.oidc.clientSecret`, undefined, 'dashboard.oidc.clientSecretName', { kind: TEXT, layout: '2.0', secret: true }),
    partOf(`${MANAGER}.existingSecret`, undefined, 'dashboard.oidc.clientSecretName', { kind: TEXT, layout: '2.0' }),
    to(`${MANAGER}.platform.cdiExternalUploadUrl`, undefined, 'cdi.uploadProxyUrlOverride', { kind: TEXT, layout: '2.0', as: unlessEmpty }),
  ],
  finish: (pack, draft) => {
    login(pack);
    if (pack.get(`${MANAGER}.enabled`)) draft.props.dashboard ??= {};
  },
};

/** How people log in, where the identity provider is known. */
function login(pack: PackValues): void {
  const first = unlessEmpty(pack.get(`${OIDC}.issuerURL`));
  const second = unlessEmpty(pack.get(`${MANAGER}.oidc.issuerUrl`));
  if (second !== undefined) {
    const scopes = String(pack.get(`${MANAGER}.oidc.scopes`) || 'openid,profile,email,groups').split(/[\s,]+/).filter((scope) => scope !== 'openid' && scope !== '');
    const clientId = pack.get(`${MANAGER}.oidc.clientId`) ?? 'k8s-oidc';
    pack.set('dashboard.oidc', { issuerUrl: second, clientId, scopes, ...credentials(pack, `${MANAGER}.oidc.clientSecret`, `${MANAGER}.existingSecret`) }, `${MANAGER}.oidc`);
    passOver(pack, ['issuerURL', 'clientID', 'clientSecret'].map((name) => `${OIDC}.${name}`), `\`${MANAGER}.oidc\` says it`);
  } else if (first !== undefined) {
    pack.set('dashboard.oidc', { issuerUrl: first, clientId: unlessEmpty(pack.get(`${OIDC}.clientID`)) ?? 'k8s-oidc', ...credentials(pack, `${OIDC}.clientSecret`) }, OIDC);
  } else {
    passOver(pack, [`${OIDC}.clientID`, `${OIDC}.clientSecret`, ...['oidc.clientId', 'oidc.clientSecret', 'oidc.scopes', 'existingSecret'].map((name) => `${MANAGER}.${name}`)],
      'without an issuer, people log in with a token of their account');
  }
}

function passOver(pack: PackValues, paths: readonly string[], reason: string): void {
  for (const path of paths) {
    const value = unlessEmpty(pack.get(path));
    if (value !== undefined) pack.says(path).drop(/clientSecret/.test(path) ? '(secret)' : value, reason);
  }
}

/** A password does not become a prop: it would stand in plan, state and cluster. */
function credentials(pack: PackValues, password: string, existing?: string): { clientSecretName?: string; usePkce?: boolean } {
  const name = existing && unlessEmpty(pack.get(existing));
  if (name) {
    pack.says(existing).remark(`the Secret "${name}" is looked for in the namespace vmo-system, with its key OIDC_CLIENT_SECRET`, 'copy it there');
    passOver(pack, [password], `\`${existing}\` has it`);
    return { clientSecretName: name };
  }
  if (unlessEmpty(pack.get(password)) === undefined) return { usePkce: true };
  pack.says(password).remark('the password is not taken over: it would stand in plan, state and cluster for all to read',
    `put it into a Secret: kubectl -n vmo-system create secret generic ${SECRET} --from-literal=OIDC_CLIENT_SECRET=…`);
  return { clientSecretName: SECRET };
}

