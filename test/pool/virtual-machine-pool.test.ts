import { TerraformStack, Token } from 'cdktf';
import {
  BootSource, CloudInit, Delivery, Disk, IVmoCluster, KubevirtVersion, Mac, Nic, PoolScaleInStrategy, PoolSortPolicy, PoolStatePreservation,
  PoolUpdateStrategy, Size, Spread, VirtualMachineInstancetype, VirtualMachinePool, VirtualMachinePoolProps, VmBlueprint, VmNetwork, VmTemplate,
  VmoClusterProfile,
} from '../../src';
import { existingCluster, objects, refusalOf, releases, synth } from '../support/synth';

type Given = Partial<Omit<VirtualMachinePoolProps, 'vm' | 'cluster'>> & { vm?: Partial<VmBlueprint> };

const SMALL: VmBlueprint = { size: Size.of({ cpu: 2, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };

function web(scope: TerraformStack, { vm, ...given }: Given = {}, cluster: IVmoCluster = existingCluster(scope)): VirtualMachinePool {
  return new VirtualMachinePool(scope, 'web', { cluster, vm: { ...SMALL, ...vm }, ...given });
}

const made = (given: Given = {}) => synth((scope) => void web(scope, given)).stack;
const pool = (given: Given = {}) => objects(made(given), 'VirtualMachinePool').web;
const autoscaler = (given: Given) => objects(made(given), 'HorizontalPodAutoscaler').web;
const refused = (given: Given) => refusalOf((scope) => web(scope, given));

test('a pool of VMs that are told apart by nothing that the pool says', () => {
  expect(pool({ replicas: 3 })).toEqual({
    apiVersion: 'pool.kubevirt.io/v1beta1',
    kind: 'VirtualMachinePool',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { 'kubevirt.io/vmpool': 'web' } },
      maxUnavailable: '25%',
      virtualMachineTemplate: {
        metadata: { labels: { 'kubevirt.io/vmpool': 'web' } },
        spec: {
          runStrategy: 'Always',
          template: {
            metadata: { labels: { 'kubevirt.io/vmpool': 'web' }, annotations: { 'kubevirt.io/pci-topology-version': 'v3' } },
            spec: {
              architecture: 'amd64',
              domain: {
                cpu: { sockets: 2, cores: 1, threads: 1 },
                memory: { guest: '1Gi' },
                machine: { type: 'q35' },
                devices: expect.objectContaining({ interfaces: [{ name: 'default', masquerade: {} }] }),
              },
              networks: [{ name: 'default', pod: {} }],
              volumes: [{ name: 'boot', containerDisk: { image: 'quay.io/containerdisks/fedora:42' } }],
            },
          },
        },
      },
    },
  });
});

test('the pods carry the labels of the selector, which a Service and the autoscaler go by, beside those that were given', () => {
  const { stack } = synth((scope) => expect(web(scope, { vm: { labels: { app: 'web' } } }).selector).toEqual({ 'kubevirt.io/vmpool': 'web' }));
  expect(stack.name).toBe('test');
  const { metadata, spec } = pool({ vm: { labels: { app: 'web' }, spreadAcross: [Spread.hosts()] } }).spec.virtualMachineTemplate;
  expect(metadata.labels).toEqual({ 'app': 'web', 'kubevirt.io/vmpool': 'web' });
  expect(spec.template.metadata.labels).toEqual(metadata.labels);
  expect(spec.template.spec.topologySpreadConstraints[0].labelSelector.matchLabels).toEqual(metadata.labels);
});

test('a release of its own, with what its VMs need before it, after what they refer to', () => {
  const { stack } = synth((scope) => {
    const cluster = new VmoClusterProfile(scope, 'vmo', { clusterName: 'lab' });
    const vlan = new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 });
    web(scope, { vm: { nics: [Nic.on(vlan)], cloudInit: CloudInit.of({ files: [{ path: '/etc/long', content: 'x'.repeat(3000) }] }) } }, cluster);
  });
  const release = releases(stack)['pool-web'];
  expect(release.values.objects.map(({ kind }: any) => kind)).toEqual(['Secret', 'VirtualMachinePool']);
  expect(release.dependsOn).toContain('net-vlan25');
});

