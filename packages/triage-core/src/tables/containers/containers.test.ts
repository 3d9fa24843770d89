import { describe, expect, test } from "vitest";
import type { MemEntries } from "../../host/mem/entries.ts";
import { memHost } from "../../host/mem/mem-host.ts";
import { createContainers } from "./containers.ts";

const ID = "0123456789abcdef".repeat(4);
const POD = "11111111-2222-3333-4444-555555555555";
const SLICE = `/kubepods.slice/kubepods-pod${POD.replaceAll("-", "_")}.slice`;
const ALICE = { name: "alice", uid: 1000, gid: 1000, home: "/home/alice", shell: "/bin/bash" };
const json = JSON.stringify;
const oci = (annotations: object) => json({ process: { capabilities: { bounding: ["CAP_CHOWN"] } }, annotations });

async function containerAt(path: string, files: MemEntries) {
  const { containers, errors } = await createContainers(memHost(files))([path], [ALICE]);
  return { container: containers.get(path), errors };
}

describe("what the files of a runtime say of a container", () => {
  test.each<[string, string, MemEntries, object]>([
    [
      "containerd below kubelet",
      `${SLICE}/cri-containerd-${ID}.scope`,
      {
        [`/run/containerd/io.containerd.runtime.v2.task/k8s.io/${ID}/config.json`]: oci({
          "io.kubernetes.cri.container-name": "web",
          "io.kubernetes.cri.image-name": `docker.io/library/nginx@sha256:${ID}`,
          "io.kubernetes.cri.sandbox-name": "web-7d4",
          "io.kubernetes.cri.sandbox-namespace": "shop",
        }),
      },
      {
        runtime: "containerd",
        name: "web",
        image_digest: `sha256:${ID}`,
        pod: "web-7d4",
        pod_namespace: "shop",
        pod_uid: POD,
      },
    ],
    [
      "docker",
      `/docker/${ID}`,
      {
        [`/var/lib/docker/containers/${ID}/config.v2.json`]: json({ Name: "/db", Config: { Image: "postgres:16" } }),
        [`/var/lib/docker/containers/${ID}/hostconfig.json`]: json({ Privileged: true }),
      },
      { runtime: "docker", name: "db", image: "postgres:16", privileged: true },
    ],
    [
      "podman without root, one that need not outlive a boot",
      `/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope/container`,
      {
        [`/home/alice/.local/share/containers/storage/overlay-containers/${ID}/userdata/config.json`]: oci({}),
        "/home/alice/.local/share/containers/storage/overlay-containers/volatile-containers.json": json([
          { id: ID, names: ["app"], metadata: json({ "image-name": "localhost/app:1" }) },
        ]),
      },
      { runtime: "podman", name: "app", image: "localhost/app:1", privileged: false },
    ],
    [
      "CRI-O",
      `${SLICE}/crio-${ID}.scope`,
      {
        [`/run/containers/storage/overlay-containers/${ID}/userdata/config.json`]: oci({
          "io.kubernetes.container.name": "agent",
          "io.kubernetes.cri-o.ImageName": "quay.io/x/agent:1",
          "io.kubernetes.pod.name": "agent-1",
          "io.kubernetes.pod.namespace": "sys",
        }),
      },
      { runtime: "cri-o", name: "agent", image: "quay.io/x/agent:1", pod: "agent-1", pod_namespace: "sys" },
    ],
    ["LXC, whose cgroup bears the name", "/lxc.payload.web1/system.slice", {}, { runtime: "lxc", name: "web1" }],
  ])("%s", async (_name, path, files, expected) => {
    expect(await containerAt(path, files)).toMatchObject({ container: { ...expected, unread: null }, errors: [] });
  });

  test.each<[string, MemEntries, object]>([
    ["no file", {}, { unread: "no file of a runtime knows it" }],
    [
      "files that may not be read",
      { [`/var/lib/docker/containers/${ID}/config.v2.json`]: { errno: "EACCES" } },
      { unread: "its files could not be read: EACCES" },
    ],
    [
      "a file that is no configuration",
      { [`/var/lib/docker/containers/${ID}/config.v2.json`]: "[]" },
      { unread: "no file of a runtime knows it" },
    ],
  ])("%s: the cgroup alone, and why", async (_name, files, expected) => {
    const { container, errors } = await containerAt(`/docker/${ID}`, files);
    expect(container).toMatchObject({ runtime: "docker", id: ID, name: null, image: null, ...expected });
    expect(errors.length).toBe(JSON.stringify(files).includes("EACCES") ? 1 : 0);
  });
});

test("files of one container are read once, and those of the first 512 only", async () => {
  const asked: string[] = [];
  const host = memHost({});
  const containers = createContainers({
    ...host,
    readFile: (path, options) => {
      asked.push(path);
      return host.readFile(path, options);
    },
  });
  const paths = Array.from({ length: 600 }, (_, i) => `/docker/${i.toString(16).padStart(64, "0")}`);
  const { containers: found } = await containers(paths, []);
  const files = asked.length;
  await containers(paths.slice(0, 512), []);
  expect([found.size, asked.length]).toEqual([600, files]);
  expect(asked.filter((path) => path.endsWith("/config.v2.json"))).toHaveLength(512);
});
