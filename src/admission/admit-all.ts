import { admit } from './admit';
import { Finding } from './finding';
import { isDecidable, isOfVersion, kindOf } from './kinds';
import { ClusterFacts, Fact, OwnInstancetypes } from './rule';

/** An object as it would be sent to the server. */
export type Manifest = Record<string, any>;

/** What is said of each of several manifests that go to one cluster together: they know each other. */
export function admitAll(manifests: readonly Manifest[], facts: ClusterFacts): Finding[][] {
  const known = { ...facts, own: ownOf(manifests, facts) };
  return manifests.map((manifest) => admit(manifest, known));
}

/** A rule that says nothing, because something is not known of the cluster. */
export interface SkippedRule {
  readonly id: string;
  readonly title: string;
  readonly missing: readonly Fact[];
}

/** The rules that say nothing of these manifests, whatever is in them, as long as no more is known of the cluster. */
export function skippedRules(manifests: readonly Manifest[], facts: ClusterFacts): SkippedRule[] {
  const kinds = new Set(manifests.map((manifest) => kindOf(manifest)));
  const rules = [...kinds].flatMap((kind) => kind?.rules ?? []).filter((rule) => isOfVersion(rule, facts) && !isDecidable(rule, facts));
  const byId = new Map(rules.map(({ id, title, needs = [] }) => [id, { id, title, missing: needs.filter((fact) => facts[fact] === undefined) }]));
  return [...byId.values()];
}

const OWN = /^VirtualMachine(Cluster)?(Instancetype|Preference)$/;

/** The instancetypes and preferences among manifests, beside those that are known already. */
function ownOf(manifests: readonly Manifest[], facts: ClusterFacts): OwnInstancetypes {
  const own = { instancetypes: new Map(facts.own?.instancetypes), preferences: new Map(facts.own?.preferences) };
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata, spec } = manifest;
    const [, clusterWide, what] = OWN.exec(kind) ?? [];
    if (!what || !/^instancetype\.kubevirt\.io\//.test(apiVersion) || typeof metadata?.name !== 'string') continue;
    // As the rules put it together from the namespace of the VM, also where neither names one.
    const name = clusterWide ? metadata.name : `${metadata.namespace}/${metadata.name}`;
    // Of one that does not fit its schema, only the name can be relied on.
    const sound = !admit(manifest, facts).some(({ phase }) => phase === 'schema');
    own[what === 'Instancetype' ? 'instancetypes' : 'preferences'].set(name, sound ? spec : undefined);
  }
  return own;
}
