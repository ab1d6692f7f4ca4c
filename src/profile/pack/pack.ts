import { CHARTS, VMO } from './charts';
import { below, Draft, PackKey, PackPart, PackValues, Says, segments } from './key';
import { readValues } from './values';
import { closest, Finding, show } from '../../admission/finding';
import { checkSchema } from '../../admission/schema';
import { propFinding, propWarning } from '../../construct/report';
import { isMap, isPlainMap } from '../../kubevirt/maps';
import { profileShapeFindings } from '../option-shapes';
import { platform } from '../platform';
import { VmoClusterProfileProps } from '../props';

/** A key of the pack that does nothing here. */
export interface NotHonoured {
  readonly path: string;
  /** A secret is not shown. */
  readonly value: unknown;
  readonly reason: string;
  /** Whether the value is the pack's own default, so that nobody will miss it. */
  readonly isDefault: boolean;
}

/** The values of a pack, read. */
export interface PackReading {
  /** What the pack says, as props of a profile: everything but the name of the cluster. */
  readonly props: Partial<VmoClusterProfileProps>;
  readonly notHonoured: readonly NotHonoured[];
  /** What is otherwise here than in the pack, or worth a look. */
  readonly remarks: readonly Finding[];
  /** Mistakes. */
  readonly findings: readonly Finding[];
  readonly layout: '1.0' | '2.0';
}

/** Reads the values of Palette's VMO pack: YAML, or the map that it is. */
export function readPack(values: unknown): PackReading {
  const read = readValues(values);
  const notes = new Notes();
  notes.take(read.findings);
  const draft = new Draft();
  const charts = read.values === undefined ? [] : chartsIn(read.values, notes);
  for (const { base, value, parts } of charts) new ChartReading(base, parts, draft, notes).read(value);
  const props: Partial<VmoClusterProfileProps> = draft.props;
  if (notes.findings.length === 0) notes.take(profileFindings(props, draft.sources));
  const manager = charts.some(({ value }) => ['vmo-manager', 'vmo-manager-crds', 'directAccess', 'cleanup'].some((name) => name in value));
  return { props, ...notes, layout: manager ? '2.0' : '1.0' };
}

/** What there is to say of a pack. */
class Notes {
  public readonly findings: Finding[] = [];
  public readonly remarks: Finding[] = [];
  public readonly notHonoured: NotHonoured[] = [];

  public take(findings: readonly Finding[]): void {
    for (const finding of findings) (finding.severity === 'error' ? this.findings : this.remarks).push(finding);
  }
}

/** The values of a chart, and where they stand. */
interface ChartValues { readonly base: string; readonly value: Record<string, unknown>; readonly parts: readonly PackPart[] }

/** What the file has of the charts that are known here. It may also be what stands below the name of the pack's own chart, and nothing around it. */
function chartsIn(values: Record<string, unknown>, notes: Notes): ChartValues[] {
  const places = ['pack', 'charts', 'manifests'];
  const { parts } = CHARTS.find(({ path }) => path === VMO)!;
  const names = new Set(treeOf(parts).children.keys());
  if (!places.some((place) => place in values) && Object.keys(values).some((name) => names.has(name))) return [{ base: '', value: values, parts }];
  const found = CHARTS.flatMap((chart) => {
    const [place, name] = segments(chart.path);
    const outer = values[place];
    const value = name === undefined || !isMap(outer) ? outer : outer[name];
    if (value === undefined || value === null) return [];
    if (isMap(value)) return name !== undefined && !isMap(outer) ? [] : [{ base: chart.path, value, parts: chart.parts }];
    notes.take([propFinding(chart.path, `got ${show(value)}, expected a map`, 'look at how far its lines are indented')]);
    return [];
  });
  for (const [name, value] of Object.entries(values)) {
    if (!places.includes(name)) {
      unknown(name, value, places, notes, names.has(name) ? `move it below ${VMO}` : undefined);
    } else if (name !== 'pack' && isMap(value)) {
      const known = CHARTS.flatMap(({ path }) => path.startsWith(`${name}.`) ? path.slice(name.length + 1) : []);
      Object.entries(value).filter(([chart]) => !known.includes(chart)).forEach(([chart, one]) =>
        unknown(`${name}.${chart}`, one, known, notes, names.has(chart) ? `move it below ${VMO}` : undefined));
    }
  }
  const isOurs = found.some(({ base }) => base !== 'pack');
  if (!isOurs && notes.findings.length === 0) {
    notes.take([propFinding('', 'got values of another pack, or none', `give those of the pack "virtual-machine-orchestrator", which stand below ${VMO}`)]);
  }
  return found;
}

