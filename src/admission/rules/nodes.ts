import { closest, show } from '../finding';
import { amountText, requestsOf } from '../requests';
import { VmRule } from '../rule';
import { either } from './checks';
import { sized } from './instancetype-size';
import { isDedicated } from './memory-cpu';
import { nanos } from '../../kubevirt/quantity';

/** Rules that need to know the nodes of the cluster. Where none fits, the VM is accepted and waits for one forever. */
export const NODE_RULES: VmRule[] = [
  {
    id: 'R-104',
    severity: 'error',
    phase: 'runtime',
    title: 'The architecture of a VM is that of some node; otherwise the VM waits for one forever',
    needs: ['architectures'],
    * check({ template }, { architectures }) {
      const architecture = template.text('architecture');
      if (!architecture || architectures!.includes(architecture)) return;
      yield {
        path: `${template.path}.architecture`,
        message: `got ${show(architecture)}, the nodes of the cluster are ${either(architectures!) || 'of none'}`,
        remedy: `use "${closest(architecture, architectures!) ?? architectures![0]}", or another cluster`,
      };
    },
  },
  {
    id: 'R-105',
    severity: 'error',
    phase: 'runtime',
    title: 'Some node is large enough for a VM; otherwise the VM waits for one forever',
    needs: ['largestNode'],
    * check(vm, facts) {
      const asked = requestsOf(vm, facts);
      for (const resource of ['cpu', 'memory'] as const) {
        const most = nanos(facts.largestNode![resource]);
        if (most === undefined || asked[resource] <= most) continue;
        yield {
          path: vm.spec.has('instancetype') ? vm.spec.at('instancetype').path : `${vm.domain.path}.${resource}`,
          message: `asks for ${amountText(resource, asked[resource])} ${resource} of a node, the largest has ${facts.largestNode![resource]}`,
          remedy: `use less ${resource}`,
        };
      }
    },
  },
  {
    id: 'R-106',
    severity: 'error',
    phase: 'runtime',
    title: 'A VM with dedicated CPUs is on a cluster with nodes that give out whole CPUs; otherwise the VM waits for one forever',
    needs: ['cpuManager'],
    * check(vm, facts) {
      if (facts.cpuManager || !isDedicated(sized(vm, facts) ?? vm)) return;
      yield {
        path: vm.spec.has('instancetype') ? vm.spec.at('instancetype').path : `${vm.domain.path}.cpu.dedicatedCpuPlacement`,
        message: 'got dedicated CPUs, and no node of the cluster gives out whole CPUs',
        remedy: 'take them out, or set cpuManagerPolicy "static" in the kubelets of some nodes',
      };
    },
  },
];
