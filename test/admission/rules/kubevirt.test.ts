import { testAllowed, testRefused } from '../objects';
import { ALLOWED, REFUSED } from '../rows/kubevirt';

testRefused(REFUSED);
testAllowed(ALLOWED);
