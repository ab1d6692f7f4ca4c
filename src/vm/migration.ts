import { VmInput, VmPart } from './part';
import type { IMigrationPolicy } from '../migration/migration-policy';

/** How a VM moves. */
export interface MigrationOptions {
  /**
   * How the VM moves from node to node. It gets the policy's labels; one that runs has them when it is next restarted.
   * @default - what policies say that fit it, or the cluster
   */
  readonly migrationPolicy?: IMigrationPolicy;
}

/** The labels that the VM's migration policy looks for. */
export function migrationParts({ migrationPolicy }: VmInput): VmPart[] {
  if (!migrationPolicy) return [];
  return [{ prop: 'migrationPolicy', podMetadata: { labels: { ...migrationPolicy.virtualMachineInstanceSelector } } }];
}
