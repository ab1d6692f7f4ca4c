import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { DataVolumeBacking, dataVolumeSpec } from './backing';
import { BootSource } from './boot-source';
import { defaultLabels, ImageDefaults } from './image-defaults';
import { namedFindings, sourceFindings, sourcePropOf } from './source';
import { UNKNOWN } from '../admission/finding';
import { claimFacts } from '../admission/given';
import { AppRegistry } from '../construct/app-registry';
import { report } from '../construct/report';
import { KEPT_BY_HELM } from '../delivery/chart';
import { maskReferences } from '../delivery/terraform-text';
import { filled, set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { ObjectPlacement } from '../object/options';
import { retainFindings } from '../object/retain';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';

/** A DataVolume that VMs can have as a disk: `BootSource.fromDataVolume(volume)`. */
export interface IDataVolume extends IConstruct {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name, and that of its claim. */
  readonly dataVolumeName: string;
  /** Its namespace: VMs of this namespace can have it as a disk. */
  readonly namespace: string;
  /** What a VM that uses it waits for. */
  readonly dependables: ITerraformDependable[];
}

/** A stage of an import of a disk that is in use while it is copied. */
export interface ImportCheckpoint {
  /** Id of the snapshot that the stage begins with; empty for the first. */
  readonly previous: string;
  /** Id of the snapshot that it ends with. */
  readonly current: string;
}

/** Props of `DataVolume`. */
export interface DataVolumeProps extends ObjectPlacement, ImageDefaults {
  /**
   * Where its data comes from, and what the volume is like: a boot source that makes a disk of its own, such as
   * `BootSource.http(url, { size: '20Gi' })`. CDI reads it once: on a DataVolume that is there, it can't be changed.
   */
  readonly source: BootSource;
  /**
   * Whether it is filled at once, where its storage class waits for the first pod that uses it.
   * @default false
   */
  readonly bindImmediately?: boolean;
  /**
   * Whether volume and data stay on the cluster when Terraform removes the DataVolume. With `Delivery.helm()` only.
   * @default false
   */
  readonly retain?: boolean;
  /**
   * Stages of an import from oVirt or VMware. CDI takes more of them later.
   * @default - one stage
   */
  readonly checkpoints?: ImportCheckpoint[];
  /**
   * Whether the last of the `checkpoints` ends the import.
   * @default false
   */
  readonly finalCheckpoint?: boolean;
  /**
   * Labels, which its claim gets too.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations, which its claim gets too.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** A DataVolume that is on the cluster already. */
export interface ExistingDataVolumeAttributes {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly name: string;
  /** @default default */
  readonly namespace?: string;
}

class ExistingDataVolume extends Construct implements IDataVolume {
  public readonly cluster: IVmoCluster;
  public readonly dataVolumeName: string;
  public readonly namespace: string;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { cluster, name, namespace = 'default' }: ExistingDataVolumeAttributes) {
    super(scope, id);
    report(this, 'DataVolume.fromDataVolumeName()', namedFindings(name, namespace));
    this.cluster = cluster;
    this.dataVolumeName = name;
    this.namespace = namespace;
  }
}

/**
 * A volume that CDI makes and fills, and that outlives the VMs that use it. Needs CDI on the cluster.
 *
 * When it is removed, its data is lost, unless it says `retain`. Throws an error with every mistake in it.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/datavolumes.md
 */
export class DataVolume extends Construct implements IDataVolume, ITerraformDependable {
  /** A DataVolume that is on the cluster already. */
  public static fromDataVolumeName(scope: Construct, id: string, attributes: ExistingDataVolumeAttributes): IDataVolume {
    return new ExistingDataVolume(scope, id, attributes);
  }

  public readonly cluster: IVmoCluster;
  public readonly dataVolumeName: string;
  public readonly namespace: string;
  /** Address of its Terraform resource, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: DataVolumeProps) {
    super(scope, id);
    report(this, 'DataVolume', clusterShapeFindings(props.cluster));
    const { cluster, source, name = id, namespace = 'default' } = props;
    const place = { namespace, goldenImagesNamespace: cluster.goldenImagesNamespace };
    report(this, 'DataVolume', [...namedFindings(name, namespace), ...sourceFindings(source, place, cluster, 'the DataVolume')]);
    this.cluster = cluster;
    this.dataVolumeName = name;
    this.namespace = namespace;
    const { fqn, manifest } = deliverObject(this, {
      className: 'DataVolume',
      prefix: 'dv',
      cluster,
      options: props,
      needs: source._from && [source._from],
      findings: retainFindings(props, cluster),
      manifests: [dataVolumeManifest(name, namespace, props, source._backing(place) as DataVolumeBacking)],
      propOf: sourcePropOf('spec'),
    });
    this.fqn = fqn;
    const { claims } = AppRegistry.of(this).volumesOf(cluster.clusterName);
    claims.set(`${namespace}/${name}`, claimFacts(maskReferences(manifest.spec.storage, UNKNOWN)));
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** The DataVolume. */
export function dataVolumeManifest(name: string, namespace: string, props: DataVolumeProps, backing: DataVolumeBacking): any {
  const { checkpoints, finalCheckpoint } = props;
  return {
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataVolume',
    metadata: set({
      name,
      namespace,
      labels: filled({ ...defaultLabels(props), ...props.labels }),
      annotations: filled({
        ...(props.bindImmediately && { 'cdi.kubevirt.io/storage.bind.immediate.requested': 'true' }),
        ...(props.retain && KEPT_BY_HELM),
        ...props.annotations,
      }),
    }),
    spec: { ...dataVolumeSpec(backing), ...set({ checkpoints, finalCheckpoint }) },
  };
}
