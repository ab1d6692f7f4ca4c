import { set, VmInput, VmPart } from './part';
import { downwardApiFields, DownwardApiFile, OptionalVolumeOptions, VOLUME_FIELDS, volumeParts } from './volume';
import { BootSource } from '../storage/boot-source';

/**
 * A directory that the guest shares with the host by virtiofs: `mount -t virtiofs <name> /mnt`.
 * @see https://kubevirt.io/user-guide/storage/disks_and_volumes/#share-a-directory-with-vms
 */
export class Filesystem {
  /**
   * A volume of the VM's own, such as an unpacked archive: `BootSource.http(…, { contentType: ContentType.ARCHIVE })`. Needs the
   * feature gate EnableVirtioFsStorageVolumes.
   */
  public static of(name: string, source: BootSource): Filesystem {
    return new Filesystem(name, source);
  }

  /** A PersistentVolumeClaim of the VM's namespace that exists already. Needs the feature gate EnableVirtioFsStorageVolumes. */
  public static existingPvc(name: string, claimName: string): Filesystem {
    return new Filesystem(name, BootSource.existingPvc(claimName));
  }

  /** The files of a ConfigMap of the VM's namespace. */
  public static configMap(name: string, configMapName: string, options: OptionalVolumeOptions = {}): Filesystem {
    return Filesystem.volume(name, { configMap: set({ name: configMapName, optional: options.optional }) });
  }

  /** The files of a Secret of the VM's namespace. */
  public static secret(name: string, secretName: string, options: OptionalVolumeOptions = {}): Filesystem {
    return Filesystem.volume(name, { secret: set({ secretName, optional: options.optional }) });
  }

  /** The token of a ServiceAccount of the VM's namespace; it is renewed. A VM has at most one. */
  public static serviceAccount(name: string, serviceAccountName: string): Filesystem {
    return Filesystem.volume(name, { serviceAccount: { serviceAccountName } });
  }

  /** What Kubernetes knows of the VM's pod. */
  public static downwardApi(name: string, files: DownwardApiFile[]): Filesystem {
    return Filesystem.volume(name, { downwardAPI: { fields: downwardApiFields(files) } });
  }

  /** A directory that something has mounted into the VM's pod, for reading. Needs the feature gate ContainerPathVolumes. */
  public static containerPath(name: string, path: string): Filesystem {
    return Filesystem.volume(name, { containerPath: { path, readOnly: true } });
  }

  private static volume(name: string, source: object): Filesystem {
    return new Filesystem(name, BootSource._volume(source));
  }

  private constructor(
    /** Name by which the guest mounts it, and of its volume. */
    public readonly name: string,
    /** @internal */ public readonly _source: BootSource,
  ) {}
}

/** The file systems of a VM. */
export function filesystemParts(input: VmInput): VmPart[] {
  return (input.filesystems ?? []).map(({ name, _source }, index) => ({
    prop: `filesystems[${index}]`,
    fields: VOLUME_FIELDS,
    devices: { filesystems: [{ name, virtiofs: {} }] },
    ...volumeParts(input, name, _source),
  }));
}
