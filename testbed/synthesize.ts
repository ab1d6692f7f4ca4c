import { spawnSync, SpawnSyncReturns } from 'child_process';
import { join } from 'path';

/** The checkout. */
export const ROOT = join(__dirname, '..');

/** Runs an app that says `from 'cdktf-vmo'` as a user would, in a process of its own; what it synthesizes goes to `outdir`. */
export function synthesize(main: string, outdir: string, cwd: string, env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  return spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), main], {
    cwd, encoding: 'utf8', env: { ...process.env, CDKTF_OUTDIR: outdir, ...env },
  });
}
