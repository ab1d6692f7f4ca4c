import { Around } from './around/around';
import { describeMove } from './around/move';
import { describePolicy } from './around/policy';
import { describePool } from './around/pool';
import { describeProtect } from './around/protect';
import { describeReach } from './around/reach';
import { describeStore } from './around/store';
import { Cluster } from './support/cluster';
import { installPlainKubevirt } from './support/plain-kubevirt';
import { gateLists } from '../../src/kubevirt/feature-gates';
import { KubevirtVersion } from '../../src/kubevirt/version';
import { Bed } from '../../testbed/bed';
import { KUBEVIRT } from '../../testbed/versions';

/*
 * What is around VMs: how they are reached, protected, moved, stored and multiplied. Each concern has a file of its own in around/; one bed
 * serves all, with a namespace for each.
 */
let around: Around;

beforeAll(async () => {
  const bed = await Bed.start({ name: `around${process.env.AROUND_BED ?? ''}`, neighbours: ['cdi', 'multus', 'snapshot'] });
  around = { bed, cluster: new Cluster(bed.kubeconfig, bed.kubectl) };
  const { featureGates } = gateLists(KubevirtVersion.V1_8_4);
  await installPlainKubevirt(bed, KUBEVIRT, { developerConfiguration: { featureGates } });
});

afterAll(async () => around?.bed.stop());

test('virtual machines are around', async () => {
  await around.cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'around' } });
  expect(await around.cluster.vms('around')).toEqual({});
});

describePolicy(() => around);
describeMove(() => around);
describePool(() => around);
describeProtect(() => around);
describeReach(() => around);
describeStore(() => around);
