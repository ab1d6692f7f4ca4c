import { ACROSS_RULES } from './across/across';
import { Finding } from './finding';
import { kindOf, KINDS } from './kinds';
import { misnamed } from './misnamed';
import { SUPPRESSION_RULES } from './policy/rules';
import { ClusterFacts, Rule } from './rule';
import { SCHEMA_RULES } from './schema';

/** Checks over several constructs at once that are made where the constructs are, and nowhere else. */
export const BLUEPRINT_RULES = [
  { id: 'IT-24', severity: 'warning', phase: 'admission', title: 'An instancetype or preference of the cluster is not called as one that KubeVirt makes itself' },
  { id: 'PDB-1', severity: 'warning', phase: 'runtime', title: 'A disruption budget over VMs that no drain shuts down has no effect' },
  { id: 'SVC-1', severity: 'error', phase: 'runtime', title: 'A Service leads to the pod network, so its VMs have a NIC there' },
  { id: 'SVC-2', severity: 'error', phase: 'runtime', title: 'A Service leads to a port that the NIC of its VMs lets in' },
  { id: 'SVC-3', severity: 'warning', phase: 'admission', title: 'A node port is one of 30000 to 32767, unless the API server has another range' },
  { id: 'DEL-1', severity: 'warning', phase: 'runtime', title: 'Delivery.manifest() in the stack that installs KubeVirt: Terraform could not plan on an empty cluster' },
  { id: 'DEL-2', severity: 'error', phase: 'runtime', title: 'Delivery.manifest() of a VM whose instancetype or preference a disk names: the server replaces the reference' },
  { id: 'DEL-3', severity: 'error', phase: 'runtime', title: 'Delivery.manifest() of a pool that is scaled by load: every apply would set the number of its VMs' },
] as const;

/** What is said of a rule, in the table of rules. */
export type RuleInfo = Omit<Rule<never>, 'check'> & {
  /** The kinds it is held against; none where it is about several objects at once. */
  readonly subjects: readonly string[];
};

/** Every rule there is, for `vmo rules` and for checking the ids in suppressions. */
export const ALL_RULES: readonly RuleInfo[] = [
  ...SCHEMA_RULES.map((info) => ({ ...info, subjects: KINDS.map(({ kind }) => kind) })),
  ...rulesByKind(),
  ...ACROSS_RULES.map(({ check, ...info }) => ({ ...info, subjects: [] })),
  ...[...BLUEPRINT_RULES, ...SUPPRESSION_RULES].map((info) => ({ ...info, subjects: [] })),
];

function rulesByKind(): RuleInfo[] {
  const byId = new Map<string, RuleInfo>();
  for (const { kind, rules } of KINDS) {
    for (const { check, ...info } of rules) {
      const known = byId.get(info.id);
      byId.set(info.id, { ...known ?? info, subjects: [...known?.subjects ?? [], kind] });
    }
  }
  return [...byId.values()];
}

/** What the cluster would say of a manifest, and what would only show when the VM starts. Kinds without rules pass. */
export function admit(manifest: { apiVersion?: unknown; kind?: unknown }, facts: ClusterFacts): Finding[] {
  return kindOf(manifest)?.check(manifest, facts) ?? misnamed(manifest);
}
