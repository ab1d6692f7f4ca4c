import { TerraformStack } from 'cdktf';
import {
  BootSource, Delivery, Preference, Size, VirtualMachine, VirtualMachineInstancetype, VirtualMachineInstancetypeProps, VirtualMachinePreference,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth, userStack } from '../support/synth';

const boot = BootSource.containerDisk('quay.io/containerdisks/fedora:42');
const gold = (stack: TerraformStack, props: Partial<VirtualMachineInstancetypeProps> = {}) =>
  new VirtualMachineInstancetype(stack, 'gold', { cluster: existingCluster(stack), cpu: 2, memory: '4Gi', ...props });
const manifestOf = (props: Partial<VirtualMachineInstancetypeProps>, kind = 'VirtualMachineClusterInstancetype') =>
  objects(synth((stack) => void gold(stack, props)).stack, kind).gold;

test('an instancetype is one of the cluster, named after the construct', () => {
  expect(manifestOf({})).toEqual({
    apiVersion: 'instancetype.kubevirt.io/v1beta1',
    kind: 'VirtualMachineClusterInstancetype',
    metadata: { name: 'gold' },
    spec: { cpu: { guest: 2 }, memory: { guest: '4Gi' } },
  });
});

test('with a namespace, it is one for the VMs there', () => {
  expect(manifestOf({ namespace: 'vms' }, 'VirtualMachineInstancetype').metadata).toEqual({ name: 'gold', namespace: 'vms' });
});

test('a name that KubeVirt gives one of its own is warned of, but not in a namespace', () => {
  const warnings = (props: Partial<VirtualMachineInstancetypeProps>) => synth((stack) => void gold(stack, { name: 'u1.medium', ...props })).stack.warnings;
  expect(warnings({})).toEqual([expect.stringMatching(/^name: got "u1.medium", as KubeVirt calls one of its own.*"our-u1.medium".*\[IT-24\]$/)]);
  expect(warnings({ namespace: 'vms' })).toEqual([]);
  expect(warnings({ suppress: [{ rule: 'IT-24', reason: 'KubeVirt makes none here' }] })).toEqual([]);
  expect(synth((stack) => void new VirtualMachinePreference(stack, 'fedora', { cluster: existingCluster(stack), spec: {} })).stack.warnings).toEqual([expect.stringContaining('[IT-24]')]);
});

test('every prop has its field', () => {
  expect(manifestOf({
    maxSockets: 8,
    maxMemory: '16384Mi',
    cpuModel: 'Haswell',
    dedicatedCpuPlacement: true,
    isolateEmulatorThread: false,
    guestMappingPassthrough: true,
    realtime: { mask: '0-1' },
    hugepages: '1Gi',
    gpus: [{ name: 'gpu', deviceName: 'nvidia.com/TU104GL_Tesla_T4' }],
    hostDevices: [{ name: 'nic', deviceName: 'example.com/nic' }],
    ioThreadsPolicy: 'supplementalPool',
    supplementalPoolThreadCount: 4,
    nodeSelector: { disk: 'ssd' },
    schedulerName: 'mine',
    annotations: { tier: 'gold' },
  }).spec).toEqual({
    cpu: {
      guest: 2,
      maxSockets: 8,
      model: 'Haswell',
      dedicatedCPUPlacement: true,
      isolateEmulatorThread: false,
      numa: { guestMappingPassthrough: {} },
      realtime: { mask: '0-1' },
    },
    memory: { guest: '4Gi', maxGuest: '16Gi', hugepages: { pageSize: '1Gi' } },
    gpus: [{ name: 'gpu', deviceName: 'nvidia.com/TU104GL_Tesla_T4' }],
    hostDevices: [{ name: 'nic', deviceName: 'example.com/nic' }],
    ioThreadsPolicy: 'supplementalPool',
    ioThreads: { supplementalPoolThreadCount: 4 },
    nodeSelector: { disk: 'ssd' },
    schedulerName: 'mine',
    annotations: { tier: 'gold' },
  });
  expect(manifestOf({ overcommitPercent: 50 }).spec.memory).toEqual({ guest: '4Gi', overcommitPercent: 50 });
});

test('the whole spec can be given by its KubeVirt names', () => {
  const spec = { cpu: { guest: 1 }, memory: { guest: '1Gi' }, ioThreadsPolicy: 'auto' };
  expect(manifestOf({ cpu: undefined, memory: undefined, spec }).spec).toEqual(spec);
});

test('a preference is what its spec says', () => {
  const { stack } = synth((scope) => void new VirtualMachinePreference(scope, 'tidy', {
    cluster: existingCluster(scope), spec: { cpu: { preferredCPUTopology: 'cores', preferredCPUFeatures: undefined } },
  }));
  expect(objects(stack, 'VirtualMachineClusterPreference').tidy.spec).toEqual({ cpu: { preferredCPUTopology: 'cores' } });
});

