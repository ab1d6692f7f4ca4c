import { Admission, Delivery, Subject, Suppression, VmRole, VmRoleBindingOptions, VmRoles, VmRolesProps } from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

const made = (options: Partial<VmRolesProps> = {}, bindings: Record<string, VmRoleBindingOptions> = {}) => synth((scope) => {
  const roles = new VmRoles(scope, 'roles', { cluster: existingCluster(scope), ...options });
  Object.entries(bindings).forEach(([id, binding]) => roles.bind(id, binding));
}).stack;

const ops = [Subject.group('ops')];

/** Whether a ClusterRole lets do something; `virtualmachines/start` of `subresources.kubevirt.io`. */
function may(role: any, verb: string, group: string, resource: string): boolean {
  return role.rules.some((rule: any) => rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.verbs.includes(verb));
}

test('five ClusterRoles are one release, with the names of Palette', () => {
  const stack = made();
  expect(Object.keys(objects(stack, 'ClusterRole'))).toEqual([
    'spectro-vm-admin', 'spectro-vm-power-user', 'spectro-vm-user', 'spectro-vm-viewer', 'spectro-namespace-list',
  ]);
  expect(Object.keys(releases(stack))).toEqual(['cluster-roles-spectro-namespace-list']);
  expect(Object.keys(objects(made({ namePrefix: 'acme-' }), 'ClusterRole'))[0]).toBe('acme-vm-admin');
});

test('as manifests of their own, they are five, and a binding comes after them', () => {
  const stack = made({ delivery: Delivery.manifest() }, { 'team-a': { role: VmRole.USER, namespace: 'team-a', subjects: ops, delivery: Delivery.manifest() } });
  const { kubernetes_manifest: resources } = stack.json.resource;
  expect(Object.keys(objects(stack, 'ClusterRole'))).toHaveLength(5);
  const binding: any = Object.values<any>(resources).find(({ manifest }) => manifest.kind === 'RoleBinding');
  expect(binding.depends_on).toEqual([expect.stringMatching(/^kubernetes_manifest\.roles/)]);
});

test('each role may all that the one below it may, and some more', () => {
  const roles = objects(made(), 'ClusterRole');
  const rights = (role: VmRole) => roles[`spectro-${role}`].rules.flatMap(({ apiGroups, resources, verbs }: any) =>
    apiGroups.flatMap((group: string) => resources.flatMap((resource: string) => verbs.map((verb: string) => `${verb} ${group}/${resource}`))));
  const ladder = [VmRole.VIEWER, VmRole.USER, VmRole.POWER_USER, VmRole.ADMIN].map(rights);
  ladder.forEach((all) => expect(new Set(all).size).toBe(all.length));
  for (const [index, above] of ladder.slice(1).entries()) {
    expect(above).toEqual(expect.arrayContaining(ladder[index]));
    expect(above.length).toBeGreaterThan(ladder[index].length);
  }
});

test('a user turns VMs on and off and makes none; a power user makes none of what VMs are made of', () => {
  const { 'spectro-vm-viewer': viewer, 'spectro-vm-user': user, 'spectro-vm-power-user': powerUser, 'spectro-vm-admin': admin } = objects(made(), 'ClusterRole');
  const subresources = 'subresources.kubevirt.io';
  expect([viewer, user].map((role) => may(role, 'update', subresources, 'virtualmachines/start'))).toEqual([false, true]);
  expect([viewer, user].map((role) => may(role, 'get', subresources, 'virtualmachineinstances/console'))).toEqual([false, true]);
  for (const [verb, group, resource] of [
    ['create', 'kubevirt.io', 'virtualmachines'], ['patch', 'kubevirt.io', 'virtualmachines'], ['delete', 'kubevirt.io', 'virtualmachines'],
    ['create', 'clone.kubevirt.io', 'virtualmachineclones'], ['create', 'snapshot.kubevirt.io', 'virtualmachinesnapshots'],
    ['update', subresources, 'virtualmachines/migrate'], ['create', 'kubevirt.io', 'virtualmachineinstancemigrations'],
  ]) expect([user, powerUser].map((role) => may(role, verb, group, resource))).toEqual([false, true]);
  for (const [group, resource] of [
    ['instancetype.kubevirt.io', 'virtualmachineclusterinstancetypes'], ['k8s.cni.cncf.io', 'network-attachment-definitions'],
    ['cdi.kubevirt.io', 'datasources'], ['template.kubevirt.io', 'virtualmachinetemplates'], ['migrations.kubevirt.io', 'migrationpolicies'],
  ]) expect([powerUser, admin].map((role) => may(role, 'create', group, resource))).toEqual([false, true]);
});

