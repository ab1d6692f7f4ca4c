import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { IVmoCluster, KubevirtVersion, VmoClusterProfile } from '../../src';

/** One Helm release of a synthesized stack. */
export interface SynthesizedRelease {
  readonly name: string;
  readonly namespace: string;
  /** Name of the chart, without the path of its asset. */
  readonly chart: string;
  /** Names of the releases it waits for; of anything else, the address. */
  readonly dependsOn: string[];
  /** What Helm gets after Terraform has read its template syntax. Throws where a reference stands in it. */
  readonly values: any;
  /** The resource as it stands in the Terraform JSON. */
  readonly resource: any;
}

/** A synthesized stack, as Terraform reads it. */
export interface SynthesizedStack {
  readonly name: string;
  readonly text: string;
  readonly json: any;
  /** Names of the stacks that come before. */
  readonly dependencies: string[];
  readonly warnings: string[];
}

/** A synthesized app. */
export interface SynthesizedApp {
  readonly outdir: string;
  readonly stacks: { [name: string]: SynthesizedStack };
  /** The stack that was handed to the callback. */
  readonly stack: SynthesizedStack;
}

const temporary: string[] = [];

afterAll(() => temporary.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** An empty folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-vmo-'));
  temporary.push(folder);
  return folder;
}

/** A stack with the two providers that users bring. */
export function userStack(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new HelmProvider(stack, 'helm', {});
  new KubernetesProvider(stack, 'kubernetes', {});
  return stack;
}

/** A cluster that has KubeVirt already. */
export function existingCluster(stack: TerraformStack, clusterName = 'lab'): IVmoCluster {
  return VmoClusterProfile.fromExisting(stack, clusterName, { clusterName, kubevirtVersion: KubevirtVersion.V1_8_4 });
}

/** Runs `build` on a stack `test` of a fresh app and synthesizes for real: what comes back was read from the files. */
export function synth(build: (stack: TerraformStack, app: App) => void): SynthesizedApp {
  const outdir = temporaryFolder();
  const app = new App({ outdir, stackTraces: false });
  build(userStack(app, 'test'), app);
  app.synth();
  return readApp(outdir);
}

/** The message with which `build` is refused, before anything is synthesized. */
export function refusalOf(build: (stack: TerraformStack, app: App) => unknown): string {
  const app = new App({ outdir: temporaryFolder(), stackTraces: false });
  try {
    build(userStack(app, 'test'), app);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

/** Reads what `app.synth()` wrote. */
export function readApp(outdir: string): SynthesizedApp {
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  const stacks = Object.fromEntries(Object.values<any>(manifest.stacks).map((stack): [string, SynthesizedStack] => {
    const text = readFileSync(join(outdir, stack.synthesizedStackPath), 'utf8');
    const warnings = stack.annotations.filter((note: any) => note.level === '@cdktf/warn').map((note: any) => note.message);
    return [stack.name, { name: stack.name, text, json: JSON.parse(text), dependencies: stack.dependencies, warnings }];
  }));
  return { outdir, stacks, stack: stacks.test ?? Object.values(stacks)[0] };
}

/** The Helm releases of a stack, by name. Two of one name in one namespace are an error. */
export function releases(stack: SynthesizedStack): { [name: string]: SynthesizedRelease } {
  const resources: { [id: string]: any } = stack.json.resource?.helm_release ?? {};
  const found: { [name: string]: SynthesizedRelease } = {};
  for (const resource of Object.values(resources)) {
    if (found[resource.name]?.namespace === resource.namespace) throw new Error(`two releases ${resource.namespace}/${resource.name}`);
    found[resource.name] = {
      name: resource.name,
      namespace: resource.namespace,
      chart: /^assets\/vmo-chart-([^/]+)\//.exec(resource.chart)?.[1] ?? resource.chart,
      dependsOn: (resource.depends_on ?? []).map((address: string) => resources[address.replace('helm_release.', '')]?.name ?? address),
      get values() { return JSON.parse(literal(resource.values[0])); },
      resource,
    };
  }
  return found;
}

/** The VirtualMachine manifests of a stack, by name, however they are delivered; without what only makes Helm remove a VM. */
export function vms(stack: SynthesizedStack): { [name: string]: any } {
  return Object.fromEntries(Object.entries(objects(stack, 'VirtualMachine')).filter(([, { metadata }]) => metadata.annotations?.['helm.sh/hook'] === undefined));
}

/** The Kubernetes objects of one kind in a stack, by name, however they are delivered. */
export function objects(stack: SynthesizedStack, kind: string): { [name: string]: any } {
  return Object.fromEntries(manifests(stack).filter((object) => object.kind === kind).map((object) => [object.metadata.name, object]));
}

/** The Kubernetes objects of VMs, networks and the like in a stack, however they are delivered. */
export function manifests(stack: SynthesizedStack): any[] {
  const inReleases = Object.values(releases(stack)).filter(({ chart }) => chart === 'vmo-manifests').flatMap(({ values }) => values.objects);
  const alone = Object.values<any>(stack.json.resource?.kubernetes_manifest ?? {})
    .map(({ manifest }) => JSON.parse(literal(JSON.stringify(manifest))));
  return [...inReleases, ...alone];
}

/** Everything that a release waits for, directly and through others. */
export function waitsFor(stack: SynthesizedStack, name: string): Set<string> {
  const all = releases(stack);
  const seen = new Set<string>();
  const visit = (one: string): void => all[one]?.dependsOn.filter((other) => !seen.has(other)).forEach((other) => {
    seen.add(other);
    visit(other);
  });
  visit(name);
  return seen;
}

/** Text as Terraform hands it on, where it holds no expression. */
function literal(text: string): string {
  const expression = /(?<!\$)\$\{|(?<!%)%\{/.exec(text);
  if (expression) throw new Error(`not a literal: ${text.slice(expression.index, expression.index + 80)}`);
  return text.replace(/\$\$\{/g, () => '${').replace(/%%\{/g, () => '%{');
}
