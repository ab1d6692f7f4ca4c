import { Token } from 'cdktf';
import { BundledChartOptions, bundledComponent, bundledValues, NOTHING } from './bundled-chart';
import { Component } from './component';
import { Image, imageReference } from './image';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { enumFindings, numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';
import { avoidedRange } from '../network/mac/scheme';

/** As KubeVirt's network add-ons name it: 28 commits after 0.51.0. */
export const KUBEMACPOOL: Image = {
  repository: 'quay.io/kubevirt/kubemacpool',
  tag: 'v0.51.0-28-g0e9285f',
  digest: 'sha256:d009c4829af2a3b46f70d54687075aa401d216c27fd965f24c0c5b7b3b7d92c7',
};

/** Of what the MAC scheme leaves to others, without the address of the bridge inside KubeVirt's pods. */
const DEFAULT_RANGE: MacRange = { start: '02:00:01:00:00:00', end: '02:00:ff:ff:ff:ff' };

const ADDRESS = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** Where kubemacpool gives out addresses. */
export enum KubemacpoolMode {
  /** In namespaces that ask for it, by the label `mutatevirtualmachines.kubemacpool.io: allocate` (pods: `mutatepods.kubemacpool.io`). */
  OPT_IN = 'opt-in',
  /** In all namespaces but those with the label `mutatevirtualmachines.kubemacpool.io: ignore`. */
  OPT_OUT = 'opt-out',
}

/** MAC addresses, ends included. */
export interface MacRange {
  /** The first: `02:00:01:00:00:00`. */
  readonly start: string;
  /** The last. */
  readonly end: string;
}

/**
 * Options of `kubemacpool`: MAC addresses for VMs that others make without one. VMs of this library bring theirs.
 * @see https://github.com/k8snetworkplumbingwg/kubemacpool
 */
export interface KubemacpoolOptions extends BundledChartOptions {
  /**
   * Namespace it runs in. Another one must be there.
   * @default vmo-system
   */
  readonly namespace?: string;
  /**
   * The addresses it gives out. They must not be such as VMs of this library may have: a range of an OUI of your own, or within `02:00`,
   * `02:42`, `0a:58`, `6a:58` or `52:54:00`.
   * @default - 02:00:01:00:00:00 to 02:00:ff:ff:ff:ff
   */
  readonly range?: MacRange;
  /**
   * For which VMs.
   * @default KubemacpoolMode.OPT_OUT
   */
  readonly vmMode?: KubemacpoolMode;
  /**
   * For which pods.
   * @default KubemacpoolMode.OPT_IN
   */
  readonly podMode?: KubemacpoolMode;
  /**
   * Whether VMs are made and changed while it does not run, then without its addresses.
   * @default false
   */
  readonly ignoreFailures?: boolean;
  /**
   * Seconds after which an address of an object that was refused by others is free again.
   * @default 300
   */
  readonly waitTime?: number;
  /**
   * Whether a NetworkPolicy lets in only what asks the webhook and for metrics.
   * @default false
   */
  readonly networkPolicy?: boolean;
}

/** Values of the chart. */
function kubemacpoolValues(options: KubemacpoolOptions, props: VmoClusterProfileProps): Record<string, any> {
  const { range = DEFAULT_RANGE, vmMode, podMode, ignoreFailures, waitTime, networkPolicy } = options;
  return bundledValues({
    image: imageReference(KUBEMACPOOL, props),
    rangeStart: range.start,
    rangeEnd: range.end,
    ...set({ vmMode, podMode, waitTime }),
    ...(ignoreFailures !== undefined && { failurePolicy: ignoreFailures ? 'Ignore' : 'Fail' }),
    ...(networkPolicy !== undefined && { networkPolicy: { enabled: networkPolicy } }),
  }, options, props);
}

function rangeFindings(range: MacRange | undefined): Finding[] {
  if (range === undefined || Token.isUnresolved(range)) return [];
  const form = (['start', 'end'] as const).filter((field) => !Token.isUnresolved(range[field]) && !ADDRESS.test(range[field]))
    .map((field) => propFinding(`kubemacpool.range.${field}`, `got ${show(range[field])}, expected a MAC address with ":" between its octets`,
      `write it like "${DEFAULT_RANGE[field]}"`));
  if (form.length > 0 || [range.start, range.end].some((address) => Token.isUnresolved(address))) return form;
  const [start, end] = [range.start.toLowerCase(), range.end.toLowerCase()];
  const given = `got ${show(range.start)} to ${show(range.end)}`;
  const remedy = `use { start: "${DEFAULT_RANGE.start}", end: "${DEFAULT_RANGE.end}" }`;
  if (start >= end) return [propFinding('kubemacpool.range', `${given}, expected the lower one first`, 'swap them')];
  const first = parseInt(start.slice(0, 2), 16);
  if (start.slice(0, 2) !== end.slice(0, 2)) return [propFinding('kubemacpool.range', `${given}, expected one first octet`, remedy)];
  if (first % 2 === 1) return [propFinding('kubemacpool.range', `${given}, which are addresses of groups`, 'begin it with an even octet')];
  // Globally unique ones belong to somebody, and the scheme makes none.
  if (first % 4 === 0 || avoidedRange(start, end)) return [];
  return [propFinding('kubemacpool.range', `${given}, which VMs of this library may have, too`, remedy)];
}

function kubemacpoolFindings(options: KubemacpoolOptions): Finding[] {
  return [
    ...rangeFindings(options.range),
    ...enumFindings('kubemacpool.vmMode', options.vmMode, KubemacpoolMode),
    ...enumFindings('kubemacpool.podMode', options.podMode, KubemacpoolMode),
    ...numberFindings('kubemacpool.waitTime', options.waitTime, 1, 86_400, 300),
  ];
}

/** What gives MAC addresses to VMs of others, where that is asked for. */
export function kubemacpool(props: VmoClusterProfileProps): Component {
  const { kubemacpool: options } = props;
  if (!options) return NOTHING;
  return bundledComponent({
    id: 'Kubemacpool',
    prop: 'kubemacpool',
    chart: 'kubemacpool',
    options,
    namespace: SYSTEM_NAMESPACE,
    findings: () => kubemacpoolFindings(options),
    values: () => kubemacpoolValues(options, props),
  });
}
