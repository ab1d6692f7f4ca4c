import { parse, parseAllDocuments } from 'yaml';
import { Rendered, rendered } from './support/rendered';
import { readStacks, Release } from '../../testbed/apply/stack';
import { build } from '../../testbed/build';
import { KUBEVIRT } from '../../testbed/versions';
import { vmo } from '../cli/run-vmo';
import { runApp } from '../support/run-app';

/*
 * What `vmo images` says of examples/air-gap, against every image that Helm's manifests of it name. With a mirror, all of them begin alike, so that
 * they are found in the text of the manifests wherever they stand: containers, variables and arguments of operators, hooks, resources, disks.
 */
const MIRROR = 'registry.example.com/mirror';
const REFERENCE = new RegExp(`${MIRROR}/([a-z0-9][a-z0-9._/-]*[a-z0-9])(?::([\\w][\\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?`, 'g');

/** Registry and path below the mirror, with the version that is pulled: the digest, else the tag. */
type Named = string;

let outdir: string;
let all: readonly Rendered[];
let named: ReadonlySet<Named>;

beforeAll(async () => {
  outdir = runApp('examples/air-gap/main.ts').outdir;
  const { helm } = await build([KUBEVIRT]);
  const releases = readStacks(outdir).flatMap(({ resources }) => resources).filter((one): one is Release => one.kind === 'release');
  all = await rendered({ helm: [helm], kubeconfig: '' }, releases);
  // Where the charts of others cannot be had, their values say which images they name.
  const unreachable = new Set(all.filter((one) => one.unreachable).map(({ release }) => release));
  const values = releases.filter(({ name }) => unreachable.has(name)).flatMap((release) => release.values);
  const texts = [...all.flatMap(({ objects }) => objects), ...values.map(whole)].map((object) => JSON.stringify(object));
  named = new Set(texts.flatMap((text) => [...text.matchAll(REFERENCE)].map(([, path, tag, digest]) => `${path} ${digest ?? tag}`)));
});

/** Values with images in one piece, as charts put them together. */
function whole(values: unknown): unknown {
  return JSON.parse(JSON.stringify(values), (_, value) => typeof value?.repository === 'string' && typeof value.tag === 'string'
    ? `${value.registry ? `${value.registry}/` : ''}${value.repository}:${value.tag}` : value);
}

function printed(format: string): string {
  const { out, code } = vmo('images', outdir, '--format', format, '--source', `${MIRROR}/containerdisks=quay.io/containerdisks`);
  expect(code).toBe(0);
  return out;
}

/** A published reference, by what it is called below the mirror. */
function below(reference: string): Named {
  const [, path, tag, digest] = /^[^/]+\/([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(reference)!;
  return `${path} ${digest ?? tag}`;
}

/** What each format says is brought to the mirror. */
const SAID: Record<string, (text: string) => Named[]> = {
  'plain': (text) => text.trimEnd().split('\n').map((reference) => below(reference.replace(`${MIRROR}/`, 'registry/'))),
  'json': (text) => JSON.parse(text).images.map(({ source }: any) => below(source)),
  'crane': (text) => copies(text, /^crane copy (\S+) (\S+)$/gm),
  'skopeo': (text) => copies(text, /^skopeo copy --all (?:--preserve-digests )?docker:\/\/(\S+) docker:\/\/(\S+)$/gm),
  'skopeo-sync': (text) => Object.values<any>(parse(text)).flatMap(({ images }) => Object.entries<string[]>(images)
    .flatMap(([path, versions]) => versions.map((version) => `${path} ${version}`))),
  'hauler': (text) => parseAllDocuments(text)[0].toJS().spec.images.map(({ name }: any) => below(name)),
};

/** What is copied, where what it is copied to has the same name below the mirror. */
function copies(text: string, line: RegExp): Named[] {
  const path = (reference: string) => below(reference).split(' ')[0];
  return [...text.matchAll(line)].flatMap(([, from, to]) => path(from) === path(to.replace(`${MIRROR}/`, 'registry/')) ? [below(from)] : []);
}

test('every release is rendered, save those whose charts cannot be had here', () => {
  expect(all.filter(({ objects }) => objects.length === 0).map(({ release }) => release).filter((name) => !OF_OTHERS.includes(name))).toEqual([]);
  expect(named.size).toBeGreaterThan(25);
});

const OF_OTHERS = ['vmo-snapshot-controller', 'vmo-descheduler', 'vmo-dashboard'];

test('no manifest names an image of another registry', () => {
  const text = JSON.stringify(all.map(({ objects }) => objects));
  expect(text.match(/\b(quay\.io|ghcr\.io|registry\.k8s\.io|docker\.io|gcr\.io)\/[\w./:@-]+/g) ?? []).toEqual([]);
});

test.each(Object.keys(SAID))('%s: every image of the manifests is in the list, and nothing else', (format) => {
  expect(SAID[format](printed(format)).sort()).toEqual([...named].sort());
});
