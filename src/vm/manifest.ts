import { BootSource } from './boot-source';
import { CloudInit } from './cloud-init';
import { Disk, DiskBacking } from './disk';
import { Nic } from './nic';
import { VirtualMachineOptions } from './options';
import { Size } from './size';
import { TextCodec } from './text';
import { CLOUD_INIT_INLINE_BYTES } from '../kubevirt/limits';
import { diskSerial, firmwareUuid, VmIdentity } from '../network/mac/identity';
import { macAddress, macPrefixProblem, normalMac } from '../network/mac/scheme';

/** What a VM manifest is made from. */
export interface VmInput extends VirtualMachineOptions {
  readonly name: string;
  readonly namespace: string;
  readonly size: Size;
  readonly boot: BootSource;
  readonly identity: VmIdentity;
  readonly goldenImagesNamespace: string;
}

/** The VM's manifest, and what must be there before it. */
export interface VmManifests { readonly virtualMachine: any; readonly companions: any[] }

/** Machine that each architecture has by default; written down, because the server would fill it in. */
const MACHINE: Record<string, string> = { amd64: 'q35', arm64: 'virt', s390x: 's390-ccw-virtio' };

/**
 * The manifests of a VM: a pure function of its input. What the server would fill in (machine, firmware, architecture, PCI
 * topology) is written out, so that what comes back is what was sent.
 */
export function vmManifests(input: VmInput, codec: TextCodec): VmManifests {
  const architecture = input.architecture ?? 'amd64';
  const disks = [
    { name: 'boot', backing: input.boot._backing(input.goldenImagesNamespace), serial: undefined as string | undefined },
    ...(input.disks ?? []).map((disk: Disk) => ({ name: disk.name, backing: disk._backing, serial: diskSerial(input.identity, disk.name) })),
  ];
  const nics = input.nics ?? [Nic.pod()];
  const cloudInit = cloudInitVolume(input, nics, codec);
  const dataVolumes = disks.flatMap(({ name, backing }) => backing.kind === 'dataVolume' ? [dataVolumeTemplate(input, name, backing)] : []);
  // With a preference, the guest's OS decides on buses and models; without one, virtio is what Linux has drivers for.
  const disk = input.preference ? {} : { bus: 'virtio' };
  const labels = input.labels ?? {};
  const virtualMachine = {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: input.name, namespace: input.namespace, ...present('labels', labels), ...present('annotations', input.annotations ?? {}) },
    spec: {
      runStrategy: input.runStrategy ?? 'Always',
      ...(input.size._instancetype && { instancetype: input.size._instancetype }),
      ...(input.preference && { preference: { name: input.preference, kind: 'VirtualMachineClusterPreference' } }),
      ...(dataVolumes.length > 0 && { dataVolumeTemplates: dataVolumes }),
      template: {
        metadata: {
          ...present('labels', labels),
          // The server adds it to new VMs of every supported version; Terraform would call that an inconsistent result.
          annotations: { 'kubevirt.io/pci-topology-version': 'v3' },
        },
        spec: {
          architecture,
          ...(input.hostname && { hostname: input.hostname }),
          ...(input.evictionStrategy && { evictionStrategy: input.evictionStrategy }),
          ...(input.terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds: input.terminationGracePeriodSeconds }),
          domain: {
            ...input.size._domain,
            machine: { type: MACHINE[architecture] },
            firmware: { uuid: firmwareUuid(input.identity, 'uuid'), serial: firmwareUuid(input.identity, 'serial') },
            devices: {
              disks: [
                ...disks.map(({ name, serial }) => ({ name, disk: { ...disk }, ...(serial && { serial }) })),
                ...(cloudInit ? [{ name: 'cloud-init', disk: { ...disk } }] : []),
              ],
              interfaces: nics.map((nic) => networkInterface(nic, input.identity)),
              ...(input.preference ? {} : { rng: {} }), // guests wait for entropy at first boot
            },
          },
          networks: nics.map((nic) => ({ name: nic.name, ...(nic.network ? { multus: { networkName: nic.network.networkName } } : { pod: {} }) })),
          volumes: [
            ...disks.map(({ name, backing }) => ({
              name, ...(backing.kind === 'volume' ? backing.source : { dataVolume: { name: dataVolumeName(input, name) } }),
            })),
            ...(cloudInit ? [{ name: 'cloud-init', cloudInitNoCloud: cloudInit.volume }] : []),
          ],
        },
      },
    },
  };
  return { virtualMachine, companions: cloudInit?.secret ? [cloudInit.secret] : [] };
}

