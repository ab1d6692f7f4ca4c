import { show } from '../finding';
import { VmRule } from '../rule';
import { atMostOne, needsGate, strictlyOneOf } from './checks';

const RUN_STRATEGIES = ['Always', 'RerunOnFailure', 'Once', 'Manual', 'Halted'];

/** Rules on when a VM runs and where it lives. */
export const RUN_RULES: VmRule[] = [
  {
    id: 'VM-2',
    severity: 'error',
    phase: 'admission',
    title: 'A VM has either running or runStrategy',
    mirrors: 'validateRunStrategy',
    check: (vm) => atMostOne(vm.spec, ['runStrategy', 'running'], 'of them'),
  },
  {
    id: 'VM-3',
    severity: 'error',
    phase: 'admission',
    title: 'A VM says when it runs',
    mirrors: 'validateRunStrategy',
    * check({ spec }) {
      if (spec.which(['running', 'runStrategy']).length > 0) return;
      yield { path: spec.at('runStrategy').path, message: 'got no runStrategy, the server wants one', remedy: 'set runStrategy "Always"' };
    },
  },
  {
    id: 'VM-4',
    severity: 'error',
    phase: 'admission',
    title: 'The run strategy is one that KubeVirt knows',
    mirrors: 'validateRunStrategy',
    * check({ spec }) {
      if (spec.text('runStrategy') !== 'WaitAsReceiver') yield* strictlyOneOf(spec, 'runStrategy', RUN_STRATEGIES);
    },
  },
  {
    id: 'VM-5',
    severity: 'error',
    phase: 'admission',
    title: 'The run strategy WaitAsReceiver needs a feature gate',
    gates: ['DecentralizedLiveMigration'],
    mirrors: 'validateRunStrategy',
    * check({ spec }, { featureGates }) {
      if (spec.text('runStrategy') === 'WaitAsReceiver') {
        yield* needsGate(spec.at('runStrategy'), 'DecentralizedLiveMigration', featureGates);
      }
    },
  },
  {
    id: 'VM-16',
    severity: 'warning',
    phase: 'admission',
    title: 'running is the deprecated form of runStrategy',
    mirrors: 'Admit',
    * check({ spec }) {
      const running = spec.at('running');
      if (typeof running.value !== 'boolean' || spec.has('runStrategy')) return;
      yield { path: running.path, message: `got running ${running.value}, which is deprecated`, remedy: `use runStrategy "${running.value ? 'Always' : 'Halted'}"` };
    },
  },
  {
    id: 'R-21',
    severity: 'error',
    phase: 'runtime',
    title: 'The namespace is one that VMs may live in',
    needs: ['namespaces'],
    * check({ metadata }, { namespaces }) {
      const namespace = metadata.text('namespace');
      if (!namespace || namespaces!.includes(namespace)) return;
      yield {
        path: 'metadata.namespace',
        message: `got ${show(namespace)}, the cluster keeps VMs in ${namespaces!.join(', ') || 'no namespace'}`,
        remedy: 'use one of these, or add this one to the `vmEnabledNamespaces` of the cluster',
      };
    },
  },
];