/** A key that nothing is known of: misspelt, in another place, or of a pack that is newer than this library. */
function unknown(path: string, value: unknown, siblings: readonly string[], notes: Notes, place?: string): void {
  const name = segments(path).at(-1)!;
  const meant = closest(name, siblings);
  const remedy = place ?? (meant && `did you mean "${meant}"?`);
  if (remedy) notes.take([propFinding(path, 'the pack has no such key; it would do nothing', remedy)]);
  else notes.notHonoured.push({ path, value: withoutSecrets(value, name), reason: 'no key of the pack that is documented', isDefault: false });
}

/** Of what nothing is known, names have to tell what nobody should read. */
function withoutSecrets(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, name));
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutSecrets(one, key)]));
  return /secret|password|token|key|credential/i.test(name) ? '(secret)' : value;
}

/** Names that any part of a chart may have: of where they stand, they say nothing. */
const COMMON = [
  'affinity', 'annotations', 'className', 'extraArgs', 'image', 'imagePullSecrets', 'ingressClassName', 'labels', 'leaderElection', 'livenessProbe', 'name', 'namespace',
  'nodeSelector', 'podAnnotations', 'podLabels', 'priorityClassName', 'rbac', 'resources', 'serviceAccount', 'serviceMonitor', 'tag', 'tolerations', 'topologySpreadConstraints',
];

/** A step of the way to a key. */
interface Node {
  readonly children: Map<string, Node>;
  key?: PackKey;
  /** What all that has no key of its own comes to. */
  rest?: PackKey;
}

function treeOf(parts: readonly PackPart[]): Node {
  const root: Node = { children: new Map() };
  for (const key of parts.flatMap(({ keys }) => keys)) {
    let node = root;
    for (const step of segments(key.path).slice(0, key.path.endsWith('.*') ? -1 : undefined)) {
      const next = node.children.get(step) ?? { children: new Map() };
      node.children.set(step, next);
      node = next;
    }
    if (key.path.endsWith('.*')) node.rest = key; else node.key = key;
  }
  return root;
}

/** Reads the values of one chart. */
class ChartReading implements PackValues {
  /** What was given, by the path of its key; of a key with `*`, by name. */
  private readonly given = new Map<string, any>();
  /** What stands below `vmo-manager`, and might as well beside it. */
  private readonly moved = new Set<string>();
  private readonly tree: Node;

  constructor(
    private readonly base: string, private readonly parts: readonly PackPart[], private readonly draft: Draft, private readonly notes: Notes,
  ) {
    this.tree = treeOf(parts);
  }

  public read(value: Record<string, unknown>): void {
    this.walk('', this.tree, value);
    for (const key of this.parts.flatMap(({ keys }) => keys)) this.sift(key);
    for (const key of this.parts.flatMap(({ keys }) => keys)) this.convert(key);
    for (const { finish } of this.parts) finish?.(this, this.draft);
  }

  public get(path: string): any {
    return this.given.get(path);
  }

  public set(prop: string, value: unknown, path: string): void {
    this.draft.set(prop, value, this.full(path));
  }

  public says(path: string): Says {
    const { notes } = this;
    const at = this.full(path);
    return {
      path: at,
      remark: (message, remedy, inside = '') => notes.take([propWarning(at + inside, message, remedy)]),
      mistake: (message, remedy, inside = '') => notes.take([propFinding(at + inside, message, remedy)]),
      drop: (value, reason, inside = '') => {
        notes.notHonoured.push({ path: at + inside, value, reason, isDefault: this.isDefault(path, value) || inside !== '' });
      },
    };
  }

  private full(path: string): string {
    const inner = this.moved.has(segments(path)[0]) ? `vmo-manager.${path}` : path;
    return this.base === '' || inner === '' || inner.startsWith('[') ? `${this.base}${inner}` : `${this.base}.${inner}`;
  }

