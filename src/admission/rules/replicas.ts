import { show } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { atMostOne } from './checks';
import { duration } from './durations';
import { labelSelector, unmet } from './selectors';

/** What is the same on every replica, as it is copied from the template, and must not be. */
const PL_6: VmRule = {
  id: 'PL-6',
  severity: 'error',
  phase: 'runtime',
  title: 'What tells one guest from another is not in the template of several: MAC address, host name, firmware UUID and serial',
  * check({ root, template, domain, interfaces }) {
    const replicas = root.at('spec').at('replicas').value;
    if (typeof replicas !== 'number' || replicas < 2) return;
    const same = function* (part: Part, field: string): Iterable<Problem> {
      const given = part.text(field);
      if (given) yield { path: part.at(field).path, message: `got ${show(given)}, which all ${replicas} replicas get`, remedy: 'take it out, and each gets its own' };
    };
    for (const nic of interfaces) yield* same(nic, 'macAddress');
    yield* same(template, 'hostname');
    yield* same(domain.at('firmware'), 'uuid');
    yield* same(domain.at('firmware'), 'serial');
  },
};

/** What KubeVirt fills in for a VM before it looks, and for the template of several only when it has made one. */
const PL_9: VmRule = {
  id: 'PL-9',
  severity: 'error',
  phase: 'admission',
  title: 'The template of several guests says itself what KubeVirt fills in for a VM: CPUs, memory, networks and architecture where other fields need them',
  covers: ['CPU-5'],
  mirrors: 'ValidateVirtualMachineInstanceSpec',
  * check({ template, domain, spec }, { vmRolloutStrategy }) {
    const [cpu, memory, resources] = [domain.at('cpu'), domain.at('memory'), domain.at('resources')];
    const unsaid = (part: Part, beside: string, remedy: string): Problem => ({ path: part.path, message: `got ${show(part.value)} beside ${beside}`, remedy });
    if (cpu.get('dedicatedCpuPlacement') === true && cpu.which(['cores', 'sockets', 'threads']).length === 0
      && !['requests', 'limits'].some((kind) => resources.at(kind).has('cpu'))) {
      yield unsaid(cpu.at('cores'), 'dedicatedCpuPlacement', 'set cpu.cores');
    }
    if (memory.certain(['hugepages']).length > 0 && !memory.has('guest') && !resources.at('requests').has('memory')) {
      yield unsaid(memory.at('guest'), 'hugepages, on which the webhook of KubeVirt fails', 'set memory.guest');
    }
    if (!template.has('networks')) {
      for (const probe of ['readinessProbe', 'livenessProbe']) {
        const kinds = template.at(probe).certain(['httpGet', 'tcpSocket']);
        if (kinds.length > 0) yield unsaid(template.at('networks'), `${kinds[0]} of ${probe}`, 'add the pod network');
      }
    }
    if (vmRolloutStrategy === 'Stage' || spec.value === undefined || memory.certain(['maxGuest']).length === 0) return;
    if (!template.has('architecture')) yield unsaid(template.at('architecture'), 'maxGuest', 'use architecture "amd64"');
    if (!memory.has('guest')) yield unsaid(memory.at('guest'), 'maxGuest', 'set memory.guest');
  },
};

/** Rules on replica sets themselves. */
export const REPLICA_SET_RULES: readonly VmRule[] = [
  {
    id: 'RSR-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'ValidateVMIRSSpec',
    title: 'The selector of a replica set is well-formed and selects its instances',
    check: ({ root, guestMetadata }) => selects(root.at('spec').at('selector'), guestMetadata.at('labels')),
  },
  PL_6,
  PL_9,
];

/** Rules on pools themselves. */
export const POOL_RULES: readonly VmRule[] = [
  {
    id: 'PL-2',
    severity: 'error',
    phase: 'admission',
    mirrors: 'ValidateVMPoolSpec',
    title: 'The selector of a pool is well-formed and selects its VMs',
    check: ({ root }) => selects(root.at('spec').at('selector'), root.at('spec').at('virtualMachineTemplate').at('metadata').at('labels')),
  },
  {
    id: 'PL-3',
    severity: 'error',
    phase: 'admission',
    mirrors: 'ValidateVMPoolSpec',
    title: 'Of a pool at least one VM, or 1% to 100% of them, may be unavailable',
    * check({ root }) {
      const { value, path } = root.at('spec').at('maxUnavailable');
      const fits = typeof value === 'number' ? value > 0
        : typeof value !== 'string' || (/^\+?\d+%$/.test(value) && Number.parseInt(value, 10) > 0 && Number.parseInt(value, 10) <= 100);
      if (!fits) yield { path, message: `got ${show(value)}, expected at least 1, or "1%" to "100%"`, remedy: 'write it like 1 or "25%"' };
    },
  },
  {
    id: 'PL-4',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateMutualExclusivity',
    title: 'A pool has one strategy to update its VMs, and one to have fewer of them',
    * check({ root }) {
      for (const strategy of ['updateStrategy', 'scaleInStrategy']) {
        yield* atMostOne(root.at('spec').at(strategy), ['unmanaged', 'opportunistic', 'proactive'], 'strategy');
      }
    },
  },
  PL_6,
  {
    id: 'PL-7',
    severity: 'warning',
    phase: 'runtime',
    title: 'A pool that numbers what its VMs refer to numbers neither answer files nor the Secrets of access credentials',
    * check({ root, template, volumes }) {
      const numbering = root.at('spec').at('nameGeneration');
      const unnumbered = function* (part: Part, remedy: string): Iterable<Problem> {
        const name = part.text('name') ?? part.text('secretName');
        if (name) yield { path: part.path, message: `got ${show(name)}, which all VMs of the pool share although the pool numbers such references`, remedy };
      };
      if (numbering.at('appendIndexToSecretRefs').value === true) {
        for (const volume of volumes) yield* unnumbered(volume.at('sysprep').at('secret'), 'see that one answer file fits all');
        for (const credential of template.list('accessCredentials')) {
          for (const kind of ['sshPublicKey', 'userPassword']) yield* unnumbered(credential.at(kind).at('source').at('secret'), 'see that one Secret fits all');
        }
      }
      if (numbering.at('appendIndexToConfigMapRefs').value === true) {
        for (const volume of volumes) yield* unnumbered(volume.at('sysprep').at('configMap'), 'see that one answer file fits all');
      }
    },
  },
  {
    id: 'PL-8',
    severity: 'error',
    phase: 'admission',
    mirrors: 'VMPoolAdmitter.Admit',
    title: 'How long a VM of a pool may fail to start is a duration',
    check: ({ root }) => duration(root.at('spec').at('autohealing').at('minFailingToStartDuration')),
  },
  PL_9,
];

function* selects(selector: Part, labels: Part): Iterable<Problem> {
  yield* labelSelector(selector);
  const wanted = unmet(selector, labels);
  if (wanted) {
    yield { path: wanted.path, message: `got ${show(wanted.value)}, which the labels ${show(labels.value ?? {})} of the template do not meet`, remedy: `set it in ${labels.path}` };
  }
}
