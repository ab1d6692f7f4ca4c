import { set, VmInput, VmPart } from './part';
import { diskSerial } from '../network/mac/identity';

/**
 * How a volume can be mounted.
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 */
export enum AccessMode {
  /** On many nodes: what live migration needs. */
  READ_WRITE_MANY = 'ReadWriteMany',
  /** On one node. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** On many nodes, for reading. */
  READ_ONLY_MANY = 'ReadOnlyMany',
}

/** Whether a volume is a raw device or a file system. */
export enum VolumeMode {
  BLOCK = 'Block',
  FILESYSTEM = 'Filesystem',
}

/**
 * How a disk is attached.
 * @see https://kubevirt.io/user-guide/storage/disks_and_volumes/#disks
 */
export enum DiskBus {
  /** Paravirtual, fastest; Linux has its driver, Windows needs it installed. */
  VIRTIO = 'virtio',
  /** What every guest knows. */
  SATA = 'sata',
  /** Paravirtual SCSI. */
  SCSI = 'scsi',
  USB = 'usb',
}

/** What a new volume is like. */
export interface StorageOptions {
  /**
   * StorageClass of the volume.
   * @default - the cluster's default for VMs
   */
  readonly storageClass?: string;
  /**
   * How the volume can be mounted. Live migration needs `ReadWriteMany`.
   * @default - what CDI's StorageProfile of the class says
   */
  readonly accessModes?: AccessMode[];
  /**
   * Raw device or file system.
   * @default - what CDI's StorageProfile of the class says
   */
  readonly volumeMode?: VolumeMode;
}

/** The disks of a VM. */
export interface DisksOptions {
  /**
   * Disks beside the boot disk.
   * @default - none
   */
  readonly disks?: Disk[];
  /**
   * Bus of disks that name none.
   * @default - virtio, or what the preference says
   */
  readonly diskBus?: DiskBus;
}

/** What a disk is backed by, before the VM has a name. */
export type DiskBacking =
  | { readonly kind: 'volume'; readonly source: object }
  | { readonly kind: 'dataVolume'; readonly source: object; readonly size?: string; readonly storage: StorageOptions };

/** A disk beside the boot disk. */
export class Disk {
  /** A new empty disk that lives and dies with the VM. Needs CDI on the cluster. */
  public static blank(name: string, size: string, storage: StorageOptions = {}): Disk {
    return new Disk(name, { kind: 'dataVolume', source: { source: { blank: {} } }, size, storage });
  }

  /** A PersistentVolumeClaim of the VM's namespace that exists already. */
  public static existingPvc(name: string, claimName: string): Disk {
    return new Disk(name, { kind: 'volume', source: { persistentVolumeClaim: { claimName } } }, claimName);
  }

  /** Scratch space on the node; empty after every start. */
  public static emptyDisk(name: string, size: string): Disk {
    return new Disk(name, { kind: 'volume', source: { emptyDisk: { capacity: size } } });
  }

  private constructor(
    /** Name of the disk and its volume. */
    public readonly name: string,
    /** @internal */ public readonly _backing: DiskBacking,
    /** The claim two VMs must not share. @internal */ public readonly _claim?: string,
  ) {}
}

/** The disk that the VM boots from. */
export function bootParts(input: VmInput): VmPart[] {
  return [diskPart(input, 'boot', 'boot', input.boot._backing(input.goldenImagesNamespace))];
}

/** The other disks. */
export function diskParts(input: VmInput): VmPart[] {
  return (input.disks ?? []).map(({ name, _backing }, index) =>
    diskPart(input, `disks[${index}]`, name, _backing, diskSerial(input.identity, name)));
}

/** The bus of disks that name none: with a preference, the guest's OS decides; without one, virtio is what Linux has drivers for. */
export function diskTarget({ diskBus, preference }: Pick<VmInput, 'diskBus' | 'preference'>): { bus?: DiskBus } {
  return set({ bus: diskBus ?? (preference ? undefined : DiskBus.VIRTIO) });
}

function diskPart(input: VmInput, prop: string, name: string, backing: DiskBacking, serial?: string): VmPart {
  const dataVolume = { name: `${input.name}-${name}` };
  return {
    prop,
    devices: { disks: [set({ name, disk: diskTarget(input), serial })] },
    pod: { volumes: [{ name, ...(backing.kind === 'volume' ? backing.source : { dataVolume }) }] },
    ...(backing.kind === 'dataVolume' && { spec: { dataVolumeTemplates: [dataVolumeTemplate(dataVolume.name, backing)] } }),
  };
}

function dataVolumeTemplate(name: string, { source, size, storage }: Extract<DiskBacking, { kind: 'dataVolume' }>): object {
  return {
    metadata: { name },
    spec: {
      ...source,
      storage: set({
        resources: size === undefined ? undefined : { requests: { storage: size } },
        storageClassName: storage.storageClass,
        accessModes: storage.accessModes,
        volumeMode: storage.volumeMode,
      }),
    },
  };
}
