import { closest, show } from '../finding';
import { Part } from '../part';
import { Rule } from '../rule';
import { oneOf, strictlyOneOf } from './checks';

/** Topologies by the names they used to have. */
const RENAMED: Record<string, string> = { preferSockets: 'sockets', preferCores: 'cores', preferThreads: 'threads', preferSpread: 'spread', preferAny: 'any' };

const TOPOLOGIES = Object.values(RENAMED);

/** Rules on instancetypes themselves. */
export const INSTANCETYPE_OBJECT_RULES: Rule<Part>[] = [
  {
    id: 'IT-20',
    severity: 'error',
    phase: 'admission',
    title: 'An instancetype does not overcommit memory on huge pages',
    mirrors: 'validateMemoryOvercommitPercentSetting',
    * check(instancetype) {
      const memory = instancetype.at('spec').at('memory');
      const { value, path } = memory.at('overcommitPercent');
      if (typeof value !== 'number' || value === 0) return;
      if (memory.certain(['hugepages']).length === 0) return;
      yield { path, message: `got ${value} with huge pages, which cannot be overcommitted`, remedy: 'take out overcommitPercent or hugepages' };
    },
  },
  {
    id: 'IT-22',
    severity: 'error',
    phase: 'runtime',
    title: 'An instancetype has CPUs, and an I/O thread policy that KubeVirt knows; else no VM can use it',
    * check(instancetype) {
      const spec = instancetype.at('spec');
      const { value, path } = spec.at('cpu').at('guest');
      if (typeof value === 'number' && value < 1) yield { path, message: `got ${value}, expected at least 1`, remedy: 'write a number of CPUs such as 2' };
      yield* strictlyOneOf(spec, 'ioThreadsPolicy', ['shared', 'auto', 'supplementalPool']);
    },
  },
];

/** Rules on preferences themselves. */
export const PREFERENCE_OBJECT_RULES: Rule<Part>[] = [
  {
    id: 'IT-21',
    severity: 'error',
    phase: 'admission',
    title: 'The CPU topology of a preference is one that KubeVirt knows, and what is spread over cores and threads has two threads a core',
    mirrors: 'ValidatePreferenceSpec',
    * check(preference) {
      const { topology, across, ratio } = topologyOf(preference);
      if (typeof topology.value === 'string' && !Object.hasOwn(RENAMED, topology.value) && !TOPOLOGIES.includes(topology.value)) {
        yield {
          path: topology.path,
          message: `got ${show(topology.value)}, expected ${TOPOLOGIES.join(', ')}`,
          remedy: `use "${closest(topology.value, TOPOLOGIES) ?? 'sockets'}"`,
        };
      }
      if (topology.value !== 'spread' && topology.value !== 'preferSpread') return;
      yield* oneOf(preference.at('spec').at('cpu').at('spreadOptions'), 'across', ['SocketsCores', 'CoresThreads', 'SocketsCoresThreads']);
      if (across !== 'CoresThreads' || typeof ratio.value !== 'number' || ratio.value === 2) return;
      yield { path: ratio.path, message: `got ${ratio.value} threads a core, expected 2`, remedy: 'take the ratio out' };
    },
  },
  {
    id: 'IT-23',
    severity: 'warning',
    phase: 'runtime',
    mirrors: 'Admit',
    title: 'A preference names its CPU topology as it is called now',
    * check(preference) {
      const { topology } = topologyOf(preference);
      if (typeof topology.value !== 'string' || !Object.hasOwn(RENAMED, topology.value)) return;
      yield { path: topology.path, message: `got ${show(topology.value)}, which is deprecated`, remedy: `use "${RENAMED[topology.value]}"` };
    },
  },
];

/** The topology, what it is spread across, and by which ratio. */
function topologyOf(preference: Part): { topology: Part; across?: string; ratio: Part } {
  const spec = preference.at('spec');
  const options = spec.at('cpu').at('spreadOptions');
  const ratio = options.has('ratio') ? options.at('ratio') : spec.at('preferSpreadSocketToCoreRatio');
  return { topology: spec.at('cpu').at('preferredCPUTopology'), across: options.text('across'), ratio };
}
