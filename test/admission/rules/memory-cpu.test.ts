import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, expectAllowed, expectRefused, findings, Refused, T } from '../manifests';

const REQUESTS = `${T}.domain.resources.requests`;
const LIMITS = `${T}.domain.resources.limits`;

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
  ['R-25', { [`${T}.domain.memory.guest`]: '4' }, `${T}.domain.memory.guest`, '"4"'],
  ['R-25', { [`${T}.domain.memory.guest`]: '4m' }, `${T}.domain.memory.guest`, '"4m"'],
  ['R-25', { [`${T}.domain.memory.guest`]: 0 }, `${T}.domain.memory.guest`, 'got 0'],
  ['R-25', { [`${T}.domain.memory`]: { guest: '-1Gi', hugepages: { pageSize: '2Mi' } } }, `${T}.domain.memory.guest`, '"-1Gi"'],
])('%s refuses %j', expectRefused);

test.each<Allowed>([
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
