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
  /** As the receiver of a live migration from another cluster or namespace. Needs the feature gate `DecentralizedLiveMigration`. */
  WAIT_AS_RECEIVER = 'WaitAsReceiver',
}

/** How a VM starts. */
export enum StartStrategy {
  /** Stopped before the first instruction, until `virtctl unpause`. */
  PAUSED = 'Paused',
}

/** What happens when the guest reboots. */
export enum RebootPolicy {
  /** It reboots, in the same pod. */
  REBOOT = 'Reboot',
  /** The VM ends, and is started again where `runStrategy` says so: changes of the VM then reach it. */
  TERMINATE = 'Terminate',
}

/** When a VM runs, how it ends, and what it is called. */
export interface LifecycleOptions {
  /** @default RunStrategy.ALWAYS */
  readonly runStrategy?: RunStrategy;
  /**
   * How the VM starts.
   * @default - it runs at once
   */
  readonly startStrategy?: StartStrategy;
  /**
   * What happens when the guest reboots. Needs the feature gate `RebootPolicy`.
   * @default - KubeVirt's: RebootPolicy.REBOOT
   */
  readonly rebootPolicy?: RebootPolicy;
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
  /**
   * Annotations of the VM's pod, such as those that a CNI or a service mesh reads.
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };
}

/** The VM itself: its names, and when it runs. */
export function lifecycleParts(input: VmInput): VmPart[] {
  const { name, namespace, labels = {}, annotations = {}, podAnnotations = {} } = input;
  const { hostname, evictionStrategy, startStrategy, terminationGracePeriodSeconds, rebootPolicy } = input;
  return [
    { prop: 'name', metadata: { name } },
    { prop: 'namespace', metadata: { namespace } },
    ...(Object.keys(labels).length > 0 ? [{ prop: 'labels', metadata: { labels }, podMetadata: { labels } }] : []),
    ...(Object.keys(annotations).length > 0 ? [{ prop: 'annotations', metadata: { annotations } }] : []),
    // The server adds it to new VMs of every supported version; Terraform would call that an inconsistent result.
    { prop: '', podMetadata: { annotations: { 'kubevirt.io/pci-topology-version': 'v3' } } },
    ...(Object.keys(podAnnotations).length > 0 ? [{ prop: 'podAnnotations', podMetadata: { annotations: podAnnotations } }] : []),
    { prop: 'runStrategy', spec: { runStrategy: input.runStrategy ?? RunStrategy.ALWAYS } },
    ...sameName('pod', { hostname, evictionStrategy, startStrategy, terminationGracePeriodSeconds }),
    ...sameName('domain', { rebootPolicy }),
  ];
}
