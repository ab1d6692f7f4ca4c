import { isMap } from '../../kubevirt/maps';
import { NANO, nanos } from '../../kubevirt/quantity';
import { closest, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { atLeastMebibyte, either, needsGate, oneOf } from './checks';
import { withSizeOfInstancetype } from './instancetype-size';
import { isLabelKey } from './labels';

const MEGABYTE = 1_000_000n * NANO;

/** Resources that Kubernetes has for every container. */
const RESOURCES = ['memory', 'cpu', 'ephemeral-storage'];

/** Machine types by architecture, as KubeVirt allows them unless its configuration says otherwise. */
const MACHINES: Record<string, { form: RegExp; example: string }> = {
  amd64: { form: /^(pc-)?q35/, example: 'q35' },
  arm64: { form: /^virt/, example: 'virt' },
  s390x: { form: /^s390-ccw-virtio/, example: 's390-ccw-virtio' },
};

/** Rules on memory, CPUs and the machine type, for a VM that has them from its instancetype as for one that has its own. */
const RULES: VmRule[] = [
  {
    id: 'MEM-1',
    severity: 'error',
    phase: 'admission',
    title: 'A memory request is at least 1M',
    mirrors: 'validateMemoryRequestsNegativeOrNull',
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
    phase: 'admission',
    title: 'Memory requests are not above limits, and limits are not negative',
    mirrors: 'validateMemoryLimitsNegativeOrNull',
    check: (vm) => withinLimits(vm, 'memory'),
  },
  {
    id: 'MEM-3',
    severity: 'error',
    phase: 'admission',
    title: 'The huge page size is a quantity',
    mirrors: 'validateHugepagesMemoryRequests',
    * check({ domain }) {
      const size = domain.at('memory').at('hugepages').at('pageSize');
      if (domain.at('memory').certain(['hugepages']).length === 0 || size.value === UNKNOWN) return;
      // By a page of no size, virt-api divides and falls over. It does not forgive spaces here as it does elsewhere.
      if (nanos(size.value) && !/\s/.test(size.value)) return;
      yield { path: size.path, message: `got ${show(size.value)}, expected a quantity`, remedy: 'use pageSize "2Mi" or "1Gi"' };
    },
  },
  {
    id: 'MEM-4',
    severity: 'error',
    phase: 'admission',
    title: 'Memory on huge pages is one page or a multiple of it',
    mirrors: 'validateHugepagesMemoryRequests',
    * check(vm) {
      const memory = vm.domain.at('memory');
      const pageSize = memory.at('hugepages').get('pageSize');
      const page = nanos(pageSize);
      const backed = [requests(vm).at('memory'), memory.at('guest'), limits(vm).at('memory')].find((part) => part.value === UNKNOWN || nanos(part.value));
      const amount = nanos(backed?.value);
      if (!page || page < 0n || !backed || amount === undefined || (amount > 0n && amount % page === 0n)) return;
      yield { path: backed.path, message: `got ${show(backed.value)}, which is no multiple of the page size ${pageSize}`, remedy: 'round it to whole pages' };
    },
  },
  {
    id: 'MEM-5',
    severity: 'error',
    phase: 'admission',
    needs: ['vmRolloutStrategy'],
    mirrors: 'validateGuestMemoryLimit',
    title: 'Where changes of a VM wait for its restart, a guest has no more memory than its limit',
    * check(vm, { vmRolloutStrategy }) {
      if (vmRolloutStrategy === 'Stage') yield* aboveLimit(vm);
    },
  },
  {
    id: 'MEM-6',
    severity: 'error',
    phase: 'start',
    title: 'Some memory is asked for; without any, the VM is accepted and never starts',
    mirrors: 'ValidateVirtualMachineInstanceMandatoryFields',
    * check(vm) {
      const isGiven = (resources: Part) => resources.has('memory') && nanos(resources.get('memory')) !== 0n;
      const asked = vm.spec.has('instancetype') || isGiven(requests(vm)) || isGiven(limits(vm))
        || vm.domain.at('memory').which(['guest', 'hugepages']).length > 0;
      // With dedicated CPUs, CPU-2 says it.
      if (asked || isDedicated(vm)) return;
      yield { path: `${vm.domain.path}.memory.guest`, message: 'got no memory and no instancetype', remedy: 'set memory.guest, for example to "2Gi"' };
    },
  },
  {
    id: 'MEM-7',
    severity: 'error',
    phase: 'admission',
    title: 'Reserved memory overhead needs a feature gate',
    gates: ['ReservedOverheadMemlock'],
    mirrors: 'validateReservedOverheadMemlock',
    * check({ domain }, { featureGates }) {
      const memory = domain.at('memory');
      if (memory.certain(['reservedOverhead']).length > 0) yield* needsGate(memory.at('reservedOverhead'), 'ReservedOverheadMemlock', featureGates);
    },
  },
  {
    id: 'VM-6',
    severity: 'error',
    phase: 'admission',
    title: 'A VM has no more sockets than it can be given',
    mirrors: 'validateLiveUpdateCPU, validateCPUHotplug',
    * check({ domain }) {
      const [sockets, most] = [domain.at('cpu').at('sockets'), domain.at('cpu').at('maxSockets')];
      if (typeof sockets.value !== 'number' || typeof most.value !== 'number' || most.value === 0 || sockets.value <= most.value) return;
      yield { path: sockets.path, message: `got ${sockets.value}, which is above maxSockets ${most.value}`, remedy: `use at most ${most.value}, or raise maxSockets` };
    },
  },
  {
    id: 'MEM-8',
    severity: 'error',
    phase: 'runtime',
    title: 'Huge pages are of a size that amd64 has',
    * check({ domain, template }) {
      const size = domain.at('memory').at('hugepages').at('pageSize');
      const amount = nanos(size.value);
      if ((template.text('architecture') ?? 'amd64') !== 'amd64' || amount === undefined || [nanos('2Mi'), nanos('1Gi')].includes(amount)) return;
      yield { path: size.path, message: `got ${show(size.value)}, amd64 has pages of 2Mi and 1Gi`, remedy: 'use "2Mi" or "1Gi"' };
    },
  },
  {
    id: 'R-31',
    severity: 'error',
    phase: 'runtime',
    title: 'Resources are ones that a pod can ask for; the server takes any name, and the VM never starts',
    * check(vm) {
      for (const resources of [requests(vm), limits(vm)]) {
        for (const name of Object.keys(isMap(resources.value) ? resources.value : {})) {
          if (RESOURCES.includes(name) || name.startsWith('hugepages-') || (name.includes('/') && isLabelKey(name))) continue;
          const meant = closest(name, RESOURCES);
          yield {
            path: `${resources.path}["${name}"]`,
            message: `got the resource ${show(name)}, expected ${either(RESOURCES)}, or one with a domain before it`,
            remedy: meant ? `write "${meant}"` : 'write it like "example.com/nic"',
          };
        }
      }
    },
  },
  {
    id: 'R-25',
    severity: 'error',
    phase: 'runtime',
    title: 'The guest has at least 1Mi of memory: without a unit, a number is bytes',
    check: ({ domain }) => atLeastMebibyte(domain.at('memory').at('guest')),
  },
  {
    id: 'R-11',
    severity: 'warning',
    phase: 'runtime',
    title: 'A guest has no more memory than its limit; the server may take more, and the VM is killed when it uses it',
    * check(vm, { vmRolloutStrategy }) {
      if (vmRolloutStrategy !== 'Stage') yield* aboveLimit(vm);
    },
  },
  {
    id: 'CPU-1',
    severity: 'error',
    phase: 'admission',
    title: 'CPU requests are not above limits, and neither is negative',
    mirrors: 'validateCPURequestNotNegative, validateCPULimitNotNegative, validateCpuRequestDoesNotExceedLimit',
    * check(vm) {
      const requested = requests(vm).at('cpu');
      if ((nanos(requested.value) ?? 0n) < 0n) yield negative(requested);
      yield* withinLimits(vm, 'cpu');
    },
  },
  {
    id: 'CPU-2',
    severity: 'error',
    phase: 'admission',
    title: 'A VM with dedicated CPUs says how much memory it has',
    mirrors: 'validateMemoryIsProvided',
    * check(vm) {
      const memory = vm.domain.at('memory');
      if (!isDedicated(vm) || vm.spec.has('instancetype') || memory.has('hugepages')) return;
      if ([memory.at('guest'), requests(vm).at('memory'), limits(vm).at('memory')].some(({ value }) => value === UNKNOWN || nanos(value))) return;
      yield { path: memory.at('guest').path, message: `got ${show(memory.at('guest').value)} with dedicated CPUs, expected an amount of memory`, remedy: 'set memory.guest, for example to "2Gi"' };
    },
  },
  {
    id: 'CPU-3',
    severity: 'error',
    phase: 'admission',
    title: 'Requests and limits of dedicated CPUs are whole',
    mirrors: 'validateCPURequestIsInteger, validateCPULimitIsInteger',
    * check(vm) {
      if (!isDedicated(vm)) return;
      for (const share of [requests(vm).at('cpu'), limits(vm).at('cpu')]) {
        if ((nanos(share.value) ?? 0n) % NANO === 0n) continue;
        yield { path: share.path, message: `got ${show(share.value)} with dedicated CPUs, expected a whole number`, remedy: 'round it up' };
      }
    },
  },
  {
    id: 'CPU-4',
    severity: 'error',
    phase: 'admission',
    title: 'With dedicated CPUs, the memory request is the limit',
    mirrors: 'validateMemoryRequestsAndLimits',
    check: (vm) => dedicatedEqual(vm, 'memory'),
  },
  {
    id: 'CPU-6',
    severity: 'error',
    phase: 'admission',
    title: 'With dedicated CPUs, the CPU request is the limit',
    mirrors: 'validateRequestEqualsLimitOnDedicatedCPUPlacement',
    check: (vm) => dedicatedEqual(vm, 'cpu'),
  },
  {
    id: 'CPU-7',
    severity: 'error',
    phase: 'admission',
    title: 'With dedicated CPUs, the CPU request is the number of CPUs',
    mirrors: 'validateRequestOrLimitWithCoresProvidedOnDedicatedCPUPlacement',
    * check(vm) {
      const cpus = vcpus(vm);
      if (!isDedicated(vm) || cpus === undefined) return;
      const shares = [requests(vm).at('cpu'), limits(vm).at('cpu')];
      const given = shares.filter(({ value }) => (nanos(value) ?? 0n) > 0n);
      const asMany = given.some(({ value }) => nanos(value) === BigInt(cpus) * NANO);
      if (given.length === 0 || asMany || shares.some(({ value }) => value === UNKNOWN)) return;
      yield { path: given[0].path, message: `got ${show(given[0].value)} for ${cpus} dedicated CPUs`, remedy: `write "${cpus}", or leave it out` };
    },
  },
  {
    id: 'CPU-8',
    severity: 'error',
    phase: 'admission',
    title: 'With dedicated CPUs, a core has at most two threads, on arm64 one',
    mirrors: 'validateThreadCountOnDedicatedCPUPlacement, validateThreadCountOnArchitecture',
    * check(vm) {
      const threads = vm.domain.at('cpu').at('threads');
      const most = vm.template.text('architecture') === 'arm64' ? 1 : 2;
      if (!isDedicated(vm) || typeof threads.value !== 'number' || threads.value <= most) return;
      yield { path: threads.path, message: `got ${threads.value} with dedicated CPUs, expected at most ${most}`, remedy: 'use more cores or sockets in its place' };
    },
  },
  {
    id: 'CPU-9',
    severity: 'error',
    phase: 'admission',
    title: 'An emulator thread is isolated only beside dedicated CPUs',
    mirrors: 'validateCPUIsolatorThread',
    * check(vm) {
      if (vm.domain.at('cpu').get('isolateEmulatorThread') === true) yield* needsDedicatedCpus(vm, 'isolateEmulatorThread');
    },
  },
  {
    id: 'CPU-10',
    severity: 'error',
    phase: 'admission',
    title: 'A NUMA topology that is passed through needs dedicated CPUs and huge pages',
    mirrors: 'validateNUMA',
    * check(vm) {
      const numa = vm.domain.at('cpu').at('numa');
      if (numa.certain(['guestMappingPassthrough']).length === 0) return;
      yield* needsDedicatedCpus(vm, 'numa');
      if (vm.spec.has('instancetype') || vm.domain.at('memory').has('hugepages')) return;
      yield { path: numa.path, message: 'got guestMappingPassthrough without huge pages', remedy: 'set memory.hugepages.pageSize to "2Mi" or "1Gi"' };
    },
  },
  {
    id: 'CPU-11',
    severity: 'error',
    phase: 'admission',
    title: 'Realtime needs dedicated CPUs and the NUMA topology of the node',
    mirrors: 'validateRealtime',
    * check(vm) {
      const cpu = vm.domain.at('cpu');
      if (cpu.certain(['realtime']).length === 0) return;
      yield* needsDedicatedCpus(vm, 'realtime');
      if (vm.spec.has('instancetype') || cpu.at('numa').has('guestMappingPassthrough')) return;
      yield { path: cpu.at('realtime').path, message: 'got realtime without numa.guestMappingPassthrough', remedy: 'set cpu.numa.guestMappingPassthrough {}' };
    },
  },
  {
    id: 'CPU-12',
    severity: 'error',
    phase: 'admission',
    title: 'The policy of a CPU feature is one that KubeVirt knows',
    mirrors: 'validateCPUFeaturePolicies',
    check: ({ domain }) => domain.at('cpu').list('features')
      .flatMap((feature) => oneOf(feature, 'policy', ['require', 'force', 'optional', 'disable', 'forbid'])),
  },
  {
    id: 'CPU-14',
    severity: 'warning',
    phase: 'runtime',
    title: 'Dedicated CPUs are scheduled to nodes that have them only with a feature gate',
    gates: ['CPUManager'],
    * check(vm, { featureGates }) {
      if (isDedicated(vm)) yield* needsGate(vm.domain.at('cpu').at('dedicatedCpuPlacement'), 'CPUManager', featureGates);
    },
  },
  {
    id: 'CPU-13',
    severity: 'error',
    phase: 'admission',
    title: 'The machine type is one that KubeVirt runs on the architecture',
    mirrors: 'validateEmulatedMachine',
    * check({ domain, template }) {
      const type = domain.at('machine').text('type');
      const architecture = template.get('architecture') ?? '';
      if (typeof architecture !== 'string') return;
      // Without an architecture it is that of the cluster; one that there is not counts as amd64 here.
      const machines = architecture ? [Object.hasOwn(MACHINES, architecture) ? MACHINES[architecture] : MACHINES.amd64] : Object.values(MACHINES);
      if (!type || machines.some((machine) => machine.form.test(type))) return;
      const examples = machines.map((machine) => machine.example);
      yield { path: `${domain.path}.machine.type`, message: `got ${show(type)}, expected ${either(examples)} or a version of it`, remedy: `use type "${examples[0]}"` };
    },
  },
];

/** Rules on memory, CPUs and the machine type. */
export const MEMORY_CPU_RULES = RULES.map(withSizeOfInstancetype);

/** What the VM asks of its node by itself. */
export function requests(vm: VmView): Part {
  return vm.domain.at('resources').at('requests');
}

/** The most it may have. */
export function limits(vm: VmView): Part {
  return vm.domain.at('resources').at('limits');
}

/** Whether it has CPUs of the node to itself. */
export function isDedicated(vm: VmView): boolean {
  return vm.domain.at('cpu').get('dedicatedCpuPlacement') === true;
}

/** What the VM has of virtual CPUs by itself, where it says so. The server multiplies what is given, and counts none given as one. */
export function vcpus(vm: VmView): number | undefined {
  const factors = ['sockets', 'cores', 'threads'].map((factor) => vm.domain.at('cpu').get(factor)).filter((factor) => factor !== undefined);
  const isKnown = factors.length > 0 && factors.every((factor) => Number.isInteger(factor) && factor > 0);
  return isKnown ? factors.reduce((product, factor) => product * factor, 1) : undefined;
}

function* dedicatedEqual(vm: VmView, resource: string): Iterable<Problem> {
  const [requested, limit] = [requests(vm).at(resource), limits(vm).at(resource)];
  const [least, most] = [nanos(requested.value), nanos(limit.value)];
  if (!isDedicated(vm) || !least || !most || least === most) return;
  yield { path: requested.path, message: `got ${show(requested.value)} with dedicated CPUs and a limit of ${show(limit.value)}`, remedy: 'make both the same' };
}

/** An instancetype may bring the dedicated CPUs along. */
function* needsDedicatedCpus(vm: VmView, field: string): Iterable<Problem> {
  const cpu = vm.domain.at('cpu');
  const dedicated = cpu.get('dedicatedCpuPlacement');
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

function* aboveLimit({ domain }: VmView): Iterable<Problem> {
  const guest = domain.at('memory').at('guest');
  const limit = domain.at('resources').at('limits').at('memory');
  if (limit.value === undefined) return;
  const [amount, most] = [nanos(guest.value), nanos(limit.value)];
  if (amount === undefined || most === undefined || most === 0n || amount <= most) return;
  yield { path: guest.path, message: `got ${show(guest.value)}, which is above the limit ${show(limit.value)}`, remedy: 'raise resources.limits.memory, or take it out' };
}
