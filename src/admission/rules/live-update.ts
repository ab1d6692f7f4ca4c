import { GIBIBYTE, nanos } from '../../kubevirt/quantity';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { withSizeOfInstancetype } from './instancetype-size';

/** Rules on memory that can be added while a VM runs: a VM with `maxGuest`. Nobody holds them against an instance that comes without a VM. */
const RULES: VmRule[] = [
  {
    id: 'VM-7',
    severity: 'error',
    phase: 'admission',
    title: 'Memory cannot be added to a realtime VM',
    mirrors: 'ValidateLiveUpdateMemory',
    check: (vm) => notGrowing(vm, vm.domain.at('cpu'), 'realtime'),
  },
  {
    id: 'VM-8',
    severity: 'error',
    phase: 'admission',
    title: 'Memory cannot be added to a VM that sees the NUMA nodes of its node',
    mirrors: 'ValidateLiveUpdateMemory',
    check: (vm) => notGrowing(vm, vm.domain.at('cpu').at('numa'), 'guestMappingPassthrough'),
  },
  {
    id: 'VM-9',
    severity: 'error',
    phase: 'admission',
    title: 'Memory cannot be added to a VM whose memory is encrypted',
    mirrors: 'ValidateLiveUpdateMemory',
    check: (vm) => notGrowing(vm, vm.domain, 'launchSecurity'),
  },
  {
    id: 'VM-10',
    severity: 'error',
    phase: 'admission',
    title: 'A VM whose memory can grow has some to begin with',
    mirrors: 'ValidateLiveUpdateMemory',
    * check({ domain, spec }) {
      const memory = domain.at('memory');
      if (memory.certain(['maxGuest']).length === 0 || memory.which(['guest', 'hugepages']).length > 0 || spec.has('instancetype')) return;
      if (['requests', 'limits'].some((kind) => domain.at('resources').at(kind).has('memory'))) return;
      yield { path: memory.at('guest').path, message: `got no memory, and maxGuest ${show(memory.get('maxGuest'))}`, remedy: 'set memory.guest, for example to "2Gi"' };
    },
  },
  {
    id: 'VM-11',
    severity: 'error',
    phase: 'admission',
    title: 'A guest has no more memory than it can be given',
    mirrors: 'ValidateLiveUpdateMemory',
    * check({ domain }) {
      const [guest, most] = [domain.at('memory').at('guest'), domain.at('memory').at('maxGuest')];
      const [amount, limit] = [nanos(guest.value), nanos(most.value)];
      if (amount === undefined || limit === undefined || amount <= limit) return;
      yield { path: guest.path, message: `got ${show(guest.value)}, which is above maxGuest ${show(most.value)}`, remedy: 'use less memory, or raise maxGuest' };
    },
  },
  {
    id: 'VM-12',
    severity: 'error',
    phase: 'admission',
    title: 'Memory that can grow comes in blocks of 2Mi, or 1Gi on huge pages of that size; at least 1Gi',
    covers: ['VM-13', 'VM-15'],
    mirrors: 'ValidateLiveUpdateMemory',
    * check({ domain }) {
      const memory = domain.at('memory');
      if (memory.certain(['maxGuest']).length === 0) return;
      const unit = memory.at('hugepages').get('pageSize') === '1Gi' ? '1Gi' : '2Mi';
      for (const part of [memory.at('guest'), memory.at('maxGuest')]) {
        const amount = nanos(part.value);
        if (amount === undefined || amount % nanos(unit)! === 0n) continue;
        yield { path: part.path, message: `got ${show(part.value)}, which is no multiple of ${unit}`, remedy: `round it to a multiple of ${unit}` };
      }
      const guest = memory.at('guest');
      if ((nanos(guest.value) ?? GIBIBYTE) < GIBIBYTE) {
        yield { path: guest.path, message: `got ${show(guest.value)} beside maxGuest, expected at least 1Gi`, remedy: 'use "1Gi" or more, or take out maxGuest' };
      }
    },
  },
  {
    id: 'VM-14',
    severity: 'error',
    phase: 'admission',
    title: 'Memory can be added to amd64 VMs only',
    mirrors: 'ValidateLiveUpdateMemory',
    * check({ domain, template }) {
      const most = domain.at('memory').at('maxGuest');
      const architecture = template.text('architecture') ?? 'amd64';
      if (domain.at('memory').certain(['maxGuest']).length === 0 || architecture === 'amd64') return;
      yield { path: most.path, message: `got ${show(most.value)} on ${architecture}, where memory cannot be added`, remedy: 'take out maxGuest' };
    },
  },
];

export const LIVE_UPDATE_RULES = RULES.map(withSizeOfInstancetype);

/** What memory cannot be added beside. */
function* notGrowing(vm: VmView, part: Part, field: string): Iterable<Problem> {
  const memory = vm.domain.at('memory');
  if (memory.certain(['maxGuest']).length === 0 || part.certain([field]).length === 0) return;
  yield { path: memory.at('maxGuest').path, message: `got ${show(memory.get('maxGuest'))} beside ${field}, where memory cannot be added`, remedy: 'take out maxGuest' };
}
