import { join } from 'path';
import { Applier } from '../../testbed/apply/apply';
import { readStacks } from '../../testbed/apply/stack';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';
import { actions } from './support/engine';
import { LIVED } from './support/examples';
import { changed, declared, leftovers } from './support/footprint';
import { synthesizedVms } from './support/synthesized';

test.each(Object.entries(LIVED))('%s: each stack on a cluster of its own, all at once', async (example, edits) => {
  const blueprint = Blueprint.example(example, temporaryFolder());
  const edited = Blueprint.example(example, temporaryFolder()).edit(...edits);
  const names = readStacks(blueprint.cdktfOut).map(({ name }) => name);
  const seen = await Promise.all(names.map(async (name) => {
    const bed = await Bed.start({ name: `example-${name}` });
    try {
      const cluster = new Cluster(bed.kubeconfig, bed.kubectl);
      const empty = await cluster.everything();
      const applier = new Applier({
        kubeconfig: bed.kubeconfig, helm: bed.helm, kubectl: bed.kubectl, state: join(blueprint.folder, name), charts: process.env.TESTBED_CHARTS,
      });
      const stack = () => readStacks(blueprint.cdktfOut).filter((other) => other.name === name);
      const wanted = synthesizedVms(blueprint.stack(name));

      expect(actions(await applier.apply(stack())).every((change) => change.startsWith('create '))).toBe(true);
      const macs = await eventually(async () => {
        const instances: any[] = await cluster.get('vmi', '-A');
        expect(instances.map(({ metadata, status }) => `${metadata.name} ${status.phase}`).sort()).toEqual(Object.keys(wanted).map((vm) => `${vm} Running`).sort());
        return instances.flatMap(({ spec }) => addresses(spec));
      });
      expect(macs.sort()).toEqual(Object.values(wanted).flatMap(({ spec }) => addresses(spec.template.spec)).sort());

      // The server makes the same of it again.
      const before = await declared(cluster);
      expect(actions(await applier.plan(stack()))).toEqual([]);
      await applier.apply(stack(), { reapply: true });
      expect(changed(before, await declared(cluster))).toEqual([]);

      // A change of the VMs changes just them.
      const larger = () => readStacks(edited.cdktfOut).filter((other) => other.name === name);
      expect(actions(await applier.apply(larger())).every((change) => /^update vm-/.test(change))).toBe(true);
      expect(changed(before, await declared(cluster))).toEqual(Object.keys(wanted).map((vm) => `VirtualMachine default/${vm}`).sort());
      expect(actions(await applier.plan(larger()))).toEqual([]);

      await applier.destroy(stack());
      await eventually(async () => expect(await leftovers(cluster, empty)).toEqual([]));
      return macs as string[];
    } finally {
      await bed.stop();
    }
  }));
  const all = seen.flat();
  expect(new Set(all).size).toBe(all.length);
});

function addresses(instance: any): string[] {
  return instance.domain.devices.interfaces.map((nic: any) => nic.macAddress);
}
