import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Applier, ApplierOptions, Change } from '../../../testbed/apply/apply';
import { readStacks, Stack } from '../../../testbed/apply/stack';
import { temporaryFolder } from '../../support/synth';

jest.setTimeout(60_000); // each command that is played is a process

const FAKE = join(__dirname, 'fake-cluster.js');
const STRING = { type: 'string' };
const OPEN_API = {
  components: {
    schemas: {
      Machine: {
        'type': 'object',
        'properties': {
          apiVersion: STRING,
          kind: STRING,
          metadata: { type: 'object', properties: { name: STRING, namespace: STRING } },
          spec: { type: 'object', properties: { memory: STRING, machine: STRING, power: STRING } },
        },
        'x-kubernetes-group-version-kind': [{ group: 'x.io', version: 'v1', kind: 'Machine' }],
      },
    },
  },
};

interface Cluster {
  releases: Record<string, { status: string; revision: string; chart: string }>;
  objects: Record<string, { spec: Record<string, string> }>;
  calls: string[];
}

/** A cluster that remembers, an applier for it, and ways to look and to meddle. */
class Bed {
  public readonly state = temporaryFolder();
  private readonly file = join(this.state, 'cluster.json');

  constructor() {
    process.env.FAKE_CLUSTER = this.file;
    this.write({ releases: {}, objects: {}, calls: [], openApi: OPEN_API } as Cluster);
  }

  public applier(options: Partial<ApplierOptions> = {}): Applier {
    return new Applier({ kubeconfig: '/none', helm: [FAKE], kubectl: [FAKE, 'kubectl'], state: this.state, ...options });
  }

  public get cluster(): Cluster {
    return JSON.parse(readFileSync(this.file, 'utf8')) as Cluster;
  }

  public meddle(change: (cluster: Cluster) => void): void {
    const cluster = this.cluster;
    change(cluster);
    this.write(cluster);
  }

  /** The commands that changed something since the last look. */
  public calls(): string[] {
    const { calls } = this.cluster;
    this.meddle((cluster) => { cluster.calls = []; });
    return calls.filter((call) => !/^(kubectl get|list|pull)/.test(call));
  }

  private write(cluster: Cluster): void {
    writeFileSync(this.file, JSON.stringify(cluster));
  }
}

type Blocks = { [name: string]: object };

const release = (name: string, values: object = {}, rest: object = {}) => ({ name, chart: 'chart', values: [JSON.stringify(values)], ...rest });
const machine = (name: string, spec: object = {}) => ({
  manifest: { apiVersion: 'x.io/v1', kind: 'Machine', metadata: { name, namespace: 'default' }, spec },
  field_manager: { force_conflicts: true },
});

function stacks(blocks: { helm_release?: Blocks; kubernetes_manifest?: Blocks }): Stack[] {
  const outdir = temporaryFolder();
  mkdirSync(join(outdir, 'stacks/test/chart'), { recursive: true });
  writeFileSync(join(outdir, 'stacks/test/chart/Chart.yaml'), 'name: chart\nversion: 1.0.0\n');
  writeFileSync(join(outdir, 'stacks/test/cdk.tf.json'), JSON.stringify({ resource: blocks }));
  writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({
    stacks: { test: { name: 'test', synthesizedStackPath: 'stacks/test/cdk.tf.json', dependencies: [] } },
  }));
  return readStacks(outdir);
}

const brief = (changes: Change[]) => changes.map(({ name, action }) => `${action} ${name}`);

