import { z } from "zod";
import { instant } from "./identity.ts";

const text = z.string().nullable();

/** One look at the three clocks. */
export const clocksSchema = z.object({
  wall: instant,
  monotonic_ns: z.string().nullable().describe("CLOCK_MONOTONIC, decimal"),
  boottime_ns: z.string().nullable().describe("Time since boot with suspend, decimal"),
});

/** Who collected, why, and with what. */
export const collectionSchema = z.object({
  case_id: text,
  operator: text,
  reason: text,
  note: text,
  login_uid: z.int().nullable().describe("Audit login uid of the collecting process"),
  sudo_user: text,
  argv: z.array(z.string()).describe("Command line of the collector"),
  tool: z.object({
    name: z.string(),
    version: z.string(),
    build: text.describe(
      "Commit that it was built from, `-dirty` behind it when sources were changed; null when unknown",
    ),
    phases: z.record(z.string(), z.string()).optional().describe("Version of every phase that it holds"),
    sha256: text.describe("Of the program file, which holds the digests of what it loads"),
    reader_sha256: z.string().optional().describe("Of the sealed reader's file"),
    runtime: z.string().describe("Node version"),
  }),
  redaction: z.enum(["on", "off"]).describe("Whether rules took secrets out of this document"),
  clocks_start: clocksSchema,
  clocks_end: clocksSchema.nullable(),
});

export type Collection = z.infer<typeof collectionSchema>;

/** What the collection cost the host. */
export const footprintSchema = z.object({
  cpu_ms: z.number().nullable().describe("User and system time of our processes"),
  peak_rss_bytes: z.int().nullable().describe("Sum over our processes"),
  asks: z.int().describe("Questions put to the readers"),
  bytes_read: z.int(),
  files_opened: z.int(),
  atime_touched: z
    .int()
    .optional()
    .describe("Files opened without O_NOATIME, as we may not use it on them: their time of access may have changed"),
  directories_listed: z
    .int()
    .optional()
    .describe(
      "Directories that our readers listed, which the runtime cannot do with O_NOATIME: their time of access may have changed",
    ),
  readers_started: z.int(),
  readers_abandoned: z.int().describe("Readers that did not come back from a read"),
  programs_started: z.array(z.string()).describe("Every program we executed"),
});

export type Footprint = z.infer<typeof footprintSchema>;
