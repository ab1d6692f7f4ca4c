import { UNKNOWN } from '../../../src/admission/finding';
import { ClusterFacts } from '../../../src/admission/rule';
import { Allowed, Changes, Refused, T } from '../manifests';

/** The base with an instancetype in place of its own CPU and memory. */
export const SIZED: Changes = { 'spec.instancetype': { name: 'u1.medium' }, [`${T}.domain.cpu`]: undefined, [`${T}.domain.memory`]: undefined };
const CX1: Changes = { ...SIZED, 'spec.instancetype': { name: 'cx1.large' } };

const REFUSED_ALONE: Refused[] = [
  ['IT-1', { 'spec.preference': {} }, 'spec.preference', 'neither name'],
  ['IT-1', { ...SIZED, 'spec.instancetype': {} }, 'spec.instancetype', 'neither name'],
  ['IT-2', { ...SIZED, 'spec.instancetype': { name: 'u1.medium', inferFromVolume: 'root' } }, 'spec.instancetype.name', '"u1.medium"'],
  ['IT-3', { 'spec.preference': { kind: 'VirtualMachinePreference', inferFromVolume: 'root' } }, 'spec.preference.kind', '"VirtualMachinePreference"'],
  ['IT-4', { 'spec.preference': { inferFromVolume: 'root', inferFromVolumeFailurePolicy: 'ignore' } }, 'spec.preference.inferFromVolumeFailurePolicy', '"ignore"'],
  ['IT-6', { 'spec.preference': { inferFromVolume: 'rot' } }, 'spec.preference.inferFromVolume', '"rot"'],
  ['IT-6', { 'spec.preference': { inferFromVolume: 'cloudinit' } }, 'spec.preference.inferFromVolume', 'no claim and no DataVolume'],
  ['IT-6', { 'spec.preference': { inferFromVolume: 'root' } }, 'spec.preference.inferFromVolume', 'no claim and no DataSource'],
  ['IT-6', {
    'spec.preference': { inferFromVolume: 'root' },
    'spec.dataVolumeTemplates[0].spec.source': undefined,
    'spec.dataVolumeTemplates[0].spec.sourceRef': { kind: 'DataVolume', name: 'x' },
  }, 'spec.preference.inferFromVolume', 'DataVolume'],
  ['IT-10', { ...SIZED, [`${T}.domain.memory`]: { guest: '2Gi' } }, `${T}.domain.memory.guest`, '"2Gi"'],
  ['IT-11', { ...SIZED, [`${T}.domain.resources.requests.memory`]: '1Gi' }, `${T}.domain.resources.requests.memory`, '"1Gi"'],
  ['IT-11', { ...SIZED, [`${T}.domain.resources.limits.memory`]: '3Gi' }, `${T}.domain.resources.limits.memory`, '"3Gi"'],
  ['IT-12', { ...CX1, [`${T}.domain.memory.hugepages.pageSize`]: '2Mi' }, `${T}.domain.memory.hugepages`, '2Mi'],
  ['IT-13', { ...SIZED, [`${T}.domain.cpu`]: { cores: 2 } }, `${T}.domain.cpu.cores`, '2'],
  ['IT-13', { ...SIZED, [`${T}.domain.resources.requests.cpu`]: '500m' }, `${T}.domain.resources.requests.cpu`, '"500m"'],
  ['IT-14', { ...CX1, [`${T}.domain.cpu.numa.guestMappingPassthrough`]: {} }, `${T}.domain.cpu.numa`, 'guestMappingPassthrough'],
  ['IT-14', { ...CX1, [`${T}.domain.cpu.dedicatedCpuPlacement`]: true }, `${T}.domain.cpu.dedicatedCpuPlacement`, 'true'],
  ['IT-15', { ...CX1, [`${T}.domain.ioThreadsPolicy`]: 'shared' }, `${T}.domain.ioThreadsPolicy`, '"shared"'],
  ['IT-17', { ...SIZED, 'spec.instancetype': { name: 'u1.medium' }, 'spec.preference': { name: 'windows.11' } }, 'spec.instancetype', '1 vCPU'],
  ['IT-17', { 'spec.preference': { name: 'windows.11' }, [`${T}.domain.memory.guest`]: '4Gi', [`${T}.domain.cpu`]: undefined }, `${T}.domain.cpu`, '1 vCPU as sockets'],
  ['IT-17', { 'spec.preference': { name: 'windows.11' }, [`${T}.domain.memory.guest`]: '4Gi' }, `${T}.domain.cpu`, '0 vCPU as sockets'],
  ['IT-17', { 'spec.preference': { name: 'rhel.9.realtime' }, [`${T}.domain.memory.guest`]: '4Gi', [`${T}.domain.cpu`]: { sockets: 4, cores: 1 } },
    `${T}.domain.cpu`, '0 vCPU as sockets × cores × threads'],
  ['IT-18', { ...SIZED, 'spec.instancetype': { name: 'u1.nano' }, 'spec.preference': { name: 'fedora' } }, 'spec.instancetype', '512Mi'],
  ['IT-18', { 'spec.preference': { name: 'fedora' }, [`${T}.domain.memory.guest`]: '1Gi', [`${T}.domain.cpu`]: { sockets: 1 } },
    `${T}.domain.memory.guest`, '1Gi'],
  ['R-18', { ...SIZED, 'spec.instancetype': { name: 'mine', kind: 'VirtualMachineClusterInstanceType1' } }, 'spec.instancetype.kind', '"VirtualMachineClusterInstanceType1"'],
  ['R-18', { 'spec.preference': { name: 'mine', kind: 'VirtualMachineInstancetype' } }, 'spec.preference.kind', '"VirtualMachineInstancetype"'],
  ['R-19', { ...SIZED, 'spec.instancetype': { name: 'u1.medum' } }, 'spec.instancetype.name', '"u1.medum"'],
  ['R-19', { 'spec.preference': { name: 'toString' } }, 'spec.preference.name', '"toString"'],
];

