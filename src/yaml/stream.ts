/** The text of one document of a file. */
export interface DocumentText {
  readonly text: string;
  /** The line of the file it begins in, from 1. */
  readonly line: number;
  /** What stands behind the `---` before it, on the same line. */
  readonly behindSeparator: string;
}

/**
 * The documents of a text, as kubectl tells them apart: objects of JSON one behind the other, as `jq` prints them, or else what stands
 * between lines that begin with `---`, before it reads any YAML.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go
 */
export function documentTexts(text: string): DocumentText[] {
  const ends = jsonEnds(text);
  return ends.length > 1 ? cut(text, ends.map((end) => ({ end, next: end, behind: '' }))) : cut(text, [...separators(text), { end: text.length, next: text.length, behind: '' }]);
}

/** Where a document ends, where the next one begins, and what stands behind the separator. */
interface Cut { readonly end: number; readonly next: number; readonly behind: string }

function separators(text: string): Cut[] {
  return [...text.matchAll(/^---([^\n]*)\n?/gm)].map(({ 0: line, 1: behind, index }) => ({ end: index, next: index + line.length, behind: behind.trim() }));
}

function cut(text: string, cuts: Cut[]): DocumentText[] {
  let start = 0;
  let line = 1;
  let behindSeparator = '';
  return cuts.map(({ end, next, behind }) => {
    const document = { text: text.slice(start, end), line, behindSeparator };
    line += lineBreaks(text.slice(start, next));
    start = next;
    behindSeparator = behind;
    return document;
  });
}

/** Where the objects of JSON end. Empty where the text is anything else. */
function jsonEnds(text: string): number[] {
  if (!/^\s*\{/.test(text)) return [];
  const ends = [0];
  let depth = 0;
  const token = /["{}]/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [sign] = found;
    if (depth === 0 && (sign !== '{' || text.slice(ends.at(-1), found.index).trim() !== '')) return [];
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (sign === '"') token.lastIndex = (quoteEnd(text, found.index + 1, '"') ?? text.length) + 1;
    if (depth === 0) ends.push(token.lastIndex);
  }
  return depth === 0 && text.slice(ends.at(-1)).trim() === '' ? ends.slice(1) : [];
}

/** Where the quote ends that an offset is in. A regular expression would run out of stack in a long one. */
export function quoteEnd(text: string, from: number, quote: string): number | undefined {
  const isDouble = quote === '"';
  const sign = isDouble ? /["\\]/g : /'/g;
  sign.lastIndex = from;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    const isEnd = isDouble ? found[0] === '"' : text[found.index + 1] !== "'";
    if (isEnd) return found.index;
    sign.lastIndex = found.index + 2;
  }
  return undefined;
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
