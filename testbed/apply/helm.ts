import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CommandError, run } from './command';
import { Release, ReleaseSettings } from './stack';

/** A release as the cluster has it. */
export interface LiveRelease {
  readonly status: string;
  /** `NAME-VERSION`. */
  readonly chart: string;
  readonly revision: string;
}

/** A chart that cannot be had. */
export class UnreachableChart extends Error {}

/**
 * Helm as terraform-provider-helm 3 drives it (helm/resource_helm_release.go): `install` to create, `upgrade` to update,
 * `uninstall` to destroy. The values go in files.
 */
export class Helm {
  private readonly env: NodeJS.ProcessEnv;

  /**
   * @param charts packaged charts, NAME-VERSION.tgz, used instead of repositories
   * @param home where Helm keeps what it keeps; the user's own repositories and plugins stay out
   */
  constructor(private readonly command: readonly string[], kubeconfig: string, private readonly home: string, private readonly charts?: string) {
    this.env = {
      KUBECONFIG: kubeconfig,
      HELM_CACHE_HOME: join(home, 'cache'),
      HELM_CONFIG_HOME: join(home, 'config'),
      HELM_DATA_HOME: join(home, 'data'),
    };
  }

  /** Every release of the cluster, by `NAMESPACE/NAME`, whatever its status. */
  public async releases(): Promise<Map<string, LiveRelease>> {
    const list = JSON.parse(await this.run(['list', '--all-namespaces', '--all', '--max', '0', '-o', 'json'])) as Array<LiveRelease & {
      name: string; namespace: string;
    }>;
    return new Map(list.map((release) => [`${release.namespace}/${release.name}`, release]));
  }

  /** A path to the chart of a release. Throws `UnreachableChart` where its repository does not answer. */
  public async locate({ chart, repository, version }: Release): Promise<string> {
    if (repository === undefined) return chart;
    const packaged = `${chart}-${version}.tgz`;
    const pulled = join(this.home, 'charts');
    const found = [this.charts, pulled].filter((folder) => folder !== undefined).map((folder) => join(folder, packaged)).find(existsSync);
    if (found) return found;
    mkdirSync(pulled, { recursive: true });
    const source = repository.startsWith('oci://') ? [`${repository}/${chart}`] : [chart, '--repo', repository];
    try {
      await this.run(['pull', ...source, '--version', version!, '-d', pulled]);
    } catch (error) {
      const { message } = error as Error;
      if (/\b[45]\d\d\b/.test(message)) throw error; // it was reached, and has no such chart
      if (!/cannot be reached|dial tcp|no such host|timeout|failed to do request|proxyconnect/i.test(message)) throw error;
      throw new UnreachableChart(`the chart ${chart} ${version} cannot be had from ${repository}: ${(error as CommandError).output}`);
    }
    return join(pulled, packaged);
  }

  public async install(release: Release, chart: string): Promise<void> {
    await this.withValues(release, (files) => this.run(installArguments(release, chart, files)));
  }

  public async upgrade(release: Release, chart: string): Promise<void> {
    await this.withValues(release, (files) => this.run(upgradeArguments(release, chart, files)));
  }

  public async uninstall(name: string, settings: ReleaseSettings): Promise<void> {
    await this.run(uninstallArguments(name, settings));
  }

  private async withValues(release: Release, use: (files: string[]) => Promise<unknown>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'values-'));
    try {
      await use(release.valueTexts.map((text, index) => {
        const file = join(folder, `${index}.yaml`);
        writeFileSync(file, text, { mode: 0o600 });
        return file;
      }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  private run(args: readonly string[]): Promise<string> {
    return run([...this.command, ...args], this.env);
  }
}

export function installArguments(release: Release, chart: string, valueFiles: readonly string[]): string[] {
  return ['install', release.name, chart, ...common(release), ...shared(release, valueFiles), ...flag(release.createNamespace, '--create-namespace')];
}

/** The number of revisions is always said: the provider keeps all where the command line keeps ten. */
export function upgradeArguments(release: Release, chart: string, valueFiles: readonly string[]): string[] {
  return ['upgrade', release.name, chart, ...common(release), ...shared(release, valueFiles), '--history-max', `${release.maxHistory}`];
}

export function uninstallArguments(name: string, settings: ReleaseSettings): string[] {
  return ['uninstall', name, ...common(settings)];
}

function common({ namespace, timeout, wait, disableWebhooks }: ReleaseSettings): string[] {
  return ['-n', namespace, '--timeout', `${timeout}s`, ...flag(wait, '--wait'), ...flag(disableWebhooks, '--no-hooks')];
}

function shared({ waitForJobs, atomic, takeOwnership }: ReleaseSettings, valueFiles: readonly string[]): string[] {
  const flags = [...flag(waitForJobs, '--wait-for-jobs'), ...flag(atomic, '--atomic'), ...flag(takeOwnership, '--take-ownership')];
  return [...valueFiles.flatMap((file) => ['-f', file]), ...flags];
}

function flag(on: boolean, name: string): string[] {
  return on ? [name] : [];
}

/** `NAME-VERSION` of a chart in a folder, as `helm list` names it. */
export function chartLabel(folder: string): string {
  const text = readFileSync(join(folder, 'Chart.yaml'), 'utf8');
  const [name, version] = ['name', 'version'].map((field) => new RegExp(`^${field}:\\s*["']?([^\\s"']+)`, 'm').exec(text)?.[1]);
  return `${name}-${version}`;
}

/**
 * What to type after an error of Helm that applying again does not cure. A rollback without a revision goes to the one before:
 * right where an upgrade was cut off, wrong where the last revision itself is left `uninstalling`.
 */
export function remedy(message: string, { name, namespace, revision }: { name: string; namespace: string; revision?: string }): string {
  if (/cannot re-use a name/.test(message)) {
    return '\n    → the cluster has it and the state does not, as after a first install that failed or was cut off: ' +
      `helm uninstall ${name} -n ${namespace}, then apply again`;
  }
  if (/another operation .* is in progress/.test(message)) {
    return `\n    → if none is, one was cut off: helm rollback ${name} -n ${namespace}, then apply again`;
  }
  if (/has no deployed releases/.test(message)) {
    return `\n    → it was not uninstalled to the end: helm rollback ${name} ${revision} -n ${namespace}, then apply again`;
  }
  return '';
}
