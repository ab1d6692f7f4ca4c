import { parse, parseAllDocuments } from 'yaml';
import { changed, chartFolder, rendered } from './rendered-chart';
import { KubevirtVersion } from '../../../src';
import { kubevirtImages } from '../../../src/profile/kubevirt-images';
import { GoModule } from '../../../tools/facts/go-module';

/*
 * The kubevirt-operator chart against KubeVirt's own manifests and code, read from its Go module. Each comparison gives what only one of both
 * has; what differs on purpose is named here.
 */
const NAMESPACE = 'kubevirt';

/** Upstream's files are Go templates; where a namespace stands in one, it is that of ours. */
function documents(module: GoModule, file: string): any[] {
  const text = module.read(file)
    .replace(/\{\{\.Namespace\}\}/g, NAMESPACE)
    .replace(/^\{\{.*\}\}$/gm, '') // files that are put in here
    .replace(/\{\{.*?\}\}/g, 'anything');
  return parseAllDocuments(text).map((document) => document.toJS()).filter(Boolean);
}

const RBAC = 'manifests/generated/rbac-operator.authorization.k8s.yaml.in';
const RELEASE = 'manifests/release/kubevirt-operator.yaml.in';
const CRD = 'manifests/generated/kv-resource.yaml';
const CSV = 'manifests/generated/operator-csv.yaml.in';
const POLICIES = 'manifests/generated/kubevirt-network-policies.yaml.in';
const CONFIG = 'pkg/virt-operator/util/config.go';
const COMPONENTS = 'pkg/virt-operator/resource/generate/components';

/** What only one of both has. */
function difference(ours: Iterable<string>, theirs: Iterable<string>): string[] {
  const [own, upstream] = [new Set(ours), new Set(theirs)];
  return [...[...upstream].filter((one) => !own.has(one)).map((one) => `- ${one}`), ...[...own].filter((one) => !upstream.has(one)).map((one) => `+ ${one}`)].sort();
}

/** Every single right of the roles among the objects, and who has them. */
function rights(objects: any[]): string[] {
  return objects.flatMap((object) => {
    const { kind, metadata: { name }, rules = [], roleRef, subjects = [] } = object;
    if (kind === 'ServiceAccount') return [`${kind} ${name}`];
    if (/Binding$/.test(kind)) return subjects.map((subject: any) => `${kind} ${name}: ${subject.kind} ${subject.namespace}/${subject.name} is ${roleRef.kind} ${roleRef.name}`);
    if (!/Role$/.test(kind)) return [];
    return rules.flatMap(({ apiGroups = [], resources = [], resourceNames = ['any'], nonResourceURLs = [], verbs }: any) => verbs.flatMap((verb: string) => [
      ...nonResourceURLs.map((url: string) => `${kind} ${name}: ${verb} ${url}`),
      ...apiGroups.flatMap((group: string) => resources.flatMap((resource: string) =>
        resourceNames.map((one: string) => `${kind} ${name}: ${verb} ${resource}.${group} ${one}`))),
    ]));
  });
}

/** Every field of a CRD's versions, with all that is asked of its value. */
function fields(crd: any): string[] {
  const found: string[] = [];
  const walk = ({ description: _, properties = {}, items, additionalProperties, 'x-kubernetes-validations': rules, ...rest }: any, path: string) => {
    found.push(`${path} ${JSON.stringify(Object.entries(rest).sort())}${rules ? JSON.stringify(rules.map(({ rule }: any) => rule)) : ''}`);
    for (const [name, field] of Object.entries(properties)) walk(field, `${path}.${name}`);
    if (items) walk(items, `${path}[]`);
    if (additionalProperties) walk(additionalProperties === true ? {} : additionalProperties, `${path}{}`);
  };
  for (const { name, served, storage, schema, subresources } of crd.spec.versions) {
    found.push(`${name}: served ${served}, storage ${storage}, subresources ${JSON.stringify(subresources)}`);
    walk(schema.openAPIV3Schema, name);
  }
  return [...found, JSON.stringify(crd.spec.names), crd.spec.scope, crd.spec.group];
}

