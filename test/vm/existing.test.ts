import { VirtualMachine, VmDisruptionBudget } from '../../src';
import { existingCluster, objects, refusalOf, synth } from '../support/synth';

test('a VM that is on the cluster already can be referred to', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const vms = ['db-0', 'db-1'].map((name) => VirtualMachine.fromVirtualMachineName(scope, name, { cluster, name, namespace: 'team-a' }));
    expect(vms[0]).toMatchObject({ vmName: 'db-0', namespace: 'team-a', nics: [] });
    new VmDisruptionBudget(scope, 'db', { vms });
  });
  expect(objects(stack, 'VirtualMachine')).toEqual({});
  expect(objects(stack, 'PodDisruptionBudget').db.metadata.namespace).toBe('team-a');
});

test('names that no VM can have are refused, all at once', () => {
  expect(refusalOf((scope) => VirtualMachine.fromVirtualMachineName(scope, 'db', { cluster: existingCluster(scope), name: 'DB 0', namespace: 'a.b' })))
    .toMatch(/fromVirtualMachineName\(\) "test\/db" has 2 mistakes:\n {2}- name: got "DB 0"[^]*- namespace: got "a\.b"/);
});
