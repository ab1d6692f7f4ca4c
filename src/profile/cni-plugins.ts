import { Token } from 'cdktf';
import { bundledComponent, bundledValues, NOTHING } from './bundled-chart';
import { Component } from './component';
import { Image, imageReference } from './image';
import { Multus, nodePaths } from './multus';
import { NODE_NAMESPACE, NodeAgentOptions, nodeAgentValues, pathFindings } from './node-agent';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { numberFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';

/** As KubeVirt's network add-ons name it: the plugins of containernetworking. */
export const CNI_PLUGINS: Image = {
  repository: 'quay.io/kubevirt/cni-default-plugins',
  tag: 'v1.9',
  digest: 'sha256:976a24392c2a096c38c2663d234b2d3131f5c24558889196d30b9ac1b6716788',
};

/**
 * Options of `cniPlugins`: network plugins for nodes that lack them, such as those of Talos and Flatcar. On `Distribution.TALOS` they are installed unless told otherwise.
 * @see https://www.cni.dev/plugins/current/
 */
export interface CniPluginsOptions extends NodeAgentOptions {
  /**
   * Names of the plugins. An empty list on Talos, which lacks them, says that somebody else brings them.
   * @default ['bridge', 'tuning']
   */
  readonly plugins?: string[];
  /**
   * Directory on the nodes that they belong in.
   * @default - that of Multus
   */
  readonly cniBinDir?: string;
  /**
   * Whether plugins of the same names that somebody else put there are overwritten. Without it they stay, and count as there.
   * @default false
   */
  readonly overwrite?: boolean;
  /**
   * Seconds between two looks at the directory.
   * @default 300
   */
  readonly interval?: number;
}

/** Values of the chart. */
function cniPluginsValues(options: CniPluginsOptions, props: VmoClusterProfileProps): Record<string, any> {
  const { _options: multus } = props.multus ?? Multus.install();
  const { plugins, cniBinDir = nodePaths(multus, props.distribution).cniBin, overwrite, interval } = options;
  const image = imageReference(CNI_PLUGINS, props);
  return bundledValues({ image, cniBinDir, ...set({ plugins, overwrite, interval }), ...nodeAgentValues(props) }, options, props);
}

function cniPluginsFindings({ plugins, cniBinDir, interval }: CniPluginsOptions): Finding[] {
  if (plugins !== undefined && !Array.isArray(plugins)) return shapeFindings('cniPlugins.plugins', plugins, false, 'a list: ["bridge"]');
  return [
    ...(plugins?.length === 0 ? [propFinding('cniPlugins.plugins', 'got no plugin', 'write ["bridge", "tuning"], or leave cniPlugins out')] : []),
    ...(plugins ?? []).flatMap((name, index) => Token.isUnresolved(name) || /^[a-z0-9][a-z0-9-]*$/.test(String(name)) ? []
      : [propFinding(`cniPlugins.plugins[${index}]`, `got ${show(name)}, expected the name of a plugin`, 'write it like "bridge"')]),
    ...pathFindings('cniPlugins.cniBinDir', cniBinDir, '/opt/cni/bin'),
    ...numberFindings('cniPlugins.interval', interval, 1, 86_400, 300),
  ];
}

/** What puts network plugins on the nodes, where that is asked for. */
export function cniPlugins(props: VmoClusterProfileProps): Component {
  const { cniPlugins: options } = props;
  if (!options) return NOTHING;
  return bundledComponent({
    id: 'CniPlugins',
    prop: 'cniPlugins',
    chart: 'cni-plugins',
    options,
    namespace: NODE_NAMESPACE,
    findings: () => cniPluginsFindings(options),
    values: () => cniPluginsValues(options, props),
  });
}
