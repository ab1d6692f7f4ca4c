import { DNS_SUBDOMAIN_FORM, isDnsSubdomain } from '../../kubevirt/dns';
import { isMap } from '../../kubevirt/maps';
import { show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';

/** The kernel takes no longer names, and none of these characters. */
const LINUX_INTERFACE = /^(?!\.{1,2}$)[^/:\s]{1,15}$/;

/** The tag is `vlan` to the bridge and OVS plugins, `vlanId` to the vlan plugin. */
const VLAN_FIELDS = ['vlan', 'vlanId'];

/** Rules on `NetworkAttachmentDefinition` manifests. What Multus is told stands in them as JSON in a string. */
export const NETWORK_RULES: Rule<Part>[] = [
  {
    id: 'NAD-1',
    severity: 'error',
    phase: 'runtime',
    title: 'The CNI configuration is JSON with a version, and with a type or a list of plugins',
    * check(nad) {
      const config = nad.at('spec').text('config');
      if (!config) return; // without one, Multus looks on the node's disk
      const problem = (message: string, remedy: string): Problem => ({ path: 'spec.config', message, remedy });
      const cni = readConfig(nad);
      if (!cni) return yield problem(`got ${show(config)}, which is no JSON object`, 'write a JSON object such as {"cniVersion":"0.3.1","type":"bridge"}');
      if (typeof cni.cniVersion !== 'string') yield problem(`got cniVersion ${show(cni.cniVersion)}, expected a version`, 'add "cniVersion": "0.3.1"');
      if (typeof cni.type === 'string' || Array.isArray(cni.plugins)) return;
      yield problem(`got type ${show(cni.type)} and plugins ${show(cni.plugins)}, expected one of them`, 'add "type": "bridge"');
    },
  },
  {
    id: 'NAD-2',
    severity: 'error',
    phase: 'runtime',
    title: 'A VLAN tag is a number from 1 to 4094',
    covers: ['R-12'],
    * check(nad) {
      for (const { plugin, place } of plugins(nad)) {
        for (const field of VLAN_FIELDS.filter((name) => plugin[name] !== undefined)) {
          const tag = plugin[field];
          if (Number.isInteger(tag) && tag >= 1 && tag <= 4094) continue;
          yield { path: `spec.config.${place}${field}`, message: `got ${show(tag)}, expected a number from 1 to 4094`, remedy: `use a tag in this range, or take ${field} out for untagged` };
        }
      }
    },
  },
  {
    id: 'NAD-3',
    severity: 'error',
    phase: 'runtime',
    title: 'The name of a bridge is one that Linux takes',
    * check(nad) {
      for (const { plugin, place } of plugins(nad)) {
        if (plugin.bridge === undefined || (typeof plugin.bridge === 'string' && LINUX_INTERFACE.test(plugin.bridge))) continue;
        yield {
          path: `spec.config.${place}bridge`,
          message: `got ${show(plugin.bridge)}, expected 1 to 15 characters without "/", ":" and spaces`,
          remedy: 'use a name like "br0"',
        };
      }
    },
  },
  {
    id: 'NAD-4',
    severity: 'error',
    phase: 'runtime',
    title: 'The name of a network is a DNS subdomain',
    * check(nad) {
      const name = nad.at('metadata').text('name');
      if (name === undefined || isDnsSubdomain(name)) return;
      yield { path: 'metadata.name', message: `got ${show(name)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: 'use a name like "vlan25"' };
    },
  },
];

function readConfig(nad: Part): Record<string, any> | undefined {
  try {
    const value = JSON.parse(nad.at('spec').text('config') ?? '');
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The plugins of a configuration: itself, or those of its list. */
function plugins(nad: Part): { plugin: Record<string, any>; place: string }[] {
  const config = readConfig(nad);
  if (!config) return [];
  if (!Array.isArray(config.plugins)) return [{ plugin: config, place: '' }];
  return config.plugins.map((plugin, index) => ({ plugin, place: `plugins[${index}].` })).filter(({ plugin }) => isMap(plugin));
}
