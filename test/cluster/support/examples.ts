import { readdirSync } from 'fs';
import { join } from 'path';
import { Edit } from '../../../testbed/blueprint';
import { ROOT } from '../../support/run-app';

/**
 * Examples whose whole life is tested, and what a user would change in each, to see that just that changes. The quickstart has a
 * test of its own: lifecycle.test.ts.
 */
export const LIVED: Record<string, Edit[]> = {
  'two-clusters': [["Size.instancetype('u1.medium')", "Size.instancetype('u1.large')"]],
};

/** The others: their VMs become instances, in capabilities.test.ts. */
export const STARTED = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name).filter((name) => name !== 'quickstart' && !(name in LIVED));
