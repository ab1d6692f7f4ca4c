import { readFileSync } from 'fs';
import { Agent, request } from 'https';
import { parse } from 'yaml';

/** What a server says of an object: the words it refuses it with, and what it warns of. */
export interface Said {
  readonly refusal?: string;
  readonly warnings: string;
}

/** Speaks to the API server itself: a process of kubectl for each of some thousand objects would take an hour. */
export class ApiServer {
  private readonly address: URL;
  private readonly agent: Agent;
  private readonly discovered = new Map<string, Promise<readonly { kind: string; name: string; namespaced: boolean }[]>>();

  constructor(kubeconfig: string, sockets = 12) {
    const { clusters: [{ cluster }], users: [{ user }] } = parse(readFileSync(kubeconfig, 'utf8'));
    const decoded = (text: string) => Buffer.from(text, 'base64');
    this.address = new URL(cluster.server);
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: sockets,
      ca: decoded(cluster['certificate-authority-data']),
      cert: decoded(user['client-certificate-data']),
      key: decoded(user['client-key-data']),
    });
  }

  /** The words with which the server would refuse to create an object; nothing where it would not. */
  public async refusal(object: any): Promise<string | undefined> {
    return (await this.creating(object)).refusal;
  }

  /** What the server would say to an object that is not there yet. */
  public async creating(object: any): Promise<Said> {
    return this.asking('POST', object, '', 'application/json');
  }

  /** What the server would say to a change of an object that is there. */
  public async applying(object: any): Promise<Said> {
    return this.asking('PATCH', object, `/${object.metadata.name}`, 'application/apply-patch+yaml');
  }

  /** A VM with all that its instancetype and its preference give, as virt-controller makes it before it starts it; nothing where they do not exist. */
  public async expanded(vm: any): Promise<any> {
    const { status, body } = await this.send('PUT', `/apis/subresources.kubevirt.io/v1/namespaces/${vm.metadata.namespace}/expand-vm-spec`, JSON.stringify(vm));
    return status === 200 ? JSON.parse(body) : undefined;
  }

  public close(): void {
    this.agent.destroy();
  }

  private async asking(method: string, object: any, name: string, type: string): Promise<Said> {
    const { apiVersion, kind, metadata: { namespace } } = object;
    const resource = (await this.served(apiVersion)).find((one) => one.kind === kind && !one.name.includes('/'));
    // Whoever applies it looks there, too, and comes no further.
    if (!resource) return { refusal: `no matches for kind "${kind}" in version "${apiVersion}"`, warnings: '' };
    const path = `${pathOf(apiVersion)}${resource.namespaced ? `/namespaces/${namespace}` : ''}/${resource.name}${name}`;
    const options = `dryRun=All&fieldValidation=Strict${method === 'PATCH' ? '&fieldManager=test&force=true' : ''}`;
    const { status, body, warnings } = await this.send(method, `${path}?${options}`, JSON.stringify(object), type);
    if (status === 200 || status === 201) return { warnings };
    // A refusal has these, 500 where a webhook fell over it; anything else is a fault of the test.
    if (![400, 403, 422, 500].includes(status)) throw new Error(`the API server answered ${status}: ${body}`);
    return { refusal: JSON.parse(body).message, warnings };
  }

  /** The kinds of an API version; none where the server does not serve it. */
  private served(apiVersion: string): Promise<readonly { kind: string; name: string; namespaced: boolean }[]> {
    let asked = this.discovered.get(apiVersion);
    if (!asked) {
      asked = this.send('GET', pathOf(apiVersion)).then(({ status, body }) => status === 200 ? JSON.parse(body).resources : []);
      this.discovered.set(apiVersion, asked);
    }
    return asked;
  }

  private send(method: string, path: string, content = '', type = 'application/json'): Promise<{ status: number; body: string; warnings: string }> {
    const { hostname, port } = this.address;
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method, agent: this.agent, headers: { 'content-type': type } }, (answer) => {
        let body = '';
        const warnings = [answer.headers.warning ?? []].flat().join('\n');
        answer.setEncoding('utf8').on('data', (chunk) => body += chunk).on('end', () => resolve({ status: answer.statusCode!, body, warnings })).on('error', reject);
      });
      sent.on('error', reject).end(content);
    });
  }
}

function pathOf(apiVersion: string): string {
  return apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
}
