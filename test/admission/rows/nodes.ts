import { UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { Allowed, Refused, T } from '../manifests';

const DOMAIN = `${T}.domain`;
const ARM: Partial<ClusterFacts> = { architectures: ['arm64'] };
const SMALL: Partial<ClusterFacts> = { largestNode: { cpu: '4', memory: '8Gi' } };
const DEDICATED = { [`${DOMAIN}.cpu`]: { cores: 8, dedicatedCpuPlacement: true } };
const INSTANCETYPE = { 'spec.instancetype': { name: 'u1.8xlarge' }, [`${DOMAIN}.memory`]: undefined, [`${DOMAIN}.cpu`]: undefined };

export const REFUSED: Refused[] = [
  ['R-104', {}, `${T}.architecture`, '"amd64"', ARM],
  ['R-105', DEDICATED, `${DOMAIN}.cpu`, '8 cpu of a node, the largest has 4', SMALL],
  ['R-105', { [`${DOMAIN}.cpu.cores`]: 41 }, `${DOMAIN}.cpu`, '4.1 cpu', SMALL],
  ['R-105', { [`${DOMAIN}.cpu.cores`]: 5 }, `${DOMAIN}.cpu`, '5 cpu', { ...SMALL, cpuAllocationRatio: 1 }],
  ['R-105', { [`${DOMAIN}.resources.requests.cpu`]: '4500m' }, `${DOMAIN}.cpu`, '4.5 cpu', SMALL],
  ['R-105', { [`${DOMAIN}.memory.guest`]: '9Gi' }, `${DOMAIN}.memory`, '9Gi memory', SMALL],
  ['R-105', { [`${DOMAIN}.resources.requests.memory`]: '10Gi' }, `${DOMAIN}.memory`, '10Gi memory', SMALL],
  ['R-105', INSTANCETYPE, 'spec.instancetype', '128Gi memory', SMALL],
  ['R-106', DEDICATED, `${DOMAIN}.cpu.dedicatedCpuPlacement`, 'dedicated CPUs', { cpuManager: false }],
  ['R-106', { ...INSTANCETYPE, 'spec.instancetype': { name: 'cx1.large' } }, 'spec.instancetype', 'dedicated CPUs', { cpuManager: false }],
];

export const ALLOWED: Allowed[] = [
  ['R-104', 'there are such nodes', {}, { architectures: ['arm64', 'amd64'] }],
  ['R-104', 'nobody knows the nodes', {}],
  ['R-104', 'the cluster decides', { [`${T}.architecture`]: undefined }, ARM],
  ['R-104', 'it is only known at apply', { [`${T}.architecture`]: UNKNOWN }, ARM],
  ['R-105', 'CPUs are shared', { [`${DOMAIN}.cpu.cores`]: 40 }, SMALL],
  ['R-105', 'it fits', { [`${DOMAIN}.memory.guest`]: '8Gi' }, SMALL],
  ['R-105', 'less is asked for than the guest has', { [`${DOMAIN}.memory.guest`]: '16Gi', [`${DOMAIN}.resources.requests.memory`]: '8Gi' }, SMALL],
  ['R-105', 'memory is overcommitted', { [`${DOMAIN}.memory.guest`]: '16Gi' }, { ...SMALL, memoryOvercommit: 200 }],
  ['R-105', 'huge pages are counted elsewhere', { [`${DOMAIN}.memory`]: { guest: '16Gi', hugepages: { pageSize: '2Mi' } } }, SMALL],
  ['R-105', 'nobody knows the instancetype', { ...INSTANCETYPE, 'spec.instancetype': { name: 'huge' } }, SMALL],
  ['R-105', 'its size is only known at apply', { [`${DOMAIN}.memory.guest`]: UNKNOWN, [`${DOMAIN}.cpu`]: UNKNOWN }, SMALL],
  ['R-105', 'nobody knows how much memory there is', { [`${DOMAIN}.memory.guest`]: '9Gi' }, { largestNode: { cpu: '4' } }],
  ['R-106', 'there are such nodes', DEDICATED, { cpuManager: true }],
  ['R-106', 'nobody knows the nodes', DEDICATED],
  ['R-106', 'CPUs are shared', {}, { cpuManager: false }],
];
