import { isMap } from '../kubevirt/maps';

/** What is shown where a value is only known at apply. */
export const KNOWN_AFTER_APPLY = '(known after apply)';

/** JSON that is a Terraform template, as far as it can be read before apply: every reference becomes `KNOWN_AFTER_APPLY`. Throws where the rest is no JSON. */
export function readTemplate(template: string): any {
  return JSON.parse(withoutReferences(template, 'json'));
}

/** The same for a value that has its strings, keys included, as templates. */
export function readTemplates(value: any): any {
  if (typeof value === 'string') return withoutReferences(value, 'text');
  if (Array.isArray(value)) return value.map(readTemplates);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [readTemplates(key), readTemplates(child)]));
}

/** Template text with its escapes undone and its references replaced; in JSON, a reference may stand for a whole value. */
function withoutReferences(text: string, form: 'json' | 'text'): string {
  let out = '';
  let inString = form === 'text';
  for (let at = 0; at < text.length;) {
    if (text.startsWith('$${', at) || text.startsWith('%%{', at)) {
      out += text.slice(at + 1, at + 3);
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = expressionEnd(text, at + 2);
      // `${"$"}` is how a dollar sign is written that stands right before a reference.
      const sign = /^"([$%])"$/.exec(text.slice(at + 2, end - 1))?.[1];
      out += sign ?? (inString ? KNOWN_AFTER_APPLY : JSON.stringify(KNOWN_AFTER_APPLY));
      at = end;
    } else {
      const length = form === 'json' && text[at] === '\\' ? 2 : 1;
      if (form === 'json' && text[at] === '"') inString = !inString;
      out += text.slice(at, at + length);
      at += length;
    }
  }
  return out;
}

/** Where the expression that begins here ends, behind its brace. */
function expressionEnd(text: string, start: number): number {
  let at = start;
  for (let depth = 1; at < text.length;) {
    if (text[at] === '"') {
      at = stringEnd(text, at + 1);
      continue;
    }
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}

/** Where a string inside an expression ends, behind its quote; it may hold expressions of its own. */
function stringEnd(text: string, start: number): number {
  for (let at = start; at < text.length;) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at += 2;
    else if (text.startsWith('$${', at) || text.startsWith('%%{', at)) at += 3;
    else if (text.startsWith('${', at) || text.startsWith('%{', at)) at = expressionEnd(text, at + 2);
    else at += 1;
  }
  return text.length;
}
