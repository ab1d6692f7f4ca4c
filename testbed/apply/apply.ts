import { join } from 'path';
import { differences } from './difference';
import { chartLabel, Helm, LiveRelease, remedy, UnreachableChart } from './helm';
import { identity, Kubectl } from './kubectl';
import { inOrder } from './order';
import { Arguments, KubernetesObject, Manifest, Release, releaseSettings, Resource, Stack } from './stack';
import { Entry, State, StateFolder } from './state';
import { deviations, inconsistencies, misfits, Schema, updated } from './typing';

export interface ApplierOptions {
  readonly kubeconfig: string;
  /** The helm command, such as `['helm']`. */
  readonly helm: readonly string[];
  /** The kubectl command, such as `['kubectl']`. */
  readonly kubectl: readonly string[];
  /** Folder of the state. */
  readonly state: string;
  /** Folder with packaged charts, NAME-VERSION.tgz, used instead of chart repositories. */
  readonly charts?: string;
  /** As Ctrl-C for Terraform: what has begun is finished and kept in the state, nothing more begins. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: Progress) => void;
}

/** What is done, or would be, with one resource. A resource that must be replaced has two: `delete`, then `create`. */
export interface Change {
  readonly stack: string;
  readonly address: string;
  /** Of the release or the object. */
  readonly name: string;
  /** `skipped`: its chart cannot be had from where it lies. What depends on it goes on. */
  readonly action: 'create' | 'update' | 'delete' | 'no-op' | 'skipped';
  readonly reason?: string;
  /**
   * What an update changes: attributes of the release (`timeout`, `chart`), paths in its values or in the object
   * (`objects[0].spec.runStrategy`).
   */
  readonly paths?: readonly string[];
}

export interface Progress {
  readonly change: Change;
  readonly phase: 'start' | 'done' | 'failed';
}

/** A change with what does it. A `no-op` has nothing to do. */
interface Step { readonly change: Change; readonly act?: () => Promise<Entry | undefined> }

/** What the cluster has of a stack. */
interface Cluster {
  readonly releases: ReadonlyMap<string, LiveRelease>;
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  readonly schemas: ReadonlyMap<string, Schema>;
}

/**
 * Applies synthesized stacks as Terraform with its Helm and Kubernetes providers (3.x) would, one resource at a time. Unlike
 * Terraform, it stops at the first error instead of going on with what does not depend on it.
 *
 * Of releases, Terraform notices only that they are gone, have another chart version, or are not `deployed`; an install that fails
 * leaves nothing in the state, so that the next apply is refused ("cannot re-use a name that is still in use") until
 * the release is uninstalled by hand; an upgrade that fails is tried again by the next apply. A release in `pending-upgrade`
 * refuses every upgrade ("another operation … is in progress"), one in `uninstalling` as well ("has no deployed releases"),
 * until it is rolled back by hand. The errors say what to type.
 *
 * Of objects, it notices every field that is written and that the cluster has otherwise. An object that exists already is
 * not created over. One that came back from its creation otherwise than planned is tainted: the next apply replaces it.
 */
export class Applier {
  private readonly helm: Helm;
  private readonly kubectl: Kubectl;
  private readonly folder: StateFolder;

  constructor(private readonly options: ApplierOptions) {
    this.helm = new Helm(options.helm, options.kubeconfig, join(options.state, 'helm'), options.charts);
    this.kubectl = new Kubectl(options.kubectl, options.kubeconfig);
    this.folder = new StateFolder(options.state);
  }

  /** What `apply` would do. As with Terraform, the kinds of all `kubernetes_manifest` must be in the cluster already. */
  public plan(stacks: readonly Stack[]): Promise<Change[]> {
    return this.folder.locked('plan', async () => {
      const state = this.folder.read();
      const changes: Change[] = [];
      for (const stack of stacks) changes.push(...(await this.steps(stack, state, false)).map(({ change }) => change));
      return changes;
    });
  }

  /**
   * Brings the cluster to what the stacks say, one stack after the other, and returns what was done. What stacks that are not
   * named have in the state stays.
   *
   * @param options `reapply`: what has not changed is sent again all the same, to see that the server makes the same of it
   */
  public apply(stacks: readonly Stack[], { reapply = false } = {}): Promise<Change[]> {
    return this.folder.locked('apply', async () => {
      const state = this.folder.read();
      const changes: Change[] = [];
      for (const stack of stacks) {
        const { name, dependencies } = stack;
        const steps = await this.steps(stack, state, reapply); // before anything of the stack begins, as `terraform plan`
        state[name] = { name, dependencies, resources: state[name]?.resources ?? {} };
        await this.take(steps, state);
        changes.push(...steps.map(({ change }) => change));
      }
      return changes;
    });
  }

