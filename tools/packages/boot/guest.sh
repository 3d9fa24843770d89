#!/bin/sh
# Runs in the booted guest, where the package is installed: a Collector beside it, the sensor enrolled, started, told to
# collect, upgraded meanwhile, stopped. What came of it goes to the host on the second serial line.
export PATH=/opt:/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_COLORS=0 TZ=UTC HOME=/root
out=/tmp/out
keys="--keys /root/collector/operator"
mkdir -p "$out"
log() { echo "guest: $*"; }
show() { systemctl show --no-pager "$@"; }
until systemctl is-system-running --wait > /dev/null || systemctl is-system-running | grep -q degraded; do sleep 1; done

log not enrolled
show -p ActiveState,ConditionResult,UnitFileState livetriage-sensor.service > "$out/not-enrolled"
show -p After,Wants,Requires livetriage-sensor.service livetriage-collect.socket > "$out/order"
ls /run/livetriage > "$out/run-before" 2>&1

log collector
livetriage collector init --demo --dir /root/collector --endpoint 127.0.0.1:7443
livetriage collector serve --dir /root/collector > /tmp/collector.log 2>&1 &
until grep -q '"listening"' /tmp/collector.log; do sleep 0.2; done
livetriage fleet join-token --uses 1 $keys > /tmp/join.json
livetriage-sensor enroll --join /tmp/join.json | tee "$out/enrolled"
id=$(sed 's/.* //' "$out/enrolled")

log start
systemctl start livetriage-collect.socket
/usr/bin/time -f %e -o "$out/start-seconds" systemctl start livetriage-sensor.service
/usr/bin/time -f %e -o "$out/node-seconds" livetriage-sensor --version > "$out/version"
show -p ActiveState,NRestarts,StatusErrno,InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic,MainPID livetriage-sensor.service > "$out/started"
pid=$(sed -n 's/^MainPID=//p' "$out/started")
grep -E '^(Uid|Cap|NoNewPrivs|Seccomp)' "/proc/$pid/status" > "$out/daemon-status"
runuser -u livetriage -- livetriage-sensor status > "$out/status" 2>&1

log collect
until livetriage fleet sensors $keys | grep -q online; do sleep 1; done
run=$(livetriage fleet collect --host "$id" --reason "a boot" $keys | tail -1)
livetriage fleet watch "$run" $keys > "$out/watch" 2>&1
livetriage fleet fetch "$run" --output "$out/fetched" --format json $keys > "$out/fetch" 2>&1
livetriage collect --format json --quiet > "$out/command.json" 2> "$out/command.log"

log upgrade during a collection
run=$(livetriage fleet collect --host "$id" --reason "an upgrade" $keys | tail -1)
until systemctl list-units --no-legend 'livetriage-collect@*' | grep -q running; do :; done
dpkg --no-triggers -i /opt/sensor.deb > "$out/upgrade" 2>&1
livetriage fleet watch "$run" $keys > "$out/watch-upgraded" 2>&1
livetriage fleet fetch "$run" --output "$out/fetched-upgraded" --format json $keys > "$out/fetch-upgraded" 2>&1

log stop during a collection
run=$(livetriage fleet collect --host "$id" --reason "a stop" $keys | tail -1)
until systemctl list-units --no-legend 'livetriage-collect@*' | grep -q running; do :; done
/usr/bin/time -f %e -o "$out/stop-seconds" systemctl stop livetriage-sensor.service
show -p ActiveState,Result livetriage-sensor.service > "$out/stopped"
journalctl --no-pager -u livetriage-sensor -u 'livetriage-collect*' > "$out/journal"
systemd --version | head -1 > "$out/systemd"
uname -r > "$out/kernel"
log done
stty raw < /dev/ttyS1
tar -cz -C /tmp out > /tmp/out.tar.gz
cat /tmp/out.tar.gz > /dev/ttyS1
sleep 3
systemctl poweroff --force --force
