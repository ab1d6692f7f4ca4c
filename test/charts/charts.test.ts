import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { isMap, Pair, parseDocument } from 'yaml';
import { charts, stamped } from '../../tools/stamp-charts';

const CHARTS = path.join(__dirname, '../../charts');

function read(file: string): string {
  return fs.readFileSync(path.join(CHARTS, file), 'utf8');
}

function filesEndingWith(...ends: string[]): string[] {
  return fs.readdirSync(CHARTS, { recursive: true, encoding: 'utf8' }).filter((file) => ends.some((end) => file.endsWith(end))).sort();
}

const templates = filesEndingWith('.yaml', '.tpl').filter((file) => file.includes('templates'));
const generated = filesEndingWith('.json').filter((file) => file.includes('/files/'));
const crds = generated.filter((file) => JSON.parse(read(file)).kind === 'CustomResourceDefinition');

test.each(charts().map((chart) => path.basename(chart)))('the version of %s carries the hash of its content', (chart) => {
  expect(read(`${chart}/Chart.yaml`)).toBe(stamped(path.join(CHARTS, chart)));
});

const names = charts().map((chart) => path.basename(chart));

test.each(names)('the values of %s are those of its schema, and fit it', (chart) => {
  const schema = JSON.parse(read(`${chart}/values.schema.json`));
  const values = parseDocument(read(`${chart}/values.yaml`)).toJS() ?? {};
  const ajv = new Ajv();
  expect(ajv.validate(schema, values) || ajv.errorsText()).toBe(true);
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(values).sort()).toEqual(Object.keys(schema.properties).sort());
});

test.each(names)('each value of %s is documented', (chart) => {
  const { contents, commentBefore } = parseDocument(read(`${chart}/values.yaml`));
  const items: Pair<any, any>[] = isMap(contents) ? contents.items : [];
  const documented = ({ key, value }: Pair<any, any>, first: boolean, above: unknown): boolean =>
    Boolean(key.commentBefore ?? (first && above)) || SAYS_IT_ITSELF.test(key.value)
    || (isMap(value) && value.items.some((item, at) => documented(item, at === 0, value.commentBefore)));
  const silent = items.filter((item, at) => !documented(item, at === 0, commentBefore ?? contents?.commentBefore));
  expect(silent.map(({ key }) => key.value)).toEqual([]);
});

/** Kubernetes' own words, which mean here what they mean in any pod. */
const SAYS_IT_ITSELF = /^(version|replicas|resources|nodeSelector|tolerations|affinity|imagePullPolicy|imagePullSecrets)$/;

test('what several charts let one choose has one name and one form in all of them', () => {
  const forms = new Map<string, Set<string>>();
  const walk = (schema: any, root: any): void => {
    for (const [name, field] of Object.entries<any>(schema.properties ?? {})) {
      const given = resolved(field, root);
      if (COMMON.includes(name)) forms.set(name, (forms.get(name) ?? new Set()).add(JSON.stringify(given)));
      walk(given, root);
    }
  };
  for (const chart of names) {
    const root = JSON.parse(read(`${chart}/values.schema.json`));
    walk(root, root);
  }
  expect([...forms.keys()].sort()).toEqual(COMMON);
  expect([...forms].filter(([, all]) => all.size > 1).map(([name, all]) => [name, ...all])).toEqual([]);
  expect(names.filter((chart) => /\bpull(Policy|Secrets)\b/.test(read(`${chart}/values.yaml`)))).toEqual([]);
});

const COMMON = ['affinity', 'imagePullPolicy', 'imagePullSecrets', 'networkPolicy', 'nodeSelector', 'priorityClassName', 'resources', 'tolerations'];

/** A schema with what it refers to in its place. */
function resolved(schema: any, root: any): any {
  return JSON.parse(JSON.stringify(schema), (_, value) => value?.$ref ? resolved(root.definitions[value.$ref.replace('#/definitions/', '')], root) : value);
}

