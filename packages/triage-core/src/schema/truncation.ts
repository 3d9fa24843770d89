import { z } from "zod";

/** One cut: which cap, what was dropped, and what was kept instead. */
export const truncationSchema = z.object({
  cap: z
    .string()
    .describe("Name of the cap")
    .meta({ examples: ["entries"] }),
  limit: z.number().describe("Its value, in unit"),
  unit: z
    .string()
    .describe("What the limit counts")
    .meta({ examples: ["items", "bytes"] }),
  source: z.string().describe("Where it cut, in proc(5) or glob notation, or `items`"),
  dropped: z.number().describe("How many were dropped, in unit"),
  dropped_is: z.enum(["exact", "at-least"]).describe("Whether dropped is a count or a lower bound"),
  kept: z
    .string()
    .describe("Which ones were kept")
    .meta({ examples: ["newest", "first read"] }),
  groups: z
    .array(z.object({ key: z.string(), dropped: z.number() }))
    .describe("The 32 groups that lost most; the rest is summed under the key `(other)`"),
});

export type Truncation = z.infer<typeof truncationSchema>;
