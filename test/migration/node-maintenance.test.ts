import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformVariable } from 'cdktf';
import { NodeMaintenance } from '../../src';
import { existingCluster, refusalOf, synth } from '../support/synth';

const refused = (nodes: any) => refusalOf((scope) => new NodeMaintenance(scope, 'rack-3', { cluster: existingCluster(scope), nodes }));

test('each node gets the label, and nothing else of it is touched', () => {
  const { stack } = synth((scope) => {
    const provider = new KubernetesProvider(scope, 'east', { alias: 'east' });
    new NodeMaintenance(scope, 'rack-3', { cluster: existingCluster(scope), nodes: ['node7', 'node8'], provider });
  });
  expect(Object.values<any>(stack.json.resource.kubernetes_labels).map(({ '//': _, ...resource }) => resource)).toEqual(['node7', 'node8'].map((name) => ({
    api_version: 'v1', kind: 'Node', metadata: { name }, labels: { 'cdktf-vmo/maintenance': 'true' }, provider: 'kubernetes.east',
  })));
});

test('it says how VMs are moved, and others can wait for it', () => {
  synth((scope) => {
    const maintenance = new NodeMaintenance(scope, 'rack-3', { cluster: existingCluster(scope), nodes: ['node7', 'node8'] });
    expect(maintenance.drainCommand).toBe('kubectl drain node7 node8 --pod-selector=kubevirt.io=virt-launcher --delete-emptydir-data');
    expect(maintenance.uncordonCommand).toBe('kubectl uncordon node7 node8');
    expect(maintenance.dependables).toHaveLength(2);
  });
});

test('it waits for what it is told to', () => {
  const { stack } = synth((scope) => {
    const cluster = existingCluster(scope);
    const first = new NodeMaintenance(scope, 'first', { cluster, nodes: ['node7'] });
    new NodeMaintenance(scope, 'second', { cluster, nodes: ['node8'], dependsOn: first.dependables });
  });
  expect(Object.values<any>(stack.json.resource.kubernetes_labels).map(({ metadata, depends_on }) => [metadata.name, depends_on])).toEqual([
    ['node7', undefined], ['node8', [expect.stringContaining('first')]],
  ]);
});

test('refused: no nodes, names that are none, a node in two maintenances', () => {
  expect(refused([])).toContain('nodes: got');
  expect(refused('node7')).toContain('write a list of names');
  expect(refused(['Node 7'])).toContain('nodes[0]: got "Node 7"');
  expect(refused(['node7', 'node7'])).toContain('nodes[1]: "node7" is in the maintenance "test/rack-3" already');
  expect(refusalOf((scope) => {
    const node = new TerraformVariable(scope, 'node', { type: 'string' });
    new NodeMaintenance(scope, 'rack-3', { cluster: existingCluster(scope), nodes: [node.stringValue] });
  })).toContain('the resource is named after it at synth');
  expect(refusalOf((scope) => new NodeMaintenance(scope, 'rack-3', {} as any))).toMatch(/cluster: [^]*nodes: /);
});
