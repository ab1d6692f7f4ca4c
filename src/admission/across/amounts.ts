import { AcrossRule } from './across-rule';
import { countOf, runs } from './manifest-set';
import { NANO, nanos } from '../../kubevirt/quantity';
import { ClusterFacts } from '../cluster-facts';
import { show } from '../finding';
import { Manifest, namespaceOf } from '../given';
import { Part } from '../part';
import { amountText, limitsOf, requestsOf } from '../requests';
import { Problem } from '../rule';
import { VmView } from '../vm-view';

/** A rule that counts: `spend` adds what one manifest asks for to what those before it did, and has the problems that this makes. */
interface AmountRule extends Omit<AcrossRule, 'check'> {
  readonly spend: (manifest: Manifest, spent: Map<string, bigint>, facts: ClusterFacts) => Iterable<Problem>;
}

/** Rules on what all VMs together ask for. In truth it is more: what KubeVirt needs in each pod beside the guest is not counted. */
export const AMOUNT_RULES: readonly AmountRule[] = [
  {
    id: 'R-113',
    severity: 'warning',
    phase: 'runtime',
    title: 'The VMs and disks of a namespace ask for no more than its quotas grant; the last of them do not start',
    needs: ['quotas'],
    spend: overQuota,
  },
  {
    id: 'R-114',
    severity: 'warning',
    phase: 'runtime',
    title: 'All VMs that run ask for no more than the nodes have; the last of them do not start',
    needs: ['capacity'],
    spend: overCapacity,
  },
];

/** The same over all manifests that are given. */
export const AMOUNTS_ACROSS: readonly AcrossRule[] = AMOUNT_RULES.map(({ spend, ...info }) => ({
  ...info,
  * check({ manifests, repeated }, facts) {
    const spent = new Map<string, bigint>();
    for (const [index, manifest] of manifests.entries()) {
      if (repeated.has(index)) continue;
      for (const problem of spend(manifest, spent, facts)) yield { index, ...problem };
    }
  },
}));

/** Adds what an object asks for to what was asked for before; the problems of the object with which the sum goes beyond a quota. */
function* overQuota(manifest: Manifest, spent: Map<string, bigint>, facts: ClusterFacts): Iterable<Problem> {
  const namespace = namespaceOf(manifest);
  const granted = facts.quotas!.get(namespace);
  if (!granted) return;
  for (const [resource, amount] of uses(manifest, facts)) {
    const words = SHORT[resource] ? [resource, ...SHORT[resource]] : [resource];
    if (!granted.some(({ hard }) => words.some((word) => hard[word] !== undefined))) continue;
    const { before, after } = add(spent, `${namespace} ${resource}`, amount);
    for (const { name, hard } of granted) {
      for (const given of words.filter((word) => hard[word] !== undefined)) {
        const most = nanos(hard[given]);
        if (most === undefined || before > most || after <= most) continue;
        yield {
          path: 'spec',
          message: `with this, ${textOf(resource, after)} of ${given} are asked for in the namespace ${show(namespace)}, and its quota ${show(name)} grants ${String(hard[given])}`,
          remedy: 'ask for less, or raise the quota',
        };
      }
    }
  }
}

/** The same of what all nodes have together. */
function* overCapacity(manifest: Manifest, spent: Map<string, bigint>, facts: ClusterFacts): Iterable<Problem> {
  const view = VmView.of(manifest);
  if (!view || !runs(manifest, view)) return;
  const asked = requestsOf(view, facts);
  for (const resource of ['cpu', 'memory'] as const) {
    const { before, after } = add(spent, resource, asked[resource] * BigInt(countOf(manifest)));
    const most = nanos(facts.capacity![resource]);
    if (most === undefined || before > most || after <= most) continue;
    yield {
      path: 'spec',
      message: `with this, the VMs that run ask for ${amountText(resource, after)} ${resource}, and the nodes have ${facts.capacity![resource]}`,
      remedy: 'ask for less, or add nodes',
    };
  }
}

/** Other names of resources in a quota. */
const SHORT: Record<string, string[]> = {
  'requests.cpu': ['cpu'], 'requests.memory': ['memory'], 'pods': ['count/pods'], 'persistentvolumeclaims': ['count/persistentvolumeclaims'],
};

function add(spent: Map<string, bigint>, resource: string, amount: bigint): { before: bigint; after: bigint } {
  const before = spent.get(resource) ?? 0n;
  spent.set(resource, before + amount);
  return { before, after: before + amount };
}

type Amount = [resource: string, amount: bigint];

/** What an object asks for, by the names that quotas have for it. */
function uses(manifest: Manifest, facts: ClusterFacts): Amount[] {
  if (manifest.kind === 'PersistentVolumeClaim') return storageOf(new Part(manifest.spec, 'spec'), 1n);
  if (manifest.kind === 'DataVolume') return diskOf(new Part(manifest.spec, 'spec'), 1n);
  const view = VmView.of(manifest);
  if (!view) return [];
  const count = BigInt(countOf(manifest));
  return [
    ...view.dataVolumeTemplates.flatMap((template) => diskOf(template.at('spec'), count)),
    ...(view.spec.value === undefined ? [] : [['count/virtualmachines.kubevirt.io', count * NANO]] satisfies Amount[]),
    ...(runs(manifest, view) ? podOf(view, facts).map(([resource, amount]): Amount => [resource, amount * count]) : []),
  ];
}

function podOf(view: VmView, facts: ClusterFacts): Amount[] {
  const { cpu, memory } = requestsOf(view, facts);
  const most = limitsOf(view);
  const devices = [...view.devices.list('gpus'), ...view.devices.list('hostDevices')];
  return [
    ['requests.cpu', cpu], ['requests.memory', memory], ['limits.cpu', most.cpu], ['limits.memory', most.memory], ['pods', NANO],
    ...devices.map((device): Amount => [`requests.${device.text('deviceName')}`, NANO]),
  ];
}

function diskOf(spec: Part, count: bigint): Amount[] {
  return storageOf(spec.has('storage') ? spec.at('storage') : spec.at('pvc'), count);
}

function storageOf(claim: Part, count: bigint): Amount[] {
  const bytes = (nanos(claim.at('resources').at('requests').get('storage')) ?? 0n) * count;
  const storageClass = claim.text('storageClassName');
  const ofClass = `${storageClass}.storageclass.storage.k8s.io/`;
  return [
    ['requests.storage', bytes],
    ['persistentvolumeclaims', count * NANO],
    ...(storageClass ? [[`${ofClass}requests.storage`, bytes], [`${ofClass}persistentvolumeclaims`, count * NANO]] satisfies Amount[] : []),
  ];
}

function textOf(resource: string, amount: bigint): string {
  return amountText(/memory$|storage$/.test(resource) ? 'memory' : 'cpu', amount);
}
