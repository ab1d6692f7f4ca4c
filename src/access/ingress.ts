import { IngressPathType } from '../construct/ingress';

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
