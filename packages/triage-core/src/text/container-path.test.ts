import { expect, test } from "vitest";
import { containerOf } from "./container-path.ts";

const ID = "0123456789abcdef".repeat(4);
const POD = "11111111-2222-3333-4444-555555555555";

test.each([
  ["docker by cgroupfs", `/docker/${ID}`, "docker", ID, null],
  ["docker below a path with colons", `/a:b/docker-${ID}.scope`, "docker", ID, null],
  ["docker by systemd", `/system.slice/docker-${ID}.scope`, "docker", ID, null],
  [
    "containerd below kubelet",
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${POD.replaceAll("-", "_")}.slice/cri-containerd-${ID}.scope`,
    "containerd",
    ID,
    POD,
  ],
  ["containerd below kubelet by cgroupfs", `/kubepods/besteffort/pod${POD}/${ID}`, "kubernetes", ID, POD],
  [
    "CRI-O",
    `/kubepods.slice/kubepods-pod${POD.replaceAll("-", "_")}.slice/crio-${ID}.scope/container`,
    "cri-o",
    ID,
    POD,
  ],
  ["podman", `/machine.slice/libpod-${ID}.scope/container`, "podman", ID, null],
  [
    "podman without root",
    `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`,
    "podman",
    ID,
    null,
  ],
  ["LXC", "/lxc.payload.web1/init.scope", "lxc", "web1", null],
  ["LXC without systemd inside", "/lxc.payload.web1", "lxc", "web1", null],
  ["nerdctl", `/system.slice/nerdctl-${ID}.scope`, "containerd", ID, null],
  [
    "a static pod",
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${ID.slice(32)}.slice/cri-containerd-${ID}.scope`,
    "containerd",
    ID,
    ID.slice(32),
  ],
  ["below a parent of its own", `/ecs/${POD}/${ID}`, "oci", ID, null],
  ["LXC of old", "/lxc/web1/x", "lxc", "web1", null],
  ["nspawn", "/machine.slice/systemd-nspawn@deb.service/payload", "systemd-nspawn", "deb", null],
])("%s", (_name, path, runtime, id, pod_uid) => {
  expect(containerOf(path)).toEqual({ runtime, id, pod_uid });
});

test.each([
  "/",
  "/system.slice/ssh.service",
  `/system.slice/libpod-conmon-${ID}.scope`,
  "/docker/short",
  `/docker/${ID.slice(1)}`,
  "/lxc.monitor.web1",
  "/machine.slice/machine-qemu\\x2d1\\x2dweb.scope/libvirt/emulator",
])("no container: %s", (path) => {
  expect(containerOf(path)).toBeNull();
});
