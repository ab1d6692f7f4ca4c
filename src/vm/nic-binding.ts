/**
 * How a NIC is connected to its network.
 * @see https://kubevirt.io/user-guide/network/interfaces_and_networks/#frontend
 */
export class NicBinding {
  /** Behind NAT, on the pod network; survives live migration. */
  public static masquerade(): NicBinding {
    return new NicBinding({ masquerade: {} });
  }

  /** Bridged: the guest has the address of the pod, or is on the VLAN. On the pod network, the VM cannot migrate. */
  public static bridge(): NicBinding {
    return new NicBinding({ bridge: {} });
  }

  /** Through passt in user space, on the pod network: the guest has the address of the pod. Needs the feature gate `PasstBinding`. */
  public static passt(): NicBinding {
    return new NicBinding({ passtBinding: {} });
  }

  /**
   * By a plugin that the cluster has registered under this name, such as `macvtap`.
   * @see https://kubevirt.io/user-guide/network/network_binding_plugins/
   */
  public static plugin(name: string): NicBinding {
    return new NicBinding({ binding: { name } });
  }

  private constructor(/** Fields of the interface. @internal */ public readonly _fields: object) {}
}
