import { readFileSync } from 'fs';
import { parseArgs } from 'util';
import { PlannedStack, readBlueprint } from './blueprint';
import { TOOLS, withSources, writtenFor } from './image-formats';
import { oneOf } from './option';
import { Streams } from './streams';
import { KNOWN_AFTER_APPLY, readTemplates } from './template';
import { isRegistry } from '../profile/image';
import { imagesIn, NamedImage, PulledChart, pulledCharts, PulledImage, pulledImages, Use } from '../profile/images';
import { SourcesNote } from '../profile/sources-note';

/** What an app pulls, as far as it is known before it is applied. */
export interface Pulled {
  readonly images: PulledImage[];
  readonly charts: PulledChart[];
  /** What may be pulled besides, and what decides it. */
  readonly unknown: string[];
}

const FORMATS = ['text', 'plain', 'json', ...TOOLS] as const;

/** `vmo images [folder]`: every image and every public chart that a synthesized app will pull. */
export function images(args: string[], { err }: Streams): string {
  const { values, positionals: [folder = 'cdktf.out', ...extra] } = parseArgs({
    args,
    allowPositionals: true,
    options: { format: { type: 'string' }, json: { type: 'boolean' }, to: { type: 'string' }, source: { type: 'string', multiple: true } },
  });
  if (extra.length > 0) throw new Error(`got ${extra.map((word) => JSON.stringify(word)).join(', ')} too, expected one folder: vmo images [folder]`);
  const format = oneOf('--format', values.format ?? (values.json ? 'json' : 'text'), FORMATS);
  const { to } = values;
  if (to !== undefined && !['crane', 'skopeo'].includes(format)) throw new Error(`got --to with --format ${format}, which says nothing of where images go`);
  if (to !== undefined && !isRegistry(to)) throw new Error(`got --to ${to}, expected a registry and path, like registry.example.com/mirror`);
  const found = pulledBy(folder);
  const pulled = { ...found, images: withSources(found.images, values.source ?? []) };
  if (format === 'json') return `${JSON.stringify(pulled, null, 2)}\n`;
  if (format === 'text') return textOf(pulled);
  const { text, missing } = format === 'plain' ? { text: plain(pulled), missing: [] } : writtenFor(format, { ...pulled, to });
  [...missing, ...pulled.unknown].forEach((line) => err(`vmo: not in the list: ${line}\n`));
  return text;
}

function plain({ images: all }: Pulled): string {
  return all.map(({ reference }) => `${reference}\n`).join('');
}

/** Reads it off what `app.synth()` wrote. Throws where there is nothing to read. */
export function pulledBy(outdir: string): Pulled {
  const stacks = readBlueprint(outdir);
  const sent = stacks.flatMap((stack): (Use<unknown> & { readonly sources?: SourcesNote })[] =>
    [...stack.resources.map((one) => ({ by: nameOf(one.construct), what: one.sent, sources: one.sources })), ...otherResources(stack)]);
  const named = sent.flatMap(({ by, what, sources }) =>
    [...imagesIn(what)].map((image) => ({ by, what: { ...image, ...sources?.images[image.reference] } })));
  const charts = stacks.flatMap(({ resources }) => resources)
    .flatMap(({ chart, construct, sources }) =>
      chart ? [{ what: { ...chart, ...sources?.chart && { source: sources.chart } }, by: nameOf(construct) }] : []);
  const silent = charts.filter(({ by }) => !named.some((image) => image.by === by));
  return {
    images: pulledImages(named.filter(({ what }) => isKnown(what))),
    charts: pulledCharts(charts),
    unknown: [...new Set([
      ...named.filter(({ what }) => !isKnown(what)).map(unknownText),
      ...silent.map(({ what: { name }, by }) => `${by}: what chart ${name} has for images; its values name none`),
      ...sent.flatMap(({ by, what }) => [...imageStreamsIn(what)].map((stream) => `${by}: what image stream ${stream} of the cluster leads to`)),
    ])].sort(),
  };
}

/** Resources of the Kubernetes provider that have a type of their own. */
function otherResources({ path }: PlannedStack): Use<unknown>[] {
  const { resource = {} } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.entries<any>(resource).filter(([type]) => /^kubernetes_(?!manifest$)/.test(type)).flatMap(([, resources]) =>
    Object.values<any>(resources).map((one) => ({ by: nameOf(one['//']?.metadata?.path ?? ''), what: readTemplates(one) })));
}

/** The construct that a user wrote: its Terraform resource is a part of it. */
function nameOf(construct: string): string {
  return construct.replace(/\/Resource$/, '');
}

/** Whether all of it is known; a template of VMs may have parameters in it. */
function isKnown({ reference }: NamedImage): boolean {
  return !reference.includes(KNOWN_AFTER_APPLY) && !reference.includes('${');
}

function unknownText({ what: { reference }, by }: Use<NamedImage>): string {
  return `${by}: ${reference}`;
}

function* imageStreamsIn(value: any): Iterable<string> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, child] of Object.entries<any>(value)) {
    if (key === 'registry' && typeof child?.imageStream === 'string') yield child.imageStream;
    else yield* imageStreamsIn(child);
  }
}

function textOf({ images: all, charts, unknown }: Pulled): string {
  return [
    ...section('Images', all.map(({ reference, tag, digest, source, usedBy }) =>
      `${reference}${digest && tag ? ` (${tag})` : ''}${from(source)}${used(usedBy)}`)),
    ...section('Charts from repositories', charts.map(({ repository, name, version, source, usedBy }) =>
      `${repository} ${name} ${version}${from(source)}${used(usedBy)}`)),
    ...(unknown.length > 0 ? section('Not known before apply', unknown) : []),
  ].join('\n');
}

function section(title: string, lines: string[]): string[] {
  return [`${title}:${lines.length === 0 ? ' none' : ''}`, ...lines.map((line) => `  ${line}`), ''];
}

function from(source: string | undefined): string {
  return source ? `\n      from ${source}` : '';
}

const FEW = 3;

function used(by: string[]): string {
  const more = by.length - FEW;
  return `\n      ${by.slice(0, FEW).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
