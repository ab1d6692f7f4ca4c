import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Refused } from '../manifests';

export const REFUSED: Refused[] = [
  ['VM-2', { 'spec.running': true }, 'spec', 'runStrategy and running'],
  ['VM-3', { 'spec.runStrategy': undefined }, 'spec.runStrategy', 'no runStrategy'],
  ['VM-4', { 'spec.runStrategy': 'always' }, 'spec.runStrategy', '"always"'],
  ['VM-4', { 'spec.runStrategy': '' }, 'spec.runStrategy', '""'],
  ['VM-5', { 'spec.runStrategy': 'WaitAsReceiver' }, 'spec.runStrategy', 'DecentralizedLiveMigration'],
  ['VM-16', { 'spec.runStrategy': undefined, 'spec.running': false }, 'spec.running', 'false'],
  ['R-21', {}, 'metadata.namespace', '"vms"', { namespaces: ['tenants', 'lab'] }],
];

export const ALLOWED: Allowed[] = [
  ['VM-2', 'one of them is only known at apply', { 'spec.running': UNKNOWN }],
  ['VM-3', 'running is a way to say it', { 'spec.runStrategy': undefined, 'spec.running': true }],
  ['VM-3', 'it is only known at apply', { 'spec.runStrategy': UNKNOWN }],
  ['VM-4', 'WaitAsReceiver has a rule of its own', { 'spec.runStrategy': 'WaitAsReceiver' }],
  ['VM-5', 'the gate is on', { 'spec.runStrategy': 'WaitAsReceiver' }, { featureGates: new Set(['DecentralizedLiveMigration']) }],
  ['R-21', 'nobody said where VMs may live', {}],
  ['R-21', 'it is one of them', {}, { namespaces: ['vms'] }],
  ['R-21', 'it is only known at apply', { 'metadata.namespace': UNKNOWN }, { namespaces: ['lab'] }],
];
