import { Capability, CapabilityContext, domain, template } from './capability';
import { CpuFeaturePolicy, InferFailurePolicy, MemLock, Preference, Size, VirtualMachineInstancetype, VirtualMachinePreference, BootSource } from '../../src';

/** An object of the instancetype API. */
const object = (kind: string, name: string, spec: object) => ({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind, metadata: { name }, spec });

const SMALL = object('VirtualMachineInstancetype', 'small', { cpu: { guest: 1 }, memory: { guest: '1Gi' } });
const TIDY = object('VirtualMachinePreference', 'tidy', { devices: { preferredDiskBus: 'virtio' } });

/** A claim that says what a VM on it should be like. */
const labelledClaim = (name: string, labels: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, labels },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
});

/** A state of an instancetype or preference that was kept. Without the label, KubeVirt takes it for one of an old API, and replaces it. */
const revision = (name: string, data: object) => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: { name, labels: { 'instancetype.kubevirt.io/object-version': 'v1beta1' } },
  revision: 0,
  data,
});

const gold = ({ stack, cluster }: CapabilityContext) => new VirtualMachineInstancetype(stack, 'gold', { cluster, cpu: 2, memory: '2Gi' });
const modest = ({ stack, cluster, namespace }: CapabilityContext) =>
  new VirtualMachinePreference(stack, 'modest', { cluster, namespace, spec: { devices: { preferredDiskBus: 'scsi' } } });

