# Sourced by quiet.sh ROOT BUILD: what makes the tree a host of its own, and the way in for the operator.
root=$1 build=$2

put() { # put PATH MODE: content from stdin
  mkdir -p "$root${1%/*}"
  cat > "$root$1"
  chmod "$2" "$root$1"
}

echo web-1 | put /etc/hostname 644
printf '127.0.0.1 localhost\n192.0.2.10 web-1\n' | put /etc/hosts 644
echo 'nameserver 192.0.2.53' | put /etc/resolv.conf 644
echo 0123456789abcdef0123456789abcdef | put /etc/machine-id 444
printf 'auto lo host0\niface lo inet loopback\niface host0 inet static\n  address 192.0.2.10/24\n  gateway 192.0.2.1\n' | put /etc/network/interfaces 644
printf 'server 203.0.113.5\ndriftfile /var/lib/chrony/drift\n' | put /etc/chrony/chrony.conf 644
# An upgrade that restarts nothing.
printf '#!/bin/sh\nexit 101\n' | put /usr/sbin/policy-rc.d 755
# What only other machines can do: set the clock, load modules, talk to hardware.
for unit in systemd-networkd.service systemd-resolved.service e2scrub_reap.service apt-daily.timer apt-daily-upgrade.timer; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done

chroot "$root" useradd --create-home --shell /bin/bash --uid 1000 alice
echo 'alice ALL=(ALL) NOPASSWD: ALL' | put /etc/sudoers.d/alice 440
ssh-keygen -q -t ed25519 -N '' -C alice@laptop -f "$build/key"
mkdir -m 700 "$root/home/alice/.ssh"
cp "$build/key.pub" "$root/home/alice/.ssh/authorized_keys"
chown -R 1000:1000 "$root/home/alice/.ssh"

mkdir -p "$root/opt/livetriage"
cp "$(readlink -f "$repo/node_modules/.bin/node")" "$root/opt/livetriage/node"
cp "$build/record.mjs" "$build/reader.cjs" "$root/opt/livetriage"
