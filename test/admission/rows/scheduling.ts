import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Refused, T } from '../manifests';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const NODES = `${T}.affinity.nodeAffinity`;
const APART = `${T}.affinity.podAntiAffinity`;
const SPREAD = `${T}.topologySpreadConstraints`;
export const TOLERATIONS = `${T}.tolerations`;

const nodes = (expression: object) => ({ [`${T}.affinity`]: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchExpressions: [expression] }] } } } });
const apart = (term: object) => ({ [`${T}.affinity`]: { podAntiAffinity: { [REQUIRED]: [{ topologyKey: 'zone', ...term }] } } });
const spread = (...constraints: object[]) => ({ [SPREAD]: constraints.map((one) => ({ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', ...one })) });
const field = (given: object) => ({ [`${T}.affinity`]: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [{ matchFields: [given] }] } } } });
const FIRST_FIELD = `${NODES}.${REQUIRED}.nodeSelectorTerms[0].matchFields[0]`;
const FIRST_NODES = `${NODES}.${REQUIRED}.nodeSelectorTerms[0].matchExpressions[0]`;

export const REFUSED: Refused[] = [
  ['SC-1', nodes({ key: 'zone', operator: 'Is', values: ['a'] }), `${FIRST_NODES}.operator`, '"Is"'],
  ['SC-1', nodes({ key: 'zone', operator: 'In' }), `${FIRST_NODES}.values`, 'at least one value'],
  ['SC-1', nodes({ key: 'zone', operator: 'Exists', values: ['a'] }), `${FIRST_NODES}.values`, 'expected none'],
  ['SC-1', nodes({ key: 'cores', operator: 'Gt', values: ['8', '9'] }), `${FIRST_NODES}.values`, 'one whole number'],
  ['SC-1', nodes({ key: 'a b', operator: 'Exists' }), `${FIRST_NODES}.key`, '"a b"'],
  ['SC-1', { [`${T}.affinity`]: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: [] } } } }, `${NODES}.${REQUIRED}.nodeSelectorTerms`, 'no terms'],
  ['SC-1', { [`${T}.affinity`]: { nodeAffinity: { [PREFERRED]: [{ weight: 101, preference: {} }] } } }, `${NODES}.${PREFERRED}[0].weight`, 'got 101'],
  ['SC-1', apart({ labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a b'] }] } }),
    `${APART}.${REQUIRED}[0].labelSelector.matchExpressions[0].values[0]`, '"a b"'],
  ['SC-1', apart({ topologyKey: '' }), `${APART}.${REQUIRED}[0].topologyKey`, '""'],
  ['SC-1', apart({ namespaces: ['Team A'] }), `${APART}.${REQUIRED}[0].namespaces[0]`, '"Team A"'],
  ['SC-1', apart({ labelSelector: { matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] } }),
    `${APART}.${REQUIRED}[0].labelSelector.matchExpressions[0].operator`, '"Gt"'],
  ['SC-1', apart({ labelSelector: { matchLabels: { app: 'a b' } } }), `${APART}.${REQUIRED}[0].labelSelector.matchLabels["app"]`, '"a b"'],
  ['SC-2', spread({ whenUnsatisfiable: 'Maybe' }), `${SPREAD}[0].whenUnsatisfiable`, '"Maybe"'],
  ['SC-2', spread({ maxSkew: 0 }), `${SPREAD}[0].maxSkew`, 'got 0'],
  ['SC-2', spread({ minDomains: 2, whenUnsatisfiable: 'ScheduleAnyway' }), `${SPREAD}[0].minDomains`, 'ScheduleAnyway'],
  ['SC-3', { [TOLERATIONS]: [{ key: 'a', operator: 'Exists', value: 'b' }] }, `${TOLERATIONS}[0].value`, '"b"'],
  ['SC-3', { [TOLERATIONS]: [{ value: 'b' }] }, `${TOLERATIONS}[0]`, 'without a key'],
  ['SC-3', { [TOLERATIONS]: [{ key: 'a', operator: 'Is' }] }, `${TOLERATIONS}[0].operator`, '"Is"'],
  ['SC-3', { [TOLERATIONS]: [{ key: 'a', effect: 'NoRun' }] }, `${TOLERATIONS}[0].effect`, '"NoRun"'],
  ['SC-3', { [TOLERATIONS]: [{ key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 }] }, `${TOLERATIONS}[0].tolerationSeconds`, '"NoSchedule"'],
  ['SC-4', { [`${T}.nodeSelector`]: { 'a b': 'c' } }, `${T}.nodeSelector["a b"]`, '"a b"'],
  ['SC-4', { [`${T}.nodeSelector`]: { zone: 'c d' } }, `${T}.nodeSelector["zone"]`, '"c d"'],
  ['R-27', { [`${T}.priorityClassName`]: 'Very High' }, `${T}.priorityClassName`, '"Very High"'],
  ['SC-1', field({ key: 'metadata.uid', operator: 'In', values: ['a'] }), `${FIRST_FIELD}.key`, '"metadata.uid"'],
  ['SC-1', field({ key: 'metadata.name', operator: 'Gt', values: ['a'] }), `${FIRST_FIELD}.operator`, '"Gt"'],
  ['SC-1', field({ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }), `${FIRST_FIELD}.values`, '["a","b"]'],
  ['SC-1', apart({ namespaceSelector: { matchLabels: { 'a b': 'c' } } }), `${APART}.${REQUIRED}[0].namespaceSelector.matchLabels["a b"]`, '"a b"'],
  ['SC-2', spread({ minDomains: 0 }), `${SPREAD}[0].minDomains`, 'got 0'],
  ['SC-2', spread({ nodeAffinityPolicy: 'Maybe' }), `${SPREAD}[0].nodeAffinityPolicy`, '"Maybe"'],
  ['SC-2', spread({ topologyKey: '' }), `${SPREAD}[0].topologyKey`, '""'],
  ['SC-2', spread({ labelSelector: { matchLabels: { 'a b': 'c' } } }), `${SPREAD}[0].labelSelector.matchLabels["a b"]`, '"a b"'],
];

export const ALLOWED: Allowed[] = [
  ['SC-1', 'operators have the values they want', nodes({ key: 'example.com/cores', operator: 'Lt', values: ['-8'] })],
  ['SC-1', 'values are only known at apply', nodes({ key: 'zone', operator: 'In', values: UNKNOWN })],
  ['SC-2', 'they are only known at apply', spread({ topologyKey: UNKNOWN, maxSkew: UNKNOWN, whenUnsatisfiable: UNKNOWN })],
  ['SC-3', 'every taint is tolerated', { [TOLERATIONS]: [{ operator: 'Exists' }] }],
  ['SC-3', 'they are only known at apply', { [TOLERATIONS]: [{ operator: UNKNOWN, effect: UNKNOWN, tolerationSeconds: 5 }] }],
  ['SC-4', 'labels may be empty', { [`${T}.nodeSelector`]: { 'node-role.kubernetes.io/worker': '' } }],
  ['SC-1', 'a node is named', field({ key: 'metadata.name', operator: 'NotIn', values: ['node-1'] })],
  ['SC-1', 'its name is only known at apply', field({ key: 'metadata.name', operator: 'In', values: UNKNOWN })],
];
