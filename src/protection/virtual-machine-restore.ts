import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { NewVm, NewVmOptions, patchesPropOf, patchOf } from './new-vm';
import { vmReference } from './reference';
import { IVirtualMachineSnapshot } from './virtual-machine-snapshot';
import { Finding } from '../admission/finding';
import { literalFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, report } from '../construct/report';
import { set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { nicOf } from '../object/nics';
import { removalFindings } from '../object/retain';
import { IVirtualMachine, VmNic } from '../object/virtual-machine';

/** What a restore does while its VM runs. */
export enum TargetReadinessPolicy {
  /** It stops the VM, which stays stopped. */
  STOP_TARGET = 'StopTarget',
  /** It waits five minutes for the VM to be stopped, then fails. */
  WAIT_GRACE_PERIOD = 'WaitGracePeriod',
  /** It fails. */
  FAIL_IMMEDIATE = 'FailImmediate',
  /** It waits until the VM is stopped. */
  WAIT_EVENTUALLY = 'WaitEventually',
}

/** What restored volumes are called. */
export enum VolumeRestorePolicy {
  /** As they were: the present ones are deleted. */
  IN_PLACE = 'InPlace',
  /** Names of KubeVirt's: the present ones stay, and the VM's spec names others than the blueprint. */
  RANDOMIZE_NAMES = 'RandomizeNames',
  /** `<VM>-<volume>`. */
  PREFIX_TARGET_NAME = 'PrefixTargetName',
}

/** What owns restored volumes. */
export enum VolumeOwnershipPolicy {
  /** The VM: they are deleted with it. */
  VM = 'Vm',
  /** Nothing. */
  NONE = 'None',
}

/** What is different of one restored volume. */
export interface VolumeRestoreOverride {
  /** Name of the volume in the VM. */
  readonly volumeName: string;
  /**
   * Name of the restored claim.
   * @default - what `volumeRestorePolicy` says
   */
  readonly restoreName?: string;
  /**
   * Labels of the restored claim.
   * @default - none more
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the restored claim.
   * @default - none more
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** Props of `VirtualMachineRestore`. */
export interface VirtualMachineRestoreProps extends NewVmOptions {
  /** What is restored. */
  readonly snapshot: IVirtualMachineSnapshot;
  /**
   * Name of a new VM that is made of the snapshot. It has addresses, firmware UUID and serial of its own, and is halted. No VM of the namespace
   * may have that name: unless `retain` is set, the VM of that name is deleted when this goes, whoever made it.
   * @default - none: the VM of the snapshot goes back to it
   */
  readonly targetName?: string;
  /**
   * What happens while the VM that goes back runs.
   * @default - KubeVirt's: TargetReadinessPolicy.WAIT_GRACE_PERIOD
   */
  readonly targetReadinessPolicy?: TargetReadinessPolicy;
  /**
   * What restored volumes are called.
   * @default - VolumeRestorePolicy.IN_PLACE for the VM of the snapshot, PREFIX_TARGET_NAME for a new one
   */
  readonly volumeRestorePolicy?: VolumeRestorePolicy;
  /**
   * What owns restored volumes.
   * @default - KubeVirt's: VolumeOwnershipPolicy.VM
   */
  readonly volumeOwnershipPolicy?: VolumeOwnershipPolicy;
  /**
   * What is different of single volumes.
   * @default - nothing
   */
  readonly volumeRestoreOverrides?: VolumeRestoreOverride[];
}

/**
 * Brings a VM back to a snapshot, or makes a new VM of it.
 *
 * It happens once, when this is applied. To do it again, use another name. KubeVirt refuses it while the snapshot is being taken: apply that first,
 * or use a `VirtualMachineClone`, which waits. Throws an error with every mistake in the props.
 * @see https://kubevirt.io/user-guide/storage/snapshot_restore_api/
 */
export class VirtualMachineRestore extends Construct implements ITerraformDependable {
  /** The VM that was restored: the snapshot's, or the new one. */
  public readonly vm: IVirtualMachine;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VirtualMachineRestoreProps) {
    super(scope, id);
    const { snapshot, targetName, name = id } = props;
    report(this, 'VirtualMachineRestore', [
      ...shapeFindings('snapshot', snapshot, typeof snapshot?.snapshotName === 'string', 'a VirtualMachineSnapshot, or VirtualMachineSnapshot.fromSnapshotName(…)'),
      ...literalFindings([['targetName', targetName], ['identity', props.identity]], 'MAC addresses are computed'),
    ]);
    const newVm = targetName === undefined ? undefined : new NewVm(this, snapshot.vm, targetName, props);
    this.vm = newVm ?? snapshot.vm;
    this.fqn = deliverObject(this, {
      className: 'VirtualMachineRestore',
      prefix: 'restore',
      cluster: snapshot.cluster,
      options: props,
      needs: newVm ? [snapshot] : [snapshot, snapshot.vm],
      manifests: [restoreManifest(name, props, newVm)],
      releasedAs: newVm?.releasedAs(name),
      removed: newVm?.removed(),
      propOf: newVm && patchesPropOf(identityPatches(newVm).length),
      findings: newVm ? newVmFindings(props, newVm) : inPlaceFindings(props),
    }).fqn;
  }

  /** The NIC of the restored VM. Throws where there is none. */
  public nic(name: string): VmNic {
    return nicOf(this, 'VirtualMachineRestore', this.vm.nics, name);
  }
}

/** The VirtualMachineRestore. */
function restoreManifest(name: string, props: VirtualMachineRestoreProps, newVm?: NewVm): any {
  const { snapshot, targetReadinessPolicy, volumeOwnershipPolicy, volumeRestoreOverrides } = props;
  const { volumeRestorePolicy = newVm ? VolumeRestorePolicy.PREFIX_TARGET_NAME : VolumeRestorePolicy.IN_PLACE } = props;
  return {
    apiVersion: 'snapshot.kubevirt.io/v1beta1',
    kind: 'VirtualMachineRestore',
    metadata: { name, namespace: snapshot.namespace },
    spec: set({
      target: vmReference(newVm ?? snapshot.vm),
      virtualMachineSnapshotName: snapshot.snapshotName,
      targetReadinessPolicy,
      volumeRestorePolicy,
      volumeOwnershipPolicy,
      volumeRestoreOverrides,
      patches: newVm && [...identityPatches(newVm), ...props.patches ?? []],
    }),
  };
}

const DOMAIN = '/spec/template/spec/domain';

/** KubeVirt leaves the addresses as they are in the snapshot. NICs go by their place there: where another one stands, nothing is restored. */
function identityPatches({ nics, uuid, serial }: NewVm): string[] {
  return [
    ...nics.flatMap(({ name, macAddress }, index) => [
      patchOf('test', `${DOMAIN}/devices/interfaces/${index}/name`, name),
      patchOf('add', `${DOMAIN}/devices/interfaces/${index}/macAddress`, macAddress),
    ]),
    patchOf('add', `${DOMAIN}/firmware/uuid`, uuid),
    patchOf('add', `${DOMAIN}/firmware/serial`, serial),
  ];
}

function newVmFindings(props: VirtualMachineRestoreProps, newVm: NewVm): Finding[] {
  const { snapshot: { vm, cluster }, targetName, targetReadinessPolicy, volumeRestorePolicy } = props;
  if (targetName === vm.vmName) return [propFinding('targetName', `"${targetName}" is the VM of the snapshot`, 'leave it out to bring that VM back, or use another name')];
  return [
    ...newVm.findings('targetName', 'snapshot', 'RS-2'),
    ...(vm.nics.length > 0 ? [] : [propFinding('snapshot', `the NICs of "${vm.vmName}" are not known, and the new VM would have its MAC addresses`,
      'say them: VirtualMachine.fromVirtualMachineName(…, { nics: [{ name: "default", macAddress: "" }] })')]),
    ...(targetReadinessPolicy === undefined ? [] : [
      propFinding('targetReadinessPolicy', 'is for a VM that goes back to its snapshot, and a new one never runs', 'leave it out'),
    ]),
    ...(volumeRestorePolicy !== VolumeRestorePolicy.IN_PLACE ? [] : [
      propFinding('volumeRestorePolicy', `got InPlace, which takes the disks of "${vm.vmName}" for the new VM`, 'use VolumeRestorePolicy.PREFIX_TARGET_NAME'),
    ]),
    ...removalFindings(props, cluster),
  ];
}

/** Options of a new VM do nothing for one that is there. */
function inPlaceFindings(props: VirtualMachineRestoreProps): Finding[] {
  return (['identity', 'mac', 'newMacAddresses', 'patches', 'retain'] as const).filter((prop) => props[prop] !== undefined && props[prop] !== false)
    .map((prop) => propFinding(prop, 'is for a new VM, and this one goes back as it was', 'leave it out, or say `targetName`'));
}
