import { readdirSync } from 'fs';
import { join } from 'path';
import { Applier } from '../../testbed/apply/apply';
import { readStacks } from '../../testbed/apply/stack';
import { Bed } from '../../testbed/bed';
import { Blueprint } from '../../testbed/blueprint';
import { ROOT } from '../support/run-app';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';
import { actions } from './support/engine';
import { synthesizedVms } from './support/synthesized';

/** The quickstart has a test of its own: lifecycle.test.ts. */
const EXAMPLES = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'quickstart').map(({ name }) => name);

test.each(EXAMPLES)('%s: each stack on a cluster of its own, all at once', async (example) => {
  const blueprint = Blueprint.example(example, temporaryFolder());
  const names = readStacks(blueprint.cdktfOut).map(({ name }) => name);
  const seen = await Promise.all(names.map(async (name) => {
    const bed = await Bed.start({ name: `example-${name}` });
    try {
      const cluster = new Cluster(bed.kubeconfig, bed.kubectl);
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
      const before = await specs(cluster);
      expect(actions(await applier.plan(stack()))).toEqual([]);
      await applier.apply(stack(), { reapply: true });
      expect(await specs(cluster)).toEqual(before);

      await applier.destroy(stack());
      const left = Object.keys(await cluster.everything()).filter((object) => /^(VirtualMachine|KubeVirt|NetworkAttachment|Deployment|Pod|Secret)/.test(object));
      expect(left).toEqual([]);
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

/** What is declared, and how often it was changed, of what blueprints are made of. */
async function specs(cluster: Cluster): Promise<object> {
  const objects: any[] = await cluster.get('vm,kubevirt,net-attach-def,deployment,clusterrole,role,rolebinding,namespace', '-A');
  return Object.fromEntries(objects.map(({ kind, metadata, spec, rules, roleRef }) =>
    [`${kind} ${metadata.namespace}/${metadata.name}`, { uid: metadata.uid, generation: metadata.generation, spec, rules, roleRef }]));
}