test('how it is changed, shrinks, heals and numbers', () => {
  expect(pool({
    updateStrategy: PoolUpdateStrategy.proactive({ sortPolicy: PoolSortPolicy.OLDEST }),
    scaleInStrategy: PoolScaleInStrategy.proactive({ sortPolicy: PoolSortPolicy.DESCENDING_ORDER, statePreservation: PoolStatePreservation.OFFLINE }),
    maxUnavailable: 1,
    nameGeneration: { appendIndexToSecretRefs: true },
    autohealing: { startUpFailureThreshold: 5, minFailingToStartDuration: '10m' },
    paused: true,
  }).spec).toMatchObject({
    replicas: 1,
    updateStrategy: { proactive: { selectionPolicy: { sortPolicy: 'Oldest' } } },
    scaleInStrategy: { proactive: { selectionPolicy: { sortPolicy: 'DescendingOrder' }, statePreservation: 'Offline' } },
    maxUnavailable: 1,
    nameGeneration: { appendIndexToSecretRefs: true },
    autohealing: { startUpFailureThreshold: 5, minFailingToStartDuration: '10m' },
    paused: true,
  });
  expect(pool({ updateStrategy: PoolUpdateStrategy.opportunistic(), scaleInStrategy: PoolScaleInStrategy.unmanaged() }).spec)
    .toMatchObject({ updateStrategy: { opportunistic: {} }, scaleInStrategy: { unmanaged: {} } });
  expect(pool({ updateStrategy: PoolUpdateStrategy.unmanaged(), scaleInStrategy: PoolScaleInStrategy.opportunistic() }).spec)
    .toMatchObject({ updateStrategy: { unmanaged: {} }, scaleInStrategy: { opportunistic: {} } });
});

test('the VMs can be those of a template', () => {
  const { stack } = synth((scope) => {
    const { vm } = new VmTemplate(scope, 'template', { displayName: 'Web', vm: { ...SMALL, disks: [Disk.blank('data', '5Gi')] } });
    new VirtualMachinePool(scope, 'workers', { cluster: existingCluster(scope), vm, replicas: 2 });
  });
  const { spec } = objects(stack, 'VirtualMachinePool').workers.spec.virtualMachineTemplate;
  expect(spec.dataVolumeTemplates.map(({ metadata }: any) => metadata.name)).toEqual(['workers-data']);
});

