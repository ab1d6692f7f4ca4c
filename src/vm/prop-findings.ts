import { isIP } from 'net';
import { Token } from 'cdktf';
import { Nic } from './nic';
import { VirtualMachineProps } from './virtual-machine';
import { Finding, show } from '../admission/finding';
import { literalFindings, shapeFindings } from '../construct/prop-checks';
import { propFinding, PropPaths } from '../construct/report';
import { isMap } from '../kubevirt/maps';
import { MacStyle } from '../network/mac/mac';
import { macPrefixProblem } from '../network/mac/scheme';

/** A Secret holds no more. */
const SECRET_BYTES = 1_048_576;

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
  expect('size', given.size, Boolean(given.size?._instancetype ?? given.size?._domain), 'Size.of({ cpu: 2, memory: "4Gi" }) or Size.instancetype("u1.medium")');
  expect('boot', given.boot, typeof given.boot?._backing === 'function', 'a BootSource, such as BootSource.containerDisk("quay.io/containerdisks/fedora:42")');
  expect('cloudInit', given.cloudInit, optional(given.cloudInit, (one) => typeof one?._userData === 'function'), 'CloudInit.of({ … }) or CloudInit.raw("#cloud-config…")');
  expect('standbyOf', given.standbyOf, optional(given.standbyOf, (one) => one?._identity), 'a VirtualMachine');
  for (const name of ['name', 'namespace', 'identity']) expect(name, given[name], optional(given[name], (one) => typeof one === 'string'), 'a name in quotes');
  for (const name of ['labels', 'annotations', 'overrides']) expect(name, given[name], optional(given[name], isMap), 'a map: { … }');
  const list = (name: string, fits: (item: any) => boolean, expected: string) => {
    expect(name, given[name], optional(given[name], Array.isArray), `a list: [ ${expected} ]`);
    if (!Array.isArray(given[name])) return;
    given[name].forEach((item: any, index: number) => expect(`${name}[${index}]`, item, fits(item), expected));
  };
  list('nics', (nic) => nic?._options, 'Nic.pod() or Nic.on(network)');
  list('disks', (disk) => disk?._backing, 'a Disk, such as Disk.blank("data", "10Gi")');
  list('suppress', (one) => typeof one?.rule === 'string' && typeof one?.reason === 'string', '{ rule: "VO-11", reason: "why" }');
  list('dependsOn', (one) => typeof one?.fqn === 'string', 'a resource or construct');
  (Array.isArray(given.nics) ? given.nics : []).forEach((nic: any, index: number) => {
    const mac = nic?._options?.mac;
    expect(`nics[${index}].mac`, mac, optional(mac, (one) => isMap(one) && '_form' in one), 'Mac.of("02:…"), or leave it out');
  });
  if (isMap(given.overrides) && isCyclic(given.overrides)) findings.push(propFinding('overrides', 'it contains itself', 'write plain data'));
  return findings;
}

/** What must be known at synth, because MAC addresses and serials are computed from it. */
export function vmLiteralFindings(props: VirtualMachineProps, name: string, namespace: string): Finding[] {
  return literalFindings([
    ['name', name], ['namespace', namespace], ['identity', props.identity],
    ...(props.nics ?? []).map((nic, index) => [`nics[${index}].name`, nic.name] as const),
    ...(props.disks ?? []).map((disk, index) => [`disks[${index}].name`, disk.name] as const),
  ], 'MAC addresses and serials are computed from it');
}

