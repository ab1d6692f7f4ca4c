import { Changes, expectRefused, findings, Refused, T } from './manifests';
import { UNKNOWN } from '../../src/admission/finding';

test.each<Refused>([
  ['SCH-1', { [`${T}.domain.devices.disks[0].disk`]: { buss: 'virtio' } }, `${T}.domain.devices.disks[0].disk.buss`, '"buss"'],
  ['SCH-1', { 'metadata.label': {} }, 'metadata.label', '"label"'],
  ['SCH-2', { [`${T}.domain.cpu.cores`]: 'two' }, `${T}.domain.cpu.cores`, '"two"'],
  ['SCH-2', { [`${T}.volumes`]: 'root' }, `${T}.volumes`, '"root"'],
  ['SCH-2', { [`${T}.networks`]: [null, 'default'] }, `${T}.networks[1]`, '"default"'],
  ['SCH-3', { [`${T}.networks[0].name`]: undefined }, `${T}.networks[0].name`, '"name"'],
  ['SCH-4', { [`${T}.domain.memory.reservedOverhead.memLock`]: 'required' }, `${T}.domain.memory.reservedOverhead.memLock`, '"required"'],
  ['SCH-5', { [`${T}.domain.memory.guest`]: '4GB' }, `${T}.domain.memory.guest`, '"4GB"'],
])('%s refuses %j', expectRefused);

test.each<[string, Changes, string]>([
  ['SCH-1', { [`${T}.domain.devices.disks[0].disk`]: { buss: 'virtio' } }, 'did you mean "bus"?'],
  ['SCH-4', { [`${T}.domain.memory.reservedOverhead.memLock`]: 'required' }, 'did you mean "Required"?'],
  ['SCH-5', { [`${T}.domain.memory.guest`]: '4GB' }, 'write "4Gi"'],
])('%s of %j comes with what to type', (ruleId, changes, remedy) => {
  expect(findings(ruleId, changes)[0].remedy).toBe(remedy);
});

test.each<Changes>([
  { [`${T}.domain.memory.guest`]: UNKNOWN },
  { [`${T}.domain.memory.guest`]: 4294967296 },
  { [`${T}.domain.cpu`]: null },
  { [`${T}.volumes`]: UNKNOWN },
])('the schema has nothing against %j', (changes) => {
  for (const ruleId of ['SCH-1', 'SCH-2', 'SCH-3', 'SCH-4', 'SCH-5']) expect(findings(ruleId, changes)).toEqual([]);
});
