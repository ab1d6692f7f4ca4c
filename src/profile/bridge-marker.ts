import { bundledComponent, bundledValues, NOTHING } from './bundled-chart';
import { Component } from './component';
import { Image, imageReference } from './image';
import { NODE_NAMESPACE, NodeAgentOptions, nodeAgentValues } from './node-agent';
import { VmoClusterProfileProps } from './props';
import { Finding } from '../admission/finding';
import { numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';

export const BRIDGE_MARKER: Image = {
  repository: 'quay.io/kubevirt/bridge-marker',
  tag: '0.13.0',
  digest: 'sha256:f9611ec10bb4aec44b0ec19f9b9d748a36255c089a1f59bc76e5fc37acc0fed2',
};

/** With it, KubeVirt leaves the resources of networks to a webhook that is not installed here. */
const EXTERNAL_INJECTION = 'ExternalNetResourceInjection';

/**
 * Options of `bridgeMarker`: each node says which Linux bridges it has, as resources `bridge.network.kubevirt.io/<bridge>`.
 * @see https://github.com/kubevirt/bridge-marker
 */
export interface BridgeMarkerOptions extends NodeAgentOptions {
  /**
   * Seconds between two looks at the bridges of a node.
   * @default 60
   */
  readonly updateInterval?: number;
  /**
   * Minutes after which it also looks at what Kubernetes says the node has.
   * @default 10
   */
  readonly reconcileInterval?: number;
}

function bridgeMarkerFindings(options: BridgeMarkerOptions, { kubevirt }: VmoClusterProfileProps): Finding[] {
  const gate = (kubevirt?.featureGates ?? []).indexOf(EXTERNAL_INJECTION);
  return [
    ...numberFindings('bridgeMarker.updateInterval', options.updateInterval, 1, 86_400, 60),
    ...numberFindings('bridgeMarker.reconcileInterval', options.reconcileInterval, 1, 1440, 10),
    ...(gate < 0 ? [] : [propFinding(`kubevirt.featureGates[${gate}]`,
      `got "${EXTERNAL_INJECTION}" with bridgeMarker: VMs would not ask for the bridges that it marks`, 'take it out')]),
  ];
}

/** What tells Kubernetes of the bridges of the nodes, where that is asked for. */
export function bridgeMarker(props: VmoClusterProfileProps): Component {
  const { bridgeMarker: options } = props;
  if (!options) return NOTHING;
  const { updateInterval, reconcileInterval } = options;
  const image = imageReference(BRIDGE_MARKER, props);
  return bundledComponent({
    id: 'BridgeMarker',
    prop: 'bridgeMarker',
    chart: 'bridge-marker',
    options,
    namespace: NODE_NAMESPACE,
    findings: () => bridgeMarkerFindings(options, props),
    values: () => bundledValues({ image, ...set({ updateInterval, reconcileInterval }), ...nodeAgentValues(props) }, options, props),
  });
}
