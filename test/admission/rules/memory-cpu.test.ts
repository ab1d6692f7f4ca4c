import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, expectAllowed, expectRefused, findings, Refused, T } from '../manifests';

const REQUESTS = `${T}.domain.resources.requests`;
const LIMITS = `${T}.domain.resources.limits`;

const DEDICATED = { cores: 2, dedicatedCpuPlacement: true };
const NUMA = { ...DEDICATED, numa: { guestMappingPassthrough: {} } };
const REALTIME = { ...NUMA, realtime: {} };
const HUGE = { guest: '2Gi', hugepages: { pageSize: '2Mi' } };

test.each<Refused>([
  ['MEM-1', { [`${REQUESTS}.memory`]: '1k' }, `${REQUESTS}.memory`, '"1k"'],
  ['MEM-1', { [`${REQUESTS}.memory`]: '-1Gi' }, `${REQUESTS}.memory`, '"-1Gi"'],
  ['MEM-2', { [`${REQUESTS}.memory`]: '3Gi', [`${LIMITS}.memory`]: '2Gi' }, `${REQUESTS}.memory`, '"3Gi"'],
  ['MEM-2', { [`${LIMITS}.memory`]: '-2Gi' }, `${LIMITS}.memory`, '"-2Gi"'],
  ['MEM-3', { [`${T}.domain.memory.hugepages`]: { pageSize: 'big' } }, `${T}.domain.memory.hugepages.pageSize`, '"big"'],
  ['MEM-3', { [`${T}.domain.memory.hugepages`]: {} }, `${T}.domain.memory.hugepages.pageSize`, 'nothing'],
  ['MEM-4', { [`${T}.domain.memory`]: { guest: '1500Mi', hugepages: { pageSize: '1Gi' } } }, `${T}.domain.memory.guest`, '"1500Mi"'],
  ['MEM-4', { [`${T}.domain.memory`]: { guest: '512Mi', hugepages: { pageSize: '1Gi' } } }, `${T}.domain.memory.guest`, '"512Mi"'],
  ['MEM-6', { [`${T}.domain.memory`]: undefined }, `${T}.domain.memory.guest`, 'no memory'],
  ['CPU-1', { [`${REQUESTS}.cpu`]: '3', [`${LIMITS}.cpu`]: '2' }, `${REQUESTS}.cpu`, '"3"'],
  ['CPU-1', { [`${REQUESTS}.cpu`]: -1 }, `${REQUESTS}.cpu`, '-1'],
  ['CPU-3', { [`${T}.domain.cpu`]: { dedicatedCpuPlacement: true }, [`${REQUESTS}.cpu`]: '1500m' }, `${REQUESTS}.cpu`, '"1500m"'],
  ['CPU-9', { [`${T}.domain.cpu.isolateEmulatorThread`]: true }, `${T}.domain.cpu.isolateEmulatorThread`, 'nothing'],
  ['CPU-10', { [`${T}.domain.cpu`]: { dedicatedCpuPlacement: true, numa: { guestMappingPassthrough: {} } } }, `${T}.domain.cpu.numa`, 'huge pages'],
  ['CPU-12', { [`${T}.domain.cpu.features`]: [{ name: 'vmx', policy: 'required' }] }, `${T}.domain.cpu.features[0].policy`, '"required"'],
  ['CPU-13', { [`${T}.domain.machine.type`]: 'pc' }, `${T}.domain.machine.type`, '"pc"'],
  ['CPU-13', { [`${T}.domain.machine.type`]: 'q35', [`${T}.architecture`]: 'arm64' }, `${T}.domain.machine.type`, '"q35"'],
  ['MEM-7', { [`${T}.domain.memory.reservedOverhead`]: { addedOverhead: '100Mi' } }, `${T}.domain.memory.reservedOverhead`, 'ReservedOverheadMemlock'],
  ['MEM-8', { [`${T}.domain.memory.hugepages`]: { pageSize: '4Mi' } }, `${T}.domain.memory.hugepages.pageSize`, '"4Mi"'],
  ['VM-6', { [`${T}.domain.cpu`]: { sockets: 4, maxSockets: 2 } }, `${T}.domain.cpu.sockets`, '4'],
  ['VM-7', { [`${T}.domain.cpu`]: REALTIME, [`${T}.domain.memory`]: { ...HUGE, maxGuest: '4Gi' } }, `${T}.domain.memory.maxGuest`, 'realtime'],
  ['VM-8', { [`${T}.domain.cpu`]: NUMA, [`${T}.domain.memory`]: { ...HUGE, maxGuest: '4Gi' } }, `${T}.domain.memory.maxGuest`, 'guestMappingPassthrough'],
  ['VM-9', { [`${T}.domain.launchSecurity`]: { sev: {} }, [`${T}.domain.memory.maxGuest`]: '4Gi' }, `${T}.domain.memory.maxGuest`, 'launchSecurity'],
  ['VM-11', { [`${T}.domain.memory.maxGuest`]: '1Gi' }, `${T}.domain.memory.guest`, '"2Gi"'],
  ['VM-12', { [`${T}.domain.memory`]: { guest: '2049Mi', maxGuest: '4Gi' } }, `${T}.domain.memory.guest`, '"2049Mi"'],
  ['VM-12', { [`${T}.domain.memory.maxGuest`]: '4097Mi' }, `${T}.domain.memory.maxGuest`, '"4097Mi"'],
  ['VM-12', { [`${T}.domain.memory`]: { guest: '2Gi', maxGuest: '2500Mi', hugepages: { pageSize: '1Gi' } } }, `${T}.domain.memory.maxGuest`, '1Gi'],
  ['VM-12', { [`${T}.domain.memory`]: { guest: '512Mi', maxGuest: '4Gi' } }, `${T}.domain.memory.guest`, '"512Mi"'],
  ['VM-14', { [`${T}.domain.memory.maxGuest`]: '4Gi', [`${T}.architecture`]: 'arm64' }, `${T}.domain.memory.maxGuest`, 'arm64'],
  ['CPU-4', { [`${T}.domain.cpu`]: DEDICATED, [`${REQUESTS}.memory`]: '2Gi', [`${LIMITS}.memory`]: '3Gi' }, `${REQUESTS}.memory`, '"2Gi"'],
  ['CPU-6', { [`${T}.domain.cpu`]: DEDICATED, [`${REQUESTS}.cpu`]: '2', [`${LIMITS}.cpu`]: '3' }, `${REQUESTS}.cpu`, '"2"'],
  ['CPU-7', { [`${T}.domain.cpu`]: DEDICATED, [`${REQUESTS}.cpu`]: '3' }, `${REQUESTS}.cpu`, '"3"'],
  ['CPU-8', { [`${T}.domain.cpu`]: { cores: 1, threads: 4, dedicatedCpuPlacement: true } }, `${T}.domain.cpu.threads`, '4'],
  ['CPU-8', { [`${T}.domain.cpu`]: { cores: 1, threads: 2, dedicatedCpuPlacement: true }, [`${T}.architecture`]: 'arm64' }, `${T}.domain.cpu.threads`, '2'],
  ['CPU-11', { [`${T}.domain.cpu`]: { cores: 2, realtime: {} } }, `${T}.domain.cpu.realtime`, 'dedicatedCpuPlacement'],
  ['CPU-11', { [`${T}.domain.cpu`]: { ...DEDICATED, realtime: {} } }, `${T}.domain.cpu.realtime`, 'guestMappingPassthrough'],
  ['CPU-14', { [`${T}.domain.cpu`]: DEDICATED }, `${T}.domain.cpu.dedicatedCpuPlacement`, 'CPUManager'],
  ['R-25', { [`${T}.domain.memory.guest`]: '4' }, `${T}.domain.memory.guest`, '"4"'],
  ['R-25', { [`${T}.domain.memory.guest`]: '4m' }, `${T}.domain.memory.guest`, '"4m"'],
  ['R-25', { [`${T}.domain.memory.guest`]: 0 }, `${T}.domain.memory.guest`, 'got 0'],
  ['R-25', { [`${T}.domain.memory`]: { guest: '-1Gi', hugepages: { pageSize: '2Mi' } } }, `${T}.domain.memory.guest`, '"-1Gi"'],
])('%s refuses %j', expectRefused);

