import type { PlacedEntry } from "../candidate.ts";

/**
 * Mark autostart entries of the system that a user's file of the same name replaces or hides.
 *
 * Source: Desktop Application Autostart Specification 0.5, "Autostart Directories".
 */
export function hideShadowed(entries: readonly PlacedEntry[]): PlacedEntry[] {
  const isAutostart = ({ mechanism }: PlacedEntry) => mechanism.id === "xdg_autostart";
  const names = new Set(
    entries.filter((one) => isAutostart(one) && one.place.file.home !== null).map(({ place }) => place.file.name),
  );
  return entries.map((one) => {
    const { file } = one.place;
    if (!isAutostart(one) || file.home !== null || !names.has(file.name)) return one;
    return { ...one, entry: { ...one.entry, context: [...(one.entry.context ?? []), "shadowed_by_user"] } };
  });
}
