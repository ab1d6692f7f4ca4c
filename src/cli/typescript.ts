import { oneLine } from './one-line';
import { show } from '../admission/finding';
import * as library from '../index';
import { isPlainMap, set } from '../kubevirt/maps';
import { EXPOSURES, shapes } from '../profile/option-shapes';

/** Source text: on one line, or a bracket whose items go on lines of their own where they do not fit on one. */
type Source = string | Bracket;

interface Bracket {
  readonly open: string;
  readonly items: readonly Item[];
  readonly close: string;
}

interface Item {
  readonly key?: string;
  readonly source: Source;
  /** Stands before it; with one, the bracket never goes on one line. */
  readonly comment?: string;
}

/** Comments before the options of a struct, by their name. */
export type Comments = { readonly [option: string]: string };

const WIDTH = 120;
const INDENT = '  ';

/** Writes values as the TypeScript that makes them, and keeps what that has to import from this package. */
export class Writing {
  private readonly imports = new Set<string>();

  /** The line that imports what is written. */
  public importOf(module: string): string {
    const names = [...this.imports].sort((one, other) => compare(one.toLowerCase(), other.toLowerCase()));
    return text({ open: 'import {', items: names.map((source) => ({ source })), close: `} from '${module}'` }, '', 0, 1) + ';';
  }

  /**
   * `new VmoClusterProfile(stack, 'vmo', { … })`, with props that passed its checks; `before` is what stands before it on the line.
   * @throws where a prop is a construct or made from one, for which there is no text
   */
  public profile(props: library.VmoClusterProfileProps, before: string, comments: Comments): string {
    return text(this.call('new VmoClusterProfile', ["stack, 'vmo'", this.struct(props, 'VmoClusterProfileProps', comments)]), '', before.length, 1);
  }

  /** A name of this package. */
  private named(name: string): string {
    this.imports.add(/^\w+/.exec(name.replace('new ', ''))![0]);
    return name;
  }

  private value(value: unknown, kind: string): Source {
    if (Array.isArray(value)) return list(value.map((item) => this.value(item, kind.startsWith('[]') ? kind.slice(2) : 'any')));
    if (kind.startsWith('@')) return this.member(kind.slice(1), value);
    if (kind.startsWith('#')) return this.struct(value as object, kind.slice(1));
    if (isPlainMap(value)) return map(Object.entries(value).map(([key, item]) => ({ key, source: this.value(item, kind.startsWith('{}') ? kind.slice(2) : 'any') })));
    if (typeof value === 'string') return value.split('\n').length >= MANY_LINES ? lines(value) : quoted(value);
    return typeof value === 'object' && value !== null ? this.made(value) : String(value);
  }

  private struct(options: object, name: string, comments: Comments = {}): Source {
    const shape = shapes()[name];
    return map(Object.entries(set({ ...options })).map(([key, value]) => ({ key, comment: comments[key], source: this.value(value, shape[key] ?? 'any') })));
  }

  private member(name: string, value: unknown): Source {
    const [member] = Object.entries((library as any)[name]).find(([, one]) => one === value) ?? [];
    if (member === undefined) throw new Error(`${name} has no ${show(value)}`);
    return this.named(`${name}.${member}`);
  }

  /** What was made with one of the factories of a class. */
  private made(value: object): Source {
    const { name } = value.constructor;
    const make = FACTORIES[name];
    if (!make) throw new Error(`there is no text for an instance of ${name}`);
    const [factory, ...given] = make(value);
    const inputs = given.filter((input) => input !== undefined).map((input) => this.value(...input));
    return this.call(`${name}.${factory}`, inputs.filter((input) => typeof input === 'string' || input.items.length > 0));
  }

  /** Its brackets are those of its last argument, where that has some. */
  private call(callee: string, inputs: Source[]): Source {
    const last = inputs.at(-1);
    const open = `${this.named(callee)}(${inputs.slice(0, -1).map((input) => `${input}, `).join('')}`;
    return last === undefined || typeof last === 'string' ? `${open}${last ?? ''})` : { ...last, open: open + last.open, close: `${last.close})` };
  }
}

type Input = readonly [value: unknown, kind: string] | undefined;

