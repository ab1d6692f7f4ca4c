import { Fn, ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { serviceFindings, serviceShapeFindings } from './service-checks';
import { ServicePort, ServiceProtocol, ServiceType, VmServiceProps } from './service-options';
import { routeManifest } from '../construct/gateway-route';
import { ingressManifest } from '../construct/ingress';
import { loadBalancerFields } from '../construct/load-balancer';
import { report } from '../construct/report';
import { set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { IVirtualMachine } from '../object/virtual-machine';
import { vmLabels } from '../object/vm-selector';

/**
 * A name, and from outside an address, under which VMs are reached on the pod network: a Kubernetes Service, with an Ingress or a route
 * if you like.
 *
 * It waits for the cluster, not for the VMs: it serves them as they come and go. With `LOAD_BALANCER`, an apply is done when there is an address.
 *
 * Throws an error with every mistake in the props, NICs that do not let a port in included.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/
 */
export class VmService extends Construct implements ITerraformDependable {
  /** Name of the Service. */
  public readonly serviceName: string;
  /** Namespace of the Service. */
  public readonly namespace: string;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;
  private readonly vms: IVirtualMachine[];
  private readonly headless: boolean;

  constructor(scope: Construct, id: string, props: VmServiceProps) {
    super(scope, id);
    report(this, 'VmService', serviceShapeFindings(props));
    const [{ namespace, cluster }] = props.vms;
    this.serviceName = props.name ?? id;
    this.namespace = namespace;
    this.vms = props.vms;
    this.headless = props.headless ?? false;
    this.fqn = deliverObject(this, {
      className: 'VmService',
      prefix: 'svc',
      cluster,
      options: props,
      manifests: serviceManifests(this.serviceName, namespace, props),
      findings: serviceFindings(this.serviceName, props),
    }).fqn;
  }

  /** Its DNS name within the cluster. */
  public get dnsName(): string {
    return `${this.serviceName}.${this.namespace}.svc`;
  }

  /**
   * The DNS name of one of its VMs within the cluster: its Service must be headless, and the VM's `subdomain` the Service's name. Throws
   * where there is none.
   */
  public dnsNameOf(vm: IVirtualMachine): string {
    const refuse = (what: string, remedy: string) => new Error(`VmService "${this.node.path}" gives "${vm.vmName}" no DNS name: ${what}\n    → ${remedy}`);
    if (!this.vms.includes(vm)) throw refuse('it is none of its VMs', 'add it to vms');
    if (!this.headless) throw refuse('it is not headless', 'use headless: true');
    const { subdomain, hostname = vm.vmName } = vm._manifest?.spec?.template?.spec ?? {};
    if (vm._manifest && subdomain !== this.serviceName) throw refuse(`the VM's subdomain is ${subdomain ?? 'not set'}`, `use subdomain: "${this.serviceName}" on the VM`);
    return `${hostname}.${this.dnsName}`;
  }
}

/** The Service, after what leads to it. */
export function serviceManifests(name: string, namespace: string, props: VmServiceProps): any[] {
  const ports = (props.ports ?? []).map(namedPort);
  const backend = (port = ports[0]?.port) => ({ name, port });
  const { ingress, route } = props;
  return [
    ...(ingress ? [ingressManifest(name, namespace, backend(ingress.port), ingress)] : []),
    ...(route ? [routeManifest(route._kind, name, namespace, backend(route._options.port), route._options)] : []),
    serviceManifest(name, namespace, ports, props),
  ];
}

/** A port as the manifest has it: named, so that another one does not change it. */
type NamedPort = ServicePort & { readonly name: string; readonly protocol: ServiceProtocol };

function namedPort(given: ServicePort): NamedPort {
  const { protocol = ServiceProtocol.TCP, name = `${protocol.toLowerCase()}-${textOf(given.port)}` } = given;
  return { ...given, protocol, name };
}

/** A number that is only known at apply is another number until then. */
function textOf(port: number): string {
  return Token.isUnresolved(port) ? Fn.tostring(port) : String(port);
}

function serviceManifest(name: string, namespace: string, ports: NamedPort[], props: VmServiceProps): any {
  const { vms: [vm], selector, loadBalancer, sessionAffinity, sessionAffinitySeconds } = props;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: set({ name, namespace, labels: props.labels, annotations: props.annotations }),
    spec: set({
      type: props.type ?? ServiceType.CLUSTER_IP,
      clusterIP: props.headless ? 'None' : undefined,
      selector: selector ?? vmLabels(vm.vmName),
      ports: ports.length === 0 ? undefined : ports.map(({ name: portName, port, targetPort, protocol, nodePort, appProtocol }) =>
        set({ name: portName, port, targetPort: targetPort ?? port, protocol, nodePort, appProtocol })),
      ...loadBalancerFields(loadBalancer),
      sessionAffinity,
      sessionAffinityConfig: sessionAffinitySeconds === undefined ? undefined : { clientIP: { timeoutSeconds: sessionAffinitySeconds } },
      externalTrafficPolicy: props.externalTrafficPolicy,
      internalTrafficPolicy: props.internalTrafficPolicy,
      ipFamilies: props.ipFamilies,
      ipFamilyPolicy: props.ipFamilyPolicy,
      publishNotReadyAddresses: props.publishNotReadyAddresses,
    }),
  };
}
