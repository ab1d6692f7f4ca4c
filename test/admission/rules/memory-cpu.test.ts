import { expectAllowed, expectRefused, findings, T } from '../manifests';
import { ALLOWED, REFUSED } from '../rows/memory-cpu';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test.each([
  ['4', 'write "4Gi"'], [4, 'write "4Gi"'], ['4096', 'write "4096Mi"'], ['512m', 'write "512Mi"'], ['0', 'write it like "4Gi"'], ['-1Gi', 'write it like "4Gi"'],
])('memory of %j comes with what was meant', (guest, remedy) => {
  expect(findings('R-25', { [`${T}.domain.memory.guest`]: guest })[0].remedy).toBe(remedy);
});

test('CPU and memory of a known instancetype count like the VM\'s own', () => {
  const sized = { 'spec.instancetype': { name: 'u1.medium' }, [`${T}.domain.memory`]: undefined };
  expect(findings('CPU-11', { ...sized, [`${T}.domain.cpu`]: { realtime: {} } })).toHaveLength(2);
  expect(findings('VM-11', { ...sized, [`${T}.domain.cpu`]: undefined, [`${T}.domain.memory`]: { maxGuest: '2Gi' } }))
    .toEqual([expect.objectContaining({ path: 'spec.instancetype', message: expect.stringContaining('got "4Gi", which is above maxGuest "2Gi"') })]);
  const dedicated = { ...sized, 'spec.instancetype': { name: 'cx1.large' } };
  expect(findings('CPU-11', { ...dedicated, [`${T}.domain.cpu`]: { realtime: {} } })).toEqual([]);
  expect(findings('CPU-11', { ...sized, 'spec.instancetype': { name: 'theirs' }, [`${T}.domain.cpu`]: { realtime: {} } })).toEqual([]);
});
