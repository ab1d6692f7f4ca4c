import { readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { runApp } from './support/run-app';
import { temporaryFolder } from './support/synth';

/** Every file below a folder with what it holds. */
function tree(folder: string): { [file: string]: string } {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(folder, file)).isFile());
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(folder, file), 'base64')]));
}

test('the quickstart is the same to the byte, whoever synthesizes it, where and when', () => {
  const quickstart = (env: NodeJS.ProcessEnv) => tree(runApp('examples/quickstart/main.ts', { ...env, HOME: temporaryFolder() }, temporaryFolder()).outdir);
  const kathmandu = quickstart({ TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', USER: 'ayse', LOGNAME: 'ayse' });
  const newYork = quickstart({ TZ: 'America/New_York', LANG: 'C', LC_ALL: 'C', USER: 'bob', LOGNAME: 'bob' });
  expect(Object.keys(kathmandu)).toEqual(expect.arrayContaining(['manifest.json', 'stacks/quickstart/cdk.tf.json']));
  expect(Object.keys(kathmandu).filter((file) => file.includes('/assets/vmo-chart-kubevirt/'))).not.toEqual([]);
  expect(Object.keys(newYork)).toEqual(Object.keys(kathmandu));
  expect(Object.keys(kathmandu).filter((file) => kathmandu[file] !== newYork[file])).toEqual([]);
}, 30_000);
