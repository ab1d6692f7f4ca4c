import { Fn, Token } from 'cdktf';
import { db, vm } from './vms';
import { KubevirtVersion, VmAccess, VmGrant, VmoClusterProfile, VmSnapshotSchedule, VmSnapshotScheduleProps } from '../../src';
import { SNAPSHOT_SCRIPT } from '../../src/protection/snapshot-script';
import { existingCluster, manifests, objects, refusalOf, releases, synth } from '../support/synth';

type Options = Partial<VmSnapshotScheduleProps>;

const stackOf = (options: Options = {}) =>
  synth((scope) => void new VmSnapshotSchedule(scope, 'nightly', { vms: [db(scope)], schedule: '0 2 * * *', ...options })).stack;
const cronJob = (options: Options = {}) => objects(stackOf(options), 'CronJob').nightly;
const podOf = (job: any) => job.spec.jobTemplate.spec.template.spec;
const environment = (job: any) => Object.fromEntries(podOf(job).containers[0].env.map(({ name, value }: any) => [name, value]));
const refused = (options: Options) => refusalOf((scope) => new VmSnapshotSchedule(scope, 'nightly', { vms: [db(scope)], schedule: '0 2 * * *', ...options }));

test('a CronJob with an account of its own, which may create, list and delete snapshots, and read these VMs', () => {
  const stack = stackOf();
  expect(manifests(stack).map(({ kind }) => kind).filter((kind) => !/VirtualMachine|Network/.test(kind))).toEqual(['ServiceAccount', 'Role', 'RoleBinding', 'CronJob']);
  expect(objects(stack, 'Role')['nightly-snapshots'].rules).toEqual([
    { apiGroups: ['snapshot.kubevirt.io'], resources: ['virtualmachinesnapshots'], verbs: ['create', 'list', 'delete'] },
    { apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], resourceNames: ['db'], verbs: ['get'] },
    { apiGroups: ['batch'], resources: ['cronjobs'], resourceNames: ['nightly'], verbs: ['get'] },
  ]);
  expect(podOf(objects(stack, 'CronJob').nightly)).toMatchObject({
    serviceAccountName: 'nightly-snapshots',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ image: expect.stringMatching(/:\d+\.\d+\.\d+$/), securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } }],
  });
  expect(releases(stack)['snapshots-nightly'].dependsOn).toEqual(['vm-db']);
});

test('names are arguments and variables of the script, which is always the same', () => {
  const [{ command, args }] = podOf(cronJob()).containers;
  expect([command, args]).toEqual([['/bin/sh', '-c', SNAPSHOT_SCRIPT, 'snapshots'], ['db']]);
  expect(environment(cronJob({ keepLast: 3, maxAge: '14d', failureDeadline: '90s' }))).toMatchObject({
    SCHEDULE: 'nightly', KEEP_LAST: '3', MAX_AGE_SECONDS: '1209600', FAILURE_DEADLINE: '90s', WAIT_SECONDS: '150', RETAIN: 'false',
  });
});

test('Kubernetes finds none of its own references in the script, which it would replace', () => {
  expect(SNAPSHOT_SCRIPT).not.toContain('$$');
  const names = Object.keys(environment(cronJob()));
  expect([...SNAPSHOT_SCRIPT.matchAll(/\$\((\w+)\)/g)].filter(([, name]) => names.includes(name))).toEqual([]);
});

test('what is retained belongs to no CronJob', () => {
  const stack = stackOf({ retain: true });
  expect(environment(objects(stack, 'CronJob').nightly).RETAIN).toBe('true');
  expect(objects(stack, 'Role')['nightly-snapshots'].rules).toHaveLength(2);
});

test('time, image and pull secrets are handed on', () => {
  const job = cronJob({ schedule: '@daily', timeZone: 'Europe/Berlin', suspend: true, image: 'registry.local/kubectl:1', imagePullSecrets: ['pull'] });
  expect(job.spec).toMatchObject({ schedule: '@daily', timeZone: 'Europe/Berlin', suspend: true, concurrencyPolicy: 'Forbid' });
  expect(podOf(job)).toMatchObject({ imagePullSecrets: [{ name: 'pull' }], containers: [{ image: 'registry.local/kubectl:1' }] });
});

test('refused: times, numbers and ages that mean nothing', () => {
  expect(refused({ schedule: 'at night', timeZone: 'Berlin', keepLast: 0, maxAge: 'two weeks', failureDeadline: '0s' }))
    .toMatch(/schedule: got "at night"[^]*timeZone: got "Berlin"[^]*keepLast: got 0[^]*maxAge: got "two weeks"[^]*failureDeadline: got "0s"/);
  expect(refused({ schedule: 'TZ=Europe/Berlin 0 2 * * *' })).toContain('with a time zone in it');
  for (const timeZone of ['+02:00', 'europe/berlin', 'Europe/berlin']) expect(refused({ timeZone })).toContain(`timeZone: got "${timeZone}"`);
  for (const timeZone of ['UTC', 'Etc/UTC', 'Asia/Kolkata', 'Asia/Calcutta', 'Europe/Kyiv']) expect(cronJob({ timeZone }).spec.timeZone).toBe(timeZone);
  const later = Fn.join('', ['1', 'd']);
  expect(refused({ keepLast: Token.asNumber('${var.last}'), maxAge: later, failureDeadline: later }))
    .toMatch(/keepLast: got a value that is only known at apply[^]*maxAge: got a value[^]*failureDeadline: got a value/);
  expect(refused({ name: 'n'.repeat(53) })).toContain('name: got 53 characters, expected at most 52');
});

test('refused: an account whose Role has the name of another', () => {
  expect(refusalOf((scope) => {
    const one = db(scope);
    new VmGrant(scope, 'nightly-snapshots', { vm: one, access: VmAccess.VIEW });
    new VmSnapshotSchedule(scope, 'nightly', { vms: [one], schedule: '@daily' });
  })).toContain('name: its Role "default/nightly-snapshots" on cluster "lab" is "test/nightly-snapshots" already');
});

test('refused: a cluster that takes no snapshots, which would only show at night', () => {
  expect(refusalOf((scope) => {
    const cluster = VmoClusterProfile.fromExisting(scope, 'lab', { clusterName: 'lab', kubevirtVersion: KubevirtVersion.V1_8_4, featureGates: [] });
    new VmSnapshotSchedule(scope, 'nightly', { vms: [vm(scope, 'one', { cluster })], schedule: '@daily' });
  })).toMatch(/vms: .*needs the feature gate Snapshot[^]*\[SN-1\]/);
});

test('refused: no VM, the same twice, and VMs of two namespaces', () => {
  expect(refused({ vms: [] })).toContain('vms: got no VM');
  expect(refusalOf((scope) => {
    const cluster = existingCluster(scope);
    const one = vm(scope, 'one', { cluster });
    new VmSnapshotSchedule(scope, 'nightly', { vms: [one, one, vm(scope, 'two', { cluster, namespace: 'team-a' })], schedule: '@daily' });
  })).toMatch(/vms\[1\]: "one" is named twice[^]*vms\[2\]: "two" is in namespace "team-a"/);
});
