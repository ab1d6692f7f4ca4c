#!/bin/sh
# Lets VLANs through the ports of a Linux bridge, again and again, as ports come and go. Needs `ip` and `bridge` of iproute2.
#
#   BRIDGE         the bridge, such as br0
#   ALLOWED        VLANs of its ports: ids and ranges, such as 10,20-25
#   ALLOWED_SELF   VLANs of the bridge itself, where the node has interfaces such as br0.10; may be empty
#   VM_PORTS       true: also ports of pods and VMs, which then may tag what they send
#   EXCLUSIVE      true: other VLANs are taken away, save the one of untagged frames
#   INTERVAL       seconds between two looks
#   STATE          a directory; the file `ready` is in it while all is as it should be
#
# With the argument "once" it looks once, and fails where something is not as it should be.

# Says a thing once, until there is another to say.
told=
tell() {
  [ "$1" = "$told" ] || printf '%s\n' "$1"
  told=$1
}

# A list of VLANs with spaces between them, the lowest first.
in_order() {
  printf '%s\n' "$1" | tr ', ' '\n\n' | grep . | sort -n | tr '\n' ' '
}

# The names of the bridge's ports; $@ narrows them down.
ports() {
  shown=$(ip -o link show master "$BRIDGE" "$@") || return 1
  printf '%s\n' "$shown" | while IFS=': ' read -r _ name _; do
    printf '%s\n' "${name%%@*}"
  done
}

# The VLANs of port $1, a line each: an id or a range, and its flags.
vlans() {
  shown=$(bridge -compressvlans vlan show dev "$1") || return 1
  printf '%s\n' "$shown" | while read -r first rest; do
    # The name of the port stands in the first line only.
    [ "$first" = "$1" ] && { first=${rest%% *}; rest=${rest#"$first"}; }
    case $first in
      [0-9]*) printf '%s %s\n' "$first" "$rest" ;;
    esac
  done
}

# What of $1 (an id or a range) is not in the others, which are in order: a line for each gap.
outside() {
  next=${1%-*} last=${1#*-}
  shift
  for range; do
    [ "${range#*-}" -lt "$next" ] && continue
    [ "${range%-*}" -gt "$last" ] && break
    gap "$next" $((${range%-*} - 1))
    next=$((${range#*-} + 1))
  done
  gap "$next" "$last"
}

gap() {
  if [ "$1" -eq "$2" ]; then echo "$1"; elif [ "$1" -lt "$2" ]; then echo "$1-$2"; fi
}

# Makes the VLANs of port $1 those in $2; $3 is "self" for the bridge itself.
# A VLAN that the port has is not added again: that would take its flags away, and with PVID all that the node itself sends and gets.
settle() {
  there=$(vlans "$1") || return 1
  ids=$(printf '%s\n' "$there" | cut -d ' ' -f 1 | tr '\n' ' ')
  for allowed in $2; do
    # shellcheck disable=SC2086 # a list
    for missing in $(outside "$allowed" $ids); do
      bridge vlan add dev "$1" vid "$missing" ${3:+"$3"} || return 1
      echo "$1: added VLAN $missing"
    done
  done
  [ "$EXCLUSIVE" = true ] || return 0
  printf '%s\n' "$there" | while read -r vlan flags; do
    case "$vlan $flags" in
      ' '* | *PVID*) continue ;;
    esac
    # shellcheck disable=SC2086
    for excess in $(outside "$vlan" $2); do
      bridge vlan del dev "$1" vid "$excess" ${3:+"$3"} || exit 1
      echo "$1: took VLAN $excess away"
    done
  done
}

# Looks once at everything.
round() {
  if ! state=$(ip -d -o link show dev "$BRIDGE" 2>/dev/null); then
    tell "there is no bridge $BRIDGE on this node: make it, with an uplink as its port, or keep this pod to the nodes that have it (nodeSelector)"
    return 1
  fi
  case $state in
    *' vlan_filtering 1'*) ;;
    *' vlan_filtering 0'*)
      tell "the bridge $BRIDGE does not look at VLANs: run 'ip link set dev $BRIDGE type bridge vlan_filtering 1' on this node, and say so in what sets its network up"
      return 1
      ;;
    *)
      tell "$BRIDGE is no Linux bridge: name one, or make $BRIDGE one"
      return 1
      ;;
  esac
  # veth: of pods, those of VMs included; tun: taps.
  if ! all=$(ports) || ! veths=$(ports type veth) || ! taps=$(ports type tun); then
    tell "the ports of $BRIDGE could not be listed; the next try is in $INTERVAL seconds"
    return 1
  fi
  wrong=
  for port in $all; do
    if [ "$VM_PORTS" != true ]; then
      case " $(echo $veths $taps) " in
        *" $port "*) continue ;;
      esac
    fi
    # A port that is gone meanwhile is no mistake.
    settle "$port" "$ALLOWED" || { ip link show dev "$port" >/dev/null 2>&1 && wrong="$wrong $port"; }
  done
  [ -z "$ALLOWED_SELF" ] || settle "$BRIDGE" "$ALLOWED_SELF" self || wrong="$wrong $BRIDGE"
  if [ -n "$wrong" ]; then
    tell "the VLANs of$wrong could not be set; the next try is in $INTERVAL seconds"
    return 1
  fi
  tell "the ports of $BRIDGE let VLANs $(echo $ALLOWED) through"
}

ALLOWED=$(in_order "$ALLOWED")
ALLOWED_SELF=$(in_order "$ALLOWED_SELF")

if [ "${1:-}" = once ]; then
  round
  exit
fi

# The first process of a container ends on no signal that it does not handle.
trap 'exit 0' TERM INT
while :; do
  if round; then : >"$STATE/ready"; else rm -f "$STATE/ready"; fi
  sleep "$INTERVAL" &
  wait $!
done
