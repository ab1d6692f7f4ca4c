import { parse } from 'yaml';
import { GoModule } from './go-module';

/** A rule of a Role or ClusterRole: for resources, or for URLs. */
export interface Rule {
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly resourceNames?: string[];
  readonly nonResourceURLs?: string[];
  readonly verbs: string[];
}

const GENERATED = 'manifests/generated/rbac-operator.authorization.k8s.yaml.in';
const RELEASE = 'manifests/release/kubevirt-operator.yaml.in';

/** What virt-operator may do, cluster-wide and in its namespace, and what cluster users with `admin` may do with KubeVirts. */
export function operatorRules(kubevirt: GoModule): Record<'clusterRole' | 'role' | 'aggregated', Rule[]> {
  return {
    clusterRole: merged(rulesOf(kubevirt, GENERATED, 'ClusterRole', 'kubevirt-operator')),
    role: merged(rulesOf(kubevirt, GENERATED, 'Role', 'kubevirt-operator')),
    aggregated: merged(rulesOf(kubevirt, RELEASE, 'ClusterRole', 'kubevirt.io:operator')),
  };
}

function rulesOf(kubevirt: GoModule, file: string, kind: string, name: string): Rule[] {
  const documents = kubevirt.read(file)
    .replace(/^.*\{\{.*$/gm, '') // Go template lines: namespaces and included files, none of them in a rule
    .split(/^---$/m)
    .filter((document) => document.includes(`\nkind: ${kind}\n`))
    .map((document) => parse(document));
  const role = documents.find((document) => document.metadata.name === name);
  if (!role) {
    throw new Error(`${file} of ${kubevirt.version} has no ${kind} "${name}": its layout changed, adapt tools/facts/rbac.ts`);
  }
  return role.rules;
}

/** The parts of a rule; a right is one value of each. */
const PARTS = ['apiGroups', 'resources', 'resourceNames', 'nonResourceURLs', 'verbs'] as const;

/** The value of a part that a rule does not have: a rule without resourceNames is for objects of any name. */
const ABSENT = null;

type Row = (string | null)[][];

/**
 * The same rights in as few rules as grouping gives, sorted. Upstream's list is the sum of what its components need, with many repetitions.
 * No rule gains a right: values of one part are put together only where all other parts are equal.
 */
export function merged(rules: Rule[]): Rule[] {
  let rows: Row[] = rules.flatMap(rights).map((right) => right.map((value) => [value]));
  for (let part = PARTS.length - 1; part >= 0; part--) {
    rows = collapsed(rows, part);
  }
  return rows
    .map((row) => Object.fromEntries(PARTS.map((part, i) => [part, row[i]]).filter(([, values]) => values![0] !== ABSENT)) as unknown as Rule)
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Every single right of a rule, as one value for each of the parts. */
function rights(rule: Rule): (string | null)[][] {
  let single: (string | null)[][] = [[]];
  for (const part of PARTS) {
    single = single.flatMap((right) => (rule[part] ?? [ABSENT]).map((value) => [...right, value]));
  }
  return single;
}

function collapsed(rows: Row[], part: number): Row[] {
  const groups = new Map<string, Row>();
  for (const row of rows) {
    // "Any" never joins a list of values, which would narrow it.
    const key = JSON.stringify(row.map((values, i) => (i === part ? values[0] === ABSENT : values)));
    const values = new Set([...groups.get(key)?.[part] ?? [], ...row[part]]);
    groups.set(key, row.map((own, i) => (i === part ? [...values].sort() : own)));
  }
  return [...groups.values()];
}
