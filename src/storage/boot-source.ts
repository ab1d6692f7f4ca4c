import { StorageOptions, VolumeBacking, VolumePlace } from './backing';
import type { IDataSource } from './data-source';
import type { IDataVolume } from './data-volume';
import type { Architecture } from '../kubevirt/architecture';
import type { ImagePullPolicy } from '../kubevirt/image-pull-policy';
import { set } from '../kubevirt/maps';

/** Who pulls the image that a disk is copied from. */
export enum RegistryPullMethod {
  /** The pod that fills the disk. */
  POD = 'pod',
  /** The node, with its image cache and its credentials. */
  NODE = 'node',
}

/** Whether the file of a host disk must be there. */
export enum HostDiskType {
  /** It is there. */
  DISK = 'Disk',
  /** It is made where it is not. */
  DISK_OR_CREATE = 'DiskOrCreate',
}

/** Options of `BootSource.containerDisk()`. */
export interface ContainerDiskOptions {
  /**
   * When the image is pulled.
   * @default - always with the tag `latest` or none, else where the node lacks it
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Name of the Secret with the registry's credentials.
   * @default - none
   */
  readonly imagePullSecret?: string;
  /**
   * The file in the image.
   * @default - the only file in /disk
   */
  readonly path?: string;
}

/** What a disk that is copied from somewhere is like. */
export interface BootDiskOptions extends StorageOptions {
  /**
   * Size of the disk, a Kubernetes quantity such as `20Gi`; at least the size of the image.
   */
  readonly size: string;
}

/** Options of `BootSource.imageStream()`. */
export interface ImageStreamOptions extends BootDiskOptions {
  /**
   * Name of the Secret with the registry's credentials: `accessKeyId` and `secretKey`.
   * @default - none
   */
  readonly secretRef?: string;
  /**
   * Name of the ConfigMap with the registry's CA certificates.
   * @default - the node's, or CDI's
   */
  readonly certConfigMap?: string;
  /**
   * Architecture of the image, where it has several.
   * @default - the node's
   */
  readonly architecture?: Architecture;
}

/** Options of `BootSource.registry()`. */
export interface RegistrySourceOptions extends ImageStreamOptions {
  /**
   * Who pulls the image.
   * @default RegistryPullMethod.POD
   */
  readonly pullMethod?: RegistryPullMethod;
}

/** Options of `BootSource.fromDataSource()`. */
export interface GoldenImageOptions extends StorageOptions {
  /**
   * Size of the disk, a Kubernetes quantity such as `20Gi`; at least the size of the golden image.
   * @default - the size of the golden image
   */
  readonly size?: string;
}

/** Options of `BootSource.dataSource()`. */
export interface DataSourceOptions extends GoldenImageOptions {
  /**
   * Namespace of the DataSource.
   * @default - the cluster's namespace of golden images
   */
  readonly namespace?: string;
}

/** Options of `BootSource.clonePvc()` and `BootSource.snapshot()`. */
export interface CloneOptions extends StorageOptions {
  /**
   * Size of the disk, a Kubernetes quantity such as `20Gi`; at least the size of the origin.
   * @default - the size of the origin
   */
  readonly size?: string;
  /**
   * Namespace of the origin. Cloning across namespaces needs the right to create `datavolumes/source` there.
   * @default - the VM's
   */
  readonly namespace?: string;
}

/** Options of `BootSource.http()`. */
export interface HttpSourceOptions extends BootDiskOptions {
  /**
   * Name of the Secret with user name and password: `accessKeyId` and `secretKey`.
   * @default - none
   */
  readonly secretRef?: string;
  /**
   * Name of the ConfigMap with the server's CA certificates.
   * @default - those that CDI knows
   */
  readonly certConfigMap?: string;
  /**
   * Headers of the request, such as `Accept-Language: en`.
   * @default - none
   */
  readonly extraHeaders?: string[];
  /**
   * Names of Secrets that hold headers of the request.
   * @default - none
   */
  readonly secretExtraHeaders?: string[];
}

