import { join } from 'path';
import { Applier, Change } from '../../../testbed/apply/apply';
import { readStacks } from '../../../testbed/apply/stack';
import { Terraform } from '../../../testbed/apply/terraform';
import { Bed } from '../../../testbed/bed';
import { Blueprint } from '../../../testbed/blueprint';

/** What applies a blueprint to a bed. Its state lies with the blueprint. */
export interface Engine {
  plan(blueprint: Blueprint): Promise<Change[]>;
  apply(blueprint: Blueprint): Promise<Change[]>;
  destroy(blueprint: Blueprint): Promise<void>;
}

/** Packaged charts that take the place of chart repositories, where they can't be reached. */
const CHARTS = process.env.TESTBED_CHARTS;

/** Helm and server-side apply, as the Terraform providers would use them. Needs nothing but the bed. */
export function harness(bed: Bed): Engine {
  const applier = (blueprint: Blueprint) => new Applier({
    kubeconfig: bed.kubeconfig, helm: bed.helm, kubectl: bed.kubectl, state: join(blueprint.folder, 'state'), charts: CHARTS,
  });
  return {
    plan: (blueprint) => applier(blueprint).plan(readStacks(blueprint.cdktfOut)),
    apply: (blueprint) => applier(blueprint).apply(readStacks(blueprint.cdktfOut)),
    destroy: (blueprint) => applier(blueprint).destroy(readStacks(blueprint.cdktfOut)),
  };
}

/** Terraform itself with its real providers. */
export function terraform(bed: Bed, stack: string): Engine {
  const engine = (blueprint: Blueprint) => new Terraform({ kubeconfig: bed.kubeconfig, home: join(blueprint.folder, 'home'), charts: CHARTS });
  return {
    plan: (blueprint) => engine(blueprint).plan(blueprint.stack(stack)),
    apply: (blueprint) => engine(blueprint).apply(blueprint.stack(stack)),
    destroy: (blueprint) => engine(blueprint).destroy(blueprint.stack(stack)),
  };
}

/** The changes that do something, as `action name`. */
export function actions(changes: readonly Change[]): string[] {
  return changes.filter(({ action }) => action !== 'no-op' && action !== 'skipped').map(({ action, name }) => `${action} ${name}`);
}
