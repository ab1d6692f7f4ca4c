import { Token } from 'cdktf';
import { Finding } from '../../admission/finding';
import { knownInstancetype } from '../../admission/rules/bundled';
import { VmView } from '../../admission/vm-view';
import { propFinding } from '../../construct/report';
import { kubevirtFacts } from '../../kubevirt/facts';
import { clusterFacts } from '../../profile/cluster';
import { architectureOf } from '../machine';
import { VirtualMachineProps } from '../virtual-machine';

/** What a guest wants of its size, as instancetypes call it. */
const WANTED: Record<string, [what: string, has: (spec: any) => boolean]> = {
  dedicatedCpuPlacement: ['dedicated CPUs', (spec) => spec.cpu?.dedicatedCPUPlacement === true],
  hugepages: ['huge pages', (spec) => Boolean(spec.memory?.hugepages)],
  realtime: ['realtime tuning', (spec) => Boolean(spec.cpu?.realtime)],
};

/** A guest that cannot be where it is, or lacks what it needs. */
export function guestFindings(props: VirtualMachineProps): Finding[] {
  const { guest } = props;
  if (!guest) return [];
  const architecture = architectureOf(props);
  if (!Token.isUnresolved(architecture) && !guest._architectures.includes(architecture)) {
    return [propFinding('guest', `got one that runs on ${guest._architectures.join(', ')}, and the VM is ${architecture}`, 'use another guest, or another architecture')];
  }
  const own = (props.disks ?? []).filter((disk) => !guest._disks.includes(disk));
  const taken = guest._disks.filter(({ name }) => own.some((disk) => disk.name === name));
  return [
    ...taken.map(({ name }) => propFinding('guest', `it brings a disk "${name}", and \`disks\` has one of this name`, 'give yours another name, or use `drivers: false`')),
    ...sizeFindings(props),
  ];
}

/** An instancetype says all of the size, so a guest cannot fill in what it lacks. */
function sizeFindings({ guest, size, cluster, namespace = 'default' }: VirtualMachineProps): Finding[] {
  const facts = clusterFacts(cluster);
  const spec = knownInstancetype(VmView.ofVirtualMachine({ metadata: { namespace }, spec: { instancetype: size._instancetype } }), facts);
  if (!spec) return [];
  const wanted = Object.keys(WANTED).filter((field) => field in guest!._size).map((field) => WANTED[field]);
  const missing = wanted.filter(([, has]) => !has(spec)).map(([what]) => what);
  if (missing.length === 0) return [];
  const bundled = kubevirtFacts(facts.kubevirtVersion).instancetypes;
  const fitting = Object.keys(bundled).filter((other) => wanted.every(([, has]) => has(bundled[other])));
  return [propFinding('size', `got the instancetype "${(size._instancetype as { name: string }).name}" without ${missing.join(' and ')}, which the guest needs`,
    `use one that has them: ${fitting.join(', ')}; or Size.of()`)];
}
