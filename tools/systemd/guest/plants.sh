#!/bin/sh -e
# Units of every form that their manager has to make something of, below the root given.
root=$1
put() { mkdir -p "$root$(dirname "$1")"; cat > "$root$1"; }
ln_() { mkdir -p "$root$(dirname "$2")"; ln -sfn "$1" "$root$2"; }
S=/etc/systemd/system
put $S/plain.service <<'U'
[Unit]
Description=A service of the administrator
[Service]
User=alice
Environment="A=1 2" B=3
ExecStartPre=-/bin/true one "two words" 'three'
ExecStart=/bin/sleep \
# a comment inside
  infinity
ExecStop=+/bin/kill -TERM $MAINPID
[Install]
WantedBy=multi-user.target
Alias=other-name.service
U
ln_ $S/plain.service $S/multi-user.target.wants/plain.service
ln_ $S/plain.service $S/other-name.service
put $S/plain.service.d/10-more.conf <<'U'
[Service]
ExecStartPost=/bin/true post ; /bin/true second
U
put $S/reset.service <<'U'
[Service]
ExecStart=/bin/false old
ExecStart=
ExecStart=@/bin/sleep renamed 1000
U
put /run/keep/.empty < /dev/null
put /usr/lib/systemd/system/reset.service.d/50-late.conf <<'U'
[Service]
ExecStart=
ExecStart=/bin/sleep 2000
Environment=LD_PRELOAD=/opt/x.so
U
put $S/service.d/00-all.conf <<'U'
[Service]
Environment=EVERY=1
U
put $S/pre-fix-.service.d/a.conf <<'U'
[Service]
ExecStartPre=/bin/true prefix
U
put $S/pre-fix-one.service <<'U'
[Service]
ExecStart=/bin/sleep %n %p %i
U
put $S/many@.service <<'U'
[Service]
ExecStart=/bin/sleep %i%I
User=nobody
[Install]
WantedBy=multi-user.target
DefaultInstance=x
U
ln_ $S/many@.service $S/multi-user.target.wants/many@1000.service
put $S/many@1000.service.d/i.conf <<'U'
[Service]
ExecStartPre=/bin/true instance
U
ln_ /dev/null $S/masked.service
put /usr/lib/systemd/system/masked.service <<'U'
[Service]
ExecStart=/bin/true masked
U
: > "$root$S/empty.service"
put $S/over.service <<'U'
[Service]
ExecStart=/bin/sleep 3000
U
put /usr/lib/systemd/system/over.service <<'U'
[Service]
ExecStart=/bin/false vendor
U
put $S/stray-plain.service.target <<'U'
U
rm "$root$S/stray-plain.service.target"
put /opt/units/linked.service <<'U'
[Service]
ExecStart=/bin/sleep 4000
U
ln_ /opt/units/linked.service $S/linked.service
put /opt/units/stray.service <<'U'
[Service]
ExecStart=/bin/sleep 5000
U
ln_ /opt/units/stray.service $S/multi-user.target.wants/stray.service
put $S/multi-user.target.wants/stray-file.service <<'U'
[Service]
ExecStart=/bin/sleep 6000
U
ln_ /nowhere/gone.service $S/multi-user.target.wants/gone.service
put $S/tick.timer <<'U'
[Timer]
OnCalendar=*-*-* 03:17:00
OnCalendar=Mon..Fri 12:00
Persistent=true
Unit=tock.service
[Install]
WantedBy=timers.target
U
ln_ $S/tick.timer $S/timers.target.wants/tick.timer
put $S/tock.service <<'U'
[Service]
Type=oneshot
ExecStart=/bin/true tock
U
put $S/after-boot.timer <<'U'
[Timer]
OnBootSec=3h 20min
[Install]
WantedBy=timers.target
U
ln_ ../after-boot.timer $S/timers.target.wants/after-boot.timer
put $S/after-boot.service <<'U'
[Service]
Type=oneshot
ExecStart=/bin/true after
U
put $S/monthly-thing.timer <<'U'
[Timer]
OnCalendar=*-02-29 04:00
[Install]
WantedBy=timers.target
U
ln_ ../monthly-thing.timer $S/timers.target.wants/monthly-thing.timer
put $S/monthly-thing.service <<'U'
[Service]
ExecStart=/bin/true leap
U
put $S/quarter.timer <<'U'
[Timer]
OnCalendar=*-*-* 00/6:00/15:30
[Install]
WantedBy=timers.target
U
ln_ ../quarter.timer $S/timers.target.wants/quarter.timer
put $S/quarter.service <<'U'
[Service]
ExecStart=/bin/true quarter
U
put $S/after-plain.timer <<'U'
[Timer]
OnUnitActiveSec=5h
Unit=plain.service
[Install]
WantedBy=timers.target
U
ln_ ../after-plain.timer $S/timers.target.wants/after-plain.timer
put $S/listen.socket <<'U'
[Socket]
ListenStream=127.0.0.1:4444
Accept=yes
[Install]
WantedBy=sockets.target
U
ln_ ../listen.socket $S/sockets.target.wants/listen.socket
put $S/listen@.service <<'U'
[Service]
ExecStart=-/bin/cat
StandardInput=socket
U
put $S/watch.path <<'U'
[Path]
PathModified=/opt/watched
Unit=tock.service
[Install]
WantedBy=paths.target
U
ln_ ../watch.path $S/paths.target.wants/watch.path
put /usr/local/lib/systemd/system/failing.service <<'U'
[Unit]
OnFailure=rescue-me.service
[Service]
ExecStart=/bin/false
U
put $S/rescue-me.service <<'U'
[Service]
Type=oneshot
ExecStart=/bin/true rescue
U
put /etc/systemd/system-generators/plant <<'U'
#!/bin/sh
printf '[Unit]\nSourcePath=/etc/plant\n[Service]\nExecStart=/bin/sleep 7000\n' > "$1/generated.service"
mkdir -p "$1/multi-user.target.wants"
ln -s ../generated.service "$1/multi-user.target.wants/generated.service"
U
chmod 755 "$root/etc/systemd/system-generators/plant"
echo 'alice:x:1000:1000::/home/alice:/bin/sh' >> "$root/etc/passwd"
echo 'alice:x:1000:' >> "$root/etc/group"
echo 'alice:*:19000:0:99999:7:::' >> "$root/etc/shadow"
put /var/lib/systemd/linger/alice < /dev/null
U=/home/alice/.config/systemd/user
put $U/mine.service <<'U'
[Service]
ExecStart=/bin/sleep %h/8000
[Install]
WantedBy=default.target
U
ln_ ../mine.service $U/default.target.wants/mine.service
put $U/mine.timer <<'U'
[Timer]
OnCalendar=hourly
[Install]
WantedBy=timers.target
U
ln_ ../mine.timer $U/timers.target.wants/mine.timer
put $U/later.timer <<'U'
[Timer]
OnStartupSec=4h
Unit=mine.service
[Install]
WantedBy=timers.target
U
ln_ ../later.timer $U/timers.target.wants/later.timer
put $U/service.d/own.conf <<'U'
[Service]
Environment=OWN=1
U
put /etc/systemd/user/everyone.service <<'U'
[Service]
ExecStart=/bin/sleep 9000
[Install]
WantedBy=default.target
U
ln_ /etc/systemd/user/everyone.service /etc/systemd/user/default.target.wants/everyone.service
chroot "$root" chown -R 1000:1000 /home/alice
rm -rf "$root/run/keep"
