import { z } from "zod";

/** Something a phase learnt about its own work: an engine used, a mount skipped, a range probed. */
export const factSchema = z.object({
  id: z
    .string()
    .describe("Stable id, documented like signals")
    .meta({ examples: ["walk_engine"] }),
  source: z.string().describe("Where, in proc(5) or glob notation"),
  value: z.string().describe("What was learnt"),
  count: z.int().optional().describe("How often, where the fact was repeated"),
});

export type Fact = z.infer<typeof factSchema>;
