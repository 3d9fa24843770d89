import { z } from "zod";

/** What can be a sign, and what it means. */
export const INTEGRITY_SIGNS = {
  preload_environment: "a variable of the loader in the environment of our own process",
  preload_file: "libraries that the loader puts into every program",
  foreign_mapping: "code in our own process that is not of its program and libraries",
  traced: "another process traces our own",
  listing_disagrees: "two ways to list /proc show different processes",
  proc_overmounted: "something is mounted over a part of /proc",
  proc_not_procfs: "what is mounted at /proc is no proc file system",
} as const;

export type IntegritySign = keyof typeof INTEGRITY_SIGNS;

/** Signs that this program itself was lied to. */
export const integritySchema = z.object({
  checked: z
    .array(z.enum(["environment", "preload", "mappings", "tracer", "listing", "mounts"]))
    .describe("What could be looked at; without signs, what is here was found in order"),
  signs: z.array(
    z.object({
      id: z
        .string()
        .describe("What it is a sign of")
        .meta({ examples: Object.keys(INTEGRITY_SIGNS) }),
      source: z.string().describe("Where it shows"),
      value: z.string().describe("What is there"),
    }),
  ),
  signs_dropped: z.int().optional().describe("Signs that did not fit"),
});

export type Integrity = z.infer<typeof integritySchema>;
