import type { LosslessString } from "../../text/lossless.ts";

/** Where docker keeps a folder for every container. */
export const DOCKER = "/var/lib/docker/containers";

/** Where containerd keeps the bundles of what runs. */
export const TASKS = ["/run/containerd", "/run/k3s/containerd"].flatMap((state) =>
  ["k8s.io", "moby", "default"].map((namespace) => `${state}/io.containerd.runtime.v2.task/${namespace}`),
);

/** Where podman and CRI-O keep theirs. */
const STORAGES = ["/run/containers/storage", "/var/lib/containers/storage"];
const ROOTLESS = ".local/share/containers/storage";
const DRIVERS = ["overlay", "vfs", "btrfs"];

/** Lists of a storage: of the containers that outlive a boot, and of those that need not. */
export const STORAGE_LISTS = ["containers.json", "volatile-containers.json"];

/** The containers of the storages of root and of some users. */
export function storagesOf(homes: readonly LosslessString[]): LosslessString[] {
  const storages = [...STORAGES, ...homes.map((home) => `${home}/${ROOTLESS}`)];
  return storages.flatMap((storage) => DRIVERS.map((driver) => `${storage}/${driver}-containers`));
}

/** Every file of a runtime that may be asked for, for the `reads` of a phase. */
export const CONTAINER_FILES: readonly string[] = [
  "/var/lib/docker/containers/*/{config.v2.json,hostconfig.json}",
  "/run/{containerd,k3s/containerd}/io.containerd.runtime.v2.task/{k8s.io,moby,default}/*/config.json",
  "/{run,var/lib}/containers/storage/{overlay,vfs,btrfs}-containers/{containers,volatile-containers}.json",
  "/{run,var/lib}/containers/storage/{overlay,vfs,btrfs}-containers/*/userdata/config.json",
  "~/.local/share/containers/storage/*-containers/**",
];
