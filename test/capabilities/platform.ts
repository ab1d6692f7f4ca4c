import { Capability, NAMESPACE } from './capability';
import { VmoClusterProfile } from '../../src';
import { synth } from '../support/synth';

/** The `cdktf.out` of a profile that takes the VMs of all these capabilities. */
export function platform(capabilities: Capability[]): string {
  return synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'lab',
    vmEnabledNamespaces: [NAMESPACE],
    kubevirt: {
      featureGates: [...new Set(capabilities.flatMap(({ gates = [] }) => gates))],
      overrides: { configuration: capabilities.map(({ configuration = {} }) => configuration).reduce(together, {}) },
    },
  })).outdir;
}

/** Both maps in one; lists one after the other, without repetitions. */
function together(one: any, other: any): any {
  if (Array.isArray(one)) return [...one, ...other.filter((item: any) => !one.some((earlier) => JSON.stringify(earlier) === JSON.stringify(item)))];
  if (typeof one !== 'object') return other;
  return { ...one, ...Object.fromEntries(Object.entries(other).map(([key, value]) => [key, key in one ? together(one[key], value) : value])) };
}
