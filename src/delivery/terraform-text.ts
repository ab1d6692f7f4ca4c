import { Fn, IResolvable, Token, Tokenization } from 'cdktf';

/*
 * Text on its way into Terraform. Terraform reads every string as a template, so `${HOME}` in a cloud-init script would be
 * evaluated or refused, and cdktf does not escape it. Here is the one place that does. References to other resources
 * (tokens) must not be escaped, and what they stand for is only known at apply: it must not be able to break out of the
 * JSON it lands in.
 */

/** One reference inside a string, as cdktf encodes it. */
const TOKEN = /(\$\{TfToken\[[^\]]*\]\})/;

/** Escapes template syntax in the literal parts of a text; references in it stay. */
export function escapeText(text: string): string {
  return text.split(TOKEN).map((part, index, parts) => {
    if (TOKEN.test(part)) return part;
    const escaped = escapeLiteral(part);
    // A dollar sign right before a reference would make an escape of it: it is written as an expression of its own.
    return index < parts.length - 1 ? escaped.replace(/\$+$/, (dollars) => '${"$"}'.repeat(dollars.length)) : escaped;
  }).join('');
}

// Replacement functions, because `$$` in a replacement string means one dollar sign.
function escapeLiteral(text: string): string {
  return text.replace(/\$\{/g, () => '$${').replace(/%\{/g, () => '%%{');
}

/** Escapes every string below a value, keys included. For attributes that Terraform takes as objects. */
export function escapeDeep(value: unknown): any {
  return mapTree(value, (leaf) => typeof leaf === 'string' ? escapeText(leaf) : leaf, escapeText);
}

/** Whether a reference to another resource stands anywhere below a value. */
export function hasReferences(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, child]) => Token.isUnresolved(key) || hasReferences(child));
}

/** A copy in which everything that is only known at apply is replaced by `stand`, so that checks can pass over it. */
export function maskReferences(value: unknown, stand: unknown): any {
  return mapTree(value, (leaf) => Token.isUnresolved(leaf) ? stand : leaf);
}

/**
 * JSON in which references stand as `${jsonencode(…)}`: quotes and newlines of what they turn out to be at apply stay inside
 * the string they belong to. Template syntax is not escaped here; that is done once, where the text enters Terraform.
 */
export function jsonText(value: unknown): string {
  if (!hasReferences(value)) return JSON.stringify(value);
  if (typeof value === 'string') {
    const parts = value.split(TOKEN).filter((part) => part !== '');
    if (parts.length === 1) return `${Fn.jsonencode(parts[0])}`; // keeps the type: a list stays a list
    return `"${parts.map((part) => TOKEN.test(part) ? insideString(part) : JSON.stringify(part).slice(1, -1)).join('')}"`;
  }
  if (Token.isUnresolved(value)) return `${Fn.jsonencode(resolvable(value))}`;
  if (Array.isArray(value)) return `[${value.map((item) => item === undefined ? 'null' : jsonText(item)).join(',')}]`;
  const members = Object.entries(value as object)
    .filter(([, child]) => child !== undefined)
    .map(([key, child]) => `${jsonText(key)}:${jsonText(child)}`);
  return `{${members.join(',')}}`;
}

/** Base64 of a text, worked out at apply where the text has references. */
export function base64Text(text: string): string {
  if (!hasReferences(text)) return Buffer.from(text, 'utf8').toString('base64');
  // Literal parts travel as base64 too: inside an expression, quotes and newlines would need quoting rules of their own.
  const parts = text.split(TOKEN).filter((part) => part !== '')
    .map((part) => TOKEN.test(part) ? part : Fn.base64decode(Buffer.from(part, 'utf8').toString('base64')));
  return Fn.base64encode(Fn.join('', parts));
}

function insideString(token: string): string {
  const quote = Fn.rawString('"');
  return Fn.trimsuffix(Fn.trimprefix(Fn.jsonencode(token), quote), quote);
}

function resolvable(value: unknown): unknown {
  return typeof value === 'number' ? Tokenization.reverseNumber(value) as IResolvable : value;
}

/** A copy in which each leaf, and each key where that is asked for, is what a function makes of it. References are leaves. */
export function mapTree(value: unknown, leaf: (value: unknown) => unknown, key: (name: string) => string = (name) => name): any {
  if (value === null || typeof value !== 'object' || Token.isUnresolved(value)) return leaf(value);
  if (Array.isArray(value)) return value.map((item) => mapTree(item, leaf, key));
  const copy: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(value)) {
    if (child !== undefined) copy[key(name)] = mapTree(child, leaf, key);
  }
  return copy;
}
