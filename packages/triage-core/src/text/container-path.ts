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
  ["cri-o", new RegExp(`/crio-(?!conmon-)${HEX}(?:\\.scope)?(?:/|$)`)],
  ["podman", new RegExp(`/libpod-(?!conmon-)${HEX}(?:\\.scope)?(?:/|$)`)],
  ["lxc", /\/lxc\.payload[./](?<id>[^/]+)/],
  ["lxc", /\/lxc\/(?<id>[^/]+)/],
  ["systemd-nspawn", /\/machine\.slice\/(?:systemd-nspawn@|machine-)(?<id>[^/]+?)\.(?:service|scope)(?:\/|$)/],
  ["kubernetes", new RegExp(`/kubepods[^/]*/.*/${HEX}(?:/|$)`)],
  ["containerd", new RegExp(`^/(?:default|k8s\\.io|moby)/${HEX}(?:/|$)`)],
];

const POD = /pod(?<uid>[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})/;

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
