import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, given, keys, REFUSED } from '../rows/access-credentials';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('a volume that is missing comes with what to type', () => {
  expect(findings('AC-2', given(keys({ configDrive: {} })))[0].remedy).toContain('add the volume { "name": "cloudinit", "cloudInitConfigDrive": {');
});
