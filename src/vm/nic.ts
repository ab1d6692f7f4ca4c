import type { GuestNetworkOptions } from './network-config';
import { NicBinding } from './nic-binding';
import { sameName, set, VmInput, VmPart } from './part';
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

/** Whether the cable of a NIC is plugged in. */
export enum NicLinkState {
  UP = 'up',
  DOWN = 'down',
  /** The NIC is unplugged from the running VM. Only for bridges beside the pod network. */
  ABSENT = 'absent',
}

/** A DHCP option for private use. */
export interface DhcpPrivateOption {
  /** Number of the option, 224 to 254. */
  readonly option: number;
  /** What the option says. */
  readonly value: string;
}

/** What KubeVirt's DHCP server tells the guest beside its address. */
export interface DhcpOptions {
  /** Name of the boot file, option 67. @default - none */
  readonly bootFileName?: string;
  /** TFTP server, option 66. @default - none */
  readonly tftpServerName?: string;
  /** IPv4 addresses of time servers, option 42. @default - none */
  readonly ntpServers?: string[];
  /** Options for private use. @default - none */
  readonly privateOptions?: DhcpPrivateOption[];
}

/** What every NIC can be told. */
export interface NicOptions extends GuestNetworkOptions {
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
  /**
   * Whether the cable is plugged in. Changes while the VM runs.
   * @default NicLinkState.UP
   */
  readonly linkState?: NicLinkState;
  /**
   * What KubeVirt's DHCP server tells the guest. Without effect where the network has a DHCP server of its own.
   * @default - none
   */
  readonly dhcpOptions?: DhcpOptions;
  /**
   * The guest tries to boot from the network of this NIC; the lower, the sooner, counted with the disks.
   * @default - it doesn't
   */
  readonly bootOrder?: number;
  /**
   * PCI address in the guest, such as `0000:81:00.1`.
   * @default - the next that is free
   */
  readonly pciAddress?: string;
  /**
   * Number from which the guest names the interface (`eno5`), 1 to 16383, another for each NIC.
   * @default - none
   */
  readonly acpiIndex?: number;
  /**
   * A word by which the guest finds the NIC in the metadata of its config drive. Needs cloud-init with
   * `CloudInitDataSource.CONFIG_DRIVE`.
   * @default - none
   */
  readonly tag?: string;
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

/** Ports in a row that the pod network lets in. */
export interface NicPortRange {
  /** First port, 1 to 65535. */
  readonly start: number;
  /** Last port, 1 to 65535. */
  readonly end: number;
  /** @default NicProtocol.TCP */
  readonly protocol?: NicProtocol;
}

/** Options of `Nic.pod()`. */
export interface PodNicOptions extends NicOptions {
  /**
   * How the NIC is connected.
   * @default NicBinding.masquerade()
   */
  readonly binding?: NicBinding;
  /**
   * Ports that are let in.
   * @default - all
   */
  readonly ports?: NicPort[];
  /**
   * Ports that are let in, as ranges; instead of `ports`, at most 10, behind masquerade. Needs KubeVirt 1.9 and the feature
   * gate `PortRangesSpec`.
   * @default - all
   */
  readonly portRanges?: NicPortRange[];
  /**
   * IPv4 network between guest and NAT.
   * @default - KubeVirt's: 10.0.2.0/24
   */
  readonly vmNetworkCidr?: string;
  /**
   * IPv6 network between guest and NAT.
   * @default - KubeVirt's: fd10:0:2::/120
   */
  readonly vmIpv6NetworkCidr?: string;
}

/** Options of `Nic.sriov()`. */
export interface SriovNicOptions extends NicOptions {
  /**
   * The network takes the place of the pod network. Then no other NIC may be on the pod network.
   * @default false
   */
  readonly defaultNetwork?: boolean;
}

/** Options of `Nic.on()`. */
export interface NetworkNicOptions extends SriovNicOptions {
  /**
   * How the NIC is connected.
   * @default NicBinding.bridge()
   */
  readonly binding?: NicBinding;
}

/** Options of `Nic.claim()`. */
export interface ClaimNicOptions extends NicOptions {
  /** Which of the VM's `resourceClaims`. */
  readonly claimName: string;
  /** Which request of the claim. */
  readonly requestName: string;
  /**
   * How the NIC is connected: a plugin, where it is not passed through.
   * @default - SR-IOV
   */
  readonly binding?: NicBinding;
}

/** NICs, and how they are served. */
export interface NetworkOptions {
  /**
   * Network interfaces, in the order the guest sees them. `[]` is a VM without any.
   * @default [Nic.pod()]
   */
  readonly nics?: Nic[];
  /**
   * Hardware that the guest sees of NICs that name none.
   * @default - virtio, or what the preference says
   */
  readonly nicModel?: NicModel;
  /**
   * As many queues as CPUs for each virtio NIC.
   * @default - what the preference says, else one queue
   */
  readonly networkInterfaceMultiqueue?: boolean;
}

const SRIOV = { sriov: {} };

/** A network interface of a VM. */
export class Nic {
  /** On the pod network, behind NAT (masquerade), which survives live migration. */
  public static pod(options: PodNicOptions = {}): Nic {
    const { binding = NicBinding.masquerade(), vmNetworkCidr, vmIpv6NetworkCidr } = options;
    const pod = set({ vmNetworkCIDR: vmNetworkCidr, vmIPv6NetworkCIDR: vmIpv6NetworkCidr });
    return new Nic(options.name ?? 'default', undefined, options, binding._fields, { pod });
  }