  /** Removes what the state has of the stacks, of all if none are named, in reverse order. Stops where something refuses to go. */
  public destroy(stacks?: readonly Stack[]): Promise<void> {
    return this.folder.locked('destroy', async () => {
      const state = this.folder.read();
      const names = stacks?.map(({ name }) => name) ?? Object.keys(state);
      const applied = Object.values(state).filter(({ name }) => names.includes(name));
      for (const { name, resources } of inOrder(applied, (stack) => stack.name, (stack) => stack.dependencies).reverse()) {
        const releases = await this.helm.releases();
        await this.take(inReverse(Object.values(resources)).map((entry) => this.removal(name, entry, releases)), state);
        delete state[name];
        this.folder.write(state);
      }
    });
  }

  private async take(steps: readonly Step[], state: State): Promise<void> {
    for (const { change, act } of steps) {
      if (this.options.signal?.aborted) throw new Error(`Interrupted before ${change.address}; what is done is in the state`);
      const { resources } = state[change.stack];
      const keep = (entry: Entry | undefined): void => {
        if (entry) resources[change.address] = entry;
        else delete resources[change.address];
        this.folder.write(state);
      };
      this.options.onProgress?.({ change, phase: 'start' });
      try {
        if (act) keep(await act());
      } catch (error) {
        if (error instanceof Inconsistent) keep(error.entry);
        this.options.onProgress?.({ change, phase: 'failed' });
        throw new Error(`${change.stack}/${change.address} (${change.name}), ${change.action}: ${(error as Error).message}`);
      }
      this.options.onProgress?.({ change, phase: 'done' });
    }
  }

  private async steps(stack: Stack, state: State, reapply: boolean): Promise<Step[]> {
    const applied = state[stack.name]?.resources ?? {};
    const gone = Object.values(applied).filter(({ address }) => !stack.resources.some((resource) => resource.address === address));
    const wanted = stack.resources.filter((resource): resource is Manifest => resource.kind === 'manifest').map(({ object }) => object);
    const before = Object.values(applied).filter(({ kind }) => kind === 'manifest').map((entry) => entry.arguments.manifest as KubernetesObject);
    const cluster: Cluster = {
      schemas: await this.kubectl.schemas(wanted),
      objects: await this.kubectl.get([...wanted, ...before]),
      releases: await this.helm.releases(),
    };
    const steps = inReverse(gone).map((entry) => this.removal(stack.name, entry, cluster.releases, 'no longer in the app'));
    for (const resource of stack.resources) {
      const entry = applied[resource.address];
      const own = resource.kind === 'release'
        ? await this.releaseSteps(stack.name, resource, entry, cluster)
        : this.manifestSteps(stack.name, resource, entry, cluster);
      steps.push(...own.map((step) => withEntry(step, resource, reapply)));
    }
    return steps;
  }

  private removal(stack: string, entry: Entry, releases: Cluster['releases'], reason?: string): Step {
    const { address, name, kind, arguments: written } = entry;
    const settings = releaseSettings(written);
    return {
      change: { stack, address, name, action: 'delete', reason },
      act: async () => {
        if (kind === 'manifest') await this.kubectl.delete(written.manifest as KubernetesObject);
        else if (releases.has(`${settings.namespace}/${name}`)) await this.helm.uninstall(name, settings);
        return undefined;
      },
    };
  }

  private async releaseSteps(stack: string, release: Release, entry: Entry | undefined, { releases }: Cluster): Promise<DraftStep[]> {
    const { address, name, namespace } = release;
    const base = { stack, address, name };
    const chart = await this.locate(release);
    if (chart instanceof UnreachableChart) return [{ change: { ...base, action: 'skipped', reason: chart.message } }];
    const live = releases.get(`${namespace}/${name}`);
    const create = (reason?: string): DraftStep => ({
      change: { ...base, action: 'create', reason },
      act: () => withRemedy(release, live, live && release.upgradeInstall ? this.helm.upgrade(release, chart) : this.helm.install(release, chart)),
    });
    const again = (): Promise<void> => withRemedy(release, live, this.helm.upgrade(release, chart));
    if (!entry) return [create()];
    if (entry.name !== name || releaseSettings(entry.arguments).namespace !== namespace) {
      return [this.removal(stack, entry, releases, 'replaced: another name or namespace'), create()];
    }
    if (!live) return [create('gone from the cluster')];
    const label = release.repository ? `${release.chart}-${release.version}` : chartLabel(chart);
    const paths = [...argumentChanges(entry.arguments, release), ...(live.chart === label ? [] : ['version'])];
    const reason = live.status === 'deployed' ? undefined : `its status is ${live.status}`;
    if (paths.length === 0 && !reason) return [{ change: { ...base, action: 'no-op' }, act: again }];
    return [{ change: { ...base, action: 'update', reason, ...(paths.length > 0 && { paths }) }, act: again }];
  }

  private async locate(release: Release): Promise<string | UnreachableChart> {
    try {
      return await this.helm.locate(release);
    } catch (error) {
      if (error instanceof UnreachableChart) return error;
      throw error;
    }
  }

