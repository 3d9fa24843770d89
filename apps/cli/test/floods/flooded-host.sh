#!/bin/bash
# `flooded-host.sh FOLDER`, run by two-hosts.sh: first two processes that must not be lost, then $PROCESSES of the first
# one's user, $INBOUND connections that come in, $CLOSED that were closed a moment ago, $DELETED of another user that have
# all what the second one has. Then `livetriage` with $OPTIONS; its document and what is known beforehand go to FOLDER.
set -eu
folder=$1
crowd="setpriv --reuid=65534 --regid=65534 --clear-groups"
started=0

start() { # start COMMAND...: in the background, and wait until it stands; its pid is in $!
  started=$((started + 1))
  "$@" > "/opt/started$started" &
  until grep -q ready "/opt/started$started"; do kill -0 $!; sleep 0.02; done
}

until ip link set eth0 up 2> /dev/null; do sleep 0.05; done
ip link set lo up
for i in 2 3 4 5; do ip addr add "198.18.0.$i/16" dev eth0; done
until (exec 3<> /dev/tcp/198.18.0.1/443) 2> /dev/null; do sleep 0.05; done

start $crowd /opt/quiet connect 198.18.0.1 443 1; quiet=$!
start setpriv --reuid=1001 --regid=1001 --clear-groups /opt/loud connect 198.18.0.1 443 1; loud=$!
rm /opt/loud
start $crowd /opt/crowd listen 0.0.0.0 8080 8
touch /opt/listens
until [ -e /opt/connected ]; do sleep 0.05; done
start /opt/crowd hangup 127.0.0.1 81 1
start /opt/crowd timewait 127.0.0.1 81 "$CLOSED"
start $crowd /opt/crowd sleep "$PROCESSES"
start setpriv --reuid=1000 --regid=1000 --clear-groups /opt/each each "$DELETED"
rm /opt/each
echo "$quiet $loud $(find /proc -maxdepth 1 -name '[0-9]*' | wc -l) $(cat /proc/net/{tcp,udp} | grep -c '^ *[0-9]')" > "$folder/facts"
"$COMMAND" collect --phase proc-tree --phase net-conns --format json --budget 120s $OPTIONS > "$folder/package.json"
