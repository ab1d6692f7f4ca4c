import { Capability, domain } from './capability';

export const other: Capability[] = [
  {
    title: 'Labels of the VM and of its pod',
    vm: () => ({ labels: { 'example.com/tier': 'web' } }),
    spec: { template: { metadata: { labels: { 'example.com/tier': 'web' } } } },
    metadata: { labels: { 'example.com/tier': 'web' } },
  },
  {
    title: 'Annotations of the VM',
    vm: () => ({ annotations: { 'example.com/owner': 'team-a' } }),
    spec: {},
    metadata: { annotations: { 'example.com/owner': 'team-a' } },
  },
  {
    title: 'Annotations of the pod',
    vm: () => ({ podAnnotations: { 'example.com/bandwidth': '10M' } }),
    spec: { template: { metadata: { annotations: { 'example.com/bandwidth': '10M', 'kubevirt.io/pci-topology-version': 'v3' } } } },
  },
  {
    title: 'Any other field of the spec',
    vm: () => ({ spec: { template: { spec: { domain: { ioThreadsPolicy: 'auto' } } } } }),
    spec: domain({ ioThreadsPolicy: 'auto' }),
  },
  {
    title: 'Any field, untyped',
    vm: () => ({ overrides: { spec: { template: { spec: { domain: { ioThreadsPolicy: 'auto' } } } } } }),
    spec: domain({ ioThreadsPolicy: 'auto' }),
  },
];
