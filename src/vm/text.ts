/** Text made of plain data, and how to write it. */
export interface TextCodec {
  /** The document as text that a YAML reader understands. */
  document(value: object): string;
  json(value: object): string;
  base64(text: string): string;
  /** Whether the text is known at synth. */
  isLiteral(text: string): boolean;
}

/**
 * YAML that reads the same under YAML 1.1 (cloud-init) and 1.2: every text that is not plainly a word is quoted, because
 * `on`, `0o17`, `1_000` and `12:30` are booleans and numbers to one of the two. Written here, because the `yaml` package takes a
 * millisecond for a page, more than all the rest of a VM.
 */
export function yamlText(value: object): string {
  return isEmpty(value) ? `${scalar(value, '')}\n` : block(value, '');
}

/** The lines of a map or list. */
function block(value: object, indent: string): string {
  const below = `${indent}  `;
  if (Array.isArray(value)) {
    // What is in an item begins on the line of its dash.
    return value.map((item) => `${indent}- ${isEmpty(item) ? `${scalar(item, below)}\n` : block(item, below).slice(below.length)}`).join('');
  }
  return Object.entries(value).filter(([, child]) => child !== undefined)
    .map(([key, child]) => `${indent}${word(key)}:${isEmpty(child) ? ` ${scalar(child, below)}\n` : `\n${block(child, below)}`}`).join('');
}

/** Whether a value fits on one line, or is a text: no map and no list, or one that is empty. */
function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.values(value).every((child) => child === undefined);
}

function scalar(value: unknown, indent: string): string {
  if (typeof value === 'string') return isBlock(value) ? literalBlock(value, indent) : word(value);
  return value === undefined ? 'null' : JSON.stringify(value);
}

const PLAIN_WORD = /^[A-Za-z/][A-Za-z0-9/._-]*( [A-Za-z0-9/._-]+)*$/;
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

/** Characters that JSON leaves as they are, and that YAML 1.1 takes for the end of a line or not at all. */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

function word(text: string): string {
  if (PLAIN_WORD.test(text) && !RESERVED.test(text)) return text;
  return JSON.stringify(text).replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Scripts stay readable as blocks. What a block could change is quoted: space at its very beginning, which says how far a block is
 * indented, and blank lines at its end, which a block is cut by.
 */
function isBlock(text: string): boolean {
  return text.includes('\n') && /^[\x20-\x7e\t\n\u00a1-\u2027\u202a-\ud7ff]*$/.test(text) && !/^(\s|$)|\n[ \t]*$/.test(text.replace(/\n$/, ''));
}

function literalBlock(text: string, indent: string): string {
  const ends = text.endsWith('\n');
  return `${ends ? '|' : '|-'}\n${(ends ? text.slice(0, -1) : text).replace(/^(?!$)/gm, indent)}`;
}
