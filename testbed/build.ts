import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { go, goAsync, GO_MODULES, goModule, leashGo, requireGo } from './go';
import { home, privateFolder } from './home';
import { Held, lock } from './lock';
import { KUBERNETES, KUBEVIRT_VERSIONS } from './versions';

/** Where the programs of a bed are, once they are built. */
export interface Programs {
  /** etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl. */
  readonly controlPlane: string;
  /** Supervisor and agent: `go/bed`. */
  readonly bed: string;
  readonly kwok: string;
  /** kwok's own stages. */
  readonly stages: string;
  readonly helm: string;
  /** Folder with one file of CRDs per neighbour. */
  readonly neighbours: string;
  /** virt-operator, virt-api, virt-controller and virtctl, by version. */
  readonly kubevirt: Record<string, string>;
}

/** One thing to build: once for each version and each change of what it is built from. */
interface Part {
  readonly name: string;
  readonly version: string;
  /** The folder in `go/` whose content counts. */
  readonly folder: string;
  /** Writes the result to `out`; `tick` tells of a package that was compiled. */
  readonly build: (folder: string, out: string, tick: () => void) => Promise<void>;
}

const VERSION_PACKAGE = 'k8s.io/component-base/version';

const CONTROL_PLANE: Part = {
  name: 'control-plane',
  version: KUBERNETES,
  folder: 'control-plane',
  build: async (folder, out, tick) => {
    const minor = KUBERNETES.replace(/^1\./, '');
    // Kubernetes' own go.mod points to its staging folders, which are not in the module: take the published ones.
    const upstream = goModule('k8s.io/kubernetes', KUBERNETES).read('go.mod');
    const staging = [...upstream.matchAll(/^\s*(k8s\.io\/\S+) => \.\/staging/gm)].map(([, module]) => `\t${module} => ${module} v0.${minor}`);
    writeGoMod(folder, `k8s.io/kubernetes v${KUBERNETES}`, `replace (\n${staging.join('\n')}\n)`);
    await goAsync(['mod', 'tidy'], folder, () => {});
    // Without a version Helm refuses the cluster.
    const version = { gitVersion: `v${KUBERNETES}`, gitMajor: '1', gitMinor: minor.split('.')[0] };
    const flags = Object.entries(version).map(([name, value]) => `-X ${VERSION_PACKAGE}.${name}=${value}`);
    await compile(folder, '.', out, tick, flags);
  },
};

function kubevirt(version: string): Part {
  return {
    name: 'kubevirt',
    version,
    folder: 'kubevirt',
    build: async (folder, out, tick) => {
      const upstream = goModule('kubevirt.io/kubevirt', version);
      const replace = upstream.read('go.mod').match(/^replace \([^)]*^\)/m)![0]
        .replace(/(kubevirt\.io\/(api|client-go)) => \.\/staging.*/g, `$1 => $1 v${version}`);
      writeGoMod(folder, `kubevirt.io/kubevirt v${version}`, replace);
      // The public checksum database lacks some of its modules: begin with the checksums that KubeVirt itself keeps.
      fs.writeFileSync(path.join(folder, 'go.sum'), upstream.read('go.sum'));
      await goAsync(['mod', 'tidy'], folder, () => {});
      const flags = [`-X kubevirt.io/client-go/version.gitVersion=v${version}`];
      await compile(folder, '.', out, tick, flags);
    },
  };
}

/** A part whose go.mod is in the repository. */
function tool(name: string, what: string, main: string): Part {
  return { name, version: moduleVersion(name, what), folder: name, build: (folder, out, tick) => compile(folder, main, out, tick) };
}

const BED: Part = { name: 'bed', version: '1', folder: 'bed', build: (folder, out, tick) => compile(folder, '.', out, tick) };
const KWOK = tool('kwok', 'sigs.k8s.io/kwok', 'sigs.k8s.io/kwok/cmd/kwok');
const HELM = tool('helm', 'helm.sh/helm/v3', 'helm.sh/helm/v3/cmd/helm');

const STAGES: Part = {
  name: 'stages',
  version: KWOK.version,
  folder: 'kwok',
  build: async (folder, out) => {
    const stages = path.join(go(['list', '-m', '-f', '{{.Dir}}', 'sigs.k8s.io/kwok'], folder), 'kustomize', 'stage');
    const files = ['node/fast/node-initialize', 'pod/fast/pod-complete', 'pod/fast/pod-delete', 'pod/fast/pod-ready'];
    fs.writeFileSync(out, files.map((file) => fs.readFileSync(path.join(stages, `${file}.yaml`), 'utf8')).join('\n---\n'));
  },
};

const NEIGHBOURS: Part = {
  name: 'neighbours',
  version: '1',
  folder: 'neighbours',
  build: async (folder, out) => {
    fs.mkdirSync(out);
    await goAsync(['run', '.', out], folder, () => {});
  },
};

/**
 * Builds what is missing, one after another. Built once, it stays in the cache.
 *
 * @throws TestbedError where Go is missing or too old, or a module can't be had
 */
