import { admit } from '../../../src/admission/admit';
import { UNKNOWN } from '../../../src/admission/finding';
import { FACTS } from '../manifests';

const ids = (kind: string, spec: object) => admit({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind, metadata: { name: 'mine' }, spec } as any, FACTS)
  .map(({ ruleId, path }) => `${ruleId} ${path}`);
const instancetype = (spec: object) => ids('VirtualMachineClusterInstancetype', { cpu: { guest: 2 }, memory: { guest: '2Gi' }, ...spec });
const preference = (spec: object) => ids('VirtualMachinePreference', spec);
const spread = (options: object) => preference({ cpu: { preferredCPUTopology: 'spread', spreadOptions: options } });

test('an instancetype overcommits from 0 to 100 percent, and no huge pages', () => {
  expect(instancetype({ memory: { guest: '2Gi', overcommitPercent: 101 } })).toEqual(['SCH-4 spec.memory.overcommitPercent']);
  expect(instancetype({ memory: { guest: '2Gi', overcommitPercent: 50, hugepages: { pageSize: '2Mi' } } })).toEqual(['IT-20 spec.memory.overcommitPercent']);
  expect(instancetype({ memory: { guest: '2Gi', overcommitPercent: 100 } })).toEqual([]);
  expect(instancetype({ memory: { guest: '2Gi', overcommitPercent: 0, hugepages: { pageSize: '2Mi' } } })).toEqual([]);
});

test('an instancetype that no VM could use is refused', () => {
  expect(instancetype({ cpu: { guest: 0 } })).toEqual(['IT-22 spec.cpu.guest']);
  expect(instancetype({ ioThreadsPolicy: 'none' })).toEqual(['IT-22 spec.ioThreadsPolicy']);
  expect(instancetype({ cpu: { guest: UNKNOWN }, ioThreadsPolicy: 'auto' })).toEqual([]);
});

test('the topology of a preference is one that KubeVirt knows', () => {
  expect(preference({ cpu: { preferredCPUTopology: 'socket' } })).toEqual(['IT-21 spec.cpu.preferredCPUTopology']);
  expect(preference({ cpu: { preferredCPUTopology: 'sockets' } })).toEqual([]);
  expect(spread({ across: 'Cores' })).toEqual(['IT-21 spec.cpu.spreadOptions.across']);
  expect(spread({ across: 'CoresThreads', ratio: 4 })).toEqual(['IT-21 spec.cpu.spreadOptions.ratio']);
  expect(preference({ preferSpreadSocketToCoreRatio: 4, cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'CoresThreads' } } }))
    .toEqual(['IT-21 spec.preferSpreadSocketToCoreRatio']);
  expect(spread({ across: 'SocketsCores', ratio: 4 })).toEqual([]);
  expect(preference({ cpu: { spreadOptions: { across: 'Cores' } } })).toEqual([]); // without effect
});

test('the old name of a topology gives a warning', () => {
  expect(preference({ cpu: { preferredCPUTopology: 'preferCores' } })).toEqual(['IT-23 spec.cpu.preferredCPUTopology']);
});

test('fields are held against the schema of the version', () => {
  expect(instancetype({ cpu: { guest: 2, dedicatedCpuPlacement: true } })).toEqual(['SCH-1 spec.cpu.dedicatedCpuPlacement']);
  expect(preference({ devices: { preferredVideoType: 'vga' } })).toEqual(['SCH-1 spec.devices.preferredVideoType']);
  expect(ids('VirtualMachineInstancetype', { memory: { guest: '1Gi' } })).toEqual(['SCH-3 spec.cpu']);
});
