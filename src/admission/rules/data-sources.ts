import { Part } from '../part';
import { Rule } from '../rule';
import { atMostOne, exactlyOne, filled, oneOf, strictlyOneOf } from './checks';
import { below, knownAccessModes, notLonger, SOURCE_RULES } from './data-volumes';

/** Rules on `DataSource` manifests: what golden images stand behind. CDI has no webhook for them. */
export const DATA_SOURCE_RULES: Rule<Part>[] = [
  {
    id: 'DS-1',
    severity: 'error',
    phase: 'runtime',
    title: 'A DataSource points to one claim, snapshot or other DataSource',
    * check(dataSource) {
      // An empty one is no mistake: a DataImportCron fills it.
      const source = dataSource.at('spec').at('source');
      yield* atMostOne(source, ['pvc', 'snapshot', 'dataSource'], 'origin');
      for (const origin of source.certain(['pvc', 'snapshot', 'dataSource'])) yield* filled(source.at(origin), 'name');
    },
  },
  {
    id: 'DS-2',
    severity: 'error',
    phase: 'runtime',
    title: 'A DataSource that points to another is in its namespace, and is not that one itself',
    * check(dataSource) {
      const { name, namespace } = dataSource.get('metadata') ?? {};
      const other = dataSource.at('spec').at('source').at('dataSource');
      if (typeof namespace !== 'string' || other.text('namespace') === undefined) return;
      if (other.text('namespace') !== namespace) {
        yield {
          path: other.at('namespace').path,
          message: `got "${other.text('namespace')}", the DataSource itself is in "${namespace}"`,
          remedy: 'point to the claim or snapshot in the other namespace',
        };
      } else if (typeof name === 'string' && other.text('name') === name) {
        yield { path: other.at('name').path, message: `got "${name}", which is the DataSource itself`, remedy: 'name the other one' };
      }
    },
  },
];

/** Rules on `VolumeImportSource` manifests, from which claims are filled without a data volume. */
export const VOLUME_IMPORT_SOURCE_RULES: Rule<Part>[] = [
  {
    id: 'VIS-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateVolumeImportSourceSpec',
    title: 'An import has one source and, where it goes in stages, a claim to go to',
    * check(importSource) {
      const spec = importSource.at('spec');
      const source = spec.at('source');
      yield* exactlyOne(source, ['http', 'registry', 's3', 'gcs', 'blank', 'imageio', 'vddk'], 'source');
      const staged = source.certain(['imageio', 'vddk']).length > 0 && spec.get('checkpoints')?.length > 0;
      if (staged && (spec.get('targetClaim') ?? '') === '') {
        yield { path: spec.at('targetClaim').path, message: 'got none with checkpoints', remedy: 'name the claim that the stages are written to' };
      }
    },
  },
  {
    id: 'CD-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateNameLength',
    title: 'Names of data volumes, their classes and what imports them are not too long',
    check: (source) => notLonger(source.at('metadata'), 'name', 63),
  },
  ...SOURCE_RULES.map((rule) => below('spec', rule)),
];

/** Rules on `VolumeUploadSource` manifests. */
export const VOLUME_UPLOAD_SOURCE_RULES: Rule<Part>[] = VOLUME_IMPORT_SOURCE_RULES.filter(({ id }) => ['CD-1', 'CD-6'].includes(id));

/** Rules on `VolumeCloneSource` manifests. CDI has no webhook for them. */
export const VOLUME_CLONE_SOURCE_RULES: Rule<Part>[] = [
  {
    id: 'VCS-1',
    severity: 'error',
    phase: 'runtime',
    title: 'What is cloned is a claim or a snapshot of the same namespace',
    * check(clone) {
      const source = clone.at('spec').at('source');
      yield* strictlyOneOf(source, 'kind', ['PersistentVolumeClaim', 'VolumeSnapshot']);
      yield* filled(source, 'name');
    },
  },
];

/** Rules on `StorageProfile` manifests: what CDI knows of a storage class. */
export const STORAGE_PROFILE_RULES: Rule<Part>[] = [
  {
    id: 'SP-1',
    severity: 'error',
    phase: 'runtime',
    title: 'A storage profile clones in one of the ways that CDI knows, and keeps imports as claims or snapshots',
    * check(profile) {
      yield* oneOf(profile.at('spec'), 'cloneStrategy', ['copy', 'snapshot', 'csi-clone']);
      yield* oneOf(profile.at('spec'), 'dataImportCronSourceFormat', ['pvc', 'snapshot']);
    },
  },
  {
    id: 'SP-2',
    severity: 'error',
    phase: 'schema',
    title: 'A storage profile has access modes that Kubernetes knows',
    * check(profile) {
      for (const set of profile.at('spec').list('claimPropertySets')) yield* knownAccessModes(set);
    },
  },
];
