import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { references, renderDeep, Resolve } from './expression';
import { inOrder } from './order';

/** A synthesized stack: what one `terraform apply` works on. */
export interface Stack {
  readonly name: string;
  /** Folder of its `cdk.tf.json`. */
  readonly dir: string;
  /** Names of the stacks that come before. */
  readonly dependencies: readonly string[];
  /** In the order in which they are applied. */
  readonly resources: readonly Resource[];
}

export type Resource = Release | Manifest;

interface Common {
  /** `TYPE.NAME`, unique in its stack. */
  readonly address: string;
  readonly name: string;
  /** Addresses of all that it waits for: `depends_on`, what its fields refer to, and what these wait for. */
  readonly dependsOn: readonly string[];
  /** The attributes as Terraform keeps them in its state, references resolved. */
  readonly arguments: Arguments;
}

export interface Arguments { readonly [attribute: string]: unknown }

/** A `helm_release`. Where an attribute is not written, it is the provider's default. */
export interface Release extends Common, ReleaseSettings {
  readonly kind: 'release';
  /** Absolute path of a local chart; else its name in `repository`. */
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  /** What the texts of `valueTexts` mean. */
  readonly values: readonly unknown[];
  /** What Helm reads, byte for byte. */
  readonly valueTexts: readonly string[];
}

/** What a release needs after its chart is gone, too. */
export interface ReleaseSettings {
  readonly namespace: string;
  /** Seconds. */
  readonly timeout: number;
  readonly wait: boolean;
  readonly waitForJobs: boolean;
  readonly atomic: boolean;
  readonly createNamespace: boolean;
  readonly takeOwnership: boolean;
  /** Revisions Helm keeps; 0 keeps all. */
  readonly maxHistory: number;
  /** A release of this name that exists already is upgraded instead of refused. */
  readonly upgradeInstall: boolean;
  readonly disableWebhooks: boolean;
}

/** A `kubernetes_manifest`. */
export interface Manifest extends Common, ManifestSettings {
  readonly kind: 'manifest';
  readonly object: KubernetesObject;
}

