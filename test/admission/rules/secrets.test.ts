import { testAllowed, testRefused } from '../objects';
import { ALLOWED, REFUSED } from '../rows/secrets';

testRefused(REFUSED);
testAllowed(ALLOWED);
