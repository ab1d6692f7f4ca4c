import { UNKNOWN } from '../../../src/admission/finding';
import { AllowedObject, RefusedObject } from '../objects';

const object = (kind: string, spec: object) => () => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind, metadata: { name: 'large', namespace: 'companions' }, spec: structuredClone(spec) });

const instancetype = object('VirtualMachineInstancetype', { cpu: { guest: 2 }, memory: { guest: '2Gi' } });
const clusterwide = () => ({ ...object('VirtualMachineClusterInstancetype', { cpu: { guest: 2 }, memory: { guest: '2Gi' } })(), metadata: { name: 'large' } });
const preference = object('VirtualMachinePreference', {});

const TOPOLOGY = 'spec.cpu.preferredCPUTopology';
const OVERCOMMIT = 'spec.memory.overcommitPercent';
const overcommitted = (percent: number) => ({ [OVERCOMMIT]: percent, 'spec.memory.hugepages': { pageSize: '2Mi' } });
const spread = (options: object) => ({ 'spec.cpu': { preferredCPUTopology: 'spread', spreadOptions: options } });

export const REFUSED: RefusedObject[] = [
  [instancetype, 'SCH-4', { [OVERCOMMIT]: 101 }, OVERCOMMIT, '101', 'schema'],
  [instancetype, 'IT-20', overcommitted(50), OVERCOMMIT, '50', 'admission'],
  [clusterwide, 'IT-20', overcommitted(50), OVERCOMMIT, '50', 'admission'],
  [instancetype, 'IT-22', { 'spec.cpu.guest': 0 }, 'spec.cpu.guest', 'got 0', 'runtime'],
  [instancetype, 'IT-22', { 'spec.ioThreadsPolicy': 'none' }, 'spec.ioThreadsPolicy', '"none"', 'runtime'],
  [instancetype, 'SCH-1', { 'spec.cpu.dedicatedCpuPlacement': true }, 'spec.cpu.dedicatedCpuPlacement', '"dedicatedCpuPlacement"', 'schema'],
  [instancetype, 'SCH-3', { 'spec.cpu': undefined }, 'spec.cpu', '"cpu"', 'schema'],
  [preference, 'IT-21', { [TOPOLOGY]: 'socket' }, TOPOLOGY, '"socket"', 'admission'],
  [preference, 'IT-21', spread({ across: 'Cores' }), 'spec.cpu.spreadOptions.across', '"Cores"', 'admission'],
  [preference, 'IT-21', spread({ across: 'CoresThreads', ratio: 4 }), 'spec.cpu.spreadOptions.ratio', '4', 'admission'],
  [preference, 'IT-21', { ...spread({ across: 'CoresThreads' }), 'spec.preferSpreadSocketToCoreRatio': 4 }, 'spec.preferSpreadSocketToCoreRatio', '4', 'admission'],
  [preference, 'IT-23', { [TOPOLOGY]: 'preferCores' }, TOPOLOGY, '"preferCores"'],
  [preference, 'SCH-1', { 'spec.devices.preferredVideoType': 'vga' }, 'spec.devices.preferredVideoType', '"preferredVideoType"', 'schema'],
];

export const ALLOWED: AllowedObject[] = [
  [instancetype, 'it is one', {}],
  [clusterwide, 'it is one', {}],
  [instancetype, 'all memory is overcommitted', { [OVERCOMMIT]: 100 }],
  [instancetype, 'huge pages are not overcommitted', overcommitted(0)],
  [instancetype, 'its size is only known at apply', { 'spec.cpu.guest': UNKNOWN, 'spec.ioThreadsPolicy': 'auto' }],
  [preference, 'it is one', {}],
  [preference, 'the topology is known', { [TOPOLOGY]: 'sockets' }],
  [preference, 'it is spread by a ratio', spread({ across: 'SocketsCores', ratio: 4 })],
  [preference, 'nothing is spread', { 'spec.cpu': { spreadOptions: { across: 'Cores' } } }],
];
