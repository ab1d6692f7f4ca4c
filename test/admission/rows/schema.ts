import { Allowed, Refused, T } from '../manifests';

export const REFUSED: Refused[] = [
  ['SCH-1', { [`${T}.domian`]: {} }, `${T}.domian`, '"domian"'],
  ['SCH-1', { 'spec.template.metadata.lables': {} }, 'spec.template.metadata.lables', '"lables"'],
  ['SCH-2', { [`${T}.domain.cpu.cores`]: '2' }, `${T}.domain.cpu.cores`, '"2"'],
  ['SCH-2', { [`${T}.volumes`]: {} }, `${T}.volumes`, '{}'],
  ['SCH-3', { 'spec.template': undefined }, 'spec.template', '"template"'],
  ['SCH-3', { [`${T}.domain.devices`]: undefined }, `${T}.domain.devices`, '"devices"'],
  ['SCH-4', { [`${T}.networks`]: Array.from({ length: 257 }, (_, index) => ({ name: `n${index}`, multus: { networkName: 'x' } })) }, `${T}.networks`, '257 items'],
  ['SCH-5', { [`${T}.domain.memory.guest`]: '4GB' }, `${T}.domain.memory.guest`, '"4GB"'],
];

export const ALLOWED: Allowed[] = [
  ['SCH-2', 'the server drops nulls before it looks at types', { [`${T}.domain.cpu.cores`]: null }],
  ['SCH-5', 'numbers are quantities', { [`${T}.domain.memory.guest`]: 4294967296 }],
];
