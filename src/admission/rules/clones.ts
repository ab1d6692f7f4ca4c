import { normalMac } from '../../network/mac/scheme';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { filled, needsGate, notAmong } from './checks';
import { refersTo } from './object-references';
import { restorePatch } from './snapshots';

const SOURCES = ['VirtualMachine', 'VirtualMachineSnapshot'];

/** Rules on clones of VMs. */
export const CLONE_RULES: readonly Rule<Part>[] = [
  {
    id: 'CL-1',
    severity: 'error',
    phase: 'admission',
    gates: ['Snapshot'],
    mirrors: 'VirtualMachineCloneAdmitter.Admit',
    title: 'A clone is a VM made from another VM or a snapshot, and that needs a feature gate',
    * check(clone, { featureGates }) {
      yield* needsGate(clone.at('kind'), 'Snapshot', featureGates);
      const [source, target] = [clone.at('spec').at('source'), clone.at('spec').at('target')];
      if (source.text('kind') !== undefined && !SOURCES.includes(source.text('kind')!)) yield notAmong(source.at('kind'), SOURCES);
      if (target.text('kind') !== undefined && target.text('kind') !== 'VirtualMachine') yield notAmong(target.at('kind'), ['VirtualMachine']);
      if (source.value === undefined) return;
      yield* filled(source, 'apiGroup');
      yield* filled(source, 'name');
      const name = source.text('name');
      if (name && name === target.text('name') && source.text('kind') === 'VirtualMachine' && target.text('kind') === 'VirtualMachine') {
        yield { path: target.at('name').path, message: `got ${show(name)}, which is the source`, remedy: 'use another name' };
      }
    },
  },
  {
    id: 'CL-2',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateFilters',
    title: 'A filter of labels or annotations has "!" only in front and "*" only at the end',
    * check(clone) {
      const spec = clone.at('spec');
      for (const part of [spec, spec.at('template')]) {
        yield* filters(part.texts('annotationFilters'));
        yield* filters(part.texts('labelFilters'));
      }
    },
  },
  {
    id: 'CL-3',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateNewMacAddresses, validatePatches',
    title: 'The MAC addresses of a clone are well-formed, and its patches are JSON',
    * check(clone) {
      const addresses = clone.at('spec').at('newMacAddresses');
      for (const [nic, mac] of Object.entries(addresses.value ?? {})) {
        if (typeof mac !== 'string' || mac === '' || normalMac(mac)) continue;
        yield { path: addresses.at(nic).path, message: `got ${show(mac)}, expected a MAC address of six octets`, remedy: 'write it like "02:12:34:56:78:9a"' };
      }
      for (const { value: text, path } of clone.at('spec').texts('patches')) {
        if (!isJson(text)) yield { path, message: `got ${show(text)}, which is not JSON`, remedy: 'write it like \'{"op": "remove", "path": "/spec/template/spec/hostname"}\'' };
      }
    },
  },
  {
    id: 'CL-4',
    severity: 'error',
    phase: 'runtime',
    title: 'The target of a clone says its API group, and no MAC address, serial or patch of it has ":" or ","; the server takes others, and the clone never ends',
    * check(clone) {
      // KubeVirt makes a restore of it, and that is refused.
      const spec = clone.at('spec');
      if (spec.at('target').text('kind') === 'VirtualMachine') yield* refersTo(spec.at('target'), { VirtualMachine: 'kubevirt.io' });
      const values = [...Object.keys(spec.at('newMacAddresses').value ?? {}).map((nic) => spec.at('newMacAddresses').at(nic)), spec.at('newSMBiosSerial')];
      for (const { value, path } of values) {
        if (typeof value !== 'string' || !/[:,]/.test(value)) continue;
        yield { path, message: `got ${show(value)}, expected no ":" and no ","`, remedy: `write "${value.replace(/[:,]/g, '-')}"` };
      }
      for (const patch of spec.texts('patches')) if (isJson(patch.value)) yield* restorePatch(patch);
    },
  },
];

function* filters(list: readonly Part[]): Iterable<Problem> {
  for (const { value: text, path } of list) {
    if (text !== '!' && (text.length < 2 || !text.includes('!', 1) && !text.slice(0, -1).includes('*'))) continue;
    yield { path, message: `got ${show(text)}, expected "!" only in front, with something behind it, and "*" only at the end`, remedy: 'write it like "app.kubernetes.io/*" or "!app"' };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
