import { DNS_LABEL_FORM, DNS_SUBDOMAIN_FORM, isDnsLabel, isDnsSubdomain } from '../../kubevirt/dns';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';

/** Rules on the names of other objects. The server takes any text; nothing can ever have such a name, so the VM would wait for it forever. */
export const REFERENCE_RULES: VmRule[] = [
  {
    id: 'R-27',
    severity: 'error',
    phase: 'runtime',
    title: 'The names of the objects a VM refers to are names that Kubernetes allows; the VM would wait for others forever',
    * check(vm, { namespaces }) {
      for (const reference of references(vm)) yield* subdomain(reference, vm);
      for (const origin of origins(vm)) yield* label(origin.at('namespace'));
      const namespace = vm.metadata.at('namespace');
      // A namespace that the cluster does not have for VMs is R-21.
      if (!namespaces || namespaces.includes(namespace.value)) yield* label(namespace);
    },
  },
];

/** Where a VM names other objects of its namespace, storage classes and what its disks are made from. */
function references(vm: VmView): Part[] {
  const volumes = vm.volumes.flatMap((volume) => [
    volume.at('persistentVolumeClaim').at('claimName'),
    volume.at('ephemeral').at('persistentVolumeClaim').at('claimName'),
    volume.at('dataVolume').at('name'),
    volume.at('configMap').at('name'),
    volume.at('secret').at('secretName'),
    volume.at('serviceAccount').at('serviceAccountName'),
    volume.at('containerDisk').at('imagePullSecret'),
    ...['cloudInitNoCloud', 'cloudInitConfigDrive'].flatMap((source) =>
      ['secretRef', 'networkDataSecretRef'].map((secret) => volume.at(source).at(secret).at('name'))),
  ]);
  const classes = vm.dataVolumeTemplates.flatMap((template) =>
    ['storage', 'pvc'].map((claim) => template.at('spec').at(claim).at('storageClassName')));
  const keys = vm.dataVolumeTemplates.map((template) => template.at('spec').at('source'))
    .flatMap((source) => source.certain(['http', 'registry', 's3', 'gcs', 'imageio', 'vddk']).map((kind) => source.at(kind)))
    .flatMap((source) => [source.at('secretRef'), source.at('certConfigMap')]);
  return [vm.template.at('priorityClassName'), ...volumes, ...classes, ...keys, ...origins(vm).map((origin) => origin.at('name'))];
}

/** What the disks of a VM are cloned from. */
function origins(vm: VmView): Part[] {
  return vm.dataVolumeTemplates.map((template) => template.at('spec'))
    .flatMap((spec) => [spec.at('sourceRef'), spec.at('source').at('pvc'), spec.at('source').at('snapshot')]);
}

/** Empty text is no name: where one is needed, other rules say so. */
function* subdomain({ value, path }: Part, vm: VmView): Iterable<Problem> {
  if (typeof value !== 'string' || value === '' || isDnsSubdomain(value) || madeFromMistake(value, vm)) return;
  yield { path, message: `got ${show(value)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: remedy(value, /[^a-z0-9.]+/g, 253) };
}

function* label({ value, path }: Part): Iterable<Problem> {
  if (typeof value !== 'string' || value === '' || isDnsLabel(value)) return;
  yield { path, message: `got ${show(value)}, expected ${DNS_LABEL_FORM}`, remedy: remedy(value, /[^a-z0-9]+/g, 63) };
}

/** Names of a VM's own disks and Secrets are made from its name and those of its disks, which have rules of their own. */
function madeFromMistake(value: string, { metadata, volumes }: VmView): boolean {
  const name = metadata.text('name');
  if (name === undefined || !value.startsWith(`${name}-`)) return false;
  const rest = value.slice(name.length + 1);
  return !isDnsLabel(name) || (!isDnsLabel(rest) && volumes.some((volume) => volume.text('name') === rest));
}

function remedy(name: string, forbidden: RegExp, length: number): string {
  const proposal = name.toLowerCase().replace(forbidden, '-').slice(0, length).replace(/-*\.[-.]*/g, '.').replace(/^[-.]+|[-.]+$/g, '');
  return proposal ? `use "${proposal}", if that is its name` : 'use the name it has in the cluster';
}
