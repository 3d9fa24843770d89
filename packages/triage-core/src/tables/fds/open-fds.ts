import type { Links } from "../../contract/host-reader.ts";
import type { ProcessFds } from "../../contract/tables.ts";

/**
 * The descriptors that the links in `/proc/[pid]/fd` are, and how many a limit cut off: those closed between the listing
 * and their turn are seen too, but nothing was cut.
 */
export function toOpenFds({ links, more, seen }: Links): Pick<ProcessFds, "fds" | "dropped"> {
  return { fds: links.map(({ name, link }) => ({ fd: Number(name), link })), dropped: more ? seen - links.length : 0 };
}
