import { InstancetypeSpec } from '../../kubevirt/facts';
import { mergeOverrides } from '../../kubevirt/overrides';
import { ClusterFacts, Problem, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { knownInstancetype } from './bundled';

/** A rule on CPU and memory, for a VM that has them from its instancetype as for one that has its own. */
export function withSizeOfInstancetype(rule: VmRule): VmRule {
  return {
    ...rule,
    check: (vm, facts) => {
      const instancetype = knownInstancetype(vm, facts);
      return instancetype ? checked(rule, instancetype, vm, facts) : rule.check(vm, facts);
    },
  };
}

function* checked(rule: VmRule, instancetype: InstancetypeSpec, vm: VmView, facts: ClusterFacts): Iterable<Problem> {
  for (const problem of rule.check(applied(instancetype, vm), facts)) {
    const { path, message } = problem;
    const { value } = vm.root.reach(path.replace(/\[.*/, '').split('.'));
    yield value === undefined ? { ...problem, path: vm.spec.at('instancetype').path, message: `${path}: ${message}` } : problem;
  }
}

/** The VM with CPU and memory of its instancetype; `undefined` where it has one that is not known. */
export function sized(vm: VmView, facts: ClusterFacts): VmView | undefined {
  const instancetype = knownInstancetype(vm, facts);
  if (instancetype) return applied(instancetype, vm);
  return vm.spec.has('instancetype') ? undefined : vm;
}

/** The VM with CPU and memory of its instancetype, as the server applies it; a preference may make cores or threads of what else are sockets. */
function applied(spec: InstancetypeSpec, vm: VmView): VmView {
  const known = APPLIED.get(vm);
  if (known) return known;
  const view = vm.withSpec(withSize(spec, vm));
  APPLIED.set(vm, view);
  return view;
}

const APPLIED = new WeakMap<VmView, VmView>();

function withSize({ cpu, memory }: InstancetypeSpec, vm: VmView): object {
  const { guest, dedicatedCPUPlacement: dedicatedCpuPlacement, ...other } = cpu;
  const domain = { cpu: { ...other, dedicatedCpuPlacement, [vm.spec.has('preference') ? 'cores' : 'sockets']: guest }, memory };
  const { instancetype, ...spec } = mergeOverrides(vm.spec.value, { template: { spec: { domain } } });
  return spec;
}
