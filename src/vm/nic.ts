import { set, VmInput, VmPart } from './part';
import { IVmNetwork } from '../network';
import { VmIdentity } from '../network/mac/identity';
import { Mac } from '../network/mac/mac';
import { macAddress, macPrefixProblem, normalMac } from '../network/mac/scheme';

/** Network hardware that the guest sees. */
export enum NicModel {
  /** Paravirtual, fastest; Linux has its driver, Windows needs it installed. */
  VIRTIO = 'virtio',
  /** Intel 82574L, which Windows knows. */
  E1000E = 'e1000e',
  /** Intel 82540EM. */
  E1000 = 'e1000',
  /** Intel 82576. */
  IGB = 'igb',
  /** NE2000 PCI. */
  NE2K_PCI = 'ne2k_pci',
  /** AMD PCnet. */
  PCNET = 'pcnet',
  /** Realtek 8139. */
  RTL8139 = 'rtl8139',
}

/** Protocol of a port. */
export enum NicProtocol {
  TCP = 'TCP',
  UDP = 'UDP',
}

/** What every NIC can be told. */
export interface NicOptions {
  /**
   * Name of the NIC. Its MAC address is computed from it.
   * @default - `default` on the pod network, else the network's name
   */
  readonly name?: string;
  /**
   * Where the MAC address comes from.
   * @default Mac.deterministic()
   */
  readonly mac?: Mac;
  /**
   * Hardware the guest sees.
   * @default - virtio, or what the preference says
   */
  readonly model?: NicModel;
}

/** A port that the pod network lets in. */
export interface NicPort {
  /** Port number, 1 to 65535. */
  readonly port: number;
  /** Name of the port. @default - none */
  readonly name?: string;
  /** @default NicProtocol.TCP */
  readonly protocol?: NicProtocol;
}

/** Options of `Nic.pod()`. */
export interface PodNicOptions extends NicOptions {
  /**
   * Ports that are let in.
   * @default - all
   */
  readonly ports?: NicPort[];
}

/** Options of `Nic.on()`. */
export interface NetworkNicOptions extends NicOptions {
  /**
   * Static addresses with prefix length, such as `10.25.0.10/24`. The guest gets them from cloud-init, matched by MAC address;
   * its interfaces are then called `eth0`, `eth1`… in the order of the NICs.
   * @default - DHCP
   */
  readonly addresses?: string[];
  /**
   * Default gateway. Without effect where no NIC of the VM has `addresses`.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * DNS servers. Without effect where no NIC of the VM has `addresses`.
   * @default - none
   */
  readonly nameservers?: string[];
}

/** A network interface of a VM. */
export class Nic {
  /** On the pod network, behind NAT (masquerade), which survives live migration. */
  public static pod(options: PodNicOptions = {}): Nic {
    return new Nic(options.name ?? 'default', undefined, options);
  }

  /** On a network beside the pod network, bridged: the guest is on the VLAN. */
  public static on(network: IVmNetwork, options: NetworkNicOptions = {}): Nic {
    return new Nic(options.name ?? network.defaultNicName, network, options);
  }

  private constructor(
    /** Name of the NIC. */
    public readonly name: string,
    /** The network, where it is not the pod network. */
    public readonly network: IVmNetwork | undefined,
    /** @internal */ public readonly _options: PodNicOptions & NetworkNicOptions,
  ) {}
}

/** The NICs of a VM. */
export function nicsOf({ nics }: Pick<VmInput, 'nics'>): Nic[] {
  return nics ?? [Nic.pod()];
}

/** The MAC address of a NIC; `undefined` where the cluster gives it. */
export function nicMac(nic: Nic, identity: VmIdentity): string | undefined {
  const mac = nic._options.mac;
  if (mac?._address !== undefined) return normalMac(mac._address) ?? mac._address;
  if (mac && !mac._form) return undefined;
  if (mac?._form?.style === 'prefix' && macPrefixProblem(mac._form.prefix)) return undefined; // reported with the props
  return macAddress({ ...identity, nic: nic.name }, mac?._form);
}

/** Interfaces, and the networks they are on. */
export function nicParts(input: VmInput): VmPart[] {
  return nicsOf(input).map((nic, index) => {
    const { name, network, _options: { model = input.nicModel, ports } } = nic;
    return {
      prop: `nics[${index}]`,
      fields: { macAddress: 'mac', model: 'model', ports: 'ports' },
      devices: {
        interfaces: [set({
          name,
          ...(network ? { bridge: {} } : { masquerade: {} }),
          macAddress: nicMac(nic, input.identity),
          model,
          ports: ports?.map((port) => set({ port: port.port, name: port.name, protocol: port.protocol ?? NicProtocol.TCP })),
        })],
      },
      pod: { networks: [{ name, ...(network ? { multus: { networkName: network.networkName } } : { pod: {} }) }] },
    };
  });
}
