import { Cluster, eventually } from './support/cluster';
import { configureKubevirt, installPlainKubevirt } from './support/plain-kubevirt';
import { BootSource, PodSecurityLevel, Size, Subject, VirtualMachine, VmoClusterProfile, VmoClusterProfileProps } from '../../src';
import { gateLists } from '../../src/kubevirt/feature-gates';
import { KubevirtVersion } from '../../src/kubevirt/version';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { KUBEVIRT } from '../../testbed/versions';
import { releases, synth, vms } from '../support/synth';

/*
 * The namespaces of a platform on a real API server: which VMs the levels of Pod Security let in, what quotas and bounds do to VMs, and who may
 * do what.
 */
let bed: Bed;
let cluster: Cluster;

const SECCOMP = { seccompConfiguration: { virtualMachineInstanceProfile: { customProfile: { runtimeDefaultProfile: true } } } };
const GATES = { developerConfiguration: { featureGates: [...gateLists(KubevirtVersion.V1_8_4).featureGates, 'HostDisk'] } };

const PROPS: Partial<VmoClusterProfileProps> = {
  kubevirt: { featureGates: ['HostDisk'], overrides: { configuration: SECCOMP } },
  vmEnabledNamespaces: ['baseline', 'files'],
  namespaces: { podSecurity: { enforce: PodSecurityLevel.BASELINE } },
  vmNamespaces: [
    { name: 'privileged', podSecurity: { enforce: PodSecurityLevel.PRIVILEGED } },
    { name: 'restricted', podSecurity: { enforce: PodSecurityLevel.RESTRICTED } },
    { name: 'bounded', limitRange: { containers: { defaultLimits: { memory: '64Mi' } } } },
    {
      name: 'team-a',
      memoryLimitsRatio: 1.5,
      quotas: [{ requests: { memory: '256Mi' }, limits: { memory: '1Gi' }, headroom: { vms: 1, largestMemory: '256Mi' }, virtualMachines: 1 }],
      users: [Subject.user('jane')],
      viewers: [Subject.group('auditors')],
    },
  ],
};

const IMAGE = BootSource.containerDisk('quay.io/containerdisks/fedora:42');
const FILE = BootSource.hostDisk('/data/disk.img', { capacity: '1Gi' });

/** Where each VM lives, which is called like its namespace. */
const VMS: [namespace: string, boot: BootSource][] = [
  ['baseline', IMAGE], ['files', FILE], ['privileged', FILE], ['restricted', IMAGE], ['bounded', IMAGE], ['team-a', IMAGE],
];

beforeAll(async () => {
  bed = await Bed.start({ name: 'namespaces', neighbours: [] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  await installPlainKubevirt(bed, KUBEVIRT, GATES);
  const { stack } = synth((scope) => {
    const profile = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', ...PROPS });
    VMS.forEach(([namespace, boot]) => new VirtualMachine(scope, namespace, { cluster: profile, namespace, size: Size.of({ cpu: 1, memory: '256Mi' }), boot }));
  });
  await cluster.apply(releases(stack)['vmo-namespaces'].values.objects);
  await cluster.apply(Object.values(vms(stack)));
});

afterAll(async () => bed?.stop());

async function untilRunning(namespace: string): Promise<void> {
  await eventually(async () => expect((await cluster.vms(namespace))[namespace].status?.printableStatus).toBe('Running'));
}

/** What the cluster says when it makes no pod. */
async function untilRefused(namespace: string): Promise<string> {
  return eventually(async () => {
    const { status } = await cluster.get('vmi', namespace, '-n', namespace);
    const [{ message }] = status.conditions.filter(({ reason }: any) => /FailedCreate|Forbidden|Privileged/i.test(reason ?? ''));
    return message;
  });
}

test.each([['baseline', 'a VM'], ['privileged', 'a VM with a file of its node']])('%s lets in %s', async (namespace) => {
  await untilRunning(namespace);
});

test('baseline lets in no VM with a file of its node', async () => {
  expect(await untilRefused('files')).toContain('violates PodSecurity "baseline:latest": hostPath volumes');
});

test('restricted lets in a VM only where KubeVirt gives it a seccomp profile', async () => {
  expect(await untilRefused('restricted')).toContain('violates PodSecurity "restricted:latest": seccompProfile');
  await configureKubevirt(cluster, { ...GATES, ...SECCOMP });
  await untilRunning('restricted');
});

test('default limits below what a VM asks for keep its pod from being made', async () => {
  expect(await untilRefused('bounded')).toContain('must be less than or equal to memory limit of 64Mi');
});

test('within a quota with headroom a VM runs, with limits of the ratio that the namespace says', async () => {
  await untilRunning('team-a');
  const [pod] = await cluster.get('pod', '-n', 'team-a', '-l', 'kubevirt.io=virt-launcher');
  const { requests, limits } = pod.spec.containers.find(({ name }: any) => name === 'compute').resources;
  expect(mebibytes(limits.memory) / mebibytes(requests.memory)).toBeCloseTo(1.5, 1);
});

test('one VM more than the quota grants is refused', async () => {
  const { metadata, spec } = (await cluster.vms('team-a'))['team-a'];
  const other = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'other', namespace: metadata.namespace }, spec };
  await expect(cluster.create(other)).rejects.toThrow('exceeded quota: vmo-quota');
});

const JANE = { user: 'jane' };
const AUDITOR = { user: 'joe', groups: ['auditors'] };
const VMS_OF_TEAM = { group: 'kubevirt.io', resource: 'virtualmachines', namespace: 'team-a' };
const START = { ...VMS_OF_TEAM, group: 'subresources.kubevirt.io', subresource: 'start' };

test.each<[string, object, object, boolean]>([
  ['a user lists namespaces', JANE, { verb: 'list', resource: 'namespaces' }, true],
  ['a user turns VMs on', JANE, { verb: 'update', ...START }, true],
  ['a user deletes none', JANE, { verb: 'delete', ...VMS_OF_TEAM }, false],
  ['a user is nobody elsewhere', JANE, { verb: 'get', ...VMS_OF_TEAM, namespace: 'baseline' }, false],
  ['a viewer looks', AUDITOR, { verb: 'get', ...VMS_OF_TEAM }, true],
  ['a viewer turns nothing on', AUDITOR, { verb: 'update', ...START }, false],
])('%s', async (_, who, resourceAttributes, allowed) => {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { ...who, resourceAttributes } };
  const answer = await run([...bed.kubectl, 'create', '-o', 'json', '-f', '-'], { KUBECONFIG: bed.kubeconfig }, JSON.stringify(review));
  expect(JSON.parse(answer).status.allowed).toBe(allowed);
});

/** Of what KubeVirt writes: `396Mi`, or bytes. */
function mebibytes(quantity: string): number {
  const [, number, suffix] = /^([\d.]+)(Mi|Gi|M)?$/.exec(quantity)!;
  return Number(number) * ({ Mi: 1, Gi: 1024, M: 1e6 / 2 ** 20 }[suffix] ?? 1 / 2 ** 20);
}
