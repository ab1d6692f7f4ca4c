import { goUrlScheme } from '../../kubevirt/go';
import { isMap } from '../../kubevirt/maps';
import { MEBIBYTE, NANO, nanos } from '../../kubevirt/quantity';
import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { atMostOne, during, either, exactlyOne, filled, notAmong, oneOf, strictlyOneOf } from './checks';

/** A rule over a spec that stands in several kinds; each of them says when it fires. */
export type SpecRule = Omit<Rule<Part>, 'phase' | 'about'> & Partial<Pick<Rule<Part>, 'phase'>>;

const SOURCES = ['http', 'registry', 'pvc', 'snapshot', 's3', 'gcs', 'blank', 'upload', 'imageio', 'vddk'];
const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOncePod'];
const CLAIMS = ['storage', 'pvc'];

/** References by which a claim is filled without CDI. */
const POPULATORS = ['dataSource', 'dataSourceRef'];

/** Sources in other virtualization platforms, and what they must say. */
const FOREIGN: Record<string, string[]> = { imageio: ['secretRef', 'diskId'], vddk: ['secretRef', 'uuid', 'backingFile', 'thumbprint'] };

/** Sources that are downloaded, with the schemes that their importer knows. */
const DOWNLOADS: Record<string, string[]> = { http: ['http', 'https'], s3: ['http', 'https'], gcs: ['http', 'https', 'gs'], imageio: ['http', 'https'], vddk: ['http', 'https'] };

/** The schemes that CDI's webhook lets through, whatever the source. */
const ADMITTED = ['http', 'https', 'gs'];

/** Digits of the checksums that CDI knows. */
const DIGITS: Record<string, number> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

/** Rules on `spec.source` and `spec.contentType`, which data volumes and import sources share. */
export const SOURCE_RULES: SpecRule[] = [
  {
    id: 'CD-6',
    severity: 'error',
    mirrors: 'validateContentType',
    title: 'A data volume holds what its source can give',
    * check(spec) {
      yield* oneOf(spec, 'contentType', ['kubevirt', 'archive']);
      if (spec.text('contentType') !== 'archive') return;
      const source = spec.at('source').certain(['blank', 'registry'])[0];
      if (source) yield { path: spec.at('contentType').path, message: `got "archive" with the source ${source}, expected kubevirt`, remedy: 'take contentType out' };
    },
  },
  {
    id: 'CD-7',
    severity: 'error',
    mirrors: 'validateDataVolumeSourceRegistry',
    title: 'A registry source is a docker:// or oci-archive:// URL or an image stream, which the node pulls',
    * check(spec) {
      const registry = spec.at('source').at('registry');
      if (!isMap(registry.value)) return;
      yield* exactlyOne(registry, ['url', 'imageStream'], 'image');
      yield* strictlyOneOf(registry, 'pullMethod', ['pod', 'node']);
      if (registry.text('imageStream') === '') yield* filled(registry, 'imageStream');
      const method = registry.at('pullMethod');
      if (registry.certain(['imageStream']).length > 0 && method.value !== UNKNOWN && method.value !== 'node') {
        yield { path: method.path, message: `got ${show(method.value)} with an image stream, expected node`, remedy: 'use pullMethod "node"' };
      }
      const url = registry.text('url');
      if (url === undefined || /^(docker|oci-archive):\/\/[^/]/.test(url)) return;
      yield {
        path: registry.at('url').path,
        message: `got ${show(url)}, expected a URL that begins with docker:// or oci-archive://`,
        remedy: `use "docker://${url.replace(/^[a-z-]*:?\/\//i, '') || 'quay.io/containerdisks/ubuntu:24.04'}"`,
        ...['docker', 'oci-archive'].includes(goUrlScheme(url) ?? '') && { phase: 'runtime' },
      };
    },
  },
  {
    id: 'CD-8',
    severity: 'error',
    mirrors: 'validateSourceURL',
    title: 'What is downloaded is a URL that begins with http:// or https://, from Google Cloud Storage also with gs://',
    * check(spec) {
      const source = spec.at('source');
      for (const kind in isMap(source.value) ? DOWNLOADS : {}) {
        // An import from VMware without a URL is refused too, though the schema does not ask for one.
        const url = isMap(source.value[kind]) ? source.value[kind].url ?? '' : undefined;
        if (typeof url !== 'string') continue;
        const scheme = goUrlScheme(url) ?? '';
        if (DOWNLOADS[kind].includes(scheme) && /^\w+:\/\/[^/]/.test(url) && URL.canParse(url)) continue;
        yield {
          path: source.at(kind).at('url').path,
          message: `got ${show(source.value[kind].url)}, expected a URL that begins with ${either(DOWNLOADS[kind].map((known) => `${known}://`))}`,
          remedy: 'write it like "https://example.com/disk.qcow2"',
          ...ADMITTED.includes(scheme) && { phase: 'runtime' },
        };
      }
    },
  },
  {
    id: 'CD-15',
    severity: 'error',
    mirrors: 'validateChecksum',
    title: 'A checksum says its algorithm and has as many digits as that makes',
    * check(spec) {
      const http = spec.at('source').at('http');
      const checksum = http.text('checksum');
      if (!checksum) return;
      const [algorithm = '', digits = ''] = (/^([^:]*):(.*)$/s.exec(checksum) ?? []).slice(1).map((text) => text.trim());
      const expected = Object.hasOwn(DIGITS, algorithm.toLowerCase()) ? DIGITS[algorithm.toLowerCase()] : undefined;
      if (expected !== undefined && digits.length === expected && /^[\da-f]*$/i.test(digits)) return;
      yield {
        path: http.at('checksum').path,
        message: `got ${show(checksum)}, expected ${expected === undefined ? either(Object.keys(DIGITS)) : algorithm}, a colon${
          expected === undefined ? ' and the sum' : ` and ${expected} hexadecimal digits`}`,
        remedy: 'write it like "sha256:" and the 64 digits that `sha256sum` prints',
      };
    },
  },
  {
    id: 'CD-9',
    severity: 'error',
    mirrors: 'validateImageIOSource',
    title: 'A disk from oVirt or VMware names all that it takes to find it',
    * check(spec) {
      const source = spec.at('source');
      for (const kind in FOREIGN) {
        if (!isMap(source.at(kind).value)) continue;
        for (const field of FOREIGN[kind]) yield* filled(source.at(kind), field);
      }
      const imageio = source.at('imageio');
      if (!isMap(imageio.value) || imageio.value.certConfigMap || imageio.value.insecureSkipVerify) return;
      yield {
        path: imageio.path, message: 'got neither certConfigMap nor insecureSkipVerify', remedy: 'name the ConfigMap with the CA certificates of the server',
      };
    },
  },
];