test.each<Allowed>([
  ['MEM-7', 'the gate is on', { [`${T}.domain.memory.reservedOverhead`]: {} }, { featureGates: new Set(['ReservedOverheadMemlock']) }],
  ['MEM-8', 'it is written another way', { [`${T}.domain.memory.hugepages`]: { pageSize: '2048Ki' } }],
  ['MEM-8', 's390x has pages of its own', { [`${T}.domain.memory.hugepages`]: { pageSize: '1Mi' }, [`${T}.architecture`]: 's390x' }],
  ['VM-6', 'there are as many as can be', { [`${T}.domain.cpu`]: { sockets: 2, maxSockets: 2 } }],
  ['VM-6', 'only cores are counted, the sockets become one', { [`${T}.domain.cpu`]: { cores: 4, maxSockets: 2 } }],
  ['VM-6', 'the sockets are only known at apply', { [`${T}.domain.cpu`]: { sockets: UNKNOWN, maxSockets: 2 } }],
  ['VM-7', 'memory does not grow', { [`${T}.domain.cpu`]: REALTIME, [`${T}.domain.memory`]: HUGE }],
  ['VM-11', 'it is as much', { [`${T}.domain.memory.maxGuest`]: '2048Mi' }],
  ['VM-11', 'the most is only known at apply', { [`${T}.domain.memory.maxGuest`]: UNKNOWN }],
  ['VM-12', 'memory that does not grow may be of any size', { [`${T}.domain.memory.guest`]: '2049Mi' }],
  ['VM-14', 'it is amd64 by default', { [`${T}.domain.memory.maxGuest`]: '4Gi', [`${T}.architecture`]: undefined }],
  ['CPU-4', 'there is no limit', { [`${T}.domain.cpu`]: DEDICATED, [`${REQUESTS}.memory`]: '2Gi' }],
  ['CPU-6', 'CPUs are shared', { [`${REQUESTS}.cpu`]: '2', [`${LIMITS}.cpu`]: '3' }],
  ['CPU-7', 'the request is the number of CPUs', { [`${T}.domain.cpu`]: DEDICATED, [`${REQUESTS}.cpu`]: '2' }],
  ['CPU-7', 'the request is only known at apply', { [`${T}.domain.cpu`]: DEDICATED, [`${REQUESTS}.cpu`]: UNKNOWN }],
  ['CPU-8', 'CPUs are shared', { [`${T}.domain.cpu`]: { cores: 1, threads: 4 } }],
  ['CPU-11', 'it has both', { [`${T}.domain.cpu`]: REALTIME, [`${T}.domain.memory`]: HUGE }],
  ['CPU-14', 'the gate is on', { [`${T}.domain.cpu`]: DEDICATED }, { featureGates: new Set(['CPUManager']) }],
  ['MEM-1', 'it is exactly 1M', { [`${REQUESTS}.memory`]: '1M' }],
  ['MEM-2', 'both are equal', { [`${REQUESTS}.memory`]: '1Gi', [`${LIMITS}.memory`]: '1024Mi' }],
  ['MEM-2', 'one is only known at apply', { [`${REQUESTS}.memory`]: '3Gi', [`${LIMITS}.memory`]: UNKNOWN }],
  ['MEM-4', 'it is a multiple', { [`${T}.domain.memory`]: { guest: '2Gi', hugepages: { pageSize: '2Mi' } } }],
  ['MEM-4', 'the request, which counts first, is only known at apply',
    { [`${T}.domain.memory`]: { guest: '1500Mi', hugepages: { pageSize: '1Gi' } }, [`${REQUESTS}.memory`]: UNKNOWN }],
  ['MEM-6', 'huge pages are memory', { [`${T}.domain.memory`]: { hugepages: { pageSize: '1Gi' } } }],
  ['MEM-6', 'limits are memory', { [`${T}.domain.memory`]: undefined, [`${LIMITS}.memory`]: '2Gi' }],
  ['MEM-6', 'the memory is only known at apply', { [`${T}.domain.memory`]: UNKNOWN }],
  ['CPU-1', 'the request is a fraction', { [`${REQUESTS}.cpu`]: 0.5, [`${LIMITS}.cpu`]: '1' }],
  ['CPU-9', 'the CPUs are dedicated', { [`${T}.domain.cpu`]: { isolateEmulatorThread: true, dedicatedCpuPlacement: true } }],
  ['CPU-10', 'the instancetype brings both along', { [`${T}.domain.cpu.numa`]: { guestMappingPassthrough: {} }, 'spec.instancetype': { name: 'mine' } }],
  ['CPU-13', 'it is a version of q35', { [`${T}.domain.machine.type`]: 'pc-q35-rhel9.6.0' }],
  ['CPU-13', 'the architecture is the cluster\'s', { [`${T}.domain.machine.type`]: 'virt', [`${T}.architecture`]: undefined }],
  ['R-25', 'it is exactly 1Mi', { [`${T}.domain.memory.guest`]: '1Mi' }],
  ['R-25', 'it is in bytes', { [`${T}.domain.memory.guest`]: 4294967296 }],
  ['R-25', 'it is only known at apply', { [`${T}.domain.memory.guest`]: UNKNOWN }],
  ['R-25', 'it is no quantity, which is another finding', { [`${T}.domain.memory.guest`]: '4GB' }],
])('%s passes where %s', expectAllowed);