export interface ManifestSettings {
  /** Paths whose values the server may change. */
  readonly computedFields: readonly string[];
  readonly fieldManager: { readonly name: string; readonly forceConflicts: boolean };
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Attributes with a meaning here. A new one in the Terraform JSON is refused until it is given one. */
const RELEASE_ATTRIBUTES = ['name', 'namespace', 'chart', 'repository', 'version', 'values', 'timeout', 'wait', 'wait_for_jobs', 'atomic',
  'create_namespace', 'take_ownership', 'max_history', 'upgrade_install', 'disable_webhooks'];
const MANIFEST_ATTRIBUTES = ['manifest', 'computed_fields', 'field_manager'];
/** Attributes of Terraform, not of a provider. Every provider of the app stands for the one cluster that is applied to. */
const META_ATTRIBUTES = ['//', 'depends_on', 'provider'];

/** Blocks of a stack that create nothing. */
const SILENT_BLOCKS = ['//', 'terraform', 'provider', 'variable', 'output', 'resource'];

type Block = { readonly [attribute: string]: unknown };

/**
 * The stacks of a `cdktf.out`, each after those it depends on. Throws where a stack holds anything that would be applied by
 * Terraform and is not understood here.
 *
 * @param variables values of references that nothing in the stack answers, such as `var.token`
 */
export function readStacks(cdktfOut: string, variables: Record<string, string> = {}): Stack[] {
  const app = JSON.parse(readFileSync(join(cdktfOut, 'manifest.json'), 'utf8')) as {
    stacks: Record<string, { name: string; synthesizedStackPath: string; dependencies: string[] }>;
  };
  const stacks = Object.values(app.stacks).map(({ name, synthesizedStackPath, dependencies }) => {
    const path = join(cdktfOut, synthesizedStackPath);
    const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, Block>>;
    return { name, dir: dirname(path), dependencies, resources: readResources(json, dirname(path), variables) };
  });
  return inOrder(stacks, (stack) => stack.name, (stack) => stack.dependencies);
}

function readResources(json: Record<string, Record<string, unknown>>, dir: string, variables: Record<string, string>): Resource[] {
  const other = Object.keys(json).find((block) => !SILENT_BLOCKS.includes(block));
  if (other) throw new Error(`${dir}: a block "${other}" is not applied here, only helm_release and kubernetes_manifest are`);
  const blocks = new Map(Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
    Object.entries(resources as Record<string, Block>).map(([name, block]) => [`${type}.${name}`, block] as const)));
  const resources = [...blocks].map(([address, block]) => {
    const resolve: Resolve = (reference) => {
      const given = variables[reference] ?? defaultOf(json.variable, reference);
      if (given !== undefined) return given;
      const [type, name, ...path] = reference.replace(/\[(?:"([^"]*)"|(\d+))\]/g, '.$1$2').split('.');
      let value: unknown = blocks.get(`${type}.${name}`);
      for (const step of path) value = (value as Block | undefined)?.[step];
      if (value === undefined || path.length === 0) {
        throw new Error(`${address} refers to ${reference}, which is only known to Terraform\n` +
          `    → give it: readStacks(folder, { '${reference}': … })`);
      }
      return renderDeep(value, resolve);
    };
    return naming(address, () => readResource(address, block, resolve, dir, [...blocks.keys()]));
  });
  const before = new Map<string, readonly string[]>();
  return inOrder(resources, (resource) => resource.address, (resource) => resource.dependsOn).map((resource) => {
    // As Terraform's state keeps them: whole, so that the order of a destroy survives a link that is not there.
    const dependsOn = [...new Set(resource.dependsOn.flatMap((address) => [address, ...before.get(address) ?? []]))];
    before.set(resource.address, dependsOn);
    return { ...resource, dependsOn };
  });
}

function readResource(address: string, block: Block, resolve: Resolve, dir: string, addresses: readonly string[]): Resource {
  const type = address.split('.')[0];
  const known = { helm_release: RELEASE_ATTRIBUTES, kubernetes_manifest: MANIFEST_ATTRIBUTES }[type];
  if (!known) throw new Error('a resource type that is not applied here, only helm_release and kubernetes_manifest are');
  const written = Object.fromEntries(Object.entries(block).filter(([attribute]) => !META_ATTRIBUTES.includes(attribute)));
  const unknown = Object.keys(written).find((attribute) => !known.includes(attribute));
  if (unknown) throw new Error(`attribute "${unknown}" has no meaning here yet\n    → teach it to testbed/apply/stack.ts`);
  const dependsOn = [...new Set([...(block.depends_on as string[] | undefined ?? []), ...references(written)
    .map((reference) => reference.split(/[.[]/).slice(0, 2).join('.')).filter((other) => addresses.includes(other))])];
  const common = { address, dependsOn, arguments: renderDeep(written, resolve) as Arguments };
  return type === 'helm_release' ? release(common, dir) : manifest(common);
}

function release(common: Pick<Common, 'address' | 'dependsOn' | 'arguments'>, dir: string): Release {
  const { name, chart, repository, version, values } = common.arguments as {
    name: string; chart: string; repository?: string; version?: string; values?: string[];
  };
  const local = join(dir, chart);
  if (repository === undefined && !existsSync(join(local, 'Chart.yaml'))) throw new Error(`no chart in ${local}`);
  if (repository !== undefined && version === undefined) {
    throw new Error(`chart ${chart} of ${repository} without a version: it differs from day to day`);
  }
  const valueTexts = values ?? [];
  return {
    ...common,
    ...releaseSettings(common.arguments),
    kind: 'release',
    name,
    chart: repository === undefined ? local : chart,
    repository,
    version,
    values: valueTexts.map((text) => JSON.parse(text) as unknown),
    valueTexts,
  };
}

/** The settings among the arguments of a release. */
export function releaseSettings(written: Arguments): ReleaseSettings {
  const flag = (attribute: string): boolean => written[attribute] === true;
  return {
    namespace: written.namespace as string ?? 'default',
    timeout: written.timeout as number ?? 300,
    wait: written.wait !== false,
    waitForJobs: flag('wait_for_jobs'),
    atomic: flag('atomic'),
    createNamespace: flag('create_namespace'),
    takeOwnership: flag('take_ownership'),
    maxHistory: written.max_history as number ?? 0,
    upgradeInstall: flag('upgrade_install'),
    disableWebhooks: flag('disable_webhooks'),
  };
}

function manifest(common: Pick<Common, 'address' | 'dependsOn' | 'arguments'>): Manifest {
  const object = common.arguments.manifest as KubernetesObject;
  return { ...common, ...manifestSettings(common.arguments), kind: 'manifest', name: object.metadata.name, object };
}

function manifestSettings(written: Arguments): ManifestSettings {
  const { name = 'Terraform', force_conflicts: forceConflicts = false, ...rest } = written.field_manager as Record<string, any> | undefined ?? {};
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new Error(`attribute "field_manager.${unknown}" has no meaning here yet\n    → teach it to testbed/apply/stack.ts`);
  return {
    computedFields: written.computed_fields as string[] ?? ['metadata.annotations', 'metadata.labels'],
    fieldManager: { name, forceConflicts },
  };
}

function defaultOf(variables: Record<string, unknown> | undefined, reference: string): unknown {
  const [kind, name] = reference.split('.');
  return kind === 'var' ? (variables?.[name] as Block | undefined)?.default : undefined;
}

function naming<T>(address: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(message.startsWith(address) ? message : `${address}: ${message}`);
  }
}
