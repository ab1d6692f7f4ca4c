import { ITerraformDependable } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { deliverOwn, ExistingInstancetypeAttributes, InstancetypePlacement, noteExisting, Sort } from './own';
import { mergeOverrides } from '../kubevirt/overrides';
import { VirtualMachinePreferenceSpec } from '../kubevirt/spec';
import { IVmoCluster } from '../profile/cluster';

/** A preference that VMs can go by: `Preference.fromPreference(preference)`. */
export interface IVirtualMachinePreference extends IConstruct {
  /** The cluster it is on. */
  readonly cluster: IVmoCluster;
  /** Its name. */
  readonly preferenceName: string;
  /** The namespace whose VMs can use it; `undefined` where those of every namespace can. */
  readonly namespace?: string;
  /** What a VM that uses it waits for. */
  readonly dependables: ITerraformDependable[];
}

/** Props of `VirtualMachinePreference`. */
export interface VirtualMachinePreferenceProps extends InstancetypePlacement {
  /**
   * What VMs like, by its KubeVirt names. What a VM says itself, wins.
   *
   * `{ cpu: { preferredCPUTopology: 'cores' }, requirements: { cpu: { guest: 2 } } }`
   * @see https://kubevirt.io/api-reference/v1.9.0/definitions.html#_v1beta1_virtualmachinepreferencespec
   */
  readonly spec: VirtualMachinePreferenceSpec;
}

const PREFERENCE: Sort = {
  className: 'VirtualMachinePreference', clusterWide: 'VirtualMachineClusterPreference', prefix: 'preference', list: 'preferences',
};

class ExistingPreference extends Construct implements IVirtualMachinePreference {
  public readonly cluster: IVmoCluster;
  public readonly preferenceName: string;
  public readonly namespace?: string;
  public readonly dependables: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: ExistingInstancetypeAttributes) {
    super(scope, id);
    noteExisting(this, PREFERENCE, attributes);
    this.cluster = attributes.cluster;
    this.preferenceName = attributes.name;
    this.namespace = attributes.namespace;
  }
}

/**
 * A preference of one's own: what a guest's OS likes, and how much CPU and memory it needs at least. Of the whole cluster, or of
 * a namespace where one is given.
 *
 * A VM keeps the preference it was made with: a changed one is for VMs made later. Throws an error with every mistake in it.
 * @see https://kubevirt.io/user-guide/user_workloads/instancetypes/#virtualmachinepreference
 */
export class VirtualMachinePreference extends Construct implements IVirtualMachinePreference, ITerraformDependable {
  /** A preference that is on the cluster already. */
  public static fromPreferenceName(scope: Construct, id: string, attributes: ExistingInstancetypeAttributes): IVirtualMachinePreference {
    return new ExistingPreference(scope, id, attributes);
  }

  public readonly cluster: IVmoCluster;
  public readonly preferenceName: string;
  public readonly namespace?: string;
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VirtualMachinePreferenceProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.preferenceName = props.name ?? id;
    this.namespace = props.namespace;
    this.fqn = deliverOwn(this, PREFERENCE, this.preferenceName, props, mergeOverrides({}, props.spec), () => undefined);
  }

  public get dependables(): ITerraformDependable[] {
    return [this];
  }
}
