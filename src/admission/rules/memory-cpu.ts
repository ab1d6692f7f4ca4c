import { NANO, nanos } from '../../kubevirt/quantity';
import { show, UNKNOWN } from '../finding';
import { Problem, VmRule } from '../rule';
import { Part, VmView } from '../vm-view';
import { atLeastMebibyte, either, oneOf } from './checks';

const MEGABYTE = 1_000_000n * NANO;

/** Machine types by architecture, as KubeVirt allows them unless its configuration says otherwise. */
const MACHINES: Record<string, { form: RegExp; example: string }> = {
  amd64: { form: /^(pc-)?q35/, example: 'q35' },
  arm64: { form: /^virt/, example: 'virt' },
  s390x: { form: /^s390-ccw-virtio/, example: 's390-ccw-virtio' },
};

/** Rules on memory, CPUs and the machine type. */
export const MEMORY_CPU_RULES: VmRule[] = [
  {
    id: 'MEM-1',
    severity: 'error',
    title: 'A memory request is at least 1M',
    * check(vm) {
      const requested = requests(vm).at('memory');
      const amount = nanos(requested.value);
      if (amount === undefined || amount === 0n || amount >= MEGABYTE) return;
      yield { path: requested.path, message: `got ${show(requested.value)}, expected at least 1M`, remedy: 'write it like "2Gi"' };
    },
  },
  {
    id: 'MEM-2',
    severity: 'error',
    title: 'Memory requests are not above limits, and limits are not negative',
    check: (vm) => withinLimits(vm, 'memory'),
  },
  {
    id: 'MEM-3',
    severity: 'error',
    title: 'The huge page size is a quantity',
    * check({ domain }) {
      const size = domain.at('memory').at('hugepages').at('pageSize');
      if (domain.at('memory').certain(['hugepages']).length === 0 || size.value === UNKNOWN || nanos(size.value) !== undefined) return;
      yield { path: size.path, message: `got ${show(size.value)}, expected a quantity`, remedy: 'use pageSize "2Mi" or "1Gi"' };
    },
  },
  {
    id: 'MEM-4',
    severity: 'error',
    title: 'Memory on huge pages is a multiple of the page size',
    * check(vm) {
      const memory = vm.domain.at('memory');
      const pageSize = memory.at('hugepages').at('pageSize').value;
      const page = nanos(pageSize);
      const backed = [requests(vm).at('memory'), memory.at('guest'), limits(vm).at('memory')].find((part) => part.value === UNKNOWN || nanos(part.value));
      const amount = nanos(backed?.value);
      if (!page || page < 0n || !backed || amount === undefined || amount % page === 0n) return;
      yield { path: backed.path, message: `got ${show(backed.value)}, which is no multiple of the page size ${pageSize}`, remedy: 'round it to whole pages' };
    },
  },
  {
    id: 'MEM-6',
    severity: 'error',
    title: 'Some memory is asked for; without any, the VM is accepted and never starts',
    * check(vm) {
      const asked = vm.spec.has('instancetype') || requests(vm).has('memory') || limits(vm).has('memory')
        || vm.domain.at('memory').which(['guest', 'hugepages']).length > 0;
      if (asked) return;
      yield { path: `${vm.domain.path}.memory.guest`, message: 'got no memory and no instancetype', remedy: 'set memory.guest, for example to "2Gi"' };
    },
  },
  {
    id: 'R-25',
    severity: 'error',
    title: 'The guest has at least 1Mi of memory: without a unit, a number is bytes',
    check: ({ domain }) => atLeastMebibyte(domain.at('memory').at('guest')),
  },
  {
    id: 'CPU-1',
    severity: 'error',
    title: 'CPU requests are not above limits, and neither is negative',
    * check(vm) {
      const requested = requests(vm).at('cpu');
      if ((nanos(requested.value) ?? 0n) < 0n) yield negative(requested);
      yield* withinLimits(vm, 'cpu');
    },
  },
  {
    id: 'CPU-3',
    severity: 'error',
    title: 'Requests and limits of dedicated CPUs are whole',
    * check(vm) {
      if (vm.domain.at('cpu').at('dedicatedCpuPlacement').value !== true) return;
      for (const share of [requests(vm).at('cpu'), limits(vm).at('cpu')]) {
        if ((nanos(share.value) ?? 0n) % NANO === 0n) continue;
        yield { path: share.path, message: `got ${show(share.value)} with dedicated CPUs, expected a whole number`, remedy: 'round it up' };
      }
    },
  },
  {
    id: 'CPU-9',
    severity: 'error',
    title: 'An emulator thread is isolated only beside dedicated CPUs',
    * check(vm) {
      if (vm.domain.at('cpu').at('isolateEmulatorThread').value === true) yield* needsDedicatedCpus(vm, 'isolateEmulatorThread');
    },
  },
  {
    id: 'CPU-10',
    severity: 'error',
    title: 'A NUMA topology that is passed through needs dedicated CPUs and huge pages',
    * check(vm) {
      const numa = vm.domain.at('cpu').at('numa');
      if (numa.certain(['guestMappingPassthrough']).length === 0) return;
      yield* needsDedicatedCpus(vm, 'numa');
      if (vm.spec.has('instancetype') || vm.domain.at('memory').has('hugepages')) return;
      yield { path: numa.path, message: 'got guestMappingPassthrough without huge pages', remedy: 'set memory.hugepages.pageSize to "2Mi" or "1Gi"' };
    },
  },
  {
    id: 'CPU-12',
    severity: 'error',
    title: 'The policy of a CPU feature is one that KubeVirt knows',
    check: ({ domain }) => domain.at('cpu').list('features')
      .flatMap((feature) => [...oneOf(feature, 'policy', ['require', 'force', 'optional', 'disable', 'forbid'])]),
  },
  {
    id: 'CPU-13',
    severity: 'error',
    title: 'The machine type is one that KubeVirt runs on the architecture',
    * check({ domain, template }) {
      const type = domain.at('machine').text('type');
      const architecture = template.text('architecture');
      const machines = architecture === undefined ? Object.values(MACHINES) : Object.hasOwn(MACHINES, architecture) ? [MACHINES[architecture]] : [];
      if (!type || machines.length === 0 || machines.some((machine) => machine.form.test(type))) return;
      const examples = machines.map((machine) => machine.example);
      yield { path: `${domain.path}.machine.type`, message: `got ${show(type)}, expected ${either(examples)} or a version of it`, remedy: `use type "${examples[0]}"` };
    },
  },
];