test('no role reads Secrets, or gives rights to others', () => {
  for (const { rules } of Object.values<any>(objects(made(), 'ClusterRole'))) {
    for (const { resources, verbs, apiGroups } of rules) {
      expect(resources).not.toContain('secrets');
      expect([...apiGroups, ...resources, ...verbs]).not.toContain('*');
      expect(apiGroups).not.toContain('rbac.authorization.k8s.io');
    }
  }
});

test('roles are added to those of Kubernetes only where that is said', () => {
  const labels = (stack: ReturnType<typeof made>) => Object.values<any>(objects(stack, 'ClusterRole')).map(({ metadata }) => metadata.labels);
  expect(labels(made())).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(labels(made({ aggregateToDefaultRoles: true }))).toEqual([
    { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' }, { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' }, undefined,
    { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }, undefined,
  ]);
});

test('a binding is of a namespace, or of the cluster, and comes after the roles', () => {
  const stack = made({}, {
    'team-a': { role: VmRole.USER, namespace: 'team-a', subjects: ops },
    'everybody': { role: VmRole.NAMESPACE_LIST, subjects: [Subject.group('system:authenticated')] },
  });
  expect(objects(stack, 'RoleBinding')['spectro-vm-user-team-a']).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'spectro-vm-user-team-a', namespace: 'team-a' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'spectro-vm-user' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'ops' }],
  });
  expect(objects(stack, 'ClusterRoleBinding')['spectro-namespace-list-everybody'].metadata).toEqual({ name: 'spectro-namespace-list-everybody' });
  expect(releases(stack)['bind-spectro-vm-user-team-a'].dependsOn).toEqual(['cluster-roles-spectro-namespace-list']);
});

test('refused: bindings of nobody, of no role, and of namespaces in a namespace; roles twice', () => {
  const refused = (binding: any) => refusalOf((scope) => new VmRoles(scope, 'roles', { cluster: existingCluster(scope) }).bind('x', binding));
  expect(refused({ role: VmRole.USER, subjects: [] })).toContain('subjects: got nobody');
  expect(refused({ role: VmRole.USER, subjects: ['ops'] })).toContain('subjects[0]: got "ops"');
  expect(refused({ role: 'vm-boss', subjects: ops })).toContain('role: got "vm-boss", expected one of vm-admin');
  expect(refused({ role: VmRole.NAMESPACE_LIST, namespace: 'team-a', subjects: ops })).toContain('namespace: got "team-a"');
  expect(refusalOf((scope) => {
    const cluster = existingCluster(scope);
    new VmRoles(scope, 'a', { cluster });
    new VmRoles(scope, 'b', { cluster });
  })).toContain('namePrefix: the roles "spectro-…" of cluster "lab" are those of "test/a" already');
  expect(refusalOf((scope) => new VmRoles(scope, 'a', { cluster: existingCluster(scope), namePrefix: 'Our ' }))).toContain('namePrefix: got "Our "');
  expect(refusalOf((scope) => {
    const roles = new VmRoles(scope, 'roles', { cluster: existingCluster(scope) });
    for (const namespace of ['team-a', 'team-b']) roles.bind('ops', { role: VmRole.USER, namespace, subjects: ops });
  })).toBe('VmRoles "test/roles" has a binding "ops" of vm-user already\n    → name all its subjects in one, or give this one another id: "ops-2"');
});

test('a rule of one\'s own about ClusterRoles is accepted with a reason', () => {
  const ruled = (suppress?: Suppression[]) => refusalOf((scope) => {
    Admission.of(scope).add({ id: 'acme/roles', title: 'Roles are made by the platform team', appliesTo: ['ClusterRole'], remedy: 'ask them', check: () => [{ message: 'got one' }] });
    new VmRoles(scope, 'roles', { cluster: existingCluster(scope), suppress });
    throw new Error('accepted');
  });
  expect(ruled()).toMatch(/got one\n.*ask them \[acme\/roles\]/);
  expect(ruled([{ rule: 'acme/roles', reason: 'we are the platform team' }])).toBe('accepted');
});
