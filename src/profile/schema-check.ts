import { admit } from '../admission/admit';
import { Finding, UNKNOWN } from '../admission/finding';
import { checkSchema } from '../admission/schema';
import { maskReferences } from '../delivery/terraform-text';
import { SchemaNode } from '../kubevirt/facts';
import { DEFAULT_KUBEVIRT_VERSION, KubevirtVersion } from '../kubevirt/version';

/** What is wrong with the fields of a value; what is only known at apply passes. `path` is the prop that brings it. */
export function fieldFindings(path: string, value: unknown, schema: SchemaNode): Finding[] {
  return checkSchema(maskReferences(value, UNKNOWN), schema, path);
}

/** What is wrong with a resource of an operator, by its schema and by the rules for its kind. Paths are those in the resource. */
export function resourceFindings(manifest: object, kubevirtVersion: KubevirtVersion = DEFAULT_KUBEVIRT_VERSION): Finding[] {
  return admit(maskReferences(manifest, UNKNOWN), { kubevirtVersion, featureGates: new Set() });
}
