import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { enumFindings, objectNameFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { deliverObject } from '../object/deliver';
import { ClusterObjectPlacement } from '../object/options';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';
import { SnapshotDeletionPolicy, volumeSnapshotClassManifest } from '../profile/snapshot-controller';

/** Props of `VolumeSnapshotClass`. */
export interface VolumeSnapshotClassProps extends ClusterObjectPlacement {
  /** The CSI driver, such as `rook-ceph.rbd.csi.ceph.com`: the provisioner of the disks' StorageClass. */
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

/**
 * How a CSI driver makes snapshots, on a cluster that has the snapshot CRDs. Those that come with the platform are better given to
 * the profile, as `volumeSnapshotClasses`.
 *
 * Throws an error with every mistake in it.
 * @see https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/
 */
export class VolumeSnapshotClass extends Construct implements ITerraformDependable {
  public readonly cluster: IVmoCluster;
  /** Its name. */
  public readonly volumeSnapshotClassName: string;
  /** Address of its Terraform resource, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VolumeSnapshotClassProps) {
    super(scope, id);
    report(this, 'VolumeSnapshotClass', clusterShapeFindings(props.cluster));
    this.cluster = props.cluster;
    this.volumeSnapshotClassName = props.name ?? id;
    this.fqn = deliverObject(this, {
      className: 'VolumeSnapshotClass',
      prefix: 'vsc',
      cluster: props.cluster,
      options: props,
      manifests: [volumeSnapshotClassManifest({ ...props, name: this.volumeSnapshotClassName })],
      findings: [
        ...objectNameFindings('driver', props.driver, 'rook-ceph.rbd.csi.ceph.com'),
        ...enumFindings('deletionPolicy', props.deletionPolicy, SnapshotDeletionPolicy),
      ],
    }).fqn;
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}
