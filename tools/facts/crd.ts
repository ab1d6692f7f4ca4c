import { parse } from 'yaml';

/** What Helm must not delete with a release: with a CRD go all its objects, here every KubeVirt or every snapshot. */
const KEEP = { 'helm.sh/resource-policy': 'keep' };

/** A CustomResourceDefinition with all it means and no prose, which `helm uninstall` leaves in the cluster. */
export function keptCrd(text: string): Record<string, unknown> {
  const { apiVersion, kind, metadata, spec } = parse(text);
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...KEEP } },
    spec: {
      ...spec,
      versions: spec.versions.map(({ deprecationWarning: _, ...version }: any) => ({
        ...version,
        ...(version.additionalPrinterColumns && { additionalPrinterColumns: version.additionalPrinterColumns.map(withoutDescription) }),
        schema: { openAPIV3Schema: withoutProse(version.schema.openAPIV3Schema) },
      })),
    },
  };
}

/** The schema without descriptions and without the messages of its validation rules; what is called `description` as a field stays. */
function withoutProse(schema: any): any {
  const { items, properties, additionalProperties, 'x-kubernetes-validations': rules, ...rest } = withoutDescription(schema);
  return {
    ...rest,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, withoutProse(field)])) }),
    ...(items && { items: withoutProse(items) }),
    ...(additionalProperties && { additionalProperties: typeof additionalProperties === 'object' ? withoutProse(additionalProperties) : true }),
    ...(rules && { 'x-kubernetes-validations': rules.map(({ message: _, ...rule }: any) => rule) }),
  };
}

function withoutDescription({ description: _, ...rest }: any): any {
  return rest;
}
