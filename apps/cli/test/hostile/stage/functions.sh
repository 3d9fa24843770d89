# What the scripts of scenes are written with. Descriptor 3 leads to the test: lines NAME=VALUE.

tell() { printf '%s=%s\n' "$1" "$2" >&3; }

# start NAME PROGRAM ARGS…: an actor in the background that has brought about its condition when it prints something;
# its pid is in $NAME, and told.
start() {
  local name=$1 try
  shift
  "$@" > "/stage/said-$name" 2>&1 3>&- &
  declare -g "$name=$!"
  tell "$name" $!
  for try in {1..1000}; do
    if [ -s "/stage/said-$name" ]; then
      tell "$name-said" "$(< "/stage/said-$name")"
      return
    fi
    sleep 0.01
  done
  echo "$name did not get ready" >&2
  exit 99
}

# collect ARGS…: the command as a user runs it, its document on standard output. BEFORE holds what stands before it;
# where PEER is set, it runs instead.
BEFORE=()
collect() {
  if [ -n "${PEER-}" ]; then run-peer; return; fi
  local code=0 pid stayed=() begin
  declare -A starts=()
  for pid in /proc/[0-9]*; do start-ticks $pid; starts[$pid]=$ticks; done
  begin=${EPOCHREALTIME/./}
  timeout -k 1 50 "${BEFORE[@]}" livetriage collect --format json "$@" 3>&- || code=$?
  tell ms $(((${EPOCHREALTIME/./} - begin) / 1000))
  tell code $code
  for pid in "${!starts[@]}"; do
    start-ticks $pid
    [ "$ticks" != "${starts[$pid]}" ] || stayed+=("${pid#/proc/}")
  done
  tell pids "${stayed[*]}"
}

# When a process started, in $ticks; a word of its own where it is gone.
start-ticks() {
  local stat=""
  ticks="gone $RANDOM"
  IFS= read -r -d '' stat 2> /dev/null < $1/stat || :
  set -- ${stat##*) }
  [ $# -lt 20 ] || ticks=${20}
} 2> /dev/null

# What people use instead, for four seconds. Nobody waits for it: it may sleep where not even SIGKILL wakes it.
run-peer() {
  export odd server calm
  (
    code=0
    timeout -k 0.1 4 bash -c "$PEER" > /stage/peer-said 2>&1 3>&- || code=$?
    echo $code > /stage/peer-code
  ) &
  local try
  for try in {1..45}; do [ -s /stage/peer-code ] || sleep 0.1; done
  tell peer-code "$(cat /stage/peer-code 2> /dev/null)"
  tell peer-said "$(head -c 2000000 /stage/peer-said | base64 -w0)"
}
