#!/bin/sh
# Runs in the booted guest, where the package is installed: a Collector beside it, the sensor enrolled, started, told to
# collect, upgraded meanwhile, stopped. What came of it is left in /root/out.
export PATH=/opt:/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_COLORS=0 TZ=UTC HOME=/root
out=/root/out
keys="--keys /root/collector/operator"
mkdir -p "$out"
log() { echo "guest: $*"; }
show() { systemctl show --no-pager "$@"; }
seconds() { # of a command: into a file
  file=$1 began=$(cut -d' ' -f1 /proc/uptime)
  shift
  "$@"
  echo "$began $(cut -d' ' -f1 /proc/uptime)" > "$out/$file"
}
heard() { # until the sensor's log says it so many times
  until [ "$(journalctl --no-pager -u livetriage-sensor | grep -c "$1")" -ge "$2" ]; do sleep 1; done
}
begun() { until systemctl list-units --no-legend 'livetriage-collect@*' | grep -q running; do sleep 0.2; done; }
hand_over() {
  journalctl --no-pager -u livetriage-sensor -u 'livetriage-collect*' > "$out/journal"
  systemctl poweroff --no-block
}
(sleep 240 && log too slow && hand_over) &
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
heard '"connected"' 1

log collect
run=$(livetriage fleet collect --host "$id" --reason "a boot" $keys | tail -1)
heard '"delivered"' 1
livetriage collect --format json --quiet > "$out/command.json" 2> "$out/command.log"
livetriage fleet fetch "$run" --output "$out/fetched" --format json $keys > "$out/fetch" 2>&1

log upgrade during a collection
run=$(livetriage fleet collect --host "$id" --reason "an upgrade" $keys | tail -1)
begun
dpkg --no-triggers -i /opt/sensor.deb > "$out/upgrade" 2>&1
livetriage fleet watch "$run" $keys > "$out/watch-upgraded" 2>&1
livetriage fleet fetch "$run" --output "$out/fetched-upgraded" --format json $keys > "$out/fetch-upgraded" 2>&1

log stop during a collection
livetriage fleet collect --host "$id" --reason "a stop" $keys
begun
seconds stop-time systemctl stop livetriage-sensor.service
show -p ActiveState,Result livetriage-sensor.service > "$out/stopped"
log done
hand_over