const ALLOWED_ALONE: Allowed[] = [
  ['IT-1', 'the name is only known at apply', { 'spec.preference': { name: UNKNOWN } }],
  ['IT-1', 'it is inferred', {
    'spec.preference': { inferFromVolume: 'root' },
    'spec.dataVolumeTemplates': undefined,
    [`${T}.volumes[0]`]: { name: 'root', persistentVolumeClaim: { claimName: 'golden' } },
  }],
  ['IT-6', 'the source is only known at apply', { 'spec.preference': { inferFromVolume: 'root' }, 'spec.dataVolumeTemplates[0].spec.source': UNKNOWN }],
  ['IT-6', 'the DataVolume is there already', {
    'spec.preference': { inferFromVolume: 'root' }, 'spec.dataVolumeTemplates': undefined, [`${T}.volumes[0].dataVolume.name`]: 'golden',
  }],
  ['IT-6', 'it may be missing', { 'spec.preference': { inferFromVolume: 'cloudinit', inferFromVolumeFailurePolicy: 'Ignore' } }],
  ['IT-10', 'the value is only known at apply', { ...SIZED, [`${T}.domain.memory`]: { guest: UNKNOWN } }],
  ['IT-10', 'there is no instancetype', {}],
  ['IT-13', 'zero is as good as none', { ...SIZED, [`${T}.domain.cpu`]: { cores: 0 } }],
  ['IT-12', 'this instancetype has no huge pages', { ...SIZED, [`${T}.domain.memory.hugepages.pageSize`]: '2Mi' }],
  ['IT-17', 'the instancetype is not a bundled one', { ...SIZED, 'spec.instancetype': { name: 'mine' }, 'spec.preference': { name: 'windows.11' } }],
  ['IT-17', 'limits become sockets where no topology is given',
    { 'spec.preference': { name: 'windows.11' }, [`${T}.domain.cpu`]: undefined, [`${T}.domain.resources.limits.cpu`]: '2' }],
  ['IT-17', 'the sockets are only known at apply', { 'spec.preference': { name: 'windows.11' }, [`${T}.domain.cpu`]: { sockets: UNKNOWN } }],
  ['IT-17', 'the preference is a namespaced one', { 'spec.preference': { name: 'windows.11', kind: 'VirtualMachinePreference' } }],
  ['IT-18', 'the memory is only known at apply', { 'spec.preference': { name: 'fedora' }, [`${T}.domain.memory.guest`]: UNKNOWN }],
  ['IT-18', 'it is just enough', { 'spec.preference': { name: 'fedora' }, [`${T}.domain.memory.guest`]: '2048Mi' }],
  ['R-18', 'the server compares in lower case, singular or plural', { ...SIZED, 'spec.instancetype': { name: 'a', kind: 'virtualmachineinstancetypes' } }],
  ['R-19', 'a namespaced one is the user\'s own', { ...SIZED, 'spec.instancetype': { name: 'mine', kind: 'VirtualMachineInstancetype' } }],
  ['R-19', 'it is bundled', { ...SIZED, 'spec.preference': { name: 'ubuntu', kind: 'VirtualMachineClusterPreference' } }],
];

