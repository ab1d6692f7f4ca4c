import { run } from '../../../testbed/apply/command';

/** What the tests ask a cluster. */
export class Cluster {
  constructor(public readonly kubeconfig: string, private readonly command: readonly string[]) {}

  /** Runs kubectl and gives what it prints. Throws with what it says. */
  public async kubectl(...args: string[]): Promise<string> {
    return (await run([...this.command, ...args], { KUBECONFIG: this.kubeconfig })).trim();
  }

  /** Creates an object as its author would, by hand. */
  public async create(object: object): Promise<void> {
    await this.send(object, 'create');
  }

  /** Sends objects as Terraform does, those that say nothing of a namespace to this one. Throws where one is refused. */
  public async apply(objects: any[], namespace = 'default'): Promise<void> {
    const list = (items: any[]) => ({ apiVersion: 'v1', kind: 'List', items });
    const placed = objects.filter(({ metadata }) => metadata.namespace);
    const args = ['apply', '--server-side', '--field-manager=Terraform', '--validate=strict'];
    // Apart, because with a namespace of its own kubectl refuses objects of others.
    if (placed.length < objects.length) await this.send(list(objects.filter((object) => !placed.includes(object))), ...args, '-n', namespace);
    if (placed.length > 0) await this.send(list(placed), ...args);
  }

  /** What the cluster would make of an object. Throws where it refuses it, or knows a field not. */
  public async dryRun(object: object): Promise<any> {
    return JSON.parse(await this.send(object, 'apply', '--server-side', '--field-manager=Terraform', '--validate=strict', '--dry-run=server', '-o', 'json'));
  }

  /** What the cluster would make of objects of one namespace, in their order. One refusal refuses all. */
  public async dryRunAll(objects: object[]): Promise<any[]> {
    const answer = await this.dryRun({ apiVersion: 'v1', kind: 'List', items: objects });
    return answer.kind === 'List' ? answer.items : [answer];
  }

  /** Removes objects, and waits until they are gone. */
  public async remove(objects: any[]): Promise<void> {
    if (objects.length > 0) await this.send({ apiVersion: 'v1', kind: 'List', items: objects }, 'delete', '--ignore-not-found');
  }

  /** Starts a virtual machine, as `virtctl start` does. */
  public async startVm(name: string, namespace = 'default'): Promise<void> {
    const path = `/apis/subresources.kubevirt.io/v1/namespaces/${namespace}/virtualmachines/${name}/start`;
    await run([...this.command, 'replace', '--raw', path, '-f', '-'], { KUBECONFIG: this.kubeconfig }, '{}');
  }

  /** Plugs a DataVolume into a virtual machine that runs, as `virtctl addvolume --persist` does. */
  public async addVolume(vm: string, volume: string, namespace = 'default', bus = 'scsi'): Promise<void> {
    const path = `/apis/subresources.kubevirt.io/v1/namespaces/${namespace}/virtualmachines/${vm}/addvolume`;
    const options = { name: volume, disk: { disk: { bus } }, volumeSource: { dataVolume: { name: volume } } };
    await run([...this.command, 'replace', '--raw', path, '-f', '-'], { KUBECONFIG: this.kubeconfig }, JSON.stringify(options));
  }

  private send(object: object, ...args: string[]): Promise<string> {
    return run([...this.command, ...args, '-f', '-'], { KUBECONFIG: this.kubeconfig }, JSON.stringify(object));
  }

  /** An object, or the items of a list. */
  public async get(...args: string[]): Promise<any> {
    const answer = JSON.parse(await this.kubectl('get', '-o', 'json', ...args));
    return answer.items ?? answer;
  }

  /** The virtual machines, by name. */
  public async vms(namespace = 'default'): Promise<Record<string, any>> {
    return Object.fromEntries((await this.get('vm', '-n', namespace)).map((vm: any) => [vm.metadata.name, vm]));
  }

  /** The UIDs of the virtual machines, by name: the same UID is the same VM. */
  public async uids(namespace = 'default'): Promise<Record<string, string>> {
    return Object.fromEntries(Object.entries(await this.vms(namespace)).map(([name, vm]) => [name, vm.metadata.uid]));
  }

  /** Every object that somebody made: nothing that Kubernetes makes by itself, and no record of the past. */
  public async everything(): Promise<Record<string, any>> {
    const kinds = (await this.kubectl('api-resources', '--verbs=list', '-o', 'name')).split('\n')
      .filter((kind) => !/^(events|componentstatuses|leases|endpoints|endpointslices|controllerrevisions)\b|metrics|^bindings|^apiservices/.test(kind));
    const objects: any[] = await this.get(kinds.join(','), '-A', '--ignore-not-found');
    return Object.fromEntries(objects.map((object) => [`${object.kind} ${[object.metadata.namespace, object.metadata.name].filter(Boolean).join('/')}`, object]));
  }
}

/** Tries until something holds. Throws the last error after so many seconds. */
export async function eventually<T>(what: () => Promise<T>, seconds = 60): Promise<T> {
  for (const end = Date.now() + seconds * 1000; ;) {
    try {
      return await what();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((wake) => setTimeout(wake, 500));
    }
  }
}
