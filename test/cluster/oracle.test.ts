import { ClusterFacts } from '../../src/admission/rule';
import { KubevirtVersion } from '../../src/kubevirt';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { SAID } from '../admission/oracle';
import { Row, ROWS } from '../admission/rows';
import { ApiServer, Said } from './support/api-server';
import { Cluster } from './support/cluster';
import { AskedObject, askableObjects, askObjects, objectDisagreement } from './support/objects';
import { configureKubevirt, installPlainKubevirt } from './support/plain-kubevirt';
import { Answer, ask, askable, AskedRow, disagreement } from './support/rows';
import { NEEDED, SNAPSHOT } from './support/rows-need';
import { Finding } from '../../src/admission/finding';
import { Bed } from '../../testbed/bed';
import { KUBEVIRT } from '../../testbed/versions';
import { OBJECT_ROWS } from '../admission/rows/objects';

/*
 * Every row of the tables that the unit tests hold our rules against, asked of a real KubeVirt: what we say is refused at apply is, what we
 * say is refused when the instance is made is refused then, what nobody checks is taken, and so is what we leave alone; and the same of
 * the instance by itself. One KubeVirt serves all: without feature gates for the rows that say nothing of them, then with
 * all it has, then set up more strictly than it comes. The same of every other kind that there are rules for, once.
 */
const GATES = Object.entries(kubevirtFacts(KubevirtVersion.V1_8_4).gates).filter(([, state]) => state !== 'GA' && state !== 'Discontinued').map(([gate]) => gate);

/** Rows about which a released server, or one elsewhere, says something else than the one here. */
const EXCEPT: Readonly<Record<string, string>> = {
  'NW-12 "0200aabb0001"': 'Go 1.26, which the testbed is built with, reads MAC addresses without separators; what KubeVirt is released with does not',
  'IT-19 the architecture is the cluster\'s': 'here, that is amd64',
};

const STRICT: Partial<ClusterFacts> = { vmRolloutStrategy: 'Stage', bridgeOnPodNetwork: false };

/** How KubeVirt is configured one time after the other, what we know of it then, and of which rows it is asked. */
const SERVERS: { configuration: object; facts: Partial<ClusterFacts>; isFor: (row: Pick<Row, 'facts'>) => boolean }[] = [
  { configuration: {}, facts: { featureGates: new Set(), vmRolloutStrategy: 'LiveUpdate', bridgeOnPodNetwork: true }, isFor: (row) => !isGated(row) && !isStrict(row) },
  { configuration: { developerConfiguration: { featureGates: GATES } }, facts: { featureGates: new Set(GATES) }, isFor: isGated },
  {
    configuration: { vmRolloutStrategy: STRICT.vmRolloutStrategy, network: { permitBridgeInterfaceOnPodNetwork: STRICT.bridgeOnPodNetwork } },
    facts: { featureGates: new Set(), ...STRICT },
    isFor: isStrict,
  },
];
const QUESTIONS = SERVERS.map(({ configuration, facts, isFor }) => ({
  configuration, rows: askable(ROWS.filter(isFor), facts), objects: askableObjects(OBJECT_ROWS.filter(isFor), facts),
}));
const ASKED: AskedRow[] = QUESTIONS.flatMap(({ rows }) => rows);
const ASKED_OBJECTS: AskedObject[] = QUESTIONS.flatMap(({ objects }) => objects);

let bed: Bed;
/** What was answered, row for row. */
const answers: Answer[] = [];
const answersOnObjects: Said[] = [];

beforeAll(async () => {
  bed = await Bed.start({ name: 'oracle', neighbours: ['cdi'] });
  const cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  await installPlainKubevirt(bed, KUBEVIRT, QUESTIONS[0].configuration);
  await cluster.apply(NEEDED);
  for (const { configuration, rows, objects } of QUESTIONS) {
    if (rows !== QUESTIONS[0].rows) await configureKubevirt(cluster, configuration);
    if (rows === QUESTIONS[1].rows) await takeSnapshot(cluster);
    // With other gates, it serves other kinds.
    const server = new ApiServer(bed.kubeconfig);
    answers.push(...await ask(server, rows));
    answersOnObjects.push(...await askObjects(server, objects));
    server.close();
  }
});

afterAll(async () => bed?.stop());

test.each([...new Set(ASKED.map(({ ruleId }) => ruleId))])('%s', (id) => {
  const disagreements = ASKED.flatMap((row, index) => {
    if (row.ruleId !== id || row.name in EXCEPT) return [];
    const why = disagreement(row, answers[index], SAID[id] ?? []);
    return why === undefined ? [] : [{ row: row.name, changes: row.changes, server: why }];
  });
  expect(disagreements).toEqual([]);
});

test.each([...new Set(ASKED_OBJECTS.map(({ manifest }) => manifest.kind))])('%s', (kind) => {
  const disagreements = ASKED_OBJECTS.flatMap((row, index) => {
    if (row.manifest.kind !== kind) return [];
    const why = objectDisagreement(row, answersOnObjects[index], SAID[row.ruleId ?? ''] ?? []);
    return why === undefined ? [] : [{ row: `${row.ruleId} ${row.name}`, manifest: row.manifest, server: why }];
  });
  expect(disagreements).toEqual([]);
});

test('every message that a rule stands for is heard', () => {
  const heard: Record<string, string> = {};
  const hear = (row: { ruleId?: string; said?: Finding }, ...messages: (string | undefined)[]) => {
    if (row.said) heard[row.ruleId!] = [heard[row.ruleId!], ...messages].join('\n');
  };
  ASKED.forEach((row, index) => hear(row, answers[index].vm, answers[index].instance, answers[index].warnings));
  ASKED_OBJECTS.forEach((row, index) => hear(row, answersOnObjects[index].refusal, answersOnObjects[index].warnings));
  expect(Object.entries(SAID).flatMap(([id, messages]) => messages.filter((words) => !heard[id]?.includes(words)).map((words) => `${id}: ${words}`))).toEqual([]);
});

test('few rows cannot be asked about: those with values that are known later, of KubeVirt 1.9, of other namespaces or of webhooks elsewhere', () => {
  expect(ASKED.length).toBeGreaterThan(ROWS.length * 0.8);
  expect(ASKED_OBJECTS.length).toBeGreaterThan(OBJECT_ROWS.length * 0.5);
});

async function takeSnapshot(cluster: Cluster): Promise<void> {
  await cluster.apply([SNAPSHOT]);
  await cluster.kubectl('wait', 'vmsnapshot', SNAPSHOT.metadata.name, '-n', SNAPSHOT.metadata.namespace, '--for=jsonpath={.status.readyToUse}=true', '--timeout=60s');
}

function isGated(row: Pick<Row, 'facts'>): boolean {
  return (row.facts?.featureGates?.size ?? 0) > 0;
}

function isStrict({ facts }: Pick<Row, 'facts'>): boolean {
  return facts?.vmRolloutStrategy === STRICT.vmRolloutStrategy || facts?.bridgeOnPodNetwork === STRICT.bridgeOnPodNetwork;
}
