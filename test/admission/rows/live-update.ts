import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Refused, T } from '../manifests';

const MEMORY = `${T}.domain.memory`;
const NUMA = { cores: 2, dedicatedCpuPlacement: true, numa: { guestMappingPassthrough: {} } };
const REALTIME = { ...NUMA, realtime: {} };
const HUGE = { guest: '2Gi', hugepages: { pageSize: '2Mi' } };

export const REFUSED: Refused[] = [
  ['VM-7', { [`${T}.domain.cpu`]: REALTIME, [MEMORY]: { ...HUGE, maxGuest: '4Gi' } }, `${MEMORY}.maxGuest`, 'realtime'],
  ['VM-8', { [`${T}.domain.cpu`]: NUMA, [MEMORY]: { ...HUGE, maxGuest: '4Gi' } }, `${MEMORY}.maxGuest`, 'guestMappingPassthrough'],
  ['VM-9', { [`${T}.domain.launchSecurity`]: { sev: {} }, [`${MEMORY}.maxGuest`]: '4Gi' }, `${MEMORY}.maxGuest`, 'launchSecurity'],
  ['VM-11', { [`${MEMORY}.maxGuest`]: '1Gi' }, `${MEMORY}.guest`, '"2Gi"'],
  ['VM-12', { [MEMORY]: { guest: '2049Mi', maxGuest: '4Gi' } }, `${MEMORY}.guest`, '"2049Mi"'],
  ['VM-12', { [`${MEMORY}.maxGuest`]: '4097Mi' }, `${MEMORY}.maxGuest`, '"4097Mi"'],
  ['VM-12', { [MEMORY]: { guest: '2Gi', maxGuest: '2500Mi', hugepages: { pageSize: '1Gi' } } }, `${MEMORY}.maxGuest`, '1Gi'],
  ['VM-12', { [MEMORY]: { guest: '512Mi', maxGuest: '4Gi' } }, `${MEMORY}.guest`, '"512Mi"'],
  ['VM-14', { [`${MEMORY}.maxGuest`]: '4Gi', [`${T}.architecture`]: 'arm64' }, `${MEMORY}.maxGuest`, 'arm64'],
  ['VM-10', { [MEMORY]: { maxGuest: '4Gi' } }, `${MEMORY}.guest`, '"4Gi"'],
];

export const ALLOWED: Allowed[] = [
  ['VM-7', 'memory does not grow', { [`${T}.domain.cpu`]: REALTIME, [MEMORY]: HUGE }],
  ['VM-11', 'it is as much', { [`${MEMORY}.maxGuest`]: '2048Mi' }],
  ['VM-11', 'the most is only known at apply', { [`${MEMORY}.maxGuest`]: UNKNOWN }],
  ['VM-12', 'memory that does not grow may be of any size', { [`${MEMORY}.guest`]: '2049Mi' }],
  ['VM-14', 'it is amd64 by default', { [`${MEMORY}.maxGuest`]: '4Gi', [`${T}.architecture`]: undefined }],
  ['VM-10', 'a request is memory, too', { [MEMORY]: { maxGuest: '4Gi' }, [`${T}.domain.resources.requests.memory`]: '2Gi' }],
  ['VM-10', 'the memory is only known at apply', { [MEMORY]: { maxGuest: '4Gi', guest: UNKNOWN } }],
];
