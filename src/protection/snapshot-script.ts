/** Labels of the snapshots of a schedule. */
export const SCHEDULE_LABEL = 'cdktf-vmo/schedule';
export const VM_LABEL = 'cdktf-vmo/vm';

/**
 * What a schedule's job runs: POSIX sh with kubectl. VMs are arguments, all else is in the environment: NAMESPACE, SCHEDULE, JOB,
 * RETAIN, KEEP_LAST, MAX_AGE_SECONDS, FAILURE_DEADLINE and WAIT_SECONDS.
 */
export const SNAPSHOT_SCRIPT = `# Takes a snapshot of each VM that is named, waits for them, and removes the older ones that are not to be kept.
# What fails for one VM does not stop the others. Of a VM that failed, no good one is removed.
set -u
now=$(date +%s)
failed=' '

k() { kubectl --namespace="$NAMESPACE" "$@"; }

fail() { # VM, why
  echo "$1: $2" >&2
  has_failed "$1" || failed="$failed$1 "
}

has_failed() { # VM
  case $failed in *" $1 "*) return 0 ;; esac
  return 1
}

# The snapshots that this schedule has taken of a VM, oldest first: name, time, readiness, phase, and what went wrong.
snapshots() { # VM
  k get virtualmachinesnapshots.snapshot.kubevirt.io --selector="${SCHEDULE_LABEL}=$SCHEDULE,${VM_LABEL}=$1" --sort-by=.metadata.creationTimestamp \\
    --output=jsonpath='{range .items[*]}{.metadata.name},{.metadata.creationTimestamp},{.status.readyToUse},{.status.phase},{.status.conditions[?(@.type=="Failure")].reason}{"\\n"}{end}'
}

# The one of this job. It is named after the job, so a job that is tried again finds it.
taken() { # VM
  snapshots "$1" | grep "^$1-$JOB,"
}

take() { # VM
  k get virtualmachines.kubevirt.io "$1" --output=name >/dev/null || { fail "$1" 'is not there, or may not be read'; return; }
  if taken "$1" >/dev/null; then return; fi
  k create --filename=- <<EOF || fail "$1" 'no snapshot could be made'
apiVersion: snapshot.kubevirt.io/v1beta1
kind: VirtualMachineSnapshot
metadata:
  name: "$1-$JOB"
  labels: { ${SCHEDULE_LABEL}: "$SCHEDULE", ${VM_LABEL}: "$1" }
  ownerReferences: [ $owner ]
spec:
  source: { apiGroup: kubevirt.io, kind: VirtualMachine, name: "$1" }
  failureDeadline: "$FAILURE_DEADLINE"
EOF
}

await() { # VM
  while :; do
    snapshot=$(taken "$1")
    case $snapshot in
      *,true,Succeeded,*) echo "$1: $1-$JOB is ready"; return ;;
      *,Failed,*) fail "$1" "$1-$JOB failed: \${snapshot##*,}"; return ;;
    esac
    [ "$(date +%s)" -lt "$((now + WAIT_SECONDS))" ] || { fail "$1" "$1-$JOB is not ready after $WAIT_SECONDS seconds"; return; }
    sleep 2
  done
}

# Times are compared as text, which they sort by.
too_old() { # time
  [ "$MAX_AGE_SECONDS" -gt 0 ] && expr "$1" '<' "$(date -u -d "@$((now - MAX_AGE_SECONDS))" +%Y-%m-%dT%H:%M:%SZ)" >/dev/null
}

prune() { # VM
  all=$(snapshots "$1") || { fail "$1" 'its snapshots cannot be listed'; return; }
  left=$(echo "$all" | grep -c ',true,Succeeded,')
  if has_failed "$1"; then left=0; fi
  while IFS=, read -r name time ready phase _; do
    case $ready,$phase in
      true,Succeeded)
        # The last good one stays, however old it is.
        if [ "$left" -gt "$KEEP_LAST" ] || { [ "$left" -gt 1 ] && too_old "$time"; }; then remove "$1" "$name"; fi
        left=$((left - 1)) ;;
      # That of this job says what went wrong; without the others, a VM that fails every night would pile them up.
      *,Failed) [ "$name" = "$1-$JOB" ] || remove "$1" "$name" ;;
    esac
  done <<EOF
$all
EOF
}

remove() { # VM, snapshot
  k delete virtualmachinesnapshots.snapshot.kubevirt.io "$2" --wait=false --ignore-not-found </dev/null || fail "$1" "$2 could not be removed"
}

owner=
if [ "$RETAIN" != true ]; then
  # Kubernetes removes the snapshots with the schedule.
  uid=$(k get cronjobs.batch "$SCHEDULE" --output=jsonpath='{.metadata.uid}') || exit 1
  owner="{ apiVersion: batch/v1, kind: CronJob, name: \\"$SCHEDULE\\", uid: \\"$uid\\" }"
fi

for vm in "$@"; do take "$vm"; done
for vm in "$@"; do has_failed "$vm" || await "$vm"; done
for vm in "$@"; do prune "$vm"; done

[ "$failed" = ' ' ] || { echo "failed:$failed" >&2; exit 1; }
`;
