import { ApiServer } from './support/api-server';
import { Cluster, eventually } from './support/cluster';
import { configureKubevirt } from './support/plain-kubevirt';
import { Cdi, Descheduler, Multus, SnapshotController, VmoClusterProfile } from '../../src';
import { Applier } from '../../testbed/apply/apply';
import { run } from '../../testbed/apply/command';
import { readStacks, Release } from '../../testbed/apply/stack';
import { Bed } from '../../testbed/bed';
import { synth, temporaryFolder } from '../support/synth';

/*
 * KubeVirt as the profile installs it, from a mirror: which images its components are, and whether each feature gate does what it is there for.
 * `ExpandDisks` and `CPUManager` have no test: only virt-handler reads them, and a bed plays virt-handler.
 */
const MIRROR = 'registry.example.com/mirror';

let bed: Bed;
let cluster: Cluster;
let server: ApiServer;
/** What the profile sends to virt-operator, and what it tells KubeVirt. */
let operator: any;
let configuration: any;

beforeAll(async () => {
  bed = await Bed.start({ name: 'gates', neighbours: ['cdi', 'multus', 'snapshot'] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  server = new ApiServer(bed.kubeconfig);
  const { outdir } = synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'lab',
    imageRegistry: MIRROR,
    cdi: Cdi.existing(),
    multus: Multus.existing(),
    snapshotController: SnapshotController.existing(),
    descheduler: Descheduler.none(),
  }));
  const stacks = readStacks(outdir);
  const releases = stacks[0].resources.filter((resource): resource is Release => resource.kind === 'release');
  const values = (name: string): any => releases.find((release) => release.name === name)!.values[0];
  operator = values('vmo-kubevirt-operator');
  ({ configuration } = values('vmo-kubevirt').spec);
  await new Applier({ kubeconfig: bed.kubeconfig, helm: bed.helm, kubectl: bed.kubectl, state: `${temporaryFolder()}/state` }).apply(stacks);
  await cluster.create({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { name: 'vlan25', namespace: 'default' },
    spec: { config: '{"cniVersion":"0.3.1","name":"vlan25","type":"bridge","bridge":"br0","vlan":25}' },
  });
  await cluster.create({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      runStrategy: 'Always',
      template: {
        spec: {
          domain: {
            cpu: { model: 'host-passthrough', sockets: 1, maxSockets: 4 },
            memory: { guest: '128Mi' },
            devices: { interfaces: [{ name: 'default', masquerade: {} }] },
          },
          networks: [{ name: 'default', pod: {} }],
        },
      },
    },
  });
  await eventually(async () => expect((await instance()).status.phase).toBe('Running'));
});

afterAll(async () => {
  server?.close();
  await bed?.stop();
});

const instance = () => cluster.get('vmi', 'web', '-n', 'default');

const patch = (...operations: object[]) => cluster.kubectl('patch', 'vm', 'web', '-n', 'default', '--type=json', '-p', JSON.stringify(operations));

/** What virt-api says to an object; nothing where it takes it. */
const saidOf = (apiVersion: string, kind: string, spec: object) =>
  server.refusal({ apiVersion, kind, metadata: { name: 'asked', namespace: 'default' }, spec });

/** What virt-api says to a disk that is to be plugged in, and is not: as `virtctl addvolume` asks of the instance, with `--persist` of the VM. */
async function saidOfDisk(kind: 'virtualmachines' | 'virtualmachineinstances'): Promise<string | undefined> {
  const path = `/apis/subresources.kubevirt.io/v1/namespaces/default/${kind}/web/addvolume`;
  const disk = { name: 'extra', disk: { disk: { bus: 'scsi' } }, volumeSource: { dataVolume: { name: 'extra' } }, dryRun: ['All'] };
  return run([...bed.kubectl, 'replace', '--raw', path, '-f', '-'], { KUBECONFIG: bed.kubeconfig }, JSON.stringify(disk)).then(() => undefined, ({ message }) => message);
}

const VM = { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'web' };

/** What needs a gate, and the words in which virt-api misses it. */
const ASKED: [gate: string, ask: () => Promise<string | undefined>, missed: RegExp][] = [
  ['Snapshot', () => saidOf('snapshot.kubevirt.io/v1beta1', 'VirtualMachineSnapshot', { source: VM }), /snapshot feature gate not enabled/],
  ['VMExport', () => saidOf('export.kubevirt.io/v1beta1', 'VirtualMachineExport', { source: VM }), /vm export feature gate not enabled/],
  ['DeclarativeHotplugVolumes', () => saidOfDisk('virtualmachines'), /Enable DeclarativeHotplugVolumes or HotplugVolumes/],
];