/** The MAC address of a NIC; `undefined` where the cluster gives it. */
export function nicMac(nic: Nic, identity: VmIdentity): string | undefined {
  const mac = nic._options.mac;
  if (mac?._address !== undefined) return normalMac(mac._address) ?? mac._address;
  if (mac && !mac._form) return undefined;
  if (mac?._form?.style === 'prefix' && macPrefixProblem(mac._form.prefix)) return undefined; // reported with the props
  return macAddress({ ...identity, nic: nic.name }, mac?._form);
}

function networkInterface(nic: Nic, identity: VmIdentity): object {
  const { model, ports } = nic._options;
  const address = nicMac(nic, identity);
  return {
    name: nic.name,
    ...(nic.network ? { bridge: {} } : { masquerade: {} }),
    ...(address !== undefined && { macAddress: address }),
    ...(model && { model }),
    ...(ports && { ports: ports.map(({ port, name, protocol }) => ({ port, ...(name && { name }), protocol: protocol ?? 'TCP' })) }),
  };
}

function dataVolumeName(input: VmInput, disk: string): string {
  return `${input.name}-${disk}`;
}

function dataVolumeTemplate(input: VmInput, disk: string, backing: Extract<DiskBacking, { kind: 'dataVolume' }>): object {
  const { storageClass, accessModes, volumeMode } = backing.storage;
  return {
    metadata: { name: dataVolumeName(input, disk) },
    spec: {
      ...backing.source,
      storage: {
        ...(backing.size !== undefined && { resources: { requests: { storage: backing.size } } }),
        ...(storageClass && { storageClassName: storageClass }),
        ...(accessModes && { accessModes }),
        ...(volumeMode && { volumeMode }),
      },
    },
  };
}

/** The cloud-init volume, and the Secret it reads from where the text is long or not known at synth. */
function cloudInitVolume(input: VmInput, nics: Nic[], codec: TextCodec): { volume: object; secret?: object } | undefined {
  const source = input.cloudInit?._source;
  const networkData = source?.networkSecret ? undefined : networkConfig(nics, input.identity, codec);
  if (!input.cloudInit && networkData === undefined) return undefined;
  const userData = (input.cloudInit ?? CloudInit.raw('#cloud-config\n{}\n'))._userData(codec);
  const fits = (text: string) => codec.isLiteral(text) && Buffer.byteLength(text) <= CLOUD_INIT_INLINE_BYTES;
  const apart = [userData, networkData].some((text) => text !== undefined && !fits(text));
  if (!apart) {
    return {
      volume: {
        ...(userData !== undefined ? { userData } : { secretRef: { name: source?.secret } }),
        ...(networkData !== undefined && { networkData }),
        ...(source?.networkSecret && { networkDataSecretRef: { name: source.networkSecret } }),
      },
    };
  }
  const name = `${input.name}-cloud-init`;
  return {
    volume: {
      secretRef: { name: source?.secret ?? name },
      ...(networkData !== undefined && { networkDataSecretRef: { name } }),
      ...(source?.networkSecret && { networkDataSecretRef: { name: source.networkSecret } }),
    },
    secret: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: input.namespace },
      type: 'Opaque',
      data: {
        ...(userData !== undefined && { userdata: codec.base64(userData) }),
        ...(networkData !== undefined && { networkdata: codec.base64(networkData) }),
      },
    },
  };
}

/** Network configuration (netplan v2) of every NIC, where one has static addresses: with any given, cloud-init no longer tries DHCP by itself. */
function networkConfig(nics: Nic[], identity: VmIdentity, codec: TextCodec): string | undefined {
  if (!nics.some((nic) => nic._options.addresses)) return undefined;
  const ethernets = Object.fromEntries(nics.map((nic, index) => {
    const { addresses, gateway, nameservers } = nic._options;
    // Renamed, because not every guest's network service matches by MAC address alone; a NIC's own name may be one that Linux
    // forbids (`default`) or be too long.
    const name = `eth${index}`;
    return [name, {
      'match': { macaddress: nicMac(nic, identity) },
      'set-name': name,
      ...(addresses ? { addresses, dhcp4: false } : { dhcp4: true }),
      ...(gateway && { routes: [{ to: gateway.includes(':') ? '::/0' : '0.0.0.0/0', via: gateway }] }),
      ...(nameservers && { nameservers: { addresses: nameservers } }),
    }];
  }));
  return codec.document({ version: 2, ethernets });
}

function present(key: string, map: Record<string, string>): object {
  return Object.keys(map).length > 0 ? { [key]: map } : {};
}
