import { Document, LineCounter, parseAllDocuments, YAMLParseError } from 'yaml';
import { AS_GO_READS } from './go-scalars';
import { quoteEnd } from './stream';
import { Position } from './unreadable';

/** What is wrong with a text, and where. */
interface Mistake { readonly message: string; readonly offset: number }

/** What a text is parsed to. */
interface Parsed {
  readonly documents: readonly Document.Parsed[];
  /** Of the first document. */
  readonly error?: Mistake;
  /** The text that offsets are of. */
  readonly read: IndentedText;
}

/**
 * Parses a text in which, as for Go's reader, quotes and brackets may go on in lines that are not indented: it does not look at the
 * indentation inside of them, and the parser does. These lines are indented, which changes no value: in quotes and brackets, the
 * blanks that a line begins with count for nothing.
 */
export function parseAsGo(text: string): Parsed {
  const lines = new Set<number>();
  let first: Mistake | undefined;
  let again = 0;
  for (let current = text; ;) {
    const documents = parseAllDocuments(current, AS_GO_READS) as Document.Parsed[];
    const read = new IndentedText(current, lines);
    const [error] = documents[0]?.errors ?? [];
    if (!error) return { documents, read };
    const mistake = { message: error.message, offset: Math.min(error.pos[0], current.trimEnd().length) };
    again += current.length;
    const indented = lines.size < MOST && again < MOST_AGAIN && read.indented(error);
    // Behind the end of a quote that was taken for one in its place: what is missing is the quote.
    if (!indented) return { documents, read, error: first && read.isIndented(mistake.offset) ? { ...mistake, message: first.message } : mistake };
    first ??= mistake;
    current = indented;
  }
}

/** Lines that are indented at most; each may take a look at the whole text. */
const MOST = 1000;

/** Characters that are looked at again at most, which takes some seconds. */
const MOST_AGAIN = 4_000_000;

/** More than anything is indented that they stand in. */
const INDENT = ' '.repeat(200);

/** A text of which some lines are indented. */
export class IndentedText {
  private readonly counter = new LineCounter();

  constructor(private readonly text: string, private readonly lines: Set<number>) {
    // The parser would count some lines twice where it finds mistakes.
    this.counter.addNewLine(0);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.counter.addNewLine(at + 1);
  }

  /** The place in the text as it was given. */
  public position(offset: number): Position {
    const { line, col } = this.counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(this.lines.has(line) ? col - INDENT.length : col, 1) };
  }

  /** Whether the line of an offset is indented. */
  public isIndented(offset: number): boolean {
    return this.lines.has(this.line(offset));
  }

  /** The line of an offset and the one before it. */
  public linesUpTo(offset: number): string {
    const { lineStarts } = this.counter;
    const line = this.line(offset);
    return this.text.slice(lineStarts[line - 2] ?? 0, lineStarts[line]);
  }

  private line(offset: number): number {
    return this.counter.linePos(offset).line;
  }

  /** The text without the error, where that comes from lines that are not indented. */
  public indented({ code, message, pos: [offset] }: YAMLParseError): string | undefined {
    if (code === 'BAD_INDENT' && message.startsWith('Flow ')) return this.indent(this.line(offset), this.line(offset));
    const [, quote] = code === 'MISSING_CHAR' ? /^Missing closing (["'])quote$/.exec(message) ?? [] : [];
    if (!quote) return undefined;
    const end = quoteEnd(this.text, offset, quote);
    return end === undefined ? undefined : this.indent(this.line(offset) + 1, this.line(end));
  }

  /** Indents some lines; nothing where the first of them is indented already. */
  private indent(first: number, last: number): string | undefined {
    if (this.lines.has(first)) return undefined;
    for (let line = first; line <= last; line += 1) this.lines.add(line);
    const [start, end] = [this.counter.lineStarts[first - 1], this.counter.lineStarts[last] ?? this.text.length];
    const lines = this.text.slice(start, end).replace(/^(?=[^\n])/gm, INDENT);
    return this.text.slice(0, start) + lines + this.text.slice(end);
  }
}
