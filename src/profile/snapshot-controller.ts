import { Component, PlatformRelease } from './component';
import { Image, pullSecrets } from './image';
import { SYSTEM_NAMESPACE } from './namespaces';
import { podFindings, PodOptions, podValues } from './pod-options';
import { VmoClusterProfileProps } from './props';
import { chartImage, chartImageFindings, chartOf, chartValues, namedValues, PublicChart, publicChartFindings, PublicChartOptions } from './public-chart';
import { crdValues } from './removal-policy';
import { Finding } from '../admission/finding';
import { literalFindings, numberFindings, objectNameFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

/** Options of `SnapshotController.install()`. */
export interface SnapshotControllerOptions extends PublicChartOptions {
  /**
   * Controller pods; one leads, the others stand by.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Whether to install the CRDs, which stay when the platform goes, unless `removalPolicy` says otherwise. `false` where a CSI driver brings them without a controller.
   * @default true
   */
  readonly installCrds?: boolean;
  /**
   * Whether snapshots of several volumes at once are taken (`VolumeGroupSnapshot`), where the CSI driver can.
   * @default true
   */
  readonly groupSnapshots?: boolean;
  /**
   * Flags of the controller beside those that the chart sets, in camel case, such as `retryIntervalMax: "10m"`.
   * @default - none
   * @see https://github.com/kubernetes-csi/external-snapshotter#snapshot-controller-command-line-options
   */
  readonly args?: { readonly [flag: string]: string };
  /**
   * Its image, with a tag.
   * @default registry.k8s.io/sig-storage/snapshot-controller:v8.6.0
   */
  readonly image?: string;
  /**
   * What its pods take, and where they run.
   * @default - 10m CPU and 64Mi of memory asked for, on any node
   */
  readonly pods?: PodOptions;
  /**
   * Whether a drain takes its pods one after the other.
   * @default false
   */
  readonly podDisruptionBudget?: boolean;
  /**
   * Whether Prometheus is told of it by a ServiceMonitor, whose CRD the cluster must have.
   * @default false
   */
  readonly serviceMonitor?: boolean;
}

/**
 * Where VolumeSnapshots come from. Two snapshot controllers on one cluster make duplicate snapshots, so a cluster that
 * brings one takes `existing()`: by itself with its `distribution` (RKE2, OpenShift, GKE, AKS), else where you say so (Longhorn's bundle).
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
   * Labels of the class.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Whether snapshots that name no class use this one.
   * @default false
   */
  readonly isDefault?: boolean;
  /**
   * Whether Velero takes its backups of this driver's volumes with this class: it picks the one with the label
   * `velero.io/csi-volumesnapshot-class`.
   * @default false
   */
  readonly velero?: boolean;
}

/** What is wrong with the snapshot options. */
function snapshotFindings(controller: SnapshotController, classes: VolumeSnapshotClassOptions[]): Finding[] {
  const { _options: options } = controller;
  return [
    ...numberFindings('snapshotController.replicas', options.replicas, 1, Infinity, 2),
    ...literalFindings([['snapshotController.installCrds', options.installCrds]], 'what is installed is decided'),
    ...chartImageFindings('snapshotController.image', options.image, SNAPSHOT_CONTROLLER),
    ...podFindings('snapshotController.pods', options.pods),
    ...publicChartFindings('snapshotController', SNAPSHOT_CONTROLLER_CHART, options),
    ...(options.args?.featureGates !== undefined && options.groupSnapshots !== undefined
      ? [propFinding('snapshotController.args.featureGates', 'got gates beside groupSnapshots, which is one of them', 'take out snapshotController.groupSnapshots')] : []),
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
      labels: snapshotClass.velero ? { ...snapshotClass.labels, 'velero.io/csi-volumesnapshot-class': 'true' } : snapshotClass.labels,
      annotations: snapshotClass.isDefault ? { 'snapshot.storage.kubernetes.io/is-default-class': 'true' } : undefined,
    }),
    driver: snapshotClass.driver,
    deletionPolicy: snapshotClass.deletionPolicy ?? SnapshotDeletionPolicy.DELETE,
    ...set({ parameters: snapshotClass.parameters }),
  };
}

