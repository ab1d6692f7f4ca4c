import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { Rule } from '../../tools/facts/rbac';

/*
 * The cdi-operator chart against what CDI 1.66.0 has. Its repository is no Go module, so the facts lie here, with their source in the first line.
 */
const CHART = join(__dirname, '../../charts/cdi-operator');
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const fact = (name: string) => json(join(__dirname, 'cdi-1.66.0', `${name}.json`));
const chart = (file: string) => json(join(CHART, 'files', file));

/** Every single right of rules: one value of each part. */
function rights(rules: Rule[]): string[] {
  return [...new Set(rules.flatMap(({ apiGroups = ['-'], resources = ['-'], resourceNames = ['any'], nonResourceURLs = ['-'], verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => resourceNames.flatMap((name) => nonResourceURLs.flatMap((url) =>
      verbs.map((verb) => [group, resource, name, url, verb].join(' '))))))))].sort();
}

test.each([['clusterRole', 'ClusterRole/cdi-operator'], ['role', 'Role/cdi-operator']])('the rights of its %s are those of CDI, none more and none less', (ours, theirs) => {
  expect(rights(chart('rbac.json')[ours])).toEqual(rights(fact('operator-rbac')[theirs]));
});

test('a right that is missing, or one too many, would be seen', () => {
  const [first, ...others]: Rule[] = chart('rbac.json').clusterRole;
  const theirs = rights(fact('operator-rbac')['ClusterRole/cdi-operator']);
  expect(rights(others)).not.toEqual(theirs);
  expect(rights([{ ...first, verbs: [...first.verbs, 'escalate'] }, ...others])).not.toEqual(theirs);
});

test('its CRD has the fields of CDI, in every version', () => {
  const { metadata, spec } = chart('crd.json');
  const { name, spec: theirs } = fact('crd');
  expect(metadata.name).toBe(name);
  const { group, names, scope, versions } = spec;
  expect({ group, names, scope }).toEqual({ group: theirs.group, names: theirs.names, scope: theirs.scope });
  expect(versions).toEqual(theirs.versions);
});

describe('its Deployment', () => {
  const template = readFileSync(join(CHART, 'templates/deployment.yaml'), 'utf8');
  // What Helm fills in is text to YAML; nothing of it decides the shape.
  const text = template.split('\n').filter((line) => !/^\s*\{\{-/.test(line)).join('\n').replace(/\{\{[^}]*\}\}/g, 'filled');
  const pod = parse(text, { merge: true }).spec.template;
  const [container] = pod.spec.containers;
  const { containers: [theirs], podSpecKeys } = fact('operator-deployment');

  test('has every variable of the operator, in the same order', () => {
    expect(container.env.map(({ name }: any) => name)).toEqual(theirs.env.map(({ name }: any) => name));
  });

  test('has the ports and the probes of the operator, and waits for its start', () => {
    expect(container.ports).toEqual(theirs.ports.map(({ name, containerPort }: any) => ({ name, containerPort })));
    const port = (name: string) => container.ports.find((one: any) => one.name === name).containerPort;
    for (const probe of ['livenessProbe', 'readinessProbe']) {
      expect({ path: container[probe].httpGet.path, port: port(container[probe].httpGet.port) })
        .toEqual({ path: theirs[probe].httpGet.path, port: theirs[probe].httpGet.port });
    }
    expect(container.startupProbe.httpGet).toEqual(container.livenessProbe.httpGet);
  });

  test('runs as its ServiceAccount, with no more than it needs', () => {
    expect(pod.spec.serviceAccountName).toBe(podSpecKeys.serviceAccountName);
    expect({ ...pod.spec.securityContext, ...container.securityContext }).toMatchObject(theirs.securityContext);
  });

  test('asks for what CDI asks for, on the nodes that CDI names', () => {
    const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8'));
    expect(values.resources).toEqual(theirs.resources);
    expect(values.nodeSelector).toEqual(podSpecKeys.nodeSelector);
    expect(values.version).toBe(theirs.env.find(({ name }: any) => name === 'OPERATOR_VERSION').value.replace(/^v/, ''));
  });

  test('has no priority class unless told: that of KubeVirt is there only after KubeVirt', () => {
    expect(podSpecKeys.priorityClassName).toBe('kubevirt-cluster-critical');
    expect(parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')).priorityClassName).toBe('');
  });
});