  private walk(path: string, node: Node, read: unknown): void {
    const value = this.parts.reduce((one, { reshape }) => reshape?.[path]?.(one) ?? one, read);
    if (value === undefined || value === null) return; // Helm takes it for not said, too
    if (node.key) return this.take(node.key.path, path, value);
    if (!isMap(value)) {
      const list = this.parts.map(({ lists }) => lists?.[path]).find((one) => one !== undefined);
      const got = typeof value === 'string' ? 'text' : Array.isArray(value) ? 'a list' : show(value); // text may be a secret
      return this.says(path).mistake(`got ${got}, expected a ${list ? 'list of maps with names' : 'map'}`, `write it like ${list ?? `{ ${[...node.children.keys()][0] ?? 'key'}: … }`}`);
    }
    for (const [name, one] of Object.entries(value)) {
      const next = node.children.get(name);
      if (next) this.walk(below(path, name), next, one);
      else if (node.rest) this.takeRest(node.rest.path, path, name, one);
      else this.unknown(path, node, name, one);
    }
  }

  private take(key: string, path: string, value: unknown): void {
    this.once(path, this.given.get(key), value);
    this.given.set(key, value);
  }

  private takeRest(key: string, path: string, name: string, value: unknown): void {
    const before = this.given.get(key);
    this.once(below(path, name), before?.[name], value);
    this.given.set(key, { ...before, [name]: value });
  }

  /** What stands below `vmo-manager` and beside it has to be the same. */
  private once(path: string, before: unknown, value: unknown): void {
    if (before === undefined || same(before, value)) return;
    const [here, there] = [path, `vmo-manager.${path}`].map((one) => this.base === '' ? one : `${this.base}.${one}`);
    this.notes.take([propFinding(there, `${here} says something else of the same`, 'take one of them out')]);
  }

  private unknown(path: string, node: Node, name: string, value: unknown): void {
    const outside = path === 'vmo-manager' ? this.tree.children.get(name) : undefined;
    if (outside) {
      this.moved.add(name);
      return this.walk(name, outside, value);
    }
    const elsewhere = this.placeOf(name, path);
    unknown(this.full(below(path, name)), value, [...node.children.keys()], this.notes, closest(name, node.children.keys()) ? undefined : elsewhere && `move it to ${this.full(elsewhere)}`);
  }

  /**
   * The one key of that name in the same component, or of the pack as a whole, where somebody has put it in the wrong place; in all, where it stands
   * below none. Names that many have say nothing.
   */
  private placeOf(name: string, path: string): string | undefined {
    if (COMMON.includes(name)) return undefined;
    const keys = this.parts.flatMap((part) => part.keys).filter((key) => !key.undocumented && segments(key.path).at(-1) === name);
    const near = keys.filter((key) => segments(key.path)[0] === segments(path)[0]);
    const far = keys.filter((key) => path === '' || segments(key.path).length === 1);
    return [near, far].find(({ length }) => length === 1)?.[0].path;
  }

  /** Takes out what does nothing, and what is wrong. */
  private sift(key: PackKey): void {
    const value = this.given.get(key.path);
    if (value === undefined || key.undocumented && !key.reason) return;
    const path = key.path.replace(/\.\*$/, '');
    const off = this.parts.flatMap(({ switches = [] }) => switches).find((one) =>
      key.path !== one.key && (key.path === one.of || key.path.startsWith(`${one.of}.`)) && (this.given.get(one.key) ?? one.default) === false);
    const reason = key.reason ?? (off && `\`${off.key}\` is ${this.given.get(off.key) === undefined ? 'not true' : 'false'}`);
    if (reason !== undefined) {
      if (!off) key.as?.(value, this.says(path));
      this.notes.notHonoured.push({ path: this.full(path), value: key.secret ? '(secret)' : value, reason, isDefault: this.isDefault(key.path, value) });
      this.given.delete(key.path);
      return;
    }
    const macro = key.macros ? undefined : macroIn(value);
    if (macro) this.says(path).mistake(`got Palette's macro ${macro}, which nobody fills in here`, remedyFor(macro));
    const findings = macro ? [] : checkSchema(value, key.kind, this.full(path));
    this.notes.take(findings.map((finding) => key.secret ? { ...finding, message: 'got something else than text', remedy: 'write it in quotes' } : finding));
    if (macro || findings.length > 0) this.given.delete(key.path);
  }

