import { Cluster } from './cluster';
import { Engine, harness } from './engine';
import { Bed } from '../../../testbed/bed';
import { Blueprint } from '../../../testbed/blueprint';
import { temporaryFolder } from '../../support/synth';

/** A bed with the quickstart on it. */
export interface Platform {
  readonly bed: Bed;
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly blueprint: Blueprint;
}

/** Starts a bed and applies the quickstart. */
export async function startPlatform(name: string): Promise<Platform> {
  const bed = await Bed.start({ name });
  const blueprint = Blueprint.example('quickstart', temporaryFolder());
  const engine = harness(bed);
  await engine.apply(blueprint);
  return { bed, engine, blueprint, cluster: new Cluster(bed.kubeconfig, bed.kubectl) };
}