  /** On a network beside the pod network, bridged: the guest is on the VLAN. */
  public static on(network: IVmNetwork, options: NetworkNicOptions = {}): Nic {
    const { binding = NicBinding.bridge() } = options;
    return new Nic(options.name ?? network.defaultNicName, network, options, binding._fields, multus(network, options));
  }

  /** On a network of SR-IOV virtual functions, passed through to the guest: fast, and with the driver of the card. */
  public static sriov(network: IVmNetwork, options: SriovNicOptions = {}): Nic {
    return new Nic(options.name ?? network.defaultNicName, network, options, SRIOV, multus(network, options));
  }

  /**
   * A network device that a ResourceClaim of the VM holds (DRA). Needs KubeVirt 1.9 and the feature gate
   * `NetworkDevicesWithDRA`.
   */
  public static claim(options: ClaimNicOptions): Nic {
    const { claimName, requestName, binding } = options;
    return new Nic(options.name ?? requestName, undefined, options, binding?._fields ?? SRIOV, { resourceClaim: { claimName, requestName } });
  }

  private constructor(
    /** Name of the NIC. */
    public readonly name: string,
    /** The network, where it is not the pod network. */
    public readonly network: IVmNetwork | undefined,
    /** @internal */ public readonly _options: PodNicOptions & NetworkNicOptions,
    /** How it is connected: a field of the interface. @internal */ public readonly _binding: object,
    /** What it is connected to: a field of the network. @internal */ public readonly _source: object,
  ) {}
}

function multus(network: IVmNetwork, { defaultNetwork }: SriovNicOptions): object {
  return { multus: set({ networkName: network.networkName, default: defaultNetwork || undefined }) };
}

/** The NICs of a VM. */
export function nicsOf({ nics }: NetworkOptions): Nic[] {
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
  const nics = nicsOf(input);
  return [
    ...nics.map((nic, index) => nicPart(input, nic, `nics[${index}]`)),
    // Without this, the server would add one on the pod network.
    ...(nics.length === 0 ? [{ prop: 'nics', devices: { autoattachPodInterface: false } }] : []),
    ...sameName('devices', { networkInterfaceMultiqueue: input.networkInterfaceMultiqueue }),
  ];
}

/** Fields of an interface and its network that have another name than the option they come from. */
const OPTIONS = {
  macAddress: 'mac',
  state: 'linkState',
  vmNetworkCIDR: 'vmNetworkCidr',
  vmIPv6NetworkCIDR: 'vmIpv6NetworkCidr',
  default: 'defaultNetwork',
  ...Object.fromEntries(['model', 'ports', 'portRanges', 'dhcpOptions', 'bootOrder', 'pciAddress', 'acpiIndex', 'tag'].map((field) => [field, field])),
};

function nicPart(input: VmInput, nic: Nic, prop: string): VmPart {
  const { name, _options: { model = input.nicModel, ports, portRanges, linkState, dhcpOptions, bootOrder, pciAddress, acpiIndex, tag } } = nic;
  return {
    prop,
    fields: OPTIONS,
    devices: {
      interfaces: [set({
        name,
        ...nic._binding,
        macAddress: input.replicated ? undefined : nicMac(nic, input.identity),
        model,
        state: linkState,
        ports: ports?.map((port) => set({ port: port.port, name: port.name, protocol: port.protocol ?? NicProtocol.TCP })),
        portRanges: portRanges?.map(({ start, end, protocol }) => ({ start, end, protocol: protocol ?? NicProtocol.TCP })),
        dhcpOptions: dhcpOptions && set({ ...dhcpOptions }),
        bootOrder,
        pciAddress,
        acpiIndex,
        tag,
      })],
    },
    pod: { networks: [{ name, ...nic._source }] },
  };
}
