# Sourced by make.sh ROOT KIND BUILD: the files of the staged host.
root=$1 kind=$2 build=$3

put() { # put PATH MODE [OWNER]: content from stdin
  mkdir -p "$root${1%/*}"
  rm -f "$root$1"
  cat > "$root$1"
  chmod "$2" "$root$1"
  chown "${3:-0:0}" "$root$1"
}

grep -v '^cloudsdk' /etc/passwd | sed '$a alice:x:1000:1000:Alice:/home/alice:/bin/bash\nbob:x:1001:1001:Bob:/home/bob:/bin/bash' | put /etc/passwd 644
grep -v '^cloudsdk' /etc/group | sed '$a alice:x:1000:\nbob:x:1001:' | put /etc/group 644
echo web-1 | put /etc/hostname 644
printf '127.0.0.1 localhost\n192.0.2.10 web-1\n' | put /etc/hosts 644
echo 'nameserver 192.0.2.53' | put /etc/resolv.conf 644
echo 0123456789abcdef0123456789abcdef | put /etc/machine-id 444
for user in alice:1000 bob:1001; do
  home=$root/home/${user%:*}
  mkdir -p "$home/.ssh"
  cp /etc/skel/.bashrc /etc/skel/.profile "$home"
  echo "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKeyOfNobodyMadeForARecordedHostOnly00000000 ${user%:*}@laptop" > "$home/.ssh/authorized_keys"
  chown -R "${user#*:}:${user#*:}" "$home"
done

# Programs: the actor under the names of the parts that it plays, and of programs that would only make recordings large.
for program in /usr/bin/bash /usr/bin/dash /usr/sbin/agetty /usr/lib/systemd/systemd /usr/lib/systemd/systemd-journald \
  /usr/lib/systemd/systemd-logind /usr/sbin/init /usr/sbin/sshd /usr/sbin/nginx /usr/lib/postgresql/15/bin/postgres /usr/sbin/cron \
  /usr/sbin/dhclient /home/alice/.cache/updater /dev/shm/.k /usr/local/bin/app; do
  put "$program" 755 < "$build/actor"
done
chown -R 1000:1000 "$root/home/alice/.cache"
mkdir -p "$root/opt/livetriage"
cp "$(readlink -f "$repo/node_modules/.bin/node")" "$root/opt/livetriage/node"
cp "$build/reader.cjs" "$root/opt/livetriage"

# What an intruder would leave.
printf '#!/bin/sh\ntar cz /etc | /usr/local/bin/upload\n' | put /usr/local/bin/backup.sh 755
printf '*/5 * * * * root /usr/local/bin/backup.sh\n' | put /etc/cron.d/backup 644
printf '* * * * * /home/alice/.cache/updater\n' | put /var/spool/cron/crontabs/alice 600 1000:1000
printf '[Unit]\nDescription=App\n[Service]\nExecStart=/usr/local/bin/app\nUser=www-data\n[Install]\nWantedBy=multi-user.target\n' | put /etc/systemd/system/app.service 644
mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
ln -sf /etc/systemd/system/app.service "$root/etc/systemd/system/multi-user.target.wants/app.service"
printf '<?php system($_GET["c"]);\n' | put /var/www/html/images/.thumb.php 644 33:33
echo '/usr/local/lib/libhook.so' | put /etc/ld.so.preload.disabled 644
printf 'export PATH=/home/bob/.local/bin:$PATH\n' >> "$root/home/bob/.bashrc"

[ "$kind" = hostile ] || return 0

# Names and kinds of files that break readers. The bytes are written by printf, never by the shell's own quoting.
odd=$root/var/tmp
for bytes in 'inv\xff\xfealid' 'new\nline' 'esc\033[31mred' 'rtl\xe2\x80\xaegpj.exe' '-rf' '$(id)' '=cmd()' '  blank  ' 'back\\slash'; do
  name_bytes=$(printf -- "$bytes.x"); cp "$build/actor" "$odd/${name_bytes%.x}"; chmod 755 "$odd/${name_bytes%.x}"
done
mkfifo "$root/etc/cron.d/fifo"
ln -s /dev/zero "$root/etc/cron.d/zero"
ln -s loop "$root/etc/cron.d/loop"
printf '* * * * * root /usr/local/bin/app \033[2K\xff\n' | put "/etc/cron.d/$(printf 'esc\033]0;x')" 644
printf '\xff\xfe\0binary' | put /etc/cron.d/binary 644
truncate -s 50G "$odd/sparse"
touch -d 2106-02-07 "$odd/future"
touch -d 1932-01-01 "$odd/past"

# Two containers: roots of their own, as a manager would unpack them.
for container in web db; do
  base=/var/lib/containers/storage/overlay/$container/merged
  put "$base/app/server" 755 < "$build/actor"
  printf 'ID=alpine\nNAME="Alpine Linux"\nVERSION_ID=3.20.0\n' | put "$base/etc/os-release" 644
  echo 'root:x:0:0:root:/root:/bin/ash' | put "$base/etc/passwd" 644
  mkdir -p "$root$base/proc" "$root$base/tmp" "$root$base/lib64" "$root$base/lib/x86_64-linux-gnu"
  cp /lib64/ld-linux-x86-64.so.2 "$root$base/lib64"
  cp /lib/x86_64-linux-gnu/libc.so.6 "$root$base/lib/x86_64-linux-gnu"
done
