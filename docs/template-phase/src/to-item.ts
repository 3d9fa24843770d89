import { textField, toText } from "@livetriage/triage-core/text";
import type { KernelModule } from "./item.ts";
import type { ModuleRow } from "./parse/modules.ts";

/** Taint letters that are worth a look, and the signal of each. Source: Documentation/admin-guide/tainted-kernels.rst */
const SIGNALS: readonly (readonly [string, string])[] = [
  ["F", "module_forced"],
  ["E", "module_unsigned"],
];

/** Taint letters with a common harmless cause: a driver built on this machine. */
const CONTEXT: readonly (readonly [string, string])[] = [["O", "module_out_of_tree"]];

/** A row of /proc/modules as an item. */
export function toItem(row: ModuleRow): KernelModule {
  return {
    ...textField("name", row.name),
    size: row.size,
    refcount: row.refcount,
    used_by: row.usedBy.map((user) => toText(user).text),
    state: row.state,
    address: /^0x0+$/.test(row.address) ? null : row.address,
    taints: row.taints,
    detail: "full",
    signals: idsOf(SIGNALS, row.taints),
    context: idsOf(CONTEXT, row.taints),
  };
}

/** The least form of an item. */
export function toIndex({
  used_by,
  used_by_dropped,
  used_by_dropped_bytes,
  address,
  ...rest
}: KernelModule): KernelModule {
  return { ...rest, detail: "index" };
}

function idsOf(table: readonly (readonly [string, string])[], taints: string): string[] {
  return table.filter(([letter]) => taints.includes(letter)).map(([, id]) => id);
}
