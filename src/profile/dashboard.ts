import { Component } from './component';
import { Image, imageReference, pullSecrets } from './image';
import { SYSTEM_NAMESPACE } from './namespaces';
import { podFindings, PodOptions, podValues } from './pod-options';
import { VmoClusterProfileProps } from './props';
import { chartImage, chartImageFindings, chartOf, chartValues, namedValues, PublicChart, publicChartFindings, PublicChartOptions } from './public-chart';
import { Finding, show } from '../admission/finding';
import { GatewayReference } from '../construct/gateway-route';
import { literalFindings, numberFindings, objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

/** How people log in to the dashboard by an OpenID Connect provider, which the API server must trust, too. */
export interface DashboardOidc {
  /** Address of the provider. */
  readonly issuerUrl: string;
  /** What the dashboard is called there. */
  readonly clientId: string;
  /**
   * Name of the Secret in the namespace `vmo-system` whose key `OIDC_CLIENT_SECRET` is its password there.
   * @default - none: a public client, with `usePkce`
   */
  readonly clientSecretName?: string;
  /**
   * What it asks the provider for.
   * @default ['profile', 'email']
   */
  readonly scopes?: string[];
  /**
   * Where the provider sends people back to.
   * @default - `/oidc-callback` at the host of the Ingress; without one, as the request says
   */
  readonly callbackUrl?: string;
  /**
   * Whether each login is proven by a code of its own (PKCE).
   * @default false
   */
  readonly usePkce?: boolean;
}

/** An Ingress that leads to the dashboard. */
export interface DashboardIngress {
  /** Host name. */
  readonly host: string;
  /**
   * Class of the Ingress.
   * @default - the cluster's default class
   */
  readonly className?: string;
  /**
   * Secret with the certificate of the host, in the namespace `vmo-system`.
   * @default - none: HTTP
   */
  readonly tlsSecretName?: string;
  /**
   * What its controller is told.
   * @default - nothing
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** A route of the Gateway API that leads to the dashboard. */
export interface DashboardRoute {
  /** The Gateway it hangs on. */
  readonly gateway: GatewayReference;
  /**
   * Host names.
   * @default - those of the listener
   */
  readonly hostnames?: string[];
}

/**
 * A dashboard for VMs in the browser: Headlamp with its plugin for KubeVirt. Everybody sees and does there what their own account on the
 * cluster may.
 * @see https://headlamp.dev
 */
export interface DashboardOptions extends PublicChartOptions {
  /**
   * How people log in.
   * @default - with a token of their account
   */
  readonly oidc?: DashboardOidc;
  /**
   * An Ingress that leads to it.
   * @default - none
   */
  readonly ingress?: DashboardIngress;
  /**
   * A route of the Gateway API that leads to it.
   * @default - none
   */
  readonly httpRoute?: DashboardRoute;
  /**
   * Path below which it lives, such as `/vms`.
   * @default - the root
   */
  readonly baseUrl?: string;
  /**
   * Pods.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * What its pods take, and where they run.
   * @default - 50m CPU and 128Mi of memory asked for, on any node
   */
  readonly pods?: PodOptions;
  /**
   * Image of Headlamp, with a tag.
   * @default ghcr.io/headlamp-k8s/headlamp:v0.40.1
   */
  readonly image?: string;
  /**
   * Image of the plugin for KubeVirt, with a tag.
   * @default ghcr.io/naval-group/headlamp-kubevirt:v0.2.2
   */
  readonly pluginImage?: string;
}

export const HEADLAMP: Image = { repository: 'ghcr.io/headlamp-k8s/headlamp', tag: 'v0.40.1' };
export const HEADLAMP_PLUGIN: Image = { repository: 'ghcr.io/naval-group/headlamp-kubevirt', tag: 'v0.2.2' };

export const HEADLAMP_CHART: PublicChart = {
  repository: 'https://kubernetes-sigs.github.io/headlamp/',
  name: 'headlamp',
  version: '0.40.1',
  values: namedValues(`affinity automountServiceAccountToken deploymentAnnotations env extraContainers extraManifests fullnameOverride hostUsers
    imagePullSecrets initContainers nameOverride namespaceOverride nodeSelector podAnnotations podLabels podSecurityContext priorityClassName
    replicaCount resources securityContext tolerations topologySpreadConstraints volumeMounts volumes`, {
    clusterRoleBinding: namedValues('create clusterRoleName annotations'),
    config: namedValues('inCluster inClusterContextName baseURL sessionTTL pluginsDir enableHelm watchPlugins extraArgs tlsCertPath tlsKeyPath', {
      oidc: namedValues('clientID clientSecret issuerURL scopes callbackURL validatorClientID validatorIssuerURL useAccessToken usePKCE meUserInfoURL', {
        secret: namedValues('create name'),
        externalSecret: namedValues('enabled name'),
      }),
    }),
    httpRoute: namedValues('enabled annotations labels parentRefs hostnames rules'),
    image: namedValues('registry repository pullPolicy tag'),
    ingress: namedValues('enabled annotations labels ingressClassName hosts tls'),
    persistentVolumeClaim: namedValues('enabled annotations accessModes size storageClassName selector volumeMode'),
    pluginsManager: namedValues('enabled configFile configContent baseImage version volumeMounts securityContext env resources'),
    podDisruptionBudget: namedValues('enabled minAvailable maxUnavailable unhealthyPodEvictionPolicy'),
    service: namedValues('annotations type port clusterIP loadBalancerIP loadBalancerSourceRanges nodePort'),
    serviceAccount: namedValues('create annotations name'),
  }),
};

const RESTRICTED = {
  runAsNonRoot: true,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
  privileged: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Where the dashboard is found, where that is known. */
export function dashboardUrl({ ingress, baseUrl = '' }: DashboardOptions): string | undefined {
  return ingress && `${ingress.tlsSecretName === undefined ? 'http' : 'https'}://${ingress.host}${baseUrl}`;
}

/** Values of the headlamp chart. */
function dashboardValues(options: DashboardOptions, props: VmoClusterProfileProps): object {
  const { oidc, ingress, httpRoute, baseUrl = '', replicas = 1 } = options;
  const image = chartImage(HEADLAMP, options.image, props);
  const slash = image.repository.indexOf('/');
  return chartValues({
    fullnameOverride: 'vmo-dashboard',
    replicaCount: replicas,
    image: { registry: image.repository.slice(0, slash), repository: image.repository.slice(slash + 1), tag: image.tag },
    ...set({ imagePullSecrets: pullSecrets(props.imagePullSecrets) }),
    clusterRoleBinding: { create: false }, // the chart would make the dashboard, and with it whoever gets into its pod, an administrator
    config: {
      baseURL: baseUrl,
      // The chart would make a Secret of what stands in the values. What lies in the user's, and `env` does not say, becomes variables.
      oidc: {
        secret: { create: false },
        ...oidc?.clientSecretName !== undefined && { externalSecret: { enabled: true, name: oidc.clientSecretName } },
      },
    },
    env: oidc ? oidcVariables(oidc, dashboardUrl(options)) : [],
    ...ingress && { ingress: ingressValues(ingress, baseUrl) },
    ...httpRoute && { httpRoute: set({ enabled: true, parentRefs: [{ ...httpRoute.gateway }], hostnames: httpRoute.hostnames }) },
    initContainers: [{
      name: 'kubevirt-plugin',
      image: options.pluginImage ?? imageReference(HEADLAMP_PLUGIN, props),
      command: ['cp', '-r', '/plugins/kubevirt', '/headlamp/plugins/'],
      volumeMounts: [{ name: 'plugins', mountPath: '/headlamp/plugins' }],
      resources: { requests: { cpu: '10m', memory: '16Mi' } },
      securityContext: { ...RESTRICTED, runAsUser: 1001 },
    }],
    volumes: [{ name: 'plugins', emptyDir: {} }, { name: 'tmp', emptyDir: {} }],
    volumeMounts: [{ name: 'plugins', mountPath: '/headlamp/plugins', readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: { ...RESTRICTED, runAsUser: 100, runAsGroup: 101 },
    ...mergeOverrides({ resources: { requests: { cpu: '50m', memory: '128Mi' } } }, podValues(options.pods)),
  }, options);
}

/** As variables and not as values of the chart, which takes a client id of digits for a number. */
function oidcVariables({ issuerUrl, clientId, scopes = ['profile', 'email'], callbackUrl, usePkce }: DashboardOidc, url?: string): object[] {
  const variables = {
    OIDC_CLIENT_ID: clientId,
    OIDC_ISSUER_URL: issuerUrl,
    OIDC_SCOPES: scopes.join(','),
    OIDC_CALLBACK_URL: callbackUrl ?? (url && `${url}/oidc-callback`),
    OIDC_USE_PKCE: usePkce ? 'true' : undefined,
  };
  return Object.entries(set(variables)).map(([name, value]) => ({ name, value }));
}

function ingressValues({ host, className, tlsSecretName, annotations }: DashboardIngress, baseUrl: string): object {
  return {
    enabled: true,
    hosts: [{ host, paths: [{ path: baseUrl || '/', type: 'Prefix' }] }],
    ...set({ ingressClassName: className, annotations }),
    tls: tlsSecretName === undefined ? [] : [{ hosts: [host], secretName: tlsSecretName }],
  };
}

/** What is wrong with the options. */
function dashboardFindings(options: DashboardOptions): Finding[] {
  const { oidc, ingress, httpRoute, baseUrl } = options;
  return [
    ...numberFindings('dashboard.replicas', options.replicas, 1, Infinity, 1),
    ...literalFindings([['dashboard.baseUrl', baseUrl]], 'paths are made of it'),
    ...(baseUrl === undefined || /^(\/[\w.~-]+)+$/.test(baseUrl) ? []
      : [propFinding('dashboard.baseUrl', `got ${show(baseUrl)}, expected a path that begins with a slash and does not end with one`, 'write it like "/vms"')]),
    ...(ingress ? objectNameFindings('dashboard.ingress.host', ingress.host, 'vms.example.com') : []),
    ...(ingress?.tlsSecretName === undefined ? [] : objectNameFindings('dashboard.ingress.tlsSecretName', ingress.tlsSecretName, 'vms-tls')),
    ...(httpRoute ? objectNameFindings('dashboard.httpRoute.gateway.name', httpRoute.gateway?.name, 'public') : []),
    ...(oidc ? urlFindings('dashboard.oidc.issuerUrl', oidc.issuerUrl, 'https://login.example.com/realms/main') : []),
    ...(oidc?.callbackUrl === undefined ? [] : urlFindings('dashboard.oidc.callbackUrl', oidc.callbackUrl, 'https://vms.example.com/oidc-callback')),
    ...(oidc && oidc.clientSecretName === undefined && !oidc.usePkce ? [propFinding('dashboard.oidc',
      'got neither clientSecretName nor usePkce, so the provider could not tell who asks',
      'name the Secret with the client\'s password, or set usePkce for a public client')] : []),
    ...(oidc?.clientSecretName === undefined ? [] : objectNameFindings('dashboard.oidc.clientSecretName', oidc.clientSecretName, 'vmo-dashboard-oidc')),
    ...podFindings('dashboard.pods', options.pods),
    ...chartImageFindings('dashboard.image', options.image, HEADLAMP),
    ...chartImageFindings('dashboard.pluginImage', options.pluginImage, HEADLAMP_PLUGIN),
    ...publicChartFindings('dashboard', HEADLAMP_CHART, options),
  ];
}

function urlFindings(path: string, url: string, example: string): Finding[] {
  return /^https?:\/\/[^/\s]|\$\{/.test(url) ? [] : [propFinding(path, `got ${show(url)}, expected an address with https://`, `write it like "${example}"`)];
}

/** The dashboard, where there is to be one. */
export function dashboard(props: VmoClusterProfileProps): Component {
  const { dashboard: options } = props;
  return {
    findings: () => options ? dashboardFindings(options) : [],
    releases: () => options ? [{
      id: 'Dashboard',
      after: ['Resource'],
      name: 'vmo-dashboard',
      namespace: SYSTEM_NAMESPACE,
      chart: chartOf(HEADLAMP_CHART, options, props),
      values: dashboardValues(options, props),
    }] : [],
  };
}
