import { show } from '../finding';
import { VmRule } from '../rule';
import { Part, VmView } from '../vm-view';
import { exactlyOne, oneOf } from './checks';
import { mayHavePodNetwork } from './networks';

const KINDS = ['httpGet', 'tcpSocket', 'exec', 'guestAgentPing'];

/** Seconds and counts of a probe, with the least that each can be. */
const NUMBERS: Record<string, number> = { initialDelaySeconds: 0, periodSeconds: 1, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 1 };

/** Rules on probes. */
export const PROBE_RULES: VmRule[] = [
  {
    id: 'LC-3',
    severity: 'error',
    title: 'A probe asks in one way',
    check: (vm) => probes(vm).flatMap((probe) => [...exactlyOne(probe, KINDS, 'kind of probe')]),
  },
  {
    id: 'LC-4',
    severity: 'error',
    title: 'A probe over the network needs the pod network',
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
    title: 'Seconds and counts of a probe are not negative, and those that Kubernetes wants positive are; others only show when the VM starts',
    * check(vm) {
      for (const probe of probes(vm)) {
        for (const [field, least] of Object.entries(NUMBERS)) {
          const { value, path } = probe.at(field);
          if (typeof value === 'number' && value < least) yield { path, message: `got ${value}, expected at least ${least}`, remedy: `set at least ${least}, or take it out` };
        }
      }
      const { value, path } = vm.template.at('livenessProbe').at('successThreshold');
      if (typeof value === 'number' && value > 1) yield { path, message: `got ${value}, expected 1 for a liveness probe`, remedy: 'take it out' };
    },
  },
  {
    id: 'PRB-2',
    severity: 'error',
    title: 'A probe names a port, a scheme and a command that can be asked; others only show when the VM starts',
    * check(vm) {
      for (const probe of probes(vm)) {
        yield* oneOf(probe.at('httpGet'), 'scheme', ['HTTP', 'HTTPS']);
        for (const { value, path } of [probe.at('httpGet').at('port'), probe.at('tcpSocket').at('port')]) {
          if (typeof value === 'number' && (value < 1 || value > 65_535)) yield { path, message: `got ${value}, expected a port from 1 to 65535`, remedy: 'name a port that the guest listens on' };
          // Ports with names are those of containers, and a VM's pod gives none of them a name.
          if (typeof value === 'string') yield { path, message: `got ${show(value)}, expected a number: ports of a VM have no names`, remedy: 'write the number' };
        }
        const command = probe.at('exec').at('command');
        if (probe.certain(['exec']).length > 0 && (command.value === undefined || (Array.isArray(command.value) && command.value.length === 0))) {
          yield { path: command.path, message: 'got no command', remedy: 'write program and arguments: ["systemctl", "is-active", "nginx"]' };
        }
      }
    },
  },
];

function probes({ template }: VmView): Part[] {
  return template.which(['livenessProbe', 'readinessProbe']).map((probe) => template.at(probe));
}
