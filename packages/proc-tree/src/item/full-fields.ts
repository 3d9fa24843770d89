import { z } from "zod";
import { field, listColumn } from "./field.ts";

const text = (description: string) => z.string().meta({ description });

const environSchema = z.object({
  name: text("Name of the variable"),
  value: z.string().nullable().meta({
    description:
      "Value where it is one of the clear list, else `[redacted:HASH:LENGTH]`, equal values with equal hashes; null for an element without `=`",
  }),
});

const limitSchema = z.object({
  resource: text("Resource in the kernel's words"),
  soft: text("Soft limit, decimal or unlimited"),
  hard: text("Hard limit, decimal or unlimited"),
  unit: z.string().nullable().meta({ description: "What the limits count" }),
});

const mapSchema = z.object({
  kind: text("`deleted`, `memfd`, `anonymous_executable`, `writable_place`"),
  path: z.string().nullable().meta({ description: "File, null for memory without one" }),
  count: z.int().meta({ description: "Mappings" }),
  bytes: z.string().meta({ description: "Their size together, decimal" }),
});

/** The dear columns: for all rows at `full`, at `standard` for rows with a signal. */
export const fullFields = {
  environ: field(z.array(environSchema).nullable().optional(), "environ", "Environment as the program started with it"),
  environ_dropped: field(z.int().optional(), "environ", "Elements cut off environ, where they were counted"),
  environ_dropped_bytes: field(z.int().optional(), "environ", "Bytes cut off values of environ"),
  rlimits: field(z.array(limitSchema).nullable().optional(), "limits", "Resource limits"),
  rlimits_dropped: field(z.int().optional(), "limits", "Elements cut off rlimits"),
  maps: field(z.array(mapSchema).nullable().optional(), "maps", "Executable mappings worth telling"),
  maps_dropped: field(z.int().optional(), "maps", "Elements cut off maps"),
  ...listColumn("thread_names", "task/[tid]/comm", "Names of threads that differ from comm"),
};
