import { Token } from 'cdktf';
import { Finding } from '../../admission/finding';
import { literalFindings, numberFindings } from '../../construct/prop-checks';
import { propFinding } from '../../construct/report';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in a size: how virtual CPUs become sockets. */
export function sizeFindings({ size }: VirtualMachineProps): Finding[] {
  if (!size._props) return [];
  const { cpu, maxCpu, cores, threads } = size._props;
  const counts = [['cpu', cpu], ['maxCpu', maxCpu], ['cores', cores], ['threads', threads]] as const;
  const findings = counts.flatMap(([prop, count]) => numberFindings(`size.${prop}`, count, 1, Infinity, 2));
  const perSocket = (cores ?? 1) * (threads ?? 1);
  if (findings.length > 0 || perSocket === 1) return findings;
  const unknown = literalFindings(counts.map(([prop, count]) => [`size.${prop}`, count]), 'sockets are computed from it');
  return unknown.length > 0 ? unknown : [...wholeSockets('cpu', cpu, perSocket), ...wholeSockets('maxCpu', maxCpu, perSocket)];
}

function wholeSockets(prop: string, cpus: number | undefined, perSocket: number): Finding[] {
  if (cpus === undefined || Token.isUnresolved(cpus) || cpus % perSocket === 0) return [];
  const below = cpus - cpus % perSocket;
  return [propFinding(`size.${prop}`, `got ${cpus} CPUs, which make no whole sockets of ${perSocket} (cores × threads)`,
    `use ${below > 0 ? `${below} or ` : ''}${below + perSocket}, or change cores and threads`)];
}
