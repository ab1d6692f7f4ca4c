import { DNS_SUBDOMAIN_FORM, isDnsSubdomain } from '../../kubevirt/dns';
import { isMap } from '../../kubevirt/maps';
import { VlanRange } from '../cluster-facts';
import { closest, show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { either } from './checks';
import { COMMON, FIELDS, NEEDS, RESOURCE_ANNOTATION } from './cni-plugins';

/** The kernel takes no longer names, and none of these characters. */
const LINUX_INTERFACE = /^(?!\.{1,2}$)[^/:\s]{1,15}$/;

/** The tag is `vlan` to the bridge and OVS plugins, `vlanId` to the vlan plugin. */
const VLAN_FIELDS = ['vlan', 'vlanId'];

const CNI_VERSIONS = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];
const NETWORK_NAME = /^[a-zA-Z0-9][\w.-]*$/;

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
    title: 'A VLAN tag is a number from 1 to 4094, or 0 for untagged',
    * check(nad) {
      for (const { plugin, place } of plugins(nad)) {
        for (const field of VLAN_FIELDS.filter((name) => (plugin[name] ?? undefined) !== undefined)) {
          const tag = plugin[field];
          if (Number.isInteger(tag) && tag >= 0 && tag <= 4094) continue;
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
    id: 'NAD-5',
    severity: 'error',
    phase: 'runtime',
    mirrors: 'loadNetConf',
    title: 'Fields of CNI plugins hold what the plugins read',
    * check(nad) {
      for (const { plugin, place } of plugins(nad)) {
        const fields = FIELDS.get(plugin.type) ?? {};
        for (const [name, value] of Object.entries(plugin)) {
          const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
          if (!field || value === null || field.holds(value)) continue;
          yield { path: `spec.config.${place}${name}`, message: `got ${show(value)}, expected ${field.expected}`, remedy: field.remedy };
        }
      }
    },
  },
  {
    id: 'NAD-6',
    severity: 'error',
    phase: 'runtime',
    mirrors: 'loadConf',
    title: 'What a CNI plugin cannot do without is there, and nothing that excludes the other',
    * check(nad) {
      const config = readConfig(nad);
      if (Array.isArray(config?.plugins) && config.plugins.length === 0) {
        yield { path: 'spec.config.plugins', message: 'got [], expected at least one plugin', remedy: 'add { "type": "bridge" }' };
      }
      const fromNode = nad.at('metadata').at('annotations').has(RESOURCE_ANNOTATION);
      for (const { plugin, place } of plugins(nad)) {
        const path = (field: string) => `spec.config.${place}${field}`;
        if (typeof plugin.type !== 'string' && place !== '') yield { path: path('type'), message: `got ${show(plugin.type)}, expected the name of a plugin`, remedy: 'add "type": "tuning"' };
        if (isMap(plugin.ipam) && Object.keys(plugin.ipam).length > 0 && !plugin.ipam.type) {
          yield { path: path('ipam.type'), message: 'got none, so that the rest of ipam has no effect', remedy: 'add "type": "host-local", or leave ipam empty' };
        }
        yield* (NEEDS.get(plugin.type)?.(plugin, fromNode) ?? []).map(({ field, ...problem }) => ({ path: path(field), ...problem }));
      }
    },
  },
  {
    id: 'NAD-7',
    severity: 'warning',
    phase: 'runtime',
    title: 'No field of a CNI plugin is misspelt; it would be passed over in silence',
    * check(nad) {
      for (const { plugin, place } of plugins(nad)) {
        const known = FIELDS.get(plugin.type);
        if (!known) continue;
        const names = [...Object.keys(known), ...COMMON];
        for (const name of Object.keys(plugin)) {
          if (names.some((other) => other.toLowerCase() === name.toLowerCase())) continue;
          const meant = closest(name, names);
          if (meant) yield { path: `spec.config.${place}${name}`, message: `got "${name}", which the plugin ${plugin.type} does not read`, remedy: `did you mean "${meant}"?` };
        }
      }
    },
  },
  {
    id: 'NAD-8',
    severity: 'error',
    phase: 'runtime',
    mirrors: 'ValidateNetworkName',
    title: 'The CNI version is one that there is, and the network has a name that plugins take',
    * check(nad) {
      const config = readConfig(nad);
      if (typeof config?.cniVersion === 'string' && !CNI_VERSIONS.includes(config.cniVersion)) {
        yield { path: 'spec.config.cniVersion', message: `got ${show(config.cniVersion)}, expected ${either(CNI_VERSIONS)}`, remedy: 'use "0.3.1"' };
      }
      if (typeof config?.name === 'string' && !NETWORK_NAME.test(config.name)) {
        yield {
          path: 'spec.config.name', message: `got ${show(config.name)}, expected letters, digits, "_", "." and "-", first a letter or digit`, remedy: 'take it out: it is the name of the object then',
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
  {
    id: 'NAD-9',
    severity: 'error',
    phase: 'runtime',
    title: 'The uplink of the nodes lets the VLAN through; on others, nobody hears the VM',
    needs: ['vlans'],
    * check(nad, { vlans }) {
      for (const { plugin, place } of plugins(nad)) {
        for (const field of VLAN_FIELDS.filter((name) => Number.isInteger(plugin[name]))) {
          if (isAmong(plugin[field], vlans!)) continue;
          yield {
            path: `spec.config.${place}${field}`,
            message: `got ${plugin[field]}, the nodes let ${inWords(vlans!)} through`,
            remedy: 'use one of these, or add this one to the uplink and to what is known of the cluster',
          };
        }
      }
    },
  },
  {
    id: 'NAD-10',
    severity: 'error',
    phase: 'runtime',
    title: 'The bridge is one of the nodes; on others, the plugin makes one without an uplink, and nobody hears the VM',
    needs: ['bridges'],
    * check(nad, { bridges }) {
      for (const { plugin, place } of plugins(nad)) {
        if (typeof plugin.bridge !== 'string' || bridges!.includes(plugin.bridge)) continue;
        const meant = closest(plugin.bridge, bridges!) ?? bridges![0];
        yield {
          path: `spec.config.${place}bridge`,
          message: `got ${show(plugin.bridge)}, the nodes have ${bridges!.map(show).join(', ') || 'no bridge'}`,
          remedy: meant ? `use "${meant}"` : 'make the bridge on the nodes first',
        };
      }
    },
  },
  {
    id: 'NAD-11',
    severity: 'error',
    phase: 'runtime',
    title: 'The bridge lets the VLAN through, where the platform says which; on others, nobody hears the VM',
    * check(nad, { bridgeVlans }) {
      for (const { plugin, place } of plugins(nad)) {
        const allowed = bridgeVlans?.get(plugin.bridge);
        if (!allowed || !Number.isInteger(plugin.vlan) || plugin.vlan === 0 || isAmong(plugin.vlan, allowed)) continue;
        yield {
          path: `spec.config.${place}vlan`,
          message: `got ${plugin.vlan}, VLAN filtering lets ${inWords(allowed)} through ${plugin.bridge}`,
          remedy: `add "${plugin.vlan}" to vlanFiltering.allowedVlans of the profile, or use one of these`,
        };
      }
    },
  },
  {
    id: 'NAD-12',
    severity: 'error',
    phase: 'runtime',
    title: 'There is Multus; without it nobody knows what a network is',
    needs: ['multus'],
    * check(_, { multus }) {
      if (multus) return;
      yield {
        path: 'spec',
        message: 'got a network on a cluster without Multus',
        remedy: 'take it out, or let the cluster have Multus: Multus.install() or Multus.existing() in its profile, `multus: true` of one that exists',
      };
    },
  },
];

function isAmong(vlan: number, ranges: readonly VlanRange[]): boolean {
  return ranges.some(({ from, to }) => from <= vlan && vlan <= to);
}

function inWords(ranges: readonly VlanRange[]): string {
  return ranges.map(({ from, to }) => from === to ? from : `${from}-${to}`).join(', ') || 'no VLAN';
}

/**
 * What a network is called whose NICs all hear each other, where its configuration says so: two definitions of one bridge and one VLAN
 * are one network.
 */
export function l2DomainOf(nad: Part): string | undefined {
  const [on] = plugins(nad).filter(({ plugin }) => typeof plugin.bridge === 'string');
  return on && `bridge ${on.plugin.bridge}, ${Number.isInteger(on.plugin.vlan) ? `VLAN ${on.plugin.vlan}` : 'untagged'}`;
}

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
