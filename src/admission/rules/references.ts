import { DNS_LABEL_FORM, DNS_SUBDOMAIN_FORM, isDnsLabel, isDnsSubdomain } from '../../kubevirt/dns';
import { isMap } from '../../kubevirt/maps';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { during } from './checks';

/** Rules on the names of other objects. The server takes any text; nothing can ever have such a name, so the VM would wait for it forever. */
export const REFERENCE_RULES: VmRule[] = [
  {
    id: 'R-27',
    severity: 'error',
    phase: 'runtime',
    title: 'The names of the objects a VM refers to are names that Kubernetes allows; the VM would wait for others forever',
    * check(vm, { namespaces }) {
      for (const volume of vm.volumes) yield* subdomains(volume, IN_VOLUMES, vm);
      for (const template of vm.dataVolumeTemplates) {
        yield* subdomains(template, IN_TEMPLATES, vm);
        yield* labels(template, NAMESPACES);
      }
      yield* subdomains(vm.template, [['priorityClassName']], vm);
      // A namespace that the cluster does not have for VMs is R-21.
      if (!namespaces || namespaces.includes(vm.metadata.get('namespace'))) yield* during('schema', labels(vm.metadata, [['namespace']]));
    },
  },
];

/** Where a volume names other objects of the VM's namespace. */
const IN_VOLUMES = [
  ['persistentVolumeClaim', 'claimName'],
  ['ephemeral', 'persistentVolumeClaim', 'claimName'],
  ['dataVolume', 'name'],
  ['configMap', 'name'],
  ['secret', 'secretName'],
  ['serviceAccount', 'serviceAccountName'],
  ['containerDisk', 'imagePullSecret'],
  ...['cloudInitNoCloud', 'cloudInitConfigDrive'].flatMap((source) => ['secretRef', 'networkDataSecretRef'].map((secret) => [source, secret, 'name'])),
];

/** What the disks of a VM are cloned from. */
const ORIGINS = [['spec', 'sourceRef'], ['spec', 'source', 'pvc'], ['spec', 'source', 'snapshot']];

const NAMESPACES = ORIGINS.map((origin) => [...origin, 'namespace']);

/** Where a data volume template names storage classes, Secrets, ConfigMaps and what it is made from. */
const IN_TEMPLATES = [
  ...['storage', 'pvc'].map((claim) => ['spec', claim, 'storageClassName']),
  ...['http', 'registry', 's3', 'gcs', 'imageio', 'vddk'].flatMap((source) => ['secretRef', 'certConfigMap'].map((object) => ['spec', 'source', source, object])),
  ...ORIGINS.map((origin) => [...origin, 'name']),
];

/** Empty text is no name: where one is needed, other rules say so. */
function* subdomains(part: Part, places: readonly string[][], vm: VmView): Iterable<Problem> {
  for (const place of places) {
    const name = textAt(part.value, place);
    if (!name || isDnsSubdomain(name) || madeFromMistake(name, vm)) continue;
    yield { path: reach(part, place).path, message: `got ${show(name)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: remedy(name, /[^a-z0-9.]+/g, 253) };
  }
}

function* labels(part: Part, places: readonly string[][]): Iterable<Problem> {
  for (const place of places) {
    const name = textAt(part.value, place);
    if (!name || isDnsLabel(name)) continue;
    yield { path: reach(part, place).path, message: `got ${show(name)}, expected ${DNS_LABEL_FORM}`, remedy: remedy(name, /[^a-z0-9]+/g, 63) };
  }
}

/** The text at a place, where there is one: without parts, as nearly all places are empty. */
function textAt(value: unknown, place: readonly string[]): string | undefined {
  let below = value;
  for (const field of place) {
    if (!isMap(below)) return undefined;
    below = below[field];
  }
  return typeof below === 'string' ? below : undefined;
}

function reach(part: Part, place: readonly string[]): Part {
  return place.reduce((above, field) => above.at(field), part);
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
