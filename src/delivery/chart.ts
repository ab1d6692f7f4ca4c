import { createHash } from 'crypto';
import { join } from 'path';
import { Release, ReleaseConfig } from '@cdktf/provider-helm/lib/release';
import { AssetType, ITerraformDependable, TerraformAsset, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { reachable } from './provider';
import { escapeText, jsonText } from './terraform-text';

const CHARTS = join(__dirname, '..', '..', 'charts');

/** The charts this package brings. */
export type BundledChart =
  | 'vmo-manifests'
  | 'snapshot-crds'
  | 'cdi-operator'
  | 'cdi'
  | 'multus'
  | 'vlan-filtering'
  | 'cni-plugins'
  | 'bridge-marker'
  | 'kubemacpool'
  | 'kubevirt-operator'
  | 'kubevirt'
  | 'reverse-proxy';

/** Where a chart of this package lies. */
export function chartFolder(chart: BundledChart): string {
  return join(CHARTS, chart);
}

/** A chart in a repository. */
export interface RepositoryChart { readonly repository: string; readonly name: string; readonly version: string }

/** What a Helm release needs to know. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly chart: BundledChart | RepositoryChart;
  readonly values: object;
  readonly dependsOn: ITerraformDependable[];
  readonly provider?: TerraformProvider;
  /** Seconds Helm waits for hooks and readiness. @default 300 */
  readonly timeout?: number;
  /** Whether objects that exist already, made by hand or by another release, become part of this one. @default false */
  readonly takeOwnership?: boolean;
}

/** What tells Helm to leave an object on the cluster when it goes from the release, and when the release goes. */
export const KEPT_BY_HELM = { 'helm.sh/resource-policy': 'keep' };

/** Adds a `helm_release`. Values go as JSON: Terraform shows a change of JSON field by field, and Helm reads it as YAML. */
export function helmRelease(scope: Construct, id: string, release: HelmRelease): Release {
  const provider = reachable(scope, release.provider);
  takeReleaseName(scope, provider, release);
  const chart: Pick<ReleaseConfig, 'chart' | 'repository' | 'version'> = typeof release.chart === 'string'
    ? { chart: chartPath(scope, release.chart) }
    : { chart: release.chart.name, repository: release.chart.repository, version: release.chart.version };
  return new Release(scope, id, {
    ...chart,
    name: release.name,
    namespace: release.namespace,
    values: [escapeText(yamlSafe(jsonText(release.values)))],
    dependsOn: release.dependsOn.length > 0 ? release.dependsOn : undefined,
    provider,
    timeout: release.timeout ?? 300,
    takeOwnership: release.takeOwnership,
    createNamespace: false, // namespaces carry pod-security labels, so they are objects of their own
    maxHistory: 5, // every revision is a Secret; Helm keeps all of them unless told otherwise
  });
}

/** Names of releases in a stack, by provider and namespace, with the construct that has them. */
const RELEASES = new WeakMap<TerraformStack, Map<string, string>>();

/** Two releases of one name through one provider would be one release with two owners, which undo each other at every apply. */
function takeReleaseName(scope: Construct, provider: TerraformProvider | undefined, { name, namespace }: HelmRelease): void {
  const stack = TerraformStack.of(scope);
  const names = RELEASES.get(stack) ?? new Map<string, string>();
  RELEASES.set(stack, names);
  const key = `${provider?.alias ?? ''} ${namespace}/${name}`;
  const other = names.get(key);
  if (other !== undefined) {
    throw new Error(`"${scope.node.path}" and "${other}" are both the Helm release "${namespace}/${name}" through one Helm provider, so on one cluster\n` +
      '    → put each cluster into a stack of its own, or give each a HelmProvider of its own with an alias');
  }
  names.set(key, scope.node.path);
}

/**
 * Helm reads values as YAML, which refuses some characters that JSON takes as they are, and turns U+0085 into a space
 * (tried with Helm 3.19). Written as escapes, they arrive.
 */
function yamlSafe(json: string): string {
  return json.replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** One copy of a bundled chart per stack, however many releases use it. */
function chartPath(scope: Construct, chart: BundledChart): string {
  const stack = TerraformStack.of(scope);
  const id = `vmo-chart-${chart}`;
  const asset = stack.node.tryFindChild(id) as TerraformAsset | undefined
    ?? new TerraformAsset(stack, id, { path: chartFolder(chart), type: AssetType.DIRECTORY });
  return asset.path;
}

/** Helm's limit on the length of a release name. */
const RELEASE_NAME_LENGTH = 53;

/** A release name for an object: readable, unique for each kind and name in a namespace, never longer than Helm allows. */
export function releaseName(prefix: string, name: string): string {
  const full = `${prefix}-${name}`;
  if (full.length <= RELEASE_NAME_LENGTH) return full;
  const hash = createHash('sha256').update(full).digest('hex').slice(0, 8);
  return `${full.slice(0, RELEASE_NAME_LENGTH - 9).replace(/[-.]+$/, '')}-${hash}`;
}
