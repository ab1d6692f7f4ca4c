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

/** A port of a Service, which something leads to. */
export interface Backend { readonly name: string; readonly port?: number }

/** What an Ingress says beside where it leads. */
export interface IngressRules {
  readonly hosts?: string[];
  readonly path?: string;
  readonly pathType?: IngressPathType;
  readonly className?: string;
  readonly tlsSecretName?: string;
  readonly annotations?: { [key: string]: string };
}

/** An Ingress that leads to a Service of its namespace. */
export function ingressManifest(name: string, namespace: string, backend: Backend, rules: IngressRules): any {
  const { hosts, path = '/', pathType = IngressPathType.PREFIX, className, tlsSecretName, annotations } = rules;
  const http = { paths: [{ path, pathType, backend: { service: { name: backend.name, port: { number: backend.port } } } }] };
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
