import { KubevirtVersion } from '../../src/kubevirt';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { SAID } from '../admission/oracle';
import { Row, ROWS } from '../admission/rows';
import { ApiServer } from './support/api-server';
import { Cluster } from './support/cluster';
import { configureKubevirt, installPlainKubevirt } from './support/plain-kubevirt';
import { Answer, ask, askable, AskedRow, disagreement } from './support/rows';
import { NEEDED } from './support/rows-need';
import { Bed } from '../../testbed/bed';
import { KUBEVIRT } from '../../testbed/versions';

/*
 * Every row of the tables that the unit tests hold our rules against, asked of a real KubeVirt: what we say is refused at apply is, what we
 * say is refused when the instance is made is refused then, what nobody checks is taken, and so is what we leave alone; and the same of
 * the instance by itself. One KubeVirt serves all: without feature gates for the rows that say nothing of them, then with all it has.
 */
const GATES = Object.entries(kubevirtFacts(KubevirtVersion.V1_8_4).gates).filter(([, state]) => state !== 'GA' && state !== 'Discontinued').map(([gate]) => gate);

/** Rows about which a released server, or one elsewhere, says something else than the one here. */
const EXCEPT: Readonly<Record<string, string>> = {
  'NW-12 "0200aabb0001"': 'Go 1.26, which the testbed is built with, reads MAC addresses without separators; what KubeVirt is released with does not',
  'IT-19 the architecture is the cluster\'s': 'here, that is amd64',
};

/** The gates of each server, and what it is asked. */
const QUESTIONS = [[], GATES].map((gates) => ({ gates, rows: askable(ROWS.filter((row) => isGated(row) === gates.length > 0), new Set(gates)) }));
const ASKED: AskedRow[] = QUESTIONS.flatMap(({ rows }) => rows);

let bed: Bed;
/** What was answered, row for row. */
const answers: Answer[] = [];

beforeAll(async () => {
  bed = await Bed.start({ name: 'oracle', neighbours: ['cdi'] });
  const cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  const server = new ApiServer(bed.kubeconfig);
  await installPlainKubevirt(bed, KUBEVIRT);
  await cluster.apply(NEEDED);
  for (const { gates, rows } of QUESTIONS) {
    if (gates.length > 0) await configureKubevirt(cluster, { developerConfiguration: { featureGates: gates } });
    answers.push(...await ask(server, rows));
  }
  server.close();
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

test('every message that a rule stands for is heard', () => {
  const heard = (id: string, words: string) => ASKED.some(({ ruleId, said }, index) =>
    ruleId === id && said !== undefined && [answers[index].vm, answers[index].instance].some((message) => message?.includes(words)));
  expect(Object.entries(SAID).flatMap(([id, messages]) => messages.filter((words) => !heard(id, words)).map((words) => `${id}: ${words}`))).toEqual([]);
});

test('few rows cannot be asked about: those with values that are known later, of KubeVirt 1.9 or of other namespaces', () => {
  expect(ASKED.length).toBeGreaterThan(ROWS.length * 0.8);
});

function isGated(row: Row): boolean {
  return (row.facts?.featureGates?.size ?? 0) > 0;
}
