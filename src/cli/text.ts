import { isUtf8 } from 'buffer';
import { readFileSync, readSync } from 'fs';

/** The name that means standard input. */
export const STDIN = '-';

/**
 * All text of a file, or of standard input.
 * @throws with the reason where it cannot be read
 */
export function readText(file: string): string {
  try {
    return textOf(file === STDIN ? readAll(0) : readFileSync(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(REASONS[code ?? ''] ?? message);
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name the files in it',
  EACCES: 'this file may not be read',
};

/** All of a stream; unlike `readFileSync`, it waits for a pipe that has nothing to read yet. */
function readAll(descriptor: number): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65536);
  for (;;) {
    try {
      const length = readSync(descriptor, chunk);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(Buffer.from(chunk.subarray(0, length)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return Buffer.concat(chunks);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
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
