import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { join, resolve } from 'path';
import { readApp, SynthesizedApp, temporaryFolder } from './synth';

/** The checkout. */
export const ROOT = join(__dirname, '..', '..');

/** Runs an app that says `from 'cdktf-vmo'` as a user would, in a process of its own, and reads what it wrote. Throws with its output where it fails. */
export function runApp(main: string, env: NodeJS.ProcessEnv = {}, cwd = ROOT): SynthesizedApp {
  const outdir = temporaryFolder();
  const { status, stdout, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'tsx'), ['--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), resolve(ROOT, main)], {
    cwd, encoding: 'utf8', env: { ...process.env, CDKTF_OUTDIR: outdir, ...env },
  });
  if (status !== 0 || !existsSync(join(outdir, 'manifest.json'))) throw new Error(`${main} ended with ${status}\n${stdout}${stderr}`);
  return readApp(outdir);
}

/** The errors of `tsc` over a project; none means it type-checks. */
export function typeErrors(tsconfig: string): string {
  return spawnSync('npx', ['tsc', '-p', tsconfig, '--noEmit', '--pretty', 'false'], { cwd: ROOT, encoding: 'utf8' }).stdout;
}
