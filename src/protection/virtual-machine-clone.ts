import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { NewVm, NewVmOptions, patchesPropOf, patchOf } from './new-vm';
import { snapshotReference, vmReference } from './reference';
import { IVirtualMachineSnapshot } from './virtual-machine-snapshot';
import { literalFindings, shapeFindings } from '../construct/prop-checks';
import { report } from '../construct/report';
import { filled, set } from '../kubevirt/maps';
import { deliverObject, Needed } from '../object/deliver';
import { nicOf } from '../object/nics';
import { removalFindings } from '../object/retain';
import { IVirtualMachine, VmNic } from '../object/virtual-machine';

/** What a VM is cloned from. */
export class CloneSource {
  /** A VM as it is. KubeVirt takes a snapshot for it, and removes that afterwards. */
  public static vm(vm: IVirtualMachine): CloneSource {
    return new CloneSource(vm, vmReference(vm), vm);
  }

  /** A VM as it was. */
  public static snapshot(snapshot: IVirtualMachineSnapshot): CloneSource {
    return new CloneSource(snapshot.vm, snapshotReference(snapshot), snapshot);
  }

  private constructor(
    /** @internal */ public readonly _vm: IVirtualMachine,
    /** @internal */ public readonly _reference: object,
    /** @internal */ public readonly _from: Needed,
  ) {}
}

/** What the claims of a clone are called. */
export enum VolumeNamePolicy {
  /** `<VM>-<volume>`. */
  PREFIX_TARGET_NAME = 'PrefixTargetName',
  /** Names of KubeVirt's. */
  RANDOMIZE_NAMES = 'RandomizeNames',
}

/** Props of `VirtualMachineClone`. */
export interface VirtualMachineCloneProps extends NewVmOptions {
  /** What is cloned. */
  readonly source: CloneSource;
  /**
   * Name of the new VM. No VM of the namespace may have it: KubeVirt makes none then, and unless `retain` is set, the VM of that name is deleted
   * when this goes, whoever made it.
   * @default - the name of this
   */
  readonly targetName?: string;
  /**
   * Labels that the new VM takes over, such as `app.kubernetes.io/*`, and with `!` in front those that it does not.
   * @default - all
   */
  readonly labelFilters?: string[];
  /**
   * Annotations that the new VM takes over.
   * @default - all
   */
  readonly annotationFilters?: string[];
  /**
   * Labels of its pods and instances that it takes over.
   * @default - all
   */
  readonly templateLabelFilters?: string[];
  /**
   * Annotations of its pods and instances that it takes over.
   * @default - all
   */
  readonly templateAnnotationFilters?: string[];
  /**
   * What its claims are called.
   * @default VolumeNamePolicy.PREFIX_TARGET_NAME
   */
  readonly volumeNamePolicy?: VolumeNamePolicy;
}

/**
 * Makes a new VM of another one or of a snapshot, with MAC addresses, firmware UUID and serial of its own. It is halted.
 *
 * It happens once, when this is applied: later changes do nothing. Throws an error with every mistake in the props.
 * @see https://kubevirt.io/user-guide/storage/clone_api/
 */
export class VirtualMachineClone extends Construct implements ITerraformDependable {
  /** The new VM. */
  public readonly vm: IVirtualMachine;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VirtualMachineCloneProps) {
    super(scope, id);
    const { name = id, targetName = name } = props;
    report(this, 'VirtualMachineClone', [
      ...shapeFindings('source', props.source, props.source instanceof CloneSource, 'CloneSource.vm(…) or CloneSource.snapshot(…)'),
      ...literalFindings([['targetName', targetName], ['identity', props.identity]], 'MAC addresses are computed'),
    ]);
    const { _vm: source, _from } = props.source;
    const newVm = new NewVm(this, source, targetName, props);
    this.vm = newVm;
    this.fqn = deliverObject(this, {
      className: 'VirtualMachineClone',
      prefix: 'clone',
      cluster: source.cluster,
      options: props,
      needs: [_from],
      manifests: [cloneManifest(name, props, newVm)],
      releasedAs: newVm.releasedAs(name),
      removed: newVm.removed(),
      propOf: patchesPropOf(1),
      findings: [...newVm.findings('targetName', 'source', 'CL-5'), ...removalFindings(props, source.cluster)],
    }).fqn;
  }

  /** A NIC of the new VM. Throws where there is none. */
  public nic(name: string): VmNic {
    return nicOf(this, 'VirtualMachineClone', this.vm.nics, name);
  }
}

/** The VirtualMachineClone. */
function cloneManifest(name: string, props: VirtualMachineCloneProps, { namespace, vmName, nics, uuid, serial }: NewVm): any {
  const { source, labelFilters, annotationFilters, templateLabelFilters, templateAnnotationFilters, patches = [] } = props;
  const { volumeNamePolicy = VolumeNamePolicy.PREFIX_TARGET_NAME } = props;
  const addresses = { ...props.newMacAddresses, ...Object.fromEntries(nics.map((nic) => [nic.name, nic.macAddress])) };
  return {
    apiVersion: 'clone.kubevirt.io/v1beta1',
    kind: 'VirtualMachineClone',
    metadata: { name, namespace },
    spec: set({
      source: source._reference,
      target: vmReference({ vmName }),
      labelFilters,
      annotationFilters,
      template: filled(set({ labelFilters: templateLabelFilters, annotationFilters: templateAnnotationFilters })),
      // KubeVirt writes them into patches, and takes no colon there.
      newMacAddresses: Object.fromEntries(Object.entries(addresses).filter(([, mac]) => mac !== '').map(([nic, mac]) => [nic, mac.replace(/:/g, '-')])),
      newSMBiosSerial: serial,
      volumeNamePolicy,
      patches: [patchOf('add', '/spec/template/spec/domain/firmware/uuid', uuid), ...patches],
    }),
  };
}
