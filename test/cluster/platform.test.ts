import { ApiServer } from './support/api-server';
import { Cluster, eventually } from './support/cluster';
import { actions, Engine, harness, Synthesized } from './support/engine';
import { changed, declared, leftovers } from './support/footprint';
import { unlisted } from './support/pulled';
import { containers, pods, Rendered, rendered } from './support/rendered';
import { KubevirtVersion, PulledImage, RemovalPolicy, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { pulledBy } from '../../src/cli/images';
import { readStacks, Release } from '../../testbed/apply/stack';
import { Bed } from '../../testbed/bed';
import { KUBEVIRT } from '../../testbed/versions';
import { COMPONENTS } from '../components';
import { ComponentCase } from '../components/component';
import { ON_DISTRIBUTIONS } from '../components/distributions';
import { synth } from '../support/synth';

/*
 * Every component of the platform, as it comes and with every option set: what Helm makes of it, and what a real API server says to that.
 */
let bed: Bed;
let cluster: Cluster;
let server: ApiServer;

/** Newer versions last: their CRDs, which take the place of older ones, have the fields of those as well. */
const CASES = [
  ...cases(({ defaults, full, also }) => ({ 'as it comes': defaults, 'with every option': full, ...also })),
  ...Object.entries(ON_DISTRIBUTIONS),
].sort(([, one], [, other]) => isNewer(one) - isNewer(other));

function isNewer({ kubevirt }: Partial<VmoClusterProfileProps>): number {
  return Number(kubevirt?.version === KubevirtVersion.V1_9_0);
}

function cases(of: (component: ComponentCase) => Record<string, Partial<VmoClusterProfileProps>>): [string, Partial<VmoClusterProfileProps>][] {
  return Object.entries(COMPONENTS).flatMap(([page, component]) =>
    Object.entries(of(component)).map(([title, props]): [string, Partial<VmoClusterProfileProps>] => [`${page}, ${title}`, props]));
}

/** What was rendered of each case, and the images that are said to be pulled. */
const seen = new Map<string, readonly Rendered[]>();
const listed = new Map<string, readonly PulledImage[]>();

beforeAll(async () => {
  bed = await Bed.start({ name: 'platform', neighbours: ['cdi'] }); // CDI makes the kinds of its own
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  server = new ApiServer(bed.kubeconfig);
  for (const [title, props] of CASES) {
    const { outdir, releases } = platform(props);
    seen.set(title, await renderedOnce(outdir, releases));
    listed.set(title, pulledBy(outdir).images);
  }
  const all = [...seen.values()].flat();
  // What the objects are of, and where they lie, comes first.
  const kinds = unique(all.flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'CustomResourceDefinition')));
  const there = new Set((await cluster.get('crd')).map(({ metadata }: any) => metadata.name));
  await cluster.apply(kinds.filter(({ metadata }) => !there.has(metadata.name)));
  await cluster.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
  const namespaces = new Set(all.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.namespace)));
  await cluster.apply([...namespaces].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
});

afterAll(async () => {
  server?.close();
  await bed?.stop();
});

/** Cases have most of their releases in common. */
const known = new Map<string, readonly Rendered[]>();

async function renderedOnce(outdir: string, releases: readonly Release[]): Promise<Rendered[]> {
  const all: Rendered[] = [];
  for (const release of releases) {
    const { name, namespace, chart, repository, version, valueTexts } = release;
    const key = JSON.stringify([name, namespace, chart.replace(outdir, ''), repository, version, valueTexts]);
    if (!known.has(key)) known.set(key, await rendered(bed, [release]));
    all.push(...known.get(key)!);
  }
  return all;
}

/** A synthesized platform, and its releases in their order. */
function platform(props: Partial<VmoClusterProfileProps>): { outdir: string; releases: Release[] } {
  const { outdir } = synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));
  return { outdir, releases: readStacks(outdir)[0].resources.filter((resource): resource is Release => resource.kind === 'release') };
}

function unique(objects: readonly any[]): any[] {
  return [...new Map(objects.map((object) => [object.metadata.name, object])).values()];
}

/** Kinds that only clusters with other software have. Nothing here can say whether their objects are right. */
const FOREIGN = /^no matches for kind "(ServiceMonitor|PrometheusRule|TLSRoute|HTTPRoute|ServersTransport|BackendTLSPolicy|Certificate|Issuer)"/;