/** What of virt-operator's Deployment others count on, and how it runs. */
function operator(deployment: any): any {
  const { selector, template: { metadata: { labels, annotations }, spec } } = deployment.spec;
  const [container] = spec.containers;
  const numbers = Object.fromEntries(container.ports.map(({ name, containerPort }: any) => [name, containerPort]));
  const port = ({ httpGet, ...probe }: any) => ({ ...probe, httpGet: { ...httpGet, port: numbers[httpGet.port] ?? httpGet.port } });
  return {
    selector,
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('app.kubernetes.io/'))), // all our charts have these
    annotations,
    serviceAccountName: spec.serviceAccountName,
    priorityClassName: spec.priorityClassName,
    nodeSelector: spec.nodeSelector,
    tolerations: spec.tolerations,
    controlPlane: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution,
    securityContext: spec.securityContext,
    command: [...container.command, ...container.args.slice(0, 3)], // and then the verbosity
    ports: container.ports.map(({ name, containerPort }: any) => `${name} ${containerPort}`),
    livenessProbe: port(container.livenessProbe),
    readinessProbe: port(container.readinessProbe),
    resources: container.resources,
    container: container.securityContext,
    terminationMessagePolicy: container.terminationMessagePolicy,
    files: container.volumeMounts.map(({ name, mountPath, readOnly }: any) => {
      const { name: _, ...volume } = spec.volumes.find((one: any) => one.name === name);
      return [mountPath, readOnly, volume];
    }),
  };
}

/** Who lets whom in to which port. */
function openings(policies: any[]): string[] {
  return policies.filter(({ kind, spec }) => kind === 'NetworkPolicy' && spec.ingress).flatMap(({ spec: { podSelector, ingress } }) =>
    ingress.flatMap(({ from, ports = [{}] }: any) => selected(podSelector).flatMap((pod) =>
      (from ? from.flatMap((peer: any) => selected(peer.podSelector)) : ['anybody']).flatMap((peer: string) =>
        ports.map((port: any) => `${pod} lets ${peer} in to ${port.port ?? 'any port'}`)))));
}

/** The pods that a selector is for; those of VM templates are of two kinds. */
function selected({ matchLabels = {}, matchExpressions = [] }: any): string[] {
  if (matchLabels['app.kubernetes.io/name']) {
    const kinds = matchLabels['control-plane'] ? [matchLabels['control-plane']] : ['apiserver', 'controller-manager'];
    return kinds.map((kind) => `${matchLabels['app.kubernetes.io/name']} ${kind}`);
  }
  return [...matchExpressions.flatMap(({ values }: any) => values), ...matchLabels['kubevirt.io'] ? [matchLabels['kubevirt.io']] : []];
}

/** The value of a constant in Go code. */
const constant = (source: string, name: string) => new RegExp(`\\b${name} += "([^"]+)"`).exec(source)?.[1];

