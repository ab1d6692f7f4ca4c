import { PlannedResource, PlannedStack, readBlueprint } from './blueprint';
import { KNOWN_AFTER_APPLY } from './template';
import { UNKNOWN } from '../admission/finding';
import { migrationObstacles } from '../admission/rules/migratability';
import { VmView } from '../admission/vm-view';
import { kubevirtFacts } from '../kubevirt/facts';
import { KubevirtVersion } from '../kubevirt/version';

/** `vmo show [folder]`: what a synthesized app would create, for people. */
export function show(outdir: string): string {
  return readBlueprint(outdir).map(stackText).join('\n');
}

function stackText(stack: PlannedStack): string {
  const vms = stack.resources.flatMap((resource) => resource.objects).filter((object) => object.kind === 'VirtualMachine');
  return [
    `Stack ${stack.name}${stack.dependencies.length > 0 ? ` (after ${stack.dependencies.join(', ')})` : ''}`,
    '',
    `  ${count(stack.resources.length, stack.resources.every(({ address }) => address.startsWith('helm_release.')) ? 'release' : 'resource')}, in the order they are applied:`,
    ...table(stack.resources.map((resource, index) => [`${index + 1}.`, resource.name, resource.namespace, resource.from, contents(resource)])),
    '',
    `  ${count(vms.length, 'virtual machine')}:`,
    ...vms.flatMap(vmText),
    '',
    `  Warnings: ${stack.warnings.length === 0 ? 'none' : ''}`,
    ...stack.warnings.map((warning) => `    ${warning}`),
    ...(stack.suppressed.length === 0 ? [] : ['', '  Suppressed:', ...stack.suppressed.map((finding) => `    ${finding}`)]),
    '',
    `  Terraform JSON: ${stack.path}`,
    '',
  ].join('\n');
}

