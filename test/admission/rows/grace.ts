import { UNKNOWN } from '../../../src/admission/finding';
import { KubevirtVersion } from '../../../src/kubevirt';
import { Allowed, Changes, Refused, T } from '../manifests';

const GPU = `${T}.domain.devices.gpus[0].deviceName`;
const gates = (...names: string[]) => ({
  kubevirtVersion: KubevirtVersion.V1_9_0, featureGates: new Set(names), pciDevices: { 'nvidia.com/GH200': '10de:2342', 'nvidia.com/any': '10DE:*', 'nvidia.com/T4': '10DE:1EB8' },
});
const ALL = gates('GraceIOVirtualization', 'PCINUMAAwareTopology', 'IOMMUFD');

const grace = (changes: Changes = {}): Changes => ({
  [`${T}.domain.devices.gpus`]: [{ name: 'a', deviceName: 'nvidia.com/GH200' }],
  [`${T}.architecture`]: 'arm64',
  [`${T}.domain.cpu`]: { cores: 2, dedicatedCpuPlacement: true },
  ...changes,
});
const annotated = (key: string) => grace({ 'spec.template.metadata.annotations': { [key]: 'true' } });

export const REFUSED: Refused[] = [
  ['DV-10', grace(), GPU, 'GraceIOVirtualization', gates()],
  ['DV-10', grace(), GPU, 'PCINUMAAwareTopology', gates('GraceIOVirtualization', 'IOMMUFD')],
  ['DV-10', grace(), GPU, 'IOMMUFD', gates('GraceIOVirtualization', 'PCINUMAAwareTopology')],
  ['DV-10', grace({ [`${T}.architecture`]: 'amd64' }), `${T}.architecture`, '"amd64"', ALL],
  ['DV-10', grace({ [`${T}.architecture`]: undefined }), `${T}.architecture`, 'nothing', ALL],
  ['DV-10', grace({ [`${T}.domain.machine`]: { type: 'q35' } }), `${T}.domain.machine.type`, '"q35"', ALL],
  ['DV-10', grace({ [`${T}.domain.cpu`]: { cores: 2 } }), `${T}.domain.cpu.dedicatedCpuPlacement`, 'nothing', ALL],
  ['DV-10', annotated('kubevirt.io/placePCIDevicesOnRootComplex'), 'spec.template.metadata.annotations["kubevirt.io/placePCIDevicesOnRootComplex"]', 'Grace', ALL],
  ['DV-10', annotated('kubevirt.io/disablePCIHole64'), 'spec.template.metadata.annotations["kubevirt.io/disablePCIHole64"]', 'Grace', gates()],
  ['DV-10', { [`${T}.domain.devices.hostDevices`]: [{ name: 'a', deviceName: 'nvidia.com/any' }] }, `${T}.domain.devices.hostDevices[0].deviceName`, '10DE:*', ALL],
];

export const ALLOWED: Allowed[] = [
  ['DV-10', 'it has all it takes', grace({ [`${T}.domain.machine`]: { type: 'virt-9.0' } }), ALL],
  ['DV-10', 'the GPU is of another kind', { [GPU]: 'nvidia.com/T4' }, ALL],
  ['DV-10', 'any NVIDIA device is permitted, without the gate', { [GPU]: 'nvidia.com/any' }, gates()],
  ['DV-10', 'nobody knows what is permitted', { [GPU]: 'nvidia.com/GH200' }, { ...gates(), pciDevices: undefined }],
  ['DV-10', 'KubeVirt 1.8.4 does not look', { [GPU]: 'nvidia.com/GH200' }, { ...gates(), kubevirtVersion: KubevirtVersion.V1_8_4 }],
  ['DV-10', 'the rest is only known at apply', grace({ [`${T}.architecture`]: UNKNOWN, [`${T}.domain.cpu`]: UNKNOWN }), ALL],
];