/** CDI takes any word; only in a template, virt-api knows which there are. */
export const VOLUME_MODES: SpecRule = {
  id: 'R-46',
  severity: 'error',
  phase: 'runtime',
  title: 'The volume mode of a data volume is one that CDI knows',
  * check(spec) {
    for (const claim of claimsOf(spec)) yield* oneOf(claim, 'volumeMode', ['Block', 'Filesystem', 'FromStorageProfile']);
  },
};

/** Rules on the spec of a data volume, by itself or in another object. */
export const SPEC_RULES: SpecRule[] = [
  {
    id: 'CD-1',
    severity: 'error',
    mirrors: 'validateStorageClassName',
    title: 'Names of data volumes, their classes and what imports them are not too long',
    * check(spec) {
      for (const claim of claimsOf(spec)) yield* notLonger(claim, 'storageClassName', 253);
    },
  },
  {
    id: 'CD-3',
    severity: 'error',
    mirrors: 'validateDataVolumeSpec',
    title: 'A data volume has access modes that Kubernetes knows, and exactly one where it is described by pvc',
    * check(spec) {
      for (const field of spec.which(CLAIMS)) {
        const modes = spec.at(field).at('accessModes');
        if (modes.value === UNKNOWN) continue;
        yield* during('admission', knownAccessModes(spec.at(field)));
        if (field === 'storage' || modes.value?.length === 1) continue;
        yield { path: modes.path, message: `got ${show(modes.value ?? [])}, expected exactly one access mode with pvc`, remedy: 'give one, or describe it by storage' };
      }
    },
  },
  {
    id: 'CD-4',
    severity: 'error',
    mirrors: 'validateStorageSize',
    title: 'A data volume has a size of at least 1Mi; only clones described by storage may leave it out',
    * check(spec) {
      for (const field of spec.which(CLAIMS)) {
        const size = spec.at(field).at('resources').at('requests').at('storage');
        const amount = nanos(size.value);
        // A part of a byte is rounded up.
        const sound = amount !== undefined ? amount > MEBIBYTE - NANO : (size.value ?? undefined) !== undefined || (field === 'storage' && mayBeClone(spec));
        if (!sound) yield { path: size.path, message: `got ${show(size.value)}, expected a size of at least 1Mi`, remedy: 'write it like "30Gi"' };
      }
    },
  },
  {
    id: 'CD-5',
    severity: 'error',
    mirrors: 'validateSourceRef',
    title: 'A data volume has either source or sourceRef, and the reference names a DataSource',
    * check(spec) {
      yield* atMostOne(spec, ['source', 'sourceRef'], 'of them');
      const reference = spec.at('sourceRef');
      if (!isMap(reference.value)) return;
      yield* strictlyOneOf(reference, 'kind', ['DataSource']);
      yield* filled(reference, 'name');
    },
  },
  ...SOURCE_RULES,
  {
    id: 'CD-10',
    severity: 'error',
    mirrors: 'validateDataVolumeSpec',
    title: 'A clone names the claim or snapshot it is made from',
    * check(spec) {
      for (const origin of ['pvc', 'snapshot']) {
        const from = spec.at('source').at(origin);
        if (!isMap(from.value)) continue;
        yield* filled(from, 'name');
        yield* filled(from, 'namespace');
      }
    },
  },
  {
    id: 'CD-11',
    severity: 'error',
    mirrors: 'validateExternalPopulation',
    title: 'What fills a claim in place of CDI is one object of the same namespace, with its kind and API group',
    * check(spec) {
      for (const claim of claimsOf(spec)) {
        if (claim.which(POPULATORS).length === 0) continue;
        // The two are of different types upstream, and thus never the same.
        yield* atMostOne(claim, POPULATORS, 'of them');
        for (const populator of claim.certain(POPULATORS).map((field) => claim.at(field))) {
          yield* filled(populator, 'name');
          yield* filled(populator, 'kind');
          if (populator.text('kind') !== 'PersistentVolumeClaim' && populator.get('kind') !== UNKNOWN) yield* filled(populator, 'apiGroup');
          if (!populator.text('namespace')) continue;
          yield {
            path: populator.at('namespace').path,
            message: `got ${show(populator.text('namespace'))}, CDI takes no reference to another namespace`,
            remedy: 'take the namespace out, and make the object where the data volume is',
          };
        }
      }
    },
  },
  VOLUME_MODES,
];

