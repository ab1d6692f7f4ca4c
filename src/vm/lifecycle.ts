import { sameName, VmInput, VmPart } from './part';
import { EvictionStrategy } from '../profile';

/**
 * When a VM runs.
 * @see https://kubevirt.io/user-guide/compute/run_strategies/
 */
export enum RunStrategy {
  /** Always; started again after a shutdown or crash. */
  ALWAYS = 'Always',
  /** Started again after a crash, not after a shutdown from within. */
  RERUN_ON_FAILURE = 'RerunOnFailure',
  /** Once, never started again. */
  ONCE = 'Once',
  /** When people say so: `virtctl start`, `virtctl stop`. */
  MANUAL = 'Manual',
  /** Not at all. */
  HALTED = 'Halted',
}

/** When a VM runs, how it ends, and what it is called. */
export interface LifecycleOptions {
  /** @default RunStrategy.ALWAYS */
  readonly runStrategy?: RunStrategy;
  /**
   * What happens on a node drain.
   * @default - the cluster's
   */
  readonly evictionStrategy?: EvictionStrategy;
  /**
   * Seconds the guest has for shutting down.
   * @default - KubeVirt's: 30
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Host name of the guest.
   * @default - the VM's name
   */
  readonly hostname?: string;
  /**
   * Labels of the VM and of its pod.
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * Annotations of the VM.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** The VM itself: its names, and when it runs. */
export function lifecycleParts(input: VmInput): VmPart[] {
  const { name, namespace, labels = {}, annotations = {}, hostname, evictionStrategy, terminationGracePeriodSeconds } = input;
  return [
    { prop: 'name', metadata: { name } },
    { prop: 'namespace', metadata: { namespace } },
    ...(Object.keys(labels).length > 0 ? [{ prop: 'labels', metadata: { labels }, podMetadata: { labels } }] : []),
    ...(Object.keys(annotations).length > 0 ? [{ prop: 'annotations', metadata: { annotations } }] : []),
    // The server adds it to new VMs of every supported version; Terraform would call that an inconsistent result.
    { prop: '', podMetadata: { annotations: { 'kubevirt.io/pci-topology-version': 'v3' } } },
    { prop: 'runStrategy', spec: { runStrategy: input.runStrategy ?? RunStrategy.ALWAYS } },
    ...sameName('pod', { hostname, evictionStrategy, terminationGracePeriodSeconds }),
  ];
}
