import { ServiceProtocol } from './service-options';
import { UNKNOWN } from '../admission/finding';
import { Part } from '../admission/part';
import { VmView } from '../admission/vm-view';
import { maskReferences } from '../delivery/terraform-text';

/** The NIC of a VM that Services reach. */
export interface ReachedNic {
  /** Its name; empty where the server adds it. */
  readonly name: string;
  /** The ports that it lets in, in words; `undefined` where it lets in all. */
  readonly ports?: string;
  /** Whether it lets a port in, as far as it is known. */
  readonly lets: (port: number, protocol: ServiceProtocol) => boolean;
}

const OPEN: ReachedNic = { name: '', lets: () => true };

/** The NIC of a VM on the pod network, or on the network that takes its place; `undefined` where there is none. */
export function reachedNic(manifest: any): ReachedNic | undefined {
  const vm = VmView.ofVirtualMachine(maskReferences(manifest, UNKNOWN));
  if (vm.template.get('networks') === UNKNOWN || vm.devices.get('interfaces') === UNKNOWN) return OPEN;
  if (vm.interfaces.length === 0) return vm.devices.get('autoattachPodInterface') === false ? undefined : OPEN;
  const networks = vm.networks.filter((network) => network.has('pod') || network.at('multus').get('default') === true).map((network) => network.get('name'));
  const nic = vm.interfaces.find((one) => networks.includes(one.get('name')));
  return nic && { ...OPEN, name: nic.text('name') ?? '', ...(FORWARDING.some((binding) => nic.has(binding)) && forwarded(nic)) };
}

/** Bindings that let in no more than the ports they are told, if they are told any. Bridges let in everything. */
const FORWARDING = ['masquerade', 'passtBinding'];

/** Ports from one to another, of one protocol. */
interface PortRange { readonly start: unknown; readonly end: unknown; readonly protocol: string }

function forwarded(nic: Part): Partial<ReachedNic> {
  const ranges: PortRange[] = [
    ...nic.list('ports').map((port) => ({ start: port.get('port'), end: port.get('port'), protocol: protocolOf(port) })),
    ...nic.list('portRanges').map((range) => ({ start: range.get('start'), end: range.get('end'), protocol: protocolOf(range) })),
  ];
  if (ranges.length === 0 || ranges.some(({ start, end }) => typeof start !== 'number' || typeof end !== 'number')) return {};
  return {
    ports: ranges.map(({ start, end, protocol }) => `${start === end ? start : `${start}-${end}`}/${protocol}`).join(', '),
    lets: (port, protocol) => ranges.some((range) => range.protocol === protocol && port >= Number(range.start) && port <= Number(range.end)),
  };
}

function protocolOf(part: Part): string {
  return (part.text('protocol') ?? ServiceProtocol.TCP).toUpperCase();
}
