import { architectureOf } from './machine';
import { sameName, set, VmInput, VmPart } from './part';
import { downwardApiFields, DownwardApiFile, OptionalVolumeOptions, VOLUME_FIELDS, volumeParts } from './volume';
import { Architecture } from '../kubevirt/architecture';
import { diskSerial } from '../network/mac/identity';
import { StorageOptions } from '../storage/backing';
import { BootSource } from '../storage/boot-source';
import type { IDataVolume } from '../storage/data-volume';

/** What the guest sees a disk as. */
export enum DiskDevice {
  DISK = 'disk',
  /** A CD-ROM drive, for reading. */
  CDROM = 'cdrom',
  /** A SCSI device that is passed through: a claim in block mode. */
  LUN = 'lun',
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

/** Where the host caches what a disk reads and writes. */
export enum DiskCache {
  /** Not at all. */
  NONE = 'none',
  /** For reading only: slowest, safest. */
  WRITETHROUGH = 'writethrough',
  /** For reading and writing. */
  WRITEBACK = 'writeback',
}

/** How the host reads and writes a disk. */
export enum DiskIo {
  /** Linux's asynchronous I/O. */
  NATIVE = 'native',
  /** A pool of threads. */
  THREADS = 'threads',
}

/** What happens when the host cannot read or write. */
export enum DiskErrorPolicy {
  /** The VM is paused. */
  STOP = 'stop',
  /** Nothing. */
  IGNORE = 'ignore',
  /** The guest is told. */
  REPORT = 'report',
  /** The VM is paused where there is no space, else the guest is told. */
  ENOSPACE = 'enospace',
}

/** Whether a CD-ROM drive is open. */
export enum TrayState {
  OPEN = 'open',
  CLOSED = 'closed',
}

/** What becomes of a running VM where its volumes change. */
export enum UpdateVolumesStrategy {
  /** It uses the new ones after a restart. */
  REPLACEMENT = 'Replacement',
  /** The old ones are copied to the new ones while it runs. */
  MIGRATION = 'Migration',
}

/** Block sizes of a disk, in bytes, each a power of 2 from 512 to 2097152. */
export interface CustomBlockSize {
  /** What the guest addresses. At most `physical`. */
  readonly logical: number;
  /** What the device writes at once. */
  readonly physical: number;
  /**
   * What the guest can discard at once, a multiple of `logical`; 0 for none.
   * @default - the device's
   */
  readonly discardGranularity?: number;
}

/** Block sizes that the guest sees. */
export class BlockSize {
  /** These. */
  public static custom(sizes: CustomBlockSize): BlockSize {
    const { logical, physical, discardGranularity } = sizes;
    return new BlockSize({ custom: set({ logical, physical, discardGranularity }) });
  }

  /** Those of the volume. */
  public static matchVolume(): BlockSize {
    return new BlockSize({ matchVolume: {} });
  }

