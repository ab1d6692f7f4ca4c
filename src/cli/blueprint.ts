import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { oneLine } from './one-line';
import { readTemplate, readTemplates } from './template';
import { isMap } from '../kubevirt/maps';
import { SOURCES, SourcesNote } from '../profile/sources-note';

/** One Helm release or `kubernetes_manifest` of a stack. */
export interface PlannedResource {
  readonly address: string;
  /** Path of the construct that made it. */
  readonly construct: string;
  /** Release name, or kind and name of the object. */
  readonly name: string;
  readonly namespace: string;
  /** Chart, or `manifest`. */
  readonly from: string;
  /** The chart, where it comes from a repository. */
  readonly chart?: { readonly repository: string; readonly name: string; readonly version: string };
  /** What is known of its images and its chart beside what is sent. */
  readonly sources?: SourcesNote;
  /** What is sent to a chart, or the manifest, as far as it can be read before apply. */
  readonly sent: unknown[];
  /** The Kubernetes objects, where they can be read from the stack. */
  readonly objects: any[];
}

/** What one stack would create. */
export interface PlannedStack {
  readonly name: string;
  /** Path of the Terraform JSON, from the folder the command runs in. */
  readonly path: string;
  readonly dependencies: string[];
  /** In an order in which they can be applied. */
  readonly resources: PlannedResource[];
  readonly warnings: string[];
  /** Findings that are accepted, with the reason. */
  readonly suppressed: string[];
  readonly accepted: AcceptedNote[];
}

/** The note that a construct leaves of a finding that is accepted. */
export interface AcceptedNote {
  readonly construct: string;
  /** `path: message: reason [rule]`; a path in the words of the props has that in the manifest behind it: `nics[0] (spec.template…)`. */
  readonly text: string;
  /** The last day on which it is. */
  readonly expires?: string;
}

/** Reads what `app.synth()` wrote. Throws where there is nothing to read. */
export function readBlueprint(outdir: string): PlannedStack[] {
  const manifest = readJson(join(outdir, 'manifest.json'), outdir);
  const stacks = isMap(manifest.stacks) ? Object.values(manifest.stacks) : [undefined];
  if (!stacks.every(isStack)) throw nothingToRead(outdir);
  return inOrder(stacks, (stack) => stack.name, (stack) => stack.dependencies).map((stack) => ({
    name: stack.name,
    path: join(outdir, stack.synthesizedStackPath),
    dependencies: stack.dependencies,
    resources: readResources(readJson(join(outdir, stack.synthesizedStackPath), outdir)),
    warnings: notes(stack, '@cdktf/warn'),
    suppressed: notes(stack, '@cdktf/info').filter((note) => SUPPRESSED.test(note)).map((note) => note.replace(SUPPRESSED, ': ')),
    accepted: stack.annotations.flatMap(acceptedNote),
  }));
}

/** How the notes begin that a suppression leaves, behind the path of the construct; with an end, `until` follows. */
const SUPPRESSED = /: suppressed(?:: | (?=until ))/;

function acceptedNote({ level, constructPath: construct, message }: any): AcceptedNote[] {
  const [, expires, text] = level === '@cdktf/info' ? /^suppressed(?: until ([\d-]+))?: (.*)$/s.exec(String(message)) ?? [] : [];
  return text === undefined ? [] : [{ construct, text, expires }];
}

function notes({ annotations }: ManifestStack, level: string): string[] {
  return annotations.filter((note: any) => note.level === level).map((note: any) => oneLine(`${note.constructPath}: ${note.message}`));
}

function readJson(path: string, outdir: string): Record<string, any> {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8'));
    if (isMap(content)) return content;
  } catch {
    // not there, or no JSON
  }
  throw nothingToRead(outdir);
}

function nothingToRead(outdir: string): Error {
  return new Error(`there is no synthesized app in "${outdir}"; run your app first (npm start, or npx cdktf-cli@0.21 synth), or name its output folder: vmo show <folder>, vmo images <folder>`);
}

/** What cdktf writes of a stack into `manifest.json`. */
interface ManifestStack {
  readonly name: string;
  readonly synthesizedStackPath: string;
  readonly dependencies: string[];
  readonly annotations: any[];
}

function isStack(stack: unknown): stack is ManifestStack {
  return isMap(stack) && typeof stack.name === 'string' && typeof stack.synthesizedStackPath === 'string'
    && Array.isArray(stack.dependencies) && Array.isArray(stack.annotations);
}

function readResources(stack: any): PlannedResource[] {
  const releases = Object.entries<any>(stack.resource?.helm_release ?? {}).map(([id, release]) => {
    const { chart, repository, version, values = [] } = release;
    const sent = values.map(readValues);
    return {
      address: `helm_release.${id}`,
      construct: constructOf(release),
      dependsOn: release.depends_on ?? [],
      name: release.name,
      namespace: release.namespace ?? 'default',
      from: chartName(chart, version),
      ...(repository && { chart: { repository, name: chart, version } }),
      sources: release['//']?.[SOURCES],
      sent,
      objects: objectsIn(sent[0]),
    };
  });
  const manifests = Object.entries<any>(stack.resource?.kubernetes_manifest ?? {}).map(([id, resource]) => {
    const manifest = readTemplates(resource.manifest);
    return {
      address: `kubernetes_manifest.${id}`,
      construct: constructOf(resource),
      dependsOn: resource.depends_on ?? [],
      name: isMap(manifest) ? `${manifest.kind}/${manifest.metadata?.name}` : id,
      namespace: manifest.metadata?.namespace ?? '',
      from: 'manifest',
      sent: [manifest],
      objects: [manifest].filter(isMap),
    };
  });
  return inOrder([...releases, ...manifests], (one) => one.address, (one) => one.dependsOn);
}

function constructOf(resource: any): string {
  return resource['//']?.metadata?.path ?? '';
}

function chartName(chart: string, version?: string): string {
  return version ? `${chart} ${version}` : /^assets\/vmo-chart-([^/]+)\//.exec(chart)?.[1] ?? chart;
}

/** Values are JSON where they are ours, and may be YAML where they are not. */
function readValues(text: string): unknown {
  try {
    return readTemplate(text);
  } catch {
    return readYaml(text);
  }
}

function readYaml(text: string): unknown {
  try {
    return parse(readTemplates(text));
  } catch {
    return undefined; // what is only known at apply gives it its shape
  }
}

/** Objects in the values of our manifests chart; other charts have none. */
function objectsIn(values: any): any[] {
  return Array.isArray(values?.objects) ? values.objects.filter((object: unknown) => isMap(object) && !isHook(object)) : [];
}

/** Whether an object is there only while Helm does something, such as what removes a VM that KubeVirt made. */
function isHook({ metadata }: Record<string, any>): boolean {
  return metadata?.annotations?.['helm.sh/hook'] !== undefined;
}

/** Every item after those it depends on; otherwise by how deep it lies, then by name. */
function inOrder<T>(items: T[], key: (item: T) => string, dependencies: (item: T) => string[]): T[] {
  const byKey = new Map(items.map((item) => [key(item), item]));
  const depths = new Map<string, number>();
  const depth = (name: string): number => {
    const item = byKey.get(name);
    if (!item) return 0;
    if (!depths.has(name)) depths.set(name, Math.max(0, ...dependencies(item).filter((other) => byKey.has(other)).map((other) => depth(other) + 1)));
    return depths.get(name)!;
  };
  return [...items].sort((a, b) => depth(key(a)) - depth(key(b)) || (key(a) < key(b) ? -1 : 1));
}
