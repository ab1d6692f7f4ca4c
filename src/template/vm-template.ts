import { Construct } from 'constructs';
import { sharedIdentityFindings } from './shared-identity';
import { report } from '../construct/report';
import { mergeOverrides } from '../kubevirt/overrides';
import { BootSource } from '../storage/boot-source';
import { vmShapeFindings } from '../vm/checks/shapes';
import { VirtualMachineOptions } from '../vm/options';
import { Size } from '../vm/size';
import { VirtualMachine, VmPlacement } from '../vm/virtual-machine';

/** What every VM of a template starts from. */
export interface VmBlueprint extends VirtualMachineOptions {
  /** CPU and memory. */
  readonly size: Size;
  /** What the VM boots from. */
  readonly boot: BootSource;
}

/** Props of `VmTemplate`. */
export interface VmTemplateProps {
  /** Name for people, such as `Ubuntu 24.04`. */
  readonly displayName: string;
  /**
   * What the template is for.
   * @default - none
   */
  readonly description?: string;
  /** What every VM starts from. */
  readonly vm: VmBlueprint;
}

/** What one VM of a template has otherwise than the others. */
export interface VmInstanceProps extends VirtualMachineOptions, VmPlacement {
  /**
   * CPU and memory.
   * @default - the template's
   */
  readonly size?: Size;
  /**
   * What the VM boots from.
   * @default - the template's
   */
  readonly boot?: BootSource;
}

/**
 * A typed blueprint of VMs. It makes nothing by itself; `instantiate()` makes a VM with an identity of its own: MAC
 * addresses, firmware UUID and disk serials come from the instance's name.
 *
 * Throws where the blueprint holds what two VMs cannot share.
 */
export class VmTemplate extends Construct {
  /** Name for people. */
  public readonly displayName: string;
  /** What the template is for. */
  public readonly description?: string;
  /** What every VM starts from: a `VirtualMachinePool` can be made of it, too. */
  public readonly vm: VmBlueprint;

  constructor(scope: Construct, id: string, props: VmTemplateProps) {
    super(scope, id);
    report(this, 'VmTemplate', vmShapeFindings(props?.vm, 'vm.'));
    report(this, 'VmTemplate', sharedIdentityFindings(props.vm, TEMPLATE));
    this.displayName = props.displayName;
    this.description = props.description;
    this.vm = props.vm;
  }

  /**
   * A VM of this template. What `props` says wins: labels, annotations, `spec` and `overrides` are merged by key, disks, file systems,
   * NICs and devices of the node by name; everything else is replaced.
   */
  public instantiate(scope: Construct, id: string, props: VmInstanceProps): VirtualMachine {
    const { vm: blueprint } = this;
    if (scope.node.tryFindChild(id)) {
      throw new Error(`VmTemplate "${this.node.path}" cannot make a second "${id}" in "${scope.node.path}"\n    → give each VM an id of its own: instantiate(scope, "${id}-2", { … })`);
    }
    const given = Object.fromEntries(Object.entries(props ?? {}).filter(([, value]) => value !== undefined)) as VmInstanceProps;
    return new VirtualMachine(scope, id, {
      ...blueprint,
      ...given,
      size: given.size ?? blueprint.size,
      boot: given.boot ?? blueprint.boot,
      disks: byName(blueprint.disks, given.disks),
      filesystems: byName(blueprint.filesystems, given.filesystems),
      nics: byName(blueprint.nics, given.nics),
      labels: { ...blueprint.labels, ...given.labels },
      annotations: { ...blueprint.annotations, ...given.annotations },
      podAnnotations: { ...blueprint.podAnnotations, ...given.podAnnotations },
      gpus: byName(blueprint.gpus, given.gpus),
      hostDevices: byName(blueprint.hostDevices, given.hostDevices),
      resourceClaims: byName(blueprint.resourceClaims, given.resourceClaims),
      spec: mergeOverrides(blueprint.spec ?? {}, given.spec ?? {}),
      overrides: mergeOverrides(blueprint.overrides ?? {}, given.overrides ?? {}, 'keep'),
      suppress: [...blueprint.suppress ?? [], ...given.suppress ?? []],
      dependsOn: [...blueprint.dependsOn ?? [], ...given.dependsOn ?? []],
    });
  }
}

const TEMPLATE = { name: 'template', orElse: 'give it to instantiate()' };

/** Things of the template, replaced by the instance's of the same name, then the instance's others. */
function byName<T extends { name: string }>(base: readonly T[] | undefined, own: readonly T[] | undefined): T[] | undefined {
  if (!base || !own) return (own ?? base) as T[] | undefined;
  const replaced = base.map((item) => own.find((other) => other.name === item.name) ?? item);
  return [...replaced, ...own.filter((other) => !base.some((item) => item.name === other.name))];
}