test('creates in order, then does nothing, then destroys in reverse', async () => {
  const bed = new Bed();
  const app = stacks({
    helm_release: { a: release('a', {}, { depends_on: ['helm_release.z'] }), z: release('z', {}, { namespace: 'n', timeout: 60, max_history: 5, take_ownership: true }) },
    kubernetes_manifest: { m: { ...machine('m', { memory: '1Gi' }), depends_on: ['helm_release.a'] } },
  });
  expect(brief(await bed.applier().apply(app))).toEqual(['create z', 'create a', 'create m']);
  expect(bed.calls()).toEqual([
    expect.stringMatching(/^install z -n n --timeout 60s --wait -f --take-ownership$/),
    expect.stringMatching(/^install a -n default --timeout 300s --wait -f$/),
    'kubectl apply --server-side --field-manager=Terraform --force-conflicts --validate=false -f - -o json',
  ]);
  expect(brief(await bed.applier().apply(app))).toEqual(['no-op z', 'no-op a', 'no-op m']);
  expect(bed.calls()).toEqual([]);
  await bed.applier().destroy();
  expect(bed.calls().map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual(['kubectl delete', 'uninstall a', 'uninstall z']);
  expect(bed.cluster).toMatchObject({ releases: {}, objects: {} });
  expect(brief(await bed.applier().plan(app))).toEqual(['create z', 'create a', 'create m']);
});

test('reapply sends everything again', async () => {
  const bed = new Bed();
  const app = stacks({ helm_release: { a: release('a', {}, { max_history: 5 }) }, kubernetes_manifest: { m: machine('m') } });
  await bed.applier().apply(app);
  bed.calls();
  expect(brief(await bed.applier().apply(app, { reapply: true }))).toEqual(['update a', 'update m']);
  expect(bed.calls()).toEqual([expect.stringContaining('upgrade a'), expect.stringContaining('kubectl apply')]);
  expect(bed.cluster.objects['Machine/m'].spec.machine).toBe('q35');
});

test('an update names what it changes, and nothing else is touched', async () => {
  const bed = new Bed();
  const values = (guest: string) => ({ objects: [{ spec: { domain: { memory: { guest } } } }] });
  const app = (guest: string, memory: string, timeout: number) => stacks({
    helm_release: { a: release('a', values(guest)), b: release('b', values('1Gi'), { timeout }), c: release('c') },
    kubernetes_manifest: { m: machine('m', { memory }) },
  });
  await bed.applier().apply(app('1Gi', '1Gi', 300));
  bed.calls();
  const changes = await bed.applier().apply(app('2Gi', '2Gi', 60));
  expect(changes).toMatchObject([
    { name: 'a', action: 'update', paths: ['objects[0].spec.domain.memory.guest'] },
    { name: 'b', action: 'update', paths: ['timeout'] },
    { name: 'c', action: 'no-op' },
    { name: 'm', action: 'update', paths: ['spec.memory'] },
  ]);
  expect(bed.calls()).toHaveLength(3);
});

test('what is no longer in the app goes first; another name is another release', async () => {
  const bed = new Bed();
  await bed.applier().apply(stacks({ helm_release: { a: release('a'), b: release('b'), c: release('c', {}, { depends_on: ['helm_release.b'] }) } }));
  const changes = await bed.applier().apply(stacks({ helm_release: { a: release('a2') } }));
  expect(brief(changes)).toEqual(['delete c', 'delete b', 'delete a', 'create a2']);
  expect(Object.keys(bed.cluster.releases)).toEqual(['default/a2']);
});

test('of a release, Terraform notices that it is gone, its chart version and its status', async () => {
  const bed = new Bed();
  const app = stacks({ helm_release: { a: release('a'), b: release('b'), c: release('c'), d: release('d') } });
  await bed.applier().apply(app);
  bed.meddle(({ releases }) => {
    delete releases['default/a'];
    releases['default/b'].chart = 'chart-0.9.0';
    releases['default/c'].status = 'failed';
    releases['default/d'].revision = '7'; // somebody's helm upgrade: not noticed
  });
  expect(await bed.applier().plan(app)).toMatchObject([
    { action: 'create', reason: 'gone from the cluster' }, { action: 'update', paths: ['version'] },
    { action: 'update', reason: 'its status is failed' }, { action: 'no-op' },
  ]);
});

test('of an object, it notices every field that is written', async () => {
  const bed = new Bed();
  const app = stacks({ kubernetes_manifest: { m: machine('m', { power: 'on' }) } });
  await bed.applier().apply(app);
  bed.meddle(({ objects }) => Object.assign(objects['Machine/m'].spec, { power: 'off', machine: 'pc' }));
  expect(await bed.applier().apply(app)).toMatchObject([{ action: 'update', reason: 'changed in the cluster', paths: ['spec.power'] }]);
  expect(bed.cluster.objects['Machine/m'].spec).toMatchObject({ power: 'on', machine: 'pc' });
});

test('an object that comes back otherwise is an error, and is replaced by the next apply', async () => {
  const bed = new Bed();
  const app = (memory: string) => stacks({ kubernetes_manifest: { m: machine('m', { memory }) } });
  await expect(bed.applier().apply(app('1024Mi'))).rejects.toThrow(
    'Provider produced inconsistent result after apply\n.object.spec.memory: was cty.StringVal("1024Mi"), but now cty.StringVal("1Gi")');
  expect(brief(await bed.applier().apply(app('1Gi')))).toEqual(['delete m', 'create m']);
  expect(brief(await bed.applier().plan(app('1Gi')))).toEqual(['no-op m']);
});

test.each([
  ['an object that is there already', { kubernetes_manifest: { m: machine('m') } }, 'Cannot create resource that already exists: x.io/v1 Machine default/m'],
  ['a kind that the server does not know', { kubernetes_manifest: { m: { manifest: { apiVersion: 'x.io/v1', kind: 'Other', metadata: { name: 'm' } } } } },
    'API did not recognize GroupVersionKind from manifest (CRD may not be installed): no matches for kind "Other" in "x.io/v1"'],
  ['a field that the schema does not have', { kubernetes_manifest: { m: machine('n', { memroy: '1Gi' }) } }, 'spec.memroy: Attribute not found in schema'],
])('%s is refused', async (_, blocks, message) => {
  const bed = new Bed();
  bed.meddle(({ objects }) => { objects['Machine/m'] = { spec: {}, metadata: { name: 'm' }, kind: 'Machine', apiVersion: 'x.io/v1' } as any; });
  await expect(bed.applier().apply(stacks(blocks))).rejects.toThrow(message);
});

test('a failed install is not in the state, so the next one is refused until it is uninstalled', async () => {
  const bed = new Bed();
  await expect(bed.applier().apply(stacks({ helm_release: { a: release('a', { fail: 'timed out' }) } }))).rejects.toThrow('(a), create: fake-cluster.js install a: Error: timed out');
  await expect(bed.applier().apply(stacks({ helm_release: { a: release('a') } }))).rejects.toThrow(/cannot re-use a name[^]*helm uninstall a -n default/);
  bed.meddle(({ releases }) => { delete releases['default/a']; });
  expect(brief(await bed.applier().apply(stacks({ helm_release: { a: release('a') } })))).toEqual(['create a']);
});

test('a failed upgrade is tried again', async () => {
  const bed = new Bed();
  await bed.applier().apply(stacks({ helm_release: { a: release('a') } }));
  await expect(bed.applier().apply(stacks({ helm_release: { a: release('a', { fail: 'no' }) } }))).rejects.toThrow('Error: no');
  expect(await bed.applier().apply(stacks({ helm_release: { a: release('a') } }))).toMatchObject([{ action: 'update', reason: 'its status is failed' }]);
});

test.each([
  ['pending-upgrade', 'helm rollback a -n default, then apply again'],
  ['uninstalling', 'helm rollback a 1 -n default, then apply again'],
])('a release left %s is refused with what to type', async (status, remedy) => {
  const bed = new Bed();
  const app = stacks({ helm_release: { a: release('a') } });
  await bed.applier().apply(app);
  bed.meddle(({ releases }) => { releases['default/a'].status = status; });
  await expect(bed.applier().apply(app)).rejects.toThrow(remedy);
});

test('upgrade_install adopts a release that is there', async () => {
  const bed = new Bed();
  await bed.applier().apply(stacks({ helm_release: { a: release('a') } }));
  const other = bed.applier({ state: temporaryFolder() });
  expect(brief(await other.apply(stacks({ helm_release: { a: release('a', {}, { upgrade_install: true }) } })))).toEqual(['create a']);
  expect(bed.cluster.releases['default/a'].revision).toBe('2');
});

test('a refused uninstall stops the destroy, and the state still has it', async () => {
  const bed = new Bed();
  const app = stacks({ helm_release: { a: release('a'), b: release('b', { guarded: true }, { depends_on: ['helm_release.a'] }), c: release('c', {}, { depends_on: ['helm_release.b'] }) } });
  await bed.applier().apply(app);
  await expect(bed.applier().destroy(app)).rejects.toThrow('(b), delete: fake-cluster.js uninstall b: Error: job delete-virtual-machines-first failed');
  expect(Object.keys(bed.cluster.releases)).toEqual(['default/a', 'default/b']);
  expect(await bed.applier().plan(app)).toMatchObject([{ action: 'no-op' }, { action: 'update', reason: 'its status is uninstalling' }, { action: 'create' }]);
});

test('a chart that cannot be had is skipped and says why; a packaged one is used instead', async () => {
  const bed = new Bed();
  const remote = { name: 'r', chart: 'far', repository: 'https://charts.invalid', version: '1.0.0', values: ['{}'] };
  const app = stacks({ helm_release: { a: release('z', {}, { depends_on: ['helm_release.r'] }), r: { ...remote, depends_on: ['helm_release.s'] }, s: release('s') } });
  expect(await bed.applier().apply(app)).toMatchObject([
    { name: 's', action: 'create' },
    { name: 'r', action: 'skipped', reason: expect.stringContaining('far 1.0.0 cannot be had from https://charts.invalid') },
    { name: 'z', action: 'create' },
  ]);
  const charts = temporaryFolder();
  writeFileSync(join(charts, 'far-1.0.0.tgz'), '');
  expect(brief(await bed.applier({ charts }).apply(app))).toEqual(['no-op s', 'create r', 'no-op z']);
});

test('what came after a skipped release goes before what came before it', async () => {
  const bed = new Bed();
  const remote = { name: 'r', chart: 'far', repository: 'https://charts.invalid', version: '1.0.0', depends_on: ['helm_release.z'] };
  await bed.applier().apply(stacks({ helm_release: { a: release('a', {}, { depends_on: ['helm_release.r'] }), r: remote, z: release('z') } }));
  bed.calls();
  await bed.applier().destroy();
  expect(bed.calls().map((call) => call.split(' ')[1])).toEqual(['a', 'z']);
});

test('interrupted, it finishes what has begun; a second apply goes on from there', async () => {
  const bed = new Bed();
  const app = stacks({ helm_release: { a: release('a'), b: release('b') } });
  const abort = new AbortController();
  const interrupted = bed.applier({ signal: abort.signal, onProgress: () => abort.abort() });
  await expect(interrupted.apply(app)).rejects.toThrow('Interrupted before helm_release.b');
  expect(brief(await bed.applier().apply(app))).toEqual(['no-op a', 'create b']);
});

test('two at once: the second is told who holds the lock', async () => {
  const bed = new Bed();
  const app = stacks({ helm_release: { a: release('a') } });
  const first = bed.applier().apply(app);
  await expect(bed.applier().apply(app)).rejects.toThrow(`Error acquiring the state lock: process ${process.pid} holds it since`);
  await first;
  expect(brief(await bed.applier().plan(app))).toEqual(['no-op a']);
});

test('the lock of a process that is gone is taken over', async () => {
  const bed = new Bed();
  writeFileSync(join(bed.state, 'state.lock'), JSON.stringify({ pid: 2 ** 22 + 1, operation: 'apply', created: '' }));
  expect(await bed.applier().plan([])).toEqual([]);
  expect(() => readFileSync(join(bed.state, 'state.lock'))).toThrow('ENOENT');
});
