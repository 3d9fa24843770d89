#!/bin/bash
# Records a quiet host: `quiet.sh server|desktop|node|jvm TREE`, as root, on Debian 12 with systemd-container. TREE is a
# Debian 12 with the packages that quiet-tree.sh names; it is copied, not changed.
#
# The host is booted by systemd-nspawn from a disk of its own, in private namespaces, and plays what its kind does all
# day. It is recorded twice: as it runs, and after every package of which something runs was installed anew.
set -euo pipefail; trap 'echo "$0: line $LINENO: $BASH_COMMAND" >&2' ERR
kind=${1:?server, desktop, node or jvm} tree=${2:?folder of a Debian 12}
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../.." && pwd)
release=$(uname -r | sed 's/-.*//')
name=debian12-$release-$(uname -m)-$kind

if [ "${STAGED:-}" = "" ]; then # namespaces of our own, and an end whatever happens
  exec env -i STAGED=1 PATH="/usr/sbin:/usr/bin" LC_ALL=C timeout --kill-after=5 600 \
    unshare --mount --net --propagation private "$0" "$kind" "$(realpath "$tree")"
fi

levels=standard
[ "$kind" = server ] && levels=standard,full

stage=/mnt root=/mnt/root
mount -t tmpfs tmpfs "$stage"
mkdir "$root" "$stage/build" "$stage/lists"
truncate -s 6G "$stage/disk"
mkfs.ext4 -q -d "$tree" "$stage/disk"
mount -o loop "$stage/disk" "$root"
gcc -O1 -s -o "$stage/build/actor" "$here/actor.c"
"$repo/node_modules/.bin/node" "$here/bundle.ts" "$stage/build"
. "$here/quiet-files.sh" "$root" "$stage/build"

# --- the rest of the world: one server that takes every connection and never answers
ip link set lo up
ip addr add 203.0.113.5/32 dev lo
ROLE="listen,tcp,203.0.113.5,443" "$stage/build/actor" & internet=$!

# The unified hierarchy of control groups, and the calls that container runtimes need.
export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
systemd-nspawn --quiet --register=no --keep-unit --network-veth --machine=web-1 --console=pipe --capability=all \
  --system-call-filter="add_key keyctl bpf @mount @keyring perf_event_open" \
  --directory="$root" --boot < /dev/null > "$stage/boot.log" 2>&1 & nspawn=$!
trap 'kill "$internet" "$nspawn" 2> /dev/null || true' EXIT
for _ in $(seq 50); do leader=$(pgrep -P "$nspawn" || true); [ -n "$leader" ] && break; sleep 0.1; done
ip addr add 192.0.2.1/24 dev ve-web-1
ip link set ve-web-1 up
in_host() { nsenter --target "$leader" --mount --uts --ipc --net --pid --cgroup --root --wd "$@"; }
for _ in $(seq 100); do in_host systemctl is-system-running > /dev/null 2>&1 && break; sleep 0.5; done
cp "$here/quiet-play.sh" "$root/root/play.sh"
in_host bash /root/play.sh "$kind" < /dev/null > "$stage/play.log" 2>&1
rm "$root/root/play.sh"

# Package lists make a recording large: only those of programs and libraries that run stay.
only_running_packages() {
  # Debian 12 lists files by the paths that they had before /usr was merged.
  { in_host sh -c 'cat /proc/[0-9]*/maps 2> /dev/null' | grep -o ' /[^ ]*' | sed 's/^ //'; echo /usr/bin/sudo; } |
    sort -u | sed 'p; s:^/usr/:/:' > "$stage/mapped"
  (cd "$root/var/lib/dpkg/info" && grep -lxFf "$stage/mapped" -- *.list) | sed 's/\.list$//' > "$stage/running"
  for list in "$root"/var/lib/dpkg/info/*.list; do
    package=${list##*/} package=${package%.list}
    grep -qxF "$package" "$stage/running" || mv "$list" "${list%.list}.md5sums" "$stage/lists" 2> /dev/null || true
  done
  sleep 2
}
describe() { # describe WHAT
  cat << META
{
  "what": "$1",
  "made": "tools/record-host/quiet.sh $kind: Debian 12 booted by systemd-nspawn, its own programs and services, no stand-ins; phases proc-tree and net-conns",
  "distribution": "Debian 12",
  "kernel": "$release",
  "arch": "$(uname -m)",
  "synthetic": false,
  "redactions": [
    "kernel command line replaced by a usual one",
    "kernel release cut to its version",
    "boot_id replaced",
    "contents of programs replaced by their paths, and their digests with them",
    "package lists without those of packages of which nothing runs"
  ],
  "root": "/",
  "redacted": true,
  "request": { "phases": ["proc-tree", "net-conns"] }
}
META
}
record() { # record NAME WHAT: as the operator would, over ssh with sudo
  only_running_packages
  ssh -tt -q -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -i "$stage/build/key" alice@192.0.2.10 \
    "sudo /opt/livetriage/node /opt/livetriage/record.mjs /opt/livetriage/reader.cjs /var/tmp/recording $release $levels proc-tree net-conns"
  mkdir -p "$repo/fixtures/quiet/$1"
  cp "$root/var/tmp/recording" "$repo/fixtures/quiet/$1/recording.jsonl"
  rm "$root/var/tmp/recording"
  describe "$2" > "$repo/fixtures/quiet/$1/meta.json"
  mv "$stage"/lists/* "$root/var/lib/dpkg/info" 2> /dev/null || true
}
record "$name" "A quiet $kind"
in_host sh -c 'export DEBIAN_FRONTEND=noninteractive; cd /var/cache/apt/archives && dpkg --force-confold --install '"$(sed 's/:.*//; s/$/_*.deb/' "$stage/running" | tr '\n' ' ')" > "$stage/upgrade.log" 2>&1
sleep 5
record "$name-upgraded" "A quiet $kind whose packages were installed anew while it ran"
