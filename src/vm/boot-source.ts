import { DiskBacking, StorageOptions } from './disk';

/** What a boot disk that is copied from somewhere is like. */
export interface BootDiskOptions extends StorageOptions {
  /**
   * Size of the boot disk, a Kubernetes quantity such as `20Gi`; at least the size of the image.
   * @default - the size of the source, where CDI knows it (`dataSource`)
   */
  readonly size?: string;
}

/** Options of `BootSource.dataSource()`. */
export interface DataSourceOptions extends BootDiskOptions {
  /**
   * Namespace of the DataSource.
   * @default - the cluster's namespace of golden images
   */
  readonly namespace?: string;
}

/** Options of `BootSource.http()`. */
export interface HttpSourceOptions extends BootDiskOptions {
  /**
   * Checksum of the image, such as `sha256:…`. Needs CDI 1.65 or newer.
   * @default - not checked
   */
  readonly checksum?: string;
}

/** What a VM boots from. All but `containerDisk` and `existingPvc` need CDI on the cluster. */
export class BootSource {
  /** An image in a container registry, read at every start; what the guest writes is lost at shutdown. */
  public static containerDisk(image: string): BootSource {
    return new BootSource(() => ({ kind: 'volume', source: { containerDisk: { image } } }));
  }

  /** A disk of its own, copied once from a container image: `docker://quay.io/containerdisks/fedora:42`. */
  public static registry(url: string, options: BootDiskOptions = {}): BootSource {
    return BootSource.dataVolume({ source: { registry: { url } } }, options);
  }

  /** A disk of its own, downloaded once: a qcow2, raw or compressed image. */
  public static http(url: string, options: HttpSourceOptions = {}): BootSource {
    return BootSource.dataVolume({ source: { http: { url, checksum: options.checksum } } }, options);
  }

  /** A disk of its own, cloned from a golden image. */
  public static dataSource(name: string, options: DataSourceOptions = {}): BootSource {
    return new BootSource((goldenImagesNamespace) => ({
      kind: 'dataVolume',
      source: { sourceRef: { kind: 'DataSource', name, namespace: options.namespace ?? goldenImagesNamespace } },
      size: options.size,
      storage: options,
    }));
  }

  /** A PersistentVolumeClaim of the VM's namespace that exists already, as it is. */
  public static existingPvc(claimName: string): BootSource {
    return new BootSource(() => ({ kind: 'volume', source: { persistentVolumeClaim: { claimName } } }), claimName);
  }

  private static dataVolume(source: object, options: BootDiskOptions): BootSource {
    return new BootSource(() => ({ kind: 'dataVolume', source, size: options.size, storage: options }));
  }

  private constructor(
    /** @internal */ public readonly _backing: (goldenImagesNamespace: string) => DiskBacking,
    /** The claim two VMs must not share. @internal */ public readonly _claim?: string,
  ) {}
}
