import { testAllowed, testRefused } from '../objects';
import { ALLOWED, REFUSED } from '../rows/cdi';

testRefused(REFUSED);
testAllowed(ALLOWED);
