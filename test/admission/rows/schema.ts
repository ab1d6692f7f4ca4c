import { Allowed, Refused, T } from '../manifests';

const USERS = 'sshPublicKey.propagationMethod.qemuGuestAgent.users';

const claim = (name: string) => ({ name, resourceClaimName: 'gpu' });
const spread = (changes: object) => ({ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', ...changes });
const users = (...names: string[]) => ({ sshPublicKey: { source: { secret: { secretName: 'keys' } }, propagationMethod: { qemuGuestAgent: { users: names } } } });

export const REFUSED: Refused[] = [
  ['SCH-1', { [`${T}.domian`]: {} }, `${T}.domian`, '"domian"'],
  ['SCH-1', { 'spec.template.metadata.lables': {} }, 'spec.template.metadata.lables', '"lables"'],
  ['SCH-2', { [`${T}.domain.cpu.cores`]: '2' }, `${T}.domain.cpu.cores`, '"2"'],
  ['SCH-2', { [`${T}.volumes`]: {} }, `${T}.volumes`, 'an object'],
  ['SCH-3', { 'spec.template': undefined }, 'spec.template', '"template"'],
  ['SCH-3', { [`${T}.domain.devices`]: undefined }, `${T}.domain.devices`, '"devices"'],
  ['SCH-4', { [`${T}.networks`]: Array.from({ length: 257 }, (_, index) => ({ name: `n${index}`, multus: { networkName: 'x' } })) }, `${T}.networks`, '257 items'],
  ['SCH-5', { [`${T}.domain.memory.guest`]: '4GB' }, `${T}.domain.memory.guest`, '"4GB"'],
  ['SCH-6', { apiVersion: 'kubevirt.io/v1beta1' }, 'apiVersion', '"kubevirt.io/v1beta1"'],
  ['SCH-7', { [`${T}.resourceClaims`]: [claim('a'), claim('b'), claim('a')] }, `${T}.resourceClaims[2]`, '"a" again, as in item 0'],
  ['SCH-7', { [`${T}.topologySpreadConstraints`]: [spread({}), spread({ maxSkew: 2 })] }, `${T}.topologySpreadConstraints[1]`, '"zone" and whenUnsatisfiable'],
  ['SCH-7', { [`${T}.accessCredentials`]: [users('root', 'fedora', 'root')] }, `${T}.accessCredentials[0].${USERS}[2]`, '"root"'],
  ['SCH-8', { kind: 'VirtualMachines' }, 'kind', '"VirtualMachines"'],
  ['SCH-8', { kind: 'Virtualmachine' }, 'kind', '"Virtualmachine"'],
  ['SCH-8', { apiVersion: 'v1' }, 'apiVersion', '"v1"'],
];

export const ALLOWED: Allowed[] = [
  ['SCH-2', 'the server drops nulls before it looks at types', { [`${T}.domain.cpu.cores`]: null }],
  ['SCH-5', 'numbers are quantities', { [`${T}.domain.memory.guest`]: 4294967296 }],
  ['SCH-6', 'it is the version before', { apiVersion: 'kubevirt.io/v1alpha3' }],
  ['SCH-7', 'the names differ', { [`${T}.resourceClaims`]: [claim('a'), claim('b')] }],
  ['SCH-7', 'one of the keys differs', { [`${T}.topologySpreadConstraints`]: [spread({}), spread({ topologyKey: 'host' }), spread({ whenUnsatisfiable: 'ScheduleAnyway' })] }],
  ['SCH-7', 'the users differ', { [`${T}.accessCredentials`]: [users('root', 'fedora')] }],
];
