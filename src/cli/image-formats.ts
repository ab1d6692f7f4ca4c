import { stringify } from 'yaml';
import { belowRegistry, isBelow, isRegistry, REFERENCE } from '../profile/image';
import { PulledChart, PulledImage } from '../profile/images';

/** What is to be brought to a mirror. */
export interface Load {
  readonly images: readonly PulledImage[];
  readonly charts: readonly PulledChart[];
  /** Registry, and path in it, for what the app pulls from where it is published. */
  readonly to?: string;
}

/** A load in the words of a tool, and what is not in it. */
export interface Written {
  readonly text: string;
  readonly missing: readonly string[];
}

/** The tools that bring images to a mirror. */
export const TOOLS = ['skopeo', 'skopeo-sync', 'crane', 'hauler'] as const;

export type Tool = typeof TOOLS[number];

/** Writes a load for a tool. Throws where it needs a mirror, and none is known. */
export function writtenFor(tool: Tool, load: Load): Written {
  const { images, missing } = published(load);
  const known = { ...load, images };
  if (tool === 'hauler') return { text: hauler(known), missing };
  if (tool === 'skopeo-sync') return { text: skopeoSync(images), missing: [...missing, ...load.charts.map(missingChart)] };
  const copy = tool === 'crane' ? crane : skopeo;
  const homeless = load.to === undefined ? images.filter(({ source }) => !source) : [];
  if (homeless.length > 0) {
    throw new Error(`the app pulls ${homeless.length} of its images from where they are published, such as ${homeless[0].reference}; ` +
      'say where they go: --to registry.example.com/mirror');
  }
  const lines = [...images.map((image) => copy(image, placeOf(image, load.to!))), ...load.charts.flatMap(pushed)];
  return { text: lines.map((line) => `${line}\n`).join(''), missing: [...missing, ...load.charts.filter((chart) => pushed(chart).length === 0).map(missingChart)] };
}

/** Without those that lie at the mirror, and nobody knows where they come from. */
function published({ images, to }: Load): { images: PulledImage[]; missing: string[] } {
  const mirrors = new Set([...images.filter(({ source }) => source).map(({ image }) => hostOf(image)), ...to === undefined ? [] : [hostOf(to)]]);
  const isLost = ({ image, source }: PulledImage) => !source && mirrors.has(hostOf(image));
  return {
    images: images.filter((image) => !isLost(image)),
    missing: images.filter(isLost).map(({ reference, image }) => `${reference}, of the mirror itself; where it is published says --source ${image}=REGISTRY/PATH`),
  };
}

function hostOf(image: string): string {
  return image.split('/')[0];
}

/** Where an image lies at the mirror; with its tag, so that no registry takes it for forgotten. */
function placeOf({ image, tag, digest, source }: PulledImage, to: string): string {
  return `${source ? image : `${to}/${belowRegistry(image)}`}${tag ? `:${tag}` : `@${digest}`}`;
}

function crane({ source, reference }: PulledImage, place: string): string {
  return `crane copy ${word(source ?? reference)} ${word(place)}`;
}

function skopeo({ source, reference, digest }: PulledImage, place: string): string {
  return `skopeo copy --all ${digest ? '--preserve-digests ' : ''}${word(`docker://${source ?? reference}`)} ${word(`docker://${place}`)}`;
}

/** A chart goes to a registry; to other repositories, each has a way of its own. */
function pushed({ name, version, repository, source }: PulledChart): string[] {
  if (!source || !repository.startsWith('oci://')) return [];
  const from = source.startsWith('oci://') ? word(`${source}/${name}`) : `${word(name)} --repo ${word(source)}`;
  return [`helm pull ${from} --version ${word(version)}`, `helm push ${word(`${name}-${version}.tgz`)} ${word(repository)}`];
}

function missingChart({ name, version, source, repository }: PulledChart): string {
  return `chart ${name} ${version} of ${source ?? repository}`;
}

/** One word of a shell. */
function word(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

/** What is copied is what is pulled: the digest where it is pulled by that, else the tag. */
function publishedAs({ source, reference, tag, digest }: PulledImage): { readonly image: string; readonly version: string } {
  const [, image] = REFERENCE.exec(source ?? reference)!;
  return { image, version: digest ?? tag! };
}

/** @see https://github.com/containers/skopeo/blob/main/docs/skopeo-sync.1.md */
function skopeoSync(images: readonly PulledImage[]): string {
  const registries: Record<string, { images: Record<string, string[]> }> = {};
  for (const { image, version } of images.map(publishedAs)) {
    const { images: all } = registries[hostOf(image)] ??= { images: {} };
    (all[belowRegistry(image)] ??= []).push(version);
  }
  return stringify(registries, { lineWidth: 0 });
}

/** @see https://docs.hauler.dev */
function hauler({ images, charts }: Load): string {
  const names = images.map(publishedAs).map(({ image, version }) => ({ name: `${image}${version.includes(':') ? '@' : ':'}${version}` }));
  return [
    haul('Images', { images: names }),
    ...charts.length === 0 ? [] : [haul('Charts', { charts: charts.map(({ name, repository, source, version }) => ({ name, repoURL: source ?? repository, version })) })],
  ].join('---\n');
}

function haul(kind: string, spec: object): string {
  return stringify({ apiVersion: 'content.hauler.cattle.io/v1', kind, metadata: { name: `vmo-${kind.toLowerCase()}` }, spec }, { lineWidth: 0 });
}

/** Images of a mirror, with the places that somebody says they are copies of: `registry.example.com/disks=quay.io/containerdisks`. The longest counts. */
export function withSources(images: readonly PulledImage[], given: readonly string[]): PulledImage[] {
  const pairs = given.map((pair) => {
    const [, place, origin] = /^([^=\s]+)=([^=\s]+)$/.exec(pair) ?? [];
    if (!place || !isRegistry(place) || !isRegistry(origin)) throw new Error(`got --source ${pair}, expected what the app names, and where it is published: registry.example.com/disks=quay.io/containerdisks`);
    return [place, origin] as const;
  }).sort(([one], [other]) => other.length - one.length);
  const idle = pairs.find(([place]) => !images.some(({ image }) => isBelow(image, place)));
  if (idle) throw new Error(`got --source ${idle.join('=')}, and the app pulls nothing from ${idle[0]}; without --format, the images are listed as the app names them`);
  return images.map((image) => {
    const [place, origin] = pairs.find(([name]) => isBelow(image.image, name)) ?? [];
    return image.source || place === undefined ? image : { ...image, source: origin + image.reference.slice(place.length) };
  });
}
