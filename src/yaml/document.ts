import { getHeapStatistics } from 'v8';
import { isAlias, isMap, isScalar, isSeq, Pair, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { keyText } from './go-scalars';
import { IndentedText, parseAsGo } from './indented';
import { YAML_RULES } from './rules';
import { DocumentText } from './stream';
import { MOST_BYTES, Position, Unreadable } from './unreadable';
import { Finding, Phase, show } from '../admission/finding';
import { isMap as isFields } from '../kubevirt/maps';

/** What is said of a place in a text. */
export interface TextFinding extends Finding, Position {
  readonly phase: Phase;
  /** Of a value that is read as no text: how to write it where text is meant. */
  readonly asText?: string;
}

/** One document, as kubectl reads it. */
export interface YamlDocument {
  readonly value: unknown;
  /** What of its text means something else than it looks; paths are of the document. */
  readonly findings: readonly TextFinding[];
  /** Where the value at a path stands, or what is nearest above it. */
  position(path: string): Position;
}

/**
 * Reads a document; one that holds nothing is `undefined`.
 * @throws Unreadable where kubectl would not read it
 */
export function readDocument({ text, line, behindSeparator }: DocumentText): YamlDocument | undefined {
  if (behindSeparator !== '' && !behindSeparator.startsWith('#')) {
    throw new Unreadable(`got ${show(behindSeparator)} behind "---", which kubectl refuses; begin a new line`, { line: line - 1, column: 4 });
  }
  const control = CONTROL.exec(text);
  if (control) {
    const before = text.slice(0, control.index).split('\n');
    throw new Unreadable(`got the control character ${codePoint(control[0])}; this is no text`, { line: line + before.length - 1, column: before.at(-1)!.length + 1 });
  }
  if (isTooLarge(text)) throw new Unreadable(TOO_LARGE, { line, column: 1 });
  if (/^%/.test(text)) throw new Unreadable('got a directive (%), which kubectl takes for a document of its own; take it out', { line, column: 1 });
  try {
    const reading = new Reading(text, line);
    return reading.value === null || reading.value === undefined ? undefined : reading;
  } catch (error) {
    if (error instanceof RangeError) throw new Unreadable(TOO_DEEP, { line, column: 1 });
    throw error;
  }
}

/** What kubectl's reader takes for no text. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/;

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Of one document, at most: to run out of memory is nothing that can be told. A value takes more than a kilobyte while it is read, a character
 * up to 50 bytes, and how much there is of both says Node. The first number is that of more than 10,000 VMs in one list.
 */
const MEMORY = getHeapStatistics().heap_size_limit;
const MOST_VALUES = Math.min(2_000_000, Math.floor(MEMORY / 1500));
const MOST_CHARACTERS = Math.min(MOST_BYTES, Math.floor(MEMORY / 50));

/** What a text may have beyond 100 characters for each value: some are long, but who reads a long text of brackets takes minutes. */
const FEW_VALUES = 16 * 2 ** 20;

const HOW_MORE = MOST_VALUES < 2_000_000 || MOST_CHARACTERS < MOST_BYTES
  ? ' for the memory that Node has (NODE_OPTIONS=--max-old-space-size=8192 gives it more)' : '';

const TOO_LARGE = `this document is too large to be read at once: more than ${MOST_VALUES} values or ${Math.floor(MOST_CHARACTERS / 2 ** 20)} MiB${HOW_MORE}, `
  + `or ${FEW_VALUES / 2 ** 20} MiB of hardly any values; take it apart: kubectl get vm -A -o json | jq -c '.items[]' | npx vmo lint`;

/** By the signs that a value has before or behind it; a few more are no harm. Where there are none to speak of, it is no list of objects. */
function isTooLarge(text: string): boolean {
  if (text.length < MOST_VALUES) return false;
  if (text.length > MOST_CHARACTERS) return true;
  let count = 0;
  let wasSign = false;
  for (let at = 0; at < text.length && count <= MOST_VALUES; at += 1) {
    const sign = text.charCodeAt(at);
    const isSign = SIGNS.has(sign);
    // JSON on many lines has two of them in a row; lists that begin in lists, on one line, have none but their dashes.
    if (isSign ? !(wasSign && sign === LINE_END) : isNested(text, at) || isProperty(text, at)) count += 1;
    wasSign = isSign && sign !== LINE_END;
  }
  return count > MOST_VALUES || text.length > FEW_VALUES + 100 * count;
}

/** `- - a`, `? ? a`: another one behind the first. */
function isNested(text: string, at: number): boolean {
  return text[at] === text[at - 2] && (text[at] === '-' || text[at] === '?') && text[at - 1] === ' ';
}

/** `!tag`, `&anchor`, `*alias`: a value may have any number of wrong ones before it. */
function isProperty(text: string, at: number): boolean {
  return (text[at] === '!' || text[at] === '&' || text[at] === '*') && text[at - 1] === ' ';
}

const LINE_END = '\n'.charCodeAt(0);
const SIGNS = new Set([...'\n,[{'].map((sign) => sign.charCodeAt(0)));

const TOO_DEEP = 'lists and maps stand in each other too deeply to be read';

/** What a text that is no YAML is likely to be, by the line that is wrong and the one before it. */
function looksLike(lines: string): string | undefined {
  if (lines.includes('{{')) return 'this looks like a Helm template; run `helm template` first, and lint what it prints';
  if (/(^|[,{[])\s*\/[/*]/m.test(lines)) return COMMENT;
  return undefined;
}

const COMMENT = 'this looks like a comment of JavaScript, which neither JSON nor YAML has; take it out';

type Anchored = ParsedNode & { anchor?: string };

/** The keys of a map, and what is merged into it. */
interface Keys { readonly pairs: ReadonlyMap<string, Pair<ParsedNode, ParsedNode | null>>; readonly merged: readonly ParsedNode[] }

/** What an anchor stands for, and how many nodes that is when all aliases in it are followed. */
interface Target { readonly value: unknown; readonly size: number }

class Reading implements YamlDocument {
  public readonly findings: TextFinding[] = [];
  public readonly value: unknown;

  private readonly text: IndentedText;
  private readonly contents: ParsedNode | null = null;
  private readonly anchors = new Map<string, Anchored>();
  /** What has an anchor and is read; nothing while it is being read. */
  private readonly targets = new Map<Anchored, Target | undefined>();
  private readonly aliases = new Map<ParsedNode, Anchored>();
  /** The way to the node that is being read. */
  private readonly way: (string | number)[] = [];
  private readonly keys = new Map<YAMLMap.Parsed, Keys>();
  private nodes = 0;
  private aliased = 0;

  constructor(text: string, private readonly firstLine: number) {
    const { documents: [document, ...rest], error, read } = parseAsGo(text);
    this.text = read;
    if (error) throw this.unreadable(/call stack/.test(error.message) ? TOO_DEEP : `this is no YAML: ${error.message}`, error.offset);
    if (!document) return;
    this.contents = document.contents;
    this.value = this.read(document.contents);
    const behind = rest.find(({ contents }) => contents && !(isScalar(contents) && contents.value === null));
    if (behind) this.say('YML-3', behind.contents!, 'got more behind "...", which kubectl drops in silence', 'write "---" in place of "..."');
  }

  public position(path: string): Position {
    let node = this.contents;
    let nearest = node;
    for (let rest = path; node;) {
      const [step, below, length] = this.step(node, rest) ?? [];
      if (!step) break;
      nearest = step;
      node = below ?? null;
      rest = rest.slice(length).replace(/^\./, '');
    }
    return this.at(nearest?.range[0]);
  }

  /** The key or item that the way goes on with, what is below it, and how much of the path it is. Keys may have dots in them. */
  private step(node: ParsedNode, path: string): [ParsedNode, ParsedNode | null, number] | undefined {
    const target = this.aliases.get(node) ?? node;
    if (isSeq(target)) {
      const [text, index] = /^\[(\d+)\]/.exec(path) ?? [];
      const item = index && target.items[Number(index)] as ParsedNode;
      return item ? [item, item, text!.length] : undefined;
    }
    if (!isMap(target)) return undefined;
    return this.stepInMap(target as YAMLMap.Parsed, path);
  }

  /** Of several keys that the path may go on with, the longest. */
  private stepInMap(map: YAMLMap.Parsed, path: string): [ParsedNode, ParsedNode | null, number] | undefined {
    const { pairs, merged } = this.keysOf(map);
    for (const [name, length] of namesIn(path)) {
      const pair = pairs.get(name);
      if (pair) return [pair.key, pair.value, length];
    }
    for (const one of merged) {
      const found = this.step(one, path);
      if (found) return found;
    }
    return undefined;
  }

  /** Maps may be large, and asked for often. */
  private keysOf(map: YAMLMap.Parsed): Keys {
    const known = this.keys.get(map);
    if (known) return known;
    const pairs = new Map<string, Pair<ParsedNode, ParsedNode | null>>();
    const merged: ParsedNode[] = [];
    for (const pair of map.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const name = isScalar(pair.key) ? keyText(pair.key.value) : undefined;
      if (isMerge(pair.key)) merged.push(...(isSeq(pair.value) ? pair.value.items as ParsedNode[] : [pair.value]).flatMap((one) => one ?? []));
      else if (name !== undefined) pairs.set(name, pair);
    }
    const keys = { pairs, merged };
    this.keys.set(map, keys);
    return keys;
  }

  private at(offset = 0): Position {
    const { line, column } = this.text.position(offset);
    return { line: this.firstLine + line - 1, column };
  }

  private unreadable(message: string, at: ParsedNode | number): Unreadable {
    const offset = typeof at === 'number' ? at : at.range[0];
    return new Unreadable(looksLike(this.text.linesUpTo(offset)) ?? message, this.at(offset));
  }

  private say(id: typeof YAML_RULES[number]['id'], node: ParsedNode, message: string, remedy: string, asText?: string): void {
    const { severity, phase } = YAML_RULES.find((rule) => rule.id === id)!;
    const path = this.way.reduce<string>((above, step) => typeof step === 'number' ? `${above}[${step}]` : above === '' ? step : `${above}.${step}`, '');
    this.findings.push({ ruleId: id, severity, phase, path, message, remedy, asText, ...this.at(node.range[0]) });
  }

  private read(node: Anchored | null): unknown {
    this.nodes += 1;
    if (!node) return null;
    if (isAlias(node)) return this.follow(node);
    if (node.anchor === undefined) return this.plain(node);
    this.anchors.set(node.anchor, node);
    this.targets.set(node, undefined);
    const before = this.nodes;
    const value = this.plain(node);
    this.targets.set(node, { value, size: this.nodes - before });
    return value;
  }

  private plain(node: ParsedNode): unknown {
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) return node.items.map((item, index) => this.below(index, item as ParsedNode));
    return this.scalar(node as Scalar.Parsed);
  }

  private below(step: string | number, node: ParsedNode | null): unknown {
    this.way.push(step);
    const value = this.read(node);
    this.way.pop();
    return value;
  }

  private map(node: YAMLMap): Record<string, unknown> {
    const fields = new Map<string, unknown>();
    const places = new Map<string, ParsedNode>();
    for (const { key, value } of node.items as Pair<ParsedNode | null, ParsedNode | null>[]) {
      if (isMerge(key)) {
        this.merge(key, value, fields, places);
        continue;
      }
      const name = this.key(key, node as ParsedNode);
      const first = places.get(name);
      this.way.push(name);
      if (isScalar(key) && typeof key.value === 'boolean' && isWord(key)) {
        this.say('YML-2', key as ParsedNode, `got the key ${key.source} without quotes, which kubectl reads as ${name}`, `write "${key.source}"`);
      }
      if (first) this.say('YML-1', key!, `"${name}" stands here and in line ${this.at(first.range[0]).line}; kubectl takes the last and drops the others in silence`, 'keep one of them');
      places.set(name, key!);
      fields.set(name, this.read(value));
      this.way.pop();
    }
    return Object.fromEntries(fields);
  }

  private key(key: ParsedNode | null, map: ParsedNode): string {
    const value = isScalar(key) && key.anchor === undefined ? key.value : this.read(key);
    const name = keyText(value);
    if (name === undefined) throw this.unreadable(`got ${show(value)} as a key, expected text`, key ?? map);
    // The parser lets a key go over several lines; no other reader does.
    if (isMap(map) && map.flow && /^\/[/*]/.test(name)) throw this.unreadable(COMMENT, key ?? map);
    return name;
  }

  /** As kubectl does, and other than YAML says, what is merged replaces what stands before it. */
  private merge(key: ParsedNode, value: ParsedNode | null, fields: Map<string, unknown>, before: ReadonlyMap<string, unknown>): void {
    this.way.push('<<');
    const read = this.read(value);
    const merged = new Map<string, unknown>();
    for (const map of Array.isArray(read) ? [...read].reverse() : [read]) {
      if (!isFields(map)) throw this.unreadable('got a merge (<<) of what is no map', key);
      Object.entries(map).forEach(([name, one]) => merged.set(name, one));
    }
    const replaced = [...merged.keys()].filter((name) => before.has(name) && fields.get(name) !== merged.get(name));
    if (replaced.length > 0) this.say('YML-4', key, `kubectl lets this merge replace what stands before it: ${replaced.join(', ')}`, 'put it first in its map');
    merged.forEach((one, name) => fields.set(name, one));
    this.way.pop();
  }

  private scalar(node: Scalar.Parsed): unknown {
    const { value } = node;
    const asText = `"${node.source}"`;
    if (value instanceof Uint8Array) return Buffer.from(value).toString();
    if (typeof value === 'number' && !Number.isFinite(value)) throw this.unreadable(`got ${node.source}, which JSON has no number for`, node);
    if (typeof value === 'boolean' && isWord(node)) {
      this.say('YML-2', node, `got ${node.source} without quotes, which kubectl reads as ${value}`, `write ${value}, or ${asText} where text is meant`, asText);
    }
    if (typeof value === 'number' && isOctal(node) && !/mode$/i.test(String(this.way.at(-1)))) {
      this.say('YML-2', node, `got ${node.source}, which kubectl reads as octal: ${value}`, `write ${value}, or ${asText} where text is meant`, asText);
    }
    return value;
  }

  private follow(alias: ParsedNode & { source: string }): unknown {
    const target = this.anchors.get(alias.source);
    if (!target) throw this.unreadable(`got *${alias.source}, and no anchor &${alias.source} stands before it`, alias);
    const read = this.targets.get(target);
    if (!read) throw this.unreadable(`got *${alias.source} inside of what it stands for`, alias);
    this.aliases.set(alias, target);
    this.nodes += read.size;
    this.aliased += read.size;
    if (this.aliased > 100 && this.nodes > 1000 && this.aliased > this.nodes * allowedShare(this.nodes)) {
      throw this.unreadable(`the aliases unfold to ${this.nodes} values and more, which kubectl refuses; write out what they stand for`, alias);
    }
    return read.value;
  }
}

/** The keys that may be the next step of a path, with how much of it they are; the longest first: `labels.app`, `labels["app"]`. */
function* namesIn(path: string): Iterable<[name: string, length: number]> {
  const quoted = /^\["(.*?)"\]/s.exec(path);
  if (quoted) yield [quoted[1], quoted[0].length];
  for (let end = path.length; end > 0; end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1))) yield [path.slice(0, end), end];
}

/** How much of what is read may come from aliases: kubectl's bounds. */
function allowedShare(nodes: number): number {
  const [few, many] = [400_000, 4_000_000];
  return nodes <= few ? 0.99 : nodes >= many ? 0.1 : 0.99 - 0.89 * (nodes - few) / (many - few);
}

function isMerge(key: ParsedNode | null): key is Scalar.Parsed {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

/** Whether a truth value is written as another word than true and false. */
function isWord({ type, tag, source }: Scalar): boolean {
  return type === 'PLAIN' && tag === undefined && !/^(true|false)$/i.test(source!);
}

function isOctal({ type, tag, source, value }: Scalar): boolean {
  return type === 'PLAIN' && tag === undefined && /^[-+]?0[0-7_]+$/.test(source!) && value !== Number(source);
}
