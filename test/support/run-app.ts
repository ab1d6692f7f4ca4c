import { spawnSync } from 'child_process';
import { existsSync } from 'fs';
import { join, resolve } from 'path';
import { readApp, SynthesizedApp, temporaryFolder } from './synth';
import { ROOT, synthesize } from '../../testbed/synthesize';

export { ROOT };

/** Runs an app that says `from 'cdktf-vmo'` as a user would, in a process of its own, and reads what it wrote. Throws with its output where it fails. */
export function runApp(main: string, env: NodeJS.ProcessEnv = {}, cwd = ROOT): SynthesizedApp {
  const outdir = temporaryFolder();
  const { status, stdout, stderr } = synthesize(resolve(ROOT, main), outdir, cwd, env);
  if (status !== 0 || !existsSync(join(outdir, 'manifest.json'))) throw new Error(`${main} ended with ${status}\n${stdout}${stderr}`);
  return readApp(outdir);
}

/** The errors of `tsc` over a project; none means it type-checks. */
export function typeErrors(tsconfig: string): string {
  return spawnSync('npx', ['tsc', '-p', tsconfig, '--noEmit', '--pretty', 'false'], { cwd: ROOT, encoding: 'utf8' }).stdout;
}
