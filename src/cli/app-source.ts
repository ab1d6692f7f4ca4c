import { readFileSync } from 'fs';
import { AcceptedNote, readBlueprint } from './blueprint';
import { NOTHING, Source, SourceObject } from './source';
import { KNOWN_AFTER_APPLY } from './template';
import { UNKNOWN } from '../admission/finding';
import { isMap } from '../kubevirt/maps';
import { Position, Unreadable } from '../yaml/unreadable';

/** The manifests of a synthesized app, a source for each of its stacks, and what their constructs accept. Never throws. */
export function readApp(outdir: string, ignoreSuppressions = false): Source[] {
  try {
    return readBlueprint(outdir).map(({ path, resources, accepted }) => {
      const text = readFileSync(path, 'utf8');
      const placed = resources.flatMap(({ address, construct, objects }) => objects.map((object) => ({ origin: address, construct, object })));
      const notes = byConstruct(ignoreSuppressions ? [] : accepted);
      const objects = placed.map(({ origin, construct, object }, index) =>
        ({ file: path, document: index + 1, at: '', origin, manifest: withUnknown(object), accepting: acceptingOf(construct, notes) }));
      return {
        ...NOTHING,
        file: path,
        cluster: clusterOf(text),
        documents: objects.length,
        objects,
        places: () => {
          let known: ReadonlyMap<string, Position> | undefined;
          return (document) => (known ??= positionsOf(readFileSync(path, 'utf8'))).get(placed[document - 1].origin) ?? START;
        },
      };
    });
  } catch (error) {
    return [{ ...NOTHING, file: outdir, unreadable: [new Unreadable((error as Error).message)] }];
  }
}

function byConstruct(accepted: readonly AcceptedNote[]): ReadonlyMap<string, readonly AcceptedNote[]> {
  const notes = new Map<string, AcceptedNote[]>();
  for (const note of accepted) {
    const others = notes.get(note.construct);
    if (others) others.push(note);
    else notes.set(note.construct, [note]);
  }
  return notes;
}

/** A construct, and those that it is in: `a/b/c`, `a/b`, `a`. */
function* scopesOf(construct: string): Iterable<string> {
  for (let end = construct.length; end > 0; end = construct.lastIndexOf('/', end - 1)) yield construct.slice(0, end);
}

/** What the notes of a resource's construct accept: the same rule has to say the same of the same place. */
function acceptingOf(construct: string, notes: ReadonlyMap<string, readonly AcceptedNote[]>): SourceObject['accepting'] {
  const own = [...scopesOf(construct)].flatMap((scope) => notes.get(scope) ?? [])
    .map(({ text, expires }) => ({ said: text.replace(IN_PROPS, '$1: '), expires }));
  if (own.length === 0) return undefined;
  return ({ ruleId: rule, path, message }) => {
    const [beginning, end] = [`${path}: ${message}: `, ` [${rule}]`];
    const said = own.find(({ said: text }) => text.startsWith(beginning) && text.endsWith(end));
    return said && { rule, reason: said.said.slice(beginning.length, -end.length), expires: said.expires };
  };
}

/** A path in the words of the props, and the one in the manifest. */
const IN_PROPS = /^[^:]*? \((.*?)\): /s;

/** Stacks with the same providers go to the same cluster. */
function clusterOf(text: string): string {
  const { provider } = JSON.parse(text);
  return JSON.stringify([provider?.helm, provider?.kubernetes]);
}

/** As the rules want what is only known at apply. */
function withUnknown(value: any): any {
  if (typeof value === 'string') return value.includes(KNOWN_AFTER_APPLY) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withUnknown);
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withUnknown(child)])) : value;
}

const START: Position = { line: 1, column: 1 };

/** Where each resource stands in Terraform JSON, by its address: three steps from the top, as cdktf indents them. */
function positionsOf(text: string): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>();
  const above: string[] = [];
  text.split('\n').forEach((line, index) => {
    const [, indent, key] = /^((?: {2}){1,3})"([^"]+)": \{$/.exec(line) ?? [];
    if (key === undefined) return;
    above.splice(indent.length / 2 - 1, Infinity, key);
    const [section, type, id] = above;
    if (section === 'resource' && id !== undefined) positions.set(`${type}.${id}`, { line: index + 1, column: indent.length + 1 });
  });
  return positions;
}