describe.each(CASES)('%s', (title) => {
  const objects = () => seen.get(title)!.flatMap((release) => release.objects);

  test('the server takes every object, and knows every field', async () => {
    const refusals = await Promise.all(objects().map(async (object) => {
      const { refusal } = await server.applying(object);
      return refusal && !FOREIGN.test(refusal) ? `${object.kind} ${object.metadata.name}: ${refusal}` : undefined;
    }));
    expect(objects().length).toBeGreaterThan(0);
    expect(refusals.filter(Boolean)).toEqual([]);
  });

  test('every image is in the list of those that are pulled', () => {
    expect(unlisted(objects(), listed.get(title)!)).toEqual([]);
  });

  test('no pod is root, writes to its image, may gain rights, or goes without requests, save the agents of nodes', () => {
    const faults = pods(objects()).flatMap(([owner, pod]) => containers(pod).flatMap((container) => {
      const context = { ...pod.securityContext, ...container.securityContext };
      return [
        context.runAsNonRoot === true ? '' : 'may be root',
        context.readOnlyRootFilesystem === true ? '' : 'writes to its image',
        context.allowPrivilegeEscalation === false ? '' : 'may gain rights',
        context.capabilities?.drop?.includes('ALL') ? '' : 'keeps capabilities',
        context.seccompProfile?.type === 'RuntimeDefault' ? '' : 'has no seccomp profile',
        container.resources?.requests?.cpu && container.resources.requests.memory ? '' : 'has no requests',
        /(:v?\d[\w.-]*|@sha256:[0-9a-f]{64})$/.test(container.image) ? '' : `has the image ${container.image}, which is not pinned`,
      ].filter(Boolean).map((fault) => `${owner}, ${container.name}: ${fault}`);
    }));
    expect(faults.filter((fault) => !NODE_AGENTS.some((agent) => agent.test(fault)))).toEqual([]);
  });
});

test.each(Object.keys(ON_DISTRIBUTIONS))('%s, no pod must be on a node of the control plane', (title) => {
  const required = pods(seen.get(title)!.flatMap((release) => release.objects)).filter(([, { nodeSelector, affinity }]) =>
    /control-plane|master/.test(JSON.stringify([nodeSelector, affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution])));
  expect(required.map(([owner]) => owner)).toEqual([]);
});

/** What must touch the node, and what it must be able to do there. */
const NODE_AGENTS = [
  // Runs the network plugins of the node in the network namespaces of pods; writes its program to the node.
  /^DaemonSet kube-multus-ds, \S+: (may be root|may gain rights|keeps capabilities|has no seccomp profile)$/,
  // Writes programs to the node.
  /^DaemonSet vmo-cni-plugins, \S+: (may be root|may gain rights|keeps capabilities|has no seccomp profile)$/,
  // Sets VLANs of the node's bridge, with NET_ADMIN.
  /^DaemonSet vmo-vlan-filtering, \S+: may be root$/,
  // Talks to the container runtime through a socket of root.
  /^DaemonSet dynamic-networks-controller-ds, \S+: (may be root|may gain rights|keeps capabilities|has no seccomp profile)$/,
];

describe('all of it at once', () => {
  let all: Bed;
  let live: Cluster;
  let engine: Engine<Synthesized>;
  let blueprint: Synthesized;
  let empty: Record<string, any>;

  beforeAll(async () => {
    all = await Bed.start({ name: 'platform-all', neighbours: [] });
    live = new Cluster(all.kubeconfig, all.kubectl);
    await live.apply([PROMETHEUS_RULES]);
    engine = harness(all);
    blueprint = everything();
    empty = await live.everything();
  });

  afterAll(async () => all?.stop());

  test('one apply installs it on an empty cluster', async () => {
    const changes = await engine.apply(blueprint);
    expect(actions(changes).filter((change) => !change.startsWith('create '))).toEqual([]);
    // Charts of others, where their repositories cannot be reached.
    expect(changes.filter(({ action }) => action === 'skipped').map(({ name }) => name).filter((name) => !OF_OTHERS.includes(name))).toEqual([]);
    const [kubevirt] = await live.get('kubevirt', '-A');
    expect(kubevirt.status).toMatchObject({ phase: 'Deployed', observedKubeVirtVersion: `v${KUBEVIRT}` });
    const [cdi] = await live.get('cdi');
    expect(cdi.status).toMatchObject({ phase: 'Deployed' });
  });

  test('a second apply changes nothing', async () => {
    expect(actions(await engine.plan(blueprint))).toEqual([]);
    const before = await declared(live);
    await engine.apply(blueprint);
    expect(changed(before, await declared(live))).toEqual([]);
  });

  test('destroy leaves nothing but what is kept on purpose', async () => {
    await engine.destroy(blueprint);
    await eventually(async () => expect(await leftovers(live, empty)).toEqual([]));
  });

  test('with removalPolicy DESTROY it comes again on what is kept, and leaves nothing but a namespace that is others\' as well', async () => {
    const destroyed = everything({ removalPolicy: RemovalPolicy.DESTROY });
    await engine.apply(destroyed);
    await engine.destroy(destroyed);
    await eventually(async () => expect(await leftovers(live, empty, [])).toEqual(['Namespace monitoring']));
  });
});

/** The kind of the Prometheus Operator that alerts are of. Who asks for alerts has it. */
const PROMETHEUS_RULES = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'prometheusrules.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: { kind: 'PrometheusRule', plural: 'prometheusrules' },
    versions: [{
      name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    }],
  },
};

const OF_OTHERS = ['vmo-snapshot-controller', 'vmo-descheduler', 'vmo-dashboard'];

/** A platform with all its components, each as it comes. */
function everything(more: Partial<VmoClusterProfileProps> = {}): Synthesized {
  const props: Partial<VmoClusterProfileProps> = Object.assign({}, ...Object.values(COMPONENTS).map(({ defaults }) => defaults), more);
  const { outdir } = synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));
  return { folder: outdir, cdktfOut: outdir };
}
