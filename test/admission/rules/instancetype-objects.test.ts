import { testAllowed, testRefused } from '../objects';
import { ALLOWED, REFUSED } from '../rows/instancetype-objects';

testRefused(REFUSED);
testAllowed(ALLOWED);
