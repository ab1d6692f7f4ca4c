import { containers, pods } from './rendered';
import { imagesIn, PulledImage } from '../../../src/profile/images';

/**
 * Images that rendered objects name and that are not in a list of what is pulled: those of containers, and those that operators are told to
 * use, by variables such as `VIRT_API_IMAGE` and arguments such as `--image=`.
 */
export function unlisted(objects: readonly any[], listed: readonly PulledImage[]): string[] {
  const known = new Set(listed.map(({ reference }) => reference));
  const named = pods(objects).flatMap(([owner, pod]) => [...containers(pod), ...pod.volumes ?? []].flatMap((one): [string, any][] => [
    [`${owner}, ${one.name}`, one.image],
    ...(one.env ?? []).filter(({ name }: any) => /(^|_)IMAGE$/.test(name)).map(({ name, value }: any) => [`${owner}, ${name}`, value]),
    ...[...one.command ?? [], ...one.args ?? []].flatMap((text) => /^--[\w-]*image[\w-]*=(\S+[:@]\S+)$/.exec(String(text))?.slice(1) ?? []).map((image) => [`${owner}, argument`, image]),
  ] as [string, any][]));
  return named.flatMap(([owner, image]) => [...imagesIn({ image })].filter(({ reference }) => !known.has(reference)).map(({ reference }) => `${owner}: ${reference}`));
}
