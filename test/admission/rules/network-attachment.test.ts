import { admit } from '../../../src/admission/admit';
import { UNKNOWN } from '../../../src/admission/finding';
import { Changes, FACTS, withChanges } from '../manifests';

const network = (config: unknown) => ({ 'spec.config': typeof config === 'object' ? JSON.stringify(config) : config });
const BRIDGE = { cniVersion: '0.3.1', type: 'bridge', bridge: 'br0', vlan: 25 };
const CHAIN = { cniVersion: '0.3.1', name: 'vlan25', plugins: [BRIDGE, { type: 'tuning' }] };

function findings(changes: Changes) {
  const base = { kind: 'NetworkAttachmentDefinition', metadata: { name: 'vlan25', namespace: 'vms' }, spec: { config: JSON.stringify(BRIDGE) } };
  return admit(withChanges(base, changes), FACTS);
}

test.each<[string, Changes, string, string]>([
  ['NAD-1', network('type: bridge'), 'spec.config', 'type: bridge'],
  ['NAD-1', network('[]'), 'spec.config', '"[]"'],
  ['NAD-1', network({ type: 'bridge' }), 'spec.config', 'cniVersion nothing'],
  ['NAD-1', network({ cniVersion: '0.3.1' }), 'spec.config', 'type nothing'],
  ['NAD-2', network({ ...BRIDGE, vlan: 4095 }), 'spec.config.vlan', '4095'],
  ['NAD-2', network({ ...BRIDGE, vlan: 0 }), 'spec.config.vlan', 'got 0'],
  ['NAD-2', network({ ...BRIDGE, vlan: '25' }), 'spec.config.vlan', '"25"'],
  ['NAD-2', network({ cniVersion: '0.3.1', type: 'vlan', master: 'eth0', vlanId: -1 }), 'spec.config.vlanId', 'got -1'],
  ['NAD-2', network({ ...CHAIN, plugins: [{ ...BRIDGE, vlan: 5000 }] }), 'spec.config.plugins[0].vlan', 'got 5000'],
  ['NAD-3', network({ ...BRIDGE, bridge: 'a-bridge-too-far' }), 'spec.config.bridge', '"a-bridge-too-far"'],
  ['NAD-3', network({ ...BRIDGE, bridge: 'br 0' }), 'spec.config.bridge', '"br 0"'],
  ['NAD-3', network({ ...BRIDGE, bridge: 'br/0' }), 'spec.config.bridge', '"br/0"'],
  ['NAD-3', network({ ...BRIDGE, bridge: '' }), 'spec.config.bridge', '""'],
  ['NAD-4', { 'metadata.name': 'VLAN 25' }, 'metadata.name', '"VLAN 25"'],
])('%s refuses %j', (ruleId, changes, path, given) => {
  expect(findings(changes)).toContainEqual({
    ruleId, severity: 'error', phase: expect.any(String), path, message: expect.stringContaining(given), remedy: expect.stringMatching(/\w/),
  });
});

test.each<[string, Changes]>([
  ['it is a bridge with a VLAN', {}],
  ['it is a chain of plugins', network(CHAIN)],
  ['the VLAN is the highest', network({ ...BRIDGE, vlan: 4094 })],
  ['the bridge has 15 characters', network({ ...BRIDGE, bridge: 'br-123456789012' })],
  ['the configuration is on the node', network(undefined)],
  ['the configuration is only known at apply', network(UNKNOWN)],
  ['the name is only known at apply', { 'metadata.name': UNKNOWN }],
])('a network passes where %s', (_, changes) => {
  expect(findings(changes)).toEqual([]);
});
