import { IConstruct } from 'constructs';
import { admit } from '../admission/admit';
import { Finding, Suppression, UNKNOWN } from '../admission/finding';
import { Manifest } from '../admission/given';
import { surroundingsOf } from '../admission/policy/surroundings';
import { AppRegistry } from '../construct/app-registry';
import { inTermsOfProps, PropOf } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { judged } from '../policy/judged';
import { clusterFacts, IVmoCluster } from '../profile/cluster';

/** What a construct makes, and what is accepted of it. */
export interface Admitted {
  readonly cluster: IVmoCluster;
  /** The last one is what the construct is. */
  readonly manifests: readonly Manifest[];
  /** Which prop makes what stands at a path of a manifest. Asked for where something is found. */
  readonly propOf?: (manifest: Manifest) => PropOf;
  /** What is found in the props, or among constructs. */
  readonly findings?: readonly Finding[];
  readonly suppress?: readonly Suppression[];
}

/**
 * What the cluster would say of the manifests that a construct makes, in terms of the construct's props, and what the policies of its
 * scopes say of them. What is only known at apply passes.
 */
export function admitted(scope: IConstruct, made: Admitted): Finding[] {
  const { cluster, manifests, propOf = () => () => undefined, findings = [], suppress = [] } = made;
  const facts = clusterFacts(cluster);
  const masked: Manifest[] = manifests.map((manifest) => maskReferences(manifest, UNKNOWN));
  return judged(scope, {
    manifests: masked,
    findingsOf: (index, own) => inTermsOfProps([...admit(masked[index], facts), ...own], () => propOf(manifests[index])),
    findings,
    suppress,
    surroundings: () => ({
      ...surroundingsOf(masked, facts),
      l2Domain: (network) => AppRegistry.of(scope).l2DomainOf(cluster.clusterName, network),
    }),
  });
}
