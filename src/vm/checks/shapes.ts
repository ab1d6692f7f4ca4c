import { Token } from 'cdktf';
import { Finding } from '../../admission/finding';
import { literalFindings, shapeFindings } from '../../construct/prop-checks';
import { propFinding } from '../../construct/report';
import { isMap } from '../../kubevirt/maps';
import { VirtualMachineProps } from '../virtual-machine';

/**
 * Props of another kind than declared, as plain JavaScript or `any` brings them. Nothing can be computed from these, so they
 * are reported before everything else.
 */
export function vmShapeFindings(props: VirtualMachineProps): Finding[] {
  const given: any = props;
  const findings: Finding[] = [];
  const expect = (...shape: Parameters<typeof shapeFindings>) => findings.push(...shapeFindings(...shape));
  const optional = (value: unknown, fits: (value: any) => boolean) => value === undefined || fits(value);

  expect('cluster', given.cluster, typeof given.cluster?.clusterName === 'string', 'a VmoClusterProfile, or VmoClusterProfile.fromExisting(…)');
  expect('size', given.size, Boolean(given.size?._instancetype ?? given.size?._props), 'Size.of({ cpu: 2, memory: "4Gi" }) or Size.instancetype("u1.medium")');
  expect('preference', given.preference, optional(given.preference, (one) => one?._reference),
    `Preference.cluster(${JSON.stringify(typeof given.preference === 'string' ? given.preference : 'ubuntu')})`);
  expect('boot', given.boot, typeof given.boot?._backing === 'function', 'a BootSource, such as BootSource.containerDisk("quay.io/containerdisks/fedora:42")');
  expect('cloudInit', given.cloudInit, optional(given.cloudInit, (one) => typeof one?._userData === 'function'), 'CloudInit.of({ … }) or CloudInit.raw("#cloud-config…")');
  expect('ignition', given.ignition, optional(given.ignition, (one) => typeof one?._userData === 'function'), 'Ignition.of({ … }) or Ignition.raw("{…}")');
  expect('sysprep', given.sysprep, optional(given.sysprep, (one) => one?._source), 'Sysprep.answerFile("<unattend…>") or Sysprep.fromSecret("name")');
  expect('standbyOf', given.standbyOf, optional(given.standbyOf, (one) => one?._identity), 'a VirtualMachine');
  expect('guest', given.guest, optional(given.guest, (one) => one?._applyTo), 'Guest.linux() or Guest.windows()');
  expect('firmware', given.firmware, optional(given.firmware, (one) => one?._bios ?? one?._efi), 'Firmware.efi() or Firmware.bios()');
  expect('tpm', given.tpm, optional(given.tpm, (one) => one?._device), 'Tpm.persistent() or Tpm.ephemeral()');
  expect('clock', given.clock, optional(given.clock, (one) => one?._offset), 'Clock.utc() or Clock.timezone("Europe/Berlin")');
  expect('hyperv', given.hyperv, optional(given.hyperv, (one) => isMap(one) && '_features' in one), 'HyperV.recommended()');
  expect('launchSecurity', given.launchSecurity, optional(given.launchSecurity, (one) => one?._fields), 'LaunchSecurity.sev(), snp(), tdx() or secureExecution()');
  for (const name of ['name', 'namespace', 'identity']) expect(name, given[name], optional(given[name], (one) => typeof one === 'string'), 'a name in quotes');
  for (const name of ['labels', 'annotations', 'podAnnotations', 'nodeSelector', 'spec', 'overrides']) expect(name, given[name], optional(given[name], isMap), 'a map: { … }');
  const list = (name: string, fits: (item: any) => boolean, expected: string) => {
    expect(name, given[name], optional(given[name], Array.isArray), `a list: [ ${expected} ]`);
    if (!Array.isArray(given[name])) return;
    given[name].forEach((item: any, index: number) => expect(`${name}[${index}]`, item, fits(item), expected));
  };
  list('nics', (nic) => nic?._options, 'Nic.pod() or Nic.on(network)');
  list('disks', (disk) => typeof disk?._source?._backing === 'function', 'a Disk, such as Disk.blank("data", "10Gi")');
  list('filesystems', (one) => typeof one?._source?._backing === 'function', 'a Filesystem, such as Filesystem.configMap("config", "app")');
  expect('bootDisk', given.bootDisk, optional(given.bootDisk, isMap), '{ bus: DiskBus.SATA }');
  expect('ioThreads', given.ioThreads, optional(given.ioThreads, (one) => one?._policy), 'IoThreads.auto()');
  list('inputs', (input) => input?._type, 'Input.tablet()');
  list('panicDevices', isMap, '{ model: PanicDeviceModel.PVPANIC }, or { }');
  list('gpus', (gpu) => gpu?._source, 'Gpu.device("gpu", "nvidia.com/GRID_T4-2Q")');
  list('hostDevices', (device) => device?._source, 'HostDevice.device("qat", "intel.com/qat")');
  list('resourceClaims', (claim) => claim?._source, 'ResourceClaim.existing("gpu", "my-claim")');
  for (const name of ['keepApartFrom', 'keepTogetherWith']) list(name, (vm) => typeof vm?.vmName === 'string', 'a VirtualMachine');
  list('affinity', (one) => one?._target, 'an Affinity, such as Affinity.apartFrom([vm])');
  list('spreadAcross', (one) => one?._topologyKey, 'Spread.zones() or Spread.hosts()');
  list('tolerations', isMap, '{ key: "dedicated" }');
  for (const name of ['readinessProbe', 'livenessProbe']) expect(name, given[name], optional(given[name], (one) => one?._rendered), 'a Probe, such as Probe.tcp(22)');
  list('accessCredentials', (one) => one?._credential, 'AccessCredential.userPassword("secret") or AccessCredential.sshPublicKey("secret", …)');
  list('suppress', (one) => typeof one?.rule === 'string' && typeof one?.reason === 'string', '{ rule: "VO-11", reason: "why" }');
  list('dependsOn', (one) => typeof one?.fqn === 'string', 'a resource or construct');
  (Array.isArray(given.nics) ? given.nics : []).forEach((nic: any, index: number) => {
    const mac = nic?._options?.mac;
    expect(`nics[${index}].mac`, mac, optional(mac, (one) => isMap(one) && '_form' in one), 'Mac.of("02:…"), or leave it out');
  });
  for (const name of ['spec', 'overrides']) {
    if (isMap(given[name]) && isCyclic(given[name])) findings.push(propFinding(name, 'it contains itself', 'write plain data'));
  }
  return findings;
}

/** What must be known at synth, because MAC addresses and serials are computed from it. */
export function vmLiteralFindings(props: VirtualMachineProps, name: string, namespace: string): Finding[] {
  return literalFindings([
    ['name', name], ['namespace', namespace], ['identity', props.identity],
    ...(props.nics ?? []).map((nic, index) => [`nics[${index}].name`, nic.name] as const),
    ...(props.disks ?? []).map((disk, index) => [`disks[${index}].name`, disk.name] as const),
    ...(props.filesystems ?? []).map((filesystem, index) => [`filesystems[${index}].name`, filesystem.name] as const),
  ], 'MAC addresses and serials are computed from it');
}

function isCyclic(value: unknown, above: unknown[] = []): boolean {
  if (value === null || typeof value !== 'object' || Token.isUnresolved(value)) return false;
  return above.includes(value) || Object.values(value).some((child) => isCyclic(child, [...above, value]));
}
