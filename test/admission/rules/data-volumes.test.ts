import { testAllowed, testRefused } from '../objects';
import { ALLOWED, REFUSED } from '../rows/data-volumes';

testRefused(REFUSED);
testAllowed(ALLOWED);
