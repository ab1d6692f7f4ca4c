import { KubevirtOptions, VmoClusterProfile } from '../../src';
import { BetaFeatures, enabledGates, gateLists } from '../../src/kubevirt/feature-gates';
import { KubevirtVersion } from '../../src/kubevirt/version';
import { synth } from '../support/synth';

test('1.8.4 lists Palette\'s gates that it does not have for good, and the successor of HotplugVolumes', () => {
  expect(gateLists(KubevirtVersion.V1_8_4)).toEqual({
    featureGates: ['CPUManager', 'DeclarativeHotplugVolumes', 'ExpandDisks', 'Snapshot', 'VMExport'],
    disabledFeatureGates: [],
  });
});

test('1.9.0 lists the successor of HotplugVolumes, and turns off Beta gates nobody asked for, hardening aside', () => {
  const lists = gateLists(KubevirtVersion.V1_9_0);
  expect(lists.featureGates).toEqual(['CPUManager', 'DeclarativeHotplugVolumes', 'Snapshot']);
  expect(lists.disabledFeatureGates).toEqual(expect.arrayContaining(['ExternalNetResourceInjection', 'ImageVolume', 'Template']));
  expect(lists.disabledFeatureGates).not.toContain('NodeRestriction');
});

test('with HotplugVolumes asked for, its successor is not listed, as KubeVirt would go by the older one', () => {
  expect(gateLists(KubevirtVersion.V1_8_4, { featureGates: ['HotplugVolumes'] }).featureGates).toEqual(['CPUManager', 'ExpandDisks', 'HotplugVolumes', 'Snapshot', 'VMExport']);
  const newer = gateLists(KubevirtVersion.V1_9_0, { featureGates: ['HotplugVolumes'] });
  expect(newer.featureGates).toContain('HotplugVolumes');
  expect(newer.disabledFeatureGates).toContain('DeclarativeHotplugVolumes');
});

test('Beta gates nobody asked for are on as KubeVirt has them, or none is; 1.8.4 has none on', () => {
  const off = (version: KubevirtVersion, beta: BetaFeatures) => gateLists(version, { disabledFeatureGates: ['CPUManager'], betaFeatures: beta }).disabledFeatureGates;
  expect(off(KubevirtVersion.V1_9_0, BetaFeatures.DEFAULT)).toEqual(['CPUManager']);
  expect(off(KubevirtVersion.V1_9_0, BetaFeatures.NONE)).toEqual(expect.arrayContaining(['CPUManager', 'KubevirtSeccompProfile', 'NodeRestriction', 'Template']));
  for (const beta of Object.values(BetaFeatures)) expect(off(KubevirtVersion.V1_8_4, beta)).toEqual(['CPUManager']);
});

test('a gate asked for is listed and not disabled; one turned off goes, Palette\'s included', () => {
  const lists = gateLists(KubevirtVersion.V1_9_0, { featureGates: ['Template'], disabledFeatureGates: ['CPUManager'] });
  expect(lists.featureGates).toEqual(['DeclarativeHotplugVolumes', 'Snapshot', 'Template']);
  expect(lists.disabledFeatureGates).toContain('CPUManager');
  expect(lists.disabledFeatureGates).not.toContain('Template');
});

test('persistent reservations of 1.9.0 are off until the gate is listed, or another field of the CR says so', () => {
  const on = (additional: string[], elsewhere?: boolean) =>
    enabledGates(KubevirtVersion.V1_9_0, gateLists(KubevirtVersion.V1_9_0, { featureGates: additional }), elsewhere).has('PersistentReservation');
  expect(gateLists(KubevirtVersion.V1_9_0, { featureGates: ['PersistentReservation'] }).featureGates).toContain('PersistentReservation');
  expect([on([]), on(['PersistentReservation']), on([], true), on(['PersistentReservation'], false)]).toEqual([false, true, true, false]);
});

test('the profile knows whether persistent reservations are on, overrides included', () => {
  const version = KubevirtVersion.V1_9_0;
  const isOn = (kubevirt: KubevirtOptions) => {
    let featureGates: string[] = [];
    synth((scope) => { ({ featureGates } = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', kubevirt: { version, ...kubevirt } })); });
    return featureGates.includes('PersistentReservation');
  };
  const field = (enabled: boolean | null) => ({ overrides: { configuration: { persistentReservationConfiguration: { enabled } } } });
  const gate = { featureGates: ['PersistentReservation'] };
  expect([{}, field(false), { ...gate, ...field(false) }].map(isOn)).toEqual([false, false, false]);
  expect([gate, field(true), { ...gate, ...field(null) }].map(isOn)).toEqual([true, true, true]);
});

test('GA gates are on without being listed; Beta gates are on by default from 1.9', () => {
  const none = { featureGates: [], disabledFeatureGates: [] };
  expect(enabledGates(KubevirtVersion.V1_8_4, none).has('LiveMigration')).toBe(true);
  expect(enabledGates(KubevirtVersion.V1_8_4, none).has('Snapshot')).toBe(false);
  expect(enabledGates(KubevirtVersion.V1_9_0, none).has('Snapshot')).toBe(true);
  expect(enabledGates(KubevirtVersion.V1_9_0, { ...none, disabledFeatureGates: ['Snapshot'] }).has('Snapshot')).toBe(false);
});