describe('with an autoscaler', () => {
  test('percent of CPU are those of the guest, whatever its pod asks for', () => {
    expect(autoscaler({ autoscaling: { min: 2, max: 10, cpuUtilization: 70 } })).toEqual({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        scaleTargetRef: { apiVersion: 'pool.kubevirt.io/v1beta1', kind: 'VirtualMachinePool', name: 'web' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [{
          type: 'ContainerResource',
          containerResource: { name: 'cpu', container: 'compute', target: { type: 'AverageValue', averageValue: '1400m' } },
        }],
      },
    });
  });

  test('the CPUs may be those of an instancetype, of KubeVirt or of this app', () => {
    const target = (given: Given) => autoscaler(given).spec.metrics[0].containerResource.target.averageValue;
    expect(target({ vm: { size: Size.instancetype('u1.large') }, autoscaling: { max: 3, cpuUtilization: 50 } })).toBe('1');
    const { stack } = synth((scope) => {
      const cluster = existingCluster(scope);
      const four = new VirtualMachineInstancetype(scope, 'four', { cluster, cpu: 4, memory: '4Gi', namespace: 'default' });
      web(scope, { vm: { size: Size.fromInstancetype(four) }, autoscaling: { max: 3 } }, cluster);
    });
    expect(objects(stack, 'HorizontalPodAutoscaler').web.spec.metrics[0].containerResource.target.averageValue).toBe('3200m');
    expect(refused({ vm: { size: Size.instancetype('mine') }, autoscaling: { max: 3 } })).toContain('how many CPUs the guests have is not known at synth');
  });

  test('the number in the pool is one that no change of the limits changes, as each change would scale the pool', () => {
    expect(pool({ autoscaling: { min: 2, max: 10 } }).spec.replicas).toBe(1);
    expect(pool({ autoscaling: { min: 4, max: 20 } }).spec.replicas).toBe(1);
  });

  test('other metrics stand beside it or in its place', () => {
    const queue = { type: 'External', external: { metric: { name: 'jobs' }, target: { type: 'AverageValue', averageValue: '30' } } };
    expect(autoscaler({ autoscaling: { max: 3, metrics: [queue], behavior: { scaleDown: { stabilizationWindowSeconds: 600 } } } }).spec)
      .toMatchObject({ metrics: [queue], behavior: { scaleDown: { stabilizationWindowSeconds: 600 } } });
    expect(autoscaler({ autoscaling: { max: 3, metrics: [queue], cpuUtilization: 50 } }).spec.metrics).toHaveLength(2);
  });

  test('refused: what would fight the autoscaler', () => {
    expect(refused({ replicas: 3, autoscaling: { max: 5 } })).toContain('replicas: got replicas and autoscaling');
    expect(refused({ scaleInStrategy: PoolScaleInStrategy.unmanaged(), autoscaling: { max: 5 } })).toContain('scaleInStrategy: got one with which the pool never removes VMs');
    expect(refused({ delivery: Delivery.manifest(), autoscaling: { max: 5 } })).toContain('[DEL-3]');
    expect(refused({ autoscaling: { min: 3, max: 2 } })).toContain('autoscaling.max: got 2, expected a whole number of at least 3');
    expect(refused({ autoscaling: { min: 0, max: 2, cpuUtilization: 700 } })).toMatch(/autoscaling.min: got 0[^]*autoscaling.cpuUtilization: got 700/);
    expect(refused({ autoscaling: { max: 5, cpuUtilization: Token.asNumber('${var.percent}') } })).toContain('autoscaling.cpuUtilization: got a value that is only known at apply');
    expect(refused({ autoscaling: {} as any })).toContain('autoscaling.max: got nothing');
  });
});

describe('refused: what two VMs cannot share', () => {
  test.each<[string, Partial<VmBlueprint>, string]>([
    ['a MAC address', { nics: [Nic.pod({ mac: Mac.of('02:00:5e:10:00:01') })] }, 'vm.nics[0].mac: got the address 02:00:5e:10:00:01, which every VM of the pool would have'],
    ['a host name', { hostname: 'web' }, 'vm.hostname'],
    ['an existing disk', { boot: BootSource.existingPvc('root') }, 'vm.boot: got the existing claim "root"'],
    ['a network configuration that goes by MAC addresses', { nics: [Nic.pod({ mtu: 9000 })] }, 'vm.nics: the guests\' network configuration tells NICs apart by MAC address'],
  ])('%s', (_, vm, message) => {
    expect(refused({ vm })).toContain(message);
  });

  test('static addresses', () => {
    expect(refusalOf((scope) => {
      const cluster = existingCluster(scope);
      web(scope, { vm: { nics: [Nic.on(new VmNetwork(scope, 'vlan25', { cluster, vlan: 25 }), { addresses: ['10.25.0.10/24'] })] } }, cluster);
    })).toContain('vm.nics[0].addresses: got 10.25.0.10/24');
  });

  test('a MAC address by way of overrides, by the rule on manifests', () => {
    const overrides = { spec: { template: { spec: { domain: { devices: { interfaces: [{ name: 'default', macAddress: '02:00:5e:10:00:01' }] } } } } } };
    expect(refused({ replicas: 2, vm: { overrides } })).toContain('vm.nics[0].mac (spec.virtualMachineTemplate.spec.template.spec.domain.devices.interfaces[0].macAddress)');
  });
});

