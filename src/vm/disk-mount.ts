import { GuestInput } from './guest-input';
import { diskSerial } from '../network/mac/identity';

/** A disk of the VM that the guest formats, where it is blank, and mounts. */
export interface DiskMount {
  /** Name of the disk, one of `disks`. The guest finds it by its serial, which a virtio disk has. */
  readonly disk: string;
  /** Where the guest mounts it: an absolute path. */
  readonly at: string;
  /**
   * File system it is formatted with. A disk that has one already is never formatted.
   * @default ext4
   */
  readonly filesystem?: string;
  /**
   * Mount options, such as `noatime`.
   * @default - the guest's: it boots without the disk too (`nofail`)
   */
  readonly options?: string[];
}

/** A virtio disk carries so much of its serial. */
const VIRTIO_SERIAL = 20;

/** The device of a disk as the guest finds it. */
export function devicePath({ disk }: DiskMount, { disks, identity }: GuestInput): string {
  const serial = disks?.find(({ name }) => name === disk)?._options.serial ?? diskSerial(identity, disk);
  return `/dev/disk/by-id/virtio-${serial.slice(0, VIRTIO_SERIAL)}`;
}

/** The file system of a mount. */
export function filesystemOf({ filesystem }: DiskMount): string {
  return filesystem ?? 'ext4';
}
