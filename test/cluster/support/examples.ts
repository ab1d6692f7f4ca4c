import { readdirSync } from 'fs';
import { join } from 'path';
import { Edit } from '../../../testbed/blueprint';
import { ROOT } from '../../support/run-app';

/** Examples whose whole life is tested, each stack on a cluster of its own, and what a user would change in each, to see that just that changes. */
export const LIVED: Record<string, Edit[]> = {
  'two-clusters': [["Size.instancetype('u1.medium')", "Size.instancetype('u1.large')"]],
};

/** Those that have a test of their own: lifecycle.test.ts, stacks.test.ts and from-palette.test.ts. */
const APART = ['quickstart', 'platform-blueprint', 'from-palette'];

/** The others: their VMs become instances, in capabilities.test.ts. */
export const STARTED = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name).filter((name) => !APART.includes(name) && !(name in LIVED));
