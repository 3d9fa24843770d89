#!/bin/bash
# Run by make.sh in the host's own namespaces: `inside.sh ROOT KIND`. Mounts, network, processes, then the recorder.
set -euo pipefail; trap 'echo "$0: line $LINENO: $BASH_COMMAND" >&2' ERR
root=$1 kind=$2
recorder_uid=0
[ "$kind" = user ] && recorder_uid=1001
release=$(uname -r | sed 's/-.*//')

hostname web-1
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mkdir -m 1777 "$root/dev/shm" && mkdir -m 1777 "$root/run/postgresql" "$root/run/lock"
for node in null:3 zero:5 random:8 urandom:9; do mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}"; done
cp -p "$root/usr/sbin/init" "$root/dev/shm/.k"
ip link set lo up
for _ in $(seq 100); do ip link show eth0 > /dev/null 2>&1 && break; sleep 0.1; done
ip addr add 192.0.2.10/24 dev eth0
ip addr add 2001:db8::10/64 dev eth0 nodad
ip link set eth0 up
ip route add default via 192.0.2.1

exec 9< "${0%/*}/record.mjs" # the recorder comes by its standard input, so that it is no file of the host
mkdir "$root/mnt/old"
cd "$root"
pivot_root . mnt/old
umount -l /mnt/old
export PATH=/usr/sbin:/usr/bin LC_ALL=C
exec < /dev/null > /var/tmp/record.log 2>&1

play() { # play ROLE PROGRAM ARGV0 [ARGUMENT...]
  (export ROLE=$1; exec -a "$3" "$2" "${@:4}" 9<&-) &
}
play "listen,tcp,0.0.0.0,22 listen,tcp,::,22" /usr/sbin/sshd "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"
play "listen,tcp,0.0.0.0,80" /usr/sbin/nginx "nginx: master process /usr/sbin/nginx"
play "user,33" /usr/sbin/nginx "nginx: worker process"
play "user,101 unix,/run/postgresql/.s.PGSQL.5432 listen,tcp,127.0.0.1,5432" /usr/lib/postgresql/15/bin/postgres postgres -D /var/lib/postgresql/15/main
play "" /usr/sbin/cron /usr/sbin/cron -f
play "raw packet listen,udp,0.0.0.0,68" /usr/sbin/dhclient dhclient eth0
play "user,33 listen,tcp,127.0.0.1,9000 unix,@app zombie" /usr/local/bin/app app --secret-key=not-a-real-secret --port 9000
play "chdir,/tmp hold,/tmp/.hidden.log unlink,/tmp/.hidden.log user,1000" /usr/sbin/init bash -i
sleep 0.7
play "user,1000 unlink,/home/alice/.cache/updater connect,tcp,203.0.113.5,443" /home/alice/.cache/updater "[kworker/0:1-events]"
play "unlink,/dev/shm/.k user,33 listen,udp,0.0.0.0,31337" /dev/shm/.k "[kthreadd]"
play "memfd,loader user,33 connect,tcp,203.0.113.5,443" /usr/local/bin/app /usr/sbin/apache2 -k start

if [ "$kind" = hostile ]; then
  play "comm,)%20R%201%20(%0a9 chdir,/var/tmp" /usr/local/bin/app "$(printf 'new\nline')" "$(printf '\033[31mred')" "$(printf 'rtl\xe2\x80\xaetxt')" "$(printf 'inv\xff\xfe')" ""
  play "comm,%ff%fe%1b[2J" /usr/local/bin/app "$(printf '%040000d' 0)"
  play "" "$(printf '/var/tmp/inv\xff\xfealid')" x
  play "chroot,/var/lib/containers/storage/overlay/web/merged" /usr/local/bin/app chrooted
  for container in web:8080 db:3306; do
    merged=/var/lib/containers/storage/overlay/${container%:*}/merged
    (ROLE="listen,tcp,0.0.0.0,${container#*:}" exec unshare --fork --pid --net --uts --ipc --mount --kill-child --root="$merged" --mount-proc /app/server 9<&-) &
  done
  (ROLE="listen,tcp,127.0.0.1,4444 user,33" exec unshare --net /usr/local/bin/app hidden-listener 9<&-) &
fi
(
  sleep 2
  (cd / && exec setpriv --reuid "$recorder_uid" --regid "$recorder_uid" --clear-groups \
    /opt/livetriage/node --input-type=module - /opt/livetriage/reader.cjs /var/tmp/recording.jsonl "$release" <&9 9<&-) || true
  : > /var/tmp/recorded
) &
ROLE="" exec -a /sbin/init /usr/sbin/init 9<&-