/** Known of an app: an instancetype and preferences of the cluster, and an instancetype of the namespace. */
export const OWN: Partial<ClusterFacts> = {
  own: {
    instancetypes: new Map<string, any>([
      ['gold', {
        cpu: { guest: 3, model: 'Haswell' },
        memory: { guest: '1Gi', maxGuest: '2Gi' },
        gpus: [{ name: 'gpu', deviceName: 'nvidia.com/GRID_T4-2Q' }],
        ioThreads: { supplementalPoolThreadCount: 2 },
        nodeSelector: { disk: 'ssd' },
        schedulerName: 'mine',
        annotations: { tier: 'gold' },
      }],
      ['safe', { cpu: { guest: 1 }, memory: { guest: '1Gi' }, hostDevices: [{ name: 'nic', deviceName: 'example.com/nic' }], launchSecurity: { sev: {} } }],
      ['vms/small', { cpu: { guest: 1 }, memory: { guest: '1Gi' } }],
      ['later', { cpu: { guest: UNKNOWN }, memory: { guest: UNKNOWN } }],
      ['theirs', undefined],
    ]),
    preferences: new Map<string, any>([
      ['even', { cpu: { preferredCPUTopology: 'spread' } }],
      ['pairs', { cpu: { preferredCPUTopology: 'preferSpread', spreadOptions: { across: 'SocketsCoresThreads', ratio: 1 } } }],
      ['threads', { cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'CoresThreads' } } }],
      ['roomy', { requirements: { memory: { guest: '2Gi' } } }],
      ['large', { requirements: { cpu: { guest: 2 }, memory: { guest: '2Gi' } } }],
      ['arm', { requirements: { architecture: 'arm64' } }],
      ['vague', { requirements: { cpu: { guest: UNKNOWN }, memory: { guest: UNKNOWN }, architecture: UNKNOWN } }],
    ]),
  },
};
const GOLD: Changes = { ...SIZED, 'spec.instancetype': { name: 'gold' } };
const SAFE: Changes = { ...SIZED, 'spec.instancetype': { name: 'safe' } };
const SMALL: Changes = { ...SIZED, 'spec.instancetype': { name: 'small', kind: 'VirtualMachineInstancetype' } };
const LATER: Changes = { ...SIZED, 'spec.instancetype': { name: 'later' } };

