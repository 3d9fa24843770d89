import type { MountPoint } from "../../contract/host-facts.ts";
import { splitLines } from "../../text/lines.ts";
import { parseDecimal } from "../../text/numbers.ts";
import { unescapeOctal } from "../../text/octal.ts";

/**
 * The mounts of a mount namespace, in the kernel's order.
 *
 * Shape:  `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`
 * Errors: `malformed` counts lines without the ten fields that every kernel writes.
 * Source: proc_pid_mountinfo(5)
 */
export function parseMountinfo(text: string): { readonly mounts: readonly MountPoint[]; readonly malformed: number } {
  const lines = splitLines(text);
  const mounts = lines.map(parseLine).filter((mount) => mount !== null);
  return { mounts, malformed: lines.length - mounts.length };
}

function parseLine(line: string): MountPoint | null {
  const fields = line.split(" ");
  const dash = fields.indexOf("-", 6);
  const [idText = "", parentText = "", device = "", root = "", mountPoint = "", options = ""] = fields;
  const [fsType, source, superOptions] = dash < 0 ? [] : fields.slice(dash + 1);
  const mountId = parseDecimal(idText);
  const parentId = parseDecimal(parentText);
  if (mountId === null || parentId === null || !/^\d+:\d+$/.test(device)) return null;
  if (fsType === undefined || source === undefined || superOptions === undefined) return null;
  return {
    mount_id: mountId,
    parent_id: parentId,
    device,
    root: unescapeOctal(root),
    mount_point: unescapeOctal(mountPoint),
    fs_type: fsType,
    source: unescapeOctal(source),
    options,
    super_options: superOptions,
  };
}
