import type { ServicePort } from './service-options';
import { set } from '../kubevirt/maps';

/** How the path of a request is compared. */
export enum IngressPathType {
  /** It begins with the path, by whole elements. */
  PREFIX = 'Prefix',
  /** It is the path. */
  EXACT = 'Exact',
  /** As the controller has it. */
  IMPLEMENTATION_SPECIFIC = 'ImplementationSpecific',
}

/**
 * A way in by HTTP.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export interface VmIngress {
  /**
   * Host names that lead to it: `shop.example.com`, `*.example.com`.
   * @default - any
   */
  readonly hosts?: string[];
  /** @default / */
  readonly path?: string;
  /** @default IngressPathType.PREFIX */
  readonly pathType?: IngressPathType;
  /**
   * Port of the Service.
   * @default - its only one
   */
  readonly port?: number;
  /**
   * `ingressClassName`: which controller of the cluster serves it.
   * @default - the cluster's default
   */
  readonly className?: string;
  /**
   * Secret of the same namespace with certificate and key for the hosts. cert-manager makes it where an annotation says so.
   * @default - no TLS
   */
  readonly tlsSecretName?: string;
  /**
   * Annotations, which the controller reads.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** The Ingress that leads to a Service. */
export function ingressManifest(name: string, namespace: string, ports: ServicePort[], ingress: VmIngress): any {
  const { hosts, path = '/', pathType = IngressPathType.PREFIX, port = ports[0]?.port, className, tlsSecretName, annotations } = ingress;
  const http = { paths: [{ path, pathType, backend: { service: { name, port: { number: port } } } }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: set({ name, namespace, annotations }),
    spec: set({
      ingressClassName: className,
      tls: tlsSecretName === undefined ? undefined : [set({ hosts, secretName: tlsSecretName })],
      rules: hosts?.map((host) => ({ host, http })) ?? [{ http }],
    }),
  };
}
