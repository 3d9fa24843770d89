import type { PlacedEntry } from "../candidate.ts";

/** Links of these start the init script at their end. */
const LINKS: ReadonlySet<string> = new Set(["rc_link", "openrc_runlevel"]);

/**
 * Init scripts that no runlevel starts are off. Where there are no runlevels at all, who starts them is not known.
 *
 * Source: update-rc.d(8), rc-update(8).
 */
export function switchOffUnlinked(entries: readonly PlacedEntry[]): PlacedEntry[] {
  const links = entries.filter(({ mechanism }) => LINKS.has(mechanism.id));
  const started = new Set(links.filter(({ entry }) => entry.state === "enabled").map(({ place }) => place.file.real));
  return entries.map((one) => {
    const { file } = one.place;
    const isOff =
      links.length > 0 && one.mechanism.id === "init_script" && file.link === null && !started.has(file.real);
    return isOff && one.entry.state === "enabled" ? { ...one, entry: { ...one.entry, state: "disabled" } } : one;
  });
}