test.each([
  ['4', 'write "4Gi"'], [4, 'write "4Gi"'], ['4096', 'write "4096Mi"'], ['512m', 'write "512Mi"'], ['0', 'write it like "4Gi"'], ['-1Gi', 'write it like "4Gi"'],
])('memory of %j comes with what was meant', (guest, remedy) => {
  expect(findings('R-25', { [`${T}.domain.memory.guest`]: guest })[0].remedy).toBe(remedy);
});

test('CPU and memory of a known instancetype count like the VM\'s own', () => {
  const sized = { 'spec.instancetype': { name: 'u1.medium' }, [`${T}.domain.memory`]: undefined };
  expect(findings('CPU-11', { ...sized, [`${T}.domain.cpu`]: { realtime: {} } })).toHaveLength(2);
  expect(findings('VM-11', { ...sized, [`${T}.domain.cpu`]: undefined, [`${T}.domain.memory`]: { maxGuest: '2Gi' } }))
    .toEqual([expect.objectContaining({ path: 'spec.instancetype', message: expect.stringContaining('got "4Gi", which is above maxGuest "2Gi"') })]);
  const dedicated = { ...sized, 'spec.instancetype': { name: 'cx1.large' } };
  expect(findings('CPU-11', { ...dedicated, [`${T}.domain.cpu`]: { realtime: {} } })).toEqual([]);
  expect(findings('CPU-11', { ...sized, 'spec.instancetype': { name: 'theirs' }, [`${T}.domain.cpu`]: { realtime: {} } })).toEqual([]);
});
