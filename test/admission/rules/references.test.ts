import { expectAllowed, expectRefused, findings } from '../manifests';
import { ALLOWED, REFUSED, EXTRA } from '../rows/references';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);

test.each([['My Claim', 'my-claim'], ['Data_1.Old', 'data-1.old'], ['a..b.', 'a.b']])('%j comes with a name that is allowed', (claimName, proposal) => {
  expect(findings('R-27', { [EXTRA]: { name: 'old', persistentVolumeClaim: { claimName } } })[0].remedy).toContain(`"${proposal}"`);
});
