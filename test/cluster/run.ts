import { spawn, spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Terraform } from '../../testbed/apply/terraform';
import { Blueprint } from '../../testbed/blueprint';
import { build } from '../../testbed/build';
import { toldToEnd } from '../../testbed/signals';
import { KUBEVIRT, OLDER_KUBEVIRT, UPGRADED_KUBEVIRT } from '../../testbed/versions';

/*
 * npm run test:cluster                                    in beds that are started for it
 * KUBECONFIG=… npm run test:cluster -- --existing         the read-and-create part, in a cluster of yours
 *
 * Other arguments go to jest: `npm run test:cluster -- lifecycle`.
 */
async function main(): Promise<number> {
  const told = toldToEnd();
  const args = process.argv.slice(2).filter((arg) => arg !== '--existing');
  if (process.argv.includes('--existing')) return existing(args, told);
  const programs = await Promise.race([build([KUBEVIRT, OLDER_KUBEVIRT, UPGRADED_KUBEVIRT]), told]);
  if (!programs) return 130;
  const unavailable = await terraformUnavailable();
  if (unavailable) console.error(`Without Terraform itself, those tests are skipped: ${unavailable}`);
  return jest([programs.bed, 'leash', String(process.pid)], args, { TESTBED_NO_TERRAFORM: unavailable ?? '' }, told);
}

/** The namespace is removed here, as the tests may be stopped before they can. */
async function existing(args: string[], told: Promise<void>): Promise<number> {
  if (!process.env.KUBECONFIG) throw new Error('--existing needs KUBECONFIG: the path of a kubeconfig for the cluster to test against');
  for (const tool of [['helm', 'version'], ['kubectl', 'version', '--client']]) {
    if (spawnSync(tool[0], tool.slice(1), { stdio: 'ignore' }).error) throw new Error(`--existing needs ${tool[0]}: install it, or put it on the PATH`);
  }
  const namespace = `cdktf-vmo-test-${process.pid}`;
  try {
    return await jest([], [`--testMatch=${join(__dirname, 'existing.ts')}`, ...args], { TEST_EXISTING: namespace }, told);
  } finally {
    console.error(`Removing the namespace ${namespace}`);
    spawnSync('kubectl', ['delete', 'namespace', namespace, '--ignore-not-found', '--timeout=120s'], { stdio: 'inherit' });
  }
}

function jest(leash: string[], args: string[], env: NodeJS.ProcessEnv, told: Promise<void>): Promise<number> {
  const command = [...leash, process.execPath, join(__dirname, '../../node_modules/.bin/jest'), '--config', join(__dirname, 'jest.config.json'), ...args];
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit', env: { ...process.env, ...env } });
  void told.then(() => child.kill());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 130));
  });
}

async function terraformUnavailable(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-vmo-'));
  try {
    return await Terraform.unavailable(Blueprint.example('quickstart', folder).stack('quickstart'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().then((code) => process.exit(code), (error) => {
  console.error(error.message);
  process.exit(1);
});
