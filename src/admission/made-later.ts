import { Check } from './check';
import { Finding, Phase } from './finding';
import { vmOf } from './rules/templates';
import { isMap } from '../kubevirt/maps';

/*
 * What makes guests is looked at less closely than a guest: some of what is wrong with the guest is only said when one is made. The
 * lists are what a live KubeVirt takes.
 */

const LATE_IN_REPLICA_SETS = new Set(['ID-9', 'ID-10', 'NW-10']);

const LATE_IN_POOLS = new Set([
  'IT-1', 'IT-2', 'IT-3', 'IT-4', 'IT-6', 'IT-10', 'IT-11', 'IT-12', 'IT-13', 'IT-14', 'IT-15', 'IT-16', 'IT-17', 'IT-18', 'IT-19',
  'CD-1', 'CD-3', 'CD-4', 'CD-5', 'CD-6', 'CD-7', 'CD-8', 'CD-9', 'CD-10', 'CD-11', 'CD-15', 'DT-4', 'NW-10', 'PRB-2', 'R-45', 'R-46', 'SC-3',
]);

/** What a template's server cannot read of the VM in it. */
const UNREADABLE = new Set(['SCH-1', 'SCH-2', 'SCH-5']);

/** The check of a replica set, from that of its guest. */
export function inReplicaSet(check: Check): Check {
  return (manifest, facts) => check(manifest, facts).map((finding) => LATE_IN_REPLICA_SETS.has(finding.ruleId) ? later(finding) : finding);
}

/** The check of a pool: it is looked at without its instancetype and preference; what they bring along, or are in the way of, shows when it makes a VM. */
export function inPool(check: Check): Check {
  const asItStands: Check = (manifest, facts) => check(manifest, facts)
    .map((finding) => LATE_IN_POOLS.has(finding.ruleId) ? later(finding) : finding);
  return (manifest, facts) => {
    const findings = asItStands(manifest, facts);
    const bare = withoutSize(manifest);
    if (bare === undefined) return findings;
    const atOnce = asItStands(bare, facts).filter(({ phase }) => phase === 'schema' || phase === 'admission');
    const others = findings.filter(({ ruleId, path }) => !atOnce.some((finding) => finding.ruleId === ruleId && finding.path === path));
    return [...atOnce, ...others.map(later)];
  };
}

/** The check of a VM template, from those of what is its own and of the VM in it. */
export function inTemplate(own: Check, ofVm: Check): Check {
  return (manifest, facts) => {
    const vm = vmOf(manifest);
    const inside = vm ? ofVm(vm, facts) : [];
    return [
      ...own(manifest, facts),
      ...inside.map((finding): Finding => ({ ...finding, path: `spec.virtualMachine.${finding.path}`, phase: phaseInTemplate(finding) })),
    ];
  };
}

function phaseInTemplate({ ruleId, path, phase }: Finding): Phase | undefined {
  // Of the guest, the server reads what it knows and drops the rest.
  if (ruleId === 'SCH-1' && path.startsWith('spec.template.spec.')) return 'runtime';
  if (UNREADABLE.has(ruleId)) return 'admission';
  return phase === 'schema' || phase === 'admission' ? 'start' : phase;
}

function later(finding: Finding): Finding {
  return finding.phase === 'admission' ? { ...finding, phase: 'start' } : finding;
}

function withoutSize(manifest: any): object | undefined {
  const made = manifest.spec?.virtualMachineTemplate;
  if (!isMap(made?.spec)) return undefined;
  const { instancetype, preference, ...spec } = made.spec;
  if (!instancetype && !preference) return undefined;
  return { ...manifest, spec: { ...manifest.spec, virtualMachineTemplate: { ...made, spec } } };
}
