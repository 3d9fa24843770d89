import { expect, test } from "vitest";
import { type ContainerClues, containerEvidence, isInContainer } from "./container-evidence.ts";

const HOST: ContainerClues = {
  markers: [],
  init_environ: null,
  systemd_container: null,
  init_cgroup: "0::/init.scope\n",
  initial_pid_namespace: true,
  initial_mount_namespace: true,
};

const rows: readonly (readonly [Partial<ContainerClues>, boolean | null, string | null])[] = [
  [{}, false, null],
  [{ initial_mount_namespace: null }, null, null],
  [{ initial_pid_namespace: null, initial_mount_namespace: null }, null, null],
  [{ markers: ["/.dockerenv"] }, true, "/.dockerenv exists"],
  [{ systemd_container: "systemd-nspawn" }, true, "/run/systemd/container says systemd-nspawn"],
  [{ init_environ: "PATH=/bin\0container=podman\0" }, true, "environment of process 1 has container=podman"],
  [{ init_environ: "xcontainer=podman\0" }, false, null],
  [{ init_cgroup: "0::/kubepods.slice/pod1\n" }, true, "cgroup of process 1 names kubepods"],
  [{ initial_pid_namespace: false }, true, "process ids are those of a pid namespace other than the initial one"],
];

test.each(rows)("%j: in a container %s", (clues, inContainer, evidence) => {
  expect(isInContainer({ ...HOST, ...clues })).toBe(inContainer);
  expect(containerEvidence({ ...HOST, ...clues })).toBe(evidence);
});
