import { PlannedResource, PlannedStack, readBlueprint } from './blueprint';
import { kubevirtFacts } from '../kubevirt/facts';
import { KubevirtVersion } from '../kubevirt/version';

/** `vmo show [folder]`: what a synthesized app would create, for people. */
export function show(outdir: string): string {
  return readBlueprint(outdir).map(stackText).join('\n');
}

function stackText(stack: PlannedStack): string {
  const vms = stack.resources.flatMap((resource) => resource.objects).filter((object) => object.kind === 'VirtualMachine');
  const unread = stack.resources.filter((resource) => /^vm-/.test(resource.name) && resource.objects.length === 0);
  return [
    `Stack ${stack.name}${stack.dependencies.length > 0 ? ` (after ${stack.dependencies.join(', ')})` : ''}`,
    '',
    `  ${count(stack.resources.length, 'release')}, in the order they are applied:`,
    ...table(stack.resources.map((resource, index) => [`${index + 1}.`, resource.name, resource.namespace, resource.from, contents(resource)])),
    '',
    `  ${count(vms.length, 'virtual machine')}:`,
    ...vms.flatMap(vmText),
    ...unread.map((resource) => `    ${resource.name}: known after apply, as it refers to other resources`),
    '',
    `  Warnings: ${stack.warnings.length === 0 ? 'none' : ''}`,
    ...stack.warnings.map((warning) => `    ${warning}`),
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
  const { spec } = vm;
  const template = spec.template.spec;
  const disks: string[][] = (template.domain.devices.disks ?? []).map((disk: any) => ['disk', disk.name, volumeText(vm, disk.name)]);
  const nics: string[][] = (template.domain.devices.interfaces ?? []).map((nic: any) =>
    ['nic', nic.name, networkText(template, nic.name), nic.macAddress ?? 'MAC from the cluster']);
  return [
    '',
    `    ${vm.metadata.namespace}/${vm.metadata.name}: ${sizeText(vm)}, run strategy ${spec.runStrategy}`,
    ...table(disks, '      '),
    ...table(nics, '      '),
  ];
}

function sizeText({ spec }: any): string {
  const preference = spec.preference ? `, preference ${spec.preference.name}` : '';
  if (spec.instancetype) return `${instancetypeText(spec.instancetype)}${preference}`;
  const { cpu, memory } = spec.template.spec.domain;
  const cpus = (cpu?.sockets ?? 1) * (cpu?.cores ?? 1) * (cpu?.threads ?? 1);
  return `${cpus} CPU, ${memory?.guest ?? 'no'} memory${preference}`;
}

function instancetypeText({ name, kind }: any): string {
  // The sizes of the bundled instancetypes are the same in every version; an instancetype of one's own is known to the cluster only.
  const bundled = kind === 'VirtualMachineClusterInstancetype' ? kubevirtFacts(KubevirtVersion.V1_8_4).instancetypes[name] : undefined;
  return `instancetype ${name}${bundled ? ` (${bundled.cpu.guest} CPU, ${bundled.memory.guest} memory)` : ''}`;
}

function volumeText({ spec }: any, name: string): string {
  const volume = spec.template.spec.volumes?.find((one: any) => one.name === name) ?? {};
  if (volume.containerDisk) return `${volume.containerDisk.image} (not kept)`;
  if (volume.persistentVolumeClaim) return `claim ${volume.persistentVolumeClaim.claimName}`;
  if (volume.emptyDisk) return `${volume.emptyDisk.capacity}, empty at every start`;
  const template = spec.dataVolumeTemplates?.find((one: any) => one.metadata.name === volume.dataVolume?.name)?.spec;
  if (!template) return Object.keys(volume).find((key) => key !== 'name') ?? '';
  const size = template.storage?.resources?.requests?.storage ?? 'size of the source';
  const { registry, http, blank } = template.source ?? {};
  const from = registry?.url ?? http?.url ?? (blank ? undefined : `${template.sourceRef?.namespace}/${template.sourceRef?.name}`);
  return from ? `${size} from ${from}` : `${size}, blank`;
}

function networkText(template: any, name: string): string {
  const network = template.networks?.find((one: any) => one.name === name);
  return network?.multus ? network.multus.networkName : 'pod network';
}

function table(rows: string[][], indent = '    '): string[] {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)), []);
  return rows.map((row) => `${indent}${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
