import { z } from "zod";

/** A process within one boot: (pid, start_ticks). With the document's boot_id it is unique for ever. */
export const processRefSchema = z.object({
  pid: z.int().describe("Process id"),
  start_ticks: z.string().describe("Start time in clock ticks since boot, decimal"),
});

export type ProcessRef = z.infer<typeof processRefSchema>;

/** A file within one boot: (dev, ino). */
export const fileRefSchema = z.object({
  dev: z.string().describe("Device as major:minor"),
  ino: z.string().describe("Inode number, decimal"),
});

export type FileRef = z.infer<typeof fileRefSchema>;

/** An instant in UTC as RFC 3339 text; kernel times keep their nanoseconds. */
export const instant: z.ZodString = z.string().meta({ examples: ["2026-11-23T03:33:18.123456789Z"] });
