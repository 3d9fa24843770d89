#!/bin/bash
# Makes the Debian 12 that quiet.sh boots: `quiet-tree.sh server|desktop|node|jvm TREE`, as root, from this machine's mirror.
set -euo pipefail
kind=${1:?server, desktop, node or jvm} tree=${2:?folder to make}
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" "Release: bookworm" | head -1)

base=systemd,systemd-sysv,dbus,openssh-server,cron,rsyslog,chrony,nginx-light,postgresql,sudo,procps,iproute2,udev
base+=,unattended-upgrades,libpam-systemd,ifupdown,isc-dhcp-client,polkitd,exim4-daemon-light,fail2ban,python3-systemd
case $kind in
  server) more= ;;
  desktop) more="xfce4 xvfb firefox-esr pipewire-audio wireplumber network-manager avahi-daemon cups-daemon bluez upower
    udisks2 gvfs-backends gvfs-fuse at-spi2-core dbus-user-session dbus-x11 xfce4-terminal xfce4-notifyd rtkit ibus
    policykit-1-gnome gnome-keyring libreoffice-core" ;;
  node) more="docker.io containerd runc lxc podman crun uidmap fuse-overlayfs slirp4netns dbus-user-session busybox-static" ;;
  jvm) more="openjdk-17-jre-headless tomcat10" ;;
esac

debootstrap --include="$base" bookworm "$tree" "$mirror"
cp /etc/resolv.conf "$tree/etc"
printf '#!/bin/sh\nexit 101\n' > "$tree/usr/sbin/policy-rc.d"
chmod 755 "$tree/usr/sbin/policy-rc.d"
[ -z "$more" ] || unshare --mount sh -c 'mount -t proc proc "$1/proc"; tree=$1; shift
  DEBIAN_FRONTEND=noninteractive exec chroot "$tree" apt-get install -y --no-install-recommends "$@"' sh "$tree" $more