describe.each(Object.values(KubevirtVersion))('KubeVirt %s', (version) => {
  const upstream = GoModule.download('kubevirt.io/kubevirt', `v${version}`);
  const { VIRT_OPERATOR_IMAGE: image, ...images } = kubevirtImages({ version });
  const values = { version, image, images, requireControlPlane: true, networkPolicy: { enabled: true } };
  const chart = (folder = chartFolder('kubevirt-operator')) => rendered(folder, values, NAMESPACE);
  const ours = chart();
  const one = (objects: any[], kind: string) => objects.find((object) => object.kind === kind);
  const deployment = (objects: any[]) => operator(one(objects, 'Deployment'));

  const theirRights = rights([...documents(upstream, RBAC), ...documents(upstream, RELEASE)]);
  const theirFields = fields(parse(upstream.read(CRD)));
  const [{ spec: { install } }] = documents(upstream, CSV);
  const theirDeployment = operator(install.spec.deployments[0]);
  const theirVariables = [...upstream.read(CONFIG).matchAll(/^\s+\w+EnvName += "(\w+)"$/gm)].map(([, name]) => name);

  const variables = (objects: any[]): string[] => one(objects, 'Deployment').spec.template.spec.containers[0].env.map(({ name }: any) => name);
  /** The old name of VIRT_OPERATOR_IMAGE. */
  const missed = (objects: any[]) => difference(variables(objects), theirVariables.filter((name) => name !== 'OPERATOR_IMAGE'));

  test('the operator has the rights that it has upstream, and no more', () => {
    expect(theirRights.length).toBeGreaterThan(500);
    expect(difference(rights(ours), theirRights)).toEqual([]);
  });

  test('the KubeVirt CRD has the fields that it has upstream, and no more', () => {
    expect(theirFields.length).toBeGreaterThan(500);
    expect(difference(fields(one(ours, 'CustomResourceDefinition')), theirFields)).toEqual([]);
  });

  test('the operator is told all that its code reads from the environment, and nothing else', () => {
    expect(theirVariables).toContain('VIRT_LAUNCHER_IMAGE');
    expect(missed(ours)).toEqual([]);
  });

  test('the operator runs as upstream, with its image read-only', () => {
    const { container: { readOnlyRootFilesystem, ...container }, ...rest } = deployment(ours);
    const { container: { seccompProfile, ...theirContainer }, ...theirs } = theirDeployment; // which the pod has, too
    expect([readOnlyRootFilesystem, seccompProfile]).toEqual([true, theirs.securityContext.seccompProfile]);
    expect({ ...rest, container }).toEqual({ ...theirs, container: theirContainer });
  });

  test("the operator's Services find its pods and ports", () => {
    const [code, webhooks, constants] = ['deployments.go', 'webhooks.go', 'prometheus.go'].map((file) => upstream.read(`${COMPONENTS}/${file}`));
    const service = (source: string, name: string) => new RegExp(`^func ${name}\\(.*?^}`, 'ms').exec(source)![0];
    const found = [service(code, 'NewPrometheusService'), service(webhooks, 'NewOperatorWebhookService')].map((source) => {
      const [, key, value] = /Selector: map\[string\]string\{\s*([^:]+): +([^,]+),/.exec(source)!;
      const text = (word: string) => /^"(.*)"$/.exec(word)?.[1] ?? constant(constants, word);
      return { selector: { [text(key)!]: text(value) }, port: /StrVal: "(\w+)"/.exec(source)![1] };
    });
    const { labels, ports } = deployment(ours);
    for (const { selector, port } of found) {
      expect(labels).toMatchObject(selector);
      expect(ports).toContainEqual(expect.stringMatching(`^${port} `));
    }
    expect(found).toHaveLength(2);
  });

  test('components have the priority class that their pods name', () => {
    const { metadata: { name }, value } = parse(upstream.read('manifests/generated/kubevirt-priority-class.yaml'));
    expect(one(ours, 'PriorityClass')).toMatchObject({ metadata: { name }, value, globalDefault: false });
  });

  test('network policies let in whom upstream lets in, and migrations from other clusters', () => {
    expect(difference(openings(ours), openings(documents(upstream, POLICIES)))).toEqual(['+ virt-synchronization-controller lets anybody in to 9185']);
    expect(constant(upstream.read(CONFIG).replace(/int32 = (\d+)/, '= "$1"'), 'DefaultSynchronizationPort')).toBe('9185');
  });

  test('images are called as upstream calls them, those of VM templates by their own version', () => {
    const code = [`${COMPONENTS}/deployments.go`, `${COMPONENTS}/daemonsets.go`, 'pkg/virtctl/guestfs/guestfs.go'].map((file) => upstream.read(file)).join('\n');
    const bundle = upstream.read(`${COMPONENTS}/data/virt-template/install-virt-operator.yaml`);
    const templates = [...bundle.matchAll(/image: (\S+)/g)].map(([, name]) => name);
    const named = (reference: string) => reference.replace(/[:@].*/, '');
    for (const reference of [image, ...Object.values(images)]) {
      if (reference.includes('virt-template')) expect(templates.map(named)).toContain(named(reference));
      else expect(code).toContain(`"${named(reference).replace('quay.io/kubevirt/', '')}"`);
      if (reference.includes('virt-template') && !reference.includes('@')) expect(templates).toContain(reference);
    }
  });

  describe('it would be noticed', () => {
    const broken = (before: RegExp, after: string) => chart(changed('kubevirt-operator', before, after));

    test('that a right is missing, or is one too many', () => {
      expect(difference(rights(broken(/"resources":\["jobs"/, '"resources":["jobz"')), theirRights)).not.toEqual([]);
      expect(difference(rights(broken(/"resources":\["jobs"/, '"resources":["jobs","cronjobs"')), theirRights)).toContainEqual(expect.stringMatching(/^\+ .*cronjobs/));
    });

    test('that a field is missing, or is one too many', () => {
      const crd = (objects: any[]) => fields(one(objects, 'CustomResourceDefinition'));
      expect(difference(crd(broken(/"vmStateStorageClass": ?\{[^}]*\},?/, '')), theirFields)).toContainEqual(expect.stringMatching(/^- v1.*vmStateStorageClass/));
      expect(difference(crd(broken(/"vmStateStorageClass"/, '"ours": {"type": "string"}, "vmStateStorageClass"')), theirFields)).toContainEqual(expect.stringMatching(/^\+ v1.*ours/));
    });

    test('that a variable is missing, or is one too many', () => {
      expect(missed(broken(/- name: KUBEVIRT_VERSION\s+value: .*/, ''))).toEqual(['- KUBEVIRT_VERSION']);
      expect(missed(broken(/- name: KUBEVIRT_VERSION/, '- name: OURS\n              value: ""\n            - name: KUBEVIRT_VERSION'))).toEqual(['+ OURS']);
    });
  });
});
