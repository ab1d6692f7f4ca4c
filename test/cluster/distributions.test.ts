import { Cluster, eventually } from './support/cluster';
import { Engine, harness, Synthesized } from './support/engine';
import { Cdi, Descheduler, Distribution, Multus, SnapshotController, VmoClusterProfile } from '../../src';
import { KubevirtVersion } from '../../src/kubevirt/version';
import { Bed } from '../../testbed/bed';
import { goModule } from '../../testbed/go';
import { synth, temporaryFolder } from '../support/synth';

/*
 * A kubelet that is not in /var/lib/kubelet: what a real virt-operator makes of what KubeVirt is told, and what the sources of KubeVirt and of the
 * kubelet say to it. No kubelet is there to start a VM.
 */
let bed: Bed;
let cluster: Cluster;
let engine: Engine<Synthesized>;

/** Where the state lies. */
const folder = temporaryFolder();

function platform(distribution: Distribution): Synthesized {
  const { outdir } = synth((stack) => void new VmoClusterProfile(stack, 'vmo', {
    clusterName: 'edge',
    distribution,
    cdi: Cdi.none(),
    descheduler: Descheduler.none(),
    multus: Multus.existing(),
    snapshotController: SnapshotController.none(),
  }));
  return { folder, cdktfOut: outdir };
}

/** The pod of virt-handler, with what is mounted where: path in the container, on the node, propagation. */
async function virtHandler(): Promise<{ command: string[]; mounts: [string, string, string | undefined][] }> {
  const { spec: { template: { spec } } } = await cluster.get('daemonset', 'virt-handler', '-n', 'kubevirt');
  const on = Object.fromEntries(spec.volumes.map(({ name, hostPath }: any) => [name, hostPath?.path]));
  const [{ command, volumeMounts }] = spec.containers;
  return { command, mounts: volumeMounts.map(({ name, mountPath, mountPropagation }: any) => [mountPath, on[name], mountPropagation]) };
}

beforeAll(async () => {
  bed = await Bed.start({ name: 'distributions', neighbours: [] });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  engine = harness(bed);
  await engine.apply(platform(Distribution.K0S));
});

afterAll(async () => bed?.stop());

test('on k0s, virt-handler has the directory of the kubelet in both places, and looks for pods where they are on the node', async () => {
  const { command, mounts } = await virtHandler();
  expect(command).toEqual(['virt-handler', '--kubelet-pods-dir', '/var/lib/k0s/kubelet/pods']);
  expect(mounts).toEqual(expect.arrayContaining([
    ['/pods', '/var/lib/k0s/kubelet/pods', undefined],
    ['/var/lib/kubelet', '/var/lib/k0s/kubelet', 'HostToContainer'],
    ['/var/lib/kubelet/device-plugins', '/var/lib/kubelet/device-plugins', undefined],
    ['/var/lib/k0s/kubelet', '/var/lib/k0s/kubelet', 'Bidirectional'],
  ]));
});

test('no other path of the node is another than KubeVirt\'s own', async () => {
  const { mounts: patched } = await virtHandler();
  await engine.apply(platform(Distribution.KUBEADM));
  await eventually(async () => expect((await virtHandler()).command).toEqual(['virt-handler']));
  const { mounts: usual } = await virtHandler();
  const isOfKubelet = ([path]: [string, ...unknown[]]) => path === '/pods' || /kubelet(\/|$)/.test(path);
  expect(patched.filter((mount) => !isOfKubelet(mount)).sort()).toEqual(usual.filter((mount) => !isOfKubelet(mount)).sort());
});

test.each(Object.values(KubevirtVersion))('KubeVirt %s has the volumes that are put elsewhere, the flag, and the sockets where the kubelet has them', (version) => {
  const kubevirt = goModule('kubevirt.io/kubevirt', version);
  const daemonSet = kubevirt.read('pkg/virt-operator/resource/generate/components/daemonsets.go');
  expect(daemonSet).toContain('{"kubelet-pods", kubeletPodsPath, "/pods", nil}');
  expect(daemonSet).toContain('{"kubelet", util.KubeletRoot, util.KubeletRoot, ');
  expect(kubevirt.read('cmd/virt-handler/virt-handler.go')).toContain('"kubelet-pods-dir", util.KubeletPodsDir');
  expect(kubevirt.read('pkg/virt-handler/device-manager/deviceplugin/v1beta1/constants.go')).toContain('DevicePluginPath = "/var/lib/kubelet/device-plugins/"');
  expect(kubevirt.read('pkg/virt-handler/heartbeat/heartbeat.go')).toContain('virtutil.KubeletRoot + "/cpu_manager_state"');
});

test('the kubelet has the sockets of device plugins in one place, wherever its directory is', () => {
  expect(goModule('k8s.io/kubelet', '0.35.4').read('pkg/apis/deviceplugin/v1beta1/constants.go')).toContain('DevicePluginPath = "/var/lib/kubelet/device-plugins/"');
  expect(goModule('k8s.io/kubernetes', '1.35.4').read('pkg/kubelet/cm/devicemanager/manager.go')).toContain('socketPath := pluginapi.KubeletSocket');
});