/** Options of `BootSource.s3()`. */
export interface S3SourceOptions extends BootDiskOptions {
  /**
   * Name of the Secret with the keys: `accessKeyId` and `secretKey`.
   * @default - none
   */
  readonly secretRef?: string;
  /**
   * Name of the ConfigMap with the server's CA certificates.
   * @default - those that CDI knows
   */
  readonly certConfigMap?: string;
}

/** Options of `BootSource.gcs()`. */
export interface GcsSourceOptions extends BootDiskOptions {
  /**
   * Name of the Secret with the key of a service account.
   * @default - none
   */
  readonly secretRef?: string;
}

/** Options of `BootSource.imageio()`. */
export interface ImageioSourceOptions extends BootDiskOptions {
  /** The disk, by its id there. */
  readonly diskId: string;
  /** Name of the Secret with user name and password: `accessKeyId` and `secretKey`. */
  readonly secretRef: string;
  /**
   * Name of the ConfigMap with the server's CA certificates. Without it, `insecureSkipVerify` must be set.
   * @default - none
   */
  readonly certConfigMap?: string;
  /**
   * Whether the server's certificate is not checked.
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Options of `BootSource.vddk()`. */
export interface VddkSourceOptions extends BootDiskOptions {
  /** Path of the disk on its datastore: `[iSCSI_Datastore] vm/vm_1.vmdk`. */
  readonly backingFile: string;
  /** UUID of the VM that the disk belongs to. */
  readonly uuid: string;
  /** Fingerprint of the certificate of vCenter or ESXi host. */
  readonly thumbprint: string;
  /** Name of the Secret with user name and password: `accessKeyId` and `secretKey`. */
  readonly secretRef: string;
  /**
   * Image with VMware's VDDK library.
   * @default - what the ConfigMap `v2v-vmware` of CDI says
   */
  readonly initImageUrl?: string;
  /**
   * Name of the ConfigMap with options of the VDDK library.
   * @default - none
   */
  readonly extraArgs?: string;
}

/** An object from which a volume populator fills a volume. */
export interface PopulatorSource {
  /** API group, such as `cdi.kubevirt.io`. */
  readonly apiGroup: string;
  /** Kind, such as `VolumeImportSource`. */
  readonly kind: string;
  /** Name, in the VM's namespace. */
  readonly name: string;
}

/** Options of `BootSource.existingPvc()`. */
export interface ExistingPvcOptions {
  /**
   * Whether the claim is mounted for reading only.
   * @default false
   */
  readonly readOnly?: boolean;
}

/** Options of `BootSource.hostDisk()`. */
export interface HostDiskOptions {
  /**
   * Size of the file where it is made, a Kubernetes quantity such as `20Gi`.
   * @default - none
   */
  readonly capacity?: string;
  /**
   * Whether the file must be there.
   * @default - with a capacity `DISK_OR_CREATE`, else `DISK`
   */
  readonly type?: HostDiskType;
  /**
   * Whether all nodes see the same file there.
   * @default false
   */
  readonly shared?: boolean;
}

/**
 * Where a disk comes from: the boot disk of a VM, or with `Disk.of()` another one. What makes a disk of the VM's own needs CDI
 * on the cluster.
 * @see https://kubevirt.io/user-guide/storage/disks_and_volumes/
 */
export class BootSource {
  /** An image in a container registry, read at every start; what the guest writes is lost at shutdown. */
  public static containerDisk(image: string, options: ContainerDiskOptions = {}): BootSource {
    const { imagePullPolicy, imagePullSecret, path } = options;
    return BootSource._volume({ containerDisk: set({ image, imagePullPolicy, imagePullSecret, path }) });
  }

  /** A disk of its own, copied once from a container image: `docker://quay.io/containerdisks/fedora:42`. */
  public static registry(url: string, options: RegistrySourceOptions): BootSource {
    return BootSource.dataVolume(options, ({ pullMethod, secretRef, certConfigMap, architecture }) => ({
      registry: set({ url, pullMethod, secretRef, certConfigMap, platform: architecture && { architecture } }),
    }));
  }

