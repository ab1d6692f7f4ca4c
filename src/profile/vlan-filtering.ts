import { Token } from 'cdktf';
import { bundledComponent, bundledValues, NOTHING } from './bundled-chart';
import { Component } from './component';
import { kubevirtImages } from './kubevirt-images';
import { NODE_NAMESPACE, NodeAgentOptions, nodeAgentValues } from './node-agent';
import { VmoClusterProfileProps } from './props';
import { installedRelease } from './versions';
import { Finding, show } from '../admission/finding';
import { vlanRange } from '../admission/inventory';
import { numberFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';
import { DEFAULT_KUBEVIRT_VERSION } from '../kubevirt/version';

/** The bridge of networks and of this, unless told otherwise: Palette's. */
const DEFAULT_BRIDGE = 'br0';

/**
 * Options of `vlanFiltering`: which VLANs the ports of a Linux bridge on the nodes let through. VLANs are written as ids and ranges: `['10', '20-25']`.
 * @see https://man7.org/linux/man-pages/man8/bridge.8.html
 */
export interface VlanFilteringOptions extends NodeAgentOptions {
  /**
   * The bridge. It must be there, with an uplink, and with VLAN filtering on; nodes without it are kept out by `nodeSelector`.
   * @default br0
   */
  readonly bridge?: string;
  /** VLANs that its uplinks let through. Networks on this bridge with another VLAN are refused at synth. */
  readonly allowedVlans: string[];
  /**
   * VLANs of the bridge itself, for interfaces of the nodes such as `br0.10`.
   * @default - none
   */
  readonly allowedOnSelf?: string[];
  /**
   * Whether ports of pods and VMs let them through, too. Then every VM on the bridge can tag what it sends, and reach every one of them;
   * without it, a VM reaches the VLAN of its network.
   * @default false
   */
  readonly vmPorts?: boolean;
  /**
   * Whether other VLANs are taken away from these ports, save the one of untagged frames. Without it, nothing is ever taken away.
   * @default false
   */
  readonly exclusive?: boolean;
  /**
   * Seconds between two looks at the ports.
   * @default 30
   */
  readonly interval?: number;
  /**
   * An image with a shell and iproute2.
   * @default - KubeVirt's virt-handler, which is on the nodes anyway
   */
  readonly image?: string;
}

/** What networks may use, by bridge; nothing where it is only known at apply. */
export function filteredVlans(options: VlanFilteringOptions | undefined): { [bridge: string]: string[] } | undefined {
  if (!options) return undefined;
  const { bridge = DEFAULT_BRIDGE, allowedVlans } = options;
  return [bridge, allowedVlans, ...allowedVlans].some((value) => Token.isUnresolved(value)) ? undefined : { [bridge]: [...allowedVlans] };
}

/** virt-handler as KubeVirt has it: the same image, so that nodes pull nothing more. */
function defaultImage({ kubevirt = {}, ...from }: VmoClusterProfileProps): string {
  const { version = DEFAULT_KUBEVIRT_VERSION, imageRegistry: registry } = kubevirt;
  return kubevirtImages({ version, release: installedRelease(kubevirt), registry, from }).VIRT_HANDLER_IMAGE;
}

/** Values of the chart. */
function vlanFilteringValues(options: VlanFilteringOptions, props: VmoClusterProfileProps): Record<string, any> {
  const { bridge = DEFAULT_BRIDGE, allowedVlans, allowedOnSelf, vmPorts, exclusive, interval, image = defaultImage(props) } = options;
  const own = { image, bridge, allowedVlans, ...set({ allowedOnSelf, vmPorts, exclusive, interval }) };
  return bundledValues({ ...own, ...nodeAgentValues(props) }, options, props);
}

/** What is wrong with a list of VLANs. */
export function vlanFindings(path: string, vlans: unknown): Finding[] {
  if (vlans === undefined || Token.isUnresolved(vlans)) return [];
  if (!Array.isArray(vlans)) return shapeFindings(path, vlans, false, 'a list: ["10", "20-25"]');
  return vlans.flatMap((one, index) => Token.isUnresolved(one) || (typeof one === 'string' && vlanRange(one)) ? []
    : [propFinding(`${path}[${index}]`, `got ${show(one)}, expected a number from 1 to 4094, or two with "-" between them, the lower first`, 'write it like "10" or "20-25"')]);
}

function vlanFilteringFindings(options: VlanFilteringOptions): Finding[] {
  const { bridge, allowedVlans, allowedOnSelf } = options;
  const isInterface = bridge === undefined || Token.isUnresolved(bridge) || (typeof bridge === 'string' && /^(?!\.{1,2}$)[^/:\s]{1,15}$/.test(bridge));
  return [
    ...(isInterface ? [] : [propFinding('vlanFiltering.bridge', `got ${show(bridge)}, expected 1 to 15 characters without "/", ":" and spaces`, 'use a name like "br0"')]),
    ...(Array.isArray(allowedVlans) && allowedVlans.length === 0 || allowedVlans === undefined
      ? [propFinding('vlanFiltering.allowedVlans', 'got no VLAN', 'write those of your networks, like ["10", "20-25"], or leave vlanFiltering out')] : []),
    ...vlanFindings('vlanFiltering.allowedVlans', allowedVlans),
    ...vlanFindings('vlanFiltering.allowedOnSelf', allowedOnSelf),
    ...numberFindings('vlanFiltering.interval', options.interval, 1, 86_400, 30),
  ];
}

/** What lets VLANs through the bridge of the nodes, where that is asked for. */
export function vlanFiltering(props: VmoClusterProfileProps): Component {
  const { vlanFiltering: options } = props;
  if (!options) return NOTHING;
  return bundledComponent({
    id: 'VlanFiltering',
    prop: 'vlanFiltering',
    chart: 'vlan-filtering',
    options,
    namespace: NODE_NAMESPACE,
    findings: () => vlanFilteringFindings(options),
    values: () => vlanFilteringValues(options, props),
  });
}
