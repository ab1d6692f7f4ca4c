import { isUtf8 } from 'buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'fs';
import { MOST_BYTES } from '../yaml/unreadable';

/** The name that means standard input. */
export const STDIN = '-';

/** All text of a file, and how to tell whether it is still the same. */
export interface FileText {
  readonly text: string;
  /** Of a file that can be read again. */
  readonly stamp?: string;
}

/**
 * All text of a file, of a pipe that has a name, or of standard input.
 * @throws with the reason where it cannot be read
 */
export function readFileText(file: string): FileText {
  if (file === STDIN) return { text: textOf(readAll(0)) };
  let descriptor: number | undefined;
  try {
    // To read; opening a pipe does not wait for somebody who writes into it.
    descriptor = openSync(file, constants.O_NONBLOCK ?? constants.O_RDONLY);
    return read(descriptor);
  } catch (error) {
    throw new Error(reasonOf(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The same, where only the text is asked for. */
export function readText(file: string): string {
  return readFileText(file).text;
}

/** Why something cannot be read, for people. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? message;
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'this is a folder, expected a file',
  EACCES: 'this file may not be read',
  EPERM: 'this file may not be read',
  ELOOP: 'these are links that lead to each other',
  ENXIO: 'this is a socket, which holds no text',
  ENAMETOOLONG: 'this name is too long',
};

function read(descriptor: number): FileText {
  const stats = fstatSync(descriptor);
  if (stats.isDirectory()) throw new Error(REASONS.EISDIR);
  if (stats.isBlockDevice()) throw new Error('this is a device, which holds no text');
  if (!stats.isFile()) {
    const bytes = readAll(descriptor);
    if (bytes.length === 0 && stats.isFIFO()) throw new Error('nobody writes into this pipe');
    return { text: textOf(bytes) };
  }
  if (stats.size > MOST_BYTES) throw new Error(tooLarge(stats.size));
  return { text: textOf(readFileSync(descriptor)), stamp: `${stats.size} ${stats.mtimeMs}` };
}

function tooLarge(bytes: number): string {
  return `this file has ${Math.ceil(bytes / 2 ** 20)} MiB, and at most ${MOST_BYTES / 2 ** 20} are read; take it apart`;
}

/** All of a stream; unlike `readFileSync`, it waits for a pipe that has nothing to read yet. */
function readAll(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65536);
  for (let bytes = 0; bytes <= MOST_BYTES;) {
    try {
      const length = readSync(descriptor, chunk);
      if (length === 0) return Buffer.concat(chunks);
      bytes += length;
      chunks.push(Buffer.from(chunk.subarray(0, length)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return Buffer.concat(chunks);
      if (code !== 'EAGAIN') throw new Error(reasonOf(error));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
  throw new Error(`this goes on behind ${MOST_BYTES / 2 ** 20} MiB, which is the most that is read`);
}

/** Text in UTF-8, or in UTF-16 with its mark, as PowerShell writes it. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2, bytes.length - bytes.length % 2)).swap16().toString('utf16le');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  const text = bytes.toString('utf8');
  // What holds zeros is no text at all, which is said elsewhere.
  if (!isUtf8(bytes) && !bytes.includes(0)) throw new Error(`this is not UTF-8: see line ${text.slice(0, text.indexOf('\ufffd')).split('\n').length}; save it as UTF-8`);
  return text.replace(/^\ufeff/, '');
}
