import { Capability, domain } from './capability';
import { Size } from '../../src';

export const size: Capability[] = [
  {
    title: 'CPUs and memory',
    vm: () => ({ size: Size.of({ cpu: 2, memory: '4Gi' }) }),
    spec: domain({ cpu: { sockets: 2, cores: 1, threads: 1 }, memory: { guest: '4Gi' } }),
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
    needs: [{
      apiVersion: 'instancetype.kubevirt.io/v1beta1',
      kind: 'VirtualMachineInstancetype',
      metadata: { name: 'small' },
      spec: { cpu: { guest: 1 }, memory: { guest: '1Gi' } },
    }],
  },
];
