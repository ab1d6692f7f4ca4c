import { readFileSync } from 'fs';
import { AcceptedNote, readBlueprint } from './blueprint';
import { NOTHING, Source, SourceObject } from './source';
import { KNOWN_AFTER_APPLY } from './template';
import { Position, Unreadable } from './yaml/unreadable';
import { UNKNOWN } from '../admission/finding';
import { isMap } from '../kubevirt/maps';

/** The manifests of a synthesized app, a source for each of its stacks, and what their constructs accept. Never throws. */
export function readApp(outdir: string, ignoreSuppressions = false): Source[] {
  try {
    return readBlueprint(outdir).map(({ path, resources, accepted }) => {
      const text = readFileSync(path, 'utf8');
      const placed = resources.flatMap(({ address, construct, objects }) => objects.map((object) => ({ origin: address, construct, object })));
      const objects = placed.map(({ origin, construct, object }, index) =>
        ({ file: path, document: index + 1, at: '', origin, manifest: withUnknown(object), accepting: acceptingOf(construct, ignoreSuppressions ? [] : accepted) }));
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

/** What the notes of a resource's construct accept: the same rule has to say the same of the same place. */
function acceptingOf(construct: string, accepted: readonly AcceptedNote[]): SourceObject['accepting'] {
  const own = accepted.filter((note) => construct === note.construct || construct.startsWith(`${note.construct}/`))
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
