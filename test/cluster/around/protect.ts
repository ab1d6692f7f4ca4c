import { spawn } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Around } from './around';
import { Blueprint, Edit } from '../../../testbed/blueprint';
import { temporaryFolder } from '../../support/synth';
import { Cluster, eventually } from '../support/cluster';
import { actions, Engine, harness } from '../support/engine';
import { leftovers } from '../support/footprint';
import { synthesizedVms } from '../support/synthesized';

const NAMESPACE = 'protect';

/** How VMs are protected: what is said of it is tried on a real KubeVirt. */
export function describeProtect(around: () => Around): void {
  describe('protect', () => {
    let cluster: Cluster;
    let engine: Engine;

    beforeAll(async () => {
      cluster = around().cluster;
      engine = harness(around().bed);
      await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    });

    /** KubeVirt refuses to restore what is just being taken. */
    const ready = (...snapshots: string[]) => eventually(async () => {
      for (const snapshot of snapshots) expect((await cluster.get(`vmsnapshot/${snapshot}`, '-n', NAMESPACE)).status?.readyToUse).toBe(true);
    });

    test('new VMs have the identities that we said, and all goes away with the stack but what is retained', async () => {
      const before = await cluster.everything();
      const blueprint = new Blueprint(source(PROTECTED), temporaryFolder());
      await engine.apply(blueprint);
      await ready('db-before-upgrade');
      await engine.apply(blueprint.edit(NOW));
      expect(actions(await engine.plan(blueprint))).toEqual([]);

      const { outputs, db } = readBlueprint(blueprint);
      const origin = identityOf(db);
      await eventually(async () => expect(Object.keys(await cluster.vms(NAMESPACE)).sort()).toEqual(['db', 'db-copy', 'db-staging']));
      const vms = await cluster.vms(NAMESPACE);
      const [copy, staging] = [identityOf(vms['db-copy']), identityOf(vms['db-staging'])];
      expect(identityOf(vms.db)).toEqual(origin);
      expect(copy.macs).toEqual(outputs.copy_macs.value.split(' '));
      expect(staging.macs).toEqual(outputs.staging_macs.value.split(' '));
      expect([vms['db-copy'], vms['db-staging']].map(({ spec }) => spec.runStrategy)).toEqual(['Halted', 'Manual']);
      for (const [a, b] of [[copy, origin], [staging, origin], [copy, staging]]) {
        expect(a.macs.filter((mac: string) => b.macs.includes(mac))).toEqual([]);
        expect([a.uuid === b.uuid, a.serial === b.serial]).toEqual([false, false]);
      }
      await eventually(async () => expect(await cluster.get('vmexport', '-n', NAMESPACE)).toEqual([
        expect.objectContaining({ metadata: expect.objectContaining({ name: 'off-site' }), status: expect.objectContaining({ ttlExpirationTime: expect.anything() }) }),
      ]));

      await engine.destroy(blueprint);
      await eventually(async () => expect((await leftovers(cluster, before)).filter((object) => object.includes(`${NAMESPACE}/`)).map((object) => object.replace(/content-.*/, 'content'))).toEqual([
        `VirtualMachineSnapshotContent ${NAMESPACE}/vmsnapshot-content`, `VirtualMachineSnapshot ${NAMESPACE}/db-before-upgrade`,
      ]));
      await cluster.kubectl('delete', 'vmsnapshot', '--all', '-n', NAMESPACE);
    });

    test('a VM that somebody else made is not taken for the new one of a clone or restore, and stays', async () => {
      const byHand = (name: string) => ({
        apiVersion: 'kubevirt.io/v1',
        kind: 'VirtualMachine',
        metadata: { name, namespace: NAMESPACE },
        spec: { runStrategy: 'Halted', template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } } } } },
      });
      await cluster.create(byHand('by-hand'));
      const blueprint = new Blueprint(source("new VirtualMachineClone(stack, 'copy', { source: CloneSource.vm(vm(stack, 'origin')), targetName: 'by-hand' });"), temporaryFolder());
      await expect(engine.apply(blueprint)).rejects.toThrow(/VirtualMachine protect\/by-hand is on the cluster already.*use another name/);
      blueprint.edit(["targetName: 'by-hand'", "targetName: 'made-here'"]);
      await engine.apply(blueprint);
      await eventually(async () => expect(Object.keys(await cluster.vms(NAMESPACE)).sort()).toEqual(['by-hand', 'made-here', 'origin']));
      // Another target is another release, and looks again.
      await cluster.create(byHand('by-hand-too'));
      await expect(engine.apply(blueprint.edit(["targetName: 'made-here'", "targetName: 'by-hand-too'"]))).rejects.toThrow(/by-hand-too is on the cluster already/);
      await engine.destroy(blueprint);
      await eventually(async () => expect(Object.keys(await cluster.vms(NAMESPACE)).sort()).toEqual(['by-hand', 'by-hand-too']));
      await cluster.kubectl('delete', 'vm', '--all', '-n', NAMESPACE);
    });

    test('a snapshot is never changed: KubeVirt says so. One that was kept is taken over by the next apply', async () => {
      const blueprint = new Blueprint(source("vm(stack, 'web').snapshot('first', { retain: true });"), temporaryFolder());
      await engine.apply(blueprint);
      const { metadata: { uid } } = await cluster.get('vmsnapshot/web-first', '-n', NAMESPACE);
      await engine.destroy(blueprint);
      await engine.apply(blueprint);
      expect((await cluster.get('vmsnapshot/web-first', '-n', NAMESPACE)).metadata.uid).toBe(uid);
      blueprint.edit(['retain: true', "failureDeadline: '9m'"]);
      await expect(engine.apply(blueprint)).rejects.toThrow(/spec in immutable after creation/);
      await engine.destroy(blueprint);
      await eventually(async () => expect(await cluster.get('vmsnapshot,vm', '-n', NAMESPACE)).toEqual([]));
    });

    test('a VM goes back in place while it is stopped; while it runs, the policy decides', async () => {
      const blueprint = new Blueprint(source(IN_PLACE), temporaryFolder());
      await engine.apply(blueprint);
      await ready('stopped-first', 'stopping-first', 'running-first');
      await engine.apply(blueprint.edit(NOW));
      const restores = async () => Object.fromEntries((await cluster.get('vmrestore', '-n', NAMESPACE)).map(({ metadata, status }: any) =>
        [metadata.name, status?.complete ? 'complete' : (status?.conditions ?? []).find(({ type }: any) => type === 'Failure')?.reason]));
      await eventually(async () => expect(await restores()).toEqual({
        stopped: 'complete', stop: 'complete', fail: expect.stringContaining('must be powered off'),
      }));
      const vms = await cluster.vms(NAMESPACE);
      // Stopping is for good: the blueprint still says Always, and Helm sees no change of its own.
      expect(vms.stopping.spec.runStrategy).toBe('Halted');
      await engine.destroy(blueprint);
      await eventually(async () => expect(await cluster.get('vmsnapshot,vmrestore,vm', '-n', NAMESPACE)).toEqual([]));
    });

    describe('the job of a schedule', () => {
      const folder = temporaryFolder();
      let job: (schedule: string, name: string) => Promise<{ code: number | null; said: string }>;
      const snapshots = async () => (await cluster.get('vmsnapshot', '-n', NAMESPACE)).map(({ metadata }: any) => metadata.name).sort();

      beforeAll(async () => {
        job = await jobRunner(around(), folder);
        await engine.apply(scheduled());
      });

      const scheduled = (() => {
        let blueprint: Blueprint | undefined;
        return () => blueprint ??= new Blueprint(source(SCHEDULED), temporaryFolder());
      })();

      test('keeps the newest, and another schedule leaves them alone', async () => {
        for (const name of ['count-1', 'count-2', 'count-3']) expect(await job('count', name)).toMatchObject({ code: 0 });
        expect(await snapshots()).toEqual(['a-count-2', 'a-count-3', 'b-count-2', 'b-count-3']);
        // Tried again, as after the loss of its node: it finds what it has made.
        expect(await job('count', 'count-3')).toMatchObject({ code: 0, said: expect.stringContaining('a-count-3 is ready') });
        expect(await job('age', 'age-1')).toMatchObject({ code: 0 });
        expect(await snapshots()).toEqual(['a-age-1', 'a-count-2', 'a-count-3', 'b-count-2', 'b-count-3']);
      });

      test('removes what is too old, but not what is young', async () => {
        expect(await job('age', 'age-2')).toMatchObject({ code: 0 });
        expect((await snapshots()).filter((name: string) => name.includes('age'))).toEqual(['a-age-1', 'a-age-2']);
        const [{ metadata }] = await cluster.get('vmsnapshot', '-n', NAMESPACE, '--field-selector=metadata.name=a-age-2');
        await eventually(async () => expect(Date.now() - Date.parse(metadata.creationTimestamp)).toBeGreaterThan(10_000));
        expect(await job('age', 'age-3')).toMatchObject({ code: 0 });
        expect((await snapshots()).filter((name: string) => name.includes('age'))).toEqual(['a-age-3']);
      });

      test('goes on where a VM fails, says which, and keeps what that one has', async () => {
        const { code, said } = await job('failing', 'failing-1');
        expect(code).toBe(1);
        expect(said).toContain('gone: is not there, or may not be read');
        expect(said).toContain('stuck: stuck-failing-1 failed: snapshot deadline exceeded');
        expect(said).toContain('a: a-failing-1 is ready');
        expect(said).toMatch(/failed: gone stuck/);
        expect((await snapshots()).filter((name: string) => name.includes('failing'))).toEqual(['a-failing-1', 'stuck-failing-1']);
        expect(await job('failing', 'failing-2')).toMatchObject({ code: 1 });
        expect((await snapshots()).filter((name: string) => name.includes('failing'))).toEqual(['a-failing-1', 'a-failing-2', 'stuck-failing-2']);
      });

      test('may do what it needs, and no more', async () => {
        const may = async (verb: string, what: string) => {
          const account = `system:serviceaccount:${NAMESPACE}:count-snapshots`;
          return (await cluster.kubectl('auth', 'can-i', verb, what, '-n', NAMESPACE, `--as=${account}`).catch(({ output }) => output)).trim().split('\n').pop();
        };
        const allowed = [
          ['create', 'virtualmachinesnapshots.snapshot.kubevirt.io'], ['list', 'virtualmachinesnapshots.snapshot.kubevirt.io'],
          ['delete', 'virtualmachinesnapshots.snapshot.kubevirt.io'], ['get', 'virtualmachines.kubevirt.io/a'], ['get', 'cronjobs.batch/count'],
        ];
        const denied = [
          ['update', 'virtualmachinesnapshots.snapshot.kubevirt.io'], ['get', 'virtualmachines.kubevirt.io/stuck'], ['list', 'virtualmachines.kubevirt.io'],
          ['delete', 'virtualmachines.kubevirt.io/a'], ['get', 'secrets'], ['get', 'cronjobs.batch/age'], ['create', 'pods'],
          ['create', 'virtualmachinerestores.snapshot.kubevirt.io'], ['list', 'virtualmachinesnapshotcontents.snapshot.kubevirt.io'],
        ];
        expect(await Promise.all(allowed.map(([verb, what]) => may(verb, what)))).toEqual(allowed.map(() => 'yes'));
        expect(await Promise.all(denied.map(([verb, what]) => may(verb, what)))).toEqual(denied.map(() => 'no'));
      });

      test('Kubernetes takes its pods under the strictest pod security', async () => {
        const enforced = 'pod-security.kubernetes.io/enforce';
        await cluster.kubectl('label', 'namespace', NAMESPACE, `${enforced}=restricted`);
        await cluster.kubectl('create', 'job', '--from=cronjob/count', 'by-hand', '-n', NAMESPACE);
        const [pod] = await eventually(async () => {
          const pods = await cluster.get('pod', '-n', NAMESPACE, '-l', 'batch.kubernetes.io/job-name=by-hand');
          expect(pods).toHaveLength(1);
          return pods;
        });
        const { env } = pod.spec.containers[0];
        expect(env).toContainEqual(expect.objectContaining({ name: 'JOB', valueFrom: { fieldRef: expect.objectContaining({ fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" }) } }));
        await cluster.kubectl('delete', 'job', 'by-hand', '-n', NAMESPACE);
        await cluster.kubectl('label', 'namespace', NAMESPACE, `${enforced}-`);
      });

      test('its snapshots go with it, unless they are retained', async () => {
        expect(await job('kept', 'kept-1')).toMatchObject({ code: 0 });
        await engine.destroy(scheduled());
        await eventually(async () => expect(await snapshots()).toEqual(['a-kept-1']));
        expect(await cluster.get('vm,cronjob,job,role,rolebinding', '-n', NAMESPACE)).toEqual([]);
        await cluster.kubectl('delete', 'vmsnapshot', '--all', '-n', NAMESPACE);
      });
    });
  });
}

/** Runs what a schedule's job runs, with the rights of its account and the cluster's own manifest of it. */
async function jobRunner({ bed, cluster }: Around, folder: string) {
  const { clusters: [{ cluster: server }] } = JSON.parse(await cluster.kubectl('config', 'view', '--raw', '--flatten', '-o', 'json'));
  return async (schedule: string, name: string): Promise<{ code: number | null; said: string }> => {
    const { spec: { jobTemplate: { spec: { template: { spec: pod } } } } } = await cluster.get(`cronjob/${schedule}`, '-n', NAMESPACE);
    const { command, args, env }: { command: string[]; args: string[]; env: { name: string; value?: string }[] } = pod.containers[0];
    const token = await cluster.kubectl('create', 'token', pod.serviceAccountName, '-n', NAMESPACE);
    const kubeconfig = join(folder, `${schedule}.kubeconfig`);
    writeFileSync(kubeconfig, JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'bed', cluster: server }],
      'users': [{ name: 'job', user: { token } }],
      'contexts': [{ name: 'job', context: { cluster: 'bed', user: 'job' } }],
      'current-context': 'job',
    }));
    const environment = { ...Object.fromEntries(env.map((one) => [one.name, one.value])), HOME: folder, NAMESPACE, JOB: name };
    const child = spawn(command[0], [...command.slice(1), ...args], { env: { ...environment, KUBECONFIG: kubeconfig, PATH: `${bed.bin}:${process.env.PATH}` } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said += text);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, said };
  };
}

