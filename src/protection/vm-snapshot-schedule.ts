import { ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { SNAPSHOT_SCRIPT } from './snapshot-script';
import { snapshotManifest } from './virtual-machine-snapshot';
import { admit } from '../admission/admit';
import { Finding, show } from '../admission/finding';
import { literalFindings, numberFindings } from '../construct/prop-checks';
import { bindingManifest, roleManifest } from '../construct/rbac';
import { propFinding, report } from '../construct/report';
import { Subject } from '../construct/subject';
import { cronMistake, hasZone } from '../kubevirt/cron';
import { goDuration } from '../kubevirt/go';
import { set } from '../kubevirt/maps';
import { deliverObject } from '../object/deliver';
import { ObjectOptions } from '../object/options';
import { IVirtualMachine } from '../object/virtual-machine';
import { vmsFindings } from '../object/vms';
import { clusterFacts } from '../profile/cluster';

/** Props of `VmSnapshotSchedule`. */
export interface VmSnapshotScheduleProps extends ObjectOptions {
  /** The VMs: one or more of one namespace and one cluster. */
  readonly vms: IVirtualMachine[];
  /** When, as cron has it: `0 2 * * *` is every night at two. */
  readonly schedule: string;
  /**
   * Time zone of `schedule`, such as `Europe/Berlin`.
   * @default - that of the cluster's controller manager, as a rule UTC
   */
  readonly timeZone?: string;
  /**
   * How many good snapshots of each VM are kept.
   * @default 7
   */
  readonly keepLast?: number;
  /**
   * How old they may become, such as `14d` or `12h`. The last good one of a VM stays, however old it is.
   * @default - any age
   */
  readonly maxAge?: string;
  /**
   * Whether the snapshots stay on the cluster when the schedule is destroyed.
   * @default false
   */
  readonly retain?: boolean;
  /**
   * How long one snapshot may take, such as `10m`.
   * @default 5m
   */
  readonly failureDeadline?: string;
  /**
   * Whether no more snapshots are taken, for a while.
   * @default false
   */
  readonly suspend?: boolean;
  /**
   * Image of the job, with `sh` and `kubectl`: for clusters that pull from a registry of their own.
   * @default docker.io/alpine/kubectl:1.35.4
   */
  readonly image?: string;
  /**
   * Names of Secrets with which the image is pulled.
   * @default - none
   */
  readonly imagePullSecrets?: string[];
}

/**
 * Snapshots of VMs at fixed times: a CronJob that takes them, waits until they are ready, and removes older ones.
 *
 * Its account may create, list and delete snapshots of the namespace, and read these VMs. Where one VM fails the others go on, and the job
 * fails in the end. Throws an error with every mistake in the props.
 */
export class VmSnapshotSchedule extends Construct implements ITerraformDependable {
  /** Address of the release, for `dependsOn` of other resources. */
  public readonly fqn: string;

  constructor(scope: Construct, id: string, props: VmSnapshotScheduleProps) {
    super(scope, id);
    const { vms, name = id } = props;
    report(this, 'VmSnapshotSchedule', scheduleShapeFindings(name, props));
    const [{ namespace, cluster }] = vms;
    this.fqn = deliverObject(this, {
      className: 'VmSnapshotSchedule',
      prefix: 'snapshots',
      cluster,
      options: props,
      needs: vms,
      manifests: scheduleManifests(name, namespace, props),
      findings: scheduleFindings(name, props),
    }).fqn;
  }
}

/** Until when a job that Kubernetes could not start in time is still worth starting. */
const STARTING_DEADLINE = 600;
/** What a job may take beside the snapshots. */
const MARGIN = 60;

/** The account that takes the snapshots, what it may do, and the CronJob. */
function scheduleManifests(name: string, namespace: string, props: VmSnapshotScheduleProps): any[] {
  const { vms, schedule, timeZone, suspend, keepLast = 7, maxAge, retain = false, failureDeadline = '5m', imagePullSecrets } = props;
  const vmNames = vms.map(({ vmName }) => vmName);
  const account = `${name}-snapshots`;
  const labels = { 'app.kubernetes.io/name': 'vm-snapshot-schedule', 'app.kubernetes.io/instance': name };
  const metadata = { name: account, namespace, labels };
  const waitSeconds = Math.ceil(goDuration(failureDeadline) ?? 0) + MARGIN;
  const environment = {
    SCHEDULE: name,
    KEEP_LAST: String(keepLast),
    MAX_AGE_SECONDS: String(maxAge === undefined ? 0 : ageSeconds(maxAge)),
    FAILURE_DEADLINE: failureDeadline,
    WAIT_SECONDS: String(waitSeconds),
    RETAIN: String(retain),
    HOME: '/tmp', // kubectl keeps there what it has learnt of the cluster
    LC_ALL: 'C',
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    roleManifest(account, namespace, [
      { apiGroups: ['snapshot.kubevirt.io'], resources: ['virtualmachinesnapshots'], verbs: ['create', 'list', 'delete'] },
      { apiGroups: ['kubevirt.io'], resources: ['virtualmachines'], resourceNames: vmNames, verbs: ['get'] },
      ...(retain ? [] : [{ apiGroups: ['batch'], resources: ['cronjobs'], resourceNames: [name], verbs: ['get'] }]),
    ], labels),
    bindingManifest(account, namespace, 'Role', account, [Subject.serviceAccount(account, namespace)], labels),
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace, labels },
      spec: set({
        schedule,
        timeZone,
        suspend,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: STARTING_DEADLINE,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels },
          spec: {
            // A job that lost its node finds the snapshots that it has taken.
            backoffLimit: 2,
            activeDeadlineSeconds: waitSeconds + MARGIN * (vms.length + 5),
            template: {
              metadata: { labels },
              spec: set({
                serviceAccountName: account,
                automountServiceAccountToken: true,
                restartPolicy: 'Never',
                imagePullSecrets: imagePullSecrets?.map((secret) => ({ name: secret })),
                securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
                containers: [{
                  name: 'snapshots',
                  image: props.image ?? IMAGE,
                  command: ['/bin/sh', '-c', SNAPSHOT_SCRIPT, 'snapshots'],
                  args: vmNames,
                  env: [
                    { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                    { name: 'JOB', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } },
                    ...Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
                  ],
                  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
                  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
                  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                }],
                volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
              }),
            },
          },
        },
      }),
    },
  ];
}