  private convert(key: PackKey): void {
    const value = this.given.get(key.path);
    if (value === undefined || key.together || key.reason) return;
    if (!key.path.endsWith('.*')) return this.setProp(key, key.path, value, key.prop!, key.orElse);
    const prefix = key.path.slice(0, -2);
    for (const [name, one] of Object.entries(value)) {
      if (one === null) continue;
      const prop = (pattern: string | undefined) => pattern === undefined ? undefined : below(pattern.slice(0, -2), name);
      const isField = key.fields?.().includes(name) ?? true;
      const place = isField ? undefined : this.placeOf(name, prefix);
      if (place) this.says(below(prefix, name)).mistake('the pack does not take it here', `move it to ${this.full(place)}`);
      else if (isField) this.setProp(key, below(prefix, name), one, prop(key.prop)!, prop(key.orElse));
      else this.setProp(key, below(prefix, name), one, prop(key.orElse)!); // its check says what is wrong
    }
  }

  private setProp(key: PackKey, path: string, given: unknown, first: string, orElse?: string): void {
    const { sources } = this.draft;
    const value = key.as ? key.as(given, this.says(path)) : given;
    if (value === undefined || value === null) return;
    const fits = orElse === undefined || fitsIn(first, value);
    const [prop, set] = fits ? [first, value] : [orElse, given];
    const before = sources.get(prop);
    if (before !== undefined && before !== this.full(path)) {
      const isSame = same(valueAt(this.draft.props, prop), set);
      if (!isSame) this.says(path).mistake(`got ${show(given)}, and ${before} says something else of the same`, 'take one of them out');
      return;
    }
    this.draft.set(prop, set, this.full(path));
  }

  private isDefault(path: string, value: unknown): boolean {
    const key = this.parts.flatMap(({ keys }) => keys).find((one) => one.path === path);
    return key !== undefined && (key.isDefault?.(value) ?? (same(value, key.default) || (key.default === undefined && isNothing(value))));
  }
}

function isNothing(value: unknown): boolean {
  return value === '' || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** Whether two values are the same to a chart: `1` and `"1"` are, and blanks in a macro are none. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isPlainMap(value)) return Object.fromEntries(Object.keys(value).sort().map((key) => [key, plain(value[key])]));
  return typeof value === 'object' ? value : String(value).replace(/\s/g, '');
}

function valueAt(props: any, prop: string): unknown {
  return segments(prop).reduce((map, step) => map?.[step], props);
}

/** Whether an option takes a value of that shape. */
function fitsIn(prop: string, value: unknown): boolean {
  const draft = new Draft();
  draft.set(prop, value, '');
  const [[component, options]] = Object.entries(draft.props);
  const isMade = ['cdi', 'multus', 'descheduler', 'snapshotController'].includes(component);
  return profileShapeFindings({ clusterName: 'any', [component]: isMade ? { _mode: 'install', _options: options } : options }).length === 0;
}

/** The first macro of Palette's in a value. */
function macroIn(value: unknown): string | undefined {
  if (typeof value === 'string') return /\{\{.*?\}\}/s.exec(value)?.[0];
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).map(([key, one]) => macroIn(key) ?? macroIn(one)).find((macro) => macro !== undefined);
}

function remedyFor(macro: string): string {
  if (/kubernetes\.version/.test(macro)) return 'write the version of Kubernetes, such as "1.35"';
  if (/cluster\.(uid|name)/.test(macro)) return 'write a name of your own, such as that of the cluster';
  if (/\.spectro\.var\./.test(macro)) return 'write its value; in the program that has the profile, it can be a variable';
  return 'write the value that Palette puts there';
}

/** What the profile itself would say, in the words of the pack. Its warnings it gives itself. */
function profileFindings(props: Partial<VmoClusterProfileProps>, sources: ReadonlyMap<string, string>): Finding[] {
  const all = { clusterName: 'any', ...props };
  const shape = profileShapeFindings(all);
  const findings = shape.length > 0 ? shape : platform(all).flatMap((component) => component.findings());
  return findings.filter(({ severity }) => severity === 'error').map((finding) => ({ ...finding, path: packPath(finding.path, sources) }));
}

/** The path of the pack that a prop comes from; that of the prop, where none does. */
function packPath(prop: string, sources: ReadonlyMap<string, string>): string {
  for (let end = prop.length; end > 0; end = Math.max(prop.lastIndexOf('.', end - 1), prop.lastIndexOf('[', end - 1))) {
    const source = sources.get(prop.slice(0, end));
    if (source !== undefined) return source + prop.slice(end);
  }
  return prop;
}
