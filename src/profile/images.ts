import { Token } from 'cdktf';
import { Image, imageReference, REFERENCE } from './image';
import { SourcesNote } from './sources-note';
import { isMap, set } from '../kubevirt/maps';

/** An image that a cluster pulls. */
export interface PulledImage {
  /** How it is pulled: `<image>@<digest>` where the digest is known, else `<image>:<tag>`. */
  readonly reference: string;
  /** Registry and path: `quay.io/kubevirt/virt-api`. */
  readonly image: string;
  /** @default - it is named by its digest alone, or by what a chart has for it */
  readonly tag?: string;
  /** `sha256:…`. @default - not known */
  readonly digest?: string;
  /**
   * The reference under which it is published, where it is pulled from a mirror of it.
   * @default - it is pulled from where it is published, or that is not known
   */
  readonly source?: string;
  /** Paths of the constructs that need it. */
  readonly usedBy: string[];
}

/** A Helm chart that is pulled from a repository. */
export interface PulledChart {
  /** URL of the repository. */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
  /**
   * URL of the repository that it is published in, where it is pulled from another.
   * @default - it is pulled from there, or that is not known
   */
  readonly source?: string;
  /** Paths of the constructs that need it. */
  readonly usedBy: string[];
}

/** What stands for an image somewhere in values or a manifest. */
export type NamedImage = Omit<PulledImage, 'usedBy'>;

/** Maps with names of the user's, one of which may be `image`. */
const OTHERS_NAMES = ['labels', 'annotations', 'matchLabels', 'nodeSelector', 'selector', 'data', 'stringData', 'parameters'];

/** Images of containers that run beside the guest, as JSON. */
const SIDECARS = 'hooks.kubevirt.io/hookSidecars';

/**
 * The images that values of a chart, or a manifest, name: by a key `image` (a reference, or its parts, as public charts have them), in a map
 * `images` of references, as an image volume, as the `docker://` source of a disk, and as a sidecar.
 */
export function* imagesIn(value: unknown): Iterable<NamedImage> {
  if (Array.isArray(value)) {
    for (const item of value) yield* imagesIn(item);
  } else if (isMap(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (key === 'image') yield* named(child);
      else if (key === 'images' && isMap(child)) yield* Object.values(child).flatMap((one) => [...typeof one === 'string' ? named(one) : imagesIn(one)]);
      else if (key === 'registry' && isMap(child)) yield* ofDisk(child.url);
      else if (key === 'annotations' && isMap(child)) yield* sidecars(child[SIDECARS]);
      else if (!OTHERS_NAMES.includes(key)) yield* imagesIn(child);
    }
  }
}

function* named(value: unknown): Iterable<NamedImage> {
  if (typeof value === 'string') {
    if (value !== '') yield parsed(value);
  } else if (isMap(value)) {
    const { registry, repository, tag, digest, reference } = value;
    if (typeof reference === 'string') {
      yield parsed(reference);
    } else if (typeof repository === 'string') {
      const image = typeof registry === 'string' && registry !== '' ? `${registry}/${repository}` : repository;
      yield parsed(`${image}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`, ''); // the chart knows the tag
    } else {
      yield* imagesIn(value);
    }
  }
}

function* ofDisk(url: unknown): Iterable<NamedImage> {
  const [, reference] = /^docker:\/\/(.+)$/.exec(String(url)) ?? [];
  if (reference) yield parsed(reference);
}

function* sidecars(annotation: unknown): Iterable<NamedImage> {
  if (typeof annotation !== 'string') return;
  try {
    yield* imagesIn(JSON.parse(annotation));
  } catch {
    // No JSON: KubeVirt refuses it.
  }
}

/** A reference taken apart, in full: `alpine` is `docker.io/library/alpine:latest`. */
function parsed(text: string, otherwise = 'latest'): NamedImage {
  const [, path, given, digest] = REFERENCE.exec(text)!;
  const [first, ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && /[.:$(]|^localhost$/.test(first); // what is only known at apply may be a registry
  const image = hasRegistry || /[$(]/.test(first) ? path : `docker.io/${rest.length > 0 ? '' : 'library/'}${path}`;
  const tag = given ?? (digest ? '' : otherwise);
  const reference = digest ? `${image}@${digest}` : tag ? `${image}:${tag}` : image;
  return { reference, image, ...(tag && { tag }), ...(digest && { digest }) };
}

/** An image with what is known of it beside its reference. */
export function traced(image: NamedImage, pins: ReadonlyMap<string, Image>): NamedImage {
  const pin = pins.get(image.reference);
  if (pin === undefined) return image;
  return { ...image, tag: pin.tag, ...image.image !== pin.repository && { source: imageReference(pin) } };
}

/** The note, where there is something to say. */
export function sourcesNote(images: readonly NamedImage[], chart?: string): SourcesNote | undefined {
  const known = images.filter(({ reference, digest, tag, source }) => !Token.isUnresolved(reference) && (source || (digest && tag)))
    .map(({ reference, tag, source }) => [reference, set({ tag, source })]);
  return known.length > 0 || chart ? { images: Object.fromEntries(known), ...chart && { chart } } : undefined;
}

/** Something that is pulled, and the construct that needs it. */
export interface Use<T> { readonly what: T; readonly by: string }

/** Each image once, by reference, with all that need it. */
export function pulledImages(uses: readonly Use<NamedImage>[]): PulledImage[] {
  return once(uses, ({ reference }) => reference);
}

/** Each chart once, by repository, name and version, with all that need it. */
export function pulledCharts(uses: readonly Use<Omit<PulledChart, 'usedBy'>>[]): PulledChart[] {
  return once(uses, ({ repository, name, version }) => `${repository} ${name} ${version}`);
}

function once<T>(uses: readonly Use<T>[], keyOf: (what: T) => string): (T & { readonly usedBy: string[] })[] {
  const byKey = new Map<string, { what: T; by: Set<string> }>();
  for (const { what, by } of uses) {
    const key = keyOf(what);
    const one = byKey.get(key);
    if (one) byKey.set(key, { what: { ...one.what, ...what }, by: one.by.add(by) });
    else byKey.set(key, { what, by: new Set([by]) });
  }
  const sorted = [...byKey].sort(([one], [other]) => one < other ? -1 : 1);
  return sorted.map(([, { what, by }]) => ({ ...what, usedBy: [...by].sort() }));
}
