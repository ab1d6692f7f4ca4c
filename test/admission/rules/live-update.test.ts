import { expectAllowed, expectRefused, findings, T } from '../manifests';
import { ALLOWED, REFUSED } from '../rows/live-update';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('memory of a known instancetype counts like the VM\'s own', () => {
  const changes = { 'spec.instancetype': { name: 'u1.medium' }, [`${T}.domain.cpu`]: undefined, [`${T}.domain.memory`]: { maxGuest: '1Gi' } };
  expect(findings('VM-11', changes)).toMatchObject([{ path: 'spec.instancetype', message: expect.stringContaining('"4Gi"') }]);
});
