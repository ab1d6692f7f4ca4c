import { parseAllDocuments } from 'yaml';
import { GoModule } from './go-module';
import { sorted } from './json';

const BUNDLES = 'pkg/virt-operator/resource/generate/components/data/common-instancetypes';

/** The specs of the common instancetypes that virt-operator deploys, by name. */
export function instancetypes(kubevirt: GoModule): Record<string, unknown> {
  return specs(kubevirt.read(`${BUNDLES}/common-clusterinstancetypes-bundle.yaml`));
}

/** The specs of the common preferences that virt-operator deploys, by name. */
export function preferences(kubevirt: GoModule): Record<string, unknown> {
  return specs(kubevirt.read(`${BUNDLES}/common-clusterpreferences-bundle.yaml`));
}

function specs(bundle: string): Record<string, unknown> {
  const objects = parseAllDocuments(bundle).map((document) => document.toJS()).filter((object) => object);
  return sorted(Object.fromEntries(objects.map((object) => [object.metadata.name, object.spec])));
}
