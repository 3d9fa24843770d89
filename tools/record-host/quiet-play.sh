# Run by quiet.sh inside the booted host, `play.sh KIND`: what a host of this kind does all day.
set -eu
kind=$1
service() { systemd-run --quiet --unit="$1" "${@:2}"; } # service NAME [OPTION...] COMMAND...

service dhclient-host0 /sbin/dhclient -d -cf /dev/null host0

image=registry.example/shop/web:1.27
pod=11111111-2222-3333-4444-555555555555

# An image of busybox, known to docker and to podman, of root and of alice.
make_image() {
  mkdir -p /srv/image/bin
  for name in busybox sh httpd sleep; do cp /bin/busybox "/srv/image/bin/$name"; done
  tar -C /srv/image -c . | docker import - "$image"
  docker save "$image" > /srv/image.tar
}

# spec RUNTIME ID PORT KEY=VALUE...: an OCI configuration such as kubelet's runtimes write, with their annotations.
spec() {
  ctr oci spec | python3 -c '
import json, sys
runtime, id, port, *notes = sys.argv[1:]
spec = json.load(sys.stdin)
spec["linux"].pop("resources", None)
spec["process"].pop("rlimits", None)
spec["process"].update(args=["/bin/httpd", "-f", "-p", port], terminal=False)
spec["root"]["path"] = "/srv/image"
pod = "'"${pod//-/_}"'"
spec["linux"]["cgroupsPath"] = f"/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod{pod}.slice/{runtime}-{id}.scope"
spec["annotations"] = dict(note.split("=", 1) for note in notes)
json.dump(spec, sys.stdout)' "$@"
}

containers() {
  local one=0123456789abcdef two=fedcba9876543210
  one=$one$one$one$one two=$two$two$two$two
  make_image
  docker run -d --name shop-web --network host "$image" /bin/httpd -f -p 8080
  local cri=io.kubernetes.cri
  spec cri-containerd "$one" 8081 $cri.container-type=container $cri.container-name=api $cri.image-name="$image" \
    $cri.sandbox-name=api-7f9c $cri.sandbox-namespace=shop $cri.sandbox-uid="$pod" > /srv/containerd.json
  ctr -n k8s.io run -d --config /srv/containerd.json "$one"
  local bundle=/run/containers/storage/overlay-containers/$two/userdata note=io.kubernetes
  mkdir -p "$bundle"
  spec crio "$two" 8082 $note.container.name=agent $note.cri-o.ImageName="$image" $note.pod.name=agent-x2b \
    $note.pod.namespace=monitoring $note.pod.uid="$pod" > "$bundle/config.json"
  crun --cgroup-manager=cgroupfs run -d -b "$bundle" "$two"
  local options="--network=none --ulimit host --pids-limit=0"
  podman load -i /srv/image.tar
  podman --runtime /usr/sbin/runc run -d --name cache $options "$image" /bin/sleep 100000
  loginctl enable-linger alice
  sleep 2
  cd /home/alice
  setpriv --reuid 1000 --regid 1000 --init-groups env HOME=/home/alice XDG_RUNTIME_DIR=/run/user/1000 \
    DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus sh -c "podman --storage-driver vfs load -i /srv/image.tar &&
    podman --storage-driver vfs run -d --name mine $options $image /bin/sleep 200000"
  lxc-create -n web1 -t busybox
  lxc-start -n web1
}

case $kind in
  node) containers ;;
  desktop)
    service xvfb /usr/bin/Xvfb :0 -screen 0 1280x800x24
    service alice-session -p User=alice -p PAMName=login -E DISPLAY=:0 -E XDG_SESSION_TYPE=x11 -E XDG_CURRENT_DESKTOP=XFCE /usr/bin/startxfce4
    sleep 12
    service alice-browser -p User=alice -p PAMName=login -E DISPLAY=:0 /usr/bin/firefox-esr --no-remote http://203.0.113.5:443/
    service alice-terminal -p User=alice -p PAMName=login -E DISPLAY=:0 /usr/bin/xfce4-terminal
    sleep 25
    ;;
  jvm) sleep 20 ;;
  server) sleep 3 ;;
esac
