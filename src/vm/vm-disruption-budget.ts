import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { set } from './part';
import { Finding } from '../admission/finding';
import { enumFindings, literalFindings, numberFindings } from '../construct/prop-checks';
import { propFinding, report } from '../construct/report';
import { deliverObject } from '../object/deliver';
import { ObjectOptions } from '../object/options';
import { IVirtualMachine } from '../object/virtual-machine';
import { vmSelector } from '../object/vm-selector';
import { vmsFindings } from '../object/vms';
import { EvictionStrategy } from '../profile';

/** Whether VMs that run and are not ready may be shut down. */
export enum UnhealthyPodEvictionPolicy {
  /** Only while enough of the others are ready. */
  IF_HEALTHY_BUDGET = 'IfHealthyBudget',
  /** Always: a VM that does not get well keeps no node from being drained. */
  ALWAYS_ALLOW = 'AlwaysAllow',
}

/** Props of `VmDisruptionBudget`. */
export interface VmDisruptionBudgetProps extends ObjectOptions {
  /** The VMs: two or more of one namespace and one cluster, all of which are meant to run. */
  readonly vms: IVirtualMachine[];
  /**
   * Of how many of them a drain may shut down at the same time.
   * @default 1
   */
  readonly maxUnavailable?: number;
  /**
   * How many of them must stay up, instead of `maxUnavailable`.
   * @default - all but `maxUnavailable`
   */
  readonly minAvailable?: number;
  /**
   * Whether VMs that are not ready may be shut down.
   * @default - Kubernetes': UnhealthyPodEvictionPolicy.IF_HEALTHY_BUDGET
   */
  readonly unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicy;
}

/**
 * How many of several VMs may be shut down at the same time when nodes are drained, as a PodDisruptionBudget.
 *
 * It is about VMs that a drain shuts down. One with the eviction strategy `LiveMigrate` is moved instead, and asks no budget.
 *
 * Throws an error with every mistake in the props.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class VmDisruptionBudget extends Construct implements ITerraformDependable {
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VmDisruptionBudgetProps) {
    super(scope, id);
    const { vms, name = id } = props;
    report(this, 'VmDisruptionBudget', severalFindings(vms));
    const [{ namespace, cluster }] = vms;
    this.fqn = deliverObject(this, {
      className: 'VmDisruptionBudget',
      prefix: 'pdb',
      cluster,
      options: props,
      manifests: [budgetManifest(name, namespace, props)],
      findings: [
        ...literalFindings([['name', name]], 'two budgets of one name are looked for'),
        ...numberOfVmsFindings(props),
        ...enumFindings('unhealthyPodEvictionPolicy', props.unhealthyPodEvictionPolicy, UnhealthyPodEvictionPolicy),
        ...effectFindings(vms),
      ],
    }).fqn;
  }
}

/** The PodDisruptionBudget. */
export function budgetManifest(name: string, namespace: string, props: VmDisruptionBudgetProps): any {
  const { vms, maxUnavailable = 1, minAvailable = vms.length - maxUnavailable, unhealthyPodEvictionPolicy } = props;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: set({
      // Kubernetes works out `maxUnavailable` and percentages from what owns the pods, and of VMs it cannot: nothing could be evicted.
      minAvailable,
      selector: vmSelector(vms.map(({ vmName }) => vmName)),
      unhealthyPodEvictionPolicy,
    }),
  };
}

function severalFindings(vms: IVirtualMachine[]): Finding[] {
  if (!Array.isArray(vms) || new Set(vms).size >= 2) return vmsFindings(vms, 'budget');
  return [propFinding('vms', `got ${vms.length} VM${vms.length === 1 ? '' : 's'}, expected at least 2: of a single one, a budget could only say that its node is never drained`,
    'name the VMs that stand in for each other')];
}

function numberOfVmsFindings({ vms, maxUnavailable, minAvailable }: VmDisruptionBudgetProps): Finding[] {
  const both = maxUnavailable !== undefined && minAvailable !== undefined;
  return [
    ...numberFindings('maxUnavailable', maxUnavailable, 1, vms.length - 1, 1),
    ...numberFindings('minAvailable', minAvailable, 1, vms.length - 1, vms.length - 1),
    ...literalFindings([['maxUnavailable', maxUnavailable]], 'the VMs that must stay up are counted'),
    ...(both ? [propFinding('minAvailable', 'got maxUnavailable and minAvailable, expected one of them', 'take one of them out')] : []),
  ];
}

/** Strategies with which KubeVirt answers an eviction before any budget is asked. */
const NOT_SHUT_DOWN: unknown[] = [EvictionStrategy.LIVE_MIGRATE, EvictionStrategy.EXTERNAL];

function effectFindings(vms: IVirtualMachine[]): Finding[] {
  const strategies = vms.map((vm) => vm._manifest?.spec?.template?.spec?.evictionStrategy ?? vm.cluster.defaultEvictionStrategy);
  if (!strategies.every((strategy) => NOT_SHUT_DOWN.includes(strategy))) return [];
  return [{
    ruleId: 'PDB-1',
    severity: 'warning',
    path: 'vms',
    message: `a drain shuts none of them down: their eviction strategy is ${[...new Set(strategies)].join(' or ')}, and no budget is asked`,
    remedy: 'use EvictionStrategy.LIVE_MIGRATE_IF_POSSIBLE or NONE on the VMs, or leave the budget out',
  }];
}