  /** A disk of its own, copied once from an OpenShift ImageStream of the VM's namespace, by the node. */
  public static imageStream(imageStream: string, options: ImageStreamOptions): BootSource {
    return BootSource.dataVolume(options, ({ secretRef, certConfigMap, architecture }) => ({
      registry: set({ imageStream, pullMethod: RegistryPullMethod.NODE, secretRef, certConfigMap, platform: architecture && { architecture } }),
    }));
  }

  /** A disk of its own, downloaded once: a qcow2, raw, ISO or compressed image. */
  public static http(url: string, options: HttpSourceOptions): BootSource {
    return BootSource.dataVolume(options, ({ secretRef, certConfigMap, extraHeaders, secretExtraHeaders }) => ({
      http: set({ url, secretRef, certConfigMap, extraHeaders, secretExtraHeaders }),
    }));
  }

  /** A disk of its own, downloaded once from S3: `https://s3.eu-central-1.amazonaws.com/images/fedora.qcow2`. */
  public static s3(url: string, options: S3SourceOptions): BootSource {
    return BootSource.dataVolume(options, ({ secretRef, certConfigMap }) => ({ s3: set({ url, secretRef, certConfigMap }) }));
  }

  /** A disk of its own, downloaded once from Google Cloud Storage: `gs://images/fedora.qcow2`. */
  public static gcs(url: string, options: GcsSourceOptions): BootSource {
    return BootSource.dataVolume(options, ({ secretRef }) => ({ gcs: set({ url, secretRef }) }));
  }

  /** A disk of its own, copied once from oVirt: `https://engine.example.com/ovirt-engine/api`. */
  public static imageio(url: string, options: ImageioSourceOptions): BootSource {
    return BootSource.dataVolume(options, ({ diskId, secretRef, certConfigMap, insecureSkipVerify }) => ({
      imageio: set({ url, diskId, secretRef, certConfigMap, insecureSkipVerify }),
    }));
  }

  /** A disk of its own, copied once from VMware: `https://vcenter.example.com/sdk`. */
  public static vddk(url: string, options: VddkSourceOptions): BootSource {
    return BootSource.dataVolume(options, ({ backingFile, uuid, thumbprint, secretRef, initImageUrl, extraArgs }) => ({
      vddk: set({ url, backingFile, uuid, thumbprint, secretRef, initImageURL: initImageUrl, extraArgs }),
    }));
  }

  /** A disk of its own, cloned from a golden image. */
  public static dataSource(name: string, options: DataSourceOptions = {}): BootSource {
    return new BootSource(({ goldenImagesNamespace }) => imageBacking(name, options.namespace ?? goldenImagesNamespace, options));
  }

  /** A disk of its own, cloned from a golden image of this app, or one that is looked up. What it is the disk of waits for it. */
  public static fromDataSource(image: IDataSource, options: GoldenImageOptions = {}): BootSource {
    return new BootSource(() => imageBacking(image.dataSourceName, image.namespace, options), undefined, false, image);
  }

  /** A disk of its own, cloned from a PersistentVolumeClaim. */
  public static clonePvc(claimName: string, options: CloneOptions = {}): BootSource {
    return BootSource.clone('pvc', claimName, options);
  }

  /** A disk of its own, cloned from a VolumeSnapshot. */
  public static snapshot(name: string, options: CloneOptions = {}): BootSource {
    return BootSource.clone('snapshot', name, options);
  }

  /** A new empty disk of its own: for installing a guest, or for data. */
  public static blank(size: string, storage: StorageOptions = {}): BootSource {
    return BootSource.dataVolume({ ...storage, size }, () => ({ blank: {} }));
  }

  /** A disk of its own that waits for `virtctl image-upload dv <VM's name>-<disk's name>`. */
  public static upload(size: string, storage: StorageOptions = {}): BootSource {
    return BootSource.dataVolume({ ...storage, size }, () => ({ upload: {} }));
  }

