import { KubevirtOptions, VmoClusterProfile } from '../../src';
import { enabledGates, gateLists } from '../../src/kubevirt/feature-gates';
import { KubevirtVersion } from '../../src/kubevirt/version';
import { synth } from '../support/synth';

test('1.8.4 lists Palette\'s gates that it does not have for good', () => {
  expect(gateLists(KubevirtVersion.V1_8_4)).toEqual({
    featureGates: ['CPUManager', 'ExpandDisks', 'HotplugVolumes', 'Snapshot', 'VMExport'],
    disabledFeatureGates: [],
  });
});

test('1.9.0 lists the successor of HotplugVolumes, and turns off Beta gates nobody asked for, hardening aside', () => {
  const lists = gateLists(KubevirtVersion.V1_9_0);
  expect(lists.featureGates).toEqual(['CPUManager', 'DeclarativeHotplugVolumes', 'Snapshot']);
  expect(lists.disabledFeatureGates).toEqual(expect.arrayContaining(['ExternalNetResourceInjection', 'ImageVolume', 'Template']));
  expect(lists.disabledFeatureGates).not.toContain('NodeRestriction');
});

test('a gate asked for is listed and not disabled; one turned off goes, Palette\'s included', () => {
  const lists = gateLists(KubevirtVersion.V1_9_0, ['Template'], ['CPUManager']);
  expect(lists.featureGates).toEqual(['DeclarativeHotplugVolumes', 'Snapshot', 'Template']);
  expect(lists.disabledFeatureGates).toContain('CPUManager');
  expect(lists.disabledFeatureGates).not.toContain('Template');
});

test('persistent reservations of 1.9.0 are off until the gate is listed, or another field of the CR says so', () => {
  const on = (additional: string[], elsewhere?: boolean) =>
    enabledGates(KubevirtVersion.V1_9_0, gateLists(KubevirtVersion.V1_9_0, additional), elsewhere).has('PersistentReservation');
  expect(gateLists(KubevirtVersion.V1_9_0, ['PersistentReservation']).featureGates).toContain('PersistentReservation');
  expect([on([]), on(['PersistentReservation']), on([], true), on(['PersistentReservation'], false)]).toEqual([false, true, true, false]);
});

test('the profile knows whether persistent reservations are on, overrides included', () => {
  const version = KubevirtVersion.V1_9_0;
  const isOn = (kubevirt: KubevirtOptions) => {
    let featureGates: string[] = [];
    synth((scope) => { ({ featureGates } = new VmoClusterProfile(scope, 'vmo', { clusterName: 'prod-east', kubevirt: { version, ...kubevirt } })); });
    return featureGates.includes('PersistentReservation');
  };
  const field = (enabled: boolean | null) => ({ configurationOverrides: { persistentReservationConfiguration: { enabled } } });
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