export const size: Capability[] = [
  {
    title: 'CPUs and memory',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: domain({ cpu: { sockets: 2, cores: 1, threads: 1 }, memory: { guest: '4Gi' } }),
  },
  {
    title: 'Cores and threads',
    vm: () => ({ size: Size.of({ cpu: 8, cores: 2, threads: 2, memory: '4Gi' }) }),
    spec: domain({ cpu: { sockets: 2, cores: 2, threads: 2 } }),
  },
  {
    title: 'CPUs and memory that can be added',
    vm: () => ({ size: Size.of({ cpu: 2, maxCpu: 8, memory: '4Gi', maxMemory: '16Gi' }) }),
    spec: domain({ cpu: { sockets: 2, maxSockets: 8 }, memory: { guest: '4Gi', maxGuest: '16Gi' } }),
  },
  {
    title: 'Model of the CPU',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi', cpuModel: 'host-passthrough' }) }),
    spec: domain({ cpu: { model: 'host-passthrough' } }),
  },
  {
    title: 'Features of the CPU',
    vm: () => ({
      size: Size.of({
        cpu: 2,
        memory: '4Gi',
        cpuFeatures: [
          { name: 'apic' },
          { name: 'vmx', policy: CpuFeaturePolicy.REQUIRE },
          { name: 'aes', policy: CpuFeaturePolicy.FORCE },
          { name: 'pcid', policy: CpuFeaturePolicy.OPTIONAL },
          { name: 'hle', policy: CpuFeaturePolicy.DISABLE },
          { name: 'rtm', policy: CpuFeaturePolicy.FORBID },
        ],
      }),
    }),
    spec: domain({
      cpu: {
        features: [
          { name: 'apic' },
          { name: 'vmx', policy: 'require' },
          { name: 'aes', policy: 'force' },
          { name: 'pcid', policy: 'optional' },
          { name: 'hle', policy: 'disable' },
          { name: 'rtm', policy: 'forbid' },
        ],
      },
    }),
  },
  {
    title: 'CPUs of the node to itself',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi', dedicatedCpuPlacement: true, isolateEmulatorThread: true }) }),
    spec: domain({ cpu: { sockets: 2, dedicatedCpuPlacement: true, isolateEmulatorThread: true } }),
  },
  {
    title: 'Huge pages',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi', hugepages: '1Gi' }) }),
    spec: domain({ memory: { guest: '4Gi', hugepages: { pageSize: '1Gi' } } }),
  },
  {
    title: 'NUMA nodes of the node',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi', dedicatedCpuPlacement: true, hugepages: '2Mi', guestMappingPassthrough: true }) }),
    spec: domain({ cpu: { dedicatedCpuPlacement: true, numa: { guestMappingPassthrough: {} } }, memory: { hugepages: { pageSize: '2Mi' } } }),
  },
  {
    title: 'Realtime',
    vm: () => ({
      size: Size.of({
        cpu: 4, memory: '4Gi', dedicatedCpuPlacement: true, hugepages: '1Gi', guestMappingPassthrough: true, realtime: { mask: '0-3,^1' },
      }),
    }),
    spec: domain({
      cpu: { dedicatedCpuPlacement: true, numa: { guestMappingPassthrough: {} }, realtime: { mask: '0-3,^1' } },
      memory: { hugepages: { pageSize: '1Gi' } },
    }),
  },
  {
    title: 'Share of the node',
    vm: () => ({
      size: Size.of({
        cpu: 4, memory: '4Gi', requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '4', memory: '5Gi' }, overcommitGuestOverhead: true,
      }),
    }),
    spec: domain({
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '4', memory: '5Gi' }, overcommitGuestOverhead: true },
    }),
  },
  {
    title: 'Memory for virtualization itself',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi', reservedOverhead: { addedOverhead: '100Mi', memLock: MemLock.REQUIRED } }) }),
    spec: domain({ memory: { reservedOverhead: { addedOverhead: '100Mi', memLock: 'Required' } } }),
    gates: ['ReservedOverheadMemlock'],
  },
  {
    title: 'Instancetype of the cluster',
    vm: () => ({ size: Size.instancetype('u1.medium') }),
    spec: { instancetype: { name: 'u1.medium', kind: 'VirtualMachineClusterInstancetype' } },
  },
  {
    title: 'Instancetype of the namespace',
    vm: () => ({ size: Size.instancetype('small', { namespaced: true }) }),
    spec: { instancetype: { name: 'small', kind: 'VirtualMachineInstancetype' } },
    needs: [SMALL],
  },
  {
    title: 'Instancetype as it was',
    vm: () => ({ size: Size.instancetype('small', { namespaced: true, revisionName: 'small-v1' }) }),
    spec: { instancetype: { name: 'small', kind: 'VirtualMachineInstancetype', revisionName: 'small-v1' } },
    needs: [SMALL, revision('small-v1', SMALL)],
  },
  {
    title: 'Instancetype of your own',
    vm: (context) => ({ size: Size.fromInstancetype(gold(context)) }),
    spec: { instancetype: { name: 'gold', kind: 'VirtualMachineClusterInstancetype' } },
  },
  {
    title: 'Instancetype that the disk names',
    vm: () => ({ size: Size.inferredFrom('boot', InferFailurePolicy.REJECT), boot: BootSource.existingPvc('sized') }),
    spec: {
      instancetype: { inferFromVolume: 'boot', inferFromVolumeFailurePolicy: 'Reject' },
      ...template({ volumes: [{ name: 'boot', persistentVolumeClaim: { claimName: 'sized' } }] }),
    },
    answer: { instancetype: { inferFromVolume: null, inferFromVolumeFailurePolicy: null, name: 'u1.medium' } },
    needs: [labelledClaim('sized', { 'instancetype.kubevirt.io/default-instancetype': 'u1.medium' })],
  },
  {
    title: 'Preference of the cluster',
    vm: () => ({ preference: Preference.cluster('fedora'), size: Size.instancetype('u1.medium') }),
    spec: {
      instancetype: { name: 'u1.medium', kind: 'VirtualMachineClusterInstancetype' },
      preference: { name: 'fedora', kind: 'VirtualMachineClusterPreference' },
    },
  },
  {
    title: 'Preference of the namespace',
    vm: () => ({ preference: Preference.namespaced('tidy') }),
    spec: { preference: { name: 'tidy', kind: 'VirtualMachinePreference' } },
    needs: [TIDY],
  },
  {
    title: 'Preference as it was',
    vm: () => ({ preference: Preference.namespaced('tidy', { revisionName: 'tidy-v1' }) }),
    spec: { preference: { name: 'tidy', kind: 'VirtualMachinePreference', revisionName: 'tidy-v1' } },
    needs: [TIDY, revision('tidy-v1', TIDY)],
  },
  {
    title: 'Preference of your own',
    vm: (context) => ({ preference: Preference.fromPreference(modest(context)) }),
    spec: { preference: { name: 'modest', kind: 'VirtualMachinePreference' } },
  },
  {
    title: 'Preference that the disk names',
    vm: () => ({
      preference: Preference.inferredFrom('boot', InferFailurePolicy.IGNORE), size: Size.of({ cpu: 1, memory: '2Gi' }), boot: BootSource.existingPvc('preferring'),
    }),
    spec: {
      preference: { inferFromVolume: 'boot', inferFromVolumeFailurePolicy: 'Ignore' },
      ...template({ domain: { memory: { guest: '2Gi' } }, volumes: [{ name: 'boot', persistentVolumeClaim: { claimName: 'preferring' } }] }),
    },
    answer: { preference: { inferFromVolume: null, inferFromVolumeFailurePolicy: null, name: 'fedora' } },
    needs: [labelledClaim('preferring', { 'instancetype.kubevirt.io/default-preference': 'fedora' })],
  },
];
