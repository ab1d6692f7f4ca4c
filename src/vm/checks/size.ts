import { Token } from 'cdktf';
import { Finding } from '../../admission/finding';
import { literalFindings, numberFindings } from '../../construct/prop-checks';
import { propFinding } from '../../construct/report';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in an instancetype or a preference: which cluster and namespace it is of. */
export function instancetypeFindings({ size, preference, cluster, namespace = 'default' }: VirtualMachineProps): Finding[] {
  return ([['size', size._from], ['preference', preference?._from]] as const).flatMap(([prop, from]) => {
    if (!from) return [];
    const elsewhere = from.cluster.clusterName !== cluster.clusterName;
    const hidden = from.namespace !== undefined && from.namespace !== namespace;
    return [
      ...(elsewhere ? [propFinding(prop, `"${from.node.path}" is on cluster "${from.cluster.clusterName}", and the VM is on "${cluster.clusterName}"`,
        'make one on the VM\'s cluster')] : []),
      ...(hidden ? [propFinding(prop, `"${from.node.path}" is for VMs of the namespace "${from.namespace}", and the VM is in "${namespace}"`,
        'leave its `namespace` out, and VMs of every namespace can use it')] : []),
    ];
  });
}

/** What no rule can see in a size: how virtual CPUs become sockets. */
export function sizeFindings({ size }: VirtualMachineProps): Finding[] {
  if (!size._props) return [];
  const { cpu, maxCpu, cores, threads } = size._props;
  const counts = [['cpu', cpu], ['maxCpu', maxCpu], ['cores', cores], ['threads', threads]] as const;
  const perSocket = (cores ?? 1) * (threads ?? 1);
  // What stands in the manifest as it is, the schema has been held against.
  const computed = counts.filter(([, count]) => perSocket !== 1 || typeof count !== 'number' || Number.isInteger(count));
  const findings = computed.flatMap(([prop, count]) => numberFindings(`size.${prop}`, count, 1, Infinity, 2));
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