test('a VM waits for its instancetype and its preference', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const size = new VirtualMachineInstancetype(scope, 'gold', { cluster, cpu: 2, memory: '4Gi' });
    const preference = new VirtualMachinePreference(scope, 'tidy', { cluster, namespace: 'default', spec: {} });
    new VirtualMachine(scope, 'web', { cluster, size: Size.fromInstancetype(size), preference: Preference.fromPreference(preference), boot });
  });
  expect(releases(stack)['vm-web'].dependsOn).toEqual(['cluster-instancetype-gold', 'preference-tidy']);
  expect(objects(stack, 'VirtualMachine').web.spec).toMatchObject({
    instancetype: { name: 'gold', kind: 'VirtualMachineClusterInstancetype' },
    preference: { name: 'tidy', kind: 'VirtualMachinePreference' },
  });
  expect(stack.warnings).toEqual([]);
});

test('a VM in another stack comes after that of its instancetype', () => {
  const { stacks } = synth((scope, app) => {
    const size = Size.fromInstancetype(gold(scope));
    new VirtualMachine(userStack(app, 'vms'), 'web', { cluster: existingCluster(scope, 'west'), size: Size.of({ cpu: 1, memory: '1Gi' }), boot });
    new VirtualMachine(userStack(app, 'later'), 'web', { cluster: size._from!.cluster, size, boot });
  });
  expect(stacks.later.dependencies).toEqual(['test']);
});

test('one that is on the cluster already is no misspelt name', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const size = VirtualMachineInstancetype.fromInstancetypeName(scope, 'theirs', { cluster, name: 'theirs' });
    const preference = VirtualMachinePreference.fromPreferenceName(scope, 'likes', { cluster, name: 'likes', namespace: 'default' });
    new VirtualMachine(scope, 'a', { cluster, size: Size.fromInstancetype(size), preference: Preference.fromPreference(preference), boot });
    new VirtualMachine(scope, 'b', { cluster, size: Size.instancetype('theirs'), boot });
  });
  expect(stack.warnings).toEqual([]);
  expect(releases(stack)['vm-a'].dependsOn).toEqual([]);
});

test('what the instancetype sets, a VM cannot set otherwise; what the preference asks for, it must give', () => {
  expect(refusalOf((scope) => {
    const size = gold(scope, { nodeSelector: { disk: 'ssd' } });
    new VirtualMachine(scope, 'web', {
      cluster: size.cluster, size: Size.fromInstancetype(size), boot, overrides: { spec: { template: { spec: { nodeSelector: { disk: 'hdd' } } } } },
    });
  })).toContain('which the instancetype sets');
  expect(refusalOf((scope) => {
    const { cluster } = gold(scope);
    const preference = new VirtualMachinePreference(scope, 'large', { cluster, spec: { requirements: { cpu: { guest: 4 } } } });
    new VirtualMachine(scope, 'web', { cluster, size: Size.instancetype('gold'), preference: Preference.fromPreference(preference), boot });
  })).toContain('got 2 vCPU, the preference "large" asks for at least 4 vCPU');
});

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  ['two of one name', (scope) => {
    const { cluster } = gold(scope);
    return new VirtualMachineInstancetype(scope, 'other', { cluster, name: 'gold', cpu: 1, memory: '1Gi' });
  }, '"gold" on cluster "lab" is "test/gold" already'],
  ['a name that is none', (scope) => gold(scope, { name: 'Gold' }), 'name: got "Gold"'],
  ['no CPUs', (scope) => gold(scope, { cpu: undefined }), 'cpu (spec.cpu.guest): "guest" is missing'],
  ['memory that is no quantity', (scope) => gold(scope, { memory: '4GB' }), 'memory (spec.memory.guest): got "4GB"'],
  ['a field that is none', (scope) => gold(scope, { spec: { cpus: {} } as any }), 'there is no field "cpus" here'],
  ['an instancetype of another namespace', (scope) => {
    const size = gold(scope, { namespace: 'team-a' });
    return new VirtualMachine(scope, 'web', { cluster: size.cluster, size: Size.fromInstancetype(size), boot });
  }, 'is for VMs of the namespace "team-a", and the VM is in "default"'],
  ['an instancetype of another cluster', (scope) => new VirtualMachine(scope, 'web', {
    cluster: existingCluster(scope, 'west'), size: Size.fromInstancetype(gold(scope)), boot,
  }), 'is on cluster "lab", and the VM is on "west"'],
])('refuses %s', (_, build, message) => {
  expect(refusalOf(build)).toContain(message);
});

test('one of the cluster and one of the namespace may have one name', () => {
  const { stack } = synth((scope) => {
    const { cluster } = gold(scope);
    new VirtualMachineInstancetype(scope, 'other', { cluster, name: 'gold', namespace: 'default', cpu: 1, memory: '1Gi' });
  });
  expect(Object.keys(releases(stack)).sort()).toEqual(['cluster-instancetype-gold', 'instancetype-gold']);
});

test('an instancetype can be a kubernetes_manifest', () => {
  const { stack } = synth((scope) => void gold(scope, { delivery: Delivery.manifest() }));
  expect(stack.json.resource.helm_release).toBeUndefined();
  expect(objects(stack, 'VirtualMachineClusterInstancetype').gold.spec.cpu).toEqual({ guest: 2 });
});
