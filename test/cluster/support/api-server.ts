import { readFileSync } from 'fs';
import { Agent, request } from 'https';
import { parse } from 'yaml';

/** What KubeVirt's kinds are called in paths. */
const RESOURCES: Record<string, string> = { VirtualMachine: 'virtualmachines', VirtualMachineInstance: 'virtualmachineinstances' };

/** Speaks to the API server itself: a process of kubectl for each of some thousand objects would take an hour. */
export class ApiServer {
  private readonly address: URL;
  private readonly agent: Agent;

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
    const path = `/apis/${object.apiVersion}/namespaces/${object.metadata.namespace}/${RESOURCES[object.kind]}?dryRun=All&fieldValidation=Strict`;
    const { status, body } = await this.send('POST', path, JSON.stringify(object));
    if (status === 201) return undefined;
    // A refusal has these, 500 where a webhook fell over it; anything else is a fault of the test.
    if (![400, 403, 422, 500].includes(status)) throw new Error(`the API server answered ${status}: ${body}`);
    return JSON.parse(body).message;
  }

  /** A VM with all that its instancetype and its preference give, as virt-controller makes it before it starts it; nothing where they do not exist. */
  public async expanded(vm: any): Promise<any> {
    const { status, body } = await this.send('PUT', `/apis/subresources.kubevirt.io/v1/namespaces/${vm.metadata.namespace}/expand-vm-spec`, JSON.stringify(vm));
    return status === 200 ? JSON.parse(body) : undefined;
  }

  public close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, content: string): Promise<{ status: number; body: string }> {
    const { hostname, port } = this.address;
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method, agent: this.agent, headers: { 'content-type': 'application/json' } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => body += chunk).on('end', () => resolve({ status: answer.statusCode!, body })).on('error', reject);
      });
      sent.on('error', reject).end(content);
    });
  }
}
