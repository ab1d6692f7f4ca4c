/** What happens to VMs when KubeVirt is removed. */
export enum UninstallStrategy {
  /** The removal is refused while there are VMs. */
  BLOCK_UNINSTALL_IF_WORKLOADS_EXIST = 'BlockUninstallIfWorkloadsExist',
  /** The VMs are deleted. */
  REMOVE_WORKLOADS = 'RemoveWorkloads',
}

/** How a running VM comes to the virt-launcher of a new KubeVirt. */
export enum WorkloadUpdateMethod {
  /** By live migration. VMs that cannot migrate stay as they are. */
  LIVE_MIGRATE = 'LiveMigrate',
  /** By a restart. */
  EVICT = 'Evict',
}

/**
 * How running VMs are brought up to date after KubeVirt has been.
 * @see https://kubevirt.io/user-guide/cluster_admin/updating_and_deletion/
 */
export interface WorkloadUpdateStrategy {
  /**
   * Ways, the gentle one first; none leaves VMs as they are until their next start.
   * @default [WorkloadUpdateMethod.LIVE_MIGRATE]
   */
  readonly workloadUpdateMethods?: WorkloadUpdateMethod[];
  /**
   * VMs that are restarted at one time.
   * @default 10
   */
  readonly batchEvictionSize?: number;
  /**
   * Time between two batches, in Go's words: `1m30s`.
   * @default 1m
   */
  readonly batchEvictionInterval?: string;
}

/** How long a certificate lasts, in Go's words: `168h`. */
export interface CertificateLifetime {
  /**
   * From its making to its end.
   * @default - 168h of a CA, 24h of other certificates
   */
  readonly duration?: string;
  /**
   * How long before its end there is a new one.
   * @default - a fifth of `duration`
   */
  readonly renewBefore?: string;
}

/** The certificates with which KubeVirt's components know each other. KubeVirt makes them. */
export interface CertificateRotateStrategy {
  /** @default - KubeVirt's own */
  readonly ca?: CertificateLifetime;
  /** @default - KubeVirt's own */
  readonly server?: CertificateLifetime;
}

/** Of what kind a patch is. */
export enum ComponentPatchType {
  /** Lists are merged by what names their items. */
  STRATEGIC = 'strategic',
  /** Lists are replaced (JSON merge patch). */
  MERGE = 'merge',
  /** A list of operations (JSON patch). */
  JSON = 'json',
}

/** A change of something that virt-operator installs. */
export interface ComponentPatch {
  /** Kind, such as `Deployment`. */
  readonly resourceType: string;
  /** Name, such as `virt-controller`; `*` is all of the kind. */
  readonly resourceName: string;
  /** The patch, in JSON. */
  readonly patch: string;
  /** @default ComponentPatchType.STRATEGIC */
  readonly type?: ComponentPatchType;
}

/** Arguments of components, by their name without dashes: `{ v: '5' }`. */
export interface ComponentFlags {
  /** @default - KubeVirt's own */
  readonly api?: { readonly [flag: string]: string };
  /** @default - KubeVirt's own */
  readonly controller?: { readonly [flag: string]: string };
  /** @default - KubeVirt's own */
  readonly handler?: { readonly [flag: string]: string };
}

/**
 * What is to be otherwise in what virt-operator installs. For what no option says.
 * @see https://kubevirt.io/user-guide/cluster_admin/customize_components/
 */
export interface CustomizeComponents {
  /** @default - none */
  readonly patches?: ComponentPatch[];
  /** @default - none */
  readonly flags?: ComponentFlags;
}
