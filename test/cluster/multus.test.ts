import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { run } from '../../testbed/apply/command';
import { Programs, build } from '../../testbed/build';
import { goModule } from '../../testbed/go';
import { ROOT } from '../support/run-app';

/*
 * The chart against Multus' own Go module: what its programs read, what its manifests grant and mount.
 */
const VERSION = '4.3.0';
const multus = goModule('gopkg.in/k8snetworkplumbingwg/multus-cni.v4', VERSION);
const THEIRS: any[] = documents(multus.read('deployments/multus-daemonset-thick.yml'));
const STRICT = ['--set', 'connectionLimit=16,masterCni=05-cilium.conflist,logLevel=debug'];

let programs: Programs;
let ours: any[];

beforeAll(async () => {
  programs = await build([]);
  ours = documents(await run([programs.helm, 'template', 'vmo-multus', join(ROOT, 'charts/multus'), '-n', 'kube-system', ...STRICT], {}));
});

function documents(text: string): any[] {
  return parseAllDocuments(text).map((document) => document.toJS()).filter((object) => object);
}

function named(objects: any[], kind: string, name: string): any {
  return objects.find((object) => object.kind === kind && object.metadata.name === name);
}

/** The names of JSON fields in a file of Go. */
function jsonFields(file: string): string[] {
  return [...multus.read(file).matchAll(/`json:"([\w.-]+)/g)].map(([, name]) => name);
}

/** Rules as single rights. */
function rights({ rules }: any): string[] {
  return rules.flatMap(({ apiGroups, resources, verbs }: any) =>
    apiGroups.flatMap((group: string) => resources.flatMap((resource: string) => verbs.map((verb: string) => `${group}/${resource} ${verb}`))));
}

test('the chart is of the version that it is held against', async () => {
  expect(await run([programs.helm, 'show', 'chart', join(ROOT, 'charts/multus')], {})).toMatch(new RegExp(`appVersion: "?${VERSION}`));
});

test('the daemon reads every key of its configuration', () => {
  const known = [...jsonFields('pkg/server/types.go'), ...jsonFields('pkg/server/config/generator.go'), ...jsonFields('pkg/types/types.go')];
  const config = JSON.parse(named(ours, 'ConfigMap', 'multus-daemon-config').data['daemon-config.json']);
  expect(Object.keys(config).filter((key) => !known.includes(key))).toEqual([]);
  expect(config).toMatchObject({ connectionLimit: 16, multusMasterCNI: '05-cilium.conflist', logLevel: 'debug' });
});

test('what its own manifest configures is configured here, with the same value', () => {
  const config = (objects: any[]) => JSON.parse(named(objects, 'ConfigMap', 'multus-daemon-config').data['daemon-config.json']);
  expect(config(ours)).toMatchObject({ ...config(THEIRS), logLevel: 'debug' });
});

test('the programs are called with arguments that they have', () => {
  const { initContainers: [install], containers: [daemon] } = named(ours, 'DaemonSet', 'kube-multus-ds').spec.template.spec;
  expect(daemon.command[0]).toBe('/usr/src/multus-cni/bin/multus-daemon');
  expect(multus.read('cmd/multus-daemon/main.go')).toContain(`flag.String("${daemon.command[1].slice(1)}"`);
  expect(install.command[0]).toBe('/usr/src/multus-cni/bin/install_multus');
  for (const flag of install.command.filter((argument: string) => argument.startsWith('--'))) {
    expect(multus.read('cmd/install_multus/main.go')).toContain(`pflag.StringP("${flag.slice(2)}"`);
  }
});

test('it may do nothing that its own manifest does not let it do, and all that it does', () => {
  const theirs = rights(named(THEIRS, 'ClusterRole', 'multus'));
  const granted = rights(named(ours, 'ClusterRole', 'multus'));
  const isTheirs = (right: string) => theirs.includes(right) || (right.startsWith('k8s.cni.cncf.io/') && theirs.includes('k8s.cni.cncf.io/* *'));
  expect(granted.filter((right) => !isTheirs(right))).toEqual([]);
  // What the module's code asks for: networks and pods by informers, the annotation of the result through pods/status.
  expect(granted).toEqual(expect.arrayContaining([
    'k8s.cni.cncf.io/network-attachment-definitions list', 'k8s.cni.cncf.io/network-attachment-definitions watch', '/pods get', '/pods list', '/pods watch',
    '/pods/status update', '/events create', '/events patch',
  ]));
});

test('its container has every directory of the node that its own manifest gives it, at the same place', () => {
  const mounts = (objects: any[]) => {
    const { containers: [daemon], volumes } = named(objects, 'DaemonSet', 'kube-multus-ds').spec.template.spec;
    const onNode = (name: string) => volumes.find((volume: any) => volume.name === name).hostPath?.path.replace(/(.)\/$/, '$1');
    return Object.fromEntries(daemon.volumeMounts.map(({ name, mountPath, mountPropagation }: any) => [mountPath, [onNode(name), mountPropagation]])
      .filter(([, [path]]: any) => path));
  };
  expect(mounts(ours)).toEqual(mounts(THEIRS));
});
