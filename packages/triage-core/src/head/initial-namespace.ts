/**
 * Namespace links of the initial namespaces, where the kernel fixes them.
 *
 * Source: kernel include/uapi/linux/nsfs.h and proc_ns.h: pid 0xEFFFFFFC, user 0xEFFFFFFD, and from 6.18 on mnt 0xEFFFFFF8.
 */
const INITIAL: Readonly<Record<"pid" | "user" | "mnt", string>> = {
  pid: "pid:[4026531836]",
  user: "user:[4026531837]",
  mnt: "mnt:[4026531832]",
};

/** Before 6.18 the first number given out went to the initial mount namespace, or the second where net came first. */
const FIRST_MNT = new Set(["mnt:[4026531840]", "mnt:[4026531841]"]);

/** Is the pid or user namespace behind this link the initial one? Null when the link is unknown. */
export function isInitialNamespace(kind: "pid" | "user", link: string | null): boolean | null {
  return link === null ? null : link === INITIAL[kind];
}

/**
 * Is our mount namespace the initial one? Its number is fixed only on new kernels; on others init's namespace decides,
 * if we are in the initial pid namespace and may look at it.
 */
export function isInitialMountNamespace(
  own: string | null,
  ofInit: string | null,
  inInitialPids: boolean | null,
): boolean | null {
  if (own === null) return null;
  if (own === INITIAL.mnt || FIRST_MNT.has(own)) return true;
  if (ofInit === null || inInitialPids !== true) return null;
  return own === ofInit;
}
