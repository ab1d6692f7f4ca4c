import { Token } from 'cdktf';
import { valuesFindings } from './chart-values';
import { pullSecrets } from './image';
import { podFindings, PodOptions } from './pod-options';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { labelFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { BundledChart } from '../delivery/chart';
import { isMap, set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

/** Namespace of what runs on every node as part of it: always there, and Pod Security lets privileged pods run in it unless it was told otherwise. */
export const NODE_NAMESPACE = 'kube-system';

/** What parts of a platform have in common that come by a chart of this package. */
export interface ChartOptions extends PodOptions {
  /**
   * More values of the chart, merged last: `null` takes a value out. Checked against the schema of its values.
   * @default - none
   */
  readonly overrides?: { readonly [value: string]: any };
}

/** What agents on the nodes have in common. */
export interface NodeAgentOptions extends ChartOptions {
  /**
   * Namespace they run in. Another one must be there, and must let privileged pods run: `pod-security.kubernetes.io/enforce: privileged`.
   * @default kube-system
   */
  readonly namespace?: string;
}

/** Where a part runs is said by each of them. */
interface PlacedOptions extends ChartOptions { readonly namespace?: string }

/** Values of the chart of an agent: its own, those that all agents have, and the overrides. */
export function agentValues(own: object, options: ChartOptions, { imagePullSecrets }: VmoClusterProfileProps): Record<string, any> {
  const { resources, nodeSelector, tolerations, affinity, priorityClassName, overrides = {} } = options;
  return mergeOverrides(set({
    ...own, imagePullSecrets: pullSecrets(imagePullSecrets), resources, nodeSelector, tolerations, affinity, priorityClassName,
  }), overrides);
}

/** What is wrong with the options of an agent: with `own`, else with what all agents have, else with the values that the overrides make. */
export function agentFindings(path: string, chart: BundledChart, options: PlacedOptions, own: Finding[], values: () => object): Finding[] {
  const { namespace, resources, nodeSelector, tolerations, affinity, priorityClassName, overrides } = options;
  const findings = [
    ...own,
    ...(namespace === undefined ? [] : labelFindings(`${path}.namespace`, namespace, NODE_NAMESPACE)),
    ...podFindings(path, set({ resources, nodeSelector, tolerations, affinity, priorityClassName })),
    ...shapeFindings(`${path}.overrides`, overrides, overrides === undefined || isMap(overrides), 'a map: { … }'),
  ];
  return findings.length > 0 || overrides === undefined ? findings : valuesFindings(`${path}.overrides`, chart, values());
}

/** What is wrong with an absolute path on the nodes. */
export function pathFindings(path: string, value: unknown, example: string): Finding[] {
  if (value === undefined || Token.isUnresolved(value) || (typeof value === 'string' && /^\/(?!.*\/$)/.test(value))) return [];
  return [propFinding(path, `got ${show(value)}, expected an absolute path without a slash at the end`, `write it like "${example}"`)];
}
