import { groupOf } from '../api-group';
import { keyOf, Manifest, namespaceOf } from '../given';
import { Part } from '../part';
import { VmView } from '../vm-view';

/** What runs guests, among several manifests. */
export interface Guest {
  readonly index: number;
  readonly namespace: string;
  readonly view: VmView;
}

/** Manifests that go to one cluster, read once for all rules. What is only known at apply is in it as if it were not there. */
export class ManifestSet {
  /** Of an object that is given twice, the first. */
  public readonly guests: readonly Guest[];
  /** What is given again, with the place of the first. */
  public readonly repeated: ReadonlyMap<number, number>;
  private readonly byName = new Map<string, number>();

  constructor(public readonly manifests: readonly Manifest[]) {
    const guests: Guest[] = [];
    const repeated = new Map<number, number>();
    const first = new Map<string, number>();
    for (const [index, manifest] of manifests.entries()) {
      if (typeof manifest.metadata?.name === 'string') {
        const name = `${String(manifest.kind)} ${keyOf(manifest)}`;
        if (!this.byName.has(name)) this.byName.set(name, index);
        const identity = `${groupOf(String(manifest.apiVersion))} ${name}`;
        const earlier = first.get(identity);
        if (earlier !== undefined) {
          repeated.set(index, earlier);
          continue;
        }
        first.set(identity, index);
      }
      const view = VmView.of(manifest);
      if (view) guests.push({ index, view, namespace: namespaceOf(manifest) });
    }
    this.guests = guests;
    this.repeated = repeated;
  }

  /** The place of a manifest in the list. */
  public find(kind: string, key: string): number | undefined {
    return this.byName.get(`${kind} ${key}`);
  }

  /** What a manifest is called in messages. */
  public nameOf(index: number): string {
    const manifest = this.manifests[index];
    return `${String(manifest.kind)} "${keyOf(manifest).replace(/^\//, '')}"`;
  }
}

const REPLICATED = ['VirtualMachineInstanceReplicaSet', 'VirtualMachinePool'];

/** How many VMs it is: those of a pool are made from one template. What is only known at apply counts as none. */
export function countOf({ kind, spec }: Manifest): number {
  if (!REPLICATED.includes(kind as string)) return 1;
  const replicas: unknown = new Part(spec, 'spec').get('replicas') ?? 1;
  return typeof replicas === 'number' ? replicas : 0;
}

/** Strategies by which a VM is started without anybody asking. */
const RUNNING = ['Always', 'RerunOnFailure', 'Once'];

/** Whether it runs as soon as it is there. */
export function runs({ kind }: Manifest, { spec }: VmView): boolean {
  const isInstance = String(kind).startsWith('VirtualMachineInstance');
  return isInstance || spec.get('running') === true || RUNNING.includes(spec.text('runStrategy') ?? '');
}
