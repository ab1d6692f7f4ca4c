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
      for (const volume of vm.volumes) yield* misnamed(volume, IN_VOLUME, vm);
      for (const template of vm.dataVolumeTemplates) yield* misnamed(template, IN_TEMPLATE, vm);
      yield* wrongName(vm.template, 'priorityClassName', 'subdomain', vm);
      // A namespace that the cluster does not have for VMs is R-21.
      if (!namespaces || namespaces.includes(vm.metadata.get('namespace'))) yield* during('schema', wrongName(vm.metadata, 'namespace', 'label', vm));
    },
  },
];

/** Which fields name other objects, and what the names are. */
interface Names { readonly [field: string]: 'subdomain' | 'label' | Names }

const NAME: Names = { name: 'subdomain' };
const CLOUD_INIT: Names = { secretRef: NAME, networkDataSecretRef: NAME };
const CLAIM: Names = { claimName: 'subdomain' };

/** Where a volume names other objects of the VM's namespace. */
const IN_VOLUME: Names = {
  persistentVolumeClaim: CLAIM,
  ephemeral: { persistentVolumeClaim: CLAIM },
  dataVolume: NAME,
  configMap: NAME,
  secret: { secretName: 'subdomain' },
  serviceAccount: { serviceAccountName: 'subdomain' },
  containerDisk: { imagePullSecret: 'subdomain' },
  cloudInitNoCloud: CLOUD_INIT,
  cloudInitConfigDrive: CLOUD_INIT,
};

const ORIGIN: Names = { name: 'subdomain', namespace: 'label' };
const STORAGE: Names = { storageClassName: 'subdomain' };
const KEYS: Names = { secretRef: 'subdomain', certConfigMap: 'subdomain' };

/** Where a data volume template names storage classes, Secrets, ConfigMaps and what it is made from. */
const IN_TEMPLATE: Names = {
  spec: {
    storage: STORAGE,
    pvc: STORAGE,
    sourceRef: ORIGIN,
    source: { http: KEYS, registry: KEYS, s3: KEYS, gcs: KEYS, imageio: KEYS, vddk: KEYS, pvc: ORIGIN, snapshot: ORIGIN },
  },
};

/** Empty text is no name: where one is needed, other rules say so. */
function* misnamed(part: Part, names: Names, vm: VmView): Iterable<Problem> {
  if (!isMap(part.value)) return;
  // By what is there: of all that could be, most is not.
  for (const field of Object.keys(part.value)) {
    const expected = Object.hasOwn(names, field) ? names[field] : undefined;
    if (typeof expected === 'object') yield* misnamed(part.at(field), expected, vm);
    else if (expected) yield* wrongName(part, field, expected, vm);
  }
}

function wrongName(part: Part, field: string, expected: 'subdomain' | 'label', vm: VmView): readonly Problem[] {
  const name = part.text(field);
  if (!name) return [];
  if (expected === 'label') {
    return isDnsLabel(name) ? [] : [{ path: part.at(field).path, message: `got ${show(name)}, expected ${DNS_LABEL_FORM}`, remedy: remedy(name, /[^a-z0-9]+/g, 63) }];
  }
  if (isDnsSubdomain(name) || madeFromMistake(name, vm)) return [];
  return [{ path: part.at(field).path, message: `got ${show(name)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: remedy(name, /[^a-z0-9.]+/g, 253) }];
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
