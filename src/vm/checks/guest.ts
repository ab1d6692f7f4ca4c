import { Finding } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { kubevirtFacts } from '../../kubevirt/facts';
import { clusterFacts } from '../../profile/cluster';
import { VirtualMachineProps } from '../virtual-machine';

/** What a guest wants of its size, as instancetypes call it. */
const WANTED: Record<string, [what: string, has: (spec: any) => boolean]> = {
  dedicatedCpuPlacement: ['dedicated CPUs', (spec) => spec.cpu?.dedicatedCPUPlacement === true],
  hugepages: ['huge pages', (spec) => Boolean(spec.memory?.hugepages)],
  realtime: ['realtime tuning', (spec) => Boolean(spec.cpu?.realtime)],
};

/** An instancetype says all of the size, so a guest cannot fill in what it lacks. */
export function guestFindings({ guest, size, cluster }: VirtualMachineProps): Finding[] {
  const { name, kind } = (size._instancetype ?? {}) as { name?: string; kind?: string };
  const { instancetypes } = kubevirtFacts(clusterFacts(cluster).kubevirtVersion);
  if (!guest || name === undefined || kind !== 'VirtualMachineClusterInstancetype' || !Object.hasOwn(instancetypes, name)) return [];
  const wanted = Object.keys(WANTED).filter((field) => field in guest._size).map((field) => WANTED[field]);
  const missing = wanted.filter(([, has]) => !has(instancetypes[name])).map(([what]) => what);
  if (missing.length === 0) return [];
  const fitting = Object.keys(instancetypes).filter((other) => wanted.every(([, has]) => has(instancetypes[other])));
  return [propFinding('size', `got the instancetype "${name}" without ${missing.join(' and ')}, which the guest needs`,
    `use one that has them: ${fitting.join(', ')}; or Size.of()`)];
}
