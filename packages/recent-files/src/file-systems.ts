import type { MountPoint } from "@livetriage/triage-core";

/** Below these, runtimes mount the whole file systems of containers. */
const CONTAINER_STORAGE = /\/(?:docker|containers|containerd|io\.containerd[^/]*|crio|k3s|buildkit)\//;

/** Is this the whole file system of a container, most of it its image? What was written to it is its upper directory. */
export function isContainerRoot({ fs_type, mount_point }: MountPoint): boolean {
  return fs_type === "overlay" && CONTAINER_STORAGE.test(mount_point);
}
