import { readFileSync } from 'fs';
import { readBlueprint } from './blueprint';
import { NOTHING, Source } from './source';
import { KNOWN_AFTER_APPLY } from './template';
import { Position, Unreadable } from './yaml/unreadable';
import { UNKNOWN } from '../admission/finding';
import { isMap } from '../kubevirt/maps';

/** The manifests of a synthesized app, a source for each of its stacks. Never throws. */
export function readApp(outdir: string): Source[] {
  try {
    return readBlueprint(outdir).map(({ path, resources }) => {
      const text = readFileSync(path, 'utf8');
      const placed = resources.flatMap(({ address, objects }) => objects.map((object) => ({ origin: address, object })));
      const objects = placed.map(({ origin, object }, index) => ({ file: path, document: index + 1, at: '', origin, manifest: withUnknown(object) }));
      return {
        ...NOTHING,
        file: path,
        cluster: clusterOf(text),
        documents: objects.length,
        objects,
        places: () => (document) => lineOf(placed[document - 1].origin, readFileSync(path, 'utf8')),
      };
    });
  } catch (error) {
    return [{ ...NOTHING, file: outdir, unreadable: [new Unreadable((error as Error).message)] }];
  }
}

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

/** Where a resource stands in the Terraform JSON. */
function lineOf(address: string, text: string): Position {
  const [type, id] = address.split('.');
  const at = text.indexOf(`${JSON.stringify(id)}: {`, text.indexOf(`"${type}": {`));
  const before = text.slice(0, Math.max(at, 0)).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
