#!/bin/bash
# `two-hosts.sh FOLDER`, in mount and network namespaces of its own: the host that is flooded, and across a veth the one
# that its connections come from and go to. FOLDER holds the program `flood`; the rest is as flooded-host.sh says.
set -eu
folder=$1
here=$(dirname "$0")

mount -t tmpfs tmpfs /opt
for name in crowd quiet loud each; do cp "$folder/flood" "/opt/$name"; done
ip link set lo up
ip link add out type veth peer name eth0
ip addr add 198.18.0.1/16 dev out
ip link set out up
/opt/crowd listen 198.18.0.1 443 1 > /dev/null &

unshare --net --pid --fork --mount-proc --kill-child "$here/flooded-host.sh" "$folder" & host=$!
until init=$(pgrep -P "$host"); do sleep 0.05; done
until [ "$(readlink "/proc/$init/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
ip link set eth0 netns "$init"

until [ -e /opt/listens ]; do kill -0 "$host"; sleep 0.05; done
# From one address to another there are 28,000 ports at most.
for i in 2 3 4 5; do
  /opt/crowd connect "198.18.0.$i" 8080 $((INBOUND / 4)) > "/opt/connect$i" &
done
for i in 2 3 4 5; do until grep -q ready "/opt/connect$i"; do kill -0 "$host"; sleep 0.05; done; done
touch /opt/connected
wait "$host"