/** What must be unique about a VM. */
function identityOf(vm: any): { macs: string[]; uuid: string; serial: string } {
  const { devices, firmware } = vm.spec.template.spec.domain;
  return { macs: devices.interfaces.map(({ macAddress }: any) => macAddress.replace(/-/g, ':')), uuid: firmware.uuid, serial: firmware.serial };
}

function readBlueprint(blueprint: Blueprint): { outputs: any; db: any } {
  const folder = blueprint.stack('protect');
  const { output } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  return { outputs: output, db: synthesizedVms(folder).db };
}

/** What comes once the snapshots are there. */
const NOW: Edit = ['later = false', 'later = true'];

/** Nothing fires while the test runs. */
const NEVER = "schedule: '0 0 29 2 *', suspend: true";

const PROTECTED = `
const vlan = new VmNetwork(stack, 'vlan', { cluster, vlan: 25, namespace: '${NAMESPACE}' });
const db = vm(stack, 'db', { nics: [Nic.pod(), Nic.on(vlan)] });
const before = db.snapshot('before-upgrade', { retain: true });
const staging = new VirtualMachineClone(stack, 'staging', {
  source: CloneSource.vm(db), targetName: 'db-staging', patches: ['{"op": "replace", "path": "/spec/runStrategy", "value": "Manual"}'],
});
new VirtualMachineExport(stack, 'off-site', { source: ExportSource.vm(db), ttl: '1h' });
new VmSnapshotSchedule(stack, 'nightly', { vms: [db, staging.vm], ${NEVER} });
db.expose({ ports: [{ port: 5432 }] });
new VmService(stack, 'staging-db', { vms: [staging.vm], ports: [{ port: 5432 }] });
if (later) {
  const copy = new VirtualMachineRestore(stack, 'copy', { snapshot: before, targetName: 'db-copy' });
  new TerraformOutput(stack, 'copy_macs', { value: copy.vm.nics.map((nic) => nic.macAddress).join(' ') });
}
new TerraformOutput(stack, 'staging_macs', { value: staging.vm.nics.map((nic) => nic.macAddress).join(' ') });
`;