export const SNAPSHOT_CONTROLLER: Image = { repository: 'registry.k8s.io/sig-storage/snapshot-controller', tag: 'v8.6.0' };

const PODS = `affinity args dnsConfig dnsPolicy fullnameOverride hostNetwork imagePullSecrets nodeSelector pdb podAnnotations podLabels
  podSecurityContext priorityClassName replicaCount resources revisionHistoryLimit securityContext tolerations topologySpreadConstraints`;

const PARTS = { image: namedValues('repository tag pullPolicy'), serviceAccount: namedValues('create name') };

export const SNAPSHOT_CONTROLLER_CHART: PublicChart = {
  repository: 'https://piraeus.io/helm-charts/',
  name: 'snapshot-controller',
  version: '5.2.0',
  values: namedValues('installCRDs volumeSnapshotClasses volumeGroupSnapshotClasses', {
    controller: namedValues(`${PODS} enabled`, { ...PARTS, rbac: namedValues('create'), serviceMonitor: namedValues('create') }),
    webhook: namedValues(`${PODS} enabled`, { ...PARTS, tls: namedValues('certificateSecret autogenerate renew certManagerIssuerRef caBundle certificate key') }),
  }),
};

/** Values of the snapshot-controller chart. Its CRDs come from our own chart, which keeps them when the release goes. */
function snapshotControllerValues(options: SnapshotControllerOptions, props: VmoClusterProfileProps): object {
  const { replicas = 2, groupSnapshots = true, podDisruptionBudget, serviceMonitor } = options;
  return chartValues({
    installCRDs: false,
    controller: {
      replicaCount: replicas,
      args: { featureGates: `CSIVolumeGroupSnapshot=${groupSnapshots}`, ...options.args },
      image: chartImage(SNAPSHOT_CONTROLLER, options.image, props),
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: { allowPrivilegeEscalation: false },
      ...set({
        imagePullSecrets: pullSecrets(props.imagePullSecrets),
        pdb: podDisruptionBudget ? { maxUnavailable: 1 } : undefined,
        serviceMonitor: serviceMonitor ? { create: true } : undefined,
      }),
      ...mergeOverrides({ resources: { requests: { cpu: '10m', memory: '64Mi' } } }, podValues(options.pods)),
    },
  }, options);
}

/** What makes snapshots work. The classes have a carrier of their own, so that they are there whoever brings the controller. */
export function snapshots(props: VmoClusterProfileProps): Component {
  const { snapshotController = SnapshotController.install(), volumeSnapshotClasses = [] } = props;
  const { _options: options } = snapshotController;
  const crds: PlatformRelease = { id: 'SnapshotCrds', name: 'vmo-snapshot-crds', namespace: SYSTEM_NAMESPACE, chart: 'snapshot-crds', values: crdValues(props) };
  const controller = (): PlatformRelease => ({
    id: 'SnapshotController',
    after: ['SnapshotCrds'],
    name: 'vmo-snapshot-controller',
    namespace: SYSTEM_NAMESPACE,
    chart: chartOf(SNAPSHOT_CONTROLLER_CHART, options, props),
    values: snapshotControllerValues(options, props),
  });
  const classes = (): PlatformRelease => ({
    id: 'VolumeSnapshotClasses',
    after: ['SnapshotCrds', 'SnapshotController'],
    name: 'vmo-volume-snapshot-classes',
    namespace: SYSTEM_NAMESPACE,
    chart: 'vmo-manifests',
    values: { objects: volumeSnapshotClasses.map(volumeSnapshotClassManifest) },
  });
  return {
    findings: () => snapshotFindings(snapshotController, volumeSnapshotClasses),
    releases: () => [
      ...snapshotController._mode === 'install' ? [...options.installCrds ?? true ? [crds] : [], controller()] : [],
      ...volumeSnapshotClasses.length > 0 ? [classes()] : [],
    ],
  };
}
