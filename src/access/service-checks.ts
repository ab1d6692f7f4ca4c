import { Token } from 'cdktf';
import { GatewayRoute } from './gateway-route';
import { reachedNic } from './pod-network';
import {
  IpFamily, IpFamilyPolicy, ServicePort, ServiceProtocol, ServiceType, SessionAffinity, VmServiceProps,
} from './service-options';
import { Finding, show, UNKNOWN } from '../admission/finding';
import { Part } from '../admission/part';
import { validLabels } from '../admission/rules/labels';
import { IngressPathType } from '../construct/ingress';
import { loadBalancerFindings, TrafficPolicy } from '../construct/load-balancer';
import { enumFindings, numberFindings, objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { isDnsLabel } from '../kubevirt/dns';
import { isMap } from '../kubevirt/maps';
import { IVirtualMachine } from '../object/virtual-machine';
import { vmsFindings } from '../object/vms';

/** Values of another kind than declared, of which no manifest could be made. */
export function serviceShapeFindings({ vms, ports, route, ingress, loadBalancer }: VmServiceProps): Finding[] {
  const lists: [path: string, list: unknown, entry: string][] = [
    ['ports', ports, '{ port: 22 }'],
    ['ingress.hosts', ingress?.hosts, '"shop.example.com"'],
    ['loadBalancer.sourceRanges', loadBalancer?.sourceRanges, '"203.0.113.0/24"'],
  ];
  return [
    ...vmsFindings(vms, 'Service'),
    ...lists.flatMap(([path, list, entry]) => shapeFindings(path, list, list === undefined || Array.isArray(list), `a list: [${entry}]`)),
    ...shapeFindings('ingress', ingress, ingress === undefined || isMap(ingress), '{ hosts: ["shop.example.com"] }'),
    ...shapeFindings('route', route, route === undefined || route instanceof GatewayRoute, 'GatewayRoute.http({ … }), .tls({ … }) or .tcp({ … })'),
    ...(route instanceof GatewayRoute ? routeShapeFindings(route) : []),
  ];
}

function routeShapeFindings({ _kind, _options: options }: GatewayRoute): Finding[] {
  const gateway = options?.gateway;
  const hostnames = options?.hostnames;
  return [
    ...shapeFindings('route.gateway', gateway, isMap(gateway), '{ name: "public", namespace: "gateways" }'),
    ...shapeFindings('route.hostnames', hostnames, Array.isArray(hostnames) || (hostnames === undefined && _kind !== 'TLSRoute'), 'a list: ["shop.example.com"]'),
  ];
}

/** What is wrong with the props of a Service. The VMs are of one namespace. */
export function serviceFindings(name: string, props: VmServiceProps): Finding[] {
  return [
    ...serviceNameFindings(name),
    ...portsFindings(props),
    ...typeFindings(props),
    ...selectorFindings(props),
    ...wayInFindings(props),
    ...metadataFindings(props),
    ...props.vms.flatMap((vm, index) => reachFindings(`vms[${index}]`, vm, props)),
  ];
}

function serviceNameFindings(name: string): Finding[] {
  if (Token.isUnresolved(name) || (typeof name === 'string' && isDnsLabel(name) && /^[a-z]/.test(name))) return [];
  return [propFinding('name', `got ${show(name)}, expected at most 63 lower-case letters, digits and dashes that begin with a letter: it is a DNS name`, 'write a name such as "web"')];
}

/** A number from 1 to 65535, where it is known. */
function portFindings(path: string, port: unknown): Finding[] {
  return numberFindings(path, port, 1, 65535, 22);
}

function portsFindings({ ports = [], headless, type = ServiceType.CLUSTER_IP }: VmServiceProps): Finding[] {
  if (ports.length === 0 && !headless) return [propFinding('ports', 'got none, and only a headless Service can do without', 'say what is let in: [{ port: 22 }]')];
  const seen = new Map<string, number>();
  return ports.flatMap((port, index) => {
    const at = `ports[${index}]`;
    return [
      ...(port?.port === undefined ? shapeFindings(`${at}.port`, port?.port, false, 'a number such as 22') : portFindings(`${at}.port`, port.port)),
      ...portFindings(`${at}.targetPort`, port?.targetPort),
      ...enumFindings(`${at}.protocol`, port?.protocol, ServiceProtocol),
      ...portNameFindings(`${at}.name`, port?.name),
      ...nodePortFindings(`${at}.nodePort`, port?.nodePort, type),
      ...[`port ${port?.port}/${port?.protocol ?? ServiceProtocol.TCP}`, ...(port?.name === undefined ? [] : [`name "${port.name}"`])].flatMap((what) => {
        const first = seen.get(what);
        seen.set(what, first ?? index);
        return first === undefined ? [] : [propFinding(at, `got ${what}, which ports[${first}] has already`, 'take one of them out')];
      }),
    ];
  });
}

function portNameFindings(path: string, name: unknown): Finding[] {
  if (name === undefined || Token.isUnresolved(name) || (typeof name === 'string' && isDnsLabel(name))) return [];
  return [propFinding(path, `got ${show(name)}, expected at most 63 lower-case letters, digits and dashes`, 'write a name such as "ssh"')];
}

function nodePortFindings(path: string, nodePort: unknown, type: ServiceType): Finding[] {
  if (nodePort === undefined) return [];
  if (type === ServiceType.CLUSTER_IP) return [propFinding(path, 'a Service of type ClusterIP opens no port of the nodes', 'use ServiceType.NODE_PORT, or leave it out')];
  const findings = portFindings(path, nodePort);
  if (findings.length > 0 || typeof nodePort !== 'number' || Token.isUnresolved(nodePort) || (nodePort >= 30000 && nodePort <= 32767)) return findings;
  return [{
    ruleId: 'SVC-3',
    severity: 'warning',
    path,
    message: `got ${nodePort}, and API servers take 30000 to 32767 unless they are told another range`,
    remedy: 'write a number of that range, or leave it to Kubernetes',
  }];
}

function typeFindings(props: VmServiceProps): Finding[] {
  const { type = ServiceType.CLUSTER_IP, headless, loadBalancer, externalTrafficPolicy, sessionAffinity, sessionAffinitySeconds } = props;
  const only = (path: string, given: unknown, holds: boolean, message: string, remedy: string): Finding[] =>
    given === undefined || holds ? [] : [propFinding(path, message, remedy)];
  return [
    ...enumFindings('type', type, ServiceType),
    ...enumFindings('sessionAffinity', sessionAffinity, SessionAffinity),
    ...enumFindings('externalTrafficPolicy', externalTrafficPolicy, TrafficPolicy),
    ...enumFindings('internalTrafficPolicy', props.internalTrafficPolicy, TrafficPolicy),
    ...enumFindings('ipFamilyPolicy', props.ipFamilyPolicy, IpFamilyPolicy),
    ...(props.ipFamilies ?? []).flatMap((family, index) => enumFindings(`ipFamilies[${index}]`, family, IpFamily)),
    ...numberFindings('sessionAffinitySeconds', sessionAffinitySeconds, 1, 86400, 10800),
    ...only('headless', headless || undefined, type === ServiceType.CLUSTER_IP, `a Service of type ${type} has an address`, 'leave out one of headless and type'),
    ...only('loadBalancer', loadBalancer, type === ServiceType.LOAD_BALANCER, `a Service of type ${type} has no load balancer`, 'use type: ServiceType.LOAD_BALANCER'),
    ...only('externalTrafficPolicy', externalTrafficPolicy, type !== ServiceType.CLUSTER_IP, 'a Service of type ClusterIP gets nothing from outside', 'leave it out'),
    ...only('sessionAffinitySeconds', sessionAffinitySeconds, sessionAffinity === SessionAffinity.CLIENT_IP, 'clients stay with one VM only with sessionAffinity', 'use sessionAffinity: SessionAffinity.CLIENT_IP'),
    ...loadBalancerFindings('loadBalancer', loadBalancer),
  ];
}

/** A Service finds pods by labels that are one value each, so of several VMs they must have some in common. */
function selectorFindings({ vms, selector }: VmServiceProps): Finding[] {
  if (selector === undefined) {
    if (vms.length === 1) return [];
    const [first = {}, ...others] = vms.map(labelsOf).filter((labels) => labels !== undefined);
    const common = Object.fromEntries(Object.entries(first).filter(([label, value]) => others.every((labels) => labels[label] === value)));
    const remedy = Object.keys(common).length > 0 ? `write selector: ${JSON.stringify(common)}, which all of them have` : 'give all of them a label, and write it as selector: { app: "web" }';
    return [propFinding('selector', `got none for ${vms.length} VMs, and a Service finds several only by labels that they have in common`, remedy)];
  }
  if (Object.keys(selector).length === 0) return [propFinding('selector', 'got no label, and with none it would find nothing', 'leave it out for one VM, or name a label of all: { app: "web" }')];
  return vms.flatMap((vm) => {
    const labels = labelsOf(vm);
    if (!labels) return [];
    const differs = ([label, value]: [string, string]) => labels[label] !== value && ![label, value, labels[label]].some(Token.isUnresolved);
    return Object.entries(selector).filter(differs).map(([label, value]) =>
      propFinding(`selector["${label}"]`, `got ${show(value)}, and "${vm.vmName}" has ${label in labels ? show(labels[label]) : 'no such label'}`, `give the VM labels: { ${JSON.stringify(label)}: ${JSON.stringify(value)} }`));
  });
}

/** Labels and annotations of the Service and its Ingress: no schema of ours knows these kinds. */
function metadataFindings({ labels = {}, annotations, ingress }: VmServiceProps): Finding[] {
  const masked = new Part(maskReferences(labels, UNKNOWN), 'labels');
  const unlike = (path: string, map: object = {}): Finding[] => Object.entries(map).flatMap(([key, value]) =>
    shapeFindings(`${path}["${key}"]`, value, typeof value === 'string' || Token.isUnresolved(value), 'text'));
  return [
    ...unlike('labels', labels),
    ...[...validLabels(masked, 'shorten it, or make it an annotation')].map(({ path, message, remedy }) => propFinding(path, message, remedy)),
    ...unlike('annotations', annotations),
    ...unlike('ingress.annotations', ingress?.annotations),
  ];
}

/** The labels of a VM's pod, where they are known. */
function labelsOf({ _manifest }: IVirtualMachine): Record<string, string> | undefined {
  return _manifest && (_manifest.spec?.template?.metadata?.labels ?? {});
}

function wayInFindings({ ports = [], ingress, route }: VmServiceProps): Finding[] {
  return [
    ...(ingress ? [...targetFindings('ingress.port', ingress.port, ports), ...pathFindings('ingress.path', ingress.path)] : []),
    ...enumFindings('ingress.pathType', ingress?.pathType, IngressPathType),
    ...hostsFindings('ingress.hosts', ingress?.hosts),
    ...(ingress?.tlsSecretName === undefined ? [] : objectNameFindings('ingress.tlsSecretName', ingress.tlsSecretName, 'web-tls')),
    ...(route ? [
      ...targetFindings('route.port', route._options.port, ports),
      ...pathFindings('route.path', route._options.path),
      ...hostsFindings('route.hostnames', route._options.hostnames),
      ...objectNameFindings('route.gateway.name', route._options.gateway?.name, 'public'),
    ] : []),
  ];
}

/** The port of the Service that an Ingress or a route leads to. */
function targetFindings(path: string, port: number | undefined, ports: ServicePort[]): Finding[] {
  if (Token.isUnresolved(port)) return [];
  const tcp = ports.filter(({ protocol = ServiceProtocol.TCP }) => protocol === ServiceProtocol.TCP).map((one) => one.port);
  if (port === undefined && ports.length === 1 && tcp.length === 1) return [];
  if (port !== undefined && (tcp.includes(port) || tcp.some(Token.isUnresolved))) return [];
  return [propFinding(path, port === undefined ? `got none, and the Service has ${tcp.length === 0 ? 'no TCP port' : `${ports.length} ports`}` : `got ${show(port)}, which is no TCP port of the Service`,
    tcp.length > 0 ? `write one of ${tcp.join(', ')}` : 'add a TCP port to ports')];
}

function pathFindings(path: string, value: unknown): Finding[] {
  if (value === undefined || Token.isUnresolved(value)) return [];
  return shapeFindings(path, value, typeof value === 'string' && value.startsWith('/'), 'a path such as "/shop"');
}

function hostsFindings(path: string, hosts: string[] | undefined): Finding[] {
  if (hosts === undefined || Token.isUnresolved(hosts)) return [];
  if (!Array.isArray(hosts) || hosts.length === 0) return [propFinding(path, 'got no host name', 'write a list: ["shop.example.com"]')];
  return hosts.flatMap((host, index) => objectNameFindings(`${path}[${index}]`, typeof host === 'string' ? host.replace(/^\*\./, '') : host, 'shop.example.com'));
}

/** Whether the pod network lets in what the Service sends. Of a VM that is on the cluster already, nobody knows. */
function reachFindings(path: string, vm: IVirtualMachine, { ports = [] }: VmServiceProps): Finding[] {
  if (!vm._manifest) return [];
  const nic = reachedNic(vm._manifest);
  if (!nic) {
    return [{
      ruleId: 'SVC-1',
      severity: 'error',
      path,
      message: `"${vm.vmName}" has no NIC on the pod network, and that is where Services lead`,
      remedy: 'add Nic.pod() to its nics, or reach it on the network that it is on',
    }];
  }
  return ports.flatMap((port, index): Finding[] => {
    const { targetPort = port.port, protocol = ServiceProtocol.TCP } = port;
    if (typeof targetPort !== 'number' || Token.isUnresolved(targetPort) || nic.lets(targetPort, protocol)) return [];
    return [{
      ruleId: 'SVC-2',
      severity: 'error',
      path: `ports[${index}]`,
      message: `leads to port ${targetPort}/${protocol} of "${vm.vmName}", whose NIC "${nic.name}" lets in ${nic.ports} and no other`,
      remedy: `add { port: ${targetPort}${protocol === ServiceProtocol.TCP ? '' : `, protocol: NicProtocol.${protocol}`} } to the ports of that NIC`,
    }];
  });
}
