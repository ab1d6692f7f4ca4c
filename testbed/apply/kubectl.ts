import { CommandError, run } from './command';
import { OpenApi, openApiPath, schemaOf } from './openapi';
import { KubernetesObject, Manifest } from './stack';
import { Schema } from './typing';

/** How long the provider waits for an object to be gone. */
const DELETE_TIMEOUT = '10m';

/** kubectl for what the Kubernetes provider does with the API server. */
export class Kubectl {
  constructor(private readonly command: readonly string[], private readonly kubeconfig: string) {}

  /** Those of the objects that exist, as the server has them, by `identity`. */
  public async get(objects: readonly KubernetesObject[]): Promise<Map<string, KubernetesObject>> {
    if (objects.length === 0) return new Map();
    const items = objects.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({ apiVersion, kind, metadata: { name, namespace } }));
    const text = await this.run(['get', '-f', '-', '--ignore-not-found', '-o', 'json'], { apiVersion: 'v1', kind: 'List', items });
    if (text.trim() === '') return new Map();
    const answer = JSON.parse(text) as KubernetesObject & { items?: KubernetesObject[] };
    return new Map((answer.items ?? [answer]).map((object) => [identity(object), object]));
  }

  /** Server-side apply; returns what the server made of it. Unknown fields are the provider's own business: it checks the schema before. */
  public async apply(object: object, { name, forceConflicts }: Manifest['fieldManager']): Promise<KubernetesObject> {
    const flags = [`--field-manager=${name}`, ...(forceConflicts ? ['--force-conflicts'] : [])];
    return JSON.parse(await this.run(['apply', '--server-side', ...flags, '--validate=false', '-f', '-', '-o', 'json'], object)) as KubernetesObject;
  }

  public async delete(object: KubernetesObject): Promise<void> {
    await this.run(['delete', '-f', '-', '--ignore-not-found', '--wait', `--timeout=${DELETE_TIMEOUT}`], object);
  }

  /** The schemas of objects, by `apiVersion kind`. Throws in the provider's words where the server does not know a kind. */
  public async schemas(objects: readonly KubernetesObject[]): Promise<Map<string, Schema>> {
    const found = new Map<string, Schema>();
    for (const group of new Set(objects.map(({ apiVersion }) => apiVersion))) {
      const document = await this.openApi(group);
      for (const { apiVersion, kind } of objects.filter((object) => object.apiVersion === group)) {
        const schema = schemaOf(document, apiVersion, kind);
        if (!schema) {
          throw new Error('API did not recognize GroupVersionKind from manifest (CRD may not be installed): ' +
            `no matches for kind "${kind}" in "${apiVersion}"`);
        }
        found.set(`${apiVersion} ${kind}`, schema);
      }
    }
    return found;
  }

  private async openApi(apiVersion: string): Promise<OpenApi> {
    try {
      return JSON.parse(await this.run(['get', '--raw', openApiPath(apiVersion)])) as OpenApi;
    } catch (error) {
      if (error instanceof CommandError && /not ?found|could not find/i.test(error.output)) return { components: { schemas: {} } };
      throw error;
    }
  }

  private run(args: readonly string[], input?: object): Promise<string> {
    return run([...this.command, ...args], { KUBECONFIG: this.kubeconfig }, input && JSON.stringify(input));
  }
}

/** What makes an object this object and no other. Another one of these replaces it. */
export function identity({ apiVersion, kind, metadata: { name, namespace = '' } }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${namespace}/${name}`;
}
