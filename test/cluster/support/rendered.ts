import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { run } from '../../../testbed/apply/command';
import { Helm, UnreachableChart } from '../../../testbed/apply/helm';
import { Release } from '../../../testbed/apply/stack';
import { Bed } from '../../../testbed/bed';

/** What Helm makes of a release. */
export interface Rendered {
  readonly release: string;
  readonly namespace: string;
  /** Its objects and those of its hooks; none where its chart is not to be had. */
  readonly objects: readonly any[];
  /** Why its chart is not to be had. */
  readonly unreachable?: string;
}

/** What it takes to render. */
export type Renderer = Pick<Bed, 'helm' | 'kubeconfig'>;

/** Renders releases as Helm would install them, after `helm lint --strict`. Throws where either refuses. */
export async function rendered(bed: Renderer, releases: readonly Release[]): Promise<Rendered[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cdktf-vmo-'));
  const helm = new Helm(bed.helm, bed.kubeconfig, join(folder, 'helm'), process.env.TESTBED_CHARTS);
  try {
    const all: Rendered[] = [];
    for (const release of releases) all.push(await one(bed, helm, folder, release));
    return all;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function one(bed: Renderer, helm: Helm, folder: string, release: Release): Promise<Rendered> {
  const { name, namespace } = release;
  const values = join(folder, 'values.json');
  writeFileSync(values, release.valueTexts[0]);
  try {
    const chart = await helm.locate(release);
    await run([...bed.helm, 'lint', '--strict', chart, '-n', namespace, '-f', values], {});
    const text = await run([...bed.helm, 'template', name, chart, '-n', namespace, '-f', values, '--kube-version', '1.35.4', '--include-crds'], {});
    const objects = parseAllDocuments(text).map((document) => document.toJS()).filter((object) => object);
    return { release: name, namespace, objects: objects.map((object) => placed(object, namespace)) };
  } catch (error) {
    if (error instanceof UnreachableChart) return { release: name, namespace, objects: [], unreachable: error.message };
    throw new Error(`${namespace}/${name}: ${(error as Error).message}`);
  }
}

/** Helm sends an object without a namespace to that of the release; the server ignores it where the kind has none. */
function placed(object: any, namespace: string): any {
  return { ...object, metadata: { namespace, ...object.metadata } };
}

/** The pods that objects make: their templates, with the object each is of. */
export function pods(objects: readonly any[]): [owner: string, pod: any][] {
  return objects.flatMap((object): [string, any][] => {
    const { kind, metadata: { name }, spec } = object;
    const template = kind === 'Pod' ? object : kind === 'CronJob' ? spec.jobTemplate.spec.template : spec?.template;
    return template?.spec?.containers ? [[`${kind} ${name}`, template.spec]] : [];
  });
}

/** Every container of a pod. */
export function containers(pod: any): any[] {
  return [...pod.initContainers ?? [], ...pod.containers];
}
