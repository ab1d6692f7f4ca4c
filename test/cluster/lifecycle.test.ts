import { synthesizedVms } from './support/synthesized';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';
import { actions, Engine, harness, terraform } from './support/engine';
import { changed, declared, documentedLeftovers, leftovers } from './support/footprint';
import { terraformUnavailable } from './support/terraform-available';
import { KUBEVIRT } from '../../testbed/versions';

const ENGINES: [string, (bed: Bed) => Engine][] = [['helm and kubectl', harness], ['terraform', (bed) => terraform(bed, 'quickstart')]];

describe.each(ENGINES)('the quickstart, applied by %s', (name, engineFor) => {
  const unavailable = name === 'terraform' ? terraformUnavailable() : undefined;
  const step = unavailable ? test.skip : test; // run.ts says why

  let bed: Bed;
  let cluster: Cluster;
  let engine: Engine;
  let blueprint: Blueprint;
  let empty: Record<string, any>;

  beforeAll(async () => {
    if (unavailable) return;
    bed = await Bed.start({ name: `lifecycle-${name.slice(0, 4)}` });
    cluster = new Cluster(bed.kubeconfig, bed.kubectl);
    engine = engineFor(bed);
    blueprint = Blueprint.example('quickstart', temporaryFolder());
    empty = await cluster.everything();
  });

  afterAll(async () => bed?.stop());

  step('one apply installs all of it on an empty cluster', async () => {
    const changes = actions(await engine.apply(blueprint));
    expect(new Set(changes.map((change) => change.split(' ')[0]))).toEqual(new Set(['create']));
    expect(changes).toEqual(expect.arrayContaining(['create vmo-kubevirt', 'create net-vlan25', 'create vm-db-0', 'create vm-gateway', 'create vm-web-0']));
    const [kubevirt] = await cluster.get('kubevirt', '-A');
    expect(kubevirt.status).toMatchObject({ phase: 'Deployed', observedKubeVirtVersion: `v${KUBEVIRT}` });
  });

  step('the operator that did it ran with the rights of its ServiceAccount, in the environment of the chart', async () => {
    const [pod] = await cluster.get('pod', '-n', 'kubevirt', '-l', 'kubevirt.io=virt-operator');
    expect(pod.status.containerStatuses[0]).toMatchObject({ imageID: 'testbed', ready: true, restartCount: 0 });
    const crd = await cluster.get('crd', 'virtualmachines.kubevirt.io');
    expect(crd.metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'virt-operator' });
  });

  step('virt-controller makes an instance of every VM, with the addresses that were synthesized', async () => {
    const wanted = synthesizedVms(blueprint.stack('quickstart'));
    expect(Object.keys(wanted)).toHaveLength(3);
    await eventually(async () => {
      const instances = await cluster.get('vmi', '-n', 'default');
      const seen = Object.fromEntries(instances.map((vmi: any) => [vmi.metadata.name, {
        phase: vmi.status.phase,
        macs: vmi.spec.domain.devices.interfaces.map((nic: any) => nic.macAddress),
      }]));
      expect(seen).toEqual(Object.fromEntries(Object.entries(wanted).map(([vm, { spec }]) => [vm, {
        phase: 'Running',
        macs: spec.template.spec.domain.devices.interfaces.map((nic: any) => nic.macAddress),
      }])));
    });
    await eventually(async () => {
      for (const vm of Object.values(await cluster.vms())) expect([vm.metadata.name, vm.status.printableStatus]).toEqual([vm.metadata.name, 'Running']);
    });
  });

  step('a second apply changes nothing', async () => {
    expect(actions(await engine.plan(blueprint))).toEqual([]);
    expect(actions(await engine.apply(blueprint))).toEqual([]);
  });

  step.each<[string, readonly [string, string][], string, (now: any) => any, any]>([
    ['memory', [["memory: '1Gi'", "memory: '2Gi'"]], 'vm-gateway',
      ({ vms }) => vms.gateway.spec.template.spec.domain.memory.guest, '2Gi'],
    ['a NIC', [['  nics: [Nic.on(vlan25)],', '  nics: [Nic.pod(), Nic.on(vlan25)],']], 'vm-db-0',
      ({ vms }) => vms['db-0'].spec.template.spec.domain.devices.interfaces.map((nic: any) => nic.name), ['default', 'vlan25']],
    ['a feature gate', [["{ clusterName: 'prod-east' }", "{ clusterName: 'prod-east', kubevirt: { featureGates: ['DownwardMetrics'] } }"]], 'vmo-kubevirt',
      ({ kubevirt }) => kubevirt.spec.configuration.developerConfiguration.featureGates.includes('DownwardMetrics'), true],
  ])('a change of %s touches only what it should', async (_, edits, release, look, result) => {
    const uids = await cluster.uids();
    const before = await declared(cluster);
    blueprint.edit(...edits);
    expect(actions(await engine.apply(blueprint))).toEqual([`update ${release}`]);
    const vms = await cluster.vms();
    const [kubevirt] = await cluster.get('kubevirt', '-A');
    expect(look({ vms, kubevirt })).toEqual(result);
    expect(await cluster.uids()).toEqual(uids);
    const touched = release.replace(/^(vm|vmo)-/, '');
    expect(changed(before, await declared(cluster))).toEqual([expect.stringMatching(new RegExp(`^(VirtualMachine|KubeVirt) (default|kubevirt)/${touched}$`))]);
    expect(actions(await engine.plan(blueprint))).toEqual([]);
  });

  step('the platform does not go while there is a VM, and says which; nothing is lost', async () => {
    const byHand = (namespace: string) => ({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: { name: 'made-by-hand', namespace },
      spec: { runStrategy: 'Halted', template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } } } } },
    });
    await cluster.create(byHand('default'));
    const { 'made-by-hand': uid } = await cluster.uids();
    await expect(engine.destroy(blueprint)).rejects.toThrow(/virtual\s+machine\s+default\/made-by-hand\s+still\s+exists;\s+delete\s+it/); // Terraform breaks lines
    expect(await cluster.uids()).toEqual({ 'made-by-hand': uid });
    expect((await cluster.get('kubevirt', '-A'))[0].status.phase).toBe('Deployed');
    await cluster.kubectl('delete', 'vm', 'made-by-hand');

    // Where the profile knows of no VMs, KubeVirt itself is asked: it doesn't say which.
    await cluster.create(byHand('kube-public'));
    await expect(engine.destroy(blueprint)).rejects.toThrow(/delete-virtual-machines-first\s+failed/);
    expect((await cluster.get('kubevirt', '-A'))[0].status.phase).toBe('Deployed');
    await cluster.kubectl('delete', 'vm', 'made-by-hand', '-n', 'kube-public');
  });

  step('destroy leaves nothing but what is kept on purpose', async () => {
    await engine.destroy(blueprint);
    const documented = documentedLeftovers().filter((object) => !(object in empty));
    await eventually(async () => expect((await leftovers(cluster, empty, [])).sort()).toEqual(documented));
  });
});