/** Gives KubeVirt other gates; virt-api may see it a moment later than virt-operator. */
async function configured(changes: object): Promise<void> {
  await configureKubevirt(cluster, { ...configuration, ...changes });
}

test('KubeVirt runs from the images that virt-operator was told, each of them', async () => {
  const [{ status }] = await cluster.get('kubevirt', '-A');
  expect(status.phase).toBe('Deployed');
  const deployed = JSON.parse(status.observedDeploymentConfig);
  expect(Object.fromEntries(Object.entries(deployed).filter(([key]) => /[a-z]Image$/.test(key)).map(([, image]: any) => [image.replace(/.*\//, '').split(':')[0], image]))).toEqual(
    Object.fromEntries([operator.image, ...Object.values<string>(operator.images)].map((image) => [image.replace(/.*\//, '').split(':')[0], image])));
  const workloads: any[] = await cluster.get('deployments,daemonsets', '-n', 'kubevirt');
  const used = workloads.flatMap(({ spec: { template: { spec } } }) => [...spec.initContainers ?? [], ...spec.containers])
    .flatMap(({ image, args = [] }) => [image, ...args.filter((arg: string) => /virt-\w+[:@]/.test(arg))]);
  expect(new Set(used)).toEqual(new Set([
    operator.image,
    ...['API', 'CONTROLLER', 'HANDLER', 'LAUNCHER', 'EXPORTPROXY', 'EXPORTSERVER'].map((component) => operator.images[`VIRT_${component}_IMAGE`]),
  ]));
  for (const image of used) expect(image).toMatch(new RegExp(`^${MIRROR}/kubevirt/[a-z-]+:v1.8.4$`));
});

describe('with the gates of the profile', () => {
  test.each(ASKED)('%s does what it is for', async (_, ask) => {
    expect(await ask()).toBeUndefined();
  });

  test('DeclarativeHotplugVolumes alone plugs nothing into an instance that its VM does not have', async () => {
    expect(await saidOfDisk('virtualmachineinstances')).toMatch(/is owned by a VM/);
  });
});

describe('with no gate listed', () => {
  beforeAll(() => configured({ developerConfiguration: {} }));

  test.each(ASKED)('%s is missed', async (_, ask, missed) => {
    await eventually(async () => expect(await ask()).toMatch(missed), 20);
  });

  test('LiveMigration cannot be off: a migration is taken', async () => {
    expect(await saidOf('kubevirt.io/v1', 'VirtualMachineInstanceMigration', { vmiName: 'web' })).toBeUndefined();
  });

  test('HotplugNICs cannot be off: a NIC comes to the running instance', async () => {
    await patch(
      { op: 'add', path: '/spec/template/spec/domain/devices/interfaces/-', value: { name: 'vlan25', bridge: {} } },
      { op: 'add', path: '/spec/template/spec/networks/-', value: { name: 'vlan25', multus: { networkName: 'vlan25' } } },
    );
    await eventually(async () => expect((await instance()).spec.domain.devices.interfaces.map(({ name }: any) => name)).toEqual(['default', 'vlan25']));
  });

  test('VMLiveUpdateFeatures cannot be off: with the rollout strategy of the profile, CPUs come to the running instance', async () => {
    await patch({ op: 'replace', path: '/spec/template/spec/domain/cpu/sockets', value: 2 });
    await eventually(async () => expect((await instance()).spec.domain.cpu.sockets).toBe(2));
  });
});

describe('with HotplugVolumes alone, and changes that wait for a restart', () => {
  beforeAll(() => configured({ developerConfiguration: { featureGates: ['HotplugVolumes'] }, vmRolloutStrategy: 'Stage' }));

  test('disks may be plugged into an instance', async () => {
    await eventually(async () => expect(await saidOfDisk('virtualmachineinstances')).toBeUndefined(), 20);
  });

  test('CPUs do not come to the running instance', async () => {
    await patch({ op: 'replace', path: '/spec/template/spec/domain/cpu/sockets', value: 3 });
    await eventually(async () => {
      const { status } = await cluster.get('vm', 'web', '-n', 'default');
      expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'RestartRequired', status: 'True' }));
    });
    expect((await instance()).spec.domain.cpu.sockets).toBe(2);
  });
});
