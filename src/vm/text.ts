import { Document, isScalar, Scalar, stringify, visit } from 'yaml';

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
 * `on`, `0o17`, `1_000` and `12:30` are booleans and numbers to one of the two.
 */
export function yamlText(value: object): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && !isPlainWord(node.value)) node.type = quoting(node.value);
    },
  });
  return stringify(document, { version: '1.1', lineWidth: 0 });
}

const PLAIN_WORD = /^[A-Za-z/][A-Za-z0-9/._-]*( [A-Za-z0-9/._-]+)*$/;
const RESERVED = /^(y|n|yes|no|on|off|true|false|null|~)$/i;

function isPlainWord(text: string): boolean {
  return PLAIN_WORD.test(text) && !RESERVED.test(text);
}

/** Scripts stay readable as blocks; anything a block could change is quoted. */
function quoting(text: string): Scalar.Type {
  const block = text.includes('\n') && /^[\x20-\x7e\n\u00a1-\ud7ff]*$/.test(text) && !/(^|\n) |[ \n]\n?$|^\n/.test(text.replace(/\n$/, ''));
  return block ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}