test('refused: what is wrong with one VM, in terms of the prop', () => {
  expect(refused({ vm: { size: Size.of({ cpu: 2, memory: 'much' }) } })).toContain('vm.size.memory (spec.virtualMachineTemplate.spec.template.spec.domain.memory.guest)');
  expect(refused({ vm: { size: Size.of({ cpu: 3, memory: '1Gi', cores: 2 }) } })).toContain('vm.size.cpu: got 3 CPUs');
  expect(refused({ vm: { size: undefined } })).toContain('vm.size');
  expect(refused({ vm: { boot: 'fedora' as any } })).toContain('vm.boot');
  expect(refused({ replicas: -1 })).toContain('replicas: got -1, expected a whole number of at least 0');
  expect(refused({ maxUnavailable: '200%' })).toContain('[PL-3]');
  expect(refused({ name: 'My Web' })).toContain('name: got "My Web"');
  expect(refused({ updateStrategy: 'proactive' as any, scaleInStrategy: 'unmanaged' as any, autoscaling: 3 as any })).toMatch(/updateStrategy[^]*scaleInStrategy[^]*autoscaling/);
  expect(refusalOf((scope) => new VirtualMachinePool(scope, 'web', {} as any))).toMatch(/cluster: [^]*vm: /);
});

test('refused: numbered references to the one Secret that holds long texts', () => {
  const cloudInit = CloudInit.of({ files: [{ path: '/etc/long', content: 'x'.repeat(3000) }] });
  expect(refused({ vm: { cloudInit }, nameGeneration: { appendIndexToSecretRefs: true } })).toContain('would look for one of its number, "web-cloud-init-0"');
  expect(pool({ vm: { cloudInit: CloudInit.fromSecret('web-user-data') }, nameGeneration: { appendIndexToSecretRefs: true } }).spec.nameGeneration)
    .toEqual({ appendIndexToSecretRefs: true });
});

test('a Service leads to all VMs of the pool, to ports that their NIC lets in', () => {
  const nics = [Nic.pod({ ports: [{ port: 80 }] })];
  const { stack } = synth((scope) => expect(web(scope, { vm: { nics } }).expose({ ports: [{ port: 80 }] }).dnsName).toBe('web.default.svc'));
  expect(objects(stack, 'Service').web.spec).toMatchObject({ selector: { 'kubevirt.io/vmpool': 'web' }, ports: [{ port: 80, targetPort: 80 }] });
  expect(refusalOf((scope) => web(scope, { vm: { nics } }).expose({ ports: [{ port: 22 }] }))).toContain('[SVC-2]');
  expect(refusalOf((scope) => {
    const exposed = web(scope);
    exposed.expose({ ports: [{ port: 80 }] });
    exposed.expose({ ports: [{ port: 22 }] });
  })).toContain('is exposed as "web" already');
});

test('refused: two pools of one name', () => {
  expect(refusalOf((scope) => {
    const cluster = existingCluster(scope);
    web(scope, {}, cluster);
    new VirtualMachinePool(scope, 'other', { cluster, vm: SMALL, name: 'web' });
  })).toContain('"default/web" on cluster "lab" is "test/web" already');
});

test('a pool counts as many VMs as it may have', () => {
  const warned = (given: Given) => synth((scope) => {
    const cluster = VmoClusterProfile.fromExisting(scope, 'lab', {
      clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, inventory: { capacity: { memory: '8Gi' } },
    });
    web(scope, given, cluster);
  }).stack.warnings.join();
  expect(warned({ replicas: 3 })).toBe('');
  expect(warned({ autoscaling: { max: 20 } })).toContain('[R-114]');
});
