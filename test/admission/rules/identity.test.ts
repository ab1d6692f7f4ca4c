import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED } from '../rows/identity';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test('a name that is no label comes with one that is', () => {
  expect(findings('R-5', { 'metadata.name': 'Web Server_0' })[0].remedy).toBe('use "web-server-0"');
});
