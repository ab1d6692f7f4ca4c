import { Bed } from '../../../testbed/bed';
import { Blueprint } from './blueprint';
import { Cluster } from './cluster';
import { Engine, harness } from './engine';

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
  const blueprint = Blueprint.example('quickstart');
  const engine = harness(bed);
  await engine.apply(blueprint);
  return { bed, engine, blueprint, cluster: new Cluster(bed.kubeconfig, bed.kubectl) };
}
