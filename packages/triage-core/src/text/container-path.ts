/** What a cgroup path says of a container. */
export interface ContainerRef {
  readonly runtime: string;
  readonly id: string;
  readonly pod_uid: string | null;
}

const HEX = "(?<id>[0-9a-f]{64})";

/** How runtimes name the cgroup of a container, the most telling first. */
const PATTERNS: readonly (readonly [runtime: string, pattern: RegExp])[] = [
  ["docker", new RegExp(`/docker[/-]${HEX}(?:\\.scope)?(?:/|$)`)],
  ["containerd", new RegExp(`/cri-containerd-${HEX}\\.scope(?:/|$)`)],
  ["containerd", new RegExp(`[/:]cri-containerd:${HEX}(?:/|$)`)],
  ["containerd", new RegExp(`/nerdctl-${HEX}\\.scope(?:/|$)`)],
  ["cri-o", new RegExp(`/crio-(?!conmon-)${HEX}(?:\\.scope)?(?:/|$)`)],
  ["podman", new RegExp(`/libpod-(?!conmon-)${HEX}(?:\\.scope)?(?:/|$)`)],
  ["lxc", /\/lxc\.payload[./](?<id>[^/]+)/],
  ["lxc", /\/lxc\/(?<id>[^/]+)/],
  [
    "systemd-nspawn",
    /\/machine\.slice\/(?:systemd-nspawn@|machine-(?!qemu\\x2d))(?<id>[^/]+?)\.(?:service|scope)(?:\/|$)/,
  ],
  ["kubernetes", new RegExp(`/kubepods[^/]*/.*/${HEX}(?:/|$)`)],
  ["containerd", new RegExp(`^/(?:default|k8s\\.io|moby)/${HEX}(?:/|$)`)],
  ["oci", new RegExp(`/${HEX}(?:/|$)`)], // below a parent that somebody chose: its files tell more
];

/** A pod that kubelet has from a file is named by a digest. */
const POD =
  /pod(?<uid>[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32}(?![0-9a-f]))/;

/**
 * The container that a cgroup path belongs to; null outside of containers.
 *
 * Source: the cgroup drivers `cgroupfs` and `systemd` of docker, containerd, CRI-O, podman and kubelet; lxc.container.conf(5)
 */
export function containerOf(path: string): ContainerRef | null {
  for (const [runtime, pattern] of PATTERNS) {
    const id = pattern.exec(path)?.groups?.["id"];
    if (id !== undefined)
      return { runtime, id, pod_uid: POD.exec(path)?.groups?.["uid"]?.replaceAll("_", "-") ?? null };
  }
  return null;
}
