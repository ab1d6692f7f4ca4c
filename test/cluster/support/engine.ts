import { join } from 'path';
import { Applier, Change } from '../../../testbed/apply/apply';
import { readStacks } from '../../../testbed/apply/stack';
import { Terraform } from '../../../testbed/apply/terraform';
import { Bed } from '../../../testbed/bed';
import { Blueprint } from '../../../testbed/blueprint';

/** Where an app was synthesized. */
export type Synthesized = Pick<Blueprint, 'folder' | 'cdktfOut'>;

/** What applies a blueprint to a bed. Its state lies with the blueprint. */
export interface Engine<B extends Synthesized = Blueprint> {
  plan(blueprint: B): Promise<Change[]>;
  apply(blueprint: B): Promise<Change[]>;
  destroy(blueprint: B): Promise<void>;
}

/** Packaged charts that take the place of chart repositories, where they can't be reached. */
const CHARTS = process.env.TESTBED_CHARTS;

/** Helm and server-side apply, as the Terraform providers would use them. Needs nothing but the bed. */
export function harness(bed: Bed): Engine<Synthesized> {
  const applier = (blueprint: Synthesized) => new Applier({
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
