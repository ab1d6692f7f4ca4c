import { execFileSync } from 'child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { BundledChart } from '../../../src/delivery/chart';
import { KUBERNETES } from '../../../testbed/versions';
import { ROOT } from '../../support/run-app';
import { temporaryFolder } from '../../support/synth';

/** What Helm makes of a chart: that of this checkout, or a copy that was changed. */
export function rendered(chart: string, values: object, namespace: string): any[] {
  const file = join(temporaryFolder(), 'values.json');
  writeFileSync(file, JSON.stringify(values));
  // Helm as a tool takes itself for one of Kubernetes 1.20.
  const args = ['tool', 'helm', 'template', 'conformance', chart, '--namespace', namespace, '--values', file, '--kube-version', KUBERNETES];
  const text = execFileSync('go', args, { cwd: join(ROOT, 'testbed/go/helm'), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return parseAllDocuments(text).map((document) => document.toJS()).filter(Boolean);
}

/** A copy of a chart of this checkout with the first match in its files replaced, wherever that is. */
export function changed(chart: BundledChart, before: RegExp, after: string): string {
  const copy = join(temporaryFolder(), chart);
  cpSync(chartFolder(chart), copy, { recursive: true });
  const files = readdirSync(copy, { recursive: true, encoding: 'utf8' }).map((file) => join(copy, file)).filter((file) => /\.(yaml|tpl|json)$/.test(file));
  const matching = files.filter((file) => before.test(readFileSync(file, 'utf8')));
  if (matching.length === 0) throw new Error(`nothing in chart ${chart} matches ${before}`);
  matching.forEach((file) => writeFileSync(file, readFileSync(file, 'utf8').replace(before, after)));
  return copy;
}

/** Where a chart of this checkout lies. */
export function chartFolder(chart: BundledChart): string {
  return join(ROOT, 'charts', chart);
}
