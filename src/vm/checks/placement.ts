import { Finding } from '../../admission/finding';
import { enumFindings } from '../../construct/prop-checks';
import { propFinding } from '../../construct/report';
import { affinitiesOf, Descheduling } from '../placement';
import { Spread } from '../spread';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in where a VM runs. */
export function placementFindings(props: VirtualMachineProps): Finding[] {
  return [
    ...affinitiesOf(props).flatMap(([prop, { _vms }]) => _vms.flatMap((vm) => vm.cluster.clusterName === props.cluster.clusterName ? [] : [
      propFinding(prop, `"${vm.node.path}" is on cluster "${vm.cluster.clusterName}", and this VM on "${props.cluster.clusterName}"`, 'name VMs of one cluster'),
    ])),
    ...(props.affinity ?? []).flatMap(({ _target }, index) => isEmpty(_target) ? [
      propFinding(`affinity[${index}]`, 'got an empty list', 'name what it is about, or take it out'),
    ] : []),
    ...(props.spreadAcross ?? []).flatMap((spread, index) => countsNothing(spread, props) ? [
      propFinding(`spreadAcross[${index}]`, 'the VM has no labels, so there are no others like it to be spread with', 'give all VMs of the group a label: labels: { app: "db" }'),
    ] : []),
    ...policyFindings(props),
    ...enumFindings('descheduling', props.descheduling, Descheduling as Record<string, string>),
  ];
}

function policyFindings({ migrationPolicy, cluster }: VirtualMachineProps): Finding[] {
  if (!migrationPolicy) return [];
  const elsewhere = migrationPolicy.cluster.clusterName !== cluster.clusterName;
  return [
    ...(elsewhere ? [propFinding('migrationPolicy', `"${migrationPolicy.node.path}" is on cluster "${migrationPolicy.cluster.clusterName}", and the VM is on "${cluster.clusterName}"`,
      'make one on the VM\'s cluster')] : []),
    ...(Object.keys(migrationPolicy.virtualMachineInstanceSelector).length > 0 ? [] : [propFinding('migrationPolicy',
      `"${migrationPolicy.node.path}" looks for no label of VMs, so that naming it makes no difference`, 'take it out, or give the policy a virtualMachineInstanceSelector')]),
  ];
}

function isEmpty(target: { expressions?: object[]; terms?: (namespace: string) => object[] }): boolean {
  return (target.expressions ?? target.terms?.('') ?? []).length === 0;
}

function countsNothing({ _options }: Spread, { labels = {} }: VirtualMachineProps): boolean {
  return Object.keys(_options.labels ?? labels).length === 0;
}
