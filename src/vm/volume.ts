import { set, VmInput, VmPart } from './part';
import { DATA_VOLUME_FIELDS, dataVolumeSpec } from '../storage/backing';
import type { BootSource } from '../storage/boot-source';

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

/** What makes which field of a volume. */
export const VOLUME_FIELDS = {
  ...DATA_VOLUME_FIELDS,
  ...Object.fromEntries(['imagePullPolicy', 'imagePullSecret', 'capacity', 'optional', 'volumeLabel'].map((field) => [field, field])),
};

/** The volume of a disk or file system, and the DataVolume that it comes from. */
export function volumeParts(input: VmInput, name: string, source: BootSource, hotpluggable?: boolean): Pick<VmPart, 'pod' | 'spec'> {
  const backing = source._backing(input);
  if (backing.kind === 'none') return {};
  const dataVolume = { name: `${input.name}-${name}` };
  const behind = backing.kind === 'volume' ? backing.source : { dataVolume };
  return {
    pod: { volumes: [{ name, ...(hotpluggable ? hotplugged(behind) : behind) }] },
    ...(backing.kind === 'dataVolume' && { spec: { dataVolumeTemplates: [{ metadata: dataVolume, spec: dataVolumeSpec(backing) }] } }),
  };
}

/** Claims and DataVolumes take it; of others, the schema says that they have no such field. */
function hotplugged(source: object): object {
  return Object.fromEntries(Object.entries(source).map(([kind, fields]) => [kind, { ...fields, hotpluggable: true }]));
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
