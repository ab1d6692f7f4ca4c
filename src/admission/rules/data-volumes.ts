import { nanos } from '../../kubevirt/quantity';
import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { atMostOne, either, exactlyOne, filled, MEBIBYTE, notAmong, oneOf, strictlyOneOf } from './checks';

const SOURCES = ['http', 'registry', 'pvc', 'snapshot', 's3', 'gcs', 'blank', 'upload', 'imageio', 'vddk'];
const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOncePod'];

/** References by which a claim is filled without CDI. */
const POPULATORS = ['dataSource', 'dataSourceRef'];

/** Sources in other virtualization platforms, and what they must say. */
const FOREIGN: Record<string, string[]> = { imageio: ['secretRef', 'diskId'], vddk: ['secretRef', 'uuid', 'backingFile', 'thumbprint'] };

/**
 * Rules on `dataVolumeTemplates`. The CD rules are those of CDI: KubeVirt accepts the VM, then CDI refuses the data volume
 * and the VM waits for its disk forever.
 */
export const DATA_VOLUME_RULES: VmRule[] = [
  {
    id: 'DT-1',
    severity: 'error',
    phase: 'admission',
    title: 'A data volume template has a name and either storage or pvc',
    * check({ dataVolumeTemplates }) {
      for (const template of dataVolumeTemplates) {
        yield* filled(template.at('metadata'), 'name');
        yield* exactlyOne(template.at('spec'), ['storage', 'pvc'], 'size and class');
      }
    },
  },
  {
    id: 'DT-2',
    severity: 'error',
    phase: 'admission',
    title: 'A data volume template is filled from one source',
    * check({ dataVolumeTemplates }) {
      for (const spec of dataVolumeTemplates.map((template) => template.at('spec'))) {
        const given = spec.certain(['source', 'sourceRef']);
        const populators = ['pvc', 'storage'].flatMap((field) => spec.at(field).certain(POPULATORS));
        if (populators.length > 0 && given.length > 0) {
          yield { path: `${spec.path}.${given[0]}`, message: `got ${given.join(' and ')} beside ${populators[0]}`, remedy: `take out ${given[0]} or ${populators[0]}` };
        }
        if (!mayHavePopulator(spec) && spec.which(['source', 'sourceRef']).length === 0) {
          yield { path: spec.path, message: 'got no source', remedy: 'set source or sourceRef' };
        }
        if (spec.has('source')) yield* exactlyOne(spec.at('source'), SOURCES, 'source');
      }
    },
  },
  {
    id: 'DT-3',
    severity: 'error',
    phase: 'admission',
    title: 'Every data volume template is used by a volume',
    * check(vm) {
      const used = usedDataVolumes(vm);
      for (const template of used ? vm.dataVolumeTemplates : []) {
        const name = template.at('metadata').text('name');
        if (!name || used!.has(name)) continue;
        yield {
          path: template.path,
          message: `got ${show(name)}, which no volume uses`,
          remedy: `add the volume { "name": ${show(name)}, "dataVolume": { "name": ${show(name)} } }`,
        };
      }
    },
  },
  {
    id: 'DT-4',
    severity: 'error',
    phase: 'admission',
    title: 'A data volume template lives in the namespace of its VM',
    * check({ metadata, dataVolumeTemplates }) {
      const own = metadata.text('namespace');
      for (const template of own ? dataVolumeTemplates : []) {
        const namespace = template.at('metadata').text('namespace');
        if (!namespace || namespace === own) continue;
        yield { path: `${template.path}.metadata.namespace`, message: `got ${show(namespace)}, the VM is in ${show(own)}`, remedy: 'take the namespace out' };
      }
    },
  },
  {
    id: 'CD-3',
    severity: 'error',
    phase: 'import',
    title: 'A data volume has access modes that Kubernetes knows, and exactly one where it is described by pvc',
    * check(vm) {
      for (const claim of claims(vm)) {
        const modes = claim.at('accessModes');
        if (modes.value === UNKNOWN) continue;
        const given: unknown[] = Array.isArray(modes.value) ? modes.value : [];
        for (const [index, mode] of given.entries()) {
          if (typeof mode === 'string' && !ACCESS_MODES.includes(mode)) yield accessMode(new Part(mode, `${modes.path}[${index}]`));
        }
        if (!claim.path.endsWith('.pvc') || given.length === 1) continue;
        yield { path: modes.path, message: `got ${show(given)}, expected exactly one access mode with pvc`, remedy: 'give one, or describe it by storage' };
      }
    },
  },
  {
    id: 'CD-4',
    severity: 'error',
    phase: 'import',
    title: 'A data volume has a size of at least 1Mi; only clones may leave it out',
    * check({ dataVolumeTemplates }) {
      for (const spec of dataVolumeTemplates.map((template) => template.at('spec'))) {
        for (const claim of spec.which(['storage', 'pvc']).map((field) => spec.at(field))) {
          const size = claim.at('resources').at('requests').at('storage');
          const amount = nanos(size.value);
          if (amount !== undefined ? amount >= MEBIBYTE : size.value !== undefined || isClone(spec)) continue;
          yield { path: size.path, message: `got ${show(size.value)}, expected a size of at least 1Mi`, remedy: 'write it like "30Gi"' };
        }
      }
    },
  },
  {
    id: 'CD-5',
    severity: 'error',
    phase: 'import',
    title: 'A data volume has either source or sourceRef, and the reference names a DataSource',
    * check({ dataVolumeTemplates }) {
      for (const spec of dataVolumeTemplates.map((template) => template.at('spec'))) {
        yield* atMostOne(spec, ['source', 'sourceRef'], 'of them');
        if (spec.certain(['sourceRef']).length === 0) continue;
        yield* strictlyOneOf(spec.at('sourceRef'), 'kind', ['DataSource']);
        yield* filled(spec.at('sourceRef'), 'name');
      }
    },
  },
  {
    id: 'CD-6',
    severity: 'error',
    phase: 'import',
    title: 'A data volume holds what its source can give',
    * check({ dataVolumeTemplates }) {
      for (const spec of dataVolumeTemplates.map((template) => template.at('spec'))) {
        yield* oneOf(spec, 'contentType', ['kubevirt', 'archive']);
        const type = spec.at('contentType');
        const source = spec.at('source').certain(['blank', 'registry'])[0];
        if (type.value !== 'archive' || !source) continue;
        yield { path: type.path, message: `got "archive" with the source ${source}, expected kubevirt`, remedy: 'take contentType out' };
      }
    },
  },
  {
    id: 'CD-7',
    severity: 'error',
    phase: 'import',
    title: 'A registry source is a docker:// or oci-archive:// URL or an image stream, which the node pulls',
    * check({ dataVolumeTemplates }) {
      for (const source of dataVolumeTemplates.map((template) => template.at('spec').at('source'))) {
        if (!source.has('registry')) continue;
        const registry = source.at('registry');
        yield* exactlyOne(registry, ['url', 'imageStream'], 'image');
        yield* oneOf(registry, 'pullMethod', ['pod', 'node']);
        if (registry.certain(['imageStream']).length > 0 && typeof registry.get('pullMethod') !== 'symbol' && registry.text('pullMethod') !== 'node') {
          yield { path: `${registry.path}.pullMethod`, message: `got ${show(registry.get('pullMethod'))} with an image stream, expected node`, remedy: 'use pullMethod "node"' };
        }
        const url = registry.text('url');
        if (url === undefined || /^(docker|oci-archive):\/\/[^/]/.test(url)) continue;
        yield {
          path: `${registry.path}.url`,
          message: `got ${show(url)}, expected a URL that begins with docker:// or oci-archive://`,
          remedy: `use "docker://${url.replace(/^[a-z-]*:?\/\//, '') || 'quay.io/containerdisks/ubuntu:24.04'}"`,
        };
      }
    },
  },
  {
    id: 'CD-8',
    severity: 'error',
    phase: 'import',
    title: 'What is downloaded is a URL that begins with http:// or https://, from Google Cloud Storage also with gs://',
    * check({ dataVolumeTemplates }) {
      for (const source of dataVolumeTemplates.map((template) => template.at('spec').at('source'))) {
        for (const kind of source.certain(['http', 's3', 'gcs', 'imageio', 'vddk'])) {
          const schemes = kind === 'gcs' ? ['http', 'https', 'gs'] : ['http', 'https'];
          const url = source.at(kind).text('url');
          if (url === undefined || (new RegExp(`^(${schemes.join('|')})://[^/]`, 'i').test(url) && URL.canParse(url))) continue;
          yield {
            path: `${source.at(kind).path}.url`,
            message: `got ${show(url)}, expected a URL that begins with ${either(schemes.map((scheme) => `${scheme}://`))}`,
            remedy: 'write it like "https://example.com/disk.qcow2"',
          };
        }
      }
    },
  },
  {
    id: 'CD-9',
    severity: 'error',
    phase: 'import',
    title: 'A disk from oVirt or VMware names all that it takes to find it',
    * check({ dataVolumeTemplates }) {
      for (const source of dataVolumeTemplates.map((template) => template.at('spec').at('source'))) {
        for (const kind of source.certain(Object.keys(FOREIGN))) {
          for (const field of FOREIGN[kind]) yield* filled(source.at(kind), field);
        }
        const imageio = source.at('imageio');
        if (source.certain(['imageio']).length === 0 || imageio.get('certConfigMap') || imageio.get('insecureSkipVerify')) continue;
        yield {
          path: imageio.path, message: 'got neither certConfigMap nor insecureSkipVerify', remedy: 'name the ConfigMap with the CA certificates of the server',
        };
      }
    },
  },
  {
    id: 'R-46',
    severity: 'error',
    phase: 'runtime',
    title: 'The volume mode of a data volume is one that CDI knows',
    check: (vm) => claims(vm).flatMap((claim) => oneOf(claim, 'volumeMode', ['Block', 'Filesystem', 'FromStorageProfile'])),
  },
  {
    id: 'CD-10',
    severity: 'error',
    phase: 'import',
    title: 'A clone names the claim or snapshot it is made from',
    * check({ dataVolumeTemplates }) {
      for (const spec of dataVolumeTemplates.map((template) => template.at('spec'))) {
        yield* atMostOne(spec.at('source'), ['pvc', 'snapshot'], 'origin');
        for (const origin of spec.at('source').which(['pvc', 'snapshot'])) {
          yield* filled(spec.at('source').at(origin), 'name');
          yield* filled(spec.at('source').at(origin), 'namespace');
        }
      }
    },
  },
];

