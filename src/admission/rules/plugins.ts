import { posix } from 'path';
import { KubevirtVersion } from '../../kubevirt/version';
import { show } from '../finding';
import { Part } from '../part';
import { Rule } from '../rule';
import { needsGate } from './checks';

/** Rules on plugins. Whether an expression of theirs compiles, only the server can tell. */
export const PLUGIN_RULES: readonly Rule<Part>[] = [
  {
    id: 'PG-1',
    severity: 'error',
    phase: 'admission',
    versions: [KubevirtVersion.V1_9_0],
    gates: ['Plugins'],
    mirrors: 'validateSidecarSocketPaths',
    title: 'The socket of a plugin is a path without detours, and it needs a feature gate',
    * check(plugin, { featureGates }) {
      yield* needsGate(plugin.at('kind'), 'Plugins', featureGates);
      for (const hook of plugin.at('spec').list('domainHooks')) {
        const path = hook.at('sidecar').text('socketPath');
        if (!path) continue;
        const clean = posix.normalize(path).replace(/(.)\/$/, '$1');
        if (clean !== path) yield { path: hook.at('sidecar').at('socketPath').path, message: `got ${show(path)}, expected a path without "..", "." and "//"`, remedy: `write "${clean}"` };
      }
    },
  },
];
