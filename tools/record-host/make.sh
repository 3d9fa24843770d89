#!/bin/bash
# Makes one recorded host: `make.sh root|user|hostile`, as root, on Debian 12. Writes fixtures/hosts/NAME/recording.jsonl.
#
# The host is this machine seen through an overlay that leaves out what is its own business, with processes, users,
# network and names made for the purpose, all in private namespaces that end with the recording. Nothing outside changes.
set -euo pipefail; trap 'echo "$0: line $LINENO: $BASH_COMMAND" >&2' ERR
kind=${1:?root, user or hostile}
here=$(cd "$(dirname "$0")" && pwd)
repo=$(cd "$here/../.." && pwd)
kernel=$(uname -r | sed 's/-.*//')
arch=$(uname -m)
name=debian12-$kernel-$arch-$kind

if [ "${STAGED:-}" = "" ]; then # a mount namespace of our own, and an end whatever happens
  exec env -i STAGED=1 PATH="/usr/sbin:/usr/bin" LC_ALL=C timeout --kill-after=5 100 unshare --mount --propagation private "$0" "$kind"
fi

stage=/mnt
mount -t tmpfs tmpfs "$stage"
build=$stage/build upper=$stage/upper root=$stage/root
mkdir "$build" "$upper" "$stage/work" "$root"
cp "$here/inside.sh" "$build"
gcc -O1 -s -o "$build/actor" "$here/actor.c"
"$repo/node_modules/.bin/node" "$here/bundle.ts" "$build"

# --- the file system: / of this machine without what is not Debian's, and with our own files above it
hide_except() { # hide_except DIR NAME...: whiteouts over every other name of DIR
  mkdir -p "$upper$1"
  for path in "$1"/* "$1"/.[!.]*; do
    [ -e "$path" ] || [ -L "$path" ] || continue
    case " ${*:2} " in *" ${path##*/} "*) ;; *) mknod "$upper$path" c 0 0 ;; esac
  done
}
hide_except "" bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var
hide_except /etc bash.bashrc cron.d cron.daily cron.weekly crontab debian_version default init.d ld.so.conf ld.so.conf.d \
  localtime timezone login.defs logrotate.d nsswitch.conf os-release pam.d profile profile.d rc0.d rc1.d rc2.d \
  rc3.d rc4.d rc5.d rc6.d rcS.d security shells skel sysctl.d systemd udev update-motd.d alternatives
hide_except /etc/alternatives awk which pager
hide_except /usr bin lib lib64 local sbin share
hide_except /usr/bin cat cp ls mv rm ln mkdir chmod env echo gzip sleep kill umount setpriv unshare which tty id sh awk mawk
hide_except /usr/sbin nologin ldconfig
hide_except /usr/lib systemd x86_64-linux-gnu init tmpfiles.d sysusers.d udev modules-load.d os-release sysctl.d
hide_except /usr/lib/systemd system user system-generators
hide_except /usr/lib/systemd/system-generators systemd-getty-generator
hide_except /usr/lib/systemd/system apt-daily.service apt-daily.timer basic.target dbus.service dbus.socket default.target \
  e2scrub_all.service e2scrub_all.timer getty.target getty@.service graphical.target logrotate.service logrotate.timer \
  multi-user.target rescue.service rescue.target sockets.target sysinit.target systemd-journald.service \
  systemd-journald.socket systemd-logind.service systemd-timesyncd.service timers.target timers.target.wants user@.service
hide_except /usr/lib/systemd/user basic.target dbus.service dbus.socket default.target
hide_except /usr/lib/udev rules.d
hide_except /usr/lib/udev/rules.d 50-udev-default.rules 60-persistent-storage.rules 99-systemd.rules
libraries=$(ldd "$repo/node_modules/.bin/node" /usr/bin/{setpriv,unshare,sleep,umount} | grep -o '/[^ ]*\.so[^ ]*' | sort -u)
libraries=$(for library in $libraries; do basename "$library"; basename "$(readlink -f "$library")"; done)
hide_except /usr/lib/x86_64-linux-gnu $libraries security
hide_except /usr/lib/x86_64-linux-gnu/security pam_deny.so pam_permit.so
hide_except /usr/share bash-completion dbus-1 pam pam-configs polkit-1
hide_except /usr/local bin sbin
hide_except /usr/local/bin
hide_except /var cache lib local lock log mail opt run spool tmp
hide_except /var/tmp
chmod 1777 "$upper/var/tmp"
hide_except /var/lib dpkg systemd
hide_except /var/lib/dpkg info
hide_except /var/lib/systemd timers deb-systemd-helper-enabled
hide_except /var/lib/dpkg/info $(cd /var/lib/dpkg/info && ls -d {apt,dpkg,e2fsprogs}.{list,md5sums})
hide_except /var/log
hide_except /var/cache
for dir in /home /root /mnt /media /opt /srv; do hide_except "$dir"; done
chmod 700 "$upper/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$upper,workdir=$stage/work" "$root"
. "$here/files.sh" "$root" "$kind" "$build"

# --- the rest of the world: a network namespace with one client and one server, outside of the host's pid namespace
unshare --net sleep 90 & internet=$!
sleep 0.2
in_internet() { nsenter --target "$internet" --net "$@"; }
in_internet ip link set lo up
in_internet ip link add eth0 address 02:00:00:00:02:0a type veth peer name uplink address 02:00:00:00:02:01
in_internet ip addr add 192.0.2.1/24 dev uplink
in_internet ip addr add 203.0.113.5/32 dev lo
in_internet ip link set uplink up
ROLE="listen,tcp,203.0.113.5,443" in_internet "$build/actor" &

cd "$build"
unshare --fork --pid --net --uts --ipc --mount --cgroup --kill-child ./inside.sh "$root" "$kind" & host=$!
for _ in $(seq 50); do init=$(pgrep -P "$host" || true); [ -n "$init" ] && break; sleep 0.1; done
in_internet ip link set eth0 netns "$init"
(sleep 2; ROLE="connect,tcp,192.0.2.10,22" in_internet "$build/actor" || true) &

while [ ! -e "$root/var/tmp/recorded" ] && kill -0 "$host"; do sleep 0.1; done
kill -KILL "$host" "$internet" # unshare takes its whole pid namespace with it
out=$repo/fixtures/hosts/$name
mkdir -p "$out"
cat "$root/var/tmp/record.log"
cp "$root/var/tmp/recording.jsonl" "$out/recording.jsonl"
ls -la "$out"
