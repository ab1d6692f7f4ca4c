import { Capability, NAMESPACE } from './capability';
import { BootSource, KubevirtVersion, Size, VirtualMachine, VmoClusterProfile } from '../../src';
import { existingCluster, manifests, SynthesizedApp, synth, vms } from '../support/synth';

/** What a blueprint with the VM of a capability sends to the cluster. */
export interface SynthesizedCapability {
  readonly vm: any;
  /** Everything beside the VM: Secrets, networks, … */
  readonly companions: any[];
  readonly warnings: string[];
}

/** Name of the VM of a capability. */
export function vmName({ title }: Capability): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

const DEFAULTS = { size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42') };

/** What the VMs of capabilities would be without these, by name. */
export function synthesizedDefaults(capabilities: Capability[]): { [vm: string]: any } {
  return vms(synth((stack) => {
    const cluster = existingCluster(stack);
    for (const name of capabilities.map(vmName)) new VirtualMachine(stack, name, { ...DEFAULTS, cluster, namespace: NAMESPACE });
  }).stack);
}

/** The VM of a capability, on a cluster with `gates` and, of the gates of a profile, those that it does not need. Throws where it is refused. */
export function synthesized(capability: Capability, gates = capability.gates ?? []): SynthesizedCapability {
  const kubevirtVersion = capability.since === '1.9.0' ? KubevirtVersion.V1_9_0 : KubevirtVersion.V1_8_4;
  const app: SynthesizedApp = synth((stack) => {
    const plain = VmoClusterProfile.fromExisting(stack, 'plain', { clusterName: 'plain', kubevirtVersion });
    const cluster = VmoClusterProfile.fromExisting(stack, 'cluster', {
      clusterName: 'lab', kubevirtVersion, featureGates: [...plain.featureGates.filter((gate) => !capability.gates?.includes(gate)), ...gates],
    });
    new VirtualMachine(stack, vmName(capability), {
      ...DEFAULTS,
      ...capability.vm({ stack, cluster, namespace: NAMESPACE }),
      cluster,
      namespace: NAMESPACE,
    });
  });
  const objects = manifests(app.stack);
  const vm = objects.find(({ kind, metadata }) => kind === 'VirtualMachine' && metadata.name === vmName(capability));
  return { vm, companions: objects.filter((object) => object !== vm), warnings: app.stack.warnings };
}
