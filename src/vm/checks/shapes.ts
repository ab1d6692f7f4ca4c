import { Token } from 'cdktf';
import { Finding } from '../../admission/finding';
import { literalFindings, shapeFindings } from '../../construct/prop-checks';
import { propFinding } from '../../construct/report';
import { isMap } from '../../kubevirt/maps';
import { VirtualMachineProps } from '../virtual-machine';

type Fits = (value: any) => unknown;

const isText: Fits = (value) => typeof value === 'string';
const isFilled: Fits = (value) => isText(value) && value !== '';
const hasField = (field: string): Fits => (value) => isMap(value) && field in value;
const isMade: Fits = (value) => typeof value?._userData === 'function';
const isBacked: Fits = (value) => typeof value?._source?._backing === 'function' && isText(value.name);
const isNic: Fits = (value) => isMap(value._options) && isMap(value._binding) && (value.network === undefined || isText(value.network?.networkName));
const hasName: Fits = (value) => isText(value?.name);
const isVm: Fits = (value) => typeof value?.vmName === 'string';

/** How to tell that a prop is of its kind, and what to write instead. */
const VALUES: Record<string, [fits: Fits, expected: string]> = {
  cluster: [(value) => typeof value?.clusterName === 'string', 'a VmoClusterProfile, or VmoClusterProfile.fromExisting(…)'],
  size: [(value) => value?._instancetype ?? value?._props, 'Size.of({ cpu: 2, memory: "4Gi" }) or Size.instancetype("u1.medium")'],
  boot: [(value) => typeof value?._backing === 'function', 'a BootSource, such as BootSource.containerDisk("quay.io/containerdisks/fedora:42")'],
  preference: [hasField('_reference'), 'Preference.cluster("ubuntu")'],
  delivery: [hasField('_deliver'), 'Delivery.helm() or Delivery.manifest()'],
  cloudInit: [isMade, 'CloudInit.of({ … }) or CloudInit.raw("#cloud-config…")'],
  ignition: [isMade, 'Ignition.of({ … }) or Ignition.raw("{…}")'],
  sysprep: [hasField('_source'), 'Sysprep.answerFile("<unattend…>") or Sysprep.fromSecret("name")'],
  standbyOf: [hasField('_identity'), 'a VirtualMachine'],
  migrationPolicy: [(value) => isMap(value?.virtualMachineInstanceSelector), 'a MigrationPolicy'],
  guest: [hasField('_applyTo'), 'Guest.linux() or Guest.windows()'],
  firmware: [(value) => value?._bios ?? value?._efi, 'Firmware.efi() or Firmware.bios()'],
  tpm: [hasField('_device'), 'Tpm.persistent() or Tpm.ephemeral()'],
  clock: [hasField('_offset'), 'Clock.utc() or Clock.timezone("Europe/Berlin")'],
  hyperv: [hasField('_features'), 'HyperV.recommended()'],
  launchSecurity: [hasField('_fields'), 'LaunchSecurity.sev(), snp(), tdx() or secureExecution()'],
  bootDisk: [isMap, '{ bus: DiskBus.SATA }'],
  ioThreads: [hasField('_policy'), 'IoThreads.auto()'],
  ...Object.fromEntries(['readinessProbe', 'livenessProbe'].map((prop) => [prop, [hasField('_rendered'), 'a Probe, such as Probe.tcp(22)']])),
  ...Object.fromEntries(['name', 'namespace', 'identity'].map((prop) => [prop, [isFilled, 'a name in quotes']])),
  ...Object.fromEntries(['labels', 'annotations', 'podAnnotations', 'nodeSelector', 'spec', 'overrides'].map((prop) => [prop, [isMap, 'a map: { … }']])),
};

