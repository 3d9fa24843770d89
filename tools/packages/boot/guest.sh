#!/bin/sh
# Runs in the booted guest, where the package is installed: a Collector beside it, the sensor enrolled, started, told to
# collect, upgraded meanwhile, stopped, purged, and installed anew with a join file; on a machine where time means nothing
# (/opt/untimely) only until it has collected. What came of it is left in /root/out.
export PATH=/opt:/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_COLORS=0 TZ=UTC HOME=/root
out=/root/out
keys="--keys /root/collector/operator"
patience=420
[ -e /opt/untimely ] && patience=3300
mkdir -p "$out"
log() { echo "guest: $*"; }
show() { systemctl show --no-pager "$@"; }
seconds() { # of a command: into a file
  file=$1 began=$(cut -d' ' -f1 /proc/uptime)
  shift
  "$@"
  echo "$began $(cut -d' ' -f1 /proc/uptime)" > "$out/$file"
}
collect() { # for a reason; leaves the run in $run
  livetriage fleet collect --host "$id" --canary 0 --yes --reason "$@" $keys > "$out/run"
  run=$(cat "$out/run")
}
begun() { until systemctl list-units --no-legend 'livetriage-collect@*' | grep -q running; do sleep 0.2; done; }
hand_over() {
  journalctl -b --no-pager -u livetriage-sensor -u 'livetriage-collect*' > "$out/journal"
  systemctl poweroff --no-block
}
(sleep $patience && log too slow && hand_over) &
systemd --version | head -1 > "$out/systemd"
uname -r > "$out/kernel"

log not enrolled
show -p ActiveState,ConditionResult,UnitFileState livetriage-sensor.service > "$out/not-enrolled"
show -p After,Wants,Requires livetriage-sensor.service livetriage-collect.socket > "$out/order"

log collector
livetriage collector init --demo --dir /root/collector --endpoint 127.0.0.1:7443
livetriage collector serve --dir /root/collector > /tmp/collector.log 2>&1 &
until grep -q '"listening"' /tmp/collector.log; do sleep 0.2; done
livetriage fleet join-token --uses 1 $keys > /tmp/join.json
livetriage-sensor enroll --join /tmp/join.json | tee "$out/enrolled"
id=$(sed 's/.* //' "$out/enrolled")

log start
seconds version-time livetriage-sensor --version
seconds start-time systemctl start livetriage-sensor.service
show -p ActiveState,Result,MainPID livetriage-sensor.service | tee "$out/started"
pid=$(sed -n 's/^MainPID=//p' "$out/started")
grep -E '^(Uid|Cap|NoNewPrivs|Seccomp)' "/proc/$pid/status" > "$out/daemon-status"
runuser -u livetriage -- livetriage-sensor status > "$out/status" 2>&1

log collect
collect "a boot" --wait
livetriage collect --budget 10m --format json --quiet > "$out/command.json" 2> "$out/command.log"
livetriage fleet fetch "$run" --output "$out/fetched" --format json $keys > "$out/fetch" 2>&1

if [ -e /opt/untimely ]; then
  hand_over
  exit
fi

log upgrade during a collection
collect "an upgrade"
begun
dpkg --no-triggers -i /opt/sensor.deb > "$out/upgrade" 2>&1
livetriage fleet watch "$run" $keys > "$out/watch-upgraded" 2>&1
livetriage fleet fetch "$run" --output "$out/fetched-upgraded" --format json $keys > "$out/fetch-upgraded" 2>&1

log stop during a collection
collect "a stop"
begun
seconds stop-time systemctl stop livetriage-sensor.service
show -p ActiveState,Result livetriage-sensor.service > "$out/stopped"

log purge while it runs
systemctl start livetriage-sensor.service
dpkg --no-triggers --purge livetriage-sensor > "$out/purge" 2>&1
{
  find / /run /tmp -xdev \( -path /root -o -path /opt \) -prune -o -name '*livetriage*' -print
  getent passwd livetriage livetriage-collect
  systemctl list-units --all --no-legend 'livetriage*'
} > "$out/left"

log first start with a join file
dpkg --no-triggers -i /opt/sensor.deb > "$out/install" 2>&1
livetriage fleet join-token --uses 1 $keys > /etc/livetriage/join.json
systemctl start livetriage-sensor.service
livetriage-sensor status > "$out/joined" 2>&1
log done
hand_over
