import { z } from "zod";

/** What a replay takes from `meta.json`: what was asked of the phases, and of which root. */
export const replayMetaSchema = z.object({
  root: z.string().default("/"),
  request: z
    .object({
      phases: z.array(z.string()).optional(),
      caps: z.record(z.string(), z.record(z.string(), z.number())).default({}),
      params: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
    })
    .default({ caps: {}, params: {} }),
});

export type ReplayMeta = z.infer<typeof replayMetaSchema>;
