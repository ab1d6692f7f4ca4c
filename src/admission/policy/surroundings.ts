import { ClusterFacts } from '../cluster-facts';
import { keyOf, Manifest } from '../given';

/** What is known beside an object when rules of somebody's own look at it. */
export interface Surroundings {
  readonly facts: ClusterFacts;
  /** What a network is called whose NICs all hear each other, by `namespace/name` of its NetworkAttachmentDefinition; `undefined` where it is not known. */
  l2Domain(network: string): string | undefined;
  /** A Secret by `namespace/name`; `undefined` where it is not among what is looked at. */
  secret(name: string): Manifest | undefined;
}

/** Of manifests that go to one cluster together; `facts` are those of the cluster with the manifests on it. */
export function surroundingsOf(manifests: Iterable<Manifest>, facts: ClusterFacts): Surroundings {
  let secrets: Map<string, Manifest> | undefined;
  const bySecret = () => new Map([...manifests].filter(({ kind }) => kind === 'Secret').map((manifest) => [keyOf(manifest), manifest]));
  return {
    facts,
    l2Domain: (network) => facts.l2Domains?.get(network),
    secret: (name) => (secrets ??= bySecret()).get(name),
  };
}
