import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { during, exactlyOne, names, notFound, oneOf } from './checks';
import { mayHavePodNetwork } from './networks';

const KINDS = ['httpGet', 'tcpSocket', 'exec', 'guestAgentPing'];

/** Seconds and counts for which KubeVirt takes the default where they are less than 1. */
const DEFAULTED = ['periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

/** Rules on probes. */
export const PROBE_RULES: VmRule[] = [
  {
    id: 'LC-3',
    severity: 'error',
    phase: 'admission',
    title: 'A probe asks in one way',
    mirrors: 'validateProbe',
    check: (vm) => probes(vm).flatMap((probe) => exactlyOne(probe, KINDS, 'kind of probe')),
  },
  {
    id: 'LC-4',
    severity: 'error',
    phase: 'admission',
    title: 'A probe over the network needs the pod network',
    mirrors: 'appendStatusCauseForProbeNotAllowedWithNoPodNetworkPresent',
    * check(vm) {
      if (mayHavePodNetwork(vm)) return;
      for (const probe of probes(vm)) {
        for (const kind of probe.certain(['httpGet', 'tcpSocket'])) {
          yield { path: `${probe.path}.${kind}`, message: `got ${kind} on a VM without the pod network`, remedy: 'use guestAgentPing or exec, or attach the pod network' };
        }
      }
    },
  },
  {
    id: 'PRB-1',
    severity: 'error',
    phase: 'runtime',
    title: 'The delay of a probe is not negative, and a liveness probe asks for one success; others only show when the VM starts',
    * check(vm) {
      for (const probe of probes(vm)) yield* notNegative(probe.at('initialDelaySeconds'));
      const { value, path } = vm.template.at('livenessProbe').at('successThreshold');
      if (typeof value === 'number' && value > 1) yield { path, message: `got ${value}, expected 1 for a liveness probe`, remedy: 'take it out' };
    },
  },
  {
    id: 'R-91',
    severity: 'error',
    phase: 'runtime',
    title: 'Period, timeout and counts of a probe are not negative; the server takes the defaults in silence',
    * check(vm) {
      for (const probe of probes(vm)) {
        for (const field of DEFAULTED) yield* notNegative(probe.at(field));
      }
    },
  },
  {
    id: 'PRB-2',
    severity: 'error',
    phase: 'runtime',
    title: 'A probe names a port, a scheme and a command that can be asked; others only show when the VM starts',
    * check(vm) {
      for (const probe of probes(vm)) {
        yield* during('admission', oneOf(probe.at('httpGet'), 'scheme', ['HTTP', 'HTTPS']));
        for (const { value, path } of [probe.at('httpGet').at('port'), probe.at('tcpSocket').at('port')]) {
          if (typeof value === 'number' && (value < 1 || value > 65_535)) yield { path, message: `got ${value}, expected a port from 1 to 65535`, remedy: 'name a port that the guest listens on' };
          if (typeof value === 'string') yield* namedPort(vm, value, path);
        }
        const command = probe.at('exec').at('command');
        if (probe.certain(['exec']).length > 0 && (command.value === undefined || (Array.isArray(command.value) && command.value.length === 0))) {
          yield { path: command.path, message: 'got no command', remedy: 'write program and arguments: ["systemctl", "is-active", "nginx"]' };
        }
      }
    },
  },
];

function* notNegative({ value, path }: Part): Iterable<Problem> {
  if (typeof value === 'number' && value < 0) yield { path, message: `got ${value}, expected at least 0`, remedy: 'take it out for the default' };
}

/** The pod of a VM has the ports that its NICs list, under the same names. */
function* namedPort({ devices, interfaces }: VmView, name: string, path: string): Iterable<Problem> {
  if (/^\d+$/.test(name)) {
    yield { path, message: `got ${show(name)}, expected a number or the name of a port`, remedy: `write ${name} without quotes` };
    return;
  }
  const lists = interfaces.map((nic) => names(nic.at('ports')));
  const listed = devices.get('interfaces');
  const known = new Set(lists.flatMap((list) => [...list ?? []]));
  if (listed === UNKNOWN || (Array.isArray(listed) && listed.includes(UNKNOWN)) || lists.includes(undefined) || known.has(name)) return;
  yield notFound(path, name, 'port', known);
}

function probes({ template }: VmView): Part[] {
  return template.which(['livenessProbe', 'readinessProbe']).map((probe) => template.at(probe));
}
