import type { BootSource } from './boot-source';
import { set, VmInput, VmPart } from './part';
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

/** Options of volumes whose object need not exist. */
export interface OptionalVolumeOptions {
  /**
   * Whether the VM starts without the object too.
   * @default false
   */
  readonly optional?: boolean;
}

/** A file of a downward API volume: either `fieldPath` or `resource`. */
export interface DownwardApiFile {
  /** Name of the file. */
  readonly path: string;
  /**
   * Field of the VM's pod: `metadata.labels`, `metadata.annotations`, `metadata.name`, …
   * @default - none
   */
  readonly fieldPath?: string;
  /**
   * Resource of a container: `limits.memory`, `requests.cpu`, …
   * @default - none
   */
  readonly resource?: string;
  /**
   * The container whose resource it is; the guest runs in `compute`.
   * @default - none
   */
  readonly containerName?: string;
  /**
   * Unit of the resource, such as `1Mi`.
   * @default - 1
   */
  readonly divisor?: string;
  /**
   * Permissions of the file, as a number: `0o400`.
   * @default - 0o644
   */
  readonly mode?: number;
}

/** Where a VM stands, for what it takes from elsewhere. */
export type VolumePlace = Pick<VmInput, 'namespace' | 'goldenImagesNamespace'>;

/** What is behind a disk or file system, before the VM has a name. */
export type VolumeBacking =
  /** Nothing: a drive without a medium. */
  | { readonly kind: 'none' }
  /** Something that is there, or comes with the pod. */
  | { readonly kind: 'volume'; readonly source: object }
  /** A volume of the VM's own, which CDI fills. */
  | { readonly kind: 'dataVolume'; readonly source: object; readonly size?: string; readonly storage: StorageOptions; readonly populator?: object };

/** What makes which field of a volume. */
export const VOLUME_FIELDS = {
  storageClassName: 'storageClass',
  ...Object.fromEntries([
    'accessModes', 'volumeMode', 'preallocation', 'contentType', 'priorityClassName', 'secretRef', 'certConfigMap', 'extraHeaders', 'secretExtraHeaders',
    'pullMethod', 'diskId', 'insecureSkipVerify', 'backingFile', 'uuid', 'thumbprint', 'extraArgs', 'imagePullPolicy', 'imagePullSecret',
    'capacity', 'optional', 'volumeLabel',
  ].map((field) => [field, field])),
  architecture: 'architecture',
  initImageURL: 'initImageUrl',
};

/** The volume of a disk or file system, and the DataVolume that it comes from. */
export function volumeParts(input: VmInput, name: string, source: BootSource, hotpluggable?: boolean): Pick<VmPart, 'pod' | 'spec'> {
  const backing = source._backing(input);
  if (backing.kind === 'none') return {};
  const dataVolume = { name: `${input.name}-${name}` };
  const behind = backing.kind === 'volume' ? backing.source : { dataVolume };
  return {
    pod: { volumes: [{ name, ...(hotpluggable ? hotplugged(behind) : behind) }] },
    ...(backing.kind === 'dataVolume' && { spec: { dataVolumeTemplates: [dataVolumeTemplate(dataVolume.name, backing)] } }),
  };
}

/** Claims and DataVolumes take it; of others, the schema says that they have no such field. */
function hotplugged(source: object): object {
  return Object.fromEntries(Object.entries(source).map(([kind, fields]) => [kind, { ...fields, hotpluggable: true }]));
}

function dataVolumeTemplate(name: string, { source, size, storage, populator }: Extract<VolumeBacking, { kind: 'dataVolume' }>): object {
  return {
    metadata: { name },
    spec: set({
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
    }),
  };
}

/** The fields of a downward API volume. */
export function downwardApiFields(files: DownwardApiFile[]): object[] {
  return files.map(({ path, fieldPath, resource, containerName, divisor, mode }) => set({
    path,
    fieldRef: fieldPath === undefined ? undefined : { fieldPath },
    resourceFieldRef: resource === undefined ? undefined : set({ resource, containerName, divisor: divisor ?? '0' }),
    mode,
  }));
}
