import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, SPEC } from '../rows/data-volume-templates';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('an image without scheme comes with the whole URL', () => {
  expect(findings('CD-7', { [`${SPEC}.source`]: { registry: { url: 'quay.io/x/y:1' } } })[0].remedy).toBe('use "docker://quay.io/x/y:1"');
});
