import { Capability, domain, template } from './capability';
import { Architecture, Preference, Size } from '../../src';

export const guest: Capability[] = [
  {
    title: 'What the guest\'s OS likes',
    vm: () => ({ preference: Preference.cluster('windows.2k22'), size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: { preference: { name: 'windows.2k22', kind: 'VirtualMachineClusterPreference' } },
  },
  {
    title: 'Host name',
    vm: () => ({ hostname: 'www' }),
    spec: template({ hostname: 'www' }),
  },
  {
    title: 'Arm guest',
    vm: () => ({ architecture: Architecture.ARM64 }),
    spec: template({ architecture: 'arm64', domain: { machine: { type: 'virt' } } }),
  },
  {
    title: 'IBM Z guest',
    vm: () => ({ architecture: Architecture.S390X }),
    spec: template({ architecture: 's390x', domain: { machine: { type: 's390-ccw-virtio' } } }),
  },
  {
    title: 'Firmware UUID that stays when the VM is renamed',
    vm: () => ({ identity: 'web' }),
    spec: domain({ firmware: { uuid: 'd58ae09f-6f76-5b34-b5dd-64fb789953e9', serial: 'c9d6c75b-9053-5b01-8b7f-25d01c466474' } }),
  },
];