test.each([
  ['quay.io/kubevirt/virt-handler:v1.8.4', true], ['localhost:5000/frpc', true], ['frpc:0.70@sha256:' + 'a'.repeat(64), true],
  ['quay.io/a b', false], ['quay.io/frpc:', false], ['frpc@sha256:aaa', false], ['https://quay.io/frpc:1', false],
])('every chart takes the image %s: %s', (image, is) => {
  const patterns = names.flatMap((chart) => {
    const schema = JSON.parse(read(`${chart}/values.schema.json`));
    const { properties } = resolved(schema, schema);
    return [properties, properties.hooks?.properties].flatMap((at) => at?.image?.pattern ?? []).map((pattern: string): [string, boolean] =>
      [chart, new RegExp(pattern).test(image)]);
  });
  expect(patterns.length).toBeGreaterThan(7);
  expect(patterns.filter(([, takes]) => takes !== is)).toEqual([]);
});

test.each(templates.filter((file) => /^kind: (Deployment|DaemonSet)$/m.test(read(file))))('the pods of %s say of which chart and release they are', (file) => {
  expect(read(file).match(/app\.kubernetes\.io\/name: /g)?.length).toBeGreaterThan(0);
  expect(read(file)).toContain('app.kubernetes.io/instance: {{ .Release.Name }}');
});

test('KubeVirt and the volume snapshots bring their CRDs', () => {
  expect(crds.map((file) => JSON.parse(read(file)).metadata.name)).toEqual(expect.arrayContaining([
    'kubevirts.kubevirt.io', 'volumesnapshots.snapshot.storage.k8s.io', 'volumesnapshotcontents.snapshot.storage.k8s.io',
    'volumesnapshotclasses.snapshot.storage.k8s.io',
  ]));
});

test.each(crds)('%s stays in the cluster when its release goes, and holds no prose', (file) => {
  expect(JSON.parse(read(file)).metadata.annotations['helm.sh/resource-policy']).toBe('keep');
  expect(read(file)).not.toMatch(/"description": ?"/);
});

test.each(crds.filter((file) => file.startsWith('snapshot-crds')))('%s names the approval that the k8s.io group needs', (file) => {
  expect(JSON.parse(read(file)).metadata.annotations).toHaveProperty(['api-approved.kubernetes.io']);
});

test.each(generated.filter((file) => file.endsWith('rbac.json')))('%s grants everything only in the API groups of KubeVirt and CDI', (file) => {
  const { clusterRole, role, aggregated = [] } = JSON.parse(read(file));
  const wildcards = [...clusterRole, ...role, ...aggregated].filter((rule) => Object.values(rule).some((values: any) => values.includes('*')));
  expect(wildcards.flatMap((rule) => rule.apiGroups).filter((group) => !/^(\w+\.)*(cdi\.)?kubevirt\.io$/.test(group))).toEqual([]);
});

test('charts with hooks have the same copy of what makes them', () => {
  const copies = templates.filter((file) => file.endsWith('/_hook.tpl'));
  expect(copies).toEqual(expect.arrayContaining(['cdi/templates/_hook.tpl', 'kubevirt/templates/_hook.tpl']));
  expect(new Set(copies.map(read)).size).toBe(1);
});

test.each(templates)('%s evaluates no text of the user', (file) => {
  expect(read(file)).not.toMatch(/\btpl\b/);
});

/** What must be root on the nodes, or more; test/cluster/platform.test.ts says what each of them may do. */
const NODE_AGENTS = ['multus/templates/daemonset.yaml', 'multus/templates/dynamic-networks.yaml', 'vlan-filtering/templates/daemonset.yaml',
  'cni-plugins/templates/daemonset.yaml'];

test.each(templates.filter((file) => /^ +containers:/m.test(read(file)) && !NODE_AGENTS.includes(file)))('the pods of %s are not root and cannot write to their images', (file) => {
  const parts = templates.filter((other) => other.endsWith('.tpl') && path.dirname(other) === path.dirname(file));
  const template = [file, ...parts].map(read).join('\n');
  expect(template).toContain('runAsNonRoot: true');
  expect(template).toMatch(/readOnlyRootFilesystem"?:? true/);
  expect(template).toMatch(/allowPrivilegeEscalation"?:? false/);
  expect(template).toMatch(/drop(: \[|" \(list ")ALL/);
  expect(template).toContain('type: RuntimeDefault');
});
