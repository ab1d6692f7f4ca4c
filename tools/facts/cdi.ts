import * as fs from 'fs';
import * as path from 'path';
import { keptCrd } from './crd';
import { Neighbour } from './neighbours';
import { merged, Rule } from './rbac';

/** What cdi-operator may do. Its repository is no Go module, so this is what others ship of it. */
const RBAC = 'test/conformance/cdi-1.66.0/operator-rbac.json';

/** What the cdi-operator chart is made from: the CRD of the Go types, and the rights of the facts in as few rules as grouping gives. */
export function cdiFiles(api: Neighbour): { crd: Record<string, unknown>; rbac: Record<'clusterRole' | 'role', Rule[]>; rbacSource: { name: string; version: string } } {
  const rules = JSON.parse(fs.readFileSync(path.join(__dirname, '../..', RBAC), 'utf8'));
  return {
    crd: withFirstVersion(keptCrd(api.crds['cdis.cdi.kubevirt.io'])),
    rbac: { clusterRole: merged(rules['ClusterRole/cdi-operator']), role: merged(rules['Role/cdi-operator']) },
    rbacSource: { name: `${RBAC}, of CDI`, version: api.version },
  };
}

/** The types are of v1beta1 alone. CDI still serves v1alpha1 with the same fields, in which resources of old clusters may be stored. */
function withFirstVersion(crd: any): Record<string, unknown> {
  const [{ name: _, storage: __, ...v1beta1 }] = crd.spec.versions;
  return { ...crd, spec: { ...crd.spec, versions: [{ name: 'v1alpha1', storage: false, ...v1beta1 }, ...crd.spec.versions] } };
}