/** Rules on `DataVolume` manifests. */
export const DATA_VOLUME_RULES: Rule<Part>[] = [
  {
    id: 'CD-2',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateDataVolumeSpec',
    title: 'A data volume is described by storage or pvc and filled from one source',
    check: (volume) => described(volume.at('spec')),
  },
  ...SPEC_RULES.map((rule) => below('spec', rule)),
];

/** A rule over a spec as a rule over what holds it, where it is CDI's webhook that refuses it. */
export function below(path: string, { check, ...rule }: SpecRule): Rule<Part> {
  const fields = path.split('.');
  return { phase: 'admission', ...rule, check: (object, facts) => check(object.reach(fields), facts) };
}

/** What the spec of any data volume must say. */
export function* described(spec: Part): Iterable<Problem> {
  yield* exactlyOne(spec, CLAIMS, 'size and class');
  yield* oneSource(spec);
}

/** Where the data of a data volume comes from: from one place. */
export function* oneSource(spec: Part): Iterable<Problem> {
  const given = spec.certain(['source', 'sourceRef']);
  const populators = CLAIMS.flatMap((field) => spec.at(field).certain(POPULATORS));
  if (populators.length > 0 && given.length > 0) {
    yield { path: spec.at(given[0]).path, message: `got ${given.join(' and ')} beside ${populators[0]}`, remedy: `take out ${given[0]} or ${populators[0]}` };
  }
  if (spec.which(['source', 'sourceRef']).length === 0 && !CLAIMS.some((field) => spec.at(field).which(POPULATORS).length > 0)) {
    yield { path: spec.path, message: 'got no source', remedy: 'set source or sourceRef' };
  }
  if (spec.has('source')) yield* exactlyOne(spec.at('source'), SOURCES, 'source');
}

/** A name that CDI makes other names of, or labels. */
export function* notLonger(part: Part, field: string, limit: number): Iterable<Problem> {
  const name = part.text(field);
  if (name === undefined || name.length <= limit) return;
  yield { path: part.at(field).path, message: `got ${show(name)} with ${name.length} characters, at most ${limit} are allowed`, remedy: 'use a shorter name' };
}

/** How a data volume describes its claim: by `storage` or `pvc`. */
export function claimsOf(spec: Part): Part[] {
  return spec.which(CLAIMS).map((field) => spec.at(field));
}

/** Whether the size may come from what is cloned, or may yet be known. */
function mayBeClone(spec: Part): boolean {
  return spec.has('sourceRef') || spec.at('source').which(['pvc', 'snapshot']).length > 0;
}

/** Access modes that Kubernetes knows. */
export function* knownAccessModes(claim: Part): Iterable<Problem> {
  for (const mode of claim.texts('accessModes')) {
    if (ACCESS_MODES.includes(mode.value)) continue;
    yield { ...notAmong(mode, ACCESS_MODES), remedy: 'use "ReadWriteMany" for a VM that can migrate, else "ReadWriteOnce"' };
  }
}
