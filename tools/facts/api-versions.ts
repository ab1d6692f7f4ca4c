import { parseAllDocuments } from 'yaml';
import { GoModule } from './go-module';

const CRDS = 'pkg/virt-operator/resource/generate/components/crds.go';
const TEMPLATES = 'pkg/virt-operator/resource/generate/components/data/virt-template/install-virt-operator.yaml';

/** The API versions that KubeVirt's CRDs serve, by the singular name of the kind: read from the code that writes the CRDs, as no file has them. */
export function apiVersions(kubevirt: GoModule, api: GoModule): Record<string, string[]> {
  const source = kubevirt.read(CRDS);
  const imports = new Map([...source.matchAll(/^\t(\w+)? ?"kubevirt\.io\/api\/([\w/]+)"$/gm)].map(([, alias, path]) => [alias ?? path, path]));
  // What a group is called, and its kinds, are constants in the folder above the package of a version.
  const constant = (alias: string, name: string) => new RegExp(`\\b${name} += "([^"]+)"`).exec(api.read(`${imports.get(alias)!.split('/')[0]}/register.go`))![1];
  const functions = source.split(/^func /m).filter((text) => /\bSingular: /.test(text));
  return Object.fromEntries(functions.map((text) => {
    const [, alias] = /Group: +(\w+)\./.exec(text)!;
    // Printer columns have names too, written on one line each.
    const list = text.includes('newCRDVersions()') ? /ApiSupportedVersions .*?\n\t}\n/s.exec(api.read('core/v1/register.go'))![0] : text;
    const names = [...list.matchAll(/^\s+(?:Versions: .*\{\{\n\s+)?Name: +(?:"(v\w+)"|(\w+)\.SchemeGroupVersion\.Version),$/gm)];
    const versions = names.map(([, literal, from]) => literal ?? imports.get(from)!.split('/')[1]);
    if (versions.length === 0 || list.includes('Served:  false')) {
      throw new Error(`${CRDS} of ${kubevirt.version}: cannot tell which versions are served in ${text.slice(0, 60)}, adapt tools/facts/api-versions.ts`);
    }
    const [, singular, from, name] = /Singular: +(?:"(\w+)"|(\w+)\.(\w+)),/.exec(text)!;
    return [singular ?? constant(from, name), versions.map((version) => `${constant(alias, 'GroupName')}/${version}`)];
  }));
}

/** The CRDs of VM templates, which KubeVirt brings along as a bundle of another project, by the singular name of the kind. */
export function templateCrds(kubevirt: GoModule): Record<string, any> {
  const crds = parseAllDocuments(kubevirt.read(TEMPLATES)).map((document) => document.toJS()).filter((object) => object?.kind === 'CustomResourceDefinition');
  return Object.fromEntries(crds.map(({ spec }) => [spec.names.singular, spec]));
}
