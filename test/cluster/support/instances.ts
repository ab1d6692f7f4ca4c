import { Cluster, eventually } from './cluster';

/** What became of a virtual machine that was sent to a cluster. */
export interface Outcome {
  /** What the API server and KubeVirt's webhooks made of it. */
  readonly answer?: any;
  /** The words with which it was refused instead. */
  readonly refusal?: string;
  /** Whether virt-controller has made an instance of it, and a pod for the instance. */
  readonly started: boolean;
  /** Where it has not, why, in its own words. */
  readonly reasons: string[];
}

/** Creates virtual machines of one namespace, and starts them. Gives what became of each, by name; where all start, as soon as they have. */
export async function start(cluster: Cluster, namespace: string, vms: any[], expected: string[] = names(vms)): Promise<Record<string, Outcome>> {
  const { answers, refusals } = await dryRuns(cluster, vms);
  const admitted = vms.filter(({ metadata }) => metadata.name in answers);
  await cluster.apply(admitted, namespace);
  // Those that run only when somebody says so.
  await inParallel(admitted.filter(({ spec }) => spec.runStrategy === 'Manual' || spec.runStrategy === 'Halted'), ({ metadata }) =>
    cluster.startVm(metadata.name, namespace));
  const instances = async () => byName(await cluster.get('vmi', '-n', namespace));
  const missing = async () => {
    const made = await instances();
    return names(admitted).filter((name) => expected.includes(name) && !hasPod(made[name]));
  };
  await eventually(async () => expect(await missing()).toEqual([]), 45).catch((error) => {
    // Which are missing, and why, is for each test to say.
    if (!error.matcherResult) throw error;
  });
  const [made, after] = [await instances(), await cluster.vms(namespace)];
  return Object.fromEntries(names(vms).map((name) => [name, {
    answer: answers[name],
    refusal: refusals[name],
    started: hasPod(made[name]),
    reasons: hasPod(made[name]) ? [] : complaints(made[name] ?? after[name]),
  }]));
}

/** One process asks for all, which is ten times as fast; where that is refused, each is asked for by itself. */
async function dryRuns(cluster: Cluster, vms: any[]): Promise<{ answers: Record<string, any>; refusals: Record<string, string> }> {
  try {
    return { answers: byName(await cluster.dryRunAll(vms)), refusals: {} };
  } catch {
    const answers: Record<string, any> = {};
    const refusals: Record<string, string> = {};
    await inParallel(vms, async (vm) => {
      try {
        answers[vm.metadata.name] = await cluster.dryRun(vm);
      } catch (error) {
        refusals[vm.metadata.name] = (error as Error).message;
      }
    });
    return { answers, refusals };
  }
}

/** The pod comes after the instance, and only then is a device found not to be permitted, or state to have no place. */
function hasPod(instance: any): boolean {
  return ['Scheduling', 'Scheduled', 'Running'].includes(instance?.status?.phase);
}

function complaints(object: any): string[] {
  const conditions: any[] = object?.status?.conditions ?? [];
  return conditions.filter(({ type, status }) => type === 'Failure' || (type !== 'Ready' && status === 'False')) // that it is not ready is no news
    .map(({ type, reason, message }) => `${object.kind} ${type}: ${[reason, message].filter(Boolean).join(': ')}`);
}

function names(objects: any[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}

function byName(objects: any[]): Record<string, any> {
  return Object.fromEntries(objects.map((object) => [object.metadata.name, object]));
}

/** Four at once: more make it no faster on two cores. */
async function inParallel<T>(items: readonly T[], what: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await what(item);
  }));
}