/** The claims of the data volume templates: `storage` or `pvc`. */
export function claims(vm: VmView): Part[] {
  return vm.dataVolumeTemplates.flatMap((template) => {
    const spec = template.at('spec');
    return spec.which(['storage', 'pvc']).map((field) => spec.at(field));
  });
}

/** Whether a controller other than CDI may fill the claim. */
function mayHavePopulator(spec: Part): boolean {
  return ['pvc', 'storage'].some((field) => spec.at(field).which(POPULATORS).length > 0);
}

/** Whether the size may come from what is cloned, or may yet be known. */
function isClone(spec: Part): boolean {
  return spec.has('sourceRef') || mayHavePopulator(spec) || spec.at('source').which(['pvc', 'snapshot']).length > 0;
}

/** Names of the data volumes and claims that volumes use, or `undefined` where some are known only after apply. */
function usedDataVolumes(vm: VmView): Set<unknown> | undefined {
  const used = new Set<unknown>(vm.volumes.flatMap((volume) =>
    [volume.at('dataVolume').get('name'), volume.at('persistentVolumeClaim').get('claimName')]));
  const list = vm.template.get('volumes');
  const open = list === UNKNOWN || used.has(UNKNOWN) || (Array.isArray(list) && list.includes(UNKNOWN));
  return open ? undefined : used;
}

function accessMode(mode: Part): Problem {
  return { ...notAmong(mode, ACCESS_MODES), remedy: 'use "ReadWriteMany" for a VM that can migrate, else "ReadWriteOnce"' };
}
