import type { PlacedEntry } from "../candidate.ts";
import type { Place } from "../place.ts";

/** Mechanisms whose directories are one to their reader: a file takes the place of those of its name in later ones. */
const LAYERED: ReadonlySet<string> = new Set([
  "binfmt",
  "environment_d",
  "modprobe",
  "modules_load",
  "pacman_hook",
  "sysctl",
  "systemd_environment_generator",
  "systemd_generator",
  "systemd_user_generator",
  "sysusers",
  "tmpfiles",
  "udev",
]);

/** Where they are, first wins; generators look into /run before /etc. */
const LAYERS = ["/etc/", "/run/", "/usr/local/"];
const GENERATOR_LAYERS = ["/run/", "/etc/", "/usr/local/"];

/** Mark entries of files in whose place their reader takes another one of that name, a mask among them. */
export function shadowLayers(entries: readonly PlacedEntry[], places: readonly Place[]): PlacedEntry[] {
  const best = new Map<string, number>();
  for (const place of places) {
    for (const { id } of place.mechanisms) {
      const key = keyOf(id, place);
      if (key !== null) best.set(key, Math.min(best.get(key) ?? LAYERS.length, layerOf(id, place)));
    }
  }
  return entries.map((one) => {
    const { id } = one.mechanism;
    const first = best.get(keyOf(id, one.place) ?? "");
    if (first === undefined || first === layerOf(id, one.place)) return one;
    return { ...one, entry: { ...one.entry, state: "shadowed" } };
  });
}

/** Files with the same key stand for each other; null where none does. */
function keyOf(mechanism: string, { file }: Place): string | null {
  if (file.home !== null || !LAYERED.has(mechanism)) return null;
  const directory = file.path.slice(0, -file.name.length - 1);
  return `${directory.slice(directory.lastIndexOf("/") + 1)}/${file.name}`;
}

function layerOf(mechanism: string, { file }: Place): number {
  const layers = mechanism.endsWith("generator") ? GENERATOR_LAYERS : LAYERS;
  const layer = layers.findIndex((prefix) => file.path.startsWith(prefix));
  return layer < 0 ? layers.length : layer;
}
