# Runs as process 1 of mount, process and network namespaces of its own: makes a small host of a prepared tree, enters
# it for good, and becomes the script of a scene there.
#
#   world.sh TREE NODE CGROUP SCRIPT    CGROUP: a memory cgroup of this host's, or nothing
set -eu
mount -t tmpfs -o mode=755,nr_inodes=0 world /mnt
cp -a "$1"/. /mnt
mount --bind "$2" /mnt/usr/bin/node
mount -t proc proc /mnt/proc
mount -t sysfs sys /mnt/sys
mount --rbind /sys/fs/cgroup /mnt/sys/fs/cgroup
mount -t tmpfs -o mode=755 dev /mnt/dev
for device in null:1:3 zero:1:5 random:1:8 urandom:1:9 fuse:10:229; do
  IFS=: read -r name major minor <<< "$device"
  mknod -m 666 "/mnt/dev/$name" c "$major" "$minor"
done
mkdir -m 1777 /mnt/dev/shm
if [ -n "$3" ]; then mount --bind "$3" /mnt/stage/cgroup; fi
ip link set lo up
cd /mnt
pivot_root . old
umount -l /old
rmdir /old
export PATH=/stage/bin:/opt/livetriage/bin:/usr/bin:/usr/sbin HOME=/root LC_ALL=C
unset LD_PRELOAD
printf 'set -eu\n. /stage/functions.sh\n%s\n' "$4" > /stage/script
exec -a scene /usr/bin/bash /stage/script