/** The same for the items of lists. */
const ITEMS: Record<string, [fits: Fits, expected: string]> = {
  nics: [(value) => hasName(value) && isNic(value), 'Nic.pod() or Nic.on(network), of a VmNetwork'],
  disks: [isBacked, 'a Disk, such as Disk.blank("data", "10Gi")'],
  filesystems: [isBacked, 'a Filesystem, such as Filesystem.configMap("config", "app")'],
  inputs: [hasField('_type'), 'Input.tablet()'],
  panicDevices: [isMap, '{ model: PanicDeviceModel.PVPANIC }, or { }'],
  gpus: [hasField('_source'), 'Gpu.device("gpu", "nvidia.com/GRID_T4-2Q")'],
  hostDevices: [hasField('_source'), 'HostDevice.device("qat", "intel.com/qat")'],
  resourceClaims: [hasField('_source'), 'ResourceClaim.existing("gpu", "my-claim")'],
  keepApartFrom: [isVm, 'a VirtualMachine'],
  keepTogetherWith: [isVm, 'a VirtualMachine'],
  affinity: [hasField('_target'), 'an Affinity, such as Affinity.apartFrom([vm])'],
  spreadAcross: [hasField('_topologyKey'), 'Spread.zones() or Spread.hosts()'],
  tolerations: [isMap, '{ key: "dedicated" }'],
  accessCredentials: [hasField('_credential'), 'AccessCredential.userPassword("secret") or AccessCredential.sshPublicKey("secret", …)'],
  suppress: [(value) => isText(value?.rule) && isText(value?.reason), '{ rule: "VO-11", reason: "why" }'],
  dependsOn: [(value) => isText(value?.fqn), 'a resource or construct'],
};

/** Without these, there is no VM. */
const REQUIRED = ['cluster', 'size', 'boot'];

/**
 * Props of another kind than declared, as plain JavaScript or `any` brings them. Nothing can be computed from these, so they
 * are reported before everything else, with the path of what holds the props before theirs.
 */
export function vmShapeFindings(props: Partial<VirtualMachineProps>, within = ''): Finding[] {
  const given: any = props ?? {};
  const required = within === '' ? REQUIRED : REQUIRED.filter((prop) => prop !== 'cluster'); // a template has none
  const shape = (path: string, value: unknown, [fits, expected]: [Fits, string]) => shapeFindings(path, value, Boolean(fits(value)), expected);
  const findings = [
    ...Object.keys(VALUES).filter((prop) => given[prop] !== undefined || required.includes(prop))
      .flatMap((prop) => shape(prop, given[prop], VALUES[prop])),
    ...Object.keys(ITEMS).filter((prop) => given[prop] !== undefined).flatMap((prop) => Array.isArray(given[prop])
      ? given[prop].flatMap((item: unknown, index: number) => shape(`${prop}[${index}]`, item, ITEMS[prop]))
      : shapeFindings(prop, given[prop], false, `a list: [ ${ITEMS[prop][1]} ]`)),
    ...(Array.isArray(given.nics) ? given.nics : []).map((nic: any) => nic?._options?.mac).flatMap((mac: unknown, index: number) =>
      mac === undefined ? [] : shape(`nics[${index}].mac`, mac, [hasField('_form'), 'Mac.of("02:…"), or leave it out'])),
    // A reference in the place of a map would take the place of all that other props make there.
    ...['spec', 'overrides'].filter((prop) => Token.isUnresolved(given[prop]))
      .map((prop) => propFinding(prop, 'got a value that is only known at apply, which would take the place of all else', 'write the map here; values in it may be references')),
    ...['spec', 'overrides'].filter((prop) => isMap(given[prop]) && isCyclic(given[prop]))
      .map((prop) => propFinding(prop, 'it contains itself', 'write plain data')),
  ];
  return within === '' ? findings : findings.map((finding) => ({ ...finding, path: `${within}${finding.path}` }));
}

/** What must be known at synth, because MAC addresses and serials are computed from it. */
export function vmLiteralFindings(props: VirtualMachineProps, name: string, namespace: string): Finding[] {
  return [
    ...literalFindings(PRESENT.map((prop) => [prop, props[prop]]), 'whether the VM has it is decided'),
    ...literalFindings([
      ['name', name], ['namespace', namespace], ['identity', props.identity],
      ...(props.nics ?? []).map((nic, index) => [`nics[${index}].name`, nic.name] as const),
      ...(props.disks ?? []).map((disk, index) => [`disks[${index}].name`, disk.name] as const),
      ...(props.filesystems ?? []).map((filesystem, index) => [`filesystems[${index}].name`, filesystem.name] as const),
    ], 'MAC addresses and serials are computed from it'),
  ];
}

/** A device that is there or not, which no value in the manifest says. */
const PRESENT = ['rng', 'clientPassthrough', 'downwardMetrics'] as const;

function isCyclic(value: unknown, above: unknown[] = []): boolean {
  if (value === null || typeof value !== 'object' || Token.isUnresolved(value)) return false;
  return above.includes(value) || Object.values(value).some((child) => isCyclic(child, [...above, value]));
}
