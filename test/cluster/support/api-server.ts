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
    const { status, body } = await this.post(path, JSON.stringify(object));
    if (status === 201) return undefined;
    // A refusal has these; anything else is a fault of the test.
    if (![400, 403, 422].includes(status)) throw new Error(`the API server answered ${status}: ${body}`);
    return JSON.parse(body).message;
  }

  public close(): void {
    this.agent.destroy();
  }

  private post(path: string, content: string): Promise<{ status: number; body: string }> {
    const { hostname, port } = this.address;
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method: 'POST', agent: this.agent, headers: { 'content-type': 'application/json' } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk) => body += chunk).on('end', () => resolve({ status: answer.statusCode!, body })).on('error', reject);
      });
      sent.on('error', reject).end(content);
    });
  }
}
