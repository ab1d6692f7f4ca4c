import { show } from '../finding';
import { Part } from '../part';
import { Problem } from '../rule';
import { during, strictlyOneOf } from './checks';
import { affinities, nodeLabels, tolerations } from './scheduling';

/** What the objects have in common that tell operators how to install KubeVirt and CDI. */

/** Patches of what the operator installs, in `customizeComponents`. One that cannot be applied stops the operator. */
export function* componentPatches(components: Part): Iterable<Problem> {
  for (const patch of components.list('patches')) {
    yield* during('runtime', strictlyOneOf(patch, 'type', ['strategic', 'merge', 'json']));
    const text = patch.text('patch');
    if (text === undefined) continue;
    const path = patch.at('patch').path;
    const content = parsed(text);
    if (content === undefined) {
      yield { path, message: `got ${show(text)}, which is no JSON`, remedy: 'write JSON such as {"spec":{"replicas":3}}; YAML is not taken' };
    } else if (typeof content !== 'object' || content === null || Array.isArray(content) !== (patch.text('type') === 'json')) {
      const expected = patch.text('type') === 'json' ? 'a list of operations' : 'an object';
      yield { path, message: `got ${show(text)}, expected ${expected} for a patch of type ${show(patch.get('type'))}`, remedy: `write ${expected}, or another type`, phase: 'runtime' };
    }
  }
}

/** Where the pods of an operator's components may run. */
export function* placement(part: Part): Iterable<Problem> {
  yield* nodeLabels(part);
  yield* affinities(part);
  yield* tolerations(part);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
