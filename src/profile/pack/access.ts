import { dropped, LIST, oneOf, PackPart, PackValues, partOf, TEXT_MAP, unlessEmpty } from './key';
import { show } from '../../admission/finding';
import { isMap, set } from '../../kubevirt/maps';
import { Access } from '../access';
import { Exposure, IngressController, IngressExposureOptions } from '../exposure';
import { NGINX as OWN } from '../exposure-release';

/** A service of the platform as the pack exposes it. */
interface Exposed {
  readonly component: 'cdi' | 'kubevirt';
  readonly prop: 'uploadProxy' | 'exportProxy';
  /** What the pack calls the class of the Ingress. */
  readonly className: 'className' | 'ingressClassName';
  readonly host: string;
  /** What it tells nginx. */
  readonly annotations: Record<string, string>;
}

const NGINX = 'nginx.ingress.kubernetes.io';

const EXPOSED: Exposed[] = [
  {
    component: 'kubevirt',
    prop: 'exportProxy',
    className: 'ingressClassName',
    host: 'virt-exportproxy.maas.sc',
    annotations: { [`${NGINX}/backend-protocol`]: 'HTTPS' },
  },
  {
    component: 'cdi',
    prop: 'uploadProxy',
    className: 'className',
    host: 'cdi-uploadproxy.maas.sc',
    annotations: {
      [`${NGINX}/proxy-body-size`]: '0',
      [`${NGINX}/proxy-read-timeout`]: '600',
      [`${NGINX}/proxy-send-timeout`]: '600',
      [`${NGINX}/proxy-request-buffering`]: 'off',
      [`${NGINX}/backend-protocol`]: 'HTTPS',
    },
  },
];

/** How uploads and exports are reached from outside. */
export const ACCESS: PackPart = {
  switches: EXPOSED.map(({ component }) => ({ key: `${component}.ingress.enabled`, of: `${component}.ingress`, default: false })),
  keys: EXPOSED.flatMap(({ component, prop, className, host, annotations }) => [
    partOf(`${component}.service.type`, 'LoadBalancer', `access.${prop}`, { kind: oneOf('LoadBalancer', 'ClusterIP', 'NodePort') }),
    ...dropped(`${component}.service`, 'the Service is at port 443, as clients expect', { port: 443, targetPort: 8443 }),
    partOf(`${component}.ingress.enabled`, false, `access.${prop}`),
    partOf(`${component}.ingress.${className}`, 'nginx', `access.${prop}.className`),
    partOf(`${component}.ingress.annotations`, { 'cert-manager.io/issuer': issuer(component), ...annotations }, `access.${prop}.annotations`, { kind: TEXT_MAP }),
    ...dropped(`${component}.ingress`, 'the Ingress has no labels of yours here', { labels: {} }),
    partOf(`${component}.ingress.hosts`, [{ host, paths: [{ path: '/', pathType: 'ImplementationSpecific' }] }], `access.${prop}.host`, { kind: LIST }),
    partOf(`${component}.ingress.tls`, [], `access.${prop}.tlsSecretName`, { kind: LIST }),
  ]),
  finish: (pack, draft) => {
    for (const exposed of EXPOSED) expose(exposed, pack);
    const { access } = draft.props;
    if (access === undefined) return;
    const isDirect = EXPOSED.every(({ prop }) => access[prop]?._kind === 'loadBalancer');
    draft.props.access = isDirect ? Access.direct() : Access.custom(access);
  },
};

/** The Issuer that the pack's chart makes. */
function issuer(component: string): string {
  return `${component}-selfsigned-issuer`;
}

function expose({ component, prop, className }: Exposed, pack: PackValues): void {
  const of = (key: string) => pack.get(`${component}.${key}`);
  const type = of('service.type');
  if (of('ingress.enabled') !== true) {
    if (type === 'LoadBalancer') pack.set(`access.${prop}`, Exposure.loadBalancer(), `${component}.service.type`);
    if (type === 'NodePort') pack.set(`access.${prop}`, Exposure.nodePort(), `${component}.service.type`);
    return;
  }
  const says = pack.says(`${component}.service.type`);
  const both = `got "${type}" beside ${component}.ingress.enabled: true, and the service is reached in one way here`;
  // Where nobody has chosen the type, it is the Ingress that is meant.
  if (type === 'LoadBalancer') says.remark(`${both}: by the Ingress`, 'write "ClusterIP", which says so');
  if (type === 'NodePort') says.mistake(both, `write "ClusterIP" for the Ingress alone, or set ${component}.ingress.enabled to false`);
  const ingress = ingressOf(component, of(`ingress.${className}`) || 'nginx', pack);
  if (ingress) pack.set(`access.${prop}`, Exposure.ingress(ingress), `${component}.ingress`);
}

function ingressOf(component: string, className: string, pack: PackValues): IngressExposureOptions | undefined {
  const hosts: unknown[] = pack.get(`${component}.ingress.hosts`) ?? [];
  const named = hosts.flatMap((one) => isMap(one) && typeof one.host === 'string' && one.host !== '' ? [one as { host: string; paths?: unknown }] : []);
  const [{ host, paths } = { host: undefined, paths: undefined }, ...others] = named;
  const says = pack.says(`${component}.ingress.hosts`);
  if (host === undefined) {
    says.mistake('got no host', 'write it like [{ host: uploads.example.com }]');
    return undefined;
  }
  if (Array.isArray(paths) && paths.some((one) => one?.path !== '/')) says.remark(`got ${show(paths)}, and all of the host leads to the service here`, 'give the service a host of its own');
  if (others.length > 0) says.drop(others.map((one) => one.host), 'one host leads to a service here: the first');
  // Its own Issuer is what the pack makes itself.
  const { 'cert-manager.io/issuer': issuedBy, ...annotations } = pack.get(`${component}.ingress.annotations`) ?? {};
  const isMade = issuedBy === issuer(component);
  const tls: unknown[] = pack.get(`${component}.ingress.tls`) ?? [];
  const certificates = tls.filter((one): one is { secretName: string; hosts?: unknown } => isMap(one) && typeof one.secretName === 'string');
  const certificate = certificates.find((one) => Array.isArray(one.hosts) && one.hosts.includes(host)) ?? certificates[0];
  if (certificates.length > 1) {
    pack.says(`${component}.ingress.tls`).remark(`one certificate is for the one host here: that in the Secret "${certificate.secretName}"`, 'take the others out');
  }
  if (isMade && certificate) {
    pack.says(`${component}.ingress.annotations`).remark(`the Issuer "${issuedBy}" comes with the pack, and not with this platform`,
      `make the Secret "${certificate.secretName}" in the namespace ${component}, or name an Issuer of yours`);
  }
  const own = { ...annotations, ...issuedBy !== undefined && !isMade && { 'cert-manager.io/issuer': issuedBy } };
  const controller = /traefik/.test(className) ? IngressController.TRAEFIK : /nginx/.test(className) ? IngressController.NGINX : IngressController.OTHER;
  const said = Object.fromEntries(Object.entries<string>(own).filter(([key, value]) => OWN[key] !== value));
  return { host, controller, className, ...set({ tlsSecretName: certificate?.secretName, annotations: unlessEmpty(said) }) };
}