export async function build(kubevirtVersions: string[], say: Say = tellProgress()): Promise<Programs> {
  const parts = [BED, CONTROL_PLANE, ...kubevirtVersions.map(kubevirt), KWOK, STAGES, HELM, NEIGHBOURS];
  // Looked up once: what somebody edits meanwhile counts the next time.
  const results = new Map(parts.map((part) => [part.name + part.version, result(part)]));
  const at = ({ name, version }: Part) => results.get(name + version)!;
  const missing = parts.filter((part) => !fs.existsSync(at(part)));
  if (missing.length) {
    requireGo();
    if (fs.existsSync(at(BED))) leashGo(at(BED));
    await exclusively(say, async () => {
      for (const [index, part] of missing.entries()) {
        if (!fs.existsSync(at(part))) await buildOne(part, at(part), `[${index + 1}/${missing.length}]`, say);
        if (part === BED) leashGo(at(BED));
      }
    });
  }
  forgetUnused([...results.values()]);
  return {
    controlPlane: at(CONTROL_PLANE),
    bed: at(BED),
    kwok: at(KWOK),
    stages: at(STAGES),
    helm: at(HELM),
    neighbours: at(NEIGHBOURS),
    kubevirt: Object.fromEntries(kubevirtVersions.map((version) => [version, at(kubevirt(version))])),
  };
}

async function buildOne(part: Part, target: string, count: string, say: Say): Promise<void> {
  const work = privateFolder(home('src', `${part.name}-${part.version}-${process.pid}`));
  const out = path.join(work, 'result');
  const title = `${count} ${part.name}${/^\d+\.\d+/.test(part.version) ? ` ${part.version}` : ''}`;
  const started = Date.now();
  let packages = 0;
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const show = (done: boolean) => say(`${title}: ${done ? 'built' : 'building'}, ${packages} packages compiled, ${seconds()} s`, done);
  const timer = setInterval(() => show(false), 1000);
  try {
    const source = path.join(work, 'source');
    fs.cpSync(path.join(GO_MODULES, part.folder), source, { recursive: true });
    await part.build(source, out, () => packages++).catch((error) => {
      if (part.name === 'kubevirt') error.message += `\nKubeVirt versions that are known to build: ${KUBEVIRT_VERSIONS.join(', ')}`;
      throw error;
    });
    privateFolder(path.dirname(target));
    fs.renameSync(out, target);
    show(true);
  } finally {
    clearInterval(timer);
    fs.rmSync(work, { recursive: true, force: true });
  }
}

async function compile(folder: string, main: string, out: string, tick: () => void, linkerFlags: string[] = []): Promise<void> {
  const args = ['build', '-v', '-trimpath', '-ldflags', ['-s', '-w', ...linkerFlags].join(' '), '-o', out, main];
  await goAsync(args, folder, (line) => { if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) tick(); });
}

function writeGoMod(folder: string, requirement: string, replace: string): void {
  fs.writeFileSync(path.join(folder, 'go.mod'), `module cdktf-vmo/testbed/${path.basename(folder)}\n\ngo 1.26.0\n\nrequire ${requirement}\n\n${replace}\n`);
}

function moduleVersion(name: string, module: string): string {
  const text = fs.readFileSync(path.join(GO_MODULES, name, 'go.mod'), 'utf8');
  return text.match(new RegExp(`^\\s*(?:require )?${module.replace(/[./]/g, '\\$&')} v(\\S+)`, 'm'))![1];
}

/** Where a part is, once it is built: the name changes with all that it is built from. */
function result(part: Part): string {
  const hash = createHash('sha256').update(fs.readFileSync(__filename)); // how it is built
  const folder = path.join(GO_MODULES, part.folder);
  for (const file of (fs.readdirSync(folder, { recursive: true }) as string[]).sort()) {
    if (fs.statSync(path.join(folder, file)).isFile()) hash.update(`${file}\0`).update(fs.readFileSync(path.join(folder, file)));
  }
  return home('bin', `${part.name}-${part.version}-${hash.digest('hex').slice(0, 12)}`);
}

const DAYS = 24 * 60 * 60 * 1000;

/** Removes what no checkout has used for two weeks. */
function forgetUnused(used: string[]): void {
  const now = new Date();
  try {
    used.forEach((file) => fs.utimesSync(file, now, now));
  } catch {
    return; // another user's: theirs to clear
  }
  for (const file of fs.readdirSync(home('bin'))) {
    if (now.getTime() - fs.statSync(home('bin', file)).mtimeMs > 14 * DAYS) fs.rmSync(home('bin', file), { recursive: true, force: true });
  }
}

/** Two builds at once would do the same work twice, on cores that are too few for one. */
async function exclusively(say: Say, work: () => Promise<void>): Promise<void> {
  let unlock: (() => void) | undefined;
  for (let told = false; !unlock; told = true) {
    try {
      unlock = lock(path.join(privateFolder(home()), 'build.lock'), 'build');
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      if (!told) say(`another build is under way (process ${error.holder.pid}); waiting for it`, true);
      await new Promise((wake) => setTimeout(wake, 1000));
    }
  }
  try {
    fs.rmSync(home('src'), { recursive: true, force: true }); // of builds that were killed
    await work();
  } finally {
    unlock();
  }
}

/** Tells how far it is; `last` where the line is final. */
export type Say = (line: string, last: boolean) => void;

/** On a terminal one line that changes; elsewhere a line every 30 seconds. */
export function tellProgress(stream: NodeJS.WriteStream = process.stderr): Say {
  let told = 0;
  return (line, last) => {
    if (stream.isTTY) {
      stream.write(`\r\x1b[K${line}${last ? '\n' : ''}`);
    } else if (last || Date.now() - told > 30_000) {
      told = Date.now();
      stream.write(`${line}\n`);
    }
  };
}
