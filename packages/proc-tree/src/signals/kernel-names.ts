import type { Process } from "../process.ts";

/** Names of threads of the kernel that no program bears. */
const KERNEL_NAME =
  /^(?:kworker\/|kthreadd$|ksoftirqd\/|migration\/|kswapd\d|kcompactd\d|khugepaged$|rcu_|kdevtmpfs$|kauditd$|jbd2\/)/;

/** Is the process named, or does it call itself, like a thread of the kernel: `[kworker/0:1]`? */
export function looksLikeKernelThread({ stat, argv }: Process): boolean {
  const [first] = argv?.argv ?? [];
  return (first !== undefined && /^\[[^\]]+\]$/.test(first)) || KERNEL_NAME.test(stat?.comm ?? "");
}
