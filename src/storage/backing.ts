import { set } from '../kubevirt/maps';
import { AccessMode, VolumeMode } from '../kubevirt/storage';

/** What stands in the source of a new volume. */
export enum ContentType {
  /** The image of a disk. */
  KUBEVIRT = 'kubevirt',
  /** A tar archive, which is unpacked: for a `Filesystem`. */
  ARCHIVE = 'archive',
}

/**
 * What a new volume is like.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/datavolumes.md
 */
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
  /**
   * Whether all of its space is taken at once.
   * @default - as CDI is configured
   */
  readonly preallocation?: boolean;
  /**
   * Disk image or archive.
   * @default ContentType.KUBEVIRT
   */
  readonly contentType?: ContentType;
  /**
   * PriorityClass of the pods that fill the volume.
   * @default - none
   */
  readonly priorityClassName?: string;
}

/** Where a disk is made, for what it takes from elsewhere. */
export interface VolumePlace { readonly namespace: string; readonly goldenImagesNamespace: string }

/** What is behind a disk or file system, before it has a name. */
export type VolumeBacking =
  /** Nothing: a drive without a medium. */
  | { readonly kind: 'none' }
  /** Something that is there, or comes with the pod. */
  | { readonly kind: 'volume'; readonly source: object }
  /** A volume that CDI makes and fills. */
  | DataVolumeBacking;

/** A volume that CDI makes and fills. */
export interface DataVolumeBacking {
  readonly kind: 'dataVolume';
  readonly source: object;
  readonly size?: string;
  readonly storage: StorageOptions;
  readonly populator?: object;
}

/** Which option makes which field of a DataVolume. */
export const DATA_VOLUME_FIELDS = {
  storageClassName: 'storageClass',
  ...Object.fromEntries([
    'accessModes', 'volumeMode', 'preallocation', 'contentType', 'priorityClassName', 'secretRef', 'certConfigMap', 'extraHeaders', 'secretExtraHeaders',
    'pullMethod', 'diskId', 'insecureSkipVerify', 'backingFile', 'uuid', 'thumbprint', 'extraArgs',
  ].map((field) => [field, field])),
  architecture: 'architecture',
  initImageURL: 'initImageUrl',
};

/** The spec of a DataVolume: of a VM's own disk, of one by itself, of what a DataImportCron makes. */
export function dataVolumeSpec({ source, size, storage, populator }: DataVolumeBacking): object {
  return set({
    ...source,
    storage: set({
      resources: size === undefined ? undefined : { requests: { storage: size } },
      storageClassName: storage.storageClass,
      accessModes: storage.accessModes,
      volumeMode: storage.volumeMode,
      dataSourceRef: populator,
    }),
    preallocation: storage.preallocation,
    contentType: storage.contentType,
    priorityClassName: storage.priorityClassName,
  });
}
