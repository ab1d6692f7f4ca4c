import { closest, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { VmRule } from '../rule';
import { VmView } from '../vm-view';
import { exactlyOne, filled } from './checks';
import { claimsOf, oneSource, SPEC_RULES, SpecRule, VOLUME_MODES } from './data-volumes';

/**
 * Rules on `dataVolumeTemplates`. The CD rules are those of CDI: KubeVirt accepts the VM, then CDI refuses the data volume
 * and the VM waits for its disk forever.
 */
export const DATA_VOLUME_TEMPLATE_RULES: VmRule[] = [
  {
    id: 'DT-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateDataVolume',
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
    mirrors: 'validateNumberOfSources',
    title: 'A data volume template is filled from one source',
    * check({ dataVolumeTemplates }) {
      for (const template of dataVolumeTemplates) yield* oneSource(template.at('spec'));
    },
  },
  {
    id: 'DT-3',
    severity: 'error',
    phase: 'admission',
    mirrors: 'ValidateDataVolumeTemplate',
    title: 'Every data volume template is used by a volume',
    * check(vm) {
      const used = usedDataVolumes(vm);
      for (const template of used ? vm.dataVolumeTemplates : []) {
        const name = template.at('metadata').text('name');
        if (!name || used!.has(name)) continue;
        const made = vm.dataVolumeTemplates.map((one) => one.at('metadata').get('name'));
        const meant = closest(name, [...used!].filter((one): one is string => typeof one === 'string' && !made.includes(one)));
        const remedy = `add the volume { "name": ${show(name)}, "dataVolume": { "name": ${show(name)} } }`;
        yield {
          path: template.path,
          message: `got ${show(name)}, which no volume uses`,
          remedy: meant ? `did you mean ${show(meant)}, which a volume uses? Else ${remedy}` : remedy,
        };
      }
    },
  },
  {
    id: 'DT-4',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateVirtualMachineDataVolumeTemplateNamespace',
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
  ...SPEC_RULES.map((rule) => rule === VOLUME_MODES ? { ...ofTemplates(rule), phase: 'admission' as const, mirrors: 'ValidateSchema' } : ofTemplates(rule)),
];

/** The claims of the data volume templates: `storage` or `pvc`. */
export function claims(vm: VmView): Part[] {
  return vm.dataVolumeTemplates.flatMap((template) => claimsOf(template.at('spec')));
}

/** A rule on data volumes as one on the VM that has them as templates. */
function ofTemplates({ check, ...rule }: SpecRule): VmRule {
  return {
    phase: 'import',
    ...rule,
    about: undefined,
    * check({ dataVolumeTemplates }, facts) {
      for (const template of dataVolumeTemplates) yield* check(template.at('spec'), facts);
    },
  };
}

/** Names of the data volumes and claims that volumes use, or `undefined` where some are known only after apply. */
function usedDataVolumes(vm: VmView): Set<unknown> | undefined {
  const used = new Set<unknown>(vm.volumes.flatMap((volume) =>
    [volume.at('dataVolume').get('name'), volume.at('persistentVolumeClaim').get('claimName')]));
  const list = vm.template.get('volumes');
  const open = list === UNKNOWN || used.has(UNKNOWN) || (Array.isArray(list) && list.includes(UNKNOWN));
  return open ? undefined : used;
}
