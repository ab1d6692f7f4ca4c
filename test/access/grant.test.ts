import { Fn, TerraformStack } from 'cdktf';
import { BootSource, Size, Subject, VirtualMachine, VmAccess, VmGrant } from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

function vm(scope: TerraformStack, name = 'web'): VirtualMachine {
  return new VirtualMachine(scope, name, {
    cluster: existingCluster(scope), size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  });
}

const ops = Subject.group('ops');

test('a grant is a Role that names the VM, and a binding of its own for each subject', () => {
  const { stack } = synth((scope) => {
    const web = vm(scope);
    web.grantConsole(ops);
    web.grantConsole(Subject.user('jane@example.com'));
    web.grantConsole(Subject.serviceAccount('backup', 'ops'));
    web.grantConsole(ops);
  });
  const { 'web-console': role, ...none } = objects(stack, 'Role');
  expect(none).toEqual({});
  expect(role.rules).toEqual([{
    apiGroups: ['subresources.kubevirt.io'],
    resources: [
      'virtualmachineinstances/console', 'virtualmachineinstances/vnc', 'virtualmachineinstances/vnc/screenshot',
      'virtualmachineinstances/portforward', 'virtualmachines/portforward',
    ],
    resourceNames: ['web'],
    verbs: ['get'],
  }]);
  const bindings = Object.values(objects(stack, 'RoleBinding'));
  expect(bindings.map(({ roleRef }) => roleRef)).toEqual([1, 2, 3].map(() => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'web-console' })));
  expect(Object.fromEntries(bindings.map(({ metadata, subjects }) => [metadata.name, subjects]))).toEqual({
    'web-console-group-ops': [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'ops' }],
    'web-console-user-jane-example-com-f5adfd5d': [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane@example.com' }],
    'web-console-serviceaccount-ops-backup-4c4f56a1': [{ kind: 'ServiceAccount', name: 'backup', namespace: 'ops' }],
  });
});

test('one more subject touches nothing that is there', () => {
  const granted = (...subjects: Subject[]) => releases(synth((scope) => {
    const web = vm(scope);
    subjects.forEach((subject) => web.grantPower(subject));
  }).stack);
  const before = granted(ops);
  const { 'bind-web-power-user-jane': added, ...rest } = granted(ops, Subject.user('jane'));
  expect(Object.keys(rest)).toEqual(Object.keys(before));
  expect(Object.values(rest).map(({ resource }) => resource)).toEqual(Object.values(before).map(({ resource }) => resource));
  expect(added.dependsOn).toEqual(['role-web-power']);
});

test('every grant is limited to the VM, but for the making of snapshots, which cannot be', () => {
  const { stack } = synth((scope) => {
    const web = vm(scope);
    web.grantPower(ops);
    web.grantView(ops);
    web.grantSnapshot(ops);
  });
  const { 'web-power': power, 'web-view': view, 'web-snapshot': snapshot } = objects(stack, 'Role');
  for (const rule of [...power.rules, ...view.rules]) expect(rule.resourceNames).toEqual(['web']);
  expect(snapshot.rules).toEqual([
    { apiGroups: ['snapshot.kubevirt.io'], resources: ['virtualmachinesnapshots'], verbs: ['create', 'get', 'list', 'watch'] },
  ]);
});

test('names that differ in more than a name can show have bindings of their own', () => {
  const { stack } = synth((scope) => {
    const web = vm(scope);
    ['a.b', 'a-b', 'A-B', 'a:b', 'x'.repeat(60)].forEach((name) => web.grantView(Subject.user(name)));
    web.grantView(Subject.serviceAccount('c', 'a-b'));
    web.grantView(Subject.serviceAccount('b-c', 'a'));
  });
  expect(Object.keys(objects(stack, 'RoleBinding'))).toHaveLength(7);
});

test('what is on the cluster already can be granted, too', () => {
  const { stack } = synth((scope) => {
    const old = VirtualMachine.fromVirtualMachineName(scope, 'old', { cluster: existingCluster(scope), name: 'legacy', namespace: 'erp' });
    VmGrant.of(old, VmAccess.CONSOLE).addSubject(ops);
    new VmGrant(scope, 'erp-operators', { vm: old, access: VmAccess.POWER, subjects: [ops] });
  });
  expect(Object.values(objects(stack, 'Role')).map(({ metadata }) => metadata)).toEqual([
    { name: 'erp-operators', namespace: 'erp' }, { name: 'legacy-console', namespace: 'erp' },
  ]);
  expect(Object.keys(objects(stack, 'RoleBinding'))).toEqual(['erp-operators-group-ops', 'legacy-console-group-ops']);
});

test('refused: what is nobody, and who is only known at apply', () => {
  expect(refusalOf((scope) => vm(scope).grantView('ops' as any))).toContain('subject: got "ops"');
  expect(refusalOf((scope) => vm(scope).grantView(Subject.user('')))).toContain('subject.name: got ""');
  expect(refusalOf((scope) => vm(scope).grantView(Subject.serviceAccount('Back Up', 'ops')))).toContain('subject.name: got "Back Up"');
  expect(refusalOf((scope) => vm(scope).grantView(Subject.group(Fn.join('', ['o', 'ps']))))).toContain('only known at apply');
  expect(refusalOf((scope) => new VmGrant(scope, 'all', { vm: vm(scope), access: 'everything' as any }))).toContain('access: got "everything"');
});
