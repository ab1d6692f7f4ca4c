import { Dirent, readdirSync, readFileSync, realpathSync, Stats, statSync } from 'fs';
import { join } from 'path';
import { reasonOf, STDIN } from './text';
import { isMap } from '../kubevirt/maps';

/** Something to lint, or why it cannot be. */
export type Input =
  /** A file that somebody named, or that is in a folder. */
  | { readonly kind: 'file'; readonly file: string; readonly isNamed: boolean }
  /** The folder of a synthesized app. */
  | { readonly kind: 'app'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly reason: string };

/**
 * What there is to lint: of a folder, all manifests in it and in the folders below. By name in each folder, and nothing twice, however many
 * ways lead to it. Names that begin with a dot, and `node_modules`, are left out.
 */
export function inputsOf(given: readonly string[]): Input[] {
  const seen = new Set<string>();
  return given.flatMap((file) => [...named(file, seen)]);
}

function* named(file: string, seen: Set<string>): Iterable<Input> {
  const stats = file === STDIN ? undefined : look(file);
  if (stats?.isDirectory()) {
    const hasSome = yield* folder(file, [], seen);
    if (!hasSome) yield { kind: 'unreadable', file, reason: 'there is no .yaml, .yml or .json file in it' };
  } else if (stats === undefined || isNew(file, seen)) {
    yield { kind: 'file', file, isNamed: true }; // what is wrong with it shows when it is read
  }
}

/** Returns whether there is something to read in it, or was. */
function* folder(path: string, above: readonly string[], seen: Set<string>): Generator<Input, boolean> {
  const real = realpathSync(path);
  if (above.includes(real)) {
    yield { kind: 'unreadable', file: path, reason: 'this link leads back to a folder that it is in' };
    return true;
  }
  if (seen.has(real)) return true;
  seen.add(real);
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  } catch {
    yield { kind: 'unreadable', file: path, reason: 'this folder may not be read' };
    return true;
  }
  if (isApp(join(path, 'manifest.json'))) {
    yield { kind: 'app', file: path };
    return true;
  }
  let hasSome = false;
  for (const entry of entries.sort((one, other) => one.name < other.name ? -1 : 1)) {
    if (yield* inFolder(join(path, entry.name), entry, [...above, real], seen)) hasSome = true;
  }
  return hasSome;
}

const MANIFESTS = /\.(ya?ml|json)$/i;

function* inFolder(path: string, entry: Dirent, above: readonly string[], seen: Set<string>): Generator<Input, boolean> {
  const isWanted = MANIFESTS.test(path);
  if (!isWanted && !entry.isDirectory() && !entry.isSymbolicLink()) return false;
  const stats = look(path);
  if (stats?.isDirectory()) return yield* folder(path, above, seen);
  if (!isWanted) return false;
  if (!stats) yield { kind: 'unreadable', file: path, reason: whyNot(path) };
  else if (!stats.isFile()) yield { kind: 'unreadable', file: path, reason: 'this is no file; a pipe is read where it is named' };
  else if (isNew(path, seen)) yield { kind: 'file', file: path, isNamed: false };
  return true;
}

/** What is there, behind all links. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function whyNot(path: string): string {
  try {
    statSync(path);
    return 'this file may not be read';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'this link leads nowhere' : reasonOf(error);
  }
}

function isNew(file: string, seen: Set<string>): boolean {
  const real = realpathOf(file);
  if (seen.has(real)) return false;
  seen.add(real);
  return true;
}

/** Pipes without a name have no path behind the link. */
function realpathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Whether `app.synth()` wrote it. */
function isApp(manifest: string): boolean {
  if (!look(manifest)?.isFile()) return false;
  try {
    const content = JSON.parse(readFileSync(manifest, 'utf8'));
    return isMap(content) && isMap(content.stacks) && typeof content.version === 'string';
  } catch {
    return false;
  }
}
