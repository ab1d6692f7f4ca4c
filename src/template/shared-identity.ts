import type { VmBlueprint } from './vm-template';
import { Finding, show } from '../admission/finding';
import { propFinding } from '../construct/report';
import { claimOf } from '../vm/disk';

/** What makes several VMs of one blueprint. */
export interface MakesSeveral {
  /** What it is called in messages. */
  readonly name: string;
  /** What to do with what is of one VM only, where that can be said at another place. */
  readonly orElse?: string;
}

/** What a blueprint says that two VMs cannot share. */
export function sharedIdentityFindings(blueprint: VmBlueprint, { name, orElse }: MakesSeveral): Finding[] {
  const all = (given: string, does = 'have') => `got ${given}, which every VM of the ${name} would ${does}`;
  const or = (remedy: string) => orElse === undefined ? remedy : `${remedy}; or ${orElse}`;
  const shared = (path: string, value: string | undefined): Finding[] =>
    value === undefined ? [] : [propFinding(path, all(show(value)), or('leave it out'))];
  const claim = claimOf(blueprint.boot, blueprint.bootDisk ?? {});
  return [
    ...(blueprint.nics ?? []).flatMap((nic, index) => [
      ...(nic._options.mac?._address !== undefined
        ? [propFinding(`vm.nics[${index}].mac`, all(`the address ${nic._options.mac._address}`), or('leave `mac` out: each VM gets an address of its own'))] : []),
      ...(nic._options.addresses && !('pod' in nic._source)
        ? [propFinding(`vm.nics[${index}].addresses`, all(nic._options.addresses.join(', ')), or('leave `addresses` out: each VM asks by DHCP'))] : []),
    ]),
    ...(blueprint.disks ?? []).flatMap(({ _source, _options }, index) => {
      const existing = claimOf(_source, _options);
      return existing === undefined ? [] : [propFinding(`vm.disks[${index}]`, all(`the existing ${existing}`, 'write to'),
        `use Disk.blank(), which makes a disk for each VM; ${orElse ? `or ${orElse}; ` : ''}or make it \`shareable\`, if the file system is made for that`)];
    }),
    ...(blueprint.disks ?? []).flatMap(({ _options: { serial } }, index) => shared(`vm.disks[${index}].serial`, serial)),
    ...shared('vm.bootDisk.serial', blueprint.bootDisk?.serial),
    ...shared('vm.chassis.serial', blueprint.chassis?.serial),
    ...shared('vm.chassis.asset', blueprint.chassis?.asset),
    ...(blueprint.hostname === undefined ? []
      : [propFinding('vm.hostname', all(`"${blueprint.hostname}"`), or('leave it out: each guest gets the name of its VM'))]),
    ...(['hostname', 'fqdn'] as const).flatMap((field) => blueprint.cloudInit?._source.props?.[field] === undefined ? []
      : [propFinding(`vm.cloudInit.${field}`, all(`"${blueprint.cloudInit._source.props[field]}"`),
        or('leave it out: each guest gets the name of its VM'))]),
    ...(claim === undefined ? [] : [propFinding('vm.boot', all(`the existing ${claim}`, 'write to'), or('clone it: BootSource.clonePvc() or BootSource.dataSource()'))]),
  ];
}
