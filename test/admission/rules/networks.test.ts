import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, mac } from '../rows/networks';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('a MAC address without separators comes with them', () => {
  expect(findings('NW-12', mac('0200AABB0001'))[0].remedy).toBe('write "02:00:aa:bb:00:01"');
});
