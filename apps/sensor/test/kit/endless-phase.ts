import { type Caps, definePhase, signalFields } from "@livetriage/triage-core";
import { z } from "zod";

/** Finds nothing, and ends only when it is told to. */
export const endless = definePhase<object, Caps, object>({
  contract: 1,
  name: "endless",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Nothing, until it is told to end.",
  itemName: "Nothing",
  item: z.object({ detail: z.literal("basic").describe("Always basic"), ...signalFields }),
  params: z.strictObject({}),
  caps: {
    entries: { default: 1, unit: "items", doc: "Items kept" },
    bytes: { default: 1024, unit: "bytes", doc: "Encoded size of all items" },
  },
  reads: ["/proc/version"],
  async *run({ signal }) {
    yield { kind: "fact", fact: { id: "begun", source: "/proc/version", value: "yes", count: 1 } };
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  },
});
