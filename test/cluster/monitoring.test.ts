import { KubevirtVersion } from '../../src/kubevirt/version';
import { alertGroup, grafanaDashboards } from '../../src/profile/monitoring-content';
import { run } from '../../testbed/apply/command';
import { upstreamProgram } from '../../testbed/upstream';
import { GoModule } from '../../tools/facts/go-module';

const EXPRESSIONS: string[] = [
  ...Object.values(grafanaDashboards()).flatMap(({ panels }) => panels.flatMap(({ targets }: any) => targets.map(({ expr }: any) => expr))),
  ...alertGroup().rules.map(({ expr }) => expr),
];

test('Prometheus reads every expression', async () => {
  const program = await upstreamProgram('promql');
  expect(await run([program], {}, EXPRESSIONS.join('\n'))).toBe('');
  await expect(run([program], {}, 'sum by (node (x)')).rejects.toThrow(/unexpected/);
}, 300_000);

test.each(Object.values(KubevirtVersion))('KubeVirt %s has every metric', (version) => {
  const module = GoModule.download('kubevirt.io/kubevirt', `v${version}`);
  const files = (folder: string): string[] => module.list(folder).flatMap((path) => /\.go$/.test(path) ? [path] : /\.\w+$|OWNERS$/.test(path) ? [] : files(path));
  // Metrics of its components, and what the rules that virt-operator installs make of them.
  const known = new Set(['metrics', 'rules'].flatMap((folder) => files(`pkg/monitoring/${folder}`)).flatMap((path) => module.read(path).match(/(?<=")kubevirt_\w+(?=")/g) ?? []));
  const used = new Set(EXPRESSIONS.flatMap((expression) => expression.match(/kubevirt_\w+/g)!));
  expect([...used].filter((metric) => !known.has(metric))).toEqual([]);
  expect(used.size).toBeGreaterThan(20);
});