/** What no rule can see in the manifest. */
export function propFindings(props: VirtualMachineProps, rendered: any, finished: any, companions: any[]): Finding[] {
  const { sockets } = (props.size._domain?.cpu ?? {}) as { sockets?: number };
  const few = sockets !== undefined && !Token.isUnresolved(sockets) && !(sockets > 0);
  const secretBytes = companions.flatMap(({ data }) => Object.values<string>(data)).filter((text) => !Token.isUnresolved(text))
    .reduce((sum, text) => sum + text.length * 3 / 4, 0);
  return [
    ...(few ? [propFinding('size.cpu', `got ${sockets}, expected a whole number of CPUs, at least 1`, 'write it like Size.of({ cpu: 2, memory: "4Gi" })')] : []),
    ...(secretBytes > SECRET_BYTES
      ? [propFinding('cloudInit', `got ${Math.round(secretBytes / 1024)} KiB, a Secret holds at most 1024`, 'let the guest download what is large')] : []),
    ...overrideFindings(rendered, finished),
    ...(props.nics ?? []).flatMap((nic, index) => nicFindings(props, nic, `nics[${index}]`)),
    ...overriddenMacFindings(props, finished),
  ];
}

/** `overrides` may change everything but what names the VM: releases, addresses and checks go by that. */
function overrideFindings(rendered: any, finished: any): Finding[] {
  const identity: [string, string, (manifest: any) => unknown][] = [
    ['kind', 'take it out', (manifest) => manifest.kind],
    ['apiVersion', 'take it out', (manifest) => manifest.apiVersion],
    ['metadata.name', 'use the prop `name`', (manifest) => manifest.metadata?.name],
    ['metadata.namespace', 'use the prop `namespace`', (manifest) => manifest.metadata?.namespace],
  ];
  return identity.filter(([, , of]) => of(rendered) !== of(finished)).map(([path, remedy, of]) =>
    propFinding(`overrides.${path}`, `got ${show(of(finished))}, which cannot be overridden`, remedy));
}

function nicFindings(props: VirtualMachineProps, nic: Nic, path: string): Finding[] {
  const { mac, addresses, gateway, nameservers } = nic._options;
  const findings: Finding[] = [];
  const add = (field: string, message: string, remedy: string) => findings.push(propFinding(`${path}${field}`, message, remedy));
  const style = mac?._form?.style;

  const prefixProblem = mac?._form?.style === 'prefix' ? macPrefixProblem(mac._form.prefix) : undefined;
  if (prefixProblem) add('.mac', prefixProblem, 'write it like Mac.prefix("06:ab")');
  if (style !== undefined && style !== 'prefix' && !Object.values<string>(MacStyle).includes(style)) {
    add('.mac', `got the style ${show(style)}, expected ${Object.values(MacStyle).join(', ')}`, 'use MacStyle.PALETTE');
  }
  if (mac?._address === '') add('.mac', 'got an empty address', 'write it like Mac.of("02:00:5e:10:00:01"), or use Mac.fromCluster()');
  if (isNetworkConfigured(props) && mac && !mac._form && mac._address === undefined) {
    add('.mac', `"${nic.name}" takes its MAC address from the cluster, and the guest's network configuration tells NICs apart by MAC address`,
      'leave `mac` out, or give no NIC of this VM static addresses');
  }
  if (addresses && !Token.isUnresolved(addresses)) {
    if (addresses.length === 0) add('.addresses', 'got an empty list', 'leave it out for DHCP');
    addresses.forEach((address, at) => {
      if (!isCidr(address)) add(`.addresses[${at}]`, `got ${show(address)}, expected an address with its prefix length`, 'write it like "10.25.0.10/24"');
    });
  }
  if (gateway !== undefined && !isAddress(gateway)) add('.gateway', `got ${show(gateway)}, expected an IP address`, 'write it like "10.25.0.1"');
  (Array.isArray(nameservers) && !Token.isUnresolved(nameservers) ? nameservers : []).forEach((server, at) => {
    if (!isAddress(server)) add(`.nameservers[${at}]`, `got ${show(server)}, expected an IP address`, 'write it like "10.25.0.53"');
  });
  if (!addresses && (gateway || nameservers)) {
    add('', 'got a gateway or nameservers without addresses; DHCP brings its own', 'add `addresses`, or take them out');
  }
  if (addresses && props.cloudInit?._source.networkSecret) {
    add('.addresses', 'the network configuration comes from a Secret, so static addresses here would have no effect', 'put them into the Secret, or leave `networkData` out');
  }
  const other = nic.network?.cluster;
  if (other && other.clusterName !== props.cluster.clusterName) {
    add('', `"${nic.network!.node.path}" is a network of cluster "${other.clusterName}", and the VM is on "${props.cluster.clusterName}"`,
      'make a VmNetwork on the VM\'s cluster');
  }
  return findings;
}