/** Which factory made an instance of a class, from what. */
const FACTORIES: Record<string, (made: any) => readonly [factory: string, ...inputs: Input[]]> = {
  Access: ({ _mode: mode, _exposures: { uploadProxy, exportProxy }, _reverseProxy: reverseProxy }) => {
    if (mode === 'proxied') return [mode, [reverseProxy, '#ReverseProxyOptions']];
    if (mode === 'direct') return [mode, [filledOnly({ uploadProxy: uploadProxy._options, exportProxy: exportProxy._options }), '{}#LoadBalancerExposureOptions']];
    return [mode, [{ uploadProxy, exportProxy, reverseProxy }, '#CustomAccessOptions']];
  },
  Exposure: ({ _kind: kind, _options: options }) => [kind, [options, `#${EXPOSURES[kind]}`]],
  TrustedCa: ({ _configMapName: name, _pem: pem }) => pem === undefined ? ['configMap', [name, 'string']] : ['pem', [pem, 'string']],
  Subject: ({ _kind: kind, _name: name, _namespace: namespace }) =>
    [uncapitalized(kind), [name, 'string'], namespace === undefined ? undefined : [namespace, 'string']],
  DeschedulerMetrics: ({ _source: source, _prometheus: prometheus }) => {
    if (source === 'Prometheus') return ['prometheus', [prometheus, '#DeschedulerPrometheusOptions']];
    return [source === undefined ? 'requests' : 'kubernetesMetrics'];
  },
  ReverseProxyTarget: ({ _values: { type, ...options } }) => {
    const { name, service, namespace, port, ...others } = options;
    const factory = port === 443 ? PRESETS[`${namespace}/${service}/${name}`] : undefined;
    return factory === undefined ? [type, [options, 'any']] : [factory, [others, 'any']];
  },
  Multus: installed('MultusOptions'),
  Cdi: installed('CdiOptions'),
  Descheduler: installed('DeschedulerOptions'),
  SnapshotController: installed('SnapshotControllerOptions'),
};

function installed(struct: string): (made: any) => [string, Input] {
  return ({ _mode: mode, _options: options }) => [mode, [options, `#${struct}`]];
}

/** Targets at port 443 that have a factory of their own. */
const PRESETS: Record<string, string | undefined> = {
  'default/kubernetes/apiserver': 'apiServer',
  'cdi/cdi-uploadproxy/uploads': 'uploadProxy',
  'kubevirt/virt-exportproxy/exports': 'exportProxy',
};

/** Without what is empty. */
function filledOnly(options: Record<string, object>): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => Object.keys(value).length > 0));
}

function uncapitalized(word: string): string {
  return word[0].toLowerCase() + word.slice(1);
}

function list(items: Source[]): Bracket {
  const [only] = items;
  if (items.length === 1 && typeof only !== 'string') return { ...only, open: `[${only.open}`, close: `${only.close}]` };
  return { open: '[', items: items.map((source) => ({ source })), close: ']' };
}

function map(items: Item[]): Bracket {
  const bare = items.every(({ key }) => /^[A-Za-z_$][\w$]*$/.test(key!));
  return { open: '{', items: items.map((item) => ({ ...item, key: keyOf(item.key!, bare) })), close: '}' };
}

/** Where one key of a map needs quotes, all have them. `__proto__` is a key only in brackets. */
function keyOf(key: string, bare: boolean): string {
  if (key === '__proto__') return "['__proto__']";
  return bare ? key : quoted(key);
}

/** From here on, lines are written one below the other. */
const MANY_LINES = 3;

function lines(value: string): Source {
  return { open: '[', items: value.split('\n').map((line) => ({ source: quoted(line) })), close: "].join('\\n')" };
}

function quoted(value: string): string {
  return `'${oneLine(JSON.stringify(value).slice(1, -1).replace(/\\.|'/g, (sign) => REQUOTED[sign] ?? sign))}'`;
}

/** What in single quotes is written otherwise than in double ones. */
const REQUOTED: Record<string, string> = { '\\"': '"', "'": "\\'" };

/** Source text from a column on, with so many signs behind it on its line. */
function text(source: Source, indent: string, column: number, behind: number): string {
  const flat = flatText(source);
  if (typeof source === 'string' || (flat !== undefined && column + flat.length + behind <= WIDTH)) return flat!;
  const inner = indent + INDENT;
  const items = source.items.map(({ key, source: item, comment }) => {
    const before = `${inner}${key === undefined ? '' : `${key}: `}`;
    return `${comment === undefined ? '' : `${inner}// ${comment}\n`}${before}${text(item, inner, before.length, 1)},\n`;
  });
  return `${source.open}\n${items.join('')}${indent}${source.close}`;
}

/** All on one line, where nothing forbids it. */
function flatText(source: Source): string | undefined {
  if (typeof source === 'string') return source;
  const { open, items, close } = source;
  const parts = items.map(({ key, source: item, comment }) => {
    const flat = flatText(item);
    return comment === undefined && flat !== undefined ? `${key === undefined ? '' : `${key}: `}${flat}` : undefined;
  });
  if (parts.includes(undefined)) return undefined;
  const space = open.endsWith('{') && items.length > 0 ? ' ' : '';
  return `${open}${space}${parts.join(', ')}${space}${close}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
