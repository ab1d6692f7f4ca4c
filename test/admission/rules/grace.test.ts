import { expectAllowed, expectRefused } from '../manifests';
import { ALLOWED, REFUSED } from '../rows/grace';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);
