import {
  BootSource, PodSecurityLevel, Size, Subject, VirtualMachine, VmNamespaceOptions, VmoClusterProfile, VmoClusterProfileProps, VmRole, VmRoles,
} from '../../src';
import { manifests, objects, refusalOf, releases, synth, SynthesizedStack } from '../support/synth';

function profile(props: Partial<VmoClusterProfileProps>): SynthesizedStack {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props })).stack;
}

function refusal(props: Partial<VmoClusterProfileProps>): string {
  return refusalOf((stack) => new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', ...props }));
}

/** What stands in the namespace `team-a`, and of the cluster, by kind and name. */
function teamA(options: Partial<VmNamespaceOptions>, props: Partial<VmoClusterProfileProps> = {}): Record<string, any> {
  const all = manifests(profile({ ...props, vmNamespaces: [{ name: 'team-a', ...options }] }));
  const own = all.filter(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace ?? 'team-a') === 'team-a');
  return Object.fromEntries(own.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
}

const ops = Subject.group('ops');
const jane = Subject.user('jane@example.com');

describe('which', () => {
  test('namespaces with details come beside those that are named, each once', () => {
    const stack = profile({ vmEnabledNamespaces: ['team-a', 'team-b'], vmNamespaces: [{ name: 'team-c' }, { name: 'team-a', labels: { tier: 'gold' } }] });
    expect(Object.keys(objects(stack, 'Namespace'))).toEqual(['cdi', 'kubevirt', 'vmo-system', 'team-a', 'team-b', 'team-c', 'vmo-golden-images']);
    expect(objects(stack, 'Namespace')['team-a'].metadata.labels).toEqual({ tier: 'gold' });
    expect(releases(stack)['vmo-kubevirt'].values.virtualMachineNamespaces).toEqual(['team-a', 'team-b', 'team-c']);
  });

  test('VMs may live in them', () => {
    const vm = (namespace: string) => refusalOf((stack) => {
      const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', vmEnabledNamespaces: [], vmNamespaces: [{ name: 'team-a' }] });
      new VirtualMachine(stack, 'web', { cluster, namespace, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/a:1') });
      throw new Error(`${namespace}: fine`);
    });
    expect(vm('team-a')).toBe('team-a: fine');
    expect(vm('default')).toContain('[R-21]');
  });

  test('"default" is left as it is, unless something is said of it', () => {
    expect(objects(profile({}), 'Namespace')).not.toHaveProperty('default');
    const said = profile({ namespaces: { podSecurity: { enforce: PodSecurityLevel.BASELINE } } });
    expect(objects(said, 'Namespace').default.metadata).toEqual({
      name: 'default', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' }, annotations: { 'helm.sh/resource-policy': 'keep' },
    });
  });
});

describe('labels', () => {
  test('Pod Security is what the namespace says, else what is said of all VM namespaces; components have their own', () => {
    const stack = profile({
      namespaces: { podSecurity: { enforce: PodSecurityLevel.BASELINE, version: 'v1.35' } },
      vmNamespaces: [{ name: 'team-a', podSecurity: { enforce: PodSecurityLevel.PRIVILEGED, warn: PodSecurityLevel.BASELINE } }],
    });
    const labels = (name: string) => objects(stack, 'Namespace')[name].metadata.labels;
    expect(labels('virtual-machines')).toEqual({ 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/enforce-version': 'v1.35' });
    expect(labels('vmo-golden-images')).toEqual(labels('virtual-machines'));
    expect(labels('team-a')).toEqual({ 'pod-security.kubernetes.io/enforce': 'privileged', 'pod-security.kubernetes.io/warn': 'baseline' });
    expect(labels('vmo-system')).toEqual({ 'pod-security.kubernetes.io/enforce': 'baseline' });
    expect(labels('kubevirt')).toMatchObject({ 'kubevirt.io': '', 'pod-security.kubernetes.io/enforce': 'privileged' });
  });

  test('nothing is said of VM namespaces unless asked for: the cluster decides', () => {
    expect(objects(profile({}), 'Namespace')['virtual-machines'].metadata).not.toHaveProperty('labels');
  });

  test('those of all namespaces are on all that are made, and what a component needs stays', () => {
    const stack = profile({ namespaces: { labels: { 'policy.example.com/skip': 'true', 'kubevirt.io': 'mine' }, annotations: { owner: 'platform' } } });
    for (const { metadata } of Object.values(objects(stack, 'Namespace'))) {
      expect(metadata).toMatchObject({ labels: { 'policy.example.com/skip': 'true' }, annotations: { 'owner': 'platform', 'helm.sh/resource-policy': 'keep' } });
    }
    expect(objects(stack, 'Namespace').kubevirt.metadata.labels['kubevirt.io']).toBe('');
  });

  test('the ratio of memory limits is the label that KubeVirt reads', () => {
    expect(teamA({ memoryLimitsRatio: 1.2 })['Namespace team-a'].metadata.labels).toEqual({ 'alpha.kubevirt.io/auto-memory-limits-ratio': '1.2' });
  });
});

describe('quotas', () => {
  const quota = (options: object) => teamA({ quotas: [options] })['ResourceQuota vmo-quota'].spec.hard;

  test('amounts are what the server counts', () => {
    expect(quota({
      requests: { cpu: '16', memory: '256Gi', storage: '10Ti' },
      limits: { cpu: '64', memory: '512Gi' },
      virtualMachines: 40,
      pods: 100,
      claims: 80,
      storageOfClasses: { 'ceph-block': '5Ti' },
      others: { 'requests.nvidia.com/A10': '4' },
    })).toEqual({
      'requests.cpu': '16',
      'requests.memory': '256Gi',
      'requests.storage': '10Ti',
      'limits.cpu': '64',
      'limits.memory': '512Gi',
      'count/virtualmachines.kubevirt.io': '40',
      'pods': '100',
      'persistentvolumeclaims': '80',
      'ceph-block.storageclass.storage.k8s.io/requests.storage': '5Ti',
      'requests.nvidia.com/A10': '4',
    });
  });

  test('headroom is 15m CPU and 315M memory for each VM, and the largest VM twice, on what is given alone', () => {
    // 16 + 40 × 0.015 + 2 × 4; 256 GiB + 40 × 315 MB (12,016.3 MiB) + 2 × 32 GiB, in whole MiB.
    expect(quota({ requests: { cpu: '16', memory: '256Gi', storage: '1Ti' }, headroom: { vms: 40, largestCpu: '4', largestMemory: '32Gi' } }))
      .toEqual({ 'requests.cpu': '24600m', 'requests.memory': `${320 * 1024 + 12_017}Mi`, 'requests.storage': '1Ti' });
    expect(quota({ limits: { memory: '8Gi' }, headroom: { vms: 0 } })).toEqual({ 'limits.memory': '8Gi' });
  });

  test('VMs of the app are held against them, beside what is known of the cluster', () => {
    const { stack } = synth((scope) => {
      const cluster = new VmoClusterProfile(scope, 'vmo', {
        clusterName: 'prod-east',
        inventory: { quotas: [{ namespace: 'default', hard: { pods: '1' } }] },
        vmNamespaces: [{ name: 'team-a', quotas: [{ name: 'small', requests: { memory: '1Gi' } }] }],
      });
      expect(cluster.inventory?.quotas?.map(({ namespace }) => namespace)).toEqual(['default', 'team-a']);
      new VirtualMachine(scope, 'web', { cluster, namespace: 'team-a', size: Size.of({ cpu: 1, memory: '2Gi' }), boot: BootSource.containerDisk('quay.io/a:1') });
    });
    expect(stack.warnings).toContainEqual(expect.stringContaining('its quota "small" grants 1Gi'));
  });

  test('a LimitRange bounds containers and claims', () => {
    expect(teamA({ limitRange: { containers: { defaultRequests: { cpu: '100m' }, max: { memory: '64Gi' } }, smallestClaim: '1Gi', largestClaim: '2Ti' } })['LimitRange vmo-limits'].spec.limits)
      .toEqual([
        { type: 'Container', defaultRequest: { cpu: '100m' }, max: { memory: '64Gi' } },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Ti' } },
      ]);
  });
});

describe('rights', () => {
  test('people are bound to the roles of VMs, which are made for it, and may list namespaces', () => {
    const made = teamA({ admins: [ops], powerUsers: [jane], users: [Subject.serviceAccount('ci', 'tools')], viewers: [Subject.group('all'), ops], custom: [{ role: 'edit', subjects: [jane] }] });
    const bindings = Object.values(made).filter(({ kind }) => /Binding$/.test(kind)).map(({ metadata, roleRef, subjects }) => [metadata.name, roleRef.name, subjects.map(({ name }: any) => name)]);
    expect(bindings).toEqual([
      ['vmo-rolebinding-namespace-list', 'spectro-namespace-list', ['ops', 'jane@example.com', 'ci', 'all']],
      ['vmo-rolebinding-admins', 'spectro-vm-admin', ['ops']],
      ['vmo-rolebinding-powerusers', 'spectro-vm-power-user', ['jane@example.com']],
      ['vmo-rolebinding-users', 'spectro-vm-user', ['ci']],
      ['vmo-rolebinding-viewers', 'spectro-vm-viewer', ['all', 'ops']],
      ['vmo-rolebinding-custom-edit', 'edit', ['jane@example.com']],
    ]);
    expect(Object.keys(made).filter((key) => key.startsWith('ClusterRole '))).toEqual(Object.values(VmRole).map((role) => `ClusterRole spectro-${role}`));
  });

  test('without anybody there are no roles, and a ClusterRole of the cluster needs none', () => {
    expect(objects(profile({}), 'ClusterRole')).toEqual({});
    expect(Object.keys(teamA({ custom: [{ role: 'edit', subjects: [jane] }] })).filter((key) => key.startsWith('ClusterRole'))).toEqual([]);
  });

  test('the list of namespaces can be kept from them, and the roles be called otherwise', () => {
    const made = teamA({ users: [jane] }, { namespaces: { listNamespaces: false, rolePrefix: 'ours-' } });
    expect(made).not.toHaveProperty(['ClusterRoleBinding vmo-rolebinding-namespace-list']);
    expect(made['RoleBinding vmo-rolebinding-users'].roleRef.name).toBe('ours-vm-user');
    expect(made).toHaveProperty(['ClusterRole ours-vm-user']);
  });

  test('the roles are those of VmRoles, which cannot make them once more', () => {
    const roles = (namePrefix?: string) => synth((stack) => {
      const cluster = new VmoClusterProfile(stack, 'vmo', { clusterName: 'prod-east', vmNamespaces: [{ name: 'team-a', users: [jane] }] });
      new VmRoles(stack, 'roles', { cluster, namePrefix });
    }).stack;
    expect(() => roles()).toThrow('namePrefix: the roles "spectro-…" of cluster "prod-east" are those of "test/vmo" already');
    const all = objects(roles('ours-'), 'ClusterRole');
    for (const role of Object.values(VmRole)) expect(all[`ours-${role}`].rules).toEqual(all[`spectro-${role}`].rules);
  });
});

test.each<[string, Partial<VmoClusterProfileProps>, string]>([
  ['no namespace at all', { vmEnabledNamespaces: [] }, 'vmEnabledNamespaces: got an empty list'],
  ['a namespace of the platform', { vmNamespaces: [{ name: 'kubevirt' }] }, 'vmNamespaces[0].name: got "kubevirt", which is not for VMs'],
  ['a namespace twice', { vmNamespaces: [{ name: 'a' }, { name: 'a' }] }, 'vmNamespaces[1].name: "a" is in another entry, too'],
  ['an option that there is none of', { vmNamespaces: [{ name: 'a', quota: {} } as any] }, 'vmNamespaces[0].quota'],
  ['an amount that is none', { vmNamespaces: [{ name: 'a', quotas: [{ requests: { memory: 'much' } }] }] }, 'vmNamespaces[0].quotas[0].requests.memory: got "much"'],
  ['two quotas of one name', { vmNamespaces: [{ name: 'a', quotas: [{ pods: 1 }, { claims: 1 }] }] }, 'vmNamespaces[0].quotas[1].name: "vmo-quota" is the name of another quota'],
  ['a resource that no quota has', { vmNamespaces: [{ name: 'a', quotas: [{ others: { podz: '1' } }] }] }, 'others["podz"]: no quota has this resource\n    → did you mean "pods"?'],
  ['a level that there is none of', { namespaces: { podSecurity: { enforce: 'open' as any } } }, 'namespaces.podSecurity.enforce: got "open"'],
  ['a version that is none', { namespaces: { podSecurity: { version: '1.35' } } }, 'namespaces.podSecurity.version'],
  ['nobody', { vmNamespaces: [{ name: 'a', admins: [] }] }, 'vmNamespaces[0].admins: got nobody'],
  ['somebody who is nobody', { vmNamespaces: [{ name: 'a', users: ['jane' as any] }] }, 'vmNamespaces[0].users[0]: got "jane"'],
  ['a role twice', { vmNamespaces: [{ name: 'a', custom: [{ role: 'edit', subjects: [jane] }, { role: 'edit', subjects: [ops] }] }] }, 'custom[1].role: "edit" is in another entry, too'],
  ['a label that is none', { vmNamespaces: [{ name: 'a', labels: { 'a b': 'c' } }] }, 'vmNamespaces[0].labels["a b"]'],
  ['a label of all that is none', { namespaces: { labels: { a: 'b c' } } }, 'namespaces.labels["a"]'],
  ['a prefix that no name may have', { namespaces: { rolePrefix: 'Ours' } }, 'namespaces.rolePrefix: got "Ours"'],
  ['less memory than is asked for', { vmNamespaces: [{ name: 'a', memoryLimitsRatio: 0.5 }] }, 'vmNamespaces[0].memoryLimitsRatio'],
  ['a level that no VM runs in', { vmNamespaces: [{ name: 'a', podSecurity: { enforce: PodSecurityLevel.RESTRICTED } }] }, 'podSecurity.enforce: got "restricted", and KubeVirt gives'],
])('%s is refused', (_, props, message) => {
  expect(refusal(props)).toContain(message);
});

test('the strictest level goes where KubeVirt gives VMs a seccomp profile', () => {
  const seccompConfiguration = { virtualMachineInstanceProfile: { customProfile: { runtimeDefaultProfile: true } } };
  const stack = profile({
    namespaces: { podSecurity: { enforce: PodSecurityLevel.RESTRICTED } }, kubevirt: { overrides: { configuration: { seccompConfiguration } } },
  });
  expect(objects(stack, 'Namespace')['virtual-machines'].metadata.labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'restricted' });
});