  private manifestSteps(stack: string, manifest: Manifest, entry: Entry | undefined, { objects, schemas, releases }: Cluster): DraftStep[] {
    const { address, name, object, computedFields, fieldManager } = manifest;
    const base = { stack, address, name };
    const schema = schemas.get(`${object.apiVersion} ${object.kind}`)!;
    const unfit = misfits(object, schema);
    if (unfit.length > 0) throw new Error(`${stack}/${address}: Manifest configuration incompatible with resource schema\n${unfit.join('\n')}`);
    const create = (reason?: string): DraftStep => ({
      change: { ...base, action: 'create', reason },
      act: async () => {
        if ((await this.kubectl.get([object])).size > 0) throw new Error(`Cannot create resource that already exists: ${identity(object)}`);
        const returned = await this.kubectl.apply(object, fieldManager);
        assertConsistent(inconsistencies(object, returned, schema, computedFields), entryOf(manifest, true));
      },
    });
    if (!entry) return [create()];
    const was = entry.arguments.manifest as KubernetesObject;
    if (identity(was) !== identity(object)) return [this.removal(stack, entry, releases, 'replaced: it is another object'), create()];
    const live = objects.get(identity(object));
    if (!live) return [create('gone from the cluster')];
    if (entry.tainted) return [this.removal(stack, entry, releases, 'replaced: it is tainted'), create()];
    const written = differences(was, object);
    const drifted = deviations(object, live, schema, computedFields).map(({ path }) => path);
    const paths = [...new Set([...argumentChanges(entry.arguments, manifest), ...written, ...drifted])].sort();
    const send = async (): Promise<void> => {
      const planned = updated(object, { manifest: was, object: live }, schema, computedFields);
      const returned = await this.kubectl.apply(planned, fieldManager);
      // A computed field whose text has not changed is planned as the server had it, and must come back so.
      const open = computedFields.filter((field) => written.some((path) => overlaps(path, field)));
      assertConsistent(inconsistencies(planned, returned, schema, open), entryOf(manifest));
    };
    if (paths.length === 0) return [{ change: { ...base, action: 'no-op' }, act: send }];
    const reason = written.length === 0 && drifted.length > 0 ? 'changed in the cluster' : undefined;
    return [{ change: { ...base, action: 'update', reason, paths }, act: send }];
  }
}

/** A step whose success leaves the resource in the state; the entry is added in one place. */
interface DraftStep { readonly change: Change; readonly act?: () => Promise<unknown> }

function withEntry({ change, act }: DraftStep, resource: Resource, reapply: boolean): Step {
  const { action } = change;
  if (action === 'delete') return { change, act: act as Step['act'] };
  const again = action === 'no-op' && reapply;
  const entry = entryOf(resource);
  return {
    change: again ? { ...change, action: 'update', reason: 'applied again' } : change,
    act: act && (again || action !== 'no-op') ? () => act().then(() => entry) : undefined,
  };
}

/** The server has made something else of an object than was planned; it is there all the same. */
class Inconsistent extends Error {
  constructor(message: string, public readonly entry: Entry) {
    super(message);
  }
}

function assertConsistent(problems: readonly string[], entry: Entry): void {
  if (problems.length > 0) throw new Inconsistent(`Provider produced inconsistent result after apply\n${problems.join('\n')}`, entry);
}

function entryOf({ kind, address, name, dependsOn, arguments: written }: Resource, tainted?: boolean): Entry {
  return { kind, address, name, dependsOn, arguments: written, tainted };
}

function inReverse(entries: readonly Entry[]): Entry[] {
  return inOrder(entries, ({ address }) => address, ({ dependsOn }) => dependsOn).reverse();
}

/** Attributes that differ, and of values, the paths in them. The object of a `kubernetes_manifest` is compared elsewhere. */
function argumentChanges(before: Arguments, resource: Resource): string[] {
  const { values: textsBefore = [], manifest: _before, ...plainBefore } = before;
  const { values: texts = [], manifest: _after, ...plain } = resource.arguments;
  const [old, now] = [textsBefore, texts] as string[][];
  if (JSON.stringify(old) === JSON.stringify(now)) return differences(plainBefore, plain);
  const inside = old.length === now.length ? old.flatMap((text, index) => differences(JSON.parse(text), JSON.parse(now[index]))) : [];
  return [...differences(plainBefore, plain), ...(inside.length > 0 ? inside : ['values'])];
}

function overlaps(path: string, field: string): boolean {
  const below = (one: string, other: string): boolean => one === other || one.startsWith(`${other}.`) || one.startsWith(`${other}[`);
  return below(path, field) || below(field, path);
}

async function withRemedy({ name, namespace }: Release, live: LiveRelease | undefined, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(message + remedy(message, { name, namespace, revision: live?.revision }));
  }
}
