import { MacForm } from './scheme';

/** How the first octet of a computed MAC address comes about. All are unicast and locally administered. */
export enum MacStyle {
  /** 02, 06, 0a or 0e, as Palette assigns them; 42 bits. */
  PALETTE = 'palette',
  /** x2: the range that IEEE 802c leaves to local administrators; 44 bits. */
  AAI = 'aai',
  /** x2, x6, xa or xe: every locally administered address; 46 bits. */
  LAA = 'laa',
}

/**
 * Where a NIC's MAC address comes from.
 *
 * A computed address depends on the cluster's name, the namespace, the VM's name (or `identity`) and the NIC's name, and on
 * nothing else: it is the same on every machine, and stays when NICs are reordered, the construct moves or the VM is rebuilt.
 */
export class Mac {
  /** Computed at synth. */
  public static deterministic(style: MacStyle = MacStyle.PALETTE): Mac {
    return new Mac({ style });
  }

  /**
   * Computed at synth behind one to three octets of yours, such as `06:ab`.
   * With three octets, 24 bits are left: two VMs in 5,000 on one VLAN are likely to meet.
   */
  public static prefix(prefix: string): Mac {
    return new Mac({ style: 'prefix', prefix });
  }

  /** This address, such as `02:00:5e:10:00:01`; for VMs that bring their address along. */
  public static of(address: string): Mac {
    return new Mac(undefined, address);
  }

  /** Whatever the cluster gives; it changes at every start unless the cluster runs kubemacpool. */
  public static fromCluster(): Mac {
    return new Mac();
  }

  private constructor(
    /** @internal */ public readonly _form?: MacForm,
    /** @internal */ public readonly _address?: string,
  ) {}
}
