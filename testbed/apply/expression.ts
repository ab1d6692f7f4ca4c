/*
 * Terraform text: templates with `${…}` and the escapes `$${` and `%%{`. Of expressions it knows what cdktf writes for a text
 * that holds references: strings, lists, references, and the functions below. Anything else is an error, not a guess.
 */

/** What a reference such as `helm_release.x.name` stands for. */
export type Resolve = (reference: string) => unknown;

const TOKEN = /^(?:(\$+|%+)\{|\$+|%+|[^$%]+)/;

/** A text as Terraform hands it on. A text that is one expression and nothing else keeps the expression's type. */
export function render(text: string, resolve: Resolve): unknown {
  const parts: unknown[] = [];
  let literal = '';
  for (let at = 0; at < text.length;) {
    const [sequence, marks] = TOKEN.exec(text.slice(at))!;
    if (marks === undefined) {
      literal += sequence;
      at += sequence.length;
    } else if (marks.length > 1) { // one mark less: `$${` is `${`
      literal += sequence.slice(1);
      at += sequence.length;
    } else if (marks === '%') {
      throw new Error(`template directive ${text.slice(at, at + 40)}`);
    } else {
      const parser = new Parser(text, at + 2, resolve);
      const value = parser.expression();
      at = parser.end('}');
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(value);
    }
  }
  if (literal !== '') parts.push(literal);
  return parts.length === 1 ? parts[0] : parts.map(asText).join('');
}

/** A copy in which every text has been rendered, keys included. */
export function renderDeep(value: unknown, resolve: Resolve): unknown {
  if (typeof value === 'string') return render(value, resolve);
  if (Array.isArray(value)) return value.map((item) => renderDeep(item, resolve));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [asText(render(key, resolve)), renderDeep(child, resolve)]));
}

/** Every reference below a value. */
export function references(value: unknown): string[] {
  const found = new Set<string>();
  renderDeep(value, (reference) => {
    found.add(reference);
    return '';
  });
  return [...found];
}

const FUNCTIONS: { readonly [name: string]: (...args: unknown[]) => unknown } = {
  jsonencode: (value) => JSON.stringify(value),
  base64encode: (text) => Buffer.from(asText(text), 'utf8').toString('base64'),
  base64decode: (text) => Buffer.from(asText(text), 'base64').toString('utf8'),
  join: (separator, list) => (list as unknown[]).map(asText).join(asText(separator)),
  trimprefix: (text, prefix) => asText(text).startsWith(asText(prefix)) ? asText(text).slice(asText(prefix).length) : text,
  trimsuffix: (text, suffix) => asText(text).endsWith(asText(suffix)) ? asText(text).slice(0, asText(text).length - asText(suffix).length) : text,
};

function asText(value: unknown): string {
  if (typeof value === 'object') throw new Error(`${JSON.stringify(value)} inside a text`);
  return String(value);
}

/** Reads one expression of a text, from a position on. */
class Parser {
  constructor(private readonly text: string, private at: number, private readonly resolve: Resolve) {}

  public expression(): unknown {
    if (this.take(/\[/)) return this.list(']');
    const quoted = this.take(/"(?:[^"\\]|\\.)*"/);
    if (quoted) return render(JSON.parse(quoted) as string, this.resolve);
    const name = this.take(/[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\]|\["[^"]*"\])*/);
    if (!name) return this.refuse();
    if (!this.take(/\(/)) return this.resolve(name);
    const call = FUNCTIONS[name];
    if (!call) throw new Error(`function ${name}()`);
    return call(...this.list(')'));
  }

  /** The position after a closing mark. */
  public end(mark: '}'): number {
    if (!this.take(/\}/)) this.refuse(`"${mark}"`);
    return this.at;
  }

  private list(close: ')' | ']'): unknown[] {
    const items: unknown[] = [];
    const closing = close === ')' ? /\)/ : /\]/;
    while (!this.take(closing)) {
      items.push(this.expression());
      if (!this.take(/,/) && !/^\s*[)\]]/.test(this.text.slice(this.at))) this.refuse(`"${close}"`);
    }
    return items;
  }

  private take(pattern: RegExp): string | undefined {
    const match = new RegExp(`^\\s*(${pattern.source})`).exec(this.text.slice(this.at));
    if (!match) return undefined;
    this.at += match[0].length;
    return match[1];
  }

  private refuse(expected = 'a string, a list, a reference or a function'): never {
    throw new Error(`expression ${JSON.stringify(this.text.slice(this.at, this.at + 40))}: expected ${expected}`);
  }
}
