import { sameName, VmInput, VmPart } from './part';

/**
 * Threads that read and write the VM's virtio disks.
 * @see https://kubevirt.io/user-guide/storage/disks_and_volumes/#iothreads
 */
export class IoThreads {
  /** One for all disks; those with a `dedicatedIoThread` have their own. */
  public static shared(): IoThreads {
    return new IoThreads('shared');
  }

  /** As many as twice the CPUs, over which the disks are spread. */
  public static auto(): IoThreads {
    return new IoThreads('auto');
  }

  /** So many that each disk may use all of them. */
  public static supplementalPool(threadCount: number): IoThreads {
    return new IoThreads('supplementalPool', threadCount);
  }

  private constructor(/** @internal */ public readonly _policy: string, /** @internal */ public readonly _threadCount?: number) {}
}

/** How a VM reads and writes its disks. */
export interface DiskIoOptions {
  /**
   * Threads that read and write the VM's virtio disks.
   * @default - none, or what the instancetype says
   */
  readonly ioThreads?: IoThreads;
  /**
   * Whether each virtio disk has as many queues as the VM has CPUs.
   * @default - false, or what the preference says
   */
  readonly blockMultiQueue?: boolean;
  /**
   * Whether disks cannot be added while the VM runs.
   * @default - false, or what the preference says
   */
  readonly disableHotplug?: boolean;
}

/** I/O threads and queues. */
export function diskIoParts({ ioThreads, blockMultiQueue, disableHotplug }: VmInput): VmPart[] {
  return [
    ...(ioThreads ? [{
      prop: 'ioThreads',
      domain: {
        ioThreadsPolicy: ioThreads._policy,
        ...(ioThreads._threadCount !== undefined && { ioThreads: { supplementalPoolThreadCount: ioThreads._threadCount } }),
      },
    }] : []),
    // The server drops a `false`.
    ...sameName('devices', { blockMultiQueue, disableHotplug: disableHotplug || undefined }),
  ];
}
