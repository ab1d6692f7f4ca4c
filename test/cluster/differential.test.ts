import { ApiServer } from './support/api-server';
import { Cluster, eventually } from './support/cluster';
import { configureKubevirt, installPlainKubevirt } from './support/plain-kubevirt';
import { admit } from '../../src/admission/admit';
import { Phase } from '../../src/admission/finding';
import { ClusterFacts } from '../../src/admission/rule';
import { KubevirtVersion } from '../../src/kubevirt';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { enabledGates } from '../../src/kubevirt/feature-gates';
import { Bed } from '../../testbed/bed';
import { KUBEVIRT } from '../../testbed/versions';
import { compare, Disagreement, Judge, report } from '../admission/differential/compare';
import { KNOWN, known } from '../admission/differential/known';
import { Mutant, Mutator } from '../admission/differential/mutate';
import { donors, isDecidable, rows, Seed, seeds } from '../admission/differential/seeds';
import { vmWith } from '../admission/manifests';
import { NAMESPACE } from '../capabilities';

/*
 * Thousands of VMs that somebody has tampered with: the server and our rules take the same ones and refuse the same ones. Every fifth is
 * held against the server as an instance, too, as virt-controller would make it. Other ones than those of CI:
 * DIFFERENTIAL_SEED=7 DIFFERENTIAL_MUTANTS=20000 npm run test:cluster -- differential
 */
const RANDOM_SEED = Number(process.env.DIFFERENTIAL_SEED ?? 1);
const MUTANTS = Number(process.env.DIFFERENTIAL_MUTANTS ?? 5000);
const INSTANCES = 5;

const VERSION = KubevirtVersion.V1_8_4;
const ALL_GATES = Object.entries(kubevirtFacts(VERSION).gates).filter(([, state]) => state === 'Alpha' || state === 'Beta').map(([gate]) => gate);
const CONFIGURATIONS = [['no gates', []], ['all gates', ALL_GATES]] as const;

let bed: Bed;
let cluster: Cluster;
let server: ApiServer;

beforeAll(async () => {
  bed = await Bed.start({ name: 'differential', neighbours: ['cdi', 'multus'] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  await installPlainKubevirt(bed, KUBEVIRT);
  await cluster.kubectl('create', 'namespace', NAMESPACE);
  server = new ApiServer(bed.kubeconfig);
});

afterAll(async () => {
  server?.close();
  await bed?.stop();
});

describe.each(CONFIGURATIONS)('with %s', (_, featureGates) => {
  const facts: ClusterFacts = {
    kubevirtVersion: VERSION,
    featureGates: enabledGates(VERSION, { featureGates: [...featureGates], disabledFeatureGates: [] }),
  };
  const all = seeds();
  let taken: Seed[];
  let mutator: Mutator;

  beforeAll(async () => {
    taken = all.filter(({ gates }) => gates.every((gate) => facts.featureGates.has(gate)));
    mutator = new Mutator(taken.map(({ vm }) => vm), donors(), rows(), kubevirtFacts(VERSION).kinds.VirtualMachine);
    if (featureGates.length === 0) return;
    await configureKubevirt(cluster, { developerConfiguration: { featureGates } });
    // virt-api is the last to know.
    await eventually(async () => {
      for (const { vm } of all.filter(({ gates }) => gates.length > 0)) expect(await server.refusal(vm)).toBeUndefined();
    });
  });

  test('the server takes the VMs that the mutants are made of, and so do we', async () => {
    for (const { title, vm } of taken) expect([title, await server.refusal(vm), refused(vm, facts, AT_APPLY)]).toEqual([title, undefined, []]);
  });

  test(`${MUTANTS / CONFIGURATIONS.length} mutants as VMs`, async () => {
    const mutants = numbered(MUTANTS / CONFIGURATIONS.length).map((number) => mutator.mutant(number, RANDOM_SEED))
      .filter((mutant) => isDecidable(mutator.manifest(mutant), kubevirtFacts(VERSION)));
    await agreed(mutants, async (vm) => ({ server: await server.refusal(vm), ours: refused(vm, facts, AT_APPLY) }));
  });

  test(`every ${INSTANCES}th as an instance`, async () => {
    const mutants = numbered(MUTANTS / CONFIGURATIONS.length).filter((number) => number % INSTANCES === 0)
      .map((number) => mutator.mutant(number, RANDOM_SEED))
      .filter(({ seed }) => !taken[seed].vm.spec.instancetype && !taken[seed].vm.spec.preference);
    await agreed(mutants, async (vm) => {
      const instance = instanceOf(vm);
      return { server: await server.refusal(instance), ours: refused(instance, facts, AT_START) };
    });
  });

  async function agreed(mutants: readonly Mutant[], judge: Judge): Promise<void> {
    const { refused: count, disagreements } = await compare(mutator, mutants, judge);
    // Where almost all are refused, or almost none, nothing is shown.
    expect(count / mutants.length).toBeGreaterThan(0.3);
    expect(count / mutants.length).toBeLessThan(0.9);
    const unexplained: Disagreement[] = disagreements.filter((disagreement) => !known(disagreement));
    if (unexplained.length === 0) return;
    throw new Error(`${unexplained.length} of ${mutants.length} mutants:\n\n${await report(mutator, taken.map(({ title }) => title), unexplained, judge)}`);
  }
});

test.each(KNOWN)('still is a disagreement: $reason', async (entry) => {
  const vm = vmWith({ 'metadata.namespace': NAMESPACE, ...entry.example });
  const ours = refused(vm, { kubevirtVersion: VERSION, featureGates: new Set() }, AT_APPLY);
  const theirs = await server.refusal(vm);
  expect({ server: theirs !== undefined, us: ours.length > 0 }).toEqual({ server: entry.refusedBy === 'server', us: entry.refusedBy === 'us' });
  expect(known({ server: theirs, ours })).toBe(entry);
});

const AT_APPLY: readonly Phase[] = ['schema', 'admission'];
const AT_START: readonly Phase[] = [...AT_APPLY, 'start'];

/** What we refuse that the server should refuse, too. */
function refused(manifest: object, facts: ClusterFacts, phases: readonly Phase[]) {
  return admit(manifest, facts).filter(({ severity, phase }) => severity === 'error' && phases.includes(phase!));
}

function instanceOf({ apiVersion, metadata, spec }: any): object {
  const { labels, annotations } = spec?.template?.metadata ?? {};
  return { apiVersion, kind: 'VirtualMachineInstance', metadata: { labels, annotations, name: metadata.name, namespace: metadata.namespace }, spec: spec?.template?.spec };
}

function numbered(count: number): number[] {
  return [...Array(count).keys()];
}