function contents(resource: PlannedResource): string {
  const kinds = new Map<string, number>();
  resource.objects.forEach(({ kind }) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  return [...kinds].map(([kind, times]) => times === 1 ? kind : `${times} ${kind}`).join(', ');
}

function vmText(vm: any): string[] {
  const spec = vm.spec ?? {};
  const template = spec.template?.spec ?? {};
  const { disks, filesystems, interfaces } = template.domain?.devices ?? {};
  return [
    '',
    `    ${vm.metadata?.namespace}/${vm.metadata?.name}: ${sizeText(spec)}, run strategy ${spec.runStrategy}`,
    ...table(rows('disk', disks, (disk) => [disk.name, volumeText(spec, disk.name)]), '      '),
    ...table(rows('directory', filesystems, (one) => [one.name, volumeText(spec, one.name)]), '      '),
    ...table(rows('nic', interfaces, (nic) => [nic.name, networkText(template, nic.name), nic.macAddress ?? 'MAC from the cluster']), '      '),
    ...obstaclesText(vm),
  ];
}

/** Why it stays on its node. Of the cluster nothing is known here but what is the same in every version. */
function obstaclesText(vm: any): string[] {
  const known = JSON.parse(JSON.stringify(vm), (_, value) => value === KNOWN_AFTER_APPLY ? UNKNOWN : value);
  const facts = { kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: new Set(['VGPULiveMigration']) };
  const reasons = [...new Set([...migrationObstacles(VmView.ofVirtualMachine(known), facts)].map(({ what }) => what))];
  return reasons.length === 0 ? [] : [`      cannot move to another node while it runs, because of ${reasons.join(', ')}`];
}

/** A row for each item of a list, which may as a whole be known after apply only. */
function rows(what: string, list: any, cells: (item: any) => string[]): string[][] {
  return [list ?? []].flat().map((item) => [what, ...(item === KNOWN_AFTER_APPLY ? [KNOWN_AFTER_APPLY] : cells(item))]);
}

function sizeText(spec: any): string {
  const preference = spec.preference ? `, preference ${spec.preference.name ?? inferredText(spec.preference)}` : '';
  if (spec.instancetype) return `${instancetypeText(spec.instancetype)}${preference}`;
  const { cpu, memory } = spec.template?.spec?.domain ?? {};
  const cpus = (cpu?.sockets ?? 1) * (cpu?.cores ?? 1) * (cpu?.threads ?? 1);
  return `${Number.isNaN(cpus) ? KNOWN_AFTER_APPLY : cpus} CPU, ${memory?.guest ?? 'no'} memory${preference}`;
}

function instancetypeText({ name, kind, ...reference }: any): string {
  if (!name) return `instancetype ${inferredText(reference)}`;
  // The sizes of the bundled instancetypes are the same in every version; an instancetype of one's own is known to the cluster only.
  const bundled = kind === 'VirtualMachineClusterInstancetype' ? kubevirtFacts(KubevirtVersion.V1_8_4).instancetypes[name] : undefined;
  return `instancetype ${name}${bundled ? ` (${bundled.cpu.guest} CPU, ${bundled.memory.guest} memory)` : ''}`;
}

function inferredText({ inferFromVolume }: any): string {
  return `that disk ${inferFromVolume} names`;
}

/** Where a disk or file system comes from. */
function volumeText(spec: any, name: string): string {
  const volume = find(spec.template.spec.volumes, (one) => one.name === name) ?? {};
  const [kind, source = {}] = Object.entries<any>(volume).find(([key]) => key !== 'name') ?? ['nothing'];
  switch (kind) {
    case 'nothing': return 'empty';
    case 'containerDisk': return `${source.image} (not kept)`;
    case 'persistentVolumeClaim': return `claim ${source.claimName}`;
    case 'ephemeral': return `claim ${source.persistentVolumeClaim?.claimName} (what is written is not kept)`;
    case 'emptyDisk': return `${source.capacity}, empty at every start`;
    case 'hostDisk': return `file ${source.path} of the node`;
    case 'configMap': return `ConfigMap ${source.name}`;
    case 'secret': return `Secret ${source.secretName}`;
    case 'serviceAccount': return `ServiceAccount ${source.serviceAccountName}`;
    case 'downwardAPI': return 'downward API';
    case 'downwardMetrics': return 'metrics of host and VM';
    case 'containerPath': return `${source.path} of the pod`;
    case 'dataVolume': return dataVolumeText(find(spec.dataVolumeTemplates, (one) => one.metadata?.name === source.name)?.spec, source.name);
    default: return kind;
  }
}

/** What fills a disk of the VM's own; without a template, the DataVolume is there already. */
function dataVolumeText(template: any, name: string): string {
  if (!template) return `DataVolume ${name}`;
  const size = template.storage?.resources?.requests?.storage ?? 'size of the source';
  const [kind, source = {}] = Object.entries<any>(template.source ?? {})[0] ?? ['sourceRef', template.sourceRef ?? template.storage?.dataSourceRef];
  switch (kind) {
    case 'blank': return `${size}, blank`;
    case 'upload': return `${size}, uploaded with virtctl`;
    case 'pvc': return `${size}, clone of claim ${source.namespace}/${source.name}`;
    case 'snapshot': return `${size}, clone of snapshot ${source.namespace}/${source.name}`;
    case 'imageio': return `${size} from disk ${source.diskId} of ${source.url}`;
    case 'vddk': return `${size} from ${source.backingFile} of ${source.url}`;
    case 'sourceRef': return `${size} from ${[template.sourceRef ? source.namespace : source.kind, source.name].join('/')}`;
    default: return `${size} from ${source.url ?? `image stream ${source.imageStream}`}`;
  }
}

function networkText(template: any, name: string): string {
  const network = find(template.networks, (one) => one.name === name);
  return network?.multus?.networkName ?? (network?.resourceClaim ? `claim ${network.resourceClaim.claimName}` : 'pod network');
}

/** The item of a list, where the list is known. */
function find(list: any, wanted: (item: any) => boolean): any {
  return Array.isArray(list) ? list.find((item) => item !== KNOWN_AFTER_APPLY && wanted(item)) : undefined;
}

function table(lines: string[][], indent = '    '): string[] {
  const widths = lines.reduce<number[]>((most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)), []);
  return lines.map((row) => `${indent}${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
