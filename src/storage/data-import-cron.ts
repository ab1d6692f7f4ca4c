import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { DataVolumeBacking, dataVolumeSpec } from './backing';
import { BootSource } from './boot-source';
import { GoldenImagePlacement, IDataSource, imageMetadata } from './data-source';
import { namedFindings, sourceFindings, sourcePropOf } from './source';
import { UNKNOWN } from '../admission/finding';
import { claimFacts } from '../admission/given';
import { AppRegistry } from '../construct/app-registry';
import { objectNameFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { clusterShapeFindings, IVmoCluster } from '../profile/cluster';

/** What becomes of older imports. */
export enum ImportGarbageCollection {
  /** All but the last `importsToKeep` are deleted. */
  OUTDATED = 'Outdated',
  /** They are kept. */
  NEVER = 'Never',
}

/** What becomes of imports and their DataSource when the DataImportCron is deleted. */
export enum ImportRetentionPolicy {
  /** They stay. */
  ALL = 'All',
  /** They are deleted. */
  NONE = 'None',
}

/** Props of `DataImportCron`. */
export interface DataImportCronProps extends GoldenImagePlacement {
  /**
   * What is imported, and what its volumes are like: `BootSource.registry(url, { size: '10Gi' })`, `imageStream()`, or `clonePvc()`.
   */
  readonly source: BootSource;
  /**
   * When CDI looks for a newer image, as in cron: `0 4 * * *`, in UTC. With an empty text it only imports once.
   */
  readonly schedule: string;
  /**
   * Name of the DataSource that stands for the newest import.
   * @default - the DataImportCron's
   */
  readonly managedDataSource?: string;
  /**
   * What becomes of older imports.
   * @default ImportGarbageCollection.OUTDATED
   */
  readonly garbageCollect?: ImportGarbageCollection;
  /**
   * How many imports are kept.
   * @default 3
   */
  readonly importsToKeep?: number;
  /**
   * What becomes of imports and DataSource when the DataImportCron is deleted.
   * @default ImportRetentionPolicy.ALL
   */
  readonly retentionPolicy?: ImportRetentionPolicy;
}

/** The DataSource that a DataImportCron makes. */
class ManagedDataSource extends Construct implements IDataSource {
  constructor(
    cron: DataImportCron,
    public readonly cluster: IVmoCluster,
    public readonly dataSourceName: string,
    public readonly namespace: string,
  ) {
    super(cron, 'DataSource');
  }

  public get dependables(): ITerraformDependable[] {
    return [this.node.scope as DataImportCron];
  }
}

/**
 * Keeps a golden image up to date: imports an image whenever there is a newer one, and makes a DataSource point to it. Needs CDI on the
 * cluster. VMs are made of `dataSource`.
 *
 * Throws an error with every mistake in it.
 * @see https://github.com/kubevirt/containerized-data-importer/blob/main/doc/os-image-poll-and-update.md
 */
export class DataImportCron extends Construct implements ITerraformDependable {
  /** The golden image: `BootSource.fromDataSource(cron.dataSource)`. */
  public readonly dataSource: IDataSource;
  /** Address of its Terraform resource, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: DataImportCronProps) {
    super(scope, id);
    report(this, 'DataImportCron', clusterShapeFindings(props.cluster));
    const { cluster, source, name = id, namespace = cluster.goldenImagesNamespace, managedDataSource = name } = props;
    const place = { namespace, goldenImagesNamespace: cluster.goldenImagesNamespace };
    report(this, 'DataImportCron', [
      ...namedFindings(name, namespace),
      ...(managedDataSource === name ? [] : objectNameFindings('managedDataSource', managedDataSource, 'fedora')),
      ...sourceFindings(source, place, cluster, 'the DataImportCron'),
    ]);
    const { fqn, manifest } = deliverObject(this, {
      className: 'DataImportCron',
      prefix: 'dic',
      cluster,
      options: props,
      needs: source._from && [source._from],
      manifests: [dataImportCronManifest(name, namespace, { ...props, managedDataSource }, source._backing(place) as DataVolumeBacking)],
      findings: AppRegistry.of(this).takeObject('DataSource', cluster.clusterName, `${namespace}/${managedDataSource}`, this, 'managedDataSource'),
      propOf: (path) => sourcePropOf('spec.template.spec')(path) ?? /^spec\.(\w+)/.exec(path)?.[1],
    });
    this.fqn = fqn;
    this.dataSource = new ManagedDataSource(this, cluster, managedDataSource, namespace);
    const { images } = AppRegistry.of(this).volumesOf(cluster.clusterName);
    images.set(`${namespace}/${managedDataSource}`, claimFacts(maskReferences(manifest.spec.template.spec.storage, UNKNOWN)));
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** The DataImportCron. */
export function dataImportCronManifest(name: string, namespace: string, props: DataImportCronProps, backing: DataVolumeBacking): any {
  const { schedule, managedDataSource, garbageCollect, importsToKeep, retentionPolicy } = props;
  return {
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataImportCron',
    metadata: imageMetadata(name, namespace, props),
    spec: set({ schedule, managedDataSource, garbageCollect, importsToKeep, retentionPolicy, template: { spec: dataVolumeSpec(backing) } }),
  };
}
