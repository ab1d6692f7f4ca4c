import { ChildProcess, spawn } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { createServer, AddressInfo } from 'net';
import { dirname, join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Access, ReverseProxyOptions, VmoClusterProfile } from '../../../src';
import { chartFolder } from '../../../src/delivery/chart';
import { run } from '../../../testbed/apply/command';
import { releases, synth, temporaryFolder } from '../../support/synth';

/** Programs that run: they go with this process. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A program that was started, and what it has said. */
export class Running {
  private readonly lines: string[] = [];
  private readonly child: ChildProcess;

  constructor(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(argv[0], argv.slice(1), { env });
    running.add(this.child);
    this.child.once('close', () => running.delete(this.child));
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => this.lines.push(text));
  }

  public get said(): string {
    return this.lines.join('');
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** What stands in Secrets, by their names. */
export type Secrets = Record<string, Record<string, string>>;

/** A pod of the reverse proxy, as its chart has it. */
export class ReverseProxyPod {
  /** Renders the release of a profile. */
  public static async of(helm: readonly string[], options: ReverseProxyOptions): Promise<ReverseProxyPod> {
    const { stack } = synth((scope) => void new VmoClusterProfile(scope, 'vmo', { clusterName: 'east', access: Access.proxied(options) }));
    const { name, namespace, values } = releases(stack)['vmo-reverse-proxy'];
    const file = join(temporaryFolder(), 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const text = await run([...helm, 'template', name, chartFolder('reverse-proxy'), '-n', namespace, '-f', file], {});
    const objects = parseAllDocuments(text).map((document) => document.toJS());
    const find = (kind: string) => objects.find((object) => object?.kind === kind);
    return new ReverseProxyPod(find('Deployment').spec.template.spec, find('ConfigMap').data);
  }

  private constructor(private readonly spec: any, private readonly config: Record<string, string>) {}

  /**
   * Does what a kubelet does: puts files where they are mounted, and starts the container's command. `at` says where the Services of the cluster
   * are on this machine.
   */
  public async start(frp: string, secrets: Secrets, at: Record<string, number>, podName = 'pod-a'): Promise<FrpClient> {
    const root = temporaryFolder();
    const [container] = this.spec.containers;
    const adminPort = await freePort();
    for (const { name, mountPath } of container.volumeMounts) {
      const { secret, configMap } = this.spec.volumes.find((volume: any) => volume.name === name);
      const files: Record<string, string> = configMap ? this.config
        : Object.fromEntries(secret.items.map(({ key, path }: any) => [path, present(secrets, secret.secretName, key)]));
      for (const [path, text] of Object.entries(files)) {
        const file = join(root, mountPath, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, configMap ? onThisMachine(text, root, at, adminPort) : text);
      }
    }
    const env = Object.fromEntries(container.env.map(({ name, valueFrom: { fieldRef, secretKeyRef } }: any) =>
      [name, fieldRef ? podName : present(secrets, secretKeyRef.name, secretKeyRef.key)]));
    const here = (args: string[]) => args.map((arg) => arg.replace(/^\/etc\/frp/, join(root, '/etc/frp')));
    const [, ...probe] = container.livenessProbe.exec.command;
    return new FrpClient([frp, 'frpc', ...here(container.args)], [frp, 'frpc', ...here(probe)], env);
  }
}

/** frpc, as a pod starts it. */
export class FrpClient extends Running {
  constructor(argv: readonly string[], private readonly probe: readonly string[], private readonly env: NodeJS.ProcessEnv) {
    super(argv, env);
  }

  /** What the liveness probe says. Throws where it fails. */
  public alive(): Promise<string> {
    return run(this.probe, this.env);
  }
}

function present(secrets: Secrets, name: string, key: string): string {
  const value = secrets[name]?.[key];
  if (value === undefined) throw new Error(`the pod cannot start: there is no key ${key} in a Secret ${name}`);
  return value;
}

/** The configuration, with the names of a cluster as what they are here. */
function onThisMachine(text: string, root: string, at: Record<string, number>, adminPort: number): string {
  const moved = text.replaceAll('/etc/frp', join(root, '/etc/frp')).replace('"port": 7400', `"port": ${adminPort}`);
  return Object.entries(at).reduce((config, [service, port]) => config
    .replaceAll(new RegExp(`"localIP": "${service}",\\s+"localPort": \\d+`, 'g'), `"localIP": "127.0.0.1", "localPort": ${port}`)
    .replaceAll(new RegExp(`"${service}:\\d+"`, 'g'), `"127.0.0.1:${port}"`), moved);
}

/** A port that nobody listens on, for a moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A CA, and certificates and keys that it signed. */
export class TestCa {
  public static async of(frp: string, ...names: string[]): Promise<TestCa> {
    const folder = temporaryFolder();
    await run([frp, 'certificates', folder, ...names], {});
    return new TestCa(folder);
  }

  private constructor(public readonly folder: string) {}

  public get certificate(): string {
    return readFileSync(join(this.folder, 'ca.crt'), 'utf8');
  }

  /** As a Secret of the type `kubernetes.io/tls` has it. */
  public pair(name: string): { 'tls.crt': string; 'tls.key': string } {
    return { 'tls.crt': readFileSync(join(this.folder, `${name}.crt`), 'utf8'), 'tls.key': readFileSync(join(this.folder, `${name}.key`), 'utf8') };
  }
}