/** Alpine Linux with kubectl, whose tags are kubectl's versions. Kubernetes' own kubectl image has no shell. */
const IMAGE = 'docker.io/alpine/kubectl:1.35.4';

/** Kubernetes puts ten digits and a dash behind the name, and a job's name is a label. */
const NAME_LENGTH = 52;

function scheduleShapeFindings(name: string, { vms, schedule, keepLast, maxAge, failureDeadline }: VmSnapshotScheduleProps): Finding[] {
  return [
    ...literalFindings(Object.entries({ name, schedule, keepLast, maxAge, failureDeadline }), 'the job is made of it'),
    ...vmsFindings(vms, 'schedule'),
  ];
}

function scheduleFindings(name: string, props: VmSnapshotScheduleProps): Finding[] {
  const { vms: [vm], schedule, timeZone, keepLast, maxAge, failureDeadline } = props;
  return [
    ...(name.length <= NAME_LENGTH ? [] : [propFinding('name', `got ${name.length} characters, expected at most ${NAME_LENGTH}`, 'shorten it')]),
    // What the cluster would say of a snapshot of its own, at night.
    ...admit(snapshotManifest(`${vm.vmName}-${name}`, { vm }), clusterFacts(vm.cluster)).map((finding) => ({ ...finding, path: 'vms' })),
    ...cronFindings(schedule),
    ...zoneFindings(timeZone),
    ...numberFindings('keepLast', keepLast, 1, 1000, 7),
    ...durationFindings('maxAge', maxAge, ageSeconds, '14d'),
    ...durationFindings('failureDeadline', failureDeadline, goDuration, '10m'),
  ];
}

function cronFindings(schedule: string): Finding[] {
  const remedy = 'write it like "0 2 * * *", every night at two';
  if (typeof schedule !== 'string') return [propFinding('schedule', `got ${show(schedule)}, expected a schedule`, remedy)];
  if (hasZone(schedule)) return [propFinding('schedule', `got ${show(schedule)}, with a time zone in it`, 'take it out, and say `timeZone`')];
  const mistake = cronMistake(schedule);
  return mistake === undefined ? [] : [propFinding('schedule', `got ${show(schedule)}: ${mistake}`, remedy)];
}

function zoneFindings(timeZone: string | undefined): Finding[] {
  if (timeZone === undefined || Token.isUnresolved(timeZone) || isZone(timeZone)) return [];
  return [propFinding('timeZone', `got ${show(timeZone)}, expected a name of the time zone database`, 'write it like "Europe/Berlin" or "Etc/UTC"')];
}

function isZone(timeZone: string): boolean {
  try {
    const { timeZone: found } = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions();
    // No offset such as +02:00; and as it is written, for Kubernetes looks for a file of that name.
    return /^[A-Z]/.test(timeZone) && (found === timeZone || found.toLowerCase() !== timeZone.toLowerCase());
  } catch {
    return false;
  }
}

function durationFindings(path: string, value: string | undefined, seconds: (text: string) => number | undefined, example: string): Finding[] {
  if (value === undefined) return [];
  if (typeof value === 'string' && (seconds(value) ?? 0) >= 1) return [];
  return [propFinding(path, `got ${show(value)}, expected a length of time of at least a second`, `write it like "${example}"`)];
}

/** Days too, which durations of KubeVirt do not have. */
function ageSeconds(text: string): number | undefined {
  const days = /^(\d+)d$/.exec(text);
  const seconds = days ? Number(days[1]) * 86_400 : goDuration(text);
  return seconds === undefined ? undefined : Math.floor(seconds);
}
