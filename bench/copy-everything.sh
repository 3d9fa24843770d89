#!/bin/sh
# Collects persistence as shell collectors do (UAC's artifacts of packages, executables and files): one find for each
# artifact and each home; of each file one stat, two digests, one question to dpkg whose it is, and, programs apart, one
# copy; then all packages are verified. It looks where ours looks and puts no label on anything.
tree=$1
out=$2
look() {
  while IFS= read -r file; do
    stat -c '%n %s %U %G %a %Y %Z' "$file" >> "$out/stat.txt"
    sha256sum "$file" >> "$out/sha256.txt"
    md5sum "$file" >> "$out/md5.txt"
    dpkg-query --admindir="$tree/var/lib/dpkg" -S "${file#"$tree"}" >> "$out/owners.txt" 2> /dev/null
    [ "$1" = programs ] || { mkdir -p "$out/files$(dirname "$file")" && cp -p "$file" "$out/files$file"; }
  done
}
collect() { find "$tree$1" -maxdepth "$2" -type f 2> /dev/null | look files; }
for place in /etc /var/spool/cron /var/spool/at /var/lib/cloud /var/lib/systemd /run/systemd /usr/local/lib/systemd \
  /usr/lib/systemd/system /usr/lib/systemd/user /usr/lib/systemd/system-generators /usr/lib/systemd/user-generators \
  /usr/lib/udev/rules.d /usr/lib/tmpfiles.d /usr/lib/sysusers.d /usr/lib/modprobe.d /usr/lib/modules-load.d /usr/lib/sysctl.d \
  /usr/share/dbus-1 /usr/share/polkit-1 /usr/share/initramfs-tools /usr/share/pam-configs /usr/lib/NetworkManager \
  /usr/lib/x86_64-linux-gnu/security; do
  collect "$place" 8
done
for home in $(cut -d: -f6 "$tree/etc/passwd" | sort -u) /etc/skel; do
  case $home in / | /usr/* | /bin | /dev | /nonexistent) continue ;; esac
  collect "$home" 4
done
find "$tree/usr/bin" "$tree/usr/sbin" "$tree/usr/local/bin" "$tree/usr/local/sbin" -maxdepth 1 \( -type f -o -type l \) | look programs
find "$tree/var/lib/dpkg/info" -type f | while IFS= read -r file; do stat -c '%n %s %U %G %a %Y %Z' "$file" >> "$out/database.txt"; done
find "$tree/usr" "$tree/opt" "$tree/tmp" "$tree/var/tmp" -perm /6000 -type f >> "$out/setuid.txt"
dpkg --root="$tree" --verify > "$out/verify.txt"
