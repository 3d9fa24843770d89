#!/bin/sh
# Runs in the booted guest: writes down what systemd says of every unit, then what livetriage reads, and hands both over on
# the second serial line.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_COLORS=0 TZ=UTC
out=/tmp/systemd
mkdir -p "$out"
for _ in $(seq 120); do
  case $(systemctl is-system-running) in running | degraded) break ;; esac
  sleep 1
done
systemd-run --unit=transient-job --on-active=1h /bin/true --once
fields=Id,Names,LoadState,UnitFileState,FragmentPath,DropInPaths,ExecCondition,ExecStartPre,ExecStart,ExecStartPost,ExecReload,ExecStop,ExecStopPost,User,Environment,Triggers,TriggeredBy,WantedBy,RequiredBy,NextElapseUSecRealtime,NextElapseUSecMonotonic,LastTriggerUSec
names() { "$@" list-unit-files --plain --no-legend --no-pager | cut -d' ' -f1 | grep -v '@\.'; "$@" list-units --all --plain --no-legend --no-pager | cut -d' ' -f1 | grep -v '\.device$'; }
show() { names "$@" | sort -u | xargs -r "$@" show --no-pager -p "$fields" --; }
show systemctl > "$out/system.txt"
printf '#!/bin/sh\nexec runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user "$@"\n' > /tmp/as-alice
chmod 755 /tmp/as-alice
show /tmp/as-alice > "$out/alice.txt"
systemctl --version > "$out/version.txt"
# Owners of files are no matter here, and their lists and digests are most of what would be recorded.
mount -t tmpfs none /var/lib/dpkg
/opt/node --openssl-config=/dev/null /opt/livetriage.cjs record --phase persistence --quiet \
  --cap persistence.entries=100000 --cap persistence.bytes=100000000 --cap persistence.hash_bytes=1 "$out/recording" > "$out/record.log" 2>&1
tail -5 "$out/record.log" > /dev/console
stty raw < /dev/ttyS1
tar -cz -C /tmp systemd > /tmp/out.tar.gz
cat /tmp/out.tar.gz > /dev/ttyS1
sleep 5
systemctl poweroff --force --force
