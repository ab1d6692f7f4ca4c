import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import type { Change } from './apply';
import { differences } from './difference';

/** Options of `Terraform`. */
export interface TerraformOptions {
  /** Becomes `~/.kube/config`, where the examples look. */
  readonly kubeconfig: string;
  /** A folder of its own: the home of what runs. */
  readonly home: string;
  /** Folder with packaged charts NAME-VERSION.tgz, used instead of chart repositories. */
  readonly charts?: string;
}

/** Terraform with its real providers, on the folder of one synthesized stack. */
export class Terraform {
  /**
   * Why Terraform can't be used, or undefined where it can: it must be on the PATH and get the providers of the stack, from
   * the internet or from where the user's `TF_CLI_CONFIG_FILE` says.
   */
  public static async unavailable(stackDir: string): Promise<string | undefined> {
    try {
      await terraform(stackDir, ['init', '-input=false', '-backend=false'], process.env.HOME);
      return undefined;
    } catch (error: any) {
      return error.code === 'ENOENT' ? 'terraform is not on the PATH' : `terraform init: ${/Error: .*/.exec(error.message)?.[0] ?? error.message}`;
    } finally {
      fs.rmSync(path.join(stackDir, '.terraform'), { recursive: true, force: true });
    }
  }

  public constructor(private readonly options: TerraformOptions) {
    fs.mkdirSync(path.join(options.home, '.kube'), { recursive: true });
    fs.copyFileSync(options.kubeconfig, path.join(options.home, '.kube', 'config'));
  }

  /** What an apply would do. */
  public async plan(stackDir: string): Promise<Change[]> {
    await this.init(stackDir);
    await this.run(stackDir, ['plan', '-input=false', '-out=tfplan']);
    const plan = JSON.parse(await this.run(stackDir, ['show', '-json', 'tfplan'])) as {
      resource_changes?: { address: string; change: { actions: Change['action'][]; before: any; after: any } }[];
    };
    return (plan.resource_changes ?? []).flatMap(({ address, change }) => change.actions.map((action) => ({
      stack: path.basename(stackDir),
      address,
      name: nameOf(change.after) ?? nameOf(change.before) ?? address,
      action,
      paths: action === 'update' ? differences(readable(change.before), readable(change.after)) : undefined,
    })));
  }

  /** Plans, and applies the plan. @throws with what Terraform says */
  public async apply(stackDir: string): Promise<Change[]> {
    const changes = await this.plan(stackDir);
    await this.run(stackDir, ['apply', '-input=false', 'tfplan']);
    return changes;
  }

  /** @throws with what Terraform says */
  public async destroy(stackDir: string): Promise<void> {
    await this.init(stackDir);
    await this.run(stackDir, ['destroy', '-input=false', '-auto-approve']);
  }

  private async init(stackDir: string): Promise<void> {
    if (this.options.charts) useCharts(stackDir, this.options.charts);
    await this.run(stackDir, ['init', '-input=false']);
  }

  private run(stackDir: string, args: string[]): Promise<string> {
    return terraform(stackDir, args, this.options.home);
  }
}

/** An override file: charts that are here instead of those in repositories. */
function useCharts(stackDir: string, charts: string): void {
  const { resource } = JSON.parse(fs.readFileSync(path.join(stackDir, 'cdk.tf.json'), 'utf8'));
  const releases = Object.entries<any>(resource.helm_release ?? {}).filter(([, release]) => release.repository);
  if (!releases.length) return;
  const override = Object.fromEntries(releases.map(([id, { chart, version }]) =>
    [id, { chart: path.join(charts, `${chart}-${version}.tgz`), repository: null, version: null }]));
  fs.writeFileSync(path.join(stackDir, 'charts_override.tf.json'), JSON.stringify({ resource: { helm_release: override } }));
}

function terraform(cwd: string, [command, ...options]: string[], home: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', [command, '-no-color', ...options], {
      cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...ownEnvironment(), HOME: home, CHECKPOINT_DISABLE: '1' },
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk) => { out += chunk; });
    child.stderr.setEncoding('utf8').on('data', (chunk) => { err += chunk; });
    child.on('error', reject);
    child.on('close', (code) => code === 0 ? resolve(out) : reject(new Error(`terraform ${command}: ${(err || out).trim()}`)));
  });
}

/** Without what would lead Terraform or its providers to a cluster, a workspace or a state of the user's. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(KUBE|HELM_|TF_(WORKSPACE|DATA_DIR|CLI_ARGS|VAR_))/.test(name)));
}

function nameOf(resource: any): string | undefined {
  return resource?.name ?? resource?.manifest?.metadata?.name;
}

/** Values of releases are texts of JSON; taken apart, a difference in them has a path. */
function readable(resource: any): any {
  if (!Array.isArray(resource?.values)) return resource;
  return { ...resource, values: resource.values.map((text: string) => JSON.parse(text)) };
}