const REFUSED_BESIDE_OWN: Refused[] = [
  ['IT-12', { ...GOLD, [`${T}.domain.memory`]: { maxGuest: '4Gi' } }, `${T}.domain.memory.maxGuest`, '"4Gi"', OWN],
  ['IT-14', { ...GOLD, [`${T}.domain.cpu`]: { model: 'host-model' } }, `${T}.domain.cpu.model`, '"host-model"', OWN],
  ['IT-15', { ...GOLD, [`${T}.domain.devices.gpus`]: [{ name: 'a', deviceName: 'b' }] }, `${T}.domain.devices.gpus`, '"a"', OWN],
  ['IT-15', { ...SAFE, [`${T}.domain.devices.hostDevices`]: [{ name: 'a', deviceName: 'b' }] }, `${T}.domain.devices.hostDevices`, '"a"', OWN],
  ['IT-15', { ...GOLD, [`${T}.domain.ioThreads`]: { supplementalPoolThreadCount: 4 } }, `${T}.domain.ioThreads.supplementalPoolThreadCount`, '4', OWN],
  ['IT-15', { ...GOLD, [`${T}.nodeSelector`]: { disk: 'hdd' } }, `${T}.nodeSelector`, 'hdd', OWN],
  ['IT-15', { ...GOLD, [`${T}.schedulerName`]: 'yours' }, `${T}.schedulerName`, '"yours"', OWN],
  ['IT-15', { ...SAFE, [`${T}.domain.launchSecurity`]: { snp: {} } }, `${T}.domain.launchSecurity`, 'snp', OWN],
  ['IT-15', { ...GOLD, 'spec.template.metadata.annotations': { tier: 'silver' } }, 'spec.template.metadata.annotations.tier', '"silver"', OWN],
  ['IT-16', { ...GOLD, 'spec.preference': { name: 'even' } }, 'spec.instancetype', '3 vCPU', OWN],
  ['IT-16', { ...GOLD, 'spec.preference': { name: 'pairs' } }, 'spec.instancetype', 'units of 2', OWN],
  ['IT-16', { ...GOLD, 'spec.preference': { name: 'threads' } }, 'spec.instancetype', 'CoresThreads', OWN],
  ['IT-16', { ...SMALL, 'spec.preference': { name: 'even' } }, 'spec.instancetype', '1 vCPU', OWN],
  ['IT-17', { ...SMALL, 'spec.preference': { name: 'large' } }, 'spec.instancetype', '1 vCPU', OWN],
  ['IT-18', { ...SMALL, 'spec.preference': { name: 'roomy' } }, 'spec.instancetype', '1Gi', OWN],
  ['IT-19', { 'spec.preference': { name: 'arm' } }, `${T}.architecture`, '"amd64"', OWN],
  ['R-19', { ...SIZED, 'spec.instancetype': { name: 'golf' } }, 'spec.instancetype.name', '"golf"', OWN],
];

const ALLOWED_BESIDE_OWN: Allowed[] = [
  ['IT-15', 'the annotation is the same', { ...GOLD, 'spec.template.metadata.annotations': { tier: 'gold', other: 'x' } }, OWN],
  ['IT-15', 'this instancetype has none', { ...SMALL, [`${T}.nodeSelector`]: { disk: 'hdd' } }, OWN],
  ['IT-16', 'the number is only known at apply', { ...LATER, 'spec.preference': { name: 'even' } }, OWN],
  ['IT-17', 'what is asked for is only known at apply', { ...SMALL, 'spec.preference': { name: 'vague' } }, OWN],
  ['IT-17', 'what is given is only known at apply', { ...LATER, 'spec.preference': { name: 'large' } }, OWN],
  ['IT-18', 'what is given is only known at apply', { ...LATER, 'spec.preference': { name: 'large' } }, OWN],
  ['IT-18', 'what is asked for is only known at apply', { ...SMALL, 'spec.preference': { name: 'vague' } }, OWN],
  ['IT-17', 'only the name is known', { ...SIZED, 'spec.instancetype': { name: 'theirs' }, 'spec.preference': { name: 'large' } }, OWN],
  ['IT-19', 'the architecture is the cluster\'s', { 'spec.preference': { name: 'arm' }, [`${T}.architecture`]: undefined }, OWN],
  ['R-19', 'it is one\'s own', GOLD, OWN],
  ['R-19', 'it is one of all that the cluster has', { ...SIZED, 'spec.instancetype': { name: 'gold' } }, { clusterInstancetypes: new Set(['gold']) }],
  ['R-19', 'its name is known', { ...SIZED, 'spec.instancetype': { name: 'theirs' } }, OWN],
];

export const REFUSED = [...REFUSED_ALONE, ...REFUSED_BESIDE_OWN];
export const ALLOWED = [...ALLOWED_ALONE, ...ALLOWED_BESIDE_OWN];
