import { valuesFindings } from './chart-values';
import { Component, PlatformRelease } from './component';
import { pullSecrets } from './image';
import { podFindings, PodOptions } from './pod-options';
import { VmoClusterProfileProps } from './props';
import { Finding } from '../admission/finding';
import { labelFindings, shapeFindings } from '../construct/prop-checks';
import { BundledChart } from '../delivery/chart';
import { isMap, set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

/** Options of what is installed from a Helm chart of this package. */
export interface BundledChartOptions extends PodOptions {
  /**
   * More values of the chart, merged last: `null` takes a value out. Checked against the schema of its values.
   * @default - none
   */
  readonly overrides?: { readonly [key: string]: any };
}

/** Where a part runs is said by each of them. */
interface PlacedOptions extends BundledChartOptions { readonly namespace?: string }

/** What is said of pods, of all that is said. */
function podsOf({ resources, nodeSelector, tolerations, affinity, priorityClassName }: PodOptions): PodOptions {
  return set({ resources, nodeSelector, tolerations, affinity, priorityClassName });
}

/** Values of the chart of a part: its own, those that all have, and the overrides. */
export function bundledValues(own: object, options: BundledChartOptions, { imagePullSecrets }: VmoClusterProfileProps): Record<string, any> {
  return mergeOverrides(set({ ...own, imagePullSecrets: pullSecrets(imagePullSecrets), ...podsOf(options) }), options.overrides ?? {});
}

/** What is wrong with the options of a part: with `own`, else with what all have, else with the values that are made of them. */
export function bundledFindings(path: string, chart: BundledChart, options: PlacedOptions, own: Finding[], values: () => object): Finding[] {
  const { namespace, overrides } = options;
  const findings = [
    ...own,
    ...(namespace === undefined ? [] : labelFindings(`${path}.namespace`, namespace, 'vmo-system')),
    ...podFindings(path, podsOf(options)),
    ...shapeFindings(`${path}.overrides`, overrides, overrides === undefined || isMap(overrides), 'a map: { … }'),
  ];
  return findings.length > 0 ? findings : valuesFindings(overrides === undefined ? path : `${path}.overrides`, chart, values());
}

/** A part that is one release of a chart of this package, called as the chart is. */
export interface BundledPart extends Pick<PlatformRelease, 'id' | 'namespace' | 'takeOwnership'> {
  /** The prop that its options come by. */
  readonly prop: string;
  readonly chart: BundledChart;
  readonly options: PlacedOptions;
  /** What is wrong with the options of its own. */
  readonly findings: () => Finding[];
  readonly values: () => object;
}

/** A part that is not installed. */
export const NOTHING: Component = { findings: () => [], releases: () => [] };

/** The component of such a part. `namespace` is where it runs unless its options say otherwise. */
export function bundledComponent({ prop, chart, options, findings, values, namespace, ...release }: BundledPart): Component {
  return {
    findings: () => bundledFindings(prop, chart, options, findings(), values),
    releases: () => [{ ...release, name: `vmo-${chart}`, namespace: options.namespace ?? namespace, chart, values: values() }],
  };
}
