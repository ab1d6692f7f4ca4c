import { writeFileSync } from 'fs';
import { basename, join } from 'path';
import { parse } from 'yaml';
import { ApiServer } from './api-server';
import { Cluster } from './cluster';
import { lint } from '../../../src/cli/lint';
import { GoModule } from '../../../tools/facts/go-module';
import { temporaryFolder } from '../../support/synth';

const CLUSTER_WIDE = ['MigrationPolicy', 'PriorityClass', 'VirtualMachineClusterInstancetype', 'VirtualMachineClusterPreference'];

/** The examples that come with a KubeVirt, each a file with one object. */
export class KubevirtExamples {
  /** By name of the file. */
  public readonly texts: ReadonlyMap<string, string>;

  /** @throws when the Go module cannot be had */
  constructor(private readonly version: string) {
    const module = GoModule.download('kubevirt.io/kubevirt', `v${version}`);
    this.texts = new Map(module.list('examples').map((path) => [basename(path), module.read(path)]));
  }

  /** What `vmo lint` has against each where all go to one cluster; errors alone. */
  public errors(gates: readonly string[]): Record<string, string[]> {
    const folder = temporaryFolder();
    for (const [name, text] of this.texts) writeFileSync(join(folder, name), text);
    const files = [...this.texts.keys()].map((name) => join(folder, name));
    let out = '';
    let err = '';
    lint(['--kubevirt', this.version, '--gates', gates.join(','), '--format', 'json', ...files], { out: (text) => { out += text; }, err: (text) => { err += text; } });
    if (err !== '') throw new Error(err);
    const errors: Record<string, string[]> = Object.fromEntries([...this.texts.keys()].map((name) => [name, []]));
    for (const { severity, file, ruleId, path, message } of JSON.parse(out)) {
      // Two of them have one name: they are not meant for one cluster.
      if (severity === 'error' && ruleId !== 'R-111') errors[basename(file)].push(`${ruleId} ${path}: ${message}`);
    }
    return errors;
  }

  /** The words with which a cluster refuses each, where it has their instancetypes and preferences; of those that it takes, nothing. */
  public async refusals(cluster: Cluster, namespace = 'default'): Promise<Record<string, string | undefined>> {
    const objects = [...this.texts].map(([name, text]) => [name, placed(parse(text), namespace)] as const);
    const known = objects.map(([, object]) => object).filter(({ apiVersion }) => apiVersion.startsWith('instancetype.kubevirt.io/'));
    const server = new ApiServer(cluster.kubeconfig);
    try {
      await cluster.apply(known);
      return Object.fromEntries(await Promise.all(objects.map(async ([name, object]) => [name, (await server.applying(object)).refusal])));
    } finally {
      server.close();
      await cluster.remove(known);
    }
  }
}

function placed(object: any, namespace: string): any {
  return CLUSTER_WIDE.includes(object.kind) ? object : { ...object, metadata: { ...object.metadata, namespace } };
}

/** What only the cluster can know: here, that there is no such instance to migrate. */
const ASKS_THE_CLUSTER = ['migration-job.yaml'];

/**
 * Of KubeVirt's own examples, `vmo lint` has something against those that the cluster refuses, and nothing against the others.
 * Those of a newer KubeVirt are held against what `vmo lint` knows of that one.
 */
export async function expectSameOfExamples(version: string, cluster: Cluster, gates: readonly string[]): Promise<void> {
  const examples = new KubevirtExamples(version);
  const errors = examples.errors(gates);
  const refusals = await examples.refusals(cluster);
  const disagreements = Object.entries(errors).filter(([name, found]) => (found.length > 0) !== (refusals[name] !== undefined));
  expect(disagreements.filter(([name]) => !ASKS_THE_CLUSTER.includes(name)).map(([name, found]) => [name, found, refusals[name]])).toEqual([]);
}
