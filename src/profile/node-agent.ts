import { Token } from 'cdktf';
import { BundledChartOptions } from './bundled-chart';
import { factsOf } from './distribution';
import { VmoClusterProfileProps } from './props';
import { Finding, show } from '../admission/finding';
import { propFinding } from '../construct/report';

/** Namespace of what runs on every node as part of it: always there, and Pod Security lets privileged pods run in it unless it was told otherwise. */
export const NODE_NAMESPACE = 'kube-system';

/** What agents on the nodes have in common. */
export interface NodeAgentOptions extends BundledChartOptions {
  /**
   * Namespace they run in. Another one must be there, and must let privileged pods run: `pod-security.kubernetes.io/enforce: privileged`.
   * @default kube-system
   */
  readonly namespace?: string;
}

/**
 * Values of an agent's chart that the distribution decides. On OpenShift its account may use what lets it into the network of the node; in
 * kube-system nobody asks for that, elsewhere they do.
 */
export function nodeAgentValues(props: VmoClusterProfileProps): object {
  return factsOf(props).securityContextConstraints ? { securityContextConstraints: 'privileged' } : {};
}

/** What is wrong with an absolute path on the nodes. */
export function pathFindings(path: string, value: unknown, example: string): Finding[] {
  if (value === undefined || Token.isUnresolved(value) || (typeof value === 'string' && /^\/(?!.*\/$)/.test(value))) return [];
  return [propFinding(path, `got ${show(value)}, expected an absolute path without a slash at the end`, `write it like "${example}"`)];
}
