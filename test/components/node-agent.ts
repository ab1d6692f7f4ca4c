import { NodeAgentOptions } from '../../src';

/** What agents on the nodes have in common, all of it set. */
export const NODE_AGENT: NodeAgentOptions = {
  namespace: 'node-agents',
  resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { cpu: '1', memory: '2Gi' } },
  nodeSelector: { 'kubevirt.io/schedulable': 'true' },
  tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'vms', effect: 'NoSchedule' }],
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'vms', operator: 'Exists' }] }] } } },
  priorityClassName: 'system-cluster-critical',
};
