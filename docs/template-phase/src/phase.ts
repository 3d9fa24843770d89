import { definePhase, fitItems, keepByStrata, type PhaseContext, type PhaseEvent } from "@livetriage/triage-core";
import { z } from "zod";
import { type KernelModule, kernelModuleSchema } from "./item.ts";
import { parseModules } from "./parse/modules.ts";
import { MODULES, readModules, toReadError } from "./read-modules.ts";
import { toIndex, toItem } from "./to-item.ts";

/** Most modules in a document. */
export const MAX_MODULE_ENTRIES = 512;

const caps = {
  entries: { default: MAX_MODULE_ENTRIES, unit: "items", doc: "Modules kept, those with signals first" },
  bytes: { default: 131_072, unit: "bytes", doc: "Encoded size of all modules" },
  source_bytes: { default: 1_048_576, unit: "bytes", doc: "Bytes read of /proc/modules" },
} as const;
type ModuleCaps = { readonly [K in keyof typeof caps]: number };
type ModuleEvent = PhaseEvent<KernelModule>;

/** The kernel modules that are loaded, with what taints the kernel. */
export const kernelModules = definePhase<KernelModule, ModuleCaps, object>({
  contract: 1,
  name: "kernel-modules",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Loaded kernel modules, with what taints the kernel.",
  itemName: "KernelModule",
  item: kernelModuleSchema,
  params: z.strictObject({}),
  caps,
  reads: [MODULES],
  run,
});

async function* run({ host, caps: limits }: PhaseContext<ModuleCaps>): AsyncGenerator<ModuleEvent> {
  const file = await readModules(host, limits.source_bytes);
  if (!file.ok) {
    yield { kind: "error", error: toReadError(file.error) };
    return;
  }
  const { rows, malformed } = parseModules(file.value.text);
  if (malformed > 0) yield toMalformed(malformed);
  if (file.value.more) yield toSourceCut(limits.source_bytes);
  yield* kept(rows.map(toItem), limits);
}

/** The items that the caps leave, best first, and what the caps cost. */
function* kept(items: readonly KernelModule[], limits: ModuleCaps): Generator<ModuleEvent> {
  const chosen = keepByStrata(items, {
    limit: limits.entries,
    classOf: (item) => (item.signals.length > 0 ? 0 : 1),
    stratumOf: (item) => item.taints,
    holderOf: () => "kernel",
    groupOf: (item) => item.state,
  });
  if (chosen.truncation !== null) yield { kind: "truncation", truncation: chosen.truncation };
  const fitted = fitItems(chosen.kept, {
    bytes: limits.bytes,
    shrink: ["used_by"],
    levels: { full: ["used_by", "address"], standard: [] },
    toIndex,
  });
  for (const truncation of fitted.truncations) yield { kind: "truncation", truncation };
  for (const item of fitted.items) yield { kind: "item", item };
}

function toMalformed(count: number): ModuleEvent {
  const message = `${count} lines do not have the form of a module`;
  return { kind: "error", error: { kind: "malformed", scope: "item", source: MODULES, message } };
}

function toSourceCut(limit: number): ModuleEvent {
  const cut = { cap: "source_bytes", limit, unit: "bytes", source: MODULES, kept: "first read", groups: [] };
  return { kind: "truncation", truncation: { ...cut, dropped: 1, dropped_is: "at-least" } };
}
