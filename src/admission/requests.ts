import { ClusterFacts, Resources } from './cluster-facts';
import { sized } from './rules/instancetype-size';
import { isDedicated, limits, requests, vcpus } from './rules/memory-cpu';
import { VmView } from './vm-view';
import { GIBIBYTE, MEBIBYTE, NANO, nanos } from '../kubevirt/quantity';

/** KubeVirt's own, where nobody sets another. */
const DEFAULTS = { cpuAllocationRatio: 10, memoryOvercommit: 100 };

/** Amounts in billionths of a CPU and of a byte. */
export interface Amounts { readonly cpu: bigint; readonly memory: bigint }

/**
 * What one pod of a VM asks of its node, as far as it is known: what is only known at apply, an instancetype that is not known and
 * what KubeVirt needs for itself in the pod count as nothing, so it asks for at least this. Huge pages are no memory that others want.
 */
export function requestsOf(vm: VmView, facts: ClusterFacts): Amounts {
  const view = sized(vm, facts);
  return view ? { cpu: cpuOf(view, facts), memory: memoryOf(view, facts) } : { cpu: 0n, memory: 0n };
}

/** What a pod of the VM may use at most, where the VM says so. */
export function limitsOf(vm: VmView): Amounts {
  return { cpu: nanos(limits(vm).get('cpu')) ?? 0n, memory: nanos(limits(vm).get('memory')) ?? 0n };
}

function cpuOf(vm: VmView, { cpuAllocationRatio = DEFAULTS.cpuAllocationRatio }: ClusterFacts): bigint {
  const { value } = vm.domain.at('cpu');
  if (typeof value === 'symbol') return 0n;
  const asked = requests(vm).get('cpu');
  if (asked !== undefined) return nanos(asked) ?? 0n;
  const limit = limits(vm).get('cpu');
  const isGiven = ['sockets', 'cores', 'threads'].some((factor) => value?.[factor] !== undefined);
  const count = vcpus(vm) ?? (isGiven ? 0 : limit === undefined ? 1 : Number((nanos(limit) ?? 0n) / NANO));
  return BigInt(count) * NANO / (isDedicated(vm) ? 1n : BigInt(cpuAllocationRatio));
}

function memoryOf(vm: VmView, { memoryOvercommit = DEFAULTS.memoryOvercommit }: ClusterFacts): bigint {
  const memory = vm.domain.at('memory');
  if (memory.has('hugepages')) return 0n;
  const asked = requests(vm).get('memory') ?? limits(vm).get('memory');
  if (asked !== undefined) return nanos(asked) ?? 0n;
  const guest = nanos(memory.get('guest')) ?? 0n;
  // An instancetype may have an overcommitment of its own.
  const percent: unknown = memory.get('overcommitPercent');
  return typeof percent === 'number' ? guest * BigInt(100 - percent) / 100n : guest * 100n / BigInt(memoryOvercommit);
}

/** Amounts as a person writes them. */
export function amountText(resource: keyof Resources, amount: bigint): string {
  const [unit, suffix] = resource === 'cpu' ? [NANO, ''] : amount < GIBIBYTE ? [MEBIBYTE, 'Mi'] : [GIBIBYTE, 'Gi'];
  return `${Number(amount * 100n / unit) / 100}${suffix}`;
}