const IN_PLACE = `
const stopped = vm(stack, 'stopped').snapshot('first');
const stopping = vm(stack, 'stopping', { runStrategy: RunStrategy.ALWAYS }).snapshot('first');
const running = vm(stack, 'running', { runStrategy: RunStrategy.ALWAYS }).snapshot('first');
if (later) {
  new VirtualMachineRestore(stack, 'stopped-back', { name: 'stopped', snapshot: stopped });
  new VirtualMachineRestore(stack, 'stop', { snapshot: stopping, targetReadinessPolicy: TargetReadinessPolicy.STOP_TARGET });
  new VirtualMachineRestore(stack, 'fail', { snapshot: running, targetReadinessPolicy: TargetReadinessPolicy.FAIL_IMMEDIATE });
}
`;

const SCHEDULED = `
const a = vm(stack, 'a');
const b = vm(stack, 'b');
const stuck = vm(stack, 'stuck', { boot: BootSource.existingPvc('not-there') });
const gone = VirtualMachine.fromVirtualMachineName(stack, 'gone', { cluster, name: 'gone', namespace: '${NAMESPACE}' });
new VmSnapshotSchedule(stack, 'count', { vms: [a, b], keepLast: 2, ${NEVER} });
new VmSnapshotSchedule(stack, 'age', { vms: [a], keepLast: 5, maxAge: '9s', ${NEVER} });
new VmSnapshotSchedule(stack, 'failing', { vms: [gone, stuck, a], failureDeadline: '3s', ${NEVER} });
new VmSnapshotSchedule(stack, 'kept', { vms: [a], retain: true, ${NEVER} });
`;

const source = (body: string) => `
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import {
  BootSource, CloneSource, ExportSource, KubevirtVersion, Nic, RunStrategy, Size, TargetReadinessPolicy, VirtualMachine, VirtualMachineProps, VirtualMachineClone,
  VirtualMachineExport, VmNetwork, VmoClusterProfile, VirtualMachineRestore, VmService, VmSnapshotSchedule,
} from 'cdktf-vmo';

const app = new App();
const stack = new TerraformStack(app, 'protect');
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });
const cluster = VmoClusterProfile.fromExisting(stack, 'cluster', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, vmEnabledNamespaces: ['${NAMESPACE}'] });
const vm = (scope: TerraformStack, name: string, props: Partial<VirtualMachineProps> = {}) => new VirtualMachine(scope, name, {
  cluster, namespace: '${NAMESPACE}', size: Size.of({ cpu: 1, memory: '1Gi' }), boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
  runStrategy: RunStrategy.HALTED, ...props,
});
const later = false as boolean;
${body}
app.synth();
`;
