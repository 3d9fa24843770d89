import type { MountPoint } from "@livetriage/triage-core";
import { type LosslessString, unescapeOctal } from "@livetriage/triage-core/text";

/**
 * Where overlay mounts store what was written to them: for a container all that is not of its image.
 *
 * Shape:  `rw,lowerdir=/a:/b,upperdir=/c,workdir=/d` in the super options of mountinfo; `\\` and `,` in a path are escaped.
 * Source: Documentation/filesystems/overlayfs.rst, proc_pid_mountinfo(5)
 */
export function upperDirectories(mounts: readonly MountPoint[]): LosslessString[] {
  const uppers = mounts.flatMap(({ fs_type, super_options }) => {
    const upper = fs_type === "overlay" ? /(?:^|,)upperdir=((?:\\.|[^,\\])+)/.exec(super_options)?.[1] : undefined;
    return upper === undefined ? [] : [unescapeOctal(upper).replace(/\\(.)/g, "$1")];
  });
  return [...new Set(uppers)].filter((path) => path.startsWith("/"));
}
