import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { IDataVolume } from './data-volume';
import { defaultLabels, ImageDefaults } from './image-defaults';
import { elsewhereFindings, namedFindings } from './source';
import { Finding } from '../admission/finding';
import { AppRegistry } from '../construct/app-registry';
import { shapeFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { filled, set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { ClusterObjectPlacement } from '../object/options';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';

/** A golden image that disks are cloned from: `BootSource.fromDataSource(image)`. */
export interface IDataSource extends IConstruct {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly dataSourceName: string;
  /** Its namespace. */
  readonly namespace: string;
  /** What a VM that is made of it waits for. */
  readonly dependables: ITerraformDependable[];
}

/** Where a golden image goes, and how. */
export interface GoldenImagePlacement extends ClusterObjectPlacement, ImageDefaults {
  /**
   * Its namespace.
   * @default - the cluster's namespace of golden images
   */
  readonly namespace?: string;
  /**
   * Labels.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** What is behind a DataSource. */
export class DataSourceOrigin {
  /** A PersistentVolumeClaim. Its namespace is the DataSource's unless given. */
  public static claim(name: string, namespace?: string): DataSourceOrigin {
    return new DataSourceOrigin('pvc', name, namespace);
  }

  /** The claim of a DataVolume, of any namespace of the cluster. */
  public static dataVolume(volume: IDataVolume): DataSourceOrigin {
    return new DataSourceOrigin('pvc', volume.dataVolumeName, volume.namespace, volume);
  }

  /** A VolumeSnapshot. Its namespace is the DataSource's unless given. */
  public static snapshot(name: string, namespace?: string): DataSourceOrigin {
    return new DataSourceOrigin('snapshot', name, namespace);
  }

  /** Another DataSource of the same namespace, under another name. */
  public static dataSource(other: IDataSource): DataSourceOrigin {
    return new DataSourceOrigin('dataSource', other.dataSourceName, other.namespace, other);
  }

  private constructor(
    /** @internal */ public readonly _kind: 'pvc' | 'snapshot' | 'dataSource',
    /** @internal */ public readonly _name: string,
    /** @internal */ public readonly _namespace?: string,
    /** @internal */ public readonly _from?: IDataVolume | IDataSource,
  ) {}
}

/** Props of `DataSource`. */
export interface DataSourceProps extends GoldenImagePlacement {
  /** What disks are cloned from. */
  readonly origin: DataSourceOrigin;
}

/** A DataSource that is on the cluster already. */
export interface ExistingDataSourceAttributes {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly name: string;
  /**
   * Its namespace.
   * @default - the cluster's namespace of golden images
   */
  readonly namespace?: string;
}

class ExistingDataSource extends Construct implements IDataSource {
  public readonly cluster: IVmoCluster;
  public readonly dataSourceName: string;
  public readonly namespace: string;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: ExistingDataSourceAttributes) {
    super(scope, id);
    const { cluster, name, namespace = cluster.goldenImagesNamespace } = attributes;
    report(this, 'DataSource.fromDataSourceName()', namedFindings(name, namespace));
    this.cluster = cluster;
    this.dataSourceName = name;
    this.namespace = namespace;
    noteImage(this);
  }
}

/**
 * A golden image: a name by which disks are cloned from a claim or a snapshot. Needs CDI on the cluster.
 *
 * Throws an error with every mistake in it.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/datavolumes.md#using-datasource
 */
export class DataSource extends Construct implements IDataSource, ITerraformDependable {
  /** A DataSource that is on the cluster already: a VM that names it is no mistake. */
  public static fromDataSourceName(scope: Construct, id: string, attributes: ExistingDataSourceAttributes): IDataSource {
    return new ExistingDataSource(scope, id, attributes);
  }

  public readonly cluster: IVmoCluster;
  public readonly dataSourceName: string;
  public readonly namespace: string;
  /** Address of its Terraform resource, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: DataSourceProps) {
    super(scope, id);
    report(this, 'DataSource', clusterShapeFindings(props.cluster));
    const { cluster, origin, name = id, namespace = cluster.goldenImagesNamespace } = props;
    report(this, 'DataSource', [...namedFindings(name, namespace), ...originFindings(origin, cluster)]);
    this.cluster = cluster;
    this.dataSourceName = name;
    this.namespace = namespace;
    this.fqn = deliverObject(this, {
      className: 'DataSource',
      prefix: 'ds',
      cluster,
      options: props,
      needs: origin._from && [origin._from],
      manifests: [dataSourceManifest(name, namespace, props)],
      propOf: (path) => path.startsWith('spec.source') ? 'origin' : undefined,
    }).fqn;
    noteImage(this, origin);
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** The DataSource. */
export function dataSourceManifest(name: string, namespace: string, props: DataSourceProps): any {
  const { _kind, _name, _namespace = namespace } = props.origin;
  return {
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataSource',
    metadata: imageMetadata(name, namespace, props),
    spec: { source: { [_kind]: { name: _name, namespace: _namespace } } },
  };
}

/** The metadata of a golden image. */
export function imageMetadata(name: string, namespace: string, { labels, annotations, ...props }: GoldenImagePlacement): object {
  return set({ name, namespace, labels: filled({ ...defaultLabels(props), ...labels }), annotations });
}

/** Makes a golden image known to the checks of VMs, with what is known of its size. */
function noteImage(image: IDataSource, origin?: DataSourceOrigin): void {
  const { claims, images } = AppRegistry.of(image).volumesOf(image.cluster.clusterName);
  const key = `${image.namespace}/${image.dataSourceName}`;
  const from = origin && `${origin._namespace ?? image.namespace}/${origin._name}`;
  const known = from && (origin._kind === 'pvc' ? claims : images).get(from);
  images.set(key, { ...images.get(key), ...known });
}

function originFindings(origin: DataSourceOrigin, cluster: IVmoCluster): Finding[] {
  const given: any = origin;
  const unlike = shapeFindings('origin', given, typeof given?._kind === 'string', 'a DataSourceOrigin, such as DataSourceOrigin.claim("fedora")');
  return unlike.length > 0 ? unlike : elsewhereFindings('origin', origin._from, cluster, 'the DataSource');
}
