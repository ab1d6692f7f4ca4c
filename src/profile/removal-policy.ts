import { UninstallStrategy } from './kubevirt-lifecycle';
import { Finding } from '../admission/finding';
import { enumFindings, literalFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';

/** What becomes of what a platform has on its cluster when it is destroyed. */
export enum RemovalPolicy {
  /** What VMs and their data hang on stays: CRDs and namespaces. The removal is refused while there are VMs. */
  RETAIN = 'retain',
  /** All of it goes: VMs, disks, CRDs and namespaces with all that is in them. */
  DESTROY = 'destroy',
}

/** What decides how a platform begins and ends. */
export interface LifeCycle {
  readonly removalPolicy?: RemovalPolicy;
  readonly adoptExisting?: boolean;
}

/** Options of what has a strategy. */
interface Removable { readonly uninstallStrategy?: UninstallStrategy; readonly overrides?: { readonly [key: string]: any } }

/** What KubeVirt and CDI are told where their options do not say. */
export function strategyOf({ removalPolicy }: LifeCycle): { readonly uninstallStrategy?: UninstallStrategy } {
  return removalPolicy === RemovalPolicy.DESTROY ? { uninstallStrategy: UninstallStrategy.REMOVE_WORKLOADS } : {};
}

/** Value of charts with CRDs: they stay unless told otherwise. */
export function crdValues({ removalPolicy }: LifeCycle): { readonly keepCrds?: boolean } {
  return removalPolicy === RemovalPolicy.DESTROY ? { keepCrds: false } : {};
}

/** What is wrong with the strategy in the options of the component at `path`. */
export function strategyFindings(path: string, { uninstallStrategy, overrides }: Removable, { removalPolicy }: LifeCycle): Finding[] {
  const strategy = overrides?.uninstallStrategy ?? uninstallStrategy;
  if (removalPolicy !== RemovalPolicy.DESTROY || strategy !== UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST) return [];
  return [propFinding(`${path}.uninstallStrategy`, `got "${strategy}" with removalPolicy "${removalPolicy}", which removes what this would keep`,
    'take one of them out')];
}

/** What is wrong with how the platform begins and ends. */
export function lifeCycleFindings({ removalPolicy, adoptExisting }: LifeCycle): Finding[] {
  return [
    ...enumFindings('removalPolicy', removalPolicy, RemovalPolicy),
    ...literalFindings([['removalPolicy', removalPolicy], ['adoptExisting', adoptExisting]], 'what is sent is decided by it'),
  ];
}
