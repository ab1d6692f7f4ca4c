import { Finding, Suppression } from './finding';
import { ClusterFacts, Rule } from './rule';
import { SECRET_RULES, USER_DATA_SECRET_RULES } from './rules/cloud-init';
import { INSTANCETYPE_OBJECT_RULES, PREFERENCE_OBJECT_RULES } from './rules/instancetype-objects';
import { NETWORK_RULES } from './rules/network-attachment';
import { VM_RULES } from './rules/virtual-machine';
import { checkSchema, SCHEMA_RULES } from './schema';
import { Part, VmView } from './vm-view';
import { kubevirtFacts } from '../kubevirt/facts';

/** Checks over several constructs at once, made where the constructs are. */
export const BLUEPRINT_RULES = [
  { id: 'R-3', severity: 'error', title: 'One MAC address twice on one L2 network; a warning on two networks' },
  { id: 'PVC-1', severity: 'warning', title: 'One existing claim on two VMs' },
  { id: 'PDB-1', severity: 'warning', title: 'A disruption budget over VMs that no drain shuts down has no effect' },
  { id: 'DEL-1', severity: 'warning', title: 'Delivery.manifest() in the stack that installs KubeVirt: Terraform could not plan on an empty cluster' },
  { id: 'DEL-2', severity: 'error', title: 'Delivery.manifest() of a VM whose instancetype or preference a disk names: the server replaces the reference' },
] as const;

/** Every rule there is, for `vmo rules` and for checking the ids in suppressions. */
export const ALL_RULES: readonly Pick<Rule<never>, 'id' | 'severity' | 'title'>[] = [
  ...SCHEMA_RULES, ...VM_RULES, ...SECRET_RULES, ...INSTANCETYPE_OBJECT_RULES, ...PREFERENCE_OBJECT_RULES, ...NETWORK_RULES, ...BLUEPRINT_RULES,
];

/** What the cluster would say of a manifest, and what would only show when the VM starts. Kinds without rules pass. */
export function admit(manifest: { kind?: unknown }, facts: ClusterFacts): Finding[] {
  switch (manifest.kind) {
    case 'VirtualMachine': {
      const schema = checkSchema(manifest, kubevirtFacts(facts.kubevirtVersion).kinds.VirtualMachine, '');
      return [...schema, ...apply(VM_RULES, new VmView(manifest), facts)];
    }
    case 'VirtualMachineInstancetype':
    case 'VirtualMachineClusterInstancetype':
      return ownInstancetype(manifest, 'VirtualMachineInstancetype', INSTANCETYPE_OBJECT_RULES, facts);
    case 'VirtualMachinePreference':
    case 'VirtualMachineClusterPreference':
      return ownInstancetype(manifest, 'VirtualMachinePreference', PREFERENCE_OBJECT_RULES, facts);
    case 'NetworkAttachmentDefinition':
      return apply(NETWORK_RULES, new Part(manifest, ''), facts);
    case 'Secret':
      return apply([...USER_DATA_SECRET_RULES, ...SECRET_RULES], new Part(manifest, ''), facts);
    default:
      return [];
  }
}

/** Those of a cluster and those of a namespace have one schema. */
function ownInstancetype(manifest: object, kind: string, rules: readonly Rule<Part>[], facts: ClusterFacts): Finding[] {
  return [...checkSchema(manifest, kubevirtFacts(facts.kubevirtVersion).kinds[kind], ''), ...apply(rules, new Part(manifest, ''), facts)];
}

function apply<Subject>(rules: readonly Rule<Subject>[], subject: Subject, facts: ClusterFacts): Finding[] {
  const findings: Finding[] = [];
  for (const { id: ruleId, severity, check } of rules) {
    for (const problem of check(subject, facts)) findings.push({ ruleId, severity, ...problem });
  }
  return findings;
}

/** Takes out the findings that are accepted, and says which suppressions are not sound. */
export function suppress(findings: Finding[], suppressions: Suppression[]): Finding[] {
  const unsound = suppressions.flatMap((suppression, index): Finding[] => {
    const complain = (field: string, message: string, remedy: string): Finding[] =>
      [{ ruleId: 'SUP-1', severity: 'error', path: `suppress[${index}].${field}`, message, remedy }];
    if (!ALL_RULES.some((rule) => rule.id === suppression.rule)) {
      return complain('rule', `there is no rule "${suppression.rule}"`, 'see `npx vmo rules` for the ids');
    }
    if (suppression.reason.trim() === '') {
      return complain('reason', 'a suppression needs its reason', 'say why the finding is accepted');
    }
    return [];
  });
  const accepted = new Set(suppressions.map((suppression) => suppression.rule));
  return [...findings.filter((finding) => !accepted.has(finding.ruleId)), ...unsound];
}
