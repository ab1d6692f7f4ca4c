import { kubevirtFacts, PreferenceSpec } from '../../kubevirt/facts';
import { NANO, nanos } from '../../kubevirt/quantity';
import { closest, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { knownInstancetype, knownPreference, isClusterWide, KINDS, namesKind } from './bundled';
import { either, names, notFound, oneOf } from './checks';

type Topology = 'sockets' | 'cores' | 'threads';
const TOPOLOGY: readonly Topology[] = ['sockets', 'cores', 'threads'];

/** Which factors of the topology are multiplied and held against what a preference asks for. */
const COUNTED: Record<string, readonly Topology[]> = {
  sockets: ['sockets'],
  cores: ['cores'],
  threads: ['threads'],
  any: TOPOLOGY,
  preferSockets: ['sockets'],
  preferCores: ['cores'],
  preferThreads: ['threads'],
  SocketsCores: ['sockets', 'cores'],
  CoresThreads: ['cores', 'threads'],
  SocketsCoresThreads: TOPOLOGY,
};

/** What a VM may refer to. */
const REFERENCES = ['instancetype', 'preference'] as const;

/** What KubeVirt looks for labels on. */
const INFERABLE = ['persistentVolumeClaim', 'dataVolume'];

/** Rules on the instancetype and the preference a VM names, and on what conflicts with them. */
export const INSTANCETYPE_RULES: VmRule[] = [
  {
    id: 'IT-1',
    severity: 'error',
    phase: 'admission',
    title: 'An instancetype or preference reference has a name or infers it from a volume',
    mirrors: 'validateInstancetypeMatcher, validatePreferenceMatcher',
    * check(vm) {
      for (const reference of references(vm)) {
        if (reference.text('name') || reference.text('inferFromVolume')) continue;
        if ([reference.get('name'), reference.get('inferFromVolume')].includes(UNKNOWN)) continue;
        yield { path: reference.path, message: 'got neither name nor inferFromVolume', remedy: 'set name' };
      }
    },
  },
  {
    id: 'IT-2',
    severity: 'error',
    phase: 'admission',
    title: 'A reference that is inferred from a volume has no name',
    mirrors: 'validateInstancetypeMatcher, validatePreferenceMatcher',
    check: (vm) => inferredAnd(vm, 'name'),
  },
  {
    id: 'IT-3',
    severity: 'error',
    phase: 'admission',
    title: 'A reference that is inferred from a volume has no kind',
    mirrors: 'validateInstancetypeMatcher, validatePreferenceMatcher',
    check: (vm) => inferredAnd(vm, 'kind'),
  },
  {
    id: 'IT-4',
    severity: 'error',
    phase: 'admission',
    title: 'The failure policy of an inference is one that KubeVirt knows',
    mirrors: 'validateInstancetypeMatcher, validatePreferenceMatcher',
    check: (vm) => references(vm).flatMap((reference) => oneOf(reference, 'inferFromVolumeFailurePolicy', ['Reject', 'Ignore'])),
  },
  {
    id: 'IT-6',
    severity: 'error',
    phase: 'admission',
    title: 'An inference is from a volume of the VM that comes from a claim, or from a DataVolume that is made of one or of a DataSource',
    mirrors: 'inferMatchers',
    * check(vm) {
      const known = names(vm.template.at('volumes'));
      for (const reference of references(vm).filter((one) => one.text('inferFromVolume'))) {
        const name = reference.text('inferFromVolume')!;
        const path = `${reference.path}.inferFromVolume`;
        const volume = vm.volumes.find((one) => one.text('name') === name);
        const reason = volume && reference.text('inferFromVolumeFailurePolicy') !== 'Ignore' ? notInferable(vm, volume) : undefined;
        if (known && !volume) yield notFound(path, name, 'volume', known);
        if (reason) yield { path, message: `got ${show(name)}, ${reason}`, remedy: 'name another disk, or say the name of the instancetype or preference' };
      }
    },
  },
  {
    id: 'IT-10',
    severity: 'error',
    phase: 'admission',
    title: 'Guest memory is not set beside an instancetype',
    mirrors: 'applyMemory',
    check: (vm) => besideInstancetype(vm, [vm.domain.at('memory')], ['guest']),
  },
  {
    id: 'IT-11',
    severity: 'error',
    phase: 'admission',
    title: 'Memory requests and limits are not set beside an instancetype',
    mirrors: 'applyMemory',
    check: (vm) => besideInstancetype(vm, resources(vm), ['memory']),
  },
  {
    id: 'IT-12',
    severity: 'error',
    phase: 'admission',
    title: 'Huge pages and maxGuest are not set beside an instancetype that sets them',
    mirrors: 'applyMemory',
    check: (vm, facts) => besideSame(vm.domain.at('memory'), ['hugepages', 'maxGuest'], knownInstancetype(vm, facts)?.memory),
  },
  {
    id: 'IT-13',
    severity: 'error',
    phase: 'admission',
    title: 'The CPU topology, CPU requests and limits are not set beside an instancetype',
    mirrors: 'applyCPU',
    * check(vm) {
      yield* besideInstancetype(vm, [vm.domain.at('cpu')], TOPOLOGY);
      yield* besideInstancetype(vm, resources(vm), ['cpu']);
    },
  },
  {
    id: 'IT-14',
    severity: 'error',
    phase: 'admission',
    title: 'CPU model, dedicated CPUs, NUMA and realtime are not set beside an instancetype that sets them',
    mirrors: 'applyCPU',
    check: (vm, facts) => {
      const { dedicatedCPUPlacement, ...cpu }: Record<string, unknown> = knownInstancetype(vm, facts)?.cpu ?? {};
      // A VM spells it another way.
      const same = dedicatedCPUPlacement === undefined ? cpu : { ...cpu, dedicatedCpuPlacement: dedicatedCPUPlacement };
      return besideSame(vm.domain.at('cpu'), ['model', 'dedicatedCpuPlacement', 'isolateEmulatorThread', 'numa', 'realtime'], same);
    },
  },
  {
    id: 'IT-15',
    severity: 'error',
    phase: 'admission',
    title: 'Devices, I/O threads, launch security and placement are not set beside an instancetype that sets them',
    mirrors: 'ApplyToVMI',
    * check(vm, facts) {
      const instancetype = knownInstancetype(vm, facts);
      yield* besideSame(vm.domain, ['ioThreadsPolicy', 'launchSecurity'], instancetype);
      yield* besideSame(vm.domain.at('ioThreads'), ['supplementalPoolThreadCount'], instancetype?.ioThreads as object | undefined);
      yield* besideSame(vm.devices, ['gpus', 'hostDevices'], instancetype);
      yield* besideSame(vm.template, ['nodeSelector', 'schedulerName'], instancetype);
      const annotations = vm.guestMetadata.at('annotations');
      const given = new Part(instancetype, '').get('annotations');
      yield* besideSame(annotations, Object.keys(given ?? {}).filter((key) => annotations.get(key) !== given[key]), given);
    },
  },
  {
    id: 'IT-16',
    severity: 'error',
    phase: 'admission',
    title: 'The CPUs of an instancetype can be spread as the preference says',
    mirrors: 'CheckSpreadCPUTopology',
    * check(vm, facts) {
      const preference = knownPreference(vm, facts);
      const guest = knownInstancetype(vm, facts)?.cpu.guest;
      if (!preference || !isSpread(preference) || typeof guest !== 'number') return;
      const { across, ratio } = spread(preference);
      const unit = across === 'SocketsCoresThreads' ? 2 * ratio : ratio;
      if (guest % unit === 0 || Number.isNaN(unit)) return;
      yield {
        path: vm.spec.at('instancetype').path,
        message: `got ${guest} vCPU, which the preference ${show(vm.spec.at('preference').text('name'))} spreads across ${across} in units of ${unit}`,
        remedy: `use an instancetype with a multiple of ${unit} vCPU`,
      };
    },
  },
  {
    id: 'IT-17',
    severity: 'error',
    phase: 'admission',
    title: 'The VM has as many CPUs as its preference asks for',
    mirrors: 'checkCPU',
    * check(vm, facts) {
      const preference = knownPreference(vm, facts);
      const wanted = preference?.requirements?.cpu?.guest;
      if (typeof wanted !== 'number') return;
      const instancetype = knownInstancetype(vm, facts);
      if (instancetype && typeof instancetype.cpu.guest === 'number' && instancetype.cpu.guest < wanted) {
        yield insufficient(vm, vm.spec.at('instancetype').path, `${instancetype.cpu.guest} vCPU`, `${wanted} vCPU`, 'use a larger instancetype');
      }
      if (vm.spec.has('instancetype')) return;
      const factors = countedFactors(preference!);
      const given = factors.reduce((product, factor) => product * topology(vm)[factor], 1);
      if (given >= wanted) return; // false for what is only known at apply: its factor is Infinity
      yield insufficient(vm, `${vm.domain.path}.cpu`, `${given} vCPU as ${factors.join(' × ')}`, `${wanted} vCPU counted this way`,
        `set ${factors[0]} to ${wanted}`);
    },
  },
  {
    id: 'IT-18',
    severity: 'error',
    phase: 'admission',
    title: 'The VM has as much memory as its preference asks for',
    mirrors: 'checkMemory',
    * check(vm, facts) {
      const wanted = knownPreference(vm, facts)?.requirements?.memory?.guest;
      const least = nanos(wanted);
      if (least === undefined) return;
      const instancetype = knownInstancetype(vm, facts);
      const given = instancetype ? instancetype.memory.guest : vm.spec.has('instancetype') ? undefined : guestMemory(vm) ?? '0';
      const amount = nanos(given);
      if (amount === undefined || amount >= least) return;
      const path = instancetype ? vm.spec.at('instancetype').path : `${vm.domain.path}.memory.guest`;
      yield insufficient(vm, path, `${given} of memory`, wanted!, instancetype ? 'use a larger instancetype' : `set memory.guest to "${wanted}"`);
    },
  },
  {
    id: 'IT-19',
    severity: 'error',
    phase: 'admission',
    title: 'The VM has the architecture that its preference asks for',
    mirrors: 'checkArch',
    * check(vm, facts) {
      const wanted = knownPreference(vm, facts)?.requirements?.architecture;
      const given = vm.template.at('architecture');
      if (typeof wanted !== 'string' || given.value === undefined || given.value === UNKNOWN || given.value === wanted) return;
      yield {
        path: given.path,
        message: `got ${show(given.value)}, the preference ${show(vm.spec.at('preference').text('name'))} asks for ${show(wanted)}`,
        remedy: `set architecture "${wanted}"`,
      };
    },
  },
  {
    id: 'R-18',
    severity: 'error',
    phase: 'runtime',
    title: 'The kind of an instancetype or preference is one that exists; the server would ignore the reference in silence',
    * check(vm) {
      for (const to of REFERENCES) {
        const kind = vm.spec.at(to).text('kind');
        const allowed = Object.values(KINDS[to]);
        if (!kind || namesKind(kind, allowed)) continue;
        yield {
          path: `${vm.spec.at(to).path}.kind`,
          message: `got ${show(kind)}, expected ${either(allowed)}`,
          remedy: `use kind "${closest(kind, allowed) ?? allowed[0]}"`,
        };
      }
    },
  },
  {
    id: 'R-19',
    severity: 'warning',
    phase: 'runtime',
    title: 'A cluster-wide instancetype or preference is one that the cluster is known to have; the server ignores others. An error where all are known',
    * check(vm, facts) {
      for (const kind of REFERENCES) {
        const reference = vm.spec.at(kind);
        const name = reference.text('name');
        if (!name || !isClusterWide(reference, KINDS[kind])) continue;
        const own = facts.own?.[`${kind}s`];
        const all = kind === 'preference' ? facts.clusterPreferences : facts.clusterInstancetypes;
        const brought = kubevirtFacts(facts.kubevirtVersion)[`${kind}s`];
        if (own?.has(name) || (all ? all.has(name) : Object.hasOwn(brought, name))) continue;
        const meant = closest(name, [...all ?? Object.keys(brought), ...own?.keys() ?? []]);
        const remedy = all ? `add it to the cluster's ${kind}s`
          : `give the manifest of this ${kind} as well; in this library, ${KINDS[kind].namespaced}.from${kind === 'preference' ? 'Preference' : 'Instancetype'}Name(…) says that the cluster has one of its own`;
        yield {
          path: `${reference.path}.name`,
          severity: all ? 'error' : 'warning',
          message: all ? `got ${show(name)}, which is no ${kind} that the cluster has`
            : `got ${show(name)}, which is no ${kind} that KubeVirt ${facts.kubevirtVersion} brings along, and none that was made before`,
          remedy: meant ? `use "${meant}"; or ${remedy}` : remedy,
        };
      }
    },
  },
];

/** Why nothing can be inferred from a volume, where that is certain. */
function notInferable(vm: VmView, volume: Part): string | undefined {
  if (INFERABLE.every((source) => !volume.has(source))) return 'which comes from no claim and no DataVolume';
  const name = volume.at('dataVolume').text('name');
  const spec = vm.dataVolumeTemplates.find((template) => name !== undefined && template.at('metadata').text('name') === name)?.at('spec');
  if (!spec || spec.at('source').has('pvc')) return undefined;
  if (!spec.has('sourceRef')) return spec.get('source') === UNKNOWN ? undefined : 'which is made from no claim and no DataSource';
  const kind = spec.at('sourceRef').text('kind');
  return kind === undefined || kind === 'DataSource' ? undefined : `which is made from the ${kind} of a sourceRef, expected DataSource`;
}

function references(vm: VmView): Part[] {
  return REFERENCES.map((kind) => vm.spec.at(kind)).filter((reference) => typeof reference.value === 'object' && reference.value !== null);
}

function resources(vm: VmView): Part[] {
  return [vm.domain.at('resources').at('requests'), vm.domain.at('resources').at('limits')];
}

function* inferredAnd(vm: VmView, field: string): Iterable<Problem> {
  for (const reference of references(vm)) {
    if (!reference.text('inferFromVolume') || !reference.text(field)) continue;
    yield {
      path: `${reference.path}.${field}`,
      message: `got ${field} ${show(reference.text(field))} together with inferFromVolume`,
      remedy: `take out ${field} or inferFromVolume`,
    };
  }
}

/** Values that an instancetype of any kind sets. Zero and unset are the same to the server. */
function* besideInstancetype(vm: VmView, parts: readonly Part[], fields: readonly string[]): Iterable<Problem> {
  if (vm.spec.certain(['instancetype']).length === 0) return;
  for (const part of parts) {
    for (const field of fields) {
      const { value, path } = part.at(field);
      if (typeof value === 'string' || (typeof value === 'number' && (value !== 0 || !TOPOLOGY.includes(field as Topology)))) {
        yield conflict(path, value);
      }
    }
  }
}

/** Values that conflict only where the instancetype sets the same. */
function* besideSame(part: Part, fields: readonly string[], instancetype: object = {}): Iterable<Problem> {
  for (const field of part.certain(fields).filter((name) => name in instancetype)) {
    const { value, path } = part.at(field);
    yield conflict(path, value);
  }
}

function conflict(path: string, value: unknown): Problem {
  return { path, message: `got ${show(value)}, which the instancetype sets`, remedy: 'take it out, or take out the instancetype' };
}

function insufficient(vm: VmView, path: string, given: string, wanted: string, remedy: string): Problem {
  return { path, message: `got ${given}, the preference ${show(vm.spec.at('preference').text('name'))} asks for at least ${wanted}`, remedy };
}

function countedFactors(preference: PreferenceSpec): readonly Topology[] {
  return COUNTED[isSpread(preference) ? spread(preference).across : cpuOf(preference).text('preferredCPUTopology') ?? 'sockets'] ?? TOPOLOGY;
}

function cpuOf(preference: PreferenceSpec): Part {
  return new Part(preference, '').at('cpu');
}

function isSpread(preference: PreferenceSpec): boolean {
  return ['spread', 'preferSpread'].includes(cpuOf(preference).text('preferredCPUTopology') ?? '');
}

/** How CPUs are spread, with the server's defaults. */
function spread(preference: PreferenceSpec): { across: string; ratio: number } {
  const options = cpuOf(preference).at('spreadOptions');
  const { value } = options.has('ratio') ? options.at('ratio') : new Part(preference, '').at('preferSpreadSocketToCoreRatio');
  return { across: options.text('across') ?? 'SocketsCores', ratio: typeof value === 'symbol' ? NaN : value || 2 };
}

/** The topology after the server's defaults: where none is given, limits or requests become sockets. Unknown factors are infinite. */
function topology(vm: VmView): Record<Topology, number> {
  const cpu = vm.domain.at('cpu');
  const given = TOPOLOGY.map((factor) => {
    const { value } = cpu.at(factor);
    return value === UNKNOWN ? Infinity : Number(value ?? 0);
  });
  if (given.some((factor) => factor !== 0)) return { sockets: given[0], cores: given[1], threads: given[2] };
  const [requests, limits] = resources(vm).map((part) => part.get('cpu'));
  const share = limits ?? requests;
  return { sockets: share === UNKNOWN ? Infinity : wholeCpus(share), cores: 1, threads: 1 };
}

function wholeCpus(quantity: unknown): number {
  const amount = nanos(quantity);
  return amount === undefined ? 1 : Number((amount + NANO - 1n) / NANO);
}

/** The guest's memory after the server's defaults, where anything is given. */
function guestMemory(vm: VmView): unknown {
  const [requests, limits] = resources(vm).map((part) => part.get('memory'));
  return vm.domain.at('memory').get('guest') ?? requests ?? limits ?? vm.domain.at('memory').at('hugepages').get('pageSize');
}