/** Whether the guest gets a network configuration made from the NICs, which tells them apart by MAC address. */
function isNetworkConfigured(props: VirtualMachineProps): boolean {
  return !props.cloudInit?._source.networkSecret && (props.nics ?? []).some((nic) => nic._options.addresses);
}

/** MAC addresses that overrides give to NICs, and that the guest's network configuration does not know. */
function overriddenMacFindings(props: VirtualMachineProps, finished: any): Finding[] {
  if (!isNetworkConfigured(props)) return [];
  const { volumes = '', domain } = finished.spec?.template?.spec ?? {};
  const networkData = JSON.stringify(volumes);
  if (!networkData.includes('macaddress')) return [];
  return (props.nics ?? []).flatMap((nic, index) => {
    const mac = domain?.devices?.interfaces?.find?.((one: any) => one?.name === nic.name)?.macAddress;
    if (typeof mac !== 'string' || networkData.includes(mac)) return [];
    return [propFinding(`nics[${index}]`, `overrides give it the MAC address ${mac}, which the guest's network configuration does not know`,
      'give the address here: mac: Mac.of("…")')];
  });
}

/** Which prop makes which part of the manifest. */
export function propPaths({ boot, disks = [] }: VirtualMachineProps): PropPaths {
  const props = ['boot', ...disks.map((_, index) => `disks[${index}]`)];
  const dataVolumes = [boot._backing(''), ...disks.map((disk) => disk._backing)]
    .flatMap((backing, index) => backing.kind === 'dataVolume' ? [props[index]] : []);
  return [
    [/^metadata\.(name|namespace|labels|annotations)(?![a-z])/, '$1'],
    [/^spec\.(runStrategy)/, '$1'],
    [/^spec\.instancetype/, 'size'],
    [/^spec\.preference/, 'preference'],
    [/^spec\.template\.spec\.domain\.memory\.guest/, 'size.memory'],
    [/^spec\.template\.spec\.domain\.cpu\.sockets/, 'size.cpu'],
    [/^spec\.template\.spec\.(architecture|hostname|evictionStrategy|terminationGracePeriodSeconds)/, '$1'],
    [/^spec\.template\.spec\.domain\.devices\.interfaces\[(\d+)\]\.macAddress/, 'nics[$1].mac'],
    [/^spec\.template\.spec\.(?:domain\.devices\.interfaces|networks)\[(\d+)\]/, 'nics[$1]'],
    [/^spec\.template\.spec\.volumes\[\d+\]\.cloudInitNoCloud/, 'cloudInit'],
    ...props.map((prop, index) => [new RegExp(`^spec\\.template\\.spec\\.(?:domain\\.devices\\.disks|volumes)\\[${index}\\]`), prop] as const),
    ...dataVolumes.map((prop, index) => [new RegExp(`^spec\\.dataVolumeTemplates\\[${index}\\]`), prop] as const),
  ];
}

function isAddress(text: string): boolean {
  return Token.isUnresolved(text) || isIP(text) !== 0;
}

function isCidr(text: string): boolean {
  if (Token.isUnresolved(text)) return true;
  const match = /^(.+)\/(\d{1,3})$/.exec(text);
  if (!match) return false;
  const family = isIP(match[1]);
  return family !== 0 && Number(match[2]) <= (family === 4 ? 32 : 128);
}

function isCyclic(value: unknown, above: unknown[] = []): boolean {
  if (value === null || typeof value !== 'object' || Token.isUnresolved(value)) return false;
  return above.includes(value) || Object.values(value).some((child) => isCyclic(child, [...above, value]));
}
