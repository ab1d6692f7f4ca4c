import { Component } from './component';
import { EXPORT_PROXY, ExposedService, UPLOAD_PROXY } from './exposed-service';
import { Exposure, exposureFindings, Exposures, IngressController } from './exposure';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { reverseProxyTargets } from './reverse-proxy';
import { targetHost } from './reverse-proxy-target';
import { routeManifest } from '../construct/gateway-route';
import { ingressManifest, IngressPathType } from '../construct/ingress';
import { loadBalancerFields } from '../construct/load-balancer';
import { propFinding } from '../construct/report';
import { filled, set } from '../kubevirt/maps';

/** What an upload needs of ingress-nginx: TLS to what is behind it, bodies of any size that are passed on as they come, and time. */
export const NGINX: Readonly<Record<string, string>> = {
  'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
  'nginx.ingress.kubernetes.io/proxy-body-size': '0',
  'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
  'nginx.ingress.kubernetes.io/proxy-read-timeout': '600',
  'nginx.ingress.kubernetes.io/proxy-send-timeout': '600',
};

/** What leads from outside to a Service. */
function exposureManifests(service: ExposedService, { _kind: kind, _options: options }: Exposure): any[] {
  switch (kind) {
    case 'ingress': return ingressManifests(service, options);
    case 'gateway': {
      const { host, gateway, apiVersion } = options;
      return [routeManifest('TLSRoute', service.name, service.namespace, { name: service.name, port: 443 }, { gateway: gateway!, hostnames: [host!], apiVersion })];
    }
    case 'loadBalancer': return [serviceManifest(`${service.name}-lb`, service, 'LoadBalancer', options)];
    case 'nodePort': return [serviceManifest(`${service.name}-nodeport`, service, 'NodePort', options)];
  }
}

function ingressManifests(service: ExposedService, options: Exposure['_options']): any[] {
  const { host, controller, className, tlsSecretName } = options;
  const { name, namespace } = service;
  const annotations = filled({ ...(controller === IngressController.NGINX && NGINX), ...options.annotations });
  const rules = { hosts: [host!], className, tlsSecretName, annotations, pathType: IngressPathType.PREFIX };
  if (controller !== IngressController.TRAEFIK) return [ingressManifest(name, namespace, { name, port: 443 }, rules)];
  // Traefik reads of the Service how to speak to what is behind it; the Service that is there belongs to an operator.
  const own = `${name}-traefik`;
  const told = {
    'traefik.ingress.kubernetes.io/service.serversscheme': 'https',
    'traefik.ingress.kubernetes.io/service.serverstransport': `${namespace}-${own}@kubernetescrd`,
  };
  return [
    ingressManifest(name, namespace, { name: own, port: 443 }, rules),
    serviceManifest(own, service, 'ClusterIP', { annotations: told }),
    {
      apiVersion: 'traefik.io/v1alpha1',
      kind: 'ServersTransport',
      metadata: { name: own, namespace },
      // Operators sign the certificate with a CA of their own, which they change by themselves.
      spec: { insecureSkipVerify: true },
    },
  ];
}

function serviceManifest(name: string, service: ExposedService, type: string, options: Exposure['_options']): any {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: set({ name, namespace: service.namespace, annotations: options.annotations }),
    spec: set({
      type,
      selector: service.selector,
      ports: [set({ name: 'https', port: 443, targetPort: service.targetPort, protocol: 'TCP', nodePort: options.nodePort })],
      ...loadBalancerFields(options),
      externalTrafficPolicy: options.externalTrafficPolicy,
    }),
  };
}

/** Where clients outside find a service of the platform; nothing where it is not known. */
function outsideHost(service: ExposedService, given: Exposure | undefined, { access, clusterName }: VmoClusterProfileProps): string | undefined {
  if (given) return given instanceof Exposure ? given._options.host ?? given._options.ip : undefined;
  const options = access?._reverseProxy;
  const targets = options && reverseProxyTargets(options);
  return Array.isArray(targets) ? targetHost(targets, service, clusterName, options!.domain) : undefined;
}

/** The URL under which uploads are taken from outside; what `virtctl image-upload` uses. */
export function uploadProxyUrl(props: VmoClusterProfileProps): string | undefined {
  const given = props.access?._exposures.uploadProxy;
  const host = outsideHost(UPLOAD_PROXY, given, props);
  if (host === undefined) return undefined;
  if (given?._kind !== 'nodePort') return `https://${host.includes(':') ? `[${host}]` : host}`;
  const { nodePort } = given._options;
  return nodePort === undefined ? undefined : `https://${host}:${nodePort}`;
}

/**
 * KubeVirt writes links for outside into exports only with the host of an Ingress to virt-exportproxy. Where another way leads there, this
 * one says the host and is served by nobody: no controller has its class.
 */
function exportAddressManifests(props: VmoClusterProfileProps): any[] {
  const given = props.access?._exposures.exportProxy;
  const { controller, tlsSecretName, ip } = given?._options ?? {};
  const host = outsideHost(EXPORT_PROXY, given, props);
  const found = given?._kind === 'ingress' && controller !== IngressController.TRAEFIK;
  // A host in an Ingress has no port, and is no address.
  if (host === undefined || host === ip || found || given?._kind === 'nodePort') return [];
  const { name, namespace } = EXPORT_PROXY;
  return [ingressManifest(`${name}-address`, namespace, { name, port: 443 }, { hosts: [host], className: 'vmo-address-only', tlsSecretName })];
}

/** What leads to the platform's services from outside. */
export function exposure(props: VmoClusterProfileProps): Component {
  const { uploadProxy, exportProxy }: Exposures = props.access?._exposures ?? {};
  const objects = (): any[] => [
    ...(uploadProxy ? exposureManifests(UPLOAD_PROXY, uploadProxy) : []),
    ...(exportProxy ? exposureManifests(EXPORT_PROXY, exportProxy) : []),
    ...exportAddressManifests(props),
  ];
  return {
    findings: () => [
      ...(uploadProxy && props.cdi?._mode === 'none' ? [propFinding('access.uploadProxy', 'leads to CDI, and there is none with Cdi.none()',
        props.access?._mode === 'direct' ? 'use Cdi.install(), or Access.custom({ exportProxy: Exposure.loadBalancer() })' : 'use Cdi.install(), or leave it out')] : []),
      ...exposureFindings('access.uploadProxy', uploadProxy),
      ...exposureFindings('access.exportProxy', exportProxy),
    ],
    releases: () => {
      const all = objects();
      return all.length === 0 ? [] : [{
        id: 'Exposure',
        after: ['Cdi', 'Resource'],
        name: 'vmo-exposure',
        namespace: SYSTEM_NAMESPACE,
        chart: 'vmo-manifests',
        values: { objects: all },
      }];
    },
  };
}
