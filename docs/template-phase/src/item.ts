import { signalFields } from "@livetriage/triage-core";
import { z } from "zod";

/** One loaded kernel module. */
export const kernelModuleSchema = z.object({
  name: z
    .string()
    .describe("Name of the module, in /proc/modules")
    .meta({ column: 10, label: "MODULE", examples: ["nf_conntrack"] }),
  name_base64: z.string().optional().describe("Exact bytes of name, where it is not UTF-8"),
  size: z.string().describe("Bytes of memory, decimal, in /proc/modules").meta({ column: 40, label: "SIZE" }),
  refcount: z
    .int()
    .nullable()
    .describe("Users of the module, null where the kernel does not count them, in /proc/modules")
    .meta({ column: 30, label: "USES" }),
  used_by: z.array(z.string()).optional().describe("Modules that need this one, in /proc/modules"),
  used_by_dropped: z.int().optional().describe("Elements of used_by that a cap dropped"),
  used_by_dropped_bytes: z.int().optional().describe("Bytes of used_by that a cap dropped"),
  state: z
    .string()
    .describe("Live, Loading or Unloading, in /proc/modules")
    .meta({ column: 20, label: "STATE", group: true, examples: ["Live"] }),
  address: z
    .string()
    .nullable()
    .optional()
    .describe("Load address in hex, null where the kernel hides it, in /proc/modules"),
  taints: z
    .string()
    .describe("Taint letters, empty where there are none, in /proc/modules")
    .meta({ column: 50, label: "TAINTS", examples: ["OE"] }),
  detail: z.enum(["index", "basic", "full"]).describe("Which columns this row got"),
  ...signalFields,
});

export type KernelModule = z.infer<typeof kernelModuleSchema>;