  /** A disk of its own that a volume populator fills. */
  public static populator(populator: PopulatorSource, options: BootDiskOptions): BootSource {
    const { apiGroup, kind, name } = populator;
    return new BootSource(() => ({ kind: 'dataVolume', source: {}, size: options?.size, storage: options ?? {}, populator: { apiGroup, kind, name } }));
  }

  /** A PersistentVolumeClaim of the VM's namespace that exists already, as it is. */
  public static existingPvc(claimName: string, options: ExistingPvcOptions = {}): BootSource {
    const readOnly = options.readOnly || undefined;
    return BootSource._volume({ persistentVolumeClaim: set({ claimName, readOnly }) }, readOnly ? undefined : `claim "${claimName}"`);
  }

  /** A DataVolume of the VM's namespace that exists already: the VM waits until it is filled. */
  public static existingDataVolume(name: string): BootSource {
    return BootSource._volume({ dataVolume: { name } }, `DataVolume "${name}"`);
  }

  /** A DataVolume of this app, or one that is looked up, of the VM's namespace: the VM waits until it is filled. */
  public static fromDataVolume(volume: IDataVolume): BootSource {
    const name = volume.dataVolumeName;
    return new BootSource(() => ({ kind: 'volume', source: { dataVolume: { name } } }), `DataVolume "${name}"`, false, volume);
  }

  /** A PersistentVolumeClaim of the VM's namespace that is only read; what the guest writes is lost at shutdown. Many VMs may share it. */
  public static ephemeral(claimName: string): BootSource {
    return BootSource._volume({ ephemeral: { persistentVolumeClaim: { claimName } } });
  }

  /** A file on the node; needs the feature gate HostDisk. */
  public static hostDisk(path: string, options: HostDiskOptions = {}): BootSource {
    const { capacity, shared } = options;
    const type = options.type ?? (capacity === undefined ? HostDiskType.DISK : HostDiskType.DISK_OR_CREATE);
    // The server writes the capacity where there is none.
    return BootSource._volume({ hostDisk: set({ path, type, capacity: capacity ?? '0', shared }) }, `host disk "${path}"`);
  }

  /** No boot disk: the VM boots from the network. Give a NIC a `bootOrder`. */
  public static network(): BootSource {
    return BootSource._none();
  }

  /** Nothing: a drive without a medium. @internal */
  public static _none(): BootSource {
    return new BootSource(() => ({ kind: 'none' }), undefined, true);
  }

  /** A volume as it stands in a VM. @internal */
  public static _volume(source: object, claim?: string): BootSource {
    return new BootSource(() => ({ kind: 'volume', source }), claim);
  }

  private static clone(kind: 'pvc' | 'snapshot', name: string, options: CloneOptions): BootSource {
    return new BootSource(({ namespace }) => ({
      kind: 'dataVolume',
      source: { source: { [kind]: { name, namespace: options.namespace ?? namespace } } },
      size: options.size,
      storage: options,
    }));
  }

  private static dataVolume<T extends BootDiskOptions>(options: T, source: (options: T) => object): BootSource {
    // Plain JavaScript may leave the options out; CD-4 then asks for the size.
    const given = options ?? {};
    return new BootSource(() => ({ kind: 'dataVolume', source: { source: source(given) }, size: given.size, storage: given }));
  }

  private constructor(
    /** @internal */ public readonly _backing: (place: VolumePlace) => VolumeBacking,
    /** What two VMs must not write to. @internal */ public readonly _claim?: string,
    /** Whether there is no disk. @internal */ public readonly _isNone = false,
    /** What it is a disk of, where that is known as a construct. @internal */ public readonly _from?: Origin,
  ) {}
}

/** What a disk can be, or be made of. */
export type Origin = IDataVolume | IDataSource;

function imageBacking(name: string, namespace: string, options: GoldenImageOptions): VolumeBacking {
  return { kind: 'dataVolume', source: { sourceRef: { kind: 'DataSource', name, namespace } }, size: options.size, storage: options };
}