  private constructor(/** @internal */ public readonly _blockSize: object) {}
}

/** What the guest sees of a disk, and how the host treats it. */
export interface DiskOptions {
  /** @default DiskDevice.DISK */
  readonly device?: DiskDevice;
  /**
   * How it is attached.
   * @default - the VM's `diskBus`; of CD-ROMs sata on amd64, else scsi; of LUNs scsi
   */
  readonly bus?: DiskBus;
  /**
   * Where the host caches.
   * @default - none where the storage can, else writethrough
   */
  readonly cache?: DiskCache;
  /**
   * How the host reads and writes.
   * @default - native for block devices and preallocated files, else threads
   */
  readonly io?: DiskIo;
  /**
   * Serial number, by which the guest finds it: letters, digits, `_`, `.`, `+`, `-`. The guest sees the first 20.
   * @default - of a disk beside the boot disk computed from the VM's identity and the disk's name
   */
  readonly serial?: string;
  /**
   * Place among the disks and NICs that the VM tries to boot from, from 1 on. As soon as one has a place, those without are not
   * tried.
   * @default - none
   */
  readonly bootOrder?: number;
  /**
   * Whether the guest cannot write. The sata bus has no such disks.
   * @default - false; of a CD-ROM true
   */
  readonly readOnly?: boolean;
  /**
   * Whether other VMs may write to it at the same time: for file systems made for that. Turns the cache off.
   * @default false
   */
  readonly shareable?: boolean;
  /**
   * What happens when the host cannot read or write.
   * @default DiskErrorPolicy.STOP
   */
  readonly errorPolicy?: DiskErrorPolicy;
  /**
   * Whether it has an I/O thread of its own. On the virtio bus only.
   * @default false
   */
  readonly dedicatedIoThread?: boolean;
  /**
   * Block sizes that the guest sees.
   * @default - 512 bytes
   */
  readonly blockSize?: BlockSize;
  /**
   * Whether the guest may take SCSI persistent reservations. Of a LUN only; needs the feature gate PersistentReservation.
   * @default false
   */
  readonly reservation?: boolean;
  /**
   * Whether it can be added and taken out while the VM runs. Of claims and disks of the VM's own only.
   * @default false
   */
  readonly hotpluggable?: boolean;
  /**
   * Word by which the guest finds it in the metadata of a config drive.
   * @default - none
   */
  readonly tag?: string;
  /**
   * PCI address that the guest sees: `0000:81:01.0`. On the virtio bus only.
   * @default - the next that is free
   */
  readonly pciAddress?: string;
  /**
   * Whether a CD-ROM drive is open.
   * @default TrayState.CLOSED
   */
  readonly tray?: TrayState;
  /**
   * Whether changed blocks are tracked, for incremental backups; needs the feature gate IncrementalBackup.
   * @default false
   */
  readonly changedBlockTracking?: boolean;
}

/** Options of `Disk.blank()`. */
export interface BlankDiskOptions extends StorageOptions, DiskOptions {}

/** Options of disks made from a downward API volume. */
export interface LabelledDiskOptions extends DiskOptions {
  /**
   * Label of the file system on the disk: `cidata`, `config-2`, `OEMDRV`, …
   * @default - none
   */
  readonly volumeLabel?: string;
}

/** Options of disks made from a ConfigMap or Secret. */
export interface ConfigDiskOptions extends LabelledDiskOptions, OptionalVolumeOptions {}

/** The disks of a VM. */
export interface DisksOptions {
  /**
   * What the guest sees of the boot disk.
   * @default - a disk
   */
  readonly bootDisk?: DiskOptions;
  /**
   * Disks beside the boot disk.
   * @default - none
   */
  readonly disks?: Disk[];
  /**
   * Bus of disks that name none. CD-ROMs and LUNs have their own.
   * @default - virtio, or what the preference says
   */
  readonly diskBus?: DiskBus;
  /**
   * What becomes of the running VM where its volumes change.
   * @default - Replacement
   */
  readonly updateVolumesStrategy?: UpdateVolumesStrategy;
}

/** A disk beside the boot disk. */
export class Disk {
  /** A disk from anywhere that a VM can boot from: `Disk.of('installer', BootSource.http(…), { device: DiskDevice.CDROM })`. */
  public static of(name: string, source: BootSource, options: DiskOptions = {}): Disk {
    return new Disk(name, source, options);
  }

  /** A new empty disk that lives and dies with the VM. Needs CDI on the cluster. */
  public static blank(name: string, size: string, options: BlankDiskOptions = {}): Disk {
    return new Disk(name, BootSource.blank(size, options), options);
  }

  /** A PersistentVolumeClaim of the VM's namespace that exists already. */
  public static existingPvc(name: string, claimName: string, options: DiskOptions = {}): Disk {
    return new Disk(name, BootSource.existingPvc(claimName), options);
  }

  /** A DataVolume of this app, or one that is looked up, of the VM's namespace: the VM waits until it is filled. */
  public static fromDataVolume(name: string, volume: IDataVolume, options: DiskOptions = {}): Disk {
    return new Disk(name, BootSource.fromDataVolume(volume), options);
  }

  /** Scratch space on the node; empty after every start. */
  public static emptyDisk(name: string, size: string, options: DiskOptions = {}): Disk {
    return new Disk(name, BootSource._volume({ emptyDisk: { capacity: size } }), options);
  }

  /** A CD-ROM drive without a medium; needs the feature gate DeclarativeHotplugVolumes. */
  public static emptyCdrom(name: string, options: DiskOptions = {}): Disk {
    return new Disk(name, BootSource._none(), { device: DiskDevice.CDROM, ...options });
  }

  /** The files of a ConfigMap of the VM's namespace, as an ISO file system. */
  public static configMap(name: string, configMapName: string, options: ConfigDiskOptions = {}): Disk {
    const { optional, volumeLabel } = options;
    return Disk.config(name, { configMap: set({ name: configMapName, optional, volumeLabel }) }, options);
  }

  /** The files of a Secret of the VM's namespace, as an ISO file system. */
  public static secret(name: string, secretName: string, options: ConfigDiskOptions = {}): Disk {
    const { optional, volumeLabel } = options;
    return Disk.config(name, { secret: set({ secretName, optional, volumeLabel }) }, options);
  }

  /** The token of a ServiceAccount of the VM's namespace, as an ISO file system. A VM has at most one. */
  public static serviceAccount(name: string, serviceAccountName: string, options: DiskOptions = {}): Disk {
    return Disk.config(name, { serviceAccount: { serviceAccountName } }, options);
  }

  /** What Kubernetes knows of the VM's pod, as an ISO file system. */
  public static downwardApi(name: string, files: DownwardApiFile[], options: LabelledDiskOptions = {}): Disk {
    return Disk.config(name, { downwardAPI: set({ fields: downwardApiFields(files), volumeLabel: options.volumeLabel }) }, options);
  }

