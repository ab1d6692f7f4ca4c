import { Component } from './component';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { resourceFindings } from './schema-check';
import { Finding } from '../admission/finding';
import { objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';
import { AccessMode, VolumeMode } from '../kubevirt/storage';

/**
 * How CDI copies a disk.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/clone-datavolume.md
 */
export enum CloneStrategy {
  /** Byte by byte, from pod to pod. Every storage can. */
  COPY = 'copy',
  /** By a snapshot of the CSI driver, for which there is to be a VolumeSnapshotClass. */
  SNAPSHOT = 'snapshot',
  /** By the CSI driver's own clones. */
  CSI_CLONE = 'csi-clone',
}

/** What a DataImportCron keeps of an import. */
export enum DataImportCronSourceFormat {
  /** A claim. */
  PVC = 'pvc',
  /** A snapshot: cheap to clone from where the storage clones from snapshots. */
  SNAPSHOT = 'snapshot',
}

/** How a StorageClass makes volumes. */
export interface ClaimPropertySet {
  /** Access modes; what the first one is, a DataVolume gets that does not say. */
  readonly accessModes: AccessMode[];
  readonly volumeMode: VolumeMode;
}

/**
 * What CDI is to know of a StorageClass, where it does not know the driver by itself: then DataVolumes need not say access mode and volume mode.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/storageprofile.md
 */
export interface StorageProfileOptions {
  /** Name of the StorageClass. It must exist: CDI deletes the profile of one that does not. */
  readonly storageClass: string;
  /**
   * How it makes volumes, the best way first.
   * @default - what CDI knows of the driver
   */
  readonly claimPropertySets?: ClaimPropertySet[];
  /**
   * How its disks are cloned.
   * @default - what CDI knows of the driver
   */
  readonly cloneStrategy?: CloneStrategy;
  /**
   * VolumeSnapshotClass for clones.
   * @default - the default one of the driver
   */
  readonly snapshotClass?: string;
  /**
   * What a DataImportCron keeps of an import.
   * @default - what CDI knows of the driver
   */
  readonly dataImportCronSourceFormat?: DataImportCronSourceFormat;
}

/** The manifest of a StorageProfile. CDI writes labels and status besides. */
export function storageProfileManifest({ storageClass, ...spec }: StorageProfileOptions): object {
  return { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'StorageProfile', metadata: { name: storageClass }, spec: set(spec) };
}

/** What is wrong with the storage profiles. */
function storageProfileFindings(profiles: StorageProfileOptions[]): Finding[] {
  return profiles.flatMap((profile, index) => {
    const at = `storageProfiles[${index}]`;
    const checked = resourceFindings(storageProfileManifest(profile));
    return [
      ...objectNameFindings(`${at}.storageClass`, profile.storageClass, 'ceph-block'),
      ...(profiles.findIndex(({ storageClass }) => storageClass === profile.storageClass) < index
        ? [propFinding(`${at}.storageClass`, `"${profile.storageClass}" has a profile here already`, 'put them together: a StorageClass has one')] : []),
      // CDI leaves such a profile as it was, and says so in its log only.
      ...(profile.claimPropertySets ?? []).flatMap(({ accessModes, volumeMode }, way) => [
        ...(accessModes?.length === 0
          ? [propFinding(`${at}.claimPropertySets[${way}].accessModes`, 'got an empty list', 'write [AccessMode.READ_WRITE_MANY], or what the storage can')] : []),
        ...(volumeMode === undefined
          ? [propFinding(`${at}.claimPropertySets[${way}].volumeMode`, 'got none', 'write VolumeMode.BLOCK, or what the storage can')] : []),
      ]),
      ...(Object.keys(set(profile)).length === 1 ? [propFinding(at, 'got nothing but a StorageClass', 'set what CDI is to know of it, such as claimPropertySets')] : []),
      ...checked.map((finding) => ({ ...finding, path: finding.path.replace(/^spec/, at) })),
    ];
  });
}

/**
 * What CDI is told of storage. CDI makes a StorageProfile for each StorageClass, and fills in what it finds empty; so it does not matter whether it
 * has made one before this release comes, or finds that of the release. When the release goes, CDI makes them anew, as it would have.
 */
export function storageProfiles({ storageProfiles: profiles = [], cdi }: VmoClusterProfileProps): Component {
  return {
    findings: () => [
      ...(profiles.length > 0 && cdi?._mode === 'none'
        ? [propFinding('storageProfiles', 'got profiles with Cdi.none(), so the cluster would not know what they are', 'use Cdi.existing() where the cluster has CDI, or install()')] : []),
      ...storageProfileFindings(profiles),
    ],
    releases: () => profiles.length === 0 ? [] : [{
      id: 'StorageProfiles',
      after: ['Cdi', 'VolumeSnapshotClasses'],
      name: 'vmo-storage-profiles',
      namespace: SYSTEM_NAMESPACE,
      chart: 'vmo-manifests',
      values: { objects: profiles.map(storageProfileManifest) },
      takeOwnership: true,
    }],
  };
}
