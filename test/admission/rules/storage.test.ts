import { expectAllowed, expectRefused } from '../manifests';
import { ALLOWED, REFUSED } from '../rows/storage';

test.each(REFUSED)('%s refuses %j', expectRefused);
test.each(ALLOWED)('%s passes where %s', expectAllowed);
