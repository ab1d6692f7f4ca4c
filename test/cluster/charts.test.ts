import { cpSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../../testbed/apply/command';
import { Bed } from '../../testbed/bed';
import { bedFolder } from '../../testbed/control';
import { ROOT } from '../support/run-app';
import { temporaryFolder } from '../support/synth';
import { Cluster, eventually } from './support/cluster';

/*
 * What the charts say is what runs: were something missing in them, it would be missing here too. The charts of this
 * checkout, each once with one thing taken out.
 */
let bed: Bed;
let cluster: Cluster;

beforeEach(async () => {
  bed = await Bed.start({ name: 'charts' });
  cluster = new Cluster(bed.kubeconfig, bed.kubectl);
  await cluster.kubectl('create', 'namespace', 'kubevirt');
});

afterEach(async () => bed?.stop());

/** A copy of a chart with some text of its files replaced. */
function chart(name: string, before?: RegExp, after = ''): string {
  const copy = join(temporaryFolder(), name);
  cpSync(join(ROOT, 'charts', name), copy, { recursive: true });
  if (before) {
    const files = (readdirSync(copy, { recursive: true }) as string[]).map((file) => join(copy, file)).filter((file) => /\.(yaml|json)$/.test(file));
    const changed = files.filter((file) => before.test(readFileSync(file, 'utf8')));
    if (!changed.length) throw new Error(`nothing in chart ${name} matches ${before}`);
    changed.forEach((file) => writeFileSync(file, readFileSync(file, 'utf8').replace(before, after)));
  }
  return copy;
}

const install = (name: string, folder: string, ...args: string[]) =>
  run([...bed.helm, 'install', name, folder, '-n', 'kubevirt', '--wait', ...args], { KUBECONFIG: bed.kubeconfig });

test('an environment variable that the operator needs', async () => {
  const incomplete = chart('kubevirt-operator', /- name: VIRT_OPERATOR_IMAGE\s+value: .*/);
  await expect(install('operator', incomplete, '--timeout', '15s')).rejects.toThrow(/timed out|deadline/);
  await eventually(async () => {
    const [pod] = await cluster.get('pod', '-n', 'kubevirt');
    expect(JSON.stringify(pod.status.containerStatuses)).toContain("cannot find virt-operator's image");
  });
});

test('a right that the operator needs', async () => {
  // Without it, it can't make the Job that works out what to install.
  await install('operator', chart('kubevirt-operator', /("resources":\["jobs)"/, '$1z"'), '--timeout', '60s');
  await expect(install('kubevirt', chart('kubevirt'), '--timeout', '15s')).rejects.toThrow(/wait-for-kubevirt|timed out|deadline/);
  const log = join(bedFolder(bed.name), 'logs', 'virt-operator.log');
  const forbidden = /jobs.* is forbidden: User \\"system:serviceaccount:kubevirt:kubevirt-operator\\"/;
  await eventually(async () => expect(readFileSync(log, 'utf8')).toMatch(forbidden));
});

test('a right that a hook needs', async () => {
  // No virtual machine holds KubeVirt; but without the right to delete it, nobody can ask whether it may go.
  await install('operator', chart('kubevirt-operator'), '--timeout', '60s');
  await install('kubevirt', chart('kubevirt', /"verbs" \(list "get" "delete"\)/, '"verbs" (list "get")'), '--timeout', '120s');
  await expect(run([...bed.helm, 'uninstall', 'kubevirt', '-n', 'kubevirt', '--wait'], { KUBECONFIG: bed.kubeconfig })).rejects.toThrow(/delete-virtual-machines-first failed/);
  const log = join(bedFolder(bed.name), 'logs', 'delete-virtual-machines-first.log');
  expect(readFileSync(log, 'utf8')).toMatch(/User "system:serviceaccount:kubevirt:delete-virtual-machines-first" cannot delete resource "kubevirts"/);
});
