import { z } from "zod";
import { collectionSchema, footprintSchema } from "./collection.ts";
import { errorTallySchema, triageErrorSchema } from "./error.ts";
import { factSchema } from "./fact.ts";
import { hostSchema, vantageSchema } from "./host.ts";
import { instant } from "./identity.ts";
import { integritySchema } from "./integrity.ts";
import { truncationSchema } from "./truncation.ts";

export const PACKAGE_SCHEMA = "livetriage.package/v1";

/** No package passes this many bytes, whatever the host does. */
export const MAX_PACKAGE_BYTES = 4_194_304;

export const STATUSES = ["complete", "partial", "failed", "unsupported"] as const;
export type Status = (typeof STATUSES)[number];

/** What one phase found, and what it could not. */
export const phaseSectionSchema = z.object({
  version: z.string().describe("Semver of the phase"),
  schema: z.int().describe("Number of the item's schema"),
  status: z.enum(STATUSES),
  error: triageErrorSchema.nullable().describe("What ended the phase, if something did"),
  errors: z.array(errorTallySchema),
  truncations: z.array(truncationSchema),
  caps: z.record(z.string(), z.number()).describe("As run"),
  params: z.record(z.string(), z.unknown()).describe("As run"),
  facts: z.array(factSchema),
  started_at: instant.nullable().describe("Null when the phase never started"),
  duration_ms: z.number().nullable(),
  items: z.array(z.unknown()),
});

export type PhaseSection = z.infer<typeof phaseSectionSchema>;

/** The head of the document: all that is known before the first phase starts. */
export const headSchema = z.object({
  schema: z.string().describe("livetriage.package/v1"),
  package_id: z.string().describe("Random, unique per package"),
  command_id: z.string().nullable(),
  collector: z.object({ name: z.string(), version: z.string() }),
  collection: collectionSchema,
  host: hostSchema,
  vantage: vantageSchema,
  integrity: integritySchema.optional().describe("Signs that this program itself was lied to; absent for an image"),
  root: z.string().describe("/ for the running host, else the directory given"),
  effective_uid: z.int(),
  capabilities: z.array(z.string()).nullable().describe("Effective capabilities by name"),
  started_at: instant,
  errors: z.array(errorTallySchema).describe("Gaps in this head"),
});

export type PackageHead = z.infer<typeof headSchema>;

/** The whole document. */
export const packageSchema = headSchema.extend({
  finished_at: instant.nullable().describe("Null when the stream ended without its trailer"),
  duration_ms: z.number().nullable(),
  ended: z.enum(["finished", "deadline", "cancelled", "interrupted"]).describe("How the collection ended"),
  footprint: footprintSchema.nullable(),
  phases: z.record(z.string(), phaseSectionSchema),
});

export type TriagePackage = z.infer<typeof packageSchema>;
