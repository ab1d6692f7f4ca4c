import { db } from './vms';
import { ExportSource, VirtualMachineExport } from '../../src';
import { existingCluster, objects, refusalOf, synth } from '../support/synth';

test('a VM, a snapshot or a claim is exported for a while', () => {
  const { stack } = synth((scope) => {
    const vm = db(scope);
    new VirtualMachineExport(scope, 'all', { source: ExportSource.vm(vm) });
    new VirtualMachineExport(scope, 'then', { source: ExportSource.snapshot(vm.snapshot('before')), ttl: '12h', tokenSecretName: 'token' });
    new VirtualMachineExport(scope, 'disk', { source: ExportSource.claim({ cluster: vm.cluster, claimName: 'data', namespace: 'team-a' }) });
  });
  const { all, then, disk } = objects(stack, 'VirtualMachineExport');
  expect(all.spec).toEqual({ source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'db' } });
  expect(then.spec).toEqual({
    source: { apiGroup: 'snapshot.kubevirt.io', kind: 'VirtualMachineSnapshot', name: 'db-before' }, ttlDuration: '12h', tokenSecretRef: 'token',
  });
  expect([disk.metadata.namespace, disk.spec.source]).toEqual(['team-a', { apiGroup: '', kind: 'PersistentVolumeClaim', name: 'data' }]);
});

test('says how it is downloaded', () => {
  synth((scope) => {
    const backup = new VirtualMachineExport(scope, 'backup', { source: ExportSource.vm(db(scope)) });
    expect(backup.downloadCommand()).toBe('virtctl vmexport download backup --namespace=default --output=disk.img.gz');
    expect(backup.downloadCommand('db-data', 'data.gz')).toBe('virtctl vmexport download backup --namespace=default --volume=db-data --output=data.gz');
    expect(backup.downloadCommand('db-data', "Anna's disk.gz")).toBe("virtctl vmexport download backup --namespace=default --volume=db-data --output='Anna'\\''s disk.gz'");
  });
});

test('refused: durations and names that Kubernetes does not take', () => {
  expect(refusalOf((scope) => new VirtualMachineExport(scope, 'backup', { source: ExportSource.vm(db(scope)), ttl: '1d' }))).toContain('[EX-1]');
  expect(refusalOf((scope) => new VirtualMachineExport(scope, 'backup', { source: ExportSource.vm(db(scope)), tokenSecretName: 'My Token' }))).toContain('tokenSecretName');
  expect(refusalOf((scope) => new VirtualMachineExport(scope, 'My Export', { source: ExportSource.claim({ cluster: existingCluster(scope), claimName: 'a' }) }))).toContain('name: got');
});
