import { parseDecimal, splitLines } from "@livetriage/triage-core/text";

/** One line of /proc/modules, in the kernel's own words. */
export interface ModuleRow {
  readonly name: string;
  /** Bytes, decimal. */
  readonly size: string;
  readonly refcount: number | null;
  readonly usedBy: readonly string[];
  readonly state: string;
  /** Hex with `0x`; all zeros where kptr_restrict hides it. */
  readonly address: string;
  readonly taints: string;
}

const LINE = /^(\S+) (\d+) (-|\d+) (\S+) (Live|Loading|Unloading) (0x[0-9a-f]+)(?: \((\S+)\))?$/;

/**
 * Parse /proc/modules. A line that does not have its form costs that line.
 *
 * Shape:  `nf_conntrack 172032 2 nf_nat,xt_conntrack, Live 0xffffffffc0a5e000 (OE)`; `-` for no count and no users.
 * Units:  bytes.
 * Source: kernel/module/procfs.c, proc_modules(5)
 */
export function parseModules(text: string): { readonly rows: readonly ModuleRow[]; readonly malformed: number } {
  const lines = splitLines(text);
  const rows = lines.map(parseLine).filter((row) => row !== null);
  return { rows, malformed: lines.length - rows.length };
}

function parseLine(line: string): ModuleRow | null {
  const [, name, size, refcount, users, state, address, taints] = LINE.exec(line) ?? [];
  if (name === undefined || size === undefined || state === undefined || address === undefined) return null;
  return {
    name,
    size,
    refcount: refcount === undefined ? null : parseDecimal(refcount),
    usedBy: users === undefined || users === "-" ? [] : users.split(",").filter((user) => user !== ""),
    state,
    address,
    taints: taints ?? "",
  };
}
