import { z } from "zod";

/** Kinds of trouble, a closed list. */
export const ERROR_KINDS = [
  "access_denied",
  "vanished",
  "unsupported",
  "blocked",
  "skipped",
  "not_regular",
  "io",
  "malformed",
  "deadline_exceeded",
  "cancelled",
  "reader_died",
  "contract_violation",
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

/** What the trouble cost: one field of an item, an item, a source of items, or the phase. */
export const ERROR_SCOPES = ["field", "item", "source", "phase"] as const;

export type ErrorScope = (typeof ERROR_SCOPES)[number];

/** One gap in what was collected. */
export const triageErrorSchema = z.object({
  kind: z.enum(ERROR_KINDS).describe("What happened"),
  scope: z.enum(ERROR_SCOPES).describe("What it cost"),
  source: z
    .string()
    .describe("Where, in proc(5) or glob notation")
    .meta({ examples: ["/proc/[pid]/exe"] }),
  path: z.string().optional().describe("The object itself"),
  path_base64: z.string().optional().describe("Exact bytes of path, where it is not UTF-8"),
  errno: z.string().optional().describe("The kernel's errno name, or the reader's own word"),
  why: z.enum(["policy", "budget", "mount_blocked"]).optional().describe("Why an object was skipped"),
  message: z.string().optional().describe("One sentence for people"),
});

export type TriageError = z.infer<typeof triageErrorSchema>;

/** Equal errors counted: how often per (kind, scope, source), with up to three samples. */
export const errorTallySchema = z.object({
  kind: z.enum(ERROR_KINDS),
  scope: z.enum(ERROR_SCOPES),
  source: z.string(),
  why: z.enum(["policy", "budget", "mount_blocked"]).optional(),
  count: z.int().describe("How often"),
  samples: z.array(triageErrorSchema).describe("The first three"),
});

export type ErrorTally = z.infer<typeof errorTallySchema>;
