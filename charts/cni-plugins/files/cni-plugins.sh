#!/bin/sh
# Puts network plugins on the node that it lacks, and looks after them.
#
#   PLUGINS     their names, with spaces between them
#   SOURCE      the directory that they are in
#   TARGET      the directory of the node
#   OVERWRITE   true: also over plugins that others put there
#   INTERVAL    seconds between two looks
#   STATE       a directory; the file `ready` is in it while the node has all of them
#
# Beside a plugin of ours lies its checksum in a hidden file: what has another one is somebody else's. With the argument "once" it looks once.

checksum() {
  sum=$(sha256sum "$1") || return 1
  echo "${sum%% *}"
}

# Makes one plugin what it should be.
settle() {
  from=$SOURCE/$1 to=$TARGET/$1 note=$TARGET/.cdktf-vmo-$1.sha256
  wanted=$(checksum "$from") || return 1
  if [ -e "$to" ] || [ -L "$to" ]; then
    # A link may lead to what only the node sees, as all of them do on k3s.
    if [ -e "$to" ]; then there=$(checksum "$to") || return 1; else there=link; fi
    [ "$there" = "$wanted" ] && return 0
    if [ "$OVERWRITE" != true ] && [ "$there" != "$(cat "$note" 2>/dev/null)" ]; then
      [ "$kept" = "${kept#*" $1 "}" ] && echo "$to is somebody else's, and stays"
      kept="$kept $1 "
      return 0
    fi
  fi
  # Under another name first: a plugin that is half there could be called.
  if cp "$from" "$to.new" && chmod 0755 "$to.new" && [ "$(checksum "$to.new")" = "$wanted" ] && echo "$wanted" >"$note" && mv -f "$to.new" "$to"; then
    echo "$to: put there"
    return 0
  fi
  rm -f "$to.new"
  echo "$to could not be written; the next try is in $INTERVAL seconds"
  return 1
}

round() {
  result=0
  for plugin in $PLUGINS; do
    settle "$plugin" || result=1
  done
  return $result
}

kept=
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
