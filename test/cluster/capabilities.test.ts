import { KubevirtVersion } from '../../src/kubevirt';
import { kubevirtFacts } from '../../src/kubevirt/facts';
import { mergeOverrides } from '../../src/kubevirt/overrides';
import { Kubectl } from '../../testbed/apply/kubectl';
import { readStacks, Stack } from '../../testbed/apply/stack';
import { inconsistencies, Schema } from '../../testbed/apply/typing';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { KUBEVIRT } from '../../testbed/versions';
import { CAPABILITIES, NAMESPACE } from '../capabilities';
import { platform } from '../capabilities/platform';
import { synthesized, SynthesizedCapability, vmName } from '../capabilities/synthesized';
import { temporaryFolder } from '../support/synth';
import { testsForAnyCluster } from './support/any-cluster';
import { Cluster } from './support/cluster';
import { STARTED } from './support/examples';
import { Outcome, start } from './support/instances';
import { expectSameOfExamples } from './support/kubevirt-examples';
import { configureKubevirt, installPlainKubevirt } from './support/plain-kubevirt';
import { configurationOf, isVm, objectsOf } from './support/synthesized';

/*
 * Every capability of a VM, and every example whose life is not tested elsewhere: virt-api takes the VM as it was synthesized,
 * and virt-controller makes an instance and its pod of it. One KubeVirt serves all, each time configured as the profile says.
 */
const SHOWN = CAPABILITIES.filter(({ since }) => !since);

/** What an example expects in the cluster and does not bring along. */
const EXAMPLE_NEEDS: Record<string, object[]> = {
  'sriov-appliance': ['sriov-wan', 'sriov-lan'].map((name) => ({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name, namespace: 'default', annotations: { 'k8s.v1.cni.cncf.io/resourceName': `example.com/${name}` } },
    spec: { config: JSON.stringify({ cniVersion: '0.3.1', name, type: 'sriov' }) },
  })),
  'air-gap': goldenImage('fedora'), // CDI makes it
  'windows-server': [
    ...goldenImage('windows-2022'),
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'ceph-filesystem' }, provisioner: 'testbed' },
  ],
};

function goldenImage(name: string): object[] {
  const namespace = 'vmo-golden-images';
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataSource', metadata: { name, namespace }, spec: { source: { pvc: { name, namespace } } } },
  ];
}

let bed: Bed;
let cluster: Cluster;
/** The platform that all capabilities need. */
let profile: Stack;

beforeAll(async () => {
  bed = await Bed.start({ name: 'capabilities', neighbours: ['cdi', 'multus', 'snapshot'] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  profile = readStacks(platform(SHOWN))[0];
  await installPlainKubevirt(bed, KUBEVIRT, configurationOf(profile));
  // Where the state of TPM and firmware goes.
  await cluster.create({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'testbed',
  });
});

afterAll(async () => bed?.stop());

describe('capabilities', () => {
  let blueprints: SynthesizedCapability[];
  let outcomes: Record<string, Outcome>;
  let schema: Schema;

  beforeAll(async () => {
    blueprints = SHOWN.map((capability) => synthesized(capability));
    await cluster.apply(objectsOf(profile));
    await cluster.apply([...SHOWN.flatMap(({ needs = [] }) => needs), ...blueprints.flatMap(({ companions }) => companions)], NAMESPACE);
    const [first] = blueprints;
    schema = [...(await new Kubectl(bed.kubectl, bed.kubeconfig).schemas([first.vm])).values()][0];
    outcomes = await start(cluster, NAMESPACE, blueprints.map(({ vm }) => vm), SHOWN.filter(({ notStarted }) => !notStarted).map(vmName));
  });

  test.each(SHOWN.map((capability, index) => [capability.title, capability, index] as const))('%s', (_, { notStarted, answer: changes = {} }, index) => {
    const { vm } = blueprints[index];
    const { answer, refusal, started, reasons } = outcomes[vm.metadata.name];
    expect(refusal).toBeUndefined();
    expect(answer.spec).toMatchObject(mergeOverrides(vm.spec, changes));
    // What Terraform would say of it, were it a `kubernetes_manifest`.
    const inconsistent = inconsistencies(vm, answer, schema, ['metadata.labels', 'metadata.annotations']);
    if (Object.keys(changes).length > 0) expect(inconsistent).not.toEqual([]);
    else expect(inconsistent).toEqual([]);
    expect({ started, reasons: notStarted ? [] : reasons }).toEqual({ started: !notStarted, reasons: [] });
  });
});

// In a bed of its own, it would take a minute longer.
describe('what can be shown in any cluster', () => testsForAnyCluster('any', () => bed));

describe('examples', () => {
  let configured: string;

  for (const example of STARTED) {
    test(example, async () => {
      const stacks = readStacks(Blueprint.example(example, temporaryFolder()).cdktfOut);
      await cluster.apply(EXAMPLE_NEEDS[example] ?? []);
      for (const stack of stacks) {
        const configuration = configurationOf(stack);
        if (configuration && JSON.stringify(configuration) !== configured) await configureKubevirt(cluster, configuration); // takes 10 s
        if (configuration) configured = JSON.stringify(configuration);
        const vms = objectsOf(stack).filter(isVm);
        try {
          await cluster.apply(objectsOf(stack).filter((object) => !isVm(object)));
          for (const namespace of new Set<string>(vms.map(({ metadata }) => metadata.namespace))) {
            const outcomes = await start(cluster, namespace, vms.filter(({ metadata }) => metadata.namespace === namespace));
            const failed = Object.entries(outcomes).filter(([, { started }]) => !started);
            expect(failed.map(([vm, { refusal, reasons }]) => [vm, refusal ?? reasons])).toEqual([]);
          }
        } finally {
          // The next may have some of the same names.
          await cluster.remove(objectsOf(stack).filter((object) => isVm(object) || object.kind === 'VirtualMachinePool'));
        }
      }
    });
  }
});

describe("KubeVirt's own examples: what it takes, vmo lint has nothing against, and what it refuses, it has", () => {
  test.each(['1.8.4', '1.9.0'])('those of %s, with all feature gates', async (version) => {
    // Template brings a server of its own, which no bed has.
    const gates = Object.entries(kubevirtFacts(KubevirtVersion.V1_8_4).gates)
      .flatMap(([gate, state]) => gate === 'Template' || state === 'GA' || state === 'Discontinued' ? [] : gate);
    await configureKubevirt(cluster, { developerConfiguration: { featureGates: gates } });
    await expectSameOfExamples(version, cluster, gates);
  });

  test('those of 1.8.4, with none', async () => {
    await configureKubevirt(cluster, { developerConfiguration: { featureGates: [] } });
    await expectSameOfExamples('1.8.4', cluster, []);
  });
});
