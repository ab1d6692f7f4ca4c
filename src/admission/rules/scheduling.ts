import { DNS_LABEL_FORM, isDnsLabel } from '../../kubevirt/dns';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { during, oneOf, strictlyOneOf } from './checks';
import { labelKey, labelValue, validLabels } from './labels';
import { labelSelector, nodeSelector } from './selectors';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Rules on which nodes a VM may run. */
export const SCHEDULING_RULES: VmRule[] = [
  {
    id: 'SC-1',
    severity: 'error',
    phase: 'admission',
    title: 'Affinities are ones that Kubernetes takes: weights, operators and their values, topology keys, namespaces',
    mirrors: 'validateAffinity',
    check: ({ template }) => affinities(template),
  },
  {
    id: 'SC-2',
    severity: 'error',
    phase: 'admission',
    title: 'Topology spread constraints are ones that Kubernetes takes',
    mirrors: 'validateTopologySpreadConstraints',
    * check({ template }) {
      for (const spread of template.list('topologySpreadConstraints')) {
        yield* strictlyOneOf(spread, 'whenUnsatisfiable', ['DoNotSchedule', 'ScheduleAnyway']);
        for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy']) yield* strictlyOneOf(spread, policy, ['Honor', 'Ignore']);
        yield* atLeastOne(spread.at('maxSkew'));
        yield* during('runtime', atLeastOne(spread.at('minDomains')));
        yield* topologyKey(spread);
        yield* labelSelector(spread.at('labelSelector'));
        if (spread.has('minDomains') && spread.text('whenUnsatisfiable') === 'ScheduleAnyway') {
          yield { path: spread.at('minDomains').path, message: 'got minDomains with whenUnsatisfiable "ScheduleAnyway"', remedy: 'use "DoNotSchedule", or take minDomains out', phase: 'runtime' };
        }
      }
    },
  },
  {
    id: 'SC-3',
    severity: 'error',
    phase: 'runtime',
    title: 'Tolerations are ones that a pod can have; others only show when the VM starts',
    check: ({ template }) => tolerations(template),
  },
  {
    id: 'SC-4',
    severity: 'error',
    phase: 'runtime',
    title: 'A node selector has labels that a node can have; others only show when the VM starts',
    check: ({ template }) => nodeLabels(template),
  },
];

/** The affinities of a pod. */
export function* affinities(pod: Part): Iterable<Problem> {
  const affinity = pod.at('affinity');
  yield* nodeAffinity(affinity.at('nodeAffinity'));
  for (const pods of [affinity.at('podAffinity'), affinity.at('podAntiAffinity')]) {
    for (const term of pods.list(REQUIRED)) yield* podTerm(term);
    for (const preferred of pods.list(PREFERRED)) {
      yield* weight(preferred);
      yield* podTerm(preferred.at('podAffinityTerm'));
    }
  }
}

/** The tolerations of a pod. */
export function* tolerations(pod: Part): Iterable<Problem> {
  for (const toleration of pod.list('tolerations')) {
    const operator = toleration.get('operator') || 'Equal';
    yield* during('admission', oneOf(toleration, 'operator', ['Equal', 'Exists']));
    yield* during('admission', oneOf(toleration, 'effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']));
    const key = toleration.text('key');
    if (key) yield* labelKey(key, `${toleration.path}.key`);
    if (operator === 'Exists' && toleration.text('value')) {
      yield { path: `${toleration.path}.value`, message: `got ${show(toleration.text('value'))} with operator "Exists", which takes no value`, remedy: 'use operator "Equal", or take the value out' };
    } else {
      yield* labelValue(toleration.text('value'), `${toleration.path}.value`, 'use the value of the taint');
    }
    if (operator === 'Equal' && !toleration.has('key')) {
      yield { path: toleration.path, message: 'got operator "Equal" without a key', remedy: 'name the key, or use operator "Exists" for every taint' };
    }
    const effect = toleration.at('effect');
    if (toleration.certain(['tolerationSeconds']).length > 0 && typeof effect.value !== 'symbol' && effect.value !== 'NoExecute') {
      yield { path: `${toleration.path}.tolerationSeconds`, message: `got seconds with effect ${show(effect.value)}, expected "NoExecute"`, remedy: 'use effect "NoExecute", or take the seconds out' };
    }
  }
}

/** The labels that a pod asks of its node. */
export function nodeLabels(pod: Part): Iterable<Problem> {
  return validLabels(pod.at('nodeSelector'), 'use the value of the label on the node');
}

function* nodeAffinity(nodes: Part): Iterable<Problem> {
  const terms = nodes.at(REQUIRED).at('nodeSelectorTerms');
  if (Array.isArray(terms.value) && terms.value.length === 0) {
    yield { path: terms.path, message: 'got no terms, expected at least one', remedy: 'add a term, or take the affinity out' };
  }
  for (const term of nodes.at(REQUIRED).list('nodeSelectorTerms')) yield* nodeTerm(term);
  for (const preferred of nodes.list(PREFERRED)) {
    yield* weight(preferred);
    yield* nodeTerm(preferred.at('preference'));
  }
}

function* nodeTerm(term: Part): Iterable<Problem> {
  yield* nodeSelector(term);
  for (const field of term.list('matchFields')) {
    yield* strictlyOneOf(field, 'key', ['metadata.name']);
    yield* strictlyOneOf(field, 'operator', ['In', 'NotIn']);
    const values = field.at('values');
    if (field.has('values') && (!Array.isArray(values.value) || values.value.length === 1)) continue;
    yield { path: values.path, message: `got ${show(values.value)}, expected one name of a node`, remedy: 'write it like ["node-1"], and one term for each node' };
  }
}

function* podTerm(term: Part): Iterable<Problem> {
  yield* topologyKey(term);
  yield* labelSelector(term.at('labelSelector'));
  yield* labelSelector(term.at('namespaceSelector'));
  const namespaces: unknown = term.get('namespaces');
  for (const [index, namespace] of (Array.isArray(namespaces) ? namespaces : []).entries()) {
    if (typeof namespace !== 'string' || isDnsLabel(namespace)) continue;
    yield { path: `${term.path}.namespaces[${index}]`, message: `got ${show(namespace)}, expected ${DNS_LABEL_FORM}`, remedy: 'use the name it has in the cluster' };
  }
}

function* weight(preferred: Part): Iterable<Problem> {
  const { value, path } = preferred.at('weight');
  if (typeof value === 'number' && (value < 1 || value > 100)) yield { path, message: `got ${value}, expected a weight from 1 to 100`, remedy: 'write a number such as 100' };
}

function* atLeastOne({ value, path }: Part): Iterable<Problem> {
  if (typeof value === 'number' && value < 1) yield { path, message: `got ${value}, expected at least 1`, remedy: 'use 1' };
}

function* topologyKey(part: Part): Iterable<Problem> {
  const key = part.text('topologyKey');
  if (key !== undefined) yield* labelKey(key, `${part.path}.topologyKey`);
}
