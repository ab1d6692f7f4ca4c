import { spawn } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Terraform } from '../../testbed/apply/terraform';
import { Blueprint } from '../../testbed/blueprint';
import { build } from '../../testbed/build';
import { KUBEVIRT, OLDER_KUBEVIRT } from '../../testbed/versions';

/*
 * npm run test:cluster                                    in beds that are started for it
 * KUBECONFIG=… npm run test:cluster -- --existing         the read-and-create part, in a cluster of yours
 *
 * Other arguments go to jest: `npm run test:cluster -- lifecycle`.
 */
async function main(): Promise<void> {
  const args = process.argv.slice(2).filter((arg) => arg !== '--existing');
  const existing = process.argv.includes('--existing');
  const env: NodeJS.ProcessEnv = { ...process.env, PROJEN_DISABLE_POST: 'true' };
  if (existing) {
    if (!process.env.KUBECONFIG) throw new Error('--existing needs KUBECONFIG: the path of a kubeconfig for the cluster to test against');
    env.TEST_EXISTING = '1';
    args.push('existing');
  } else {
    await build([KUBEVIRT, OLDER_KUBEVIRT]);
    env.TESTBED_NO_TERRAFORM = await terraformUnavailable() ?? '';
    if (env.TESTBED_NO_TERRAFORM) console.error(`Without Terraform itself: ${env.TESTBED_NO_TERRAFORM}`);
  }
  const jest = spawn(process.execPath, [join(__dirname, '../../node_modules/.bin/jest'), '--config', join(__dirname, 'jest.config.json'), ...args], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => jest.kill(signal));
  jest.on('close', (code) => process.exit(code ?? 1));
}

async function terraformUnavailable(): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-vmo-'));
  try {
    return await Terraform.unavailable(Blueprint.example('quickstart', folder).stack('quickstart'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
