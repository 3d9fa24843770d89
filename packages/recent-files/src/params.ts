import { parseRfc3339 } from "@livetriage/triage-core/text";
import { z } from "zod";
import { parseAround, parseSince } from "./window.ts";

/** How the tree is read: by a trusted `find`, by the phase's own walk, or by both with their answers compared. */
const ENGINES = ["find", "walk", "both"] as const;

const isAbsolute = (path: string): boolean => path.startsWith("/");

/** What an operator may ask of the phase. Bad text is refused here, in one sentence. */
export const paramsSchema = z
  .object({
    since: z
      .string()
      .refine((text) => parseSince(text, 0n) !== null, {
        error: "must be a duration (90s, 15m, 24h, 30d, 2w) or an RFC 3339 time with zone (2026-11-23T03:33:18Z)",
      })
      .optional()
      .describe("Start of the window: a duration before the collection or an instant; 30d when not given")
      .meta({ flag: "--since", value: "30d|RFC3339" }),
    until: z
      .string()
      .refine((text) => parseRfc3339(text) !== null, {
        error: "must be an RFC 3339 time with zone (2026-11-23T03:33:18Z)",
      })
      .optional()
      .describe("End of the window; open when not given, so that times in the future are seen")
      .meta({ flag: "--until", value: "RFC3339" }),
    around: z
      .string()
      .refine((text) => parseAround(text) !== null, {
        error: "must be an RFC 3339 time with zone, then ± (or +-) and a duration (2026-11-23T03:33:18Z±4h)",
      })
      .optional()
      .describe("Window to both sides of an instant; the files nearest to it are kept first")
      .meta({ flag: "--around", value: "RFC3339±4h" }),
    paths: z
      .array(z.string().refine(isAbsolute, { error: "must be an absolute path" }))
      .default([])
      .describe("Directories to walk in addition to the default places")
      .meta({ flag: "--path", value: "DIR" }),
    everything: z
      .boolean()
      .default(false)
      .describe("Walk every local file system, not only the default places")
      .meta({ flag: "--everything" }),
    containers: z
      .boolean()
      .default(false)
      .describe("Walk what containers have written: the upper directories of overlay mounts")
      .meta({ flag: "--containers" }),
    engine: z
      .enum(ENGINES, { error: "must be find, walk or both" })
      .optional()
      .describe("How the tree is read; find where a trusted one exists, else walk, when not given")
      .meta({ flag: "--engine", value: "find|walk|both" }),
  })
  .refine((p) => p.around === undefined || (p.since === undefined && p.until === undefined), {
    error: "cannot be combined with --since or --until",
    path: ["around"],
  })
  .refine(({ since, until }) => !isInstantAfter(since, until), {
    error: "must be later than --since",
    path: ["until"],
  });

function isInstantAfter(since: string | undefined, until: string | undefined): boolean {
  const from = since === undefined ? null : parseRfc3339(since);
  const to = until === undefined ? null : parseRfc3339(until);
  return from !== null && to !== null && from >= to;
}

export type RecentFilesParams = z.infer<typeof paramsSchema>;
