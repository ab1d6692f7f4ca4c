import { RuleInfo } from '../admission/admit';
import { Finding } from '../admission/finding';
import { isMap } from '../kubevirt/maps';

/** Of every kind of object; those at synth have names anyway. */
export const NAME_RULE = {
  id: 'OBJ-1', severity: 'error', phase: 'schema', title: 'Every object has a name, or what its name is to begin with (generateName)', subjects: [],
} as const satisfies RuleInfo;

export function nameless({ metadata }: Record<string, any>): Finding[] {
  const { id: ruleId, severity, phase } = NAME_RULE;
  if (isMap(metadata) && [metadata.name, metadata.generateName].some((name) => name !== undefined && name !== null && name !== '')) return [];
  return [{ ruleId, severity, phase, path: 'metadata.name', message: 'got no name', remedy: 'set metadata.name' }];
}