function requests(vm: VmView): Part {
  return vm.domain.at('resources').at('requests');
}

function limits(vm: VmView): Part {
  return vm.domain.at('resources').at('limits');
}

/** An instancetype may bring the dedicated CPUs along. */
function* needsDedicatedCpus(vm: VmView, field: string): Iterable<Problem> {
  const cpu = vm.domain.at('cpu');
  const dedicated = cpu.at('dedicatedCpuPlacement').value;
  if (vm.spec.has('instancetype') || dedicated === true || dedicated === UNKNOWN) return;
  yield { path: `${cpu.path}.${field}`, message: `got ${field} with dedicatedCpuPlacement ${show(dedicated)}`, remedy: 'set cpu.dedicatedCpuPlacement true' };
}

function* withinLimits(vm: VmView, resource: string): Iterable<Problem> {
  const limit = limits(vm).at(resource);
  const requested = requests(vm).at(resource);
  const most = nanos(limit.value);
  if (most === undefined || most === 0n) return;
  if (most < 0n) return yield negative(limit);
  if ((nanos(requested.value) ?? 0n) <= most) return;
  yield {
    path: requested.path,
    message: `got ${show(requested.value)}, which is above the limit of ${show(limit.value)}`,
    remedy: 'lower the request or raise the limit',
  };
}

function negative(part: Part): Problem {
  return { path: part.path, message: `got ${show(part.value)}, expected no negative amount`, remedy: 'use a positive amount' };
}
