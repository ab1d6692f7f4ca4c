import { HttpProxyOptions } from './http-proxy';
import { CertificateLifetime, UninstallStrategy } from './kubevirt-lifecycle';
import { NodePlacement } from './node-placement';
import { ContainerResources, PodOptions } from './pod-options';
import { CloneStrategy } from './storage-profiles';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';

/** How much of a disk a file system takes for itself: what a DataVolume asks for is made larger by it. Not for volume mode Block. */
export interface CdiFilesystemOverhead {
  /**
   * A fraction with at most three digits.
   * @default 0.08
   */
  readonly global?: string;
  /**
   * Fractions of single StorageClasses, by their names.
   * @default - none
   */
  readonly storageClass?: { readonly [name: string]: string };
}

/** Where CDI's own pods run, and how many there are. */
export interface CdiInfrastructure extends NodePlacement {
  /**
   * Pods of the controller; one leads.
   * @default 1
   */
  readonly deploymentReplicas?: number;
  /**
   * Pods of the API server with the webhooks.
   * @default 1
   */
  readonly apiServerReplicas?: number;
  /**
   * Pods of the upload proxy.
   * @default 1
   */
  readonly uploadProxyReplicas?: number;
}

/** How long the certificates last that CDI makes for itself. */
export interface CdiCertificates {
  /** @default - 48h, and a new one 24h before its end */
  readonly ca?: CertificateLifetime;
  /** @default - 24h, and a new one 12h before its end */
  readonly server?: CertificateLifetime;
  /** @default - 24h, and a new one 12h before its end */
  readonly client?: CertificateLifetime;
}

/** Which TLS versions and ciphers servers take. */
export enum TlsProfile {
  /** For clients of long ago. */
  OLD = 'Old',
  /** TLS 1.2 and newer. */
  INTERMEDIATE = 'Intermediate',
  /** TLS 1.3 only. */
  MODERN = 'Modern',
  /** Those of `ciphers` and `minTlsVersion`. */
  CUSTOM = 'Custom',
}

/** How CDI's servers speak TLS. */
export interface CdiTlsSecurityProfile {
  readonly type: TlsProfile;
  /**
   * Ciphers by their OpenSSL names; with `TlsProfile.CUSTOM` only, and needed there.
   * @default - those of the profile
   */
  readonly ciphers?: string[];
  /**
   * `VersionTLS10` to `VersionTLS13`; with `TlsProfile.CUSTOM` only, and needed there.
   * @default - that of the profile
   */
  readonly minTlsVersion?: string;
}

/** How cdi-operator runs. */
export interface CdiOperatorOptions extends PodOptions {
  /**
   * Pods; one leads, the others stand by.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Log verbosity, 0 to 9.
   * @default 1
   */
  readonly logVerbosity?: number;
  /**
   * Namespace of Prometheus, where CDI lets it read its metrics and makes its alerts.
   * @default - none
   */
  readonly monitoringNamespace?: string;
  /**
   * A NetworkPolicy that lets in only what asks for metrics and health.
   * @default false
   */
  readonly networkPolicy?: boolean;
}

/**
 * How CDI is set up.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/cdi-config.md
 */
export interface CdiOptions {
  /**
   * Feature gates in addition to `HonorWaitForFirstConsumer`.
   * @default - none in addition
   */
  readonly featureGates?: string[];
  /** @default - 0.08 of every disk */
  readonly filesystemOverhead?: CdiFilesystemOverhead;
  /**
   * What pods that import, upload and clone take. What a namespace's quota must have room for, too.
   * @default - requests of 250m and 1Gi, limits of 1 and 8Gi
   */
  readonly podResourceRequirements?: ContainerResources;
  /**
   * Registries without TLS, or with a certificate that nobody checks: host and port, as in image URLs.
   * @default - none
   */
  readonly insecureRegistries?: string[];
  /**
   * The HTTP proxy through which images are imported, where it is another than the profile's.
   * @default - the profile's `proxy`
   */
  readonly importProxy?: HttpProxyOptions;
  /**
   * StorageClass of the space in which images are unpacked. It needs as much room as the image.
   * @default - the class of the disk
   */
  readonly scratchSpaceStorageClass?: string;
  /**
   * Whether all of a disk is written when it is made, unless its DataVolume says otherwise.
   * @default false
   */
  readonly preallocation?: boolean;
  /**
   * URL of the upload proxy as clients reach it, such as `https://upload.example.com`: `virtctl image-upload` takes it.
   * @default - that of `access`, as far as it is known
   */
  readonly uploadProxyUrlOverride?: string;
  /**
   * How disks are cloned, whatever their StorageClass could do.
   * @default - the best way of each StorageClass
   */
  readonly cloneStrategyOverride?: CloneStrategy;
  /**
   * Where CDI's own pods run, and how many.
   * @default - one of each, on any Linux node
   */
  readonly infra?: CdiInfrastructure;
  /**
   * Where pods run that import, upload and clone.
   * @default - on any Linux node
   */
  readonly workload?: NodePlacement;
  /**
   * How long the certificates last that CDI makes for itself.
   * @default - one or two days
   */
  readonly certConfig?: CdiCertificates;
  /** @default - TLS 1.2 and newer */
  readonly tlsSecurityProfile?: CdiTlsSecurityProfile;
  /**
   * Log verbosity of what the operator installs, 0 to 9.
   * @default 1
   */
  readonly logVerbosity?: number;
  /**
   * When images are pulled: those of CDI, and what fills disks.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Priority class of CDI's own pods.
   * @default - `kubevirt-cluster-critical`, where it exists
   */
  readonly priorityClassName?: string;
  /**
   * What happens to DataVolumes when CDI is removed. What a DataImportCron has imported never holds it up.
   * @default - UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST; with `removalPolicy: DESTROY`, `REMOVE_WORKLOADS`
   */
  readonly uninstallStrategy?: UninstallStrategy;
  /** @default - one pod on any Linux node, control planes too */
  readonly operator?: CdiOperatorOptions;
  /**
   * Seconds until an installation or upgrade that is not ready counts as failed.
   * @default 600
   */
  readonly timeout?: number;
  /**
   * Fields of `spec` of the CDI resource that have no option here, merged last; `null` takes a field out. Checked against CDI's schema.
   * @default - none
   */
  readonly overrides?: { [key: string]: any };
}
