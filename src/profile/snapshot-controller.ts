import { Component, PlatformRelease } from './component';
import { SYSTEM_NAMESPACE } from './namespaces';
import { VmoClusterProfileProps } from './props';
import { Finding } from '../admission/finding';
import { numberFindings, objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';

/** Options of `SnapshotController.install()`. */
export interface SnapshotControllerOptions {
  /**
   * Controller pods; one leads, the others stand by.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Helm repository of the `snapshot-controller` chart, for a mirror of your own.
   * @default https://piraeus.io/helm-charts/
   */
  readonly repository?: string;
  /**
   * Version of that chart.
   * @default 5.2.0
   */
  readonly chartVersion?: string;
}

/**
 * Where VolumeSnapshots come from. Two snapshot controllers on one cluster make duplicate snapshots, so a cluster that
 * brings one (RKE2, OpenShift, GKE, AKS, Longhorn's bundle) takes `existing()`.
 *
 * @see https://github.com/kubernetes-csi/external-snapshotter
 */
export class SnapshotController {
  /** Install the CRDs and the controller. */
  public static install(options: SnapshotControllerOptions = {}): SnapshotController {
    return new SnapshotController('install', options);
  }

  /** The cluster has a controller and its CRDs. */
  public static existing(): SnapshotController {
    return new SnapshotController('existing', {});
  }

  /** No snapshots on this cluster. */
  public static none(): SnapshotController {
    return new SnapshotController('none', {});
  }

  private constructor(
    /** @internal */ public readonly _mode: 'install' | 'existing' | 'none',
    /** @internal */ public readonly _options: SnapshotControllerOptions,
  ) {}
}

/** What happens to the data when a snapshot object is deleted. */
export enum SnapshotDeletionPolicy {
  /** The storage's snapshot goes too. */
  DELETE = 'Delete',
  /** The storage's snapshot stays. */
  RETAIN = 'Retain',
}

/**
 * How one CSI driver makes snapshots. VM snapshots need one whose driver is the provisioner of the disks' StorageClass.
 * @see https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/
 */
export interface VolumeSnapshotClassOptions {
  /** Name of the class. */
  readonly name: string;
  /** The CSI driver, such as `rook-ceph.rbd.csi.ceph.com`. */
  readonly driver: string;
  /** @default SnapshotDeletionPolicy.DELETE */
  readonly deletionPolicy?: SnapshotDeletionPolicy;
  /**
   * Parameters of the driver.
   * @default - none
   */
  readonly parameters?: { readonly [key: string]: string };
  /**
   * Labels of the class. Velero picks the class with `velero.io/csi-volumesnapshot-class: "true"`.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Whether snapshots that name no class use this one.
   * @default false
   */
  readonly isDefault?: boolean;
}

/** What is wrong with the snapshot options. */
function snapshotFindings(controller: SnapshotController, classes: VolumeSnapshotClassOptions[]): Finding[] {
  return [
    ...numberFindings('snapshotController.replicas', controller._options.replicas, 1, Infinity, 2),
    ...(controller._mode === 'none' && classes.length > 0
      ? [propFinding('volumeSnapshotClasses', 'got classes with SnapshotController.none(), so the cluster would not know what they are',
        'use SnapshotController.existing() where the cluster has a controller, or install()')] : []),
    ...classes.flatMap((one, index) => [
      ...objectNameFindings(`volumeSnapshotClasses[${index}].name`, one.name, 'ceph-block'),
      ...objectNameFindings(`volumeSnapshotClasses[${index}].driver`, one.driver, 'rook-ceph.rbd.csi.ceph.com'),
      ...(classes.findIndex((other) => other.name === one.name) < index
        ? [propFinding(`volumeSnapshotClasses[${index}].name`, `"${one.name}" is the name of another class here`, 'give each class a name of its own')] : []),
    ]),
  ];
}

/** The manifest of a VolumeSnapshotClass. */
export function volumeSnapshotClassManifest(snapshotClass: VolumeSnapshotClassOptions): object {
  return {
    apiVersion: 'snapshot.storage.k8s.io/v1',
    kind: 'VolumeSnapshotClass',
    metadata: set({
      name: snapshotClass.name,
      labels: snapshotClass.labels,
      annotations: snapshotClass.isDefault ? { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } : undefined,
    }),
    driver: snapshotClass.driver,
    deletionPolicy: snapshotClass.deletionPolicy ?? SnapshotDeletionPolicy.DELETE,
    ...set({ parameters: snapshotClass.parameters }),
  };
}

/** Values of the snapshot-controller chart. Its CRDs come from our own chart, which keeps them when the release goes. */
function snapshotControllerValues(options: SnapshotControllerOptions): object {
  return { installCRDs: false, controller: { replicaCount: options.replicas ?? 2 } };
}

/** What makes snapshots work. The classes have a carrier of their own, so that they are there whoever brings the controller. */
export function snapshots({ snapshotController = SnapshotController.install(), volumeSnapshotClasses = [] }: VmoClusterProfileProps): Component {
  const { repository = 'https://piraeus.io/helm-charts/', chartVersion = '5.2.0' } = snapshotController._options;
  const controller: PlatformRelease[] = [
    { id: 'SnapshotCrds', name: 'vmo-snapshot-crds', namespace: SYSTEM_NAMESPACE, chart: 'snapshot-crds', values: {} },
    {
      id: 'SnapshotController',
      after: ['SnapshotCrds'],
      name: 'vmo-snapshot-controller',
      namespace: SYSTEM_NAMESPACE,
      chart: { repository, name: 'snapshot-controller', version: chartVersion },
      values: snapshotControllerValues(snapshotController._options),
    },
  ];
  const classes: PlatformRelease = {
    id: 'VolumeSnapshotClasses',
    after: ['SnapshotCrds', 'SnapshotController'],
    name: 'vmo-volume-snapshot-classes',
    namespace: SYSTEM_NAMESPACE,
    chart: 'vmo-manifests',
    values: { objects: volumeSnapshotClasses.map(volumeSnapshotClassManifest) },
  };
  return {
    findings: () => snapshotFindings(snapshotController, volumeSnapshotClasses),
    releases: () => [...snapshotController._mode === 'install' ? controller : [], ...volumeSnapshotClasses.length > 0 ? [classes] : []],
  };
}
