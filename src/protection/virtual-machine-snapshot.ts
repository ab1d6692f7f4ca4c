import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { vmReference } from './reference';
import { objectNameFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { KEPT_BY_HELM } from '../delivery/chart';
import { set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { ObjectOptions } from '../object/options';
import { retainFindings } from '../object/retain';
import { IVirtualMachine } from '../object/virtual-machine';
import { vmFindings } from '../object/vms';
import { SnapshotDeletionPolicy } from '../profile';
import { IVmoCluster } from '../profile/cluster';

/** A snapshot of a VM that others can refer to. */
export interface IVirtualMachineSnapshot extends IConstruct {
  /** Name of the snapshot. */
  readonly snapshotName: string;
  /** The VM that it is of. */
  readonly vm: IVirtualMachine;
  /** Its namespace, which is the VM's. */
  readonly namespace: string;
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** What waits for the snapshot waits for these. */
  readonly dependables: ITerraformDependable[];
}

/** What a snapshot can be told. */
export interface VirtualMachineSnapshotOptions extends ObjectOptions {
  /**
   * How long it may take, such as `10m`. After that KubeVirt gives it up, and it stays as failed. `0s` is no limit.
   * @default - KubeVirt's: 5m
   */
  readonly failureDeadline?: string;
  /**
   * What becomes of its contents when the snapshot is deleted. What is retained are VolumeSnapshots; KubeVirt makes no snapshot of a VM of them again.
   * @default - KubeVirt's: SnapshotDeletionPolicy.DELETE
   */
  readonly deletionPolicy?: SnapshotDeletionPolicy;
  /**
   * Whether it stays on the cluster when it is taken out of the blueprint, and when the stack is destroyed. Only with `Delivery.helm()`.
   * @default false
   */
  readonly retain?: boolean;
}

/** Props of `VirtualMachineSnapshot`. */
export interface VirtualMachineSnapshotProps extends VirtualMachineSnapshotOptions {
  /** The VM. It may run: with the guest agent, its file systems stand still for the moment. */
  readonly vm: IVirtualMachine;
}

/** A snapshot that is on the cluster already, such as one of a schedule. */
export interface ExistingVmSnapshotAttributes {
  /** Its name. */
  readonly name: string;
  /** The VM that it is of. */
  readonly vm: IVirtualMachine;
}

class ExistingVmSnapshot extends Construct implements IVirtualMachineSnapshot {
  public readonly snapshotName: string;
  public readonly vm: IVirtualMachine;

  constructor(scope: Construct, id: string, { name, vm }: ExistingVmSnapshotAttributes) {
    super(scope, id);
    report(this, 'VirtualMachineSnapshot.fromSnapshotName()', [...vmFindings(vm), ...objectNameFindings('name', name, 'before-upgrade')]);
    this.snapshotName = name;
    this.vm = vm;
  }

  public get namespace(): string {
    return this.vm.namespace;
  }

  public get cluster(): IVmoCluster {
    return this.vm.cluster;
  }

  /** Those of the cluster: the VM need not be there any more. */
  public get dependables(): ITerraformDependable[] {
    return this.cluster.dependables;
  }
}

/**
 * A snapshot of a VM: its spec, and its disks where their storage can do snapshots.
 *
 * It is taken once and never changed: KubeVirt refuses another spec under the same name. For a newer one, use another name.
 * Throws an error with every mistake in the props.
 * @see https://kubevirt.io/user-guide/storage/snapshot_restore_api/
 */
export class VirtualMachineSnapshot extends Construct implements IVirtualMachineSnapshot, ITerraformDependable {
  /** A snapshot that is on the cluster already: it can be restored, cloned and exported. */
  public static fromSnapshotName(scope: Construct, id: string, attributes: ExistingVmSnapshotAttributes): IVirtualMachineSnapshot {
    return new ExistingVmSnapshot(scope, id, attributes);
  }

  public readonly snapshotName: string;
  public readonly vm: IVirtualMachine;
  public readonly namespace: string;
  public readonly cluster: IVmoCluster;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VirtualMachineSnapshotProps) {
    super(scope, id);
    const { vm, name = id } = props;
    report(this, 'VirtualMachineSnapshot', vmFindings(vm));
    this.snapshotName = name;
    this.vm = vm;
    this.namespace = vm.namespace;
    this.cluster = vm.cluster;
    this.fqn = deliverObject(this, {
      className: 'VirtualMachineSnapshot',
      prefix: 'snapshot',
      cluster: vm.cluster,
      options: props,
      needs: [vm],
      manifests: [snapshotManifest(name, props)],
      findings: retainFindings(props, vm.cluster),
    }).fqn;
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}

/** The VirtualMachineSnapshot. */
export function snapshotManifest(name: string, { vm, failureDeadline, deletionPolicy, retain }: VirtualMachineSnapshotProps): any {
  return {
    apiVersion: 'snapshot.kubevirt.io/v1beta1',
    kind: 'VirtualMachineSnapshot',
    metadata: set({ name, namespace: vm.namespace, annotations: retain ? KEPT_BY_HELM : undefined }),
    spec: set({ source: vmReference(vm), deletionPolicy, failureDeadline }),
  };
}
