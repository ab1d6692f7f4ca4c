import { BootSource, CloudInit, Delivery, KubevirtVersion, Nic, Size, VirtualMachine, VmoClusterProfile } from '../../src';
import { propFinding, report } from '../../src/construct/report';
import { refusalOf, synth, vms } from '../support/synth';

const warning = { ruleId: 'XX-1', severity: 'warning', path: 'spec.a', message: 'got 1', remedy: 'write 2' } as const;

test('an error says where, what, what to do and which rule, for every mistake', () => {
  expect(refusalOf((stack) => report(stack, 'Thing', [propFinding('a', 'got 1', 'write 2'), { ...warning, severity: 'error' }]))).toBe([
    'Thing "test" has 2 mistakes:',
    '  - a: got 1',
    '    → write 2 [PROP]',
    '  - spec.a: got 1',
    '    → write 2 [XX-1]',
  ].join('\n'));
});

test('one mistake is one', () => {
  expect(refusalOf((stack) => report(stack, 'Thing', [propFinding('a', 'got 1', 'write 2')]))).toContain('Thing "test" has a mistake:');
});

test('a warning becomes an annotation and stops nothing', () => {
  const { stack } = synth((scope) => report(scope, 'Thing', [warning]));
  expect(stack.warnings).toEqual(['spec.a: got 1: write 2 [XX-1]']);
});

test('a VM says all mistakes at once, those in props and those in the manifest, in terms of props', () => {
  const message = refusalOf((stack) => new VirtualMachine(stack, 'db-0', {
    cluster: VmoClusterProfile.fromExisting(stack, 'cluster', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4 }),
    size: Size.of({ cpu: 1.5, memory: '4GB' }),
    boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    nics: [Nic.pod()],
    cloudInit: CloudInit.raw('#cloud-config\n{}\n'),
    overrides: { spec: { template: { spec: { domain: { ioThreadPolicy: 'auto' } } } } },
    suppress: [{ rule: 'SCH-9', reason: 'tested' }],
  }));
  expect(message).toContain('VirtualMachine "test/db-0" has 4 mistakes:');
  expect(message).toContain('size.cpu (spec.template.spec.domain.cpu.sockets): got 1.5, expected a whole number');
  expect(message).toContain('size.memory (spec.template.spec.domain.memory.guest): got "4GB", expected a quantity');
  expect(message).toContain('write "4Gi"');
  expect(message).toContain('did you mean "ioThreadsPolicy"?');
  expect(message).toContain('suppress[0].rule: there is no rule "SCH-9"');
});

test('a warning of a VM is an annotation, and the VM is made', () => {
  const { stack } = synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', delivery: Delivery.manifest() });
    new VirtualMachine(scope, 'db-0', {
      cluster, size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
    });
  });
  expect(stack.warnings).toEqual([expect.stringContaining('[DEL-1]')]);
  expect(Object.keys(vms(stack))).toEqual(['db-0']);
});
