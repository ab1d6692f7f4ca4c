import { IConstruct } from 'constructs';
import { admit } from '../admission/admit';
import { Finding, UNKNOWN } from '../admission/finding';
import { inTermsOfProps, PropOf } from '../construct/report';
import { maskReferences } from '../delivery/terraform-text';
import { clusterFacts, IVmoCluster } from '../profile/cluster';

/** What the cluster would say of a manifest that a construct makes, in terms of the construct's props. What is only known at apply passes. */
export function admitted(_scope: IConstruct, manifest: any, cluster: IVmoCluster, propOf: () => PropOf = () => () => undefined): Finding[] {
  return inTermsOfProps(admit(maskReferences(manifest, UNKNOWN) as any, clusterFacts(cluster)), propOf);
}