  /** Metrics of host and VM, for `vm-dump-metrics` in the guest; needs the feature gate DownwardMetrics. A VM has at most one. */
  public static downwardMetrics(name: string, options: DiskOptions = {}): Disk {
    return Disk.config(name, { downwardMetrics: {} }, { bus: DiskBus.VIRTIO, ...options });
  }

  private static config(name: string, source: object, options: DiskOptions): Disk {
    return new Disk(name, BootSource._volume(source), options, false);
  }

  private constructor(
    /** Name of the disk and its volume. */
    public readonly name: string,
    /** @internal */ public readonly _source: BootSource,
    /** @internal */ public readonly _options: DiskOptions,
    /** Whether it has a serial of its own, as what the guest keeps data on has. @internal */ public readonly _identified = true,
  ) {}
}

/** The disk that the VM boots from. */
export function bootParts(input: VmInput): VmPart[] {
  const { boot, bootDisk } = input;
  if (boot._isNone) return [];
  return [
    { prop: 'boot', fields: VOLUME_FIELDS, ...volumeParts(input, 'boot', boot, bootDisk?.hotpluggable) },
    { prop: bootDisk ? 'bootDisk' : 'boot', fields: DISK_FIELDS, devices: { disks: [disk(input, 'boot', bootDisk)] } },
  ];
}

/** The other disks. */
export function diskParts(input: VmInput): VmPart[] {
  return (input.disks ?? []).map(({ name, _source, _options, _identified }, index) => ({
    prop: `disks[${index}]`,
    fields: FIELDS,
    devices: { disks: [disk(input, name, _options, _identified ? diskSerial(input.identity, name) : undefined)] },
    ...volumeParts(input, name, _source, _options.hotpluggable),
  }));
}

/** What else a VM says of its disks. */
export function diskOptionParts({ updateVolumesStrategy }: VmInput): VmPart[] {
  return sameName('spec', { updateVolumesStrategy });
}

/** The target of a disk that is nothing special. */
export function diskTarget(input: BusChoice): { bus?: DiskBus } {
  return set({ bus: defaultBus(input, DiskDevice.DISK) });
}

/** The target of a CD-ROM that is nothing special. */
export function cdromTarget(input: BusChoice): { bus?: DiskBus } {
  return set({ bus: defaultBus(input, DiskDevice.CDROM) });
}

/** What two VMs must not write to, where this disk is written to by its VM alone. */
export function claimOf({ _claim }: BootSource, { device, readOnly, shareable, reservation }: DiskOptions): string | undefined {
  return readOnly || shareable || reservation || device === DiskDevice.CDROM ? undefined : _claim;
}

type BusChoice = Pick<VmInput, 'diskBus' | 'preference' | 'architecture'>;

/** The bus of disks that name none: with a preference, the guest's OS decides; without one, virtio is what Linux has drivers for. */
function defaultBus(choice: BusChoice, device: DiskDevice): DiskBus | undefined {
  const { diskBus, preference } = choice;
  switch (device) {
    case DiskDevice.LUN: return DiskBus.SCSI; // nothing else passes SCSI commands through
    case DiskDevice.CDROM: return preference ? undefined : architectureOf(choice) === Architecture.AMD64 ? DiskBus.SATA : DiskBus.SCSI;
    default: return diskBus ?? (preference ? undefined : DiskBus.VIRTIO);
  }
}

/** Which option makes which field of a disk. */
const DISK_FIELDS = {
  ...Object.fromEntries([
    'bus', 'cache', 'io', 'serial', 'bootOrder', 'shareable', 'errorPolicy', 'blockSize', 'reservation', 'hotpluggable', 'tag', 'pciAddress', 'tray',
    'changedBlockTracking',
  ].map((field) => [field, field])),
  readonly: 'readOnly',
  dedicatedIOThread: 'dedicatedIoThread',
};

const FIELDS = { ...VOLUME_FIELDS, ...DISK_FIELDS };

function disk(input: VmInput, name: string, options: DiskOptions = {}, serial?: string): object {
  const { device = DiskDevice.DISK, bus = defaultBus(input, device), readOnly, pciAddress, tray, reservation } = options;
  return set({
    name,
    // The server keeps a `false` of a CD-ROM only. What a device does not have, the schema refuses.
    [device]: set({
      bus,
      readonly: device === DiskDevice.CDROM ? readOnly : readOnly || undefined,
      pciAddress,
      tray,
      reservation: reservation || undefined,
    }),
    serial: options.serial ?? (device === DiskDevice.DISK ? serial : undefined),
    bootOrder: options.bootOrder,
    cache: options.cache,
    io: options.io,
    shareable: options.shareable,
    errorPolicy: options.errorPolicy,
    dedicatedIOThread: options.dedicatedIoThread,
    blockSize: options.blockSize?._blockSize,
    tag: options.tag,
    changedBlockTracking: options.changedBlockTracking,
  });
}
