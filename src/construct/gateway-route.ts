import { Backend } from './ingress';
import { set } from '../kubevirt/maps';

/** The Gateway that a route hangs on. */
export interface GatewayReference {
  /** Name of the Gateway. */
  readonly name: string;
  /**
   * Namespace of the Gateway, whose listener must let routes of other namespaces in.
   * @default - that of what it leads to
   */
  readonly namespace?: string;
  /**
   * Name of the listener.
   * @default - all that fit
   */
  readonly sectionName?: string;
}

/** The kinds of routes. */
export type RouteKind = 'HTTPRoute' | 'TLSRoute' | 'TCPRoute';

/** What a route says beside where it leads. */
export interface RouteRules {
  readonly gateway: GatewayReference;
  readonly hostnames?: string[];
  readonly path?: string;
  readonly apiVersion?: string;
}

/** A route that leads from a Gateway to a Service of its namespace. */
export function routeManifest(kind: RouteKind, name: string, namespace: string, backend: Backend, rules: RouteRules): any {
  const { gateway, hostnames, path = '/', apiVersion = 'gateway.networking.k8s.io/v1' } = rules;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec: set({
      parentRefs: [set({ name: gateway.name, namespace: gateway.namespace, sectionName: gateway.sectionName })],
      hostnames,
      rules: [set({
        matches: kind === 'HTTPRoute' ? [{ path: { type: 'PathPrefix', value: path } }] : undefined,
        backendRefs: [{ name: backend.name, port: backend.port }],
      })],
    }),
  };
}
