import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { snapshotReference, vmReference } from './reference';
import { IVirtualMachineSnapshot } from './virtual-machine-snapshot';
import { objectNameFindings, shapeFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { quoted } from '../construct/shell';
import { set } from '../kubevirt/maps';
import { deliverObject, Needed } from '../object/deliver';
import { ObjectOptions } from '../object/options';
import { IVirtualMachine } from '../object/virtual-machine';
import { IVmoCluster } from '../profile/cluster';

/** Where a claim is. */
export interface ClaimPlacement {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Name of the PersistentVolumeClaim. */
  readonly claimName: string;
  /** @default default */
  readonly namespace?: string;
}

/** What is exported. */
export class ExportSource {
  /** All disks of a VM. They can be had while it is halted. */
  public static vm(vm: IVirtualMachine): ExportSource {
    return new ExportSource(vm.cluster, vm.namespace, vmReference(vm), vm);
  }

  /** All disks of a snapshot. */
  public static snapshot(snapshot: IVirtualMachineSnapshot): ExportSource {
    return new ExportSource(snapshot.cluster, snapshot.namespace, snapshotReference(snapshot), snapshot);
  }

  /** One disk. It can be had while nobody uses the claim. */
  public static claim(claim: ClaimPlacement): ExportSource {
    return new ExportSource(claim.cluster, claim.namespace ?? 'default', { apiGroup: '', kind: 'PersistentVolumeClaim', name: claim.claimName }, claim.cluster);
  }

  private constructor(
    /** @internal */ public readonly _cluster: IVmoCluster,
    /** @internal */ public readonly _namespace: string,
    /** @internal */ public readonly _reference: object,
    /** @internal */ public readonly _from: Needed,
  ) {}
}

/** Props of `VirtualMachineExport`. */
export interface VirtualMachineExportProps extends ObjectOptions {
  /** What is exported. */
  readonly source: ExportSource;
  /**
   * How long it can be downloaded, such as `12h`. Then KubeVirt deletes the export.
   * @default - KubeVirt's: 2h
   */
  readonly ttl?: string;
  /**
   * Name of a Secret in the same namespace whose key `token` a download must show.
   * @default - KubeVirt makes one
   */
  readonly tokenSecretName?: string;
}

/**
 * Disks that can be downloaded for a while.
 *
 * It happens once, when this is applied. To do it again, use another name. Throws an error with every mistake in the props.
 * @see https://kubevirt.io/user-guide/storage/export_api/
 */
export class VirtualMachineExport extends Construct implements ITerraformDependable {
  /** Name of the export. */
  public readonly exportName: string;
  /** Its namespace. */
  public readonly namespace: string;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VirtualMachineExportProps) {
    super(scope, id);
    const { source, name = id, tokenSecretName } = props;
    report(this, 'VirtualMachineExport', shapeFindings('source', source, source instanceof ExportSource, 'ExportSource.vm(…), snapshot(…) or claim(…)'));
    this.exportName = name;
    this.namespace = source._namespace;
    this.fqn = deliverObject(this, {
      className: 'VirtualMachineExport',
      prefix: 'export',
      cluster: source._cluster,
      options: props,
      needs: [source._from],
      manifests: [exportManifest(name, props)],
      findings: tokenSecretName === undefined ? [] : objectNameFindings('tokenSecretName', tokenSecretName, 'export-token'),
    }).fqn;
  }

  /**
   * The command that downloads a disk, for an output of the stack.
   * @param volume name of the disk's claim; it may be left out where there is one disk
   * @param output file that it is written to, gzipped
   */
  public downloadCommand(volume?: string, output: string = 'disk.img.gz'): string {
    const which = volume === undefined ? '' : ` --volume=${quoted(volume)}`;
    return `virtctl vmexport download ${this.exportName} --namespace=${this.namespace}${which} --output=${quoted(output)}`;
  }
}

/** The VirtualMachineExport. */
function exportManifest(name: string, { source, ttl, tokenSecretName }: VirtualMachineExportProps): any {
  return {
    apiVersion: 'export.kubevirt.io/v1beta1',
    kind: 'VirtualMachineExport',
    metadata: { name, namespace: source._namespace },
    spec: set({ source: source._reference, ttlDuration: ttl, tokenSecretRef: tokenSecretName }),
  };
}
