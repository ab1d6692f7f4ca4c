import { posix } from 'path';
import { Token } from 'cdktf';
import { closest, Finding, show } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { CloudInitDataSource } from '../cloud-init';
import { CONFIGURED_BY } from '../network-config';
import { VirtualMachineProps } from '../virtual-machine';

/** What no rule can see in what the guest does at first boot. */
export function firstBootFindings(props: VirtualMachineProps): Finding[] {
  const { cloudInit, ignition } = props;
  return [
    ...(cloudInit && ignition ? [propFinding('ignition', 'got both cloudInit and ignition, and a guest reads one of them', 'keep the one that the image has')] : []),
    ...networkFindings(props),
    ...mountFindings(props, 'cloudInit', cloudInit?._source.props?.mounts),
    ...mountFindings(props, 'ignition', ignition?._source.props?.mounts),
    ...extraFindings('cloudInit', cloudInit?._replaced),
    ...extraFindings('ignition', ignition?._replaced),
  ];
}

/** What other options make, and `extra` would take away. */
function extraFindings(prop: string, replaced: readonly string[] = []): Finding[] {
  return replaced.map((path) => propFinding(`${prop}.extra.${path}`, 'other options make this list too, and it would take its place',
    'put all of it there, or all of it into `extra`'));
}

/** Network configuration that would reach no guest, or be put aside. */
function networkFindings(props: VirtualMachineProps): Finding[] {
  const [because, remedy] = elsewhere(props) ?? [];
  if (!because) return [];
  return (props.nics ?? []).flatMap((nic, index) => {
    const option = CONFIGURED_BY.find((one) => nic._options[one] !== undefined);
    return option === undefined ? [] : [propFinding(`nics[${index}].${option}`, `${because}, so this would have no effect`, remedy!)];
  });
}

/** Why the guest does not get a network configuration that is made from the NICs, and what to do. */
function elsewhere({ cloudInit, ignition, sysprep }: VirtualMachineProps): [because: string, remedy: string] | undefined {
  const reserve = 'leave it out, and reserve the address for the NIC\'s MAC address in DHCP';
  if (cloudInit?._source.networkSecret !== undefined) return ['the network configuration comes from a Secret', 'put it into the Secret, or leave the Secret\'s `networkData` out'];
  if (cloudInit?._source.networkData !== undefined) return ['the network configuration is given in `networkData`', 'put it there, or leave `networkData` out'];
  if (cloudInit?._source.dataSource === CloudInitDataSource.CONFIG_DRIVE) return ['a config drive takes another format of network configuration', 'use CloudInitDataSource.NO_CLOUD, or write `networkData` yourself'];
  if (ignition) return ['Ignition takes no network configuration', `${reserve}; or write the files of the guest's network service with Ignition`];
  if (sysprep && !cloudInit) return ['Windows takes no network configuration from cloud-init', `${reserve}; or write it into the answer file. With Cloudbase-Init in the image, add cloudInit`];
  return undefined;
}

function mountFindings({ disks = [] }: VirtualMachineProps, prop: string, mounts: readonly { disk: string; at: string }[] = []): Finding[] {
  return mounts.flatMap(({ disk, at }, index) => {
    const known = disks.filter(({ _identified, _options }) => _identified || _options.serial).map(({ name }) => name);
    const twice = mounts.findIndex((other) => other.disk === disk) < index;
    const path = `${prop}.mounts[${index}]`;
    return [
      ...(known.includes(disk) ? [] : [propFinding(`${path}.disk`, `got ${show(disk)}, and the VM has no such disk with a serial beside the boot disk`,
        known.length > 0 ? `use "${closest(disk, known) ?? known[0]}"` : `add disks: [Disk.blank(${show(disk)}, "10Gi")]`)]),
      ...(twice ? [propFinding(`${path}.disk`, `got ${show(disk)} a second time`, 'mount each disk once')] : []),
      ...(Token.isUnresolved(at) || (posix.isAbsolute(at) && posix.normalize(at) === at && at !== '/') ? []
        : [propFinding(`${path}.at`, `got ${show(at)}, expected an absolute path`, 'write it like "/var/lib/data"')]),
    ];
  });
}

/** Disks that the guest could not find, because only virtio disks are known by the serial alone. */
export function mountedBusFindings({ cloudInit, ignition }: VirtualMachineProps, finished: any): Finding[] {
  const disks: any[] = finished.spec?.template?.spec?.domain?.devices?.disks ?? [];
  return ([['cloudInit', cloudInit?._source.props?.mounts], ['ignition', ignition?._source.props?.mounts]] as const).flatMap(([prop, mounts = []]) =>
    mounts.flatMap(({ disk }, index) => {
      const found = (Array.isArray(disks) ? disks : []).find((one) => one?.name === disk);
      const bus = (found?.disk ?? found?.lun ?? found?.cdrom)?.bus;
      return bus === undefined || bus === 'virtio' || Token.isUnresolved(bus) ? []
        : [propFinding(`${prop}.mounts[${index}].disk`, `got ${show(disk)}, which is on the bus ${show(bus)}, where the guest does not find it by its serial`, 'put the disk on the virtio bus')];
    }));
}
