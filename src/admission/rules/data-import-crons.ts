import { cronMistake, hasZone } from '../../kubevirt/cron';
import { isMap } from '../../kubevirt/maps';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { filled, strictlyOneOf } from './checks';
import { below, described, notLonger, SPEC_RULES } from './data-volumes';

/** What CDI fills in itself at each import. */
const UNSETTABLE = ['sourceRef', 'contentType', 'checkpoints', 'finalCheckpoint'];

/** Rules on `DataImportCron` manifests. */
export const DATA_IMPORT_CRON_RULES: Rule<Part>[] = [
  {
    id: 'CD-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateNameLength',
    title: 'Names of data volumes, their classes and what imports them are not too long',
    * check(cron) {
      yield* notLonger(cron.at('metadata'), 'name', 63);
      yield* notLonger(cron.at('spec'), 'managedDataSource', 63);
    },
  },
  {
    id: 'CD-2',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateDataVolumeSpec',
    title: 'A data volume is described by storage or pvc and filled from one source',
    check: (cron) => described(cron.at('spec').at('template').at('spec')),
  },
  ...SPEC_RULES.map((rule) => below('spec.template.spec', rule)),
  {
    id: 'CD-14',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateDataImportCronSpec',
    title: 'A DataImportCron imports an image or clones a claim on a schedule, and keeps some in a DataSource',
    * check(cron) {
      const spec = cron.at('spec');
      const template = spec.at('template').at('spec');
      const source = template.at('source');
      if (isMap(source.value) && source.which(['registry', 'pvc']).length === 0) {
        yield { path: source.path, message: `got ${show(Object.keys(source.value)[0])}, expected registry or pvc`, remedy: 'import from a registry or clone a claim' };
      }
      for (const field of template.certain(UNSETTABLE)) {
        const { value } = template.at(field);
        if (value === '' || value === false || (Array.isArray(value) && value.length === 0)) continue;
        yield { path: template.at(field).path, message: `got ${show(value)}, which the template of a DataImportCron cannot have`, remedy: `take ${field} out` };
      }
      yield* schedule(spec.at('schedule'), source.at('registry').has('url'));
      const kept = spec.at('importsToKeep');
      if (typeof kept.value === 'number' && kept.value < 0) yield { path: kept.path, message: `got ${show(kept.value)}, expected 0 or more`, remedy: 'write how many imports to keep' };
      yield* strictlyOneOf(spec, 'garbageCollect', ['Outdated', 'Never']);
      yield* filled(spec, 'managedDataSource');
    },
  },
  {
    id: 'DIC-1',
    severity: 'error',
    phase: 'runtime',
    title: 'A DataImportCron keeps all or none of its imports when it is deleted',
    check: (cron) => strictlyOneOf(cron.at('spec'), 'retentionPolicy', ['All', 'None']),
  },
];

/** Images are looked for by a CronJob, the rest by CDI itself. */
function* schedule({ value, path }: Part, cronJob: boolean): Iterable<Problem> {
  if (typeof value !== 'string' || value === '') return;
  const mistake = cronMistake(value);
  if (mistake) return yield { path, message: `got ${show(value)}; ${mistake}`, remedy: 'write it like "0 4 * * *", every day at four' };
  if (!cronJob || !hasZone(value)) return;
  yield { path, message: `got ${show(value)}; Kubernetes takes no time zone in the schedule of a CronJob`, remedy: 'give the time in UTC', phase: 'runtime' };
}
